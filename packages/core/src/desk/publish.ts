import { diagnosticsChannels, isDeskError, nextTry, publishDiagnostics } from "../base/index.ts"
import { readReplyReceipt, type Connector, type ReplyReceipt } from "../connector/index.ts"
import { decide, evolve, type Incident, type IncidentCommand, type IncidentEvent } from "../incident/index.ts"
import { viewOf, type ExistingIncident, type Lease, type OutboxEntry } from "../storage/index.ts"
import { deskActor } from "./candidate.ts"
import type { DeskContext } from "./context.ts"
import { loadIncident, requireExisting } from "./load.ts"
import { isLeaseLost } from "./lost-lease.ts"

/** What publishing came to. */
export interface PublishResult {
  readonly published: number
  /** The network said no for good: the incident is back with the approver. */
  readonly refused: number
  /** Will be tried again later. */
  readonly postponed: number
}

const leaseMillis = 2 * 60_000

/** How a try ended. */
type Attempt =
  | { readonly kind: "stands"; readonly receipt: ReplyReceipt }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "later"; readonly error: unknown }

/** Sends the replies of the outbox, the nearest deadline first. Each ends in a receipt, a refusal or a later try. */
export async function publish(context: DeskContext, options: { readonly signal?: AbortSignal } = {}): Promise<PublishResult> {
  const result = { published: 0, refused: 0, postponed: 0 }
  while (options.signal?.aborted !== true) {
    const now = context.clock.now()
    // A network that named a moment is not asked before it, for none of its replies.
    const usable = context.connectors.filter(
      ({ id, capabilities }) => capabilities.reply && context.pauses.at(pauseKey(id), now) === undefined,
    )
    if (usable.length === 0) return result
    const among = usable.map((connector) => connector.id)
    const [lease] = await context.storage.lease({ kind: "reply", owner: context.workerId, now, ttlMillis: leaseMillis, limit: 1, among })
    const connector = usable.find((candidate) => candidate.id === lease?.reply?.connectorId)
    if (lease === undefined || lease.reply === null || connector === undefined) return result
    const attempt = await tryReply(context, connector, lease, lease.reply, options.signal)
    try {
      if (attempt.kind === "later") await postpone(context, lease, lease.reply, attempt.error)
      else await record(context, lease, lease.reply, attempt)
    } catch (error) {
      // Another worker took the reply over while it was sent: it looks for it in the network, and records what it finds.
      if (isLeaseLost(error, lease)) continue
      throw error
    }
    result[counts[attempt.kind]] += 1
  }
  return result
}

const counts = { stands: "published", refused: "refused", later: "postponed" } as const

function pauseKey(connectorId: string): string {
  return `reply:${connectorId}`
}

async function tryReply(
  context: DeskContext,
  connector: Connector,
  lease: Lease,
  reply: OutboxEntry,
  signal: AbortSignal | undefined,
): Promise<Attempt> {
  const { messageKey, text, photoUrls, outboxId: idempotencyKey } = reply
  const call = signal === undefined ? {} : { signal }
  try {
    // An earlier try may have reached the network: look before trying again.
    if (lease.takenOver || reply.attempts > 0) {
      const found = await connector.doFindReply?.({ messageKey, text, idempotencyKey, ...call })
      if (found !== undefined) return { kind: "stands", receipt: readReplyReceipt(found) }
    }
    const receipt = await connector.doReply?.({ messageKey, text, photoUrls, idempotencyKey, now: context.clock.now(), ...call })
    if (receipt === undefined) return { kind: "refused", reason: "the connector cannot reply any more" }
    return { kind: "stands", receipt: readReplyReceipt(receipt) }
  } catch (error) {
    if (isDeskError(error, "refused")) return { kind: "refused", reason: error.details.reason }
    if (isDeskError(error, "capability")) return { kind: "refused", reason: error.details.capability }
    if (isDeskError(error, "rate-limited")) context.pauses.fail(pauseKey(connector.id), context.clock.now(), error)
    return { kind: "later", error }
  }
}

async function postpone(context: DeskContext, lease: Lease, reply: OutboxEntry, error: unknown): Promise<void> {
  const attempts = reply.attempts + 1
  const retryAt = isDeskError(error, "rate-limited") ? error.details.retryAt : null
  await context.storage.settle({ lease, retry: { attempts, nextTryAt: nextTry(attempts, context.clock.now(), retryAt) } })
  publishDiagnostics(diagnosticsChannels.workFailed, () => ({
    work: "reply",
    id: reply.outboxId,
    code: isDeskError(error) ? error.code : null,
  }))
}

const conflictTries = 5

/** Writes the result into the incident's log and settles the outbox, in one commit under the lease. */
async function record(context: DeskContext, lease: Lease, reply: OutboxEntry, attempt: Exclude<Attempt, { kind: "later" }>): Promise<void> {
  const settled: OutboxEntry = { ...reply, state: attempt.kind === "stands" ? "published" : "refused", attempts: reply.attempts + 1 }
  for (let round = 1; ; round += 1) {
    const { state, version } = await loadIncident(context, reply.incidentId)
    const events = outcomeEvents(context, reply, attempt, state)
    const incident = requireExisting(events.reduce<Incident>(evolve, state))
    const append = { incidentId: reply.incidentId, expectedVersion: version, events, view: viewOf(incident) }
    try {
      await context.storage.commit({ appends: events.length === 0 ? [] : [append], outbox: [settled], leases: [lease] })
    } catch (error) {
      // Somebody else wrote to the incident meanwhile: decide again on what stands now.
      if (round < conflictTries && isDeskError(error, "conflict") && error.details.id === reply.incidentId) continue
      throw error
    }
    context.newsroom.tellIncident(incident, events)
    return
  }
}

/** None where the incident has moved on meanwhile: the outbox is settled all the same, since the network has answered. */
function outcomeEvents(
  context: DeskContext,
  reply: OutboxEntry,
  attempt: Exclude<Attempt, { kind: "later" }>,
  state: ExistingIncident,
): readonly IncidentEvent[] {
  const { draftId, messageKey, outboxId } = reply
  const stamp = { at: context.clock.now(), by: deskActor }
  const command: IncidentCommand =
    attempt.kind === "stands"
      ? { type: "record-publication", ...stamp, draftId, messageKey, ...receiptOf(attempt.receipt) }
      : { type: "record-refusal", ...stamp, draftId, messageKey, reason: attempt.reason }
  try {
    return decide(command, state)
  } catch (error) {
    if (!isDeskError(error, "illegal-transition") && !isDeskError(error, "conflict")) throw error
    publishDiagnostics(diagnosticsChannels.workFailed, () => ({ work: "reply", id: outboxId, code: error.code }))
    return []
  }
}

function receiptOf({ replyKey, url, publishedAt }: ReplyReceipt): Pick<ReplyReceipt, "replyKey" | "url" | "publishedAt"> {
  return { replyKey, url, publishedAt }
}
