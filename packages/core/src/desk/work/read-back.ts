import { addMinutes, diagnosticsChannels, isDeskError, nextTry, publishDiagnostics, type Instant } from "../../base/index.ts"
import { readReplyReceipt, type Connector, type ReplyReceipt } from "../../connector/index.ts"
import type { DuplicateReply } from "../../incident/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { OutboxEntry } from "../../storage/index.ts"
import { deskActor } from "../actor.ts"
import { applyTo, changeOf, type IncidentChange } from "../transact/change.ts"
import type { DeskContext } from "../context.ts"
import { hasText } from "../privacy/erasure-set.ts"
import { plannedFrom, whileHeld, type HeldLease, type TakenLease } from "../transact/held-lease.ts"
import { holderOf, recordedReply } from "./late-reply.ts"
import { isLeaseLost } from "../transact/lease.ts"
import { findClaims } from "../transact/message-claims.ts"
import { commit, transact, type Decision } from "../transact/transact.ts"

/** How far the clocks of a network and of the desk may differ, minutes. Our choice. */
const skewMinutes = 5

/** How many tries in a row may fail before it is reported that nobody knows. Our choice: some five hours. */
const mostFailures = 10

/** What the network shows, and what the log says. */
interface CopyCount {
  readonly change: IncidentChange
  /** The key of the copy that stays: the one in the log; undefined where the log has none. */
  readonly kept: MessageKey | undefined
  /** Copies that the log knows, and that may still be shown. */
  readonly copies: readonly DuplicateReply[]
  /** A copy is shown that is so young that another worker may be about to write it down. */
  readonly hasYoung: boolean
}

/**
 * Checks whether the network shows a published reply once. A second copy, as of a request that arrived late or of
 * a suspended worker, is reported (`reply-duplicated`), and deleted where the network allows it; the copy in the log
 * stays.
 */
export async function readBack(context: DeskContext, connector: Connector, taken: TakenLease, reply: OutboxEntry): Promise<void> {
  try {
    await whileHeld(context, taken, (held) => lookAndMend(context, connector, taken, reply, held))
  } catch (error) {
    if (isLeaseLost(error, taken.lease)) return
    await postpone(context, connector, taken, reply, error).catch((failure: unknown) => {
      if (!isLeaseLost(failure, taken.lease)) throw failure
    })
  }
}

async function lookAndMend(
  context: DeskContext,
  connector: Connector,
  taken: TakenLease,
  reply: OutboxEntry,
  held: HeldLease,
): Promise<void> {
  const { messageKey, text, placement, outboxId: idempotencyKey } = reply
  // Of an erased reply nobody knows what to search for, and an official page shows it elsewhere.
  if (!hasText(reply) || placement === "public-page" || placement === "unpublishable" || placement === "by-hand")
    return settle(context, taken, reply, null)
  const since = addMinutes(reply.plannedAt, -skewMinutes)
  const options = { messageKey, text, idempotencyKey, placement, since, signal: held.signal }
  const found = ((await connector.doFindReplies?.(options)) ?? []).map(readReplyReceipt)
  const looked = await recordCopies(context, reply, found, since)
  const retracted: MessageKey[] = []
  const isKeptShown = found.some(({ replyKey }) => replyKey === looked.kept)
  let failure: unknown
  for (const { replyKey } of looked.copies) {
    const isShown = found.some((receipt) => receipt.replyKey === replyKey)
    // Nothing is deleted unless the one that stays is seen.
    if (isKeptShown) {
      try {
        await held.confirm()
        await connector.doRetract?.({ messageKey, replyKey, signal: held.signal })
        if (connector.doRetract !== undefined || !isShown) retracted.push(replyKey)
        continue
      } catch (error) {
        held.signal.throwIfAborted()
        // What cannot be deleted at all is a person's to delete: they were reported.
        if (!isDeskError(error, "capability") && !isDeskError(error, "refused") && !isDeskError(error, "config")) failure = error
      }
    }
    if (!isShown && found.length > 0) retracted.push(replyKey)
  }
  await finish(context, connector, taken, reply, { ...looked, retracted, failure })
}

/**
 * Writes copies into the log that it does not know: of each the desk, and whoever listens, knows before it is deleted.
 */
