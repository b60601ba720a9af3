import type { Instant } from "../../../base/index.ts"
import { messagesToAnswer, type IncidentCommand } from "../../../incident/index.ts"
import { numberMark, planReplies, withNumber, type RefusedWay, type ReplyPlan } from "../../../reply/index.ts"
import type { MessageKey } from "../../../message/index.ts"
import { pageLimit, type ExistingIncident, type OutboxEntry } from "../../../storage/index.ts"
import type { DeskContext } from "../../context.ts"
import { findClaims } from "../../transact/message-claims.ts"
import type { Stamp } from "../facts.ts"
import { readDraft } from "./read-draft.ts"

/** A reply to one message with the reasons for its way. */
export interface PlannedEntry {
  readonly plan: ReplyPlan
  readonly entry: OutboxEntry
}

/**
 * The replies of a draft to the messages that have none of it yet, each on the first way that is open: not the one that
 * the network refused to this draft, nothing under a message that is gone or under which nobody may comment.
 */
export async function planOutbox(
  context: DeskContext,
  draftId: string,
  state: ExistingIncident,
  stamp: Stamp,
): Promise<readonly PlannedEntry[]> {
  const { incidentId } = state
  const draft = await readDraft(context, draftId)
  const dueAt = nearestDue(state)
  const earlier = new Map((await context.storage.readOutbox(incidentId)).map((entry) => [entry.outboxId, entry]))
  const { publicPage, replyFallback } = context.handling
  const toAnswer = messagesToAnswer(state, answered(state, draftId))
  const plans = planReplies(draft, toAnswer, context.connectors, {
    // With one connector there is nothing to choose.
    messages: context.connectors.length < 2 ? [] : await context.storage.read("message", toAnswer),
    publicPage,
    fallback: replyFallback,
    refused: [...refusedWays(draftId, [...earlier.values()]), ...closedComments(state)],
    deleted: state.messages.filter(({ deletedAt }) => deletedAt !== null).map(({ messageKey }) => messageKey),
  })
  const numbers = await numbersOf(context, incidentId, plans)
  return plans.map((plan) => {
    const { outboxId, messageKey, connectorId, step: placement } = plan
    const text = withNumber(plan.text, numbers.get(messageKey) ?? 0)
    const entry: OutboxEntry = {
      outboxId,
      incidentId,
      draftId,
      connectorId,
      messageKey,
      placement,
      text,
      photos: draft.photos,
      plannedAt: stamp.at,
      dueAt,
      state: connectorId === null ? "manual" : "planned",
      refusal: null,
      // Of a reply that was refused before, an earlier attempt may be published: the count makes the next one look
      // first.
      attempts: earlier.get(outboxId)?.attempts ?? 0,
      nextTryAt: stamp.at,
    }
    return { plan, entry }
  })
}

/** By which number whoever wrote each message knows their complaint, where a text says it. */
async function numbersOf(context: DeskContext, incidentId: string, plans: readonly ReplyPlan[]): Promise<ReadonlyMap<MessageKey, number>> {
  const keys = plans.flatMap(({ messageKey, text }) => (text.includes(numberMark) ? [messageKey] : []))
  if (keys.length === 0) return new Map()
  const { incidents } = await findClaims(context, { messages: keys })
  const ids = [...new Set([incidentId, ...incidents.values()])]
  const numbers = new Map<string, number>()
  for (let from = 0; from < ids.length; from += pageLimit)
    for (const { incident, number } of await context.storage.read("incident", ids.slice(from, from + pageLimit)))
      numbers.set(incident.incidentId, number)
  return new Map(keys.map((key) => [key, numbers.get(incidents.get(key) ?? incidentId) ?? numbers.get(incidentId) ?? 0]))
}

/** The log says of which messages no way is left: a listener can inform the supervisor. */
export function unpublishableSteps(plans: readonly PlannedEntry[], draftId: string, stamp: Stamp): readonly (() => IncidentCommand)[] {
  return plans
    .filter(({ plan }) => plan.step === "unpublishable")
    .map(({ plan: { messageKey, closed } }) => {
      const why = closed.map((way) => `${way.step}: ${way.why}`).join("; ")
      return () => ({ type: "record-unpublishable", ...stamp, draftId, messageKey, why })
    })
}

/** What is to be answered by the draft on file, or by the reply that is published and goes out once more. */
function answered(state: ExistingIncident, draftId: string): Parameters<typeof messagesToAnswer>[1] {
  const draft = "draft" in state ? state.draft : "standing" in state ? state.standing : null
  return draft?.draftId === draftId ? draft : { draftId, answers: null }
}

function refusedWays(draftId: string, entries: readonly OutboxEntry[]): readonly RefusedWay[] {
  return entries.flatMap(({ draftId: of, messageKey, placement: step, refusal }) =>
    of === draftId && refusal !== null ? [{ messageKey, step, reason: refusal }] : [],
  )
}

function closedComments({ messages }: ExistingIncident): readonly RefusedWay[] {
  return messages
    .filter(({ commentsClosedAt }) => commentsClosedAt !== null)
    .map(({ messageKey }) => ({ messageKey, step: "under-message", reason: "comments are closed" }))
}

function nearestDue(state: ExistingIncident): Instant | null {
  const due = state.clocks.filter((clock) => clock.stoppedAt === null).map((clock) => clock.dueAt)
  return due.toSorted()[0] ?? null
}
