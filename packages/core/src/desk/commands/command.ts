import * as z from "zod"
import { instantSchema, schemaOf, type Instant } from "../../base/index.ts"
import { photoFactsSchema, type PhotoFacts } from "../../evidence/index.ts"
import type {
  ClosingReason,
  DismissalReason,
  Importance,
  IncidentKind,
  Outcome,
  PolicyChangeMode,
  RejectionReason,
  ReopeningCause,
  ReplyKind,
  DraftModelName,
  ReplyOverride,
  VerdictBasis,
  WaiverReason,
} from "../../incident/index.ts"
import {
  messageKeySchema,
  networkSchema,
  placeSchema,
  webUrlSchema,
  type MessageKey,
  type Network,
  type NoteFile,
  type Place,
} from "../../message/index.ts"

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
/** What a complaint is about, where a person says it; what is absent follows from the rules. */
const classification = {
  kind: kindSchema.optional(),
  importance: importanceSchema.optional(),
  topic: id.optional(),
  territoryId: id.optional(),
}
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

const named = z.string().min(1).max(200)
const madeBy = z.strictObject({ provider: named, modelId: named, promptHash: z.string().regex(/^[0-9a-f]{64}$/) })

/** The reply that `submit-draft` hands over, and `desk.compose` prepares. */
export const draftShape = {
  text: text.optional(),
  guidanceId: id.optional(),
  variants: z
    .array(z.strictObject({ network: networkSchema, text }))
    .max(20)
    .refine(
      (variants) => new Set(variants.map(({ network }) => network)).size === variants.length,
      "one text for each network was expected",
    )
    .optional(),
  replyKind: z.enum(["interim", "final", "clarify", "redirect", "guidance", "follow-up"]),
  answers: z.array(messageKeySchema).min(1).max(1000).optional(),
  outcome: outcomeSchema.optional(),
  photoUrls: z.array(webUrlSchema).max(10).optional(),
}

/** What a person says about a message that becomes an incident; what is absent follows from the desk's rules. */
export interface IncidentChoices {
  /** What the message is. Absent: as the desk's rules say. */
  readonly kind?: IncidentKind
  /** How important it is. Absent: as the topic says. */
  readonly importance?: Importance
  /** What it is about. Absent: the topic of the first rule that matches. */
  readonly topic?: string
  /** Where it is. Absent: what the message says. */
  readonly territoryId?: string
}

/** What a draft says about the problem: {@link Outcome}, with a reason wherever it names no date. */
export type DraftOutcome =
  | Exclude<Outcome, { readonly value: "unknown" }>
  | {
      /** Nobody knows yet when it is fixed. */
      readonly value: "unknown"
      /** Why there is no date. */
      readonly noDateReason: string
    }

/** One text for one network, where the usual one does not fit. */
export interface DraftVariant {
  /** The network that it is for. */
  readonly network: Network
  /** The text. */
  readonly text: string
}

