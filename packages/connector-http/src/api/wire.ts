import * as z from "zod"

/** The most messages and notices of one push. */
export const pushLimit = 1000

/** A moment with an offset, as the schema of JSON says it. */
const momentSchema = z.iso.datetime({ offset: true, error: "a moment with an offset was expected, as 2026-12-01T09:30:00+09:00" })

const linkSchema = z.url({ protocol: /^https?$/, error: "an absolute http or https URL was expected" })

const idSchema = z
  .string({ error: "an id was expected: a text without spaces" })
  .min(1)
  .max(400)
  .regex(/^[^\s\u0000-\u001f\u007f]+$/u, "an id without spaces was expected")
  .describe("The system's own id of it, the same for ever.")

/** A message as the other system sends it. Names that are not listed are refused. */
export const wireMessageSchema = z.strictObject({
  id: idSchema,
  text: z
    .string({ error: "a text was expected" })
    .describe("The whole text as it was written; empty where only attachments say something."),
  publishedAt: momentSchema.describe("When it was written, with an offset."),
  editedAt: momentSchema.optional().describe("When it was last changed. Send the message again with the same id."),
  url: linkSchema.nullish().describe("Its public link, where there is one."),
  authorId: z
    .string()
    .max(512)
    .optional()
    .describe("An id of the author that says nothing of the person; no name, no telephone number. Only a pseudonym made of it is kept."),
  threadId: idSchema.optional().describe("The message that began the conversation."),
  parentId: idSchema.optional().describe("The message that this one answers, a reply of the desk included."),
  attachments: z
    .array(z.strictObject({ kind: z.enum(["photo", "video", "audio", "document", "link", "other"]), url: linkSchema }))
    .max(100)
    .optional()
    .describe("What is attached, by links."),
  place: z
    .strictObject({
      name: z.string().max(512).optional(),
      latitude: z.number().min(-90).max(90).optional(),
      longitude: z.number().min(-180).max(180).optional(),
      street: z.string().min(1).max(200).optional(),
      house: z.string().min(1).max(40).optional().describe("The number of the house, and never a flat."),
      object: z.string().min(1).max(200).optional(),
    })
    .optional()
    .describe("Where the problem is. Latitude and longitude come together."),
  reach: z
    .strictObject({ audience: z.int().min(0).optional(), engagement: z.int().min(0).optional() })
    .optional()
    .describe("How many may have seen it; likes, comments and reposts."),
})

/** What became of a message. */
export const wireNoticeSchema = z.strictObject({
  kind: z.enum(["deleted", "comments-closed"]).describe("`deleted`: gone or no longer public. `comments-closed`: it takes no replies."),
  id: idSchema,
})

/** A push: messages, what became of earlier ones, or both. */
export const pushSchema = z
  .strictObject({
    messages: z.array(wireMessageSchema).max(pushLimit).optional(),
    notices: z.array(wireNoticeSchema).max(pushLimit).optional(),
  })
  .describe("What a system sends to the desk by POST.")

/** The same, its items unread: one that is wrong does not keep the others out. */
export const looseSchema = z.strictObject({
  messages: z.array(z.unknown()).max(pushLimit).optional(),
  notices: z.array(z.unknown()).max(pushLimit).optional(),
})

const photoSchema = z.strictObject({
  contentHash: z.string().describe("SHA-256 of the bytes, in lower-case hexadecimal."),
  type: z.string().describe("The media type, as `image/jpeg`."),
  content: z.base64().describe("The bytes."),
})

/** What the desk asks of the other system. */
export const commandSchema = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z
        .literal("publish-reply")
        .describe("Publish this, once for an `idempotencyKey`: a second request with it gets the same answer."),
      idempotencyKey: z.string(),
      messageId: z.string().describe("The message that is answered."),
      text: z.string(),
      photos: z.array(photoSchema),
    }),
    z.strictObject({
      type: z.literal("find-replies").describe("Which replies were published for this `idempotencyKey`; none is an empty list."),
      idempotencyKey: z.string(),
      messageId: z.string(),
    }),
    z.strictObject({
      type: z.literal("delete-reply").describe("Delete a reply. One that is gone already is deleted."),
      messageId: z.string(),
      replyId: z.string(),
    }),
    z.strictObject({ type: z.literal("ping").describe("Answer with any status of success.") }),
  ])
  .describe("What the desk sends to the other system by POST.")

/** What the desk asks of the other system. */
export type WireCommand = z.output<typeof commandSchema>

/** Proof that a reply was published. */
export const receiptSchema = z
  .looseObject({
    replyId: idSchema,
    publishedAt: momentSchema.describe("When it was published, with an offset."),
    url: linkSchema.nullish().describe("Its public link, where there is one."),
  })
  .describe("The answer to `publish-reply`.")

/** Replies that were found. */
export const foundSchema = z.looseObject({ replies: z.array(receiptSchema) }).describe("The answer to `find-replies`.")

/** The JSON Schemas of both sides, by the name of their file. */
export const wireSchemas = {
  push: () => z.toJSONSchema(pushSchema, { io: "input" }),
  command: () => z.toJSONSchema(commandSchema, { io: "input" }),
  receipt: () => z.toJSONSchema(receiptSchema, { io: "input" }),
  found: () => z.toJSONSchema(foundSchema, { io: "input" }),
} as const
