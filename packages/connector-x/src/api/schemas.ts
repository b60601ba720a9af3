import * as z from "zod"

/** Ids are 64-bit numbers and travel as digits. */
export const idSchema = z.union([z.string().regex(/^\d{1,19}$/), z.number().int().min(0)]).transform((id) => String(BigInt(id)))

const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])

const noteSchema = z.looseObject({ text: z.string() }).nullish()

const referenceSchema = z.looseObject({ type: z.string(), id: idSchema })

/**
 * A post in either spelling: that of contract 2.167 (`post`), and the older one of prose, events and recordings
 * (`tweet`).
 */
export const postSchema = z
  .looseObject({
    id: idSchema,
    text: z.string(),
    created_at: z.iso.datetime({ offset: true }).optional(),
    author_id: idSchema.optional(),
    conversation_id: idSchema.optional(),
    note_post: noteSchema,
    note_tweet: noteSchema,
    referenced_posts: list(referenceSchema),
    referenced_tweets: list(referenceSchema),
    edit_history_post_ids: list(idSchema),
    edit_history_tweet_ids: list(idSchema),
    attachments: z.looseObject({ media_keys: list(z.string()) }).nullish(),
    entities: z
      .looseObject({ urls: list(z.looseObject({ expanded_url: z.string().nullish(), media_key: z.string().nullish() })) })
      .nullish(),
    geo: z
      .looseObject({
        place_id: z.string().nullish(),
        coordinates: z.looseObject({ coordinates: z.tuple([z.number(), z.number()]) }).nullish(),
      })
      .nullish(),
    public_metrics: z.looseObject({ reply_count: z.number().int().min(0).optional() }).nullish(),
  })
  .transform((post) => {
    const { edit_history_post_ids: newer, edit_history_tweet_ids: older, referenced_posts: posts, referenced_tweets: tweets } = post
    const history = newer.length > 0 ? newer : older
    return {
      ...post,
      fullText: post.note_post?.text ?? post.note_tweet?.text ?? post.text,
      references: posts.length > 0 ? posts : tweets,
      /** Oldest first; the post alone where X does not say. */
      history: history.length > 0 ? history : [post.id],
    }
  })

/** A post as it is read. */
export type XPost = z.output<typeof postSchema>

/** A medium that posts refer to by its key. */
export const mediaSchema = z.looseObject({
  media_key: z.string(),
  type: z.string(),
  url: z.string().optional(),
  preview_image_url: z.string().optional(),
  variants: list(z.looseObject({ url: z.string().nullish(), bit_rate: z.number().nullish() })),
})

/** A place that posts refer to. */
export const placeSchema = z.looseObject({ id: z.string(), full_name: z.string().optional() })

/** Something that X could not give among what it gave. */
const problemSchema = z.looseObject({ type: z.string().default(""), resource_id: z.string().optional(), value: z.string().optional() })

/**
 * A list of posts; each is read by itself, so that a broken one does not hide the others. `data` is absent where there
 * is nothing.
 */
export const pageSchema = z
  .looseObject({
    data: z.array(z.unknown()).optional(),
    includes: z.unknown().optional(),
    errors: list(problemSchema),
    meta: z
      .looseObject({ result_count: z.number().int().optional(), newest_id: idSchema.optional(), next_token: z.string().optional() })
      .optional(),
  })
  .superRefine(({ data, errors, meta }, context) => {
    if (data === undefined && errors.length === 0 && meta?.result_count !== 0)
      context.addIssue({ code: "custom", path: ["data"], message: "a list was expected" })
  })
  .transform(({ data = [], includes, errors, meta }) => ({ data, includes, errors, meta: meta ?? {} }))

/** A page of a list. */
export type XPage = z.output<typeof pageSchema>
