import * as z from "zod"
import { instantSchema } from "../../base/index.ts"
import { photoFactsSchema } from "../../evidence/index.ts"
import { messageKeySchema, networkSchema, placeSchema, webUrlSchema } from "../../message/index.ts"

const incidentId = z.string().min(1)
const text = z
  .string()
  .max(100_000)
  .refine((value) => value.trim() !== "", "a text that is not blank was expected")

const id = z.string().min(1)
/** What a message is. */
export const kindSchema = z.enum(["problem", "question", "suggestion", "thanks"])
/** How important it is. */
export const importanceSchema = z.enum(["normal", "raised"])
const basisSchema = z.enum(["author", "inspector", "official"])
const tagIds = z.array(id.max(100)).min(1).max(100)
const actorId = z.string().min(1).max(200)
const modeSchema = z.enum(["recompute", "new-only"]).default("recompute")
const why = z.string().min(1).max(1000)
const rejections = ["not-a-complaint", "advert", "outside-the-region", "private-dispute", "abuse-without-a-problem", "own-post"] as const
const override = z.strictObject({ codes: z.array(z.string().min(1).max(100)).min(1).max(50), why })

const outcomeSchema = z.discriminatedUnion("value", [
  z.strictObject({ value: z.literal("unknown"), noDateReason: z.string().min(1) }),
  z.strictObject({ value: z.literal("planned"), until: instantSchema, changeReason: why.optional() }),
  z.strictObject({ value: z.literal("fix-claimed") }),
  z.strictObject({ value: z.literal("explained") }),
  z.strictObject({ value: z.literal("cannot-fix"), reason: z.string().min(1) }),
  z.strictObject({ value: z.literal("not-competent"), competent: z.string().min(1) }),
])