/** What each command takes in addition to the incident, by the command's name. */
export interface DeskCommands {
  /** Registers a candidate: clocks start, and the incident is routed. */
  readonly register: IncidentChoices
  /** Refuses a candidate: it is no complaint for this desk. */
  readonly reject: {
    /** Why. */
    readonly reason: RejectionReason
  }
  /** Ends a registered incident that turns out to be none, without an answer; not once an answer was published. */
  readonly dismiss: {
    /** Why. */
    readonly reason: DismissalReason
    /** More about it, for the log. */
    readonly why?: string
  }
  /** Takes back a rejection or a dismissal, while a text is left. */
  readonly restore: {
    /** Why, for the log. */
    readonly why: string
  }
  /** Gives the incident to an authority. */
  readonly assign: {
    /** The new owner. */
    readonly authorityId: string
    /** Why, for the log. */
    readonly why: string
  }
  /** The owner begins to work. */
  readonly take: {
    /** The person who works on it; absent: the authority names nobody. */
    readonly executorId?: string
  }
  /** Says who of the owner works on it, before or after it is taken up. */
  readonly "name-executor": {
    /** The person, by the id of an actor. */
    readonly executorId: string
  }
  /** Leaves a note for the office: never published, never matched, and erased with the last text of the incident. */
  readonly "add-note": {
    /** The note, at most 20 000 characters. */
    readonly text: string
    /** Whom it is for, by the ids of actors. */
    readonly mentions?: readonly string[]
    /** Files that the host stores next to it, at most 20. */
    readonly files?: readonly NoteFile[]
    /** Whether it goes along where incidents are exported with their notes. Default false. */
    readonly inExport?: boolean
  }
  /** Adds tags of `createDesk({ tags })`, and removes others; at least one list is given. */
  readonly tag: {
    /** Tags to add, by id. */
    readonly add?: readonly string[]
    /** Tags to remove, by id. */
    readonly remove?: readonly string[]
  }
  /** Says where the problem of a message is; later edits by its author do not change it. */
  readonly "set-place": {
    /** The message; absent: the first one. */
    readonly messageKey?: MessageKey
    /** Where it is. */
    readonly place: Place
  }
  /** Adds a photo or video to the file; the bytes stay with the host. */
  readonly "attach-evidence": {
    /** Its id in the host. */
    readonly evidenceId: string
    /** `problem` is the view before, `fix` the view after. */
    readonly shows: "problem" | "fix"
    /** SHA-256 of the bytes, lower-case hexadecimal. */
    readonly contentHash: string
    /**
     * What the bytes of a photo say, as `readPhoto` of `@otklik/evidence` reads it; absent for a video. Time and place
     * are stored no finer than a doubt needs.
     */
    readonly photo?: Omit<PhotoFacts, "contentHash">
  }
  /** Makes evidence of a photo that an author sent later; the host fetches its bytes, and a person checks it. */
  readonly "accept-offer": {
    /** The later message that has the photo. */
    readonly messageKey: MessageKey
    /** Which of its attachments, from 0. */
    readonly index: number
    /** Its id in the host. */
    readonly evidenceId: string
    /** `problem` is the view before, `fix` the view after. */
    readonly shows: "problem" | "fix"
    /** SHA-256 of the bytes, lower-case hexadecimal. */
    readonly contentHash: string
    /** What the bytes of the photo say, as `readPhoto` of `@otklik/evidence` reads it. */
    readonly photo?: Omit<PhotoFacts, "contentHash">
  }
  /** Hands a reply to the approver. */
  readonly "submit-draft": {
    /** The text that was written about this case; absent where `guidanceId` names one. */
    readonly text?: string
    /** A guidance text of the desk, in its current version, instead of `text`. */
    readonly guidanceId?: string
    /** Texts for networks where the usual one does not fit, one for each; the approver approves all of them. */
    readonly variants?: readonly DraftVariant[]
    /** What the reply does. */
    readonly replyKind: ReplyKind
    /** The messages that a `follow-up` reply answers; absent: the newest message of every author who waits. */
    readonly answers?: readonly MessageKey[]
    /**
     * What the reply says about the problem; absent for a question to the author and for a redirection, which say
     * nothing about it.
     */
    readonly outcome?: DraftOutcome
    /** How long a question waits at most, in minutes by the clock on the wall. */
    readonly waitMinutes?: number
    /** Photos to publish with it, at most ten, from the hosts of `replies.photos`. */
    readonly photoUrls?: readonly string[]
    /** Errors of the host's lint that the drafter answers for. */
    readonly override?: ReplyOverride
    /**
     * The model that wrote the text, as `drafter.draft` of `@otklik/draft` names it. Another person than the one who
     * hands it in must approve it then, also where `drafterMayApprove`.
     */
    readonly madeBy?: DraftModelName
  }
  /** Approves exactly this text; it is published from now on. */
  readonly "approve-draft": {
    /** The draft. */
    readonly draftId: string
    /** The hash of the text that the approver has read (`Draft.textHash`); another one is refused. */
    readonly textHash: string
    /** Errors of the host's lint that the approver answers for. */
    readonly override?: ReplyOverride
  }
  /** Sends a draft back to its author. */
  readonly "return-draft": {
    /** The draft. */
    readonly draftId: string
    /** What is wrong with it. */
    readonly remark: string
  }
  /** Records that a person published a reply by hand. */
  readonly "record-publication": {
    /** The approved draft. */
    readonly draftId: string
    /** The message that it answers. */
    readonly messageKey: MessageKey
    /** The reply's own key; not needed for a message that came by phone, at the counter, as a letter or by a form. */
    readonly replyKey?: MessageKey
    /** The reply's link; not needed for such a message either. */
    readonly url?: string
    /** When it was published. */
    readonly publishedAt: Instant
  }
  /** Records that a person could not publish a reply by hand. */
  readonly "record-refusal": {
    /** The approved draft. */
    readonly draftId: string
    /** The message that it answers. */
    readonly messageKey: MessageKey
    /** What the network said. */
    readonly reason: string
  }
  /** Corrects what the incident is about; what is absent does not change. */
  readonly reclassify: IncidentChoices & {
    /** Whether running clocks follow the policies of the new facts (`recompute`, the default) or stay as they are. */
    readonly mode?: PolicyChangeMode
  }
  /** Applies the present policies to the incident. */
  readonly "change-policy": {
    /** Whether running clocks are recomputed (`recompute`, the default) or only later ones follow. */
    readonly mode?: PolicyChangeMode
  }
  /** The owner gives the incident back: it is not responsible. */
  readonly refuse: {
    /** Why. */
    readonly reason: string
    /** Who is responsible instead, in the owner's opinion. */
    readonly proposedAuthorityId?: string
  }
  /** A supervisor decides who owns it, for good. */
  readonly arbitrate: {
    /** The owner. */
    readonly authorityId: string
    /** Why, for the log. */
    readonly why: string
  }
  /** Gives the incident to another authority. */
  readonly transfer: {
    /** The new owner. */
    readonly authorityId: string
    /** Why, for the log. */
    readonly why: string
  }
  /** Publishes a published reply under the messages that joined after it. */
  readonly "extend-reply": {
    /** The draft of that reply. */
    readonly draftId: string
  }
  /**
   * Gives a published answer to newcomers of the event by itself: to incidents within the scope that nobody has taken
   * up, which are merged into this one, and to those that a person merges into it. Each gets it once, under their own
   * message, until it ends; given again, it is renewed. It ends with the incident, with another answer, and with the
   * date that it promises.
   */
  readonly "approve-standing-reply": {
    /** The draft of the answer: published, and not one that says fixed. */
    readonly draftId: string
    /** The hash of the text that the approver has read (`Draft.textHash`); another one is refused. */
    readonly textHash: string
    /** What newcomers write about, 1 to 50; whoever asks about something else as well waits for a person. */
    readonly topics: readonly string[]
    /** Where, 1 to 50; what lies inside these territories too. The approver must reach all of them. */
    readonly territoryIds: readonly string[]
    /** Whose message was published from then on. Default: when this incident's first message was. */
    readonly since?: Instant
    /** The end, at most 72 hours ahead. */
    readonly until: Instant
    /** At most so many newcomers get it within an hour, 1 to 1 000. Default 200. */
    readonly perHour?: number
  }
  /** Gives the standing reply to nobody any more; what is not sent yet is not sent. */
  readonly "end-standing-reply": object
  /** Decides that a message gets no reply of its own. */
  readonly "waive-reply": {
    /** The message. */
    readonly messageKey: MessageKey
    /** Why. */
    readonly reason: WaiverReason
  }
  /** Ends the waiting for the author's answer. */
  readonly "end-wait": {
    /** What ended it. */
    readonly cause: "author-replied" | "decision"
  }
  /** Says that the problem is fixed, after a reply that did not say so. */
  readonly "claim-fix": object
  /** Confirms that the problem is fixed; not by the person who claimed it. */
  readonly "confirm-fix": {
    /** Who saw it. */
    readonly basis: VerdictBasis
  }
  /** Says that the problem is not fixed: within the window for objections this reopens the incident. */
  readonly "refute-fix": {
    /** Who saw it. */
    readonly basis: VerdictBasis
  }
  /** Begins a new cycle of work. */
  readonly reopen: {
    /** Why. */
    readonly cause: Exclude<ReopeningCause, "refuted">
  }
  /** Continues as a formal appeal in another system. */
  readonly convert: {
    /** Its number there. */
    readonly externalId: string
    /** That system. */
    readonly channel: string
  }
  /** Works on it in another incident: the same problem at the same place. */
  readonly merge: {
    /** The other incident. */
    readonly into: string
  }
  /** Takes a merging back. */
  readonly unmerge: object
  /** Gives the second question of a message an incident of its own. */
  readonly split: IncidentChoices & {
    /** The message that asks two things. */
    readonly messageKey: MessageKey
  }
  /** Gives a later message of an author an incident of its own, a repeat of this one. */
  readonly "register-repeat": IncidentChoices & {
    /** The later message. */
    readonly messageKey: MessageKey
  }
  /** Registers a candidate and merges it into an incident about the same problem. */
  readonly join: {
    /** The other incident. */
    readonly into: string
  }
  /** Notes that it is the same problem as in an earlier incident. */
  readonly "link-repeat": {
    /** The earlier incident. */
    readonly repeatOf: string
  }
  /** Notes that a message was deleted in the network. */
  readonly "note-deletion": {
    /** The message. */
    readonly messageKey: MessageKey
  }
  /** Notes that nobody can comment under a message any more. */
  readonly "note-closed-comments": {
    /** The message. */
    readonly messageKey: MessageKey
  }
  /** Erases text and author of a message. */
  readonly erase: {
    /** The message. */
    readonly messageKey: MessageKey
  }
  /** Ends the handling. */
  readonly close: {
    /** Why. */
    readonly reason: ClosingReason
  }
}

