import { diagnosticsChannels, isDeskError, nextTry, publishDiagnostics } from "../../base/index.ts"
import { readReplyReceipt, type Connector, type ReplyReceipt } from "../../connector/index.ts"
import { replierAfter } from "../../reply/index.ts"
import type { Lease, OutboxEntry } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import { plannedFrom, whileHeld, type HeldLease, type TakenLease } from "../transact/held-lease.ts"
import { activeIncidentOf } from "../transact/holders.ts"
import { isLeaseLost, takeWork } from "../transact/lease.ts"
import { findClaims } from "../transact/message-claims.ts"
import { readBack } from "./read-back.ts"
import { recordOutcome, type ReplyOutcome } from "./record-outcome.ts"
import { photosToPublish } from "../commands/prepare/reply-photo.ts"
import { readRequest } from "../options/request.ts"
import { traced } from "../transact/traced.ts"
import { commit } from "../transact/transact.ts"

/** What publishing came to. */
export interface PublishResult {
  /** Replies that were published. */
  readonly published: number
  /** The network said no for good: the incident is back with the approver. */
  readonly refused: number
  /** Will be tried again later. */
  readonly postponed: number
}

/** How a try ended. */
type Attempt =
  | Exclude<ReplyOutcome, { kind: "unknown" }>
  | { readonly kind: "later"; readonly error: unknown }
  /** Another connector of the network is asked. */
  | { readonly kind: "passed"; readonly to: Connector }

/**
 * Sends the replies of the outbox, the nearest deadline first, and reads those back that were published some minutes
 * ago. Each that is sent ends in a receipt, a refusal or a later try.
 */
export async function publish(context: DeskContext, options: { readonly signal?: AbortSignal } = {}): Promise<PublishResult> {
  readRequest("publish", options)
  await context.authorKeys.check()
  const result = { published: 0, refused: 0, postponed: 0 }
  while (options.signal?.aborted !== true) {
    const now = context.clock.now()
    // A network that named a moment is not asked before it, for none of its replies.
    const usable = context.connectors.filter(
      ({ id, capabilities }) => capabilities.reply && context.pauses.at(pauseKey(id), now) === undefined,
    )
    if (usable.length === 0) return result
    const among = usable.map((connector) => connector.id)
    const { leases, ...times } = await takeWork(context, { kind: "reply", limit: 1, among })
    const [lease] = leases
    const connector = usable.find((candidate) => candidate.id === lease?.reply?.connectorId)
    if (lease === undefined || lease.reply === null || connector === undefined) return result
    const { reply } = lease
    const place = { work: "reply", id: reply.outboxId, connectorId: connector.id } as const
    const taken: TakenLease = { lease, ...times, signal: options.signal }
    if (reply.state === "read-back") {
      await traced(context, place, () => readBack(context, connector, taken, reply), readBackEnd)
      continue
    }
    const attempt = await traced(context, place, () => workOn(context, connector, taken, reply), endOf)
    if (attempt !== undefined && attempt.kind !== "passed") result[counts[attempt.kind]] += 1
  }
  return result
}

function endOf(attempt: Attempt | undefined) {
  if (attempt === undefined) return { outcome: "left" }
  return { outcome: counts[attempt.kind], ...(attempt.kind === "later" ? { error: attempt.error } : {}) }
}

const readBackEnd = () => ({ outcome: "read-back" })

/**
 * One try, its result recorded; undefined when another worker took the reply over before anything came of
 * it: that one searches for it in the network. A receipt is written down in any case.
 */
async function workOn(context: DeskContext, connector: Connector, taken: TakenLease, reply: OutboxEntry): Promise<Attempt | undefined> {
  const { lease } = taken
  const { attempt, isStopped } = await whileHeld(context, taken, async (held) => {
    const tried = await tryReply(context, connector, lease, reply, held)
    return { attempt: tried, isStopped: tried.kind === "later" && !held.isConfirmed && taken.signal?.aborted === true }
  })
  try {
    if (isStopped) {
      // Nothing was written: whoever goes on begins as if nobody had been here.
      await context.storage.settle({ lease })
      return undefined
    }
    if (attempt.kind === "later") await postpone(context, taken, reply, attempt.error)
    else if (attempt.kind === "passed") await passOn(context, lease, reply, attempt.to)
    else await recordOutcome(context, taken, reply, attempt)
    return attempt
  } catch (error) {
    if (!isLeaseLost(error, lease)) throw error
    if (attempt.kind !== "published") return undefined
    publishDiagnostics(diagnosticsChannels.workFailed, () => ({ work: "reply", id: reply.outboxId, code: "conflict" }))
    await recordOutcome(context, taken, reply, attempt, { isHeld: false })
    // Who took it over counts it.
    return undefined
  }
}

const counts = { published: "published", refused: "refused", later: "postponed", passed: "postponed" } as const

function pauseKey(connectorId: string): string {
  return `reply:${connectorId}`
}

