import * as z from "zod"

/** Ids are digits; where OK writes a number, it is kept exactly. */
export const idSchema = z.union([z.string().regex(/^\d{1,20}$/), z.number().int().min(0)]).transform(String)

const millisSchema = z.number().int().min(0).max(253_402_300_799_999) // the last moment of the year 9999

const referenceSchema = z.string().regex(/^(?:user|group):\d{1,20}$/)

/** A topic of a group, by the fields that clients of OK read. */
export const topicSchema = z.looseObject({
  id: idSchema,
  created_ms: millisSchema,
  author_ref: referenceSchema.optional(),
  media: z
    .array(
      z.looseObject({
        type: z.string(),
        text: z.string().optional(),
        url: z.string().optional(),
        photo_refs: z.array(z.string()).optional(),
      }),
    )
    .default([]),
})

/** What is needed of a topic to watch its comments. */
export const topicHeadSchema = z.looseObject({
  id: idSchema,
  // Where the number cannot be understood, the comments are read each time.
  discussion_summary: z
    .looseObject({ comments_count: z.number().int().min(0).optional() })
    .optional()
    .catch(undefined),
})

/** A comment, as recorded, with `date_ms` and `author_ref` as clients of OK read them. */
export const commentSchema = z.looseObject({
  id: z.string().regex(/^[A-Za-z0-9+/=_-]{1,200}$/),
  author_id: idSchema.optional(),
  author_ref: referenceSchema.optional(),
  text: z.string().default(""),
  date: z.string().optional(),
  date_ms: millisSchema.optional(),
  type: z.string().optional(),
  reply_to_comment_id: z.string().optional(),
})

/** A discussion of a list. */
export const discussionSchema = z.looseObject({
  object_type: z.string(),
  object_id: idSchema,
  ref_objects: z.array(z.looseObject({ type: z.string(), id: idSchema })).default([]),
  last_activity_date: z.string().optional(),
  last_activity_date_ms: millisSchema.optional(),
  total_comments_count: z.number().int().min(0).optional().catch(undefined),
})

/** The pictures that topics refer to. */
export const entitiesSchema = z.looseObject({ group_photos: z.array(z.looseObject({ ref: z.string() })).default([]) })

/** One page of a list by anchor; each item is read by itself, so that a broken one does not hide the others. */
export interface OkPage {
  readonly items: readonly unknown[]
  readonly anchor: string | undefined
  /** Undefined where OK does not say. */
  readonly hasMore: boolean | undefined
  readonly entities: unknown
}

const flowSchema = z.looseObject({ anchor: z.string().nullish(), has_more: z.boolean().optional(), entities: z.unknown().optional() })

/**
 * A page. OK leaves an empty list out; then it must say whether there is more.
 *
 * @param name - of the list
 */
export function pageSchema(name: "media_topics" | "comments" | "discussions"): z.ZodType<OkPage> {
  const listSchema = z.array(z.unknown()).optional()
  return flowSchema.transform((page, context): OkPage => {
    const { anchor, has_more: hasMore, entities } = page
    const items = listSchema.safeParse(page[name]).data
    // Neither a list nor a word of it: the answer has another shape.
    if (items === undefined && (page[name] !== undefined || hasMore === undefined))
      context.addIssue({ code: "custom", path: [name], message: "a list was expected" })
    return { items: items ?? [], anchor: anchor === null || anchor === "" ? undefined : anchor, hasMore, entities }
  })
}
