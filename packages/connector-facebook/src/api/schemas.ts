import { graphIdSchema, graphTimeSchema } from "@otklik/connector-kit/meta"
import * as z from "zod"

/** Whoever wrote something: absent without a Page's token, and where the person hides it. */
const authorSchema = z.looseObject({ id: graphIdSchema }).nullish()

/** What is attached, as `StoryAttachment` of the Graph API. */
export interface RawAttachment {
  readonly type?: string | undefined
  readonly media_type?: string | undefined
  readonly media?: { readonly image?: { readonly src?: string | undefined } | undefined; readonly source?: string | undefined } | undefined
  readonly target?: { readonly url?: string | undefined } | undefined
  readonly url?: string | undefined
  readonly unshimmed_url?: string | undefined
  readonly subattachments?: { readonly data: readonly RawAttachment[] } | undefined
}

const text = z.string().optional()

const attachmentSchema: z.ZodType<RawAttachment> = z.looseObject({
  type: text,
  media_type: text,
  media: z.looseObject({ image: z.looseObject({ src: text }).optional(), source: text }).optional(),
  target: z.looseObject({ url: text }).optional(),
  url: text,
  unshimmed_url: text,
  subattachments: z.lazy(() => z.looseObject({ data: z.array(attachmentSchema) })).optional(),
})

const summarySchema = z.looseObject({
  summary: z.looseObject({ total_count: z.number().int().min(0).optional(), can_comment: z.boolean().optional() }).optional(),
})

/** A post, as `PagePost` of the specification of v25.0. */
export const postSchema = z.looseObject({
  id: graphIdSchema,
  created_time: graphTimeSchema,
  updated_time: graphTimeSchema.optional(),
  message: text,
  from: authorSchema,
  permalink_url: text,
  parent_id: graphIdSchema.optional(),
  is_published: z.boolean().optional(),
  full_picture: text,
  attachments: z.looseObject({ data: z.array(attachmentSchema) }).optional(),
  place: z
    .looseObject({ name: text, location: z.looseObject({ latitude: z.number().optional(), longitude: z.number().optional() }).optional() })
    .optional(),
  // Where their number cannot be understood, they are read whenever the post changed.
  comments: summarySchema.optional().catch(undefined),
})

/** A comment, as `Comment` of the specification of v25.0. */
export const commentSchema = z.looseObject({
  id: graphIdSchema,
  created_time: graphTimeSchema,
  message: z.string().default(""),
  from: authorSchema,
  permalink_url: text,
  parent: z.looseObject({ id: graphIdSchema }).optional(),
  attachment: attachmentSchema.optional(),
  is_private: z.boolean().optional(),
  can_comment: z.boolean().optional(),
})

/** What calls ask of comments. */
export const commentFields = "id,message,created_time,from{id},parent{id},attachment,is_private,can_comment,permalink_url"

/** What of a post changes when comments do, and whether there may be more of them. */
const commentCount = "comments.filter(stream).limit(0).summary(true)"

/** What calls ask of posts whose comments alone are of interest. */
export const postHeadFields = `id,created_time,updated_time,${commentCount}`

/** What calls ask of posts. */
export const postFields = `id,message,created_time,updated_time,from{id},permalink_url,parent_id,place,is_published,attachments,${commentCount}`

/** What calls ask of a post of which more is too much for Meta: its words, without what hangs on it. */
export const plainPostFields = "id,message,created_time,updated_time,from{id},permalink_url,parent_id,is_published"
