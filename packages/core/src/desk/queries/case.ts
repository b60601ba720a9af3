import type { Instant } from "../../base/index.ts"
import type { ReplyPhoto } from "../../connector/index.ts"
import {
  unansweredMessages,
  type Actor,
  type AuthorAct,
  type EvidenceOffer,
  type IncidentEvent,
  type IncidentEventType,
  type Outcome,
  type DraftModelName,
  type ReplyKind,
} from "../../incident/index.ts"
import type { Attachment, MessageKey, NoteFile, Place } from "../../message/index.ts"
import type { Draft, ExistingIncident, OutboxEntry, StoredCase, StoredEvidence, StoredIncident } from "../../storage/index.ts"
import { recordReading } from "../access/access-log.ts"
import type { ActorOptions } from "../access/authorisation.ts"
import { authoriseReading, mayRead } from "../access/authorise.ts"
import type { DeskContext } from "../context.ts"
import { readRequest } from "../options/request.ts"
import { actionsOf, type CaseAction } from "./actions.ts"
import { explainIncident, tellClock, type IncidentExplanation } from "./explanation.ts"

/**
 * What a reader's level of personal data leaves out of a case: `text`, the words of messages and of matches; `people`,
 * links, attachments and places of messages; `notes`, the words and files of notes; `drafts`, the words of drafts and
 * replies; `evidence`, the pieces on file.
 */
export type Withheld = "text" | "people" | "notes" | "drafts" | "evidence"

/** A message of a case. */
export interface CaseMessage {
  /** Identifies it everywhere, as `vk:-1_7_12`. */
  readonly key: MessageKey
  /** A complaint gets a reply of its own; a follow-up is what its author wrote later. */
  readonly role: "complaint" | "follow-up"
  /** Of a follow-up what it is; null for a complaint. */
  readonly act: AuthorAct | null
  /** Of a follow-up the author's own complaint here; null when that is not known, and for a complaint. */
  readonly of: MessageKey | null
  /** Whether it waits for an answer. */
  readonly waits: boolean
  /** Null where it is withheld, and after an erasure (`erased`). */
  readonly text: string | null
  /** Null where it is withheld, after an erasure, and of what is in no network. */
  readonly url: string | null
  /** Null where they are withheld. */
  readonly attachments: readonly Attachment[] | null
  /** Null where it is withheld, and where the message names none. */
  readonly place: Place | null
  /** What it was written under; null: nothing. */
  readonly parentKey: MessageKey | null
  /** When it was published. */
  readonly publishedAt: Instant
  /** 1 for the first text that was seen, one more for each edit. */
  readonly revision: number
  /** Whether its text and author were erased. */
  readonly erased: boolean
  /** When it was deleted in the network; null while it is there. */
  readonly deletedAt: Instant | null
  /** The draft of the newest reply under it; null: none. */
  readonly answeredBy: string | null
}

/** A note of a case. */
export interface CaseNote {
  /** Its key, by which `erase` takes it. */
  readonly noteId: MessageKey
  /** When it was written. */
  readonly at: Instant
  /** Who wrote it, by the id of an actor. */
  readonly by: string
  /** Whom it is for, by the ids of actors. */
  readonly mentions: readonly string[]
  /** Null where it is withheld, and after an erasure (`erased`). */
  readonly text: string | null
  /** Null where they are withheld; the bytes are with the host. */
  readonly files: readonly NoteFile[] | null
  /** Whether it was erased. */
  readonly erased: boolean
}

/** A photo that an author sent later. */
export interface CaseOffer extends EvidenceOffer {
  /** Where the photo is; null where it is withheld, and after an erasure. */
  readonly url: string | null
}

