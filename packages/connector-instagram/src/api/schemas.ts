import { graphIdSchema, graphTimeSchema } from "@otklik/connector-kit/meta"
import * as z from "zod"

const nameSchema = z.string().min(1).max(64)

const idOnlySchema = z.looseObject({ id: graphIdSchema })

/** A part of an album, or what is an item of its own. */
const partSchema = z.looseObject({ media_type: z.string().optional(), media_url: z.string().optional() })

/** A media object, by the fields of `IGMedia`. Which of them are there depends on who asks. */
export const mediaSchema = partSchema.extend({
  id: graphIdSchema,
  timestamp: graphTimeSchema,
  caption: z.string().default(""),
  permalink: z.string().optional(),
  username: nameSchema.optional(),
  owner: idOnlySchema.optional(),
  media_product_type: z.string().optional(),
  is_comment_enabled: z.boolean().optional(),
  children: z.looseObject({ data: z.array(partSchema).default([]) }).optional(),
})

/**
 * What is needed of a media object to watch its comments; where their number cannot be understood, they are read each
 * time.
 */
export const mediaHeadSchema = z.looseObject({
  id: graphIdSchema,
  permalink: z.string().optional(),
  comments_count: z.number().int().min(0).optional().catch(undefined),
})

/** What a comment says of the media object that it is under. */
const placeSchema = z.looseObject({
  id: graphIdSchema,
  permalink: z.string().optional(),
  owner: idOnlySchema.optional(),
  media_product_type: z.string().optional(),
  is_comment_enabled: z.boolean().optional(),
})

/** A comment, by the fields of `IGComment`. */
export const commentSchema = z.looseObject({
  id: graphIdSchema,
  timestamp: graphTimeSchema,
  text: z.string().default(""),
  hidden: z.boolean().default(false),
  parent_id: graphIdSchema.optional(),
  username: nameSchema.optional(),
  from: z
    .looseObject({ id: graphIdSchema.optional(), username: nameSchema.optional(), self_ig_scoped_id: graphIdSchema.optional() })
    .optional(),
  user: idOnlySchema.optional(),
  media: placeSchema.optional(),
  replies: z.unknown().optional(),
})

/** A comment, as it was read. */
export type InstagramComment = z.output<typeof commentSchema>

/** What is asked of a comment; the name is a part of `from` too, and replaces it where Instagram leaves it out. */
export const commentFields = "id,text,timestamp,from,username,user,hidden,parent_id"

/** What is asked of the media object of a comment, beside. */
export const placeFields = "media{id,permalink,owner,media_product_type,is_comment_enabled}"

/** What is asked of media objects that everybody may see. */
export const publicMediaFields = "id,caption,media_type,media_url,permalink,timestamp,children{id,media_type,media_url}"

/** What is asked of the account's own media objects. */
export const ownMediaFields = `${publicMediaFields},comments_count,is_comment_enabled,media_product_type,owner`
