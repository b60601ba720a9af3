import { diagnosticsChannels, isDeskError, publishDiagnostics } from "../base/index.ts"
import type { Connector, ReplyReceipt } from "../connector/index.ts"
import { decide, evolve, type Incident, type IncidentCommand, type IncidentEvent } from "../incident/index.ts"
import { nextReplyTry } from "../reply/index.ts"
import { viewOf, type ExistingIncident, type Lease, type OutboxEntry } from "../storage/index.ts"
import { deskActor } from "./candidate.ts"
import type { DeskContext } from "./context.ts"
import { loadIncident, requireExisting } from "./load.ts"

/** What publishing came to. */
export interface PublishResult {
  readonly published: number
  /** The network said no for good: the incident is back with the approver. */
  readonly refused: number
  /** Will be tried again later. */
  readonly postponed: number
}

const leaseMillis = 2 * 60_000

/** How a reply is tried. */
type Attempt =
  | { readonly kind: "stands"; readonly receipt: ReplyReceipt }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "later"; readonly retryAt: string | null; readonly error: unknown }

/** Sends the replies of the outbox, the nearest deadline first. Each ends in a receipt, a refusal or a later try. */
export async function publish(context: DeskContext, options: { readonly signal?: AbortSignal } = {}): Promise<PublishResult> {
  const result = { published: 0, refused: 0, postponed: 0 }
  const usable = context.connectors.filter((connector) => connector.capabilities.reply)
  while (options.signal?.aborted !== true) {
    const [lease] = await context.storage.lease({
      kind: "reply",
      owner: context.workerId,
      now: context.clock.now(),
      ttlMillis: leaseMillis,
      limit: 1,
      among: usable.map((connector) => connector.id),
    })
    const connector = usable.find((candidate) => candidate.id === lease?.reply?.connectorId)
    if (lease === undefined || lease.reply === null || connector === undefined) return result
    const attempt = await tryReply(context, connector, lease, lease.reply, options.signal)
    if (attempt.kind === "later") {
      await postpone(context, lease, lease.reply, attempt)
      result.postponed += 1
      continue
    }
    await record(context, lease, lease.reply, attempt)
    if (attempt.kind === "stands") result.published += 1
    else result.refused += 1
  }
  return result
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
      if (found !== undefined) return { kind: "stands", receipt: found }
    }
    const receipt = await connector.doReply?.({ messageKey, text, photoUrls, idempotencyKey, now: context.clock.now(), ...call })
    if (receipt === undefined) return { kind: "refused", reason: "the connector cannot reply any more" }
    return { kind: "stands", receipt }
  } catch (error) {
    if (isDeskError(error, "refused")) return { kind: "refused", reason: error.details.reason }
    if (isDeskError(error, "capability")) return { kind: "refused", reason: error.details.capability }
    return { kind: "later", retryAt: isDeskError(error, "rate-limited") ? error.details.retryAt : null, error }
  }
}

async function postpone(
  context: DeskContext,
  lease: Lease,
  reply: OutboxEntry,
  attempt: Extract<Attempt, { kind: "later" }>,
): Promise<void> {
  const attempts = reply.attempts + 1
  await context.storage.settle({ lease, retry: { attempts, nextTryAt: nextReplyTry(attempts, context.clock.now(), attempt.retryAt) } })
  publishDiagnostics(diagnosticsChannels.workFailed, () => ({
    work: "reply",
    id: reply.outboxId,
    code: isDeskError(attempt.error) ? attempt.error.code : null,
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