/** A draft of a case. */
export interface CaseDraft extends Pick<Draft, "draftId" | "textHash" | "guidanceId" | "findings" | "createdAt"> {
  /** What the reply does. */
  readonly replyKind: ReplyKind
  /** What it says about the problem; null: nothing. */
  readonly outcome: Outcome | null
  /** Who handed it in, by the id of an actor. */
  readonly drafterId: string
  /** The model that wrote the text: an approver is shown it. Null: a person wrote it. */
  readonly madeBy: DraftModelName | null
  /** `withdrawn`: its incident was dismissed before it was published. */
  readonly state: "in-review" | "approved" | "returned" | "published" | "withdrawn"
  /** Null where it is withheld, and after an erasure. */
  readonly text: string | null
  /** Texts for networks where the usual one does not fit; null where they are withheld. */
  readonly variants: Draft["variants"] | null
  /** Photos to publish with it; null where the reader may not see texts. */
  readonly photos: readonly ReplyPhoto[] | null
  /** The approver's, when it was sent back; null where it is withheld. */
  readonly remark: string | null
}

/** A reply to one message of a case. */
export interface CaseReply
  extends
    Pick<OutboxEntry, "draftId" | "messageKey">,
    Partial<Pick<OutboxEntry, "outboxId" | "connectorId" | "placement" | "plannedAt" | "dueAt" | "refusal" | "attempts" | "nextTryAt">> {
  /** As {@link OutboxEntry.state}; of one that was published under another incident, or by hand, `published`. */
  readonly state: OutboxEntry["state"]
  /** Null where it is withheld, after an erasure, and of one that no worker of this incident publishes. */
  readonly text: string | null
  /** The reply's own key; null before it is published. */
  readonly replyKey: MessageKey | null
  /** Its link; null: it has none. */
  readonly url: string | null
  /** When it was published; null: not yet. */
  readonly publishedAt: Instant | null
}

/** Something that happened, in the order of the log. */
export interface CaseStep {
  /** When it happened. */
  readonly at: Instant
  /** Who did it. */
  readonly by: Actor
  /** The event. */
  readonly type: IncidentEventType
  /** All that the log says: no text, and no author. */
  readonly event: IncidentEvent
  /** It happened in another system, before the desk had the incident. */
  readonly imported: boolean
}

/** Another incident that has to do with this one. */
export interface RelatedIncident {
  /** The other incident. */
  readonly incidentId: string
  /** Null where the reader may not read that one. */
  readonly number: number | null
  /** What it is to this one. */
  readonly as: "merged-into" | "merged-from" | "repeat-of" | "split-from" | "split-into" | "joins" | "same-thread" | "earlier"
}

/** Everything that a person needs to work on one incident, of one moment. */
export interface Case {
  /** The incident as lists show it, with its state. */
  readonly incident: Pick<StoredIncident, "number" | "version" | "facts"> & {
    /** Its state. */
    readonly state: ExistingIncident
  }
  /** In the order in which the desk saw them. */
  readonly messages: readonly CaseMessage[]
  /** As they were written. */
  readonly drafts: readonly CaseDraft[]
  /** Replies that were published or are being published. */
  readonly replies: readonly CaseReply[]
  /** Null where it is withheld. */
  readonly evidence: readonly StoredEvidence[] | null
  /** Photos of later messages: `accept-offer` makes evidence of one. */
  readonly offers: readonly CaseOffer[]
  /** Notes of the office, oldest first. */
  readonly notes: readonly CaseNote[]
  /** What happened, in order. */
  readonly timeline: readonly CaseStep[]
  /** Why it is what it is: matches, owner, territory, due times line by line. */
  readonly explanation: IncidentExplanation
  /** Incidents that belong with it. */
  readonly related: readonly RelatedIncident[]
  /** Every command, whether the reader may give it now, and why not. */
  readonly actions: readonly CaseAction[]
  /** What the reader's level of personal data does not reach; empty: everything is here. */
  readonly withheld: readonly Withheld[]
}

/**
 * One incident with everything that belongs to it. Undefined when there is none, for somebody who may read any. Whoever
 * reads is written down before anything is given.
 */
