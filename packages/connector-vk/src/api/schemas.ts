import * as z from "zod"

/** Ids are whole numbers; beyond 2^53 they come as digits. They travel as strings from here on. */
export const idSchema = z.union([z.number().int(), z.string().regex(/^-?\d{1,20}$/)]).transform(String)

const secondsSchema = z.number().int().min(0).max(253_402_300_799) // the last second of the year 9999

const flagSchema = z.union([z.boolean(), z.number()]).transform(Boolean)

const attachmentsSchema = z.array(z.looseObject({ type: z.string() }))

const geoSchema = z.looseObject({
  coordinates: z.union([z.string(), z.looseObject({ latitude: z.number(), longitude: z.number() })]).optional(),
  place: z.looseObject({ title: z.string().optional() }).optional(),
})

/**
 * A post, as `wall_wallpost_full` of the schema of 5.199 says; in a news feed it has `source_id` and `post_id` instead.
 */
export const postSchema = z.looseObject({
  id: idSchema.optional(),
  post_id: idSchema.optional(),
  owner_id: idSchema.optional(),
  source_id: idSchema.optional(),
  to_id: idSchema.optional(),
  from_id: idSchema.optional(),
  date: secondsSchema,
  edited: secondsSchema.optional(),
  text: z.string(),
  type: z.string().optional(),
  post_type: z.string().optional(),
  is_deleted: flagSchema.optional(),
  parents_stack: z.array(idSchema).optional(),
  donut: z.looseObject({ is_donut: flagSchema.optional() }).optional(),
  attachments: attachmentsSchema.optional(),
  geo: geoSchema.optional(),
  signer_id: idSchema.optional(),
  copy_history: z
    .array(z.looseObject({ id: idSchema, owner_id: idSchema, text: z.string().default(""), attachments: attachmentsSchema.optional() }))
    .optional(),
  comments: z.looseObject({ count: z.number().int().min(0).optional() }).optional(),
})

/** A comment, as `wall_wall_comment` and its relatives; of a deleted one little is left. */
export const commentSchema = z.looseObject({
  id: idSchema,
  from_id: idSchema,
  date: secondsSchema,
  text: z.string().default(""),
  owner_id: idSchema.optional(),
  post_id: idSchema.optional(),
  reply_to_comment: idSchema.optional(),
  parents_stack: z.array(idSchema).optional(),
  attachments: attachmentsSchema.optional(),
})

/** What is needed of a comment before anything else. */
export const commentHeadSchema = z.looseObject({
  id: idSchema,
  deleted: flagSchema.optional(),
  thread: z.looseObject({ count: z.number().int().min(0), items: z.array(z.unknown()).default([]) }).optional(),
})

/**
 * A list of anything with its whole length; each item is read by itself, so that a broken one does not hide the others.
 */
export const listSchema = z.looseObject({ count: z.number().int().min(0), items: z.array(z.unknown()) })
