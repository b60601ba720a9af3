import { diagnosticsChannels, isDeskError, nextTry, publishDiagnostics } from "../base/index.ts"
import { readReplyReceipt, type Connector, type ReplyReceipt } from "../connector/index.ts"
import { replierAfter } from "../reply/index.ts"
import type { Lease, OutboxEntry } from "../storage/index.ts"
import { deskActor } from "./candidate.ts"
import { checkAuthorKey } from "./author-key.ts"
import { appendOf, applyTo, changeOf, happened, type Changes, type IncidentChange } from "./change.ts"
import { stageFacts } from "./clock-plans.ts"
import { commit } from "./commit.ts"
import type { DeskContext } from "./context.ts"
import { leavingsOf } from "./erased-things.ts"
import { tellOfReply } from "./holders.ts"
import { recordLate } from "./late-reply.ts"
import { millisOf } from "./lease-time.ts"
import { isLeaseLost } from "./lost-lease.ts"
import { readRequest } from "./request.ts"
import { timed } from "./timed.ts"

/** What publishing came to. */
export interface PublishResult {
  readonly published: number
  /** The network said no for good: the incident is back with the approver. */
  readonly refused: number
  /** Will be tried again later. */
  readonly postponed: number
}

/** How a try ended. */
type Attempt =
  | { readonly kind: "stands"; readonly receipt: ReplyReceipt }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "later"; readonly error: unknown }
  /** Another connector of the network is asked. */
  | { readonly kind: "passed"; readonly to: Connector }

/** What is written down of a try. */
type Recorded = Exclude<Attempt, { kind: "later" | "passed" }> | { readonly kind: "unknown" }

/** Sends the replies of the outbox, the nearest deadline first. Each ends in a receipt, a refusal or a later try. */
export async function publish(context: DeskContext, options: { readonly signal?: AbortSignal } = {}): Promise<PublishResult> {
  readRequest("publish", options)
  await checkAuthorKey(context)
  const result = { published: 0, refused: 0, postponed: 0 }
  while (options.signal?.aborted !== true) {
    const now = context.clock.now()
    // A network that named a moment is not asked before it, for none of its replies.
    const usable = context.connectors.filter(
      ({ id, capabilities }) => capabilities.reply && context.pauses.at(pauseKey(id), now) === undefined,
    )
    if (usable.length === 0) return result
    const among = usable.map((connector) => connector.id)
    const ttlMillis = millisOf(context.leases.replyMinutes)
    const [lease] = await context.storage.lease({ kind: "reply", owner: context.workerId, now, ttlMillis, limit: 1, among })
    const connector = usable.find((candidate) => candidate.id === lease?.reply?.connectorId)
    if (lease === undefined || lease.reply === null || connector === undefined) return result
    const { reply } = lease
    const place = { work: "reply", id: reply.outboxId, connectorId: connector.id } as const
    const attempt = await timed(context, place, () => workOn(context, connector, lease, reply, options.signal), endOf)
    if (attempt !== undefined && attempt.kind !== "passed") result[counts[attempt.kind]] += 1
  }
  return result
}

function endOf(attempt: Attempt | undefined) {
  if (attempt === undefined) return { outcome: "left" }
  return { outcome: counts[attempt.kind], ...(attempt.kind === "later" ? { error: attempt.error } : {}) }
}

/** One try, and what it comes to written down; undefined when another worker took the reply over while it was sent: that one looks for it in the network, and records what it finds. */
async function workOn(
  context: DeskContext,
  connector: Connector,
  lease: Lease,
  reply: OutboxEntry,
  signal: AbortSignal | undefined,
): Promise<Attempt | undefined> {
  const attempt = await tryReply(context, connector, lease, reply, signal)
  try {
    if (attempt.kind === "later") await postpone(context, lease, reply, attempt.error)
    else if (attempt.kind === "passed") await passOn(context, lease, reply, attempt.to)
    else await record(context, lease, reply, attempt)
    return attempt
  } catch (error) {
    if (isLeaseLost(error, lease)) return undefined
    throw error
  }
}

const counts = { stands: "published", refused: "refused", later: "postponed", passed: "postponed" } as const

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
  const { messageKey, text, photoUrls, placement, dueAt, outboxId: idempotencyKey } = reply
  const mayStand = lease.takenOver || reply.attempts > 0
  if (placement === "public-page" || placement === "unpublishable" || placement === "by-hand")
    return { kind: "refused", reason: "it is no connector's to publish" }
  const urgency = dueAt === null ? {} : { dueAt }
  const call = { placement, ...urgency, ...(signal === undefined ? {} : { signal }) }
  const find = async (): Promise<Attempt | null> => {
    const found = await connector.doFindReply?.({ messageKey, text, idempotencyKey, ...call })
    return found === undefined ? null : { kind: "stands", receipt: readReplyReceipt(found) }
  }
  try {
    // An earlier try may have reached the network: look before trying again.
    const standing = mayStand ? await find() : null
    if (standing !== null) return standing
    const receipt = await connector.doReply?.({ messageKey, text, photoUrls, idempotencyKey, now: context.clock.now(), ...call })
    if (receipt === undefined) return { kind: "refused", reason: "the connector cannot reply any more" }
    return { kind: "stands", receipt: readReplyReceipt(receipt) }
  } catch (error) {
    // "No" to a second try says nothing of the first: it is looked for once more before another way is taken.
    if (isDeskError(error, "refused"))
      return (mayStand ? await find().catch(later) : null) ?? { kind: "refused", reason: error.details.reason }
    const cannot = isDeskError(error, "capability")
    if (cannot || isDeskError(error, "config")) {
      const [message] = await context.storage.readMessages([messageKey])
      const to = replierAfter(connector, context.connectors, placement, { ...reply, communityKey: message?.communityKey ?? null })
      if (to !== undefined) return { kind: "passed", to }
    }
    if (cannot) return { kind: "refused", reason: error.details.capability }
    if (isDeskError(error, "rate-limited")) context.pauses.fail(pauseKey(connector.id), context.clock.now(), error)
    return { kind: "later", error }
  }
}