export async function readCase(context: DeskContext, incidentId: string, given: ActorOptions): Promise<Case | undefined> {
  const { actor } = readRequest("actor", given)
  const stored = await context.storage.readCase(incidentId)
  await authoriseReading(context, { actor }, "case", stored?.incident ?? null)
  if (stored === undefined) return undefined
  const reaches = await mayRead(context, { actor }, "text", stored.incident)
  const withheld: readonly Withheld[] = reaches.allowed ? [] : ["text", "people", "notes", "drafts", "evidence"]
  const related = await relatedTo(context, actor, stored.incident)
  const notes = await notesOf(context, stored.incident, withheld.includes("notes"))
  const allowed = await actionsOf(context, stored, actor)
  await recordReading(context, actor, { what: "case", incidentId })
  return { ...caseOf(context, stored, withheld), notes, related, actions: allowed, withheld }
}

/** What is read of a case apart. */
type Apart = "notes" | "related" | "actions" | "withheld"

function caseOf(context: DeskContext, stored: StoredCase, withheld: readonly Withheld[]): Omit<Case, Apart> {
  const { number, version, facts, incident: state, messages, drafts, outbox, evidence, events } = stored
  const hides = (what: Withheld): boolean => withheld.includes(what)
  const readable = hides("text") ? [] : messages
  return {
    incident: { number, version, facts, state },
    messages: messagesOf(stored, hides),
    drafts: draftsOf(drafts, events, hides("drafts")),
    replies: repliesOf(state, outbox, hides("drafts")),
    evidence: hides("evidence") ? null : evidence,
    offers: state.offers.map((offer) => {
      const photo = messages.find(({ key }) => key === offer.messageKey)?.attachments[offer.index]
      return { ...offer, url: hides("people") ? null : (photo?.url ?? null) }
    }),
    timeline: events.map((event) => ({ at: event.at, by: event.by, type: event.type, event, imported: event.imported === true })),
    explanation: explainIncident(state, readable, (clock) => tellClock(context, clock)),
  }
}

function messagesOf({ incident, messages }: StoredCase, hides: (what: Withheld) => boolean): readonly CaseMessage[] {
  const rows = new Map(messages.map((message) => [message.key, message]))
  const waiting = new Set(unansweredMessages(incident))
  return incident.messages.map(({ messageKey: key, role, act, of, publishedAt, deletedAt, erasedAt }) => {
    const row = rows.get(key)
    return {
      key,
      role,
      act,
      of,
      waits: waiting.has(key),
      text: hides("text") ? null : (row?.text ?? null),
      url: hides("people") ? null : (row?.url ?? null),
      attachments: hides("people") ? null : (row?.attachments ?? []),
      place: hides("people") ? null : (row?.place ?? null),
      parentKey: row?.parentKey ?? null,
      publishedAt,
      revision: row?.revision ?? 1,
      erased: erasedAt !== null || typeof row?.text !== "string",
      deletedAt,
      answeredBy: incident.replies.findLast((reply) => reply.messageKey === key)?.draftId ?? null,
    }
  })
}

/** Notes are never changed, so that their words may be read after the case. */
async function notesOf({ storage }: DeskContext, { notes }: ExistingIncident, isHidden: boolean): Promise<readonly CaseNote[]> {
  if (notes.length === 0) return []
  const rows = new Map(
    (
      await storage.read(
        "message",
        notes.map(({ noteId }) => noteId),
      )
    ).map((row) => [row.key, row]),
  )
  return notes.map(({ noteId, at, by, mentions, erasedAt }) => {
    const row = rows.get(noteId)
    return {
      noteId,
      at,
      by,
      mentions,
      text: isHidden ? null : (row?.text ?? null),
      files: isHidden ? null : (row?.files ?? []),
      erased: erasedAt !== null || typeof row?.text !== "string",
    }
  })
}