async function recordCopies(context: DeskContext, reply: OutboxEntry, found: readonly ReplyReceipt[], since: Instant): Promise<CopyCount> {
  const { draftId, messageKey } = reply
  // A reply that any incident recorded has its claim.
  const claims = await findClaims(context, { replies: found.map(({ replyKey }) => replyKey) })
  const { result } = await transact(context, async (changes): Promise<Decision<CopyCount>> => {
    const begun = await changeOf(context, changes, reply.incidentId)
    const change = (await holderOf(context, changes, begun, messageKey)) ?? begun
    const kept = recordedReply(change, draftId, messageKey)?.replyKey
    const { replies, duplicates } = change.incident
    const known = new Set([...replies, ...duplicates].map(({ replyKey }) => replyKey))
    const stamp = { at: context.clock.now(), by: deskActor }
    const unknown = found.filter(
      ({ replyKey, publishedAt }) => kept !== undefined && !known.has(replyKey) && !claims.replies.has(replyKey) && publishedAt >= since,
    )
    // Where threads are flat, the reply to a neighbour may have the same text: its worker is given the time to write it
    // down.
    const oldEnough = addMinutes(stamp.at, -context.leases.replyMinutes)
    const old = unknown.filter(({ publishedAt }) => publishedAt <= oldEnough)
    for (const { replyKey, url, publishedAt } of old)
      applyTo(change, { type: "record-duplicate-reply", ...stamp, draftId, messageKey, replyKey, url, publishedAt })
    const copies = change.incident.duplicates.filter(
      (copy) => copy.draftId === draftId && copy.messageKey === messageKey && copy.retractedAt === null,
    )
    return {
      result: { change, kept, copies, hasYoung: old.length < unknown.length },
      stamp: { ...stamp, incidentId: change.incident.incidentId },
    }
  })
  return result
}

/** Writes down what was deleted, and when to check next. */
async function finish(
  context: DeskContext,
  connector: Connector,
  taken: TakenLease,
  reply: OutboxEntry,
  {
    change: { incident: seen },
    kept,
    retracted,
    hasYoung,
    failure,
  }: CopyCount & {
    readonly retracted: readonly MessageKey[]
    readonly failure: unknown
  },
): Promise<void> {
  if (retracted.length === 0 && failure !== undefined) return postpone(context, connector, taken, reply, failure)
  const { messageKey } = reply
  await transact(context, async (changes) => {
    const change = await changeOf(context, changes, seen.incidentId)
    const stamp = { at: context.clock.now(), by: deskActor }
    for (const replyKey of retracted) applyTo(change, { type: "record-retraction", ...stamp, messageKey, replyKey })
    const known = [...change.incident.replies, ...change.incident.duplicates].filter((copy) => copy.messageKey === messageKey)
    const latest = known
      .map(({ publishedAt }) => publishedAt)
      .toSorted()
      .at(-1)
    const now = plannedFrom(taken, stamp.at)
    const soon = hasYoung || failure !== undefined ? addMinutes(now, context.leases.replyMinutes) : undefined
    const next = kept === undefined || latest === undefined ? null : (soon ?? nextReadBack(context, latest, now))
    return {
      result: undefined,
      unit: { outbox: [settledEntry(reply, next)], leases: [taken.lease] },
      // An erasure that comes in between makes the commit fail, so that no text comes back.
      touched: [change],
      stamp: { ...stamp, incidentId: seen.incidentId },
    }
  })
}

/** The first moment of the schedule that is to come; null when it is over. */
function nextReadBack({ readBackMinutes }: DeskContext, publishedAt: Instant, now: Instant): Instant | null {
  return readBackMinutes.map((minutes) => addMinutes(publishedAt, minutes)).find((at) => at > now) ?? null
}

function settledEntry(reply: OutboxEntry, next: Instant | null): OutboxEntry {
  return next === null ? { ...reply, state: "published" } : { ...reply, attempts: 0, nextTryAt: next }
}

async function settle(context: DeskContext, { lease }: TakenLease, reply: OutboxEntry, next: Instant | null): Promise<void> {
  await commit(context, { outbox: [settledEntry(reply, next)], leases: [lease] })
}

/** It is tried again; after many failures it is reported that nobody knows. */
async function postpone(context: DeskContext, connector: Connector, taken: TakenLease, reply: OutboxEntry, error: unknown): Promise<void> {
  const { lease } = taken
  const { incidentId, messageKey, outboxId } = reply
  const attempts = reply.attempts + 1
  publishDiagnostics(diagnosticsChannels.workFailed, () => ({ work: "reply", id: outboxId, code: isDeskError(error) ? error.code : null }))
  const isHopeless = isDeskError(error, "refused") || isDeskError(error, "capability") || isDeskError(error, "config")
  if (!isHopeless && attempts < mostFailures) {
    return context.storage.settle({
      lease,
      retry: { attempts, nextTryAt: nextTry(attempts, plannedFrom(taken, context.clock.now()), context.clock.named(error)) },
    })
  }
  await transact(context, async (changes) => ({
    result: undefined,
    unit: { outbox: [{ ...reply, state: "published" }], leases: [lease] },
    touched: [await changeOf(context, changes, incidentId)],
    stamp: { at: context.clock.now(), by: deskActor, incidentId },
  }))
  context.eventBus.emit("reply-unchecked", { incidentId, connectorId: connector.id, messageKey, error })
}
