import { DeskError, sha256, stableId, type Instant } from "../base/index.ts"
import { evidenceRequired } from "../evidence/index.ts"
import { illegalTransition } from "../incident/index.ts"
import type { MessageKey } from "../message/index.ts"
import { planReplies } from "../reply/index.ts"
import type { Draft, ExistingIncident, OutboxEntry } from "../storage/index.ts"
import type { CheckedCommand } from "./command.ts"
import type { DeskContext } from "./context.ts"
import type { Stamp } from "./facts.ts"
import type { Prepared } from "./prepare.ts"

type Asked<Type extends CheckedCommand["type"]> = Extract<CheckedCommand, { type: Type }>

/** The draft of a reply, which goes to the drafts table. */
export function submitDraft(
  context: DeskContext,
  command: Asked<"submit-draft">,
  state: ExistingIncident,
  version: number,
  stamp: Stamp,
): Prepared {
  const { incidentId, text, replyKind, outcome, photoUrls = [] } = command
  const textHash = sha256(text)
  const draftId = stableId("drf", incidentId, String(version), textHash)
  const topic = "topic" in state ? state.topic : null
  const draft: Draft = { draftId, incidentId, text, textHash, photoUrls, remark: null, createdAt: stamp.at }
  const required = evidenceRequired(context.topics, topic)
  return {
    steps: [() => ({ type: "submit-draft", ...stamp, draftId, textHash, replyKind, outcome, evidenceRequired: required })],
    unit: { drafts: [draft] },
  }
}

/** The replies that an approval plans: one for each message that has none of this draft yet. */
export async function approveDraft(
  context: DeskContext,
  command: Asked<"approve-draft">,
  state: ExistingIncident,
  stamp: Stamp,
): Promise<Prepared> {
  const { draftId, textHash, incidentId } = command
  if (state.status !== "reply-review") throw illegalTransition("approve-draft", state)
  const draft = await readDraft(context, draftId)
  const answered = new Set(state.replies.filter((reply) => reply.draftId === draftId).map((reply) => reply.messageKey))
  const open = state.messageKeys.filter((key) => !answered.has(key))
  const dueAt = nearestDue(state)
  const tries = new Map((await context.storage.readOutbox(incidentId)).map((entry) => [entry.outboxId, entry.attempts]))
  const outbox = planReplies(draft, open, context.connectors).map(({ outboxId, messageKey, connectorId }): OutboxEntry => ({
    outboxId,
    incidentId,
    draftId,
    connectorId,
    messageKey,
    text: draft.text,
    photoUrls: draft.photoUrls,
    plannedAt: stamp.at,
    dueAt,
    state: connectorId === null ? "manual" : "planned",
    // Of a reply that was refused before, an earlier try may stand all the same: the count makes the next one look first.
    attempts: tries.get(outboxId) ?? 0,
    nextTryAt: stamp.at,
  }))
  return {
    steps: [() => ({ type: "approve-draft", ...stamp, draftId, textHash, sameActorAllowed: context.drafterMayApprove })],
    unit: { outbox },
  }
}

function nearestDue(state: ExistingIncident): Instant | null {
  const due = state.clocks.filter((clock) => clock.stoppedAt === null).map((clock) => clock.dueAt)
  return due.toSorted()[0] ?? null
}

/** A reply that stands settles its entry in the outbox. */
export async function recordPublication(context: DeskContext, command: Asked<"record-publication">, stamp: Stamp): Promise<Prepared> {
  const { draftId, messageKey, replyKey, url, publishedAt, incidentId } = command
  const entry = await findEntry(context, incidentId, draftId, messageKey)
  return {
    steps: [() => ({ type: "record-publication", ...stamp, draftId, messageKey, replyKey, url, publishedAt })],
    unit: { outbox: entry === undefined ? [] : [{ ...entry, state: "published" }] },
  }
}

/** A reply that can never stand settles its entry in the outbox as well. */
export async function recordRefusal(context: DeskContext, command: Asked<"record-refusal">, stamp: Stamp): Promise<Prepared> {
  const { draftId, messageKey, reason, incidentId } = command
  const entry = await findEntry(context, incidentId, draftId, messageKey)
  return {
    steps: [() => ({ type: "record-refusal", ...stamp, draftId, messageKey, reason })],
    unit: { outbox: entry === undefined ? [] : [{ ...entry, state: "refused" }] },
  }
}

async function findEntry(
  context: DeskContext,
  incidentId: string,
  draftId: string,
  messageKey: MessageKey,
): Promise<OutboxEntry | undefined> {
  return (await context.storage.readOutbox(incidentId)).find((entry) => entry.draftId === draftId && entry.messageKey === messageKey)
}

/**
 * A draft's text.
 *
 * @throws DeskError `not-found`
 */
export async function readDraft(context: DeskContext, draftId: string): Promise<Draft> {
  const [draft] = await context.storage.readDrafts([draftId])
  if (draft === undefined) throw new DeskError("not-found", `there is no draft "${draftId}"`, { id: draftId })
  return draft
}