function draftsOf(drafts: readonly Draft[], events: readonly IncidentEvent[], isHidden: boolean): readonly CaseDraft[] {
  const states = new Map<string, Pick<CaseDraft, "replyKind" | "outcome" | "drafterId" | "madeBy" | "state">>()
  const become = (draftId: string, state: CaseDraft["state"]): void => {
    const known = states.get(draftId)
    if (known !== undefined) states.set(draftId, { ...known, state })
  }
  for (const event of events) {
    if (event.type === "draft-submitted") {
      const { draftId, replyKind, outcome, madeBy = null, by } = event
      states.set(draftId, { replyKind, outcome, drafterId: by.id, madeBy, state: "in-review" })
    } else if (event.type === "draft-approved") become(event.draftId, "approved")
    else if (event.type === "draft-returned") become(event.draftId, "returned")
    else if (event.type === "reply-refused") become(event.draftId, "in-review")
    else if (event.type === "reply-published" || event.type === "late-reply-published") become(event.draftId, "published")
    else if (event.type === "incident-dismissed")
      for (const [draftId, { state }] of states) if (state === "in-review" || state === "approved") become(draftId, "withdrawn")
  }
  return drafts.flatMap((draft) => {
    const { draftId, textHash, guidanceId, findings, createdAt, text, variants, photos, remark } = draft
    const state = states.get(draftId)
    if (state === undefined) return []
    const words = isHidden
      ? { text: null, variants: null, photos: null, remark: null }
      : { text: text === "" ? null : text, variants, photos, remark }
    return [{ draftId, textHash, guidanceId, findings, createdAt, ...state, ...words }]
  })
}

function repliesOf(state: ExistingIncident, outbox: readonly OutboxEntry[], isHidden: boolean): readonly CaseReply[] {
  const keyOf = ({ draftId, messageKey }: Pick<CaseReply, "draftId" | "messageKey">) => `${draftId} ${messageKey}`
  const published = new Map(state.replies.map((reply) => [keyOf(reply), reply]))
  const planned = outbox.map((entry): CaseReply => {
    const { outboxId, draftId, messageKey, connectorId, placement, plannedAt, dueAt, refusal, attempts, nextTryAt, text } = entry
    const way = { outboxId, connectorId, placement, plannedAt, dueAt, refusal, attempts, nextTryAt }
    const isPublished = entry.state === "published" || entry.state === "read-back"
    const { replyKey = null, url = null, publishedAt = null } = (isPublished ? published.get(keyOf(entry)) : undefined) ?? {}
    return { draftId, messageKey, ...way, state: entry.state, text: isHidden || text === "" ? null : text, replyKey, url, publishedAt }
  })
  const known = new Set(planned.filter(({ replyKey }) => replyKey !== null).map(keyOf))
  const others = state.replies.filter((reply) => !known.has(keyOf(reply)))
  return [
    ...planned,
    ...others.map(({ draftId, messageKey, replyKey, url, publishedAt }): CaseReply => {
      return { draftId, messageKey, state: "published", text: null, replyKey, url, publishedAt }
    }),
  ]
}

/** The numbers of incidents never change, so that these may be read after the case. */
async function relatedTo(context: DeskContext, actor: Actor, state: ExistingIncident): Promise<readonly RelatedIncident[]> {
  const { repeatOf, splitFrom, splitInto, relation, messages } = state
  const bonds: readonly (readonly [RelatedIncident["as"], readonly (string | null)[]])[] = [
    ["merged-into", [state.status === "merged" ? state.into : null]],
    ["merged-from", [...new Set(messages.flatMap(({ joinedFrom }) => joinedFrom))]],
    ["repeat-of", [repeatOf]],
    ["split-from", [splitFrom]],
    ["split-into", splitInto],
    ...(relation === null ? [] : [[relation.how, [relation.incidentId]] as const]),
  ]
  const related = bonds.flatMap(([as, ids]) => ids.flatMap((incidentId) => (incidentId === null ? [] : [{ as, incidentId }])))
  if (related.length === 0) return []
  const found = await context.storage.read("incident", [...new Set(related.map(({ incidentId }) => incidentId))])
  const numbers = new Map<string, number>()
  for (const { incident, number } of found)
    if ((await mayRead(context, { actor }, "case", incident)).allowed) numbers.set(incident.incidentId, number)
  return related.map(({ incidentId, as }) => ({ incidentId, number: numbers.get(incidentId) ?? null, as }))
}