/** A command that a person gives, by its name: `DeskCommandOf<"assign">`. */
export type DeskCommandOf<Type extends keyof DeskCommands> = Type extends unknown
  ? DeskCommands[Type] & {
      /** The name of the command. */
      readonly type: Type
      /** The incident that it is for. */
      readonly incidentId: string
    }
  : never

/** A command that a person gives, as data. What is absent follows from the desk's rules. */
export type DeskCommand = DeskCommandOf<keyof DeskCommands>

/** {@link DeskCommand} after its check: moments canonical, defaults filled in. */
export type CheckedCommand =
  | DeskCommandOf<Exclude<keyof DeskCommands, "reclassify" | "change-policy">>
  | (DeskCommandOf<"reclassify"> & {
      /** Whether running clocks are recomputed. */
      readonly mode: PolicyChangeMode
    })
  | (DeskCommandOf<"change-policy"> & {
      /** Whether running clocks are recomputed. */
      readonly mode: PolicyChangeMode
    })

/** Checks a {@link DeskCommand}. */
export const deskCommandSchema = schemaOf<CheckedCommand, DeskCommand>()(
  z.discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("register"),
      incidentId,
      ...classification,
    }),
    z.strictObject({ type: z.literal("reject"), incidentId, reason: z.enum(rejections) }),
    z.strictObject({
      type: z.literal("dismiss"),
      incidentId,
      reason: z.enum([...rejections, "news", "same-message"]),
      why: why.optional(),
    }),
    z.strictObject({ type: z.literal("restore"), incidentId, why }),
    z.strictObject({ type: z.literal("assign"), incidentId, authorityId: z.string().min(1), why: z.string().min(1) }),
    z.strictObject({ type: z.literal("take"), incidentId, executorId: z.string().min(1).optional() }),
    z.strictObject({ type: z.literal("name-executor"), incidentId, executorId: actorId }),
    z.strictObject({
      type: z.literal("add-note"),
      incidentId,
      text: text.max(20_000),
      mentions: z.array(actorId).min(1).max(50).optional(),
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
      inExport: z.boolean().optional(),
    }),
    z
      .strictObject({ type: z.literal("tag"), incidentId, add: tagIds.optional(), remove: tagIds.optional() })
      .refine(({ add, remove }) => add !== undefined || remove !== undefined, {
        error: "tags to add or to remove were expected",
        path: ["add"],
      }),
    z.strictObject({
      type: z.literal("set-place"),
      incidentId,
      messageKey: messageKeySchema.optional(),
      place: placeSchema,
    }),
    z.strictObject({
      type: z.literal("accept-offer"),
      incidentId,
      messageKey: messageKeySchema,
      index: z.int().min(0),
      evidenceId: z.string().min(1),
      shows: z.enum(["problem", "fix"]),
      contentHash: photoFactsSchema.shape.contentHash,
      photo: photoFactsSchema.omit({ contentHash: true }).optional(),
    }),
    z.strictObject({
      type: z.literal("attach-evidence"),
      incidentId,
      evidenceId: z.string().min(1),
      shows: z.enum(["problem", "fix"]),
      contentHash: photoFactsSchema.shape.contentHash,
      photo: photoFactsSchema.omit({ contentHash: true }).optional(),
    }),
    z
      .strictObject({
        type: z.literal("submit-draft"),
        incidentId,
        ...draftShape,
        waitMinutes: z.number().positive().optional(),
        override: override.optional(),
        madeBy: madeBy.optional(),
      })
      .refine((draft) => (draft.text === undefined) !== (draft.guidanceId === undefined), {
        error: "either a text or a guidance text was expected",
        path: ["text"],
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
      ...classification,
      mode: modeSchema,
    }),
    z.strictObject({ type: z.literal("change-policy"), incidentId, mode: modeSchema }),
    z.strictObject({ type: z.literal("refuse"), incidentId, reason: why, proposedAuthorityId: id.optional() }),
    z.strictObject({ type: z.literal("arbitrate"), incidentId, authorityId: id, why }),
    z.strictObject({ type: z.literal("transfer"), incidentId, authorityId: id, why }),
    z.strictObject({ type: z.literal("extend-reply"), incidentId, draftId: id }),
    z.strictObject({
      type: z.literal("approve-standing-reply"),
      incidentId,
      draftId: id,
      textHash: id,
      topics: z.array(id).min(1).max(50),
      territoryIds: z.array(id).min(1).max(50),
      since: instantSchema.optional(),
      until: instantSchema,
      perHour: z.int().min(1).max(1000).optional(),
    }),
    z.strictObject({ type: z.literal("end-standing-reply"), incidentId }),
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
      ...classification,
    }),
    z.strictObject({
      type: z.literal("register-repeat"),
      incidentId,
      messageKey: messageKeySchema,
      ...classification,
    }),
    z.strictObject({ type: z.literal("join"), incidentId, into: id }),
    z.strictObject({ type: z.literal("link-repeat"), incidentId, repeatOf: id }),
    z.strictObject({ type: z.literal("note-deletion"), incidentId, messageKey: messageKeySchema }),
    z.strictObject({ type: z.literal("note-closed-comments"), incidentId, messageKey: messageKeySchema }),
    z.strictObject({ type: z.literal("erase"), incidentId, messageKey: messageKeySchema }),
    z.strictObject({ type: z.literal("close"), incidentId, reason: z.enum(["author-satisfied", "no-objection", "decision"]) }),
  ]),
)

/** The names of the commands that a person can give. */
export const deskCommandTypes: readonly DeskCommand["type"][] = deskCommandSchema.options.map(({ shape }) => shape.type.value)

/** Of these fields a command takes one. */
const oneOf: Readonly<Partial<Record<DeskCommand["type"], string>>> = { "submit-draft": "text", tag: "add" }

const fieldsByType = new Map(
  deskCommandSchema.options.map(({ shape }) => {
    const fields: Readonly<Record<string, z.core.$ZodType>> = shape
    const needed = Object.keys(fields).filter((name) => name !== "type" && name !== "incidentId" && !isOptional(fields[name]))
    const choice = oneOf[shape.type.value]
    return [shape.type.value, choice === undefined ? needed : [...needed, choice]] as const
  }),
)

function isOptional(field: z.core.$ZodType | undefined): boolean {
  return field === undefined || z.safeParse(field, undefined).success
}

/**
 * The fields that a command cannot do without, beside its name and its incident: `text` stands for a guidance text too,
 * `add` for tags that are taken off.
 */
export function neededFields(type: DeskCommand["type"]): readonly string[] {
  return fieldsByType.get(type) ?? []
}