/** The entry names the connector that is asked next: after a restart nobody begins again with the one that cannot. */
async function passOn(context: DeskContext, lease: Lease, reply: OutboxEntry, to: Connector): Promise<void> {
  await commit(context, { outbox: [{ ...reply, connectorId: to.id }], leases: [lease] })
}

function later(error: unknown): Attempt {
  return { kind: "later", error }
}

async function postpone(context: DeskContext, lease: Lease, reply: OutboxEntry, error: unknown): Promise<void> {
  const attempts = reply.attempts + 1
  const retryAt = isDeskError(error, "rate-limited") ? error.details.retryAt : null
  const nextTryAt = nextTry(attempts, context.clock.now(), retryAt)
  publishDiagnostics(diagnosticsChannels.workFailed, () => ({
    work: "reply",
    id: reply.outboxId,
    code: isDeskError(error) ? error.code : null,
  }))
  if (!isDeskError(error, "ambiguous")) return context.storage.settle({ lease, retry: { attempts, nextTryAt } })
  // Nobody knows whether it stands: that belongs into the log, since a person may have to look.
  await record(context, lease, { ...reply, attempts, nextTryAt }, { kind: "unknown" })
}

const conflictTries = 5

/** Writes the result into the incident's log and settles the outbox, in one commit under the lease. */
async function record(context: DeskContext, lease: Lease, reply: OutboxEntry, outcome: Recorded): Promise<void> {
  const settled = settledEntry(reply, outcome)
  for (let round = 1; ; round += 1) {
    const changes: Changes = new Map()
    const change = await changeOf(context, changes, reply.incidentId)
    await addOutcome(context, changes, change, reply, outcome)
    const changed = happened(changes)
    // Read after the incident, which is stored also where nothing happened: an erasure that comes in between makes the commit fail.
    const stamp = { at: context.clock.now(), by: deskActor, incidentId: reply.incidentId }
    const { outbox = [], ...left } = await leavingsOf(context, changed, [settled], stamp)
    try {
      await commit(context, {
        ...left,
        appends: [...new Set([change, ...changed])].map(appendOf),
        outbox: [settled, ...outbox],
        leases: [lease],
      })
    } catch (error) {
      // Somebody else wrote to one of the incidents meanwhile: decide again on what stands now.
      if (round < conflictTries && isDeskError(error, "conflict") && changes.has(error.details.id)) continue
      throw error
    }
    for (const { incident, events } of changed) context.newsroom.tellIncident(incident, events)
    return
  }
}

function settledEntry(reply: OutboxEntry, outcome: Recorded): OutboxEntry {
  if (outcome.kind === "unknown") return reply
  const attempts = reply.attempts + 1
  if (outcome.kind === "stands") return { ...reply, state: "published", attempts }
  return { ...reply, state: "refused", refusal: outcome.reason, attempts }
}

/**
 * What stands is written down whatever became of the incident meanwhile. Of a refusal and of a doubt nothing is where it has moved on: the outbox is settled all the
 * same, since the network has answered.
 */
async function addOutcome(
  context: DeskContext,
  changes: Changes,
  change: IncidentChange,
  reply: OutboxEntry,
  outcome: Recorded,
): Promise<void> {
  const { draftId, messageKey, outboxId } = reply
  const { incident } = change
  const stamp = { at: context.clock.now(), by: deskActor }
  try {
    if (outcome.kind === "refused") applyTo(change, { type: "record-refusal", ...stamp, draftId, messageKey, reason: outcome.reason })
    else if (outcome.kind === "unknown") applyTo(change, { type: "record-uncertainty", ...stamp, draftId, messageKey })
    else if (incident.status === "publishing" && incident.draft.draftId === draftId) {
      const receipt = receiptOf(outcome.receipt)
      const stage = stageFacts(context, incident, receipt.publishedAt)
      applyTo(change, { type: "record-publication", ...stamp, draftId, messageKey, ...receipt, stage })
      const { replyKind } = incident.draft
      await tellOfReply(context, changes, change, { draftId, replyKind, messageKey, ...receipt }, stamp)
    } else await recordLate(context, changes, change, { draftId, messageKey, ...receiptOf(outcome.receipt) }, stamp)
  } catch (error) {
    if (!isDeskError(error, "illegal-transition") && !isDeskError(error, "conflict")) throw error
    publishDiagnostics(diagnosticsChannels.workFailed, () => ({ work: "reply", id: outboxId, code: error.code }))
  }
}

function receiptOf({ replyKey, url, publishedAt }: ReplyReceipt): Pick<ReplyReceipt, "replyKey" | "url" | "publishedAt"> {
  return { replyKey, url, publishedAt }
}