async function tryReply(
  context: DeskContext,
  connector: Connector,
  { takenOver }: Lease,
  reply: OutboxEntry,
  { signal, confirm }: HeldLease,
): Promise<Attempt> {
  const { messageKey, text, placement, dueAt, outboxId: idempotencyKey } = reply
  const mayBePublished = takenOver || reply.attempts > 0
  if (placement === "public-page" || placement === "unpublishable" || placement === "by-hand")
    return { kind: "refused", reason: "it is no connector's to publish" }
  const call = { messageKey, text, idempotencyKey, placement, signal, ...(dueAt === null ? {} : { dueAt }) }
  const find = async (): Promise<Attempt | null> => {
    const found = ((await connector.doFindReplies?.(call)) ?? []).map(readReplyReceipt)
    const [own] = await withoutOthers(context, reply, found)
    return own === undefined ? null : { kind: "published", receipt: own }
  }
  try {
    const photos = photosToPublish(context, reply.photos, signal)
    const tried = { ...call, photos, mayBePublished, beforeWrite: confirm, now: context.clock.now() }
    const receipt = await connector.doReply?.(tried)
    if (receipt === undefined) return { kind: "refused", reason: "the connector cannot reply any more" }
    const published = readReplyReceipt(receipt)
    const [own] = mayBePublished ? await withoutOthers(context, reply, [published]) : [published]
    if (own !== undefined) return { kind: "published", receipt: own }
    // It found another message's reply: what is neither recorded nor found beside it was not published yet.
    const found = await find()
    if (found !== null) return found
    const sent = await connector.doReply?.({ ...tried, mayBePublished: false })
    const [fresh] = sent === undefined ? [] : await withoutOthers(context, reply, [readReplyReceipt(sent)])
    if (fresh === undefined) return { kind: "refused", reason: "the network shows this text for another message already" }
    return { kind: "published", receipt: fresh }
  } catch (error) {
    // "No" to a second try says nothing of the first: it is searched for once more before another way is taken.
    if (isDeskError(error, "refused"))
      return (mayBePublished ? await find().catch(unlessRefused) : null) ?? { kind: "refused", reason: error.details.reason }
    const cannot = isDeskError(error, "capability")
    if (cannot || isDeskError(error, "config")) {
      const [message] = await context.storage.read("message", [messageKey])
      const to = replierAfter(connector, context.connectors, placement, { ...reply, communityKey: message?.communityKey ?? null })
      if (to !== undefined) return { kind: "passed", to }
    }
    if (cannot) return { kind: "refused", reason: error.details.capability }
    if (isDeskError(error, "rate-limited")) context.pauses.fail(pauseKey(connector.id), context.clock.now(), error)
    return { kind: "later", error }
  }
}

/**
 * Of replies that were found by their text, those that are not recorded for another message: where threads are flat,
 * the reply to a neighbour has the same text and is shown beside this one.
 */
async function withoutOthers(
  context: DeskContext,
  { incidentId, draftId, messageKey }: OutboxEntry,
  found: readonly ReplyReceipt[],
): Promise<readonly ReplyReceipt[]> {
  const claims = await findClaims(context, { replies: found.map(({ replyKey }) => replyKey) })
  if (claims.replies.size === 0) return found
  const { replies, duplicates } = (await activeIncidentOf(context, new Map(), incidentId)).incident
  const ownReplies = [...replies, ...duplicates].filter((reply) => reply.draftId === draftId && reply.messageKey === messageKey)
  const own = new Set(ownReplies.map(({ replyKey }) => replyKey))
  return found.filter(({ replyKey }) => !claims.replies.has(replyKey) || own.has(replyKey))
}

/** The entry names the connector that is asked next: after a restart nobody begins again with the one that cannot. */
async function passOn(context: DeskContext, lease: Lease, reply: OutboxEntry, to: Connector): Promise<void> {
  await commit(context, { outbox: [{ ...reply, connectorId: to.id }], leases: [lease] })
}

/** Where the network says no to searching as well, nothing changes by trying again: a person checks. */
function unlessRefused(error: unknown): Attempt | null {
  return isDeskError(error, "refused") ? null : { kind: "later", error }
}

async function postpone(context: DeskContext, taken: TakenLease, reply: OutboxEntry, error: unknown): Promise<void> {
  const attempts = reply.attempts + 1
  const nextTryAt = nextTry(attempts, plannedFrom(taken, context.clock.now()), context.clock.named(error))
  publishDiagnostics(diagnosticsChannels.workFailed, () => ({
    work: "reply",
    id: reply.outboxId,
    code: isDeskError(error) ? error.code : null,
  }))
  if (!isDeskError(error, "ambiguous")) return context.storage.settle({ lease: taken.lease, retry: { attempts, nextTryAt } })
  // Nobody knows whether it was published: that belongs into the log, since a person may have to check.
  await recordOutcome(context, taken, { ...reply, attempts, nextTryAt }, { kind: "unknown" })
}