/** Everything that a person may ask of an incident, as data. What is absent follows from the desk's rules. */
export const deskCommandSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("register"),
    incidentId,
    kind: kindSchema.optional(),
    importance: importanceSchema.optional(),
    topic: z.string().min(1).optional(),
    territoryId: z.string().min(1).optional(),
  }),
  z.strictObject({ type: z.literal("reject"), incidentId, reason: z.enum(rejections) }),
  z.strictObject({ type: z.literal("dismiss"), incidentId, reason: z.enum([...rejections, "news", "same-message"]), why: why.optional() }),
  z.strictObject({ type: z.literal("restore"), incidentId, why }),
  z.strictObject({ type: z.literal("assign"), incidentId, authorityId: z.string().min(1), why: z.string().min(1) }),
  z.strictObject({ type: z.literal("take"), incidentId, executorId: z.string().min(1).optional() }),
  /** Says who of the owner works on it, before or after it is taken up. */
  z.strictObject({ type: z.literal("name-executor"), incidentId, executorId: actorId }),
  /** Leaves a note for the office: never published, never matched, and gone with the last text of the incident. */
  z.strictObject({
    type: z.literal("add-note"),
    incidentId,
    /** At most 20 000 characters. */
    text: text.max(20_000),
    /** Whom it is for, by the ids of actors. */
    mentions: z.array(actorId).min(1).max(50).optional(),
    /** Files that the host keeps beside it. */
    files: z
      .array(
        z.strictObject({
          fileId: id.max(200),
          title: id.max(200),
          mediaType: z.string().regex(/^[\w.+-]{1,64}\/[\w.+-]{1,64}$/, "a media type was expected, as image/jpeg"),
          bytes: z.int().min(0),
          sha256: photoFactsSchema.shape.contentHash,
        }),
      )
      .min(1)
      .max(20)
      .optional(),
  }),
  /** Puts tags of `createDesk({ tags })` on it, and takes others off. */
  z
    .strictObject({ type: z.literal("tag"), incidentId, add: tagIds.optional(), remove: tagIds.optional() })
    .refine(({ add, remove }) => add !== undefined || remove !== undefined, {
      error: "tags to add or to remove were expected",
      path: ["add"],
    }),
  /** Says where the trouble of a message is; what its author edits later leaves it. */
  z.strictObject({
    type: z.literal("set-place"),
    incidentId,
    /** Absent: the first message. */
    messageKey: messageKeySchema.optional(),
    place: placeSchema,
  }),
  z.strictObject({
    type: z.literal("attach-evidence"),
    incidentId,
    evidenceId: z.string().min(1),
    shows: z.enum(["problem", "fix"]),
    contentHash: photoFactsSchema.shape.contentHash,
    /**
     * What the bytes of a photo say, as `readPhoto` of `@otklik/evidence` reads it; absent for a video. Time and place
     * are stored no finer than a doubt needs.
     */
    photo: photoFactsSchema.omit({ contentHash: true }).optional(),
  }),
  z
    .strictObject({
      type: z.literal("submit-draft"),
      incidentId,
      /** The text that was written about this case; absent where `guidanceId` names one. */
      text: text.optional(),
      /** A guidance text of the desk, as it stands, instead of `text`. */
      guidanceId: id.optional(),
      /** Texts for networks where the usual one does not fit; the approver says yes to each. */
      variants: z
        .array(z.strictObject({ network: networkSchema, text }))
        .max(20)
        .optional(),
      replyKind: z.enum(["interim", "final", "clarify", "redirect", "guidance", "follow-up"]),
      /** Of a `follow-up` reply the words that it answers; absent: the newest word of every author who waits. */
      answers: z.array(messageKeySchema).min(1).max(1000).optional(),
      /**
       * What the reply says about the problem; absent for a question to the author and for a redirection, which say
       * nothing of it.
       */
      outcome: outcomeSchema.optional(),
      /** How long a question waits at most, in minutes by the clock on the wall. */
      waitMinutes: z.number().positive().optional(),
      photoUrls: z.array(webUrlSchema).max(10).optional(),
      /** Errors of the host's lint that the drafter answers for, by code, and why. */
      override: override.optional(),
    })
    .refine((draft) => (draft.text === undefined) !== (draft.guidanceId === undefined), {
      error: "either a text or a guidance text was expected",
      path: ["text"],
    })
    .refine(({ variants = [] }) => new Set(variants.map(({ network }) => network)).size === variants.length, {
      error: "one text for each network was expected",
      path: ["variants"],
    }),
  z.strictObject({
    type: z.literal("approve-draft"),
    incidentId,
    draftId: z.string().min(1),
    textHash: z.string().min(1),
    override: override.optional(),
  }),
  z.strictObject({ type: z.literal("return-draft"), incidentId, draftId: z.string().min(1), remark: text }),
  z.strictObject({
    type: z.literal("record-publication"),
    incidentId,
    draftId: z.string().min(1),
    messageKey: messageKeySchema,
    /**
     * The reply's own key and link; not needed of a message that came by phone, at the counter, as a letter or by a
     * form.
     */
    replyKey: messageKeySchema.optional(),
    url: webUrlSchema.optional(),
    publishedAt: instantSchema,
  }),
  z.strictObject({
    type: z.literal("record-refusal"),
    incidentId,
    draftId: z.string().min(1),
    messageKey: messageKeySchema,
    reason: z.string().min(1).max(1000),
  }),
  z.strictObject({
    type: z.literal("reclassify"),
    incidentId,
    kind: kindSchema.optional(),
    importance: importanceSchema.optional(),
    topic: id.optional(),
    territoryId: id.optional(),
    /** `recompute` (default) brings the running clocks under the policies of the new facts; `new-only` leaves them. */
    mode: modeSchema,
  }),
  z.strictObject({ type: z.literal("change-policy"), incidentId, mode: modeSchema }),
  z.strictObject({ type: z.literal("refuse"), incidentId, reason: why, proposedAuthorityId: id.optional() }),
  z.strictObject({ type: z.literal("arbitrate"), incidentId, authorityId: id, why }),
  z.strictObject({ type: z.literal("transfer"), incidentId, authorityId: id, why }),
  z.strictObject({ type: z.literal("extend-reply"), incidentId, draftId: id }),
  z.strictObject({
    type: z.literal("waive-reply"),
    incidentId,
    messageKey: messageKeySchema,
    reason: z.enum(["abuse", "source-deleted", "unpublishable", "answered-elsewhere", "no-answer-needed"]),
  }),
  z.strictObject({ type: z.literal("end-wait"), incidentId, cause: z.enum(["author-replied", "decision"]) }),
  z.strictObject({ type: z.literal("claim-fix"), incidentId }),
  z.strictObject({ type: z.literal("confirm-fix"), incidentId, basis: basisSchema }),
  z.strictObject({ type: z.literal("refute-fix"), incidentId, basis: basisSchema }),
  z.strictObject({ type: z.literal("reopen"), incidentId, cause: z.enum(["repeat", "author", "supervisor-order"]) }),
  z.strictObject({ type: z.literal("convert"), incidentId, externalId: z.string().min(1).max(200), channel: why }),
  z.strictObject({ type: z.literal("merge"), incidentId, into: id }),
  z.strictObject({ type: z.literal("unmerge"), incidentId }),
  z.strictObject({
    type: z.literal("split"),
    incidentId,
    messageKey: messageKeySchema,
    kind: kindSchema.optional(),
    importance: importanceSchema.optional(),
    topic: id.optional(),
    territoryId: id.optional(),
  }),
  /**
   * What an author wrote later is another trouble, or the same one anew: it gets an incident of its own, a repeat of
   * this one.
   */
  z.strictObject({
    type: z.literal("register-repeat"),
    incidentId,
    messageKey: messageKeySchema,
    kind: kindSchema.optional(),
    importance: importanceSchema.optional(),
    topic: id.optional(),
    territoryId: id.optional(),
  }),
  /** A candidate is one more voice of the same trouble: it is registered, and merged into the other incident. */
  z.strictObject({ type: z.literal("join"), incidentId, into: id }),
  z.strictObject({ type: z.literal("link-repeat"), incidentId, repeatOf: id }),
  z.strictObject({ type: z.literal("note-deletion"), incidentId, messageKey: messageKeySchema }),
  z.strictObject({ type: z.literal("note-closed-comments"), incidentId, messageKey: messageKeySchema }),
  z.strictObject({ type: z.literal("erase"), incidentId, messageKey: messageKeySchema }),
  z.strictObject({ type: z.literal("close"), incidentId, reason: z.enum(["author-satisfied", "no-objection", "decision"]) }),
])

/** Something that a person asks of an incident. */
export type DeskCommand = z.input<typeof deskCommandSchema>

/** {@link DeskCommand} after the door: instants canonical. */
export type CheckedCommand = z.output<typeof deskCommandSchema>

/** The names of the commands that a person can give. */
export const commandTypes: readonly string[] = deskCommandSchema.options.map(({ shape }) => shape.type.value)
