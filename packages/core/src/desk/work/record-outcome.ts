import { addMinutes, diagnosticsChannels, isDeskError, publishDiagnostics } from "../../base/index.ts"
import type { ReplyReceipt } from "../../connector/index.ts"
import type { ExistingIncident, OutboxEntry } from "../../storage/index.ts"
import { deskActor } from "../actor.ts"
import { applyTo, changeOf, type Changes, type IncidentChange } from "../transact/change.ts"
import type { DeskContext } from "../context.ts"
import { plannedFrom, type TakenLease } from "../transact/held-lease.ts"
import { tellOfReply } from "../transact/holders.ts"
import { isSurvey, recordLate } from "./late-reply.ts"
import { transact } from "../transact/transact.ts"

/** The recorded outcome of an attempt. */
export type ReplyOutcome =
  | { readonly kind: "published"; readonly receipt: ReplyReceipt }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unknown" }

/**
 * Writes the outcome into the incident's log and settles the outbox, in one commit: under the lease, or under none
 * where it was lost and a receipt is in hand. What the network shows is written down whoever works on the reply by now.
 */
export async function recordOutcome(
  context: DeskContext,
  taken: TakenLease,
  reply: OutboxEntry,
  outcome: ReplyOutcome,
  { isHeld = true }: { readonly isHeld?: boolean } = {},
): Promise<void> {
  await transact(context, async (changes) => {
    const change = await changeOf(context, changes, reply.incidentId)
    const isSecond = await addOutcome(context, changes, change, reply, outcome)
    return {
      result: undefined,
      unit: { outbox: [settledEntry(context, taken, reply, outcome, isSecond)], leases: isHeld ? [taken.lease] : [] },
      // Stored also where nothing happened: an erasure that comes in between makes the commit fail.
      touched: [change],
      stamp: { at: context.clock.now(), by: deskActor, incidentId: reply.incidentId },
    }
  })
}

function settledEntry(
  { clock, readBackMinutes }: DeskContext,
  taken: TakenLease,
  reply: OutboxEntry,
  outcome: ReplyOutcome,
  isSecond: boolean,
): OutboxEntry {
  if (outcome.kind === "unknown") return reply
  if (outcome.kind === "refused") return { ...reply, state: "refused", refusal: outcome.reason, attempts: reply.attempts + 1 }
  const now = plannedFrom(taken, clock.now())
  const [first = 0] = readBackMinutes
  return { ...reply, state: "read-back", attempts: 0, nextTryAt: isSecond ? now : addMinutes(now, first) }
}

/** Whether a reply is a standing one for a newcomer: the incident's own publication is another matter. */
function isStandingUse(incident: ExistingIncident, draftId: string, messageKey: string): boolean {
  const reply = "standingReply" in incident ? incident.standingReply : null
  return reply?.draftId === draftId && reply.uses.some((use) => use.messageKey === messageKey)
}

/**
 * What is published is written down whatever became of the incident meanwhile. Of a refusal and of a doubt nothing is
 * where it has moved on: the outbox is settled all the same, since the network has answered.
 *
 * @returns whether another copy of the reply is recorded
 */
async function addOutcome(
  context: DeskContext,
  changes: Changes,
  change: IncidentChange,
  reply: OutboxEntry,
  outcome: ReplyOutcome,
): Promise<boolean> {
  const { draftId, messageKey, outboxId } = reply
  const { incident } = change
  const stamp = { at: context.clock.now(), by: deskActor }
  // What becomes of the survey holds up nothing, and is nobody's to mend.
  if (outcome.kind !== "published" && isSurvey(change, draftId)) return false
  const isAwaited = incident.status === "publishing" && incident.draft.draftId === draftId
  if (outcome.kind !== "published" && !isAwaited && isStandingUse(incident, draftId, messageKey)) {
    // Of a doubt nothing is said: it is searched for and tried again.
    if (outcome.kind === "refused") applyTo(change, { type: "leave-newcomer", ...stamp, draftId, messageKey, why: outcome.reason })
    return false
  }
  try {
    if (outcome.kind === "refused") applyTo(change, { type: "record-refusal", ...stamp, draftId, messageKey, reason: outcome.reason })
    else if (outcome.kind === "unknown") applyTo(change, { type: "record-uncertainty", ...stamp, draftId, messageKey })
    else {
      const { replyKey, url, publishedAt } = outcome.receipt
      const published = { draftId, messageKey, replyKey, url, publishedAt }
      const isKnown = incident.replies.some((known) => known.draftId === draftId && known.messageKey === messageKey)
      if (!isAwaited || isKnown) return await recordLate(context, changes, change, published, stamp)
      const stage = context.planner.onReply(incident, publishedAt)
      applyTo(change, { type: "record-publication", ...stamp, ...published, stage })
      await tellOfReply(context, changes, change, { ...published, replyKind: incident.draft.replyKind }, stamp)
    }
  } catch (error) {
    if (!isDeskError(error, "illegal-transition") && !isDeskError(error, "conflict")) throw error
    publishDiagnostics(diagnosticsChannels.workFailed, () => ({ work: "reply", id: outboxId, code: error.code }))
  }
  return false
}
