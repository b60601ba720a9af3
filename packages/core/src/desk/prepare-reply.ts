import { DeskError, sha256, stableId, type Instant } from "../base/index.ts"
import { evidenceRequired } from "../evidence/index.ts"
import { illegalTransition, messagesToAnswer } from "../incident/index.ts"
import type { MessageKey } from "../message/index.ts"
import { planReplies } from "../reply/index.ts"
import type { Draft, ExistingIncident, OutboxEntry } from "../storage/index.ts"
import type { Changes } from "./change.ts"
import { stageClocks, stageFacts } from "./clock-plans.ts"
import type { CheckedCommand } from "./command.ts"
import type { DeskContext } from "./context.ts"
import type { Stamp } from "./facts.ts"
import { tellOfReply, tellSources } from "./holders.ts"
import type { Prepared } from "./prepared.ts"

type Asked<Type extends CheckedCommand["type"]> = Extract<CheckedCommand, { type: Type }>

/** The draft of a reply, which goes to the drafts table. */
export function submitDraft(
  context: DeskContext,
  command: Asked<"submit-draft">,
  state: ExistingIncident,
  version: number,
  stamp: Stamp,
): Prepared {
  const { incidentId, text, replyKind, outcome = null, waitMinutes = null, photoUrls = [] } = command
  const longest = context.handling.maxWaitMinutes
  if (waitMinutes !== null && waitMinutes > longest) throw tooLong(longest)
  const textHash = sha256(text)
  const draftId = stableId("drf", incidentId, String(version), textHash)
  const topic = "topic" in state ? state.topic : null
  const draft: Draft = { draftId, incidentId, text, textHash, photoUrls, remark: null, createdAt: stamp.at }
  const required = evidenceRequired(context.topics, topic)
  const clocks = "registeredAt" in state ? stageClocks(context, state, "draft-submitted", stamp.at) : []
  const step = {
    type: "submit-draft",
    ...stamp,
    draftId,
    textHash,
    replyKind,
    outcome,
    evidenceRequired: required,
    waitMinutes,
    clocks,
  } as const
  return { steps: [() => step], unit: { drafts: [draft] } }
}

function tooLong(longest: number): DeskError<"config"> {
  const message = `at most ${longest} minutes are allowed`
  return new DeskError("config", `command: waitMinutes: ${message}`, { issues: [{ path: "waitMinutes", message }] })
}

/** The replies that an approval plans: one for each message that has none of this draft yet. */
export async function approveDraft(
  context: DeskContext,
  command: Asked<"approve-draft">,
  state: ExistingIncident,
  stamp: Stamp,
): Promise<Prepared> {
  const { draftId, textHash } = command
  if (state.status !== "reply-review") throw illegalTransition("approve-draft", state)
  const stage = stageFacts(context, state, stamp.at)
  return {
    steps: [() => ({ type: "approve-draft", ...stamp, draftId, textHash, sameActorAllowed: context.drafterMayApprove, stage })],
    unit: { outbox: await planOutbox(context, draftId, state, stamp) },
  }
}

/** The replies that go out once more: under the messages that joined after the reply was published. */
export async function extendReply(
  context: DeskContext,
  command: Asked<"extend-reply">,
  state: ExistingIncident,
  stamp: Stamp,
): Promise<Prepared> {
  const { draftId } = command
  return {
    steps: [() => ({ type: "extend-reply", ...stamp, draftId })],
    unit: { outbox: await planOutbox(context, draftId, state, stamp) },
  }
}

async function planOutbox(context: DeskContext, draftId: string, state: ExistingIncident, stamp: Stamp): Promise<readonly OutboxEntry[]> {
  const { incidentId } = state
  const draft = await readDraft(context, draftId)
  const dueAt = nearestDue(state)
  const tries = new Map((await context.storage.readOutbox(incidentId)).map((entry) => [entry.outboxId, entry.attempts]))
  return planReplies(draft, messagesToAnswer(state, draftId), context.connectors).map(({ outboxId, messageKey, connectorId }) => ({
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
}

function nearestDue(state: ExistingIncident): Instant | null {
  const due = state.clocks.filter((clock) => clock.stoppedAt === null).map((clock) => clock.dueAt)
  return due.toSorted()[0] ?? null
}

/** A reply that stands settles its entry in the outbox, and stops the clocks of the incidents that its message came from. */
export async function recordPublication(
  context: DeskContext,
  command: Asked<"record-publication">,
  changes: Changes,
  state: ExistingIncident,
  stamp: Stamp,
): Promise<Prepared> {
  const { draftId, messageKey, replyKey, url, publishedAt, incidentId } = command
  if (state.status !== "publishing") throw illegalTransition("record-publication", state)
  const { replyKind } = state.draft
  const entry = await findEntry(context, incidentId, draftId, messageKey)
  const stage = stageFacts(context, state, publishedAt)
  return {
    steps: [() => ({ type: "record-publication", ...stamp, draftId, messageKey, replyKey, url, publishedAt, stage })],
    unit: { outbox: entry === undefined ? [] : [{ ...entry, state: "published" }] },
    after: (change) => tellOfReply(context, changes, change, { draftId, replyKind, messageKey, replyKey, url, publishedAt }, stamp),
  }
}

/** A message that gets no reply takes its entry out of the outbox; the incidents that it came with learn of it. */
export async function waiveReply(
  context: DeskContext,
  command: Asked<"waive-reply">,
  changes: Changes,
  state: ExistingIncident,
  stamp: Stamp,
): Promise<Prepared> {
  const { messageKey, reason, incidentId } = command
  const planned = (await context.storage.readOutbox(incidentId)).filter(
    (entry) => entry.messageKey === messageKey && (entry.state === "planned" || entry.state === "manual"),
  )
  const stage = "registeredAt" in state ? stageFacts(context, state, stamp.at) : {}
  return {
    steps: [() => ({ type: "waive-reply", ...stamp, messageKey, reason, stage })],
    unit: { outbox: planned.map((entry) => ({ ...entry, state: "refused" })) },
    after: (change) => tellSources(context, changes, change, messageKey, () => ({ type: "waive-reply", ...stamp, messageKey, reason })),
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
