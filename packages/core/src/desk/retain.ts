import { addMinutes, isDeskError, type Instant } from "../base/index.ts"
import type { MessageKey } from "../message/index.ts"
import type {
  Append,
  Draft,
  ErasureEntry,
  KeptThing,
  Lease,
  OutboxEntry,
  StoredEvidence,
  StoredIncident,
  Sweep,
  UnitOfWork,
} from "../storage/index.ts"
import { deskActor } from "./candidate.ts"
import type { Changes } from "./change.ts"
import { commit } from "./commit.ts"
import type { DeskContext } from "./context.ts"
import { draftsOf, evidenceOf, hasText, type ErasedThings } from "./erased-things.ts"
import { certificateOf, erasureUnit } from "./erasure.ts"
import { holdersOf } from "./holders.ts"
import { millisOf } from "./lease-time.ts"
import { isLeaseLost } from "./lost-lease.ts"
import { findMessageClaims } from "./message-claims.ts"
import type { RetentionPolicy } from "./retention.ts"
import { timed } from "./timed.ts"

/** What retention came to. */
export interface RetainResult {
  /** Incidents that were looked at. */
  readonly looked: number
  /** The certificates, in the order of the policies; they stand in the journal as well. */
  readonly certificates: readonly ErasureEntry[]
}

/** Incidents of one commit. */
const batch = 50
const conflictTries = 5

/**
 * Takes away what the host's policies keep no longer, batch by batch: each is one commit with its certificate, so that what was interrupted goes on where it
 * stood. One worker at a time follows a policy.
 *
 * @param options - how many batches of each policy at most; absent: until nothing is left
 */
export async function retain(
  context: DeskContext,
  options: { readonly batches?: number; readonly signal?: AbortSignal } = {},
): Promise<RetainResult> {
  const result = { looked: 0, certificates: [] as ErasureEntry[] }
  for (const policy of context.retention) {
    for (let round = 0; round < (options.batches ?? Infinity) && options.signal?.aborted !== true; round += 1) {
      const swept = await sweepUnderLease(context, policy)
      if (swept === null) break
      result.looked += swept.looked
      result.certificates.push(...swept.certificates)
      if (swept.isLast) break
    }
  }
  return result
}

type Swept = RetainResult & { readonly isLast: boolean }

/** Null when another worker follows the policy at this moment. */
async function sweepUnderLease(context: DeskContext, policy: RetentionPolicy): Promise<Swept | null> {
  const { storage, clock, workerId, leases } = context
  const found = await findDue(context, policy, clock.now())
  if (found.length === 0) return null
  const among = [`otklik/retention: ${policy.id}`]
  const [lease] = await storage.lease({
    kind: "source",
    owner: workerId,
    now: clock.now(),
    ttlMillis: millisOf(leases.sourceMinutes),
    limit: 1,
    among,
  })
  if (lease === undefined) return null
  for (let attempt = 1; ; attempt += 1) {
    try {
      const place = { work: "retention", id: policy.id, connectorId: null } as const
      return await timed(context, place, () => sweepOnce(context, policy, lease))
    } catch (error) {
      if (isLeaseLost(error, lease)) return null
      // Somebody wrote to one of the incidents or messages meanwhile: look again at what stands now.
      if (attempt < conflictTries && isDeskError(error, "conflict")) continue
      await storage.settle({ lease }).catch(() => {})
      throw error
    }
  }
}

/** What a policy keeps no longer, the longest untouched first. */
export async function findDue(
  { storage }: DeskContext,
  policy: RetentionPolicy,
  now: Instant,
  limit: number = batch,
): Promise<readonly StoredIncident[]> {
  const { erases, statuses, kinds, afterDays } = policy
  const query = { sweep: erases, statuses, updatedBefore: addMinutes(now, -afterDays * 1440), limit }
  return storage.findUnswept(kinds === undefined ? query : { ...query, kinds })
}

async function sweepOnce(context: DeskContext, policy: RetentionPolicy, lease: Lease): Promise<Swept> {
  const at = context.clock.now()
  const found = await findDue(context, policy, at)
  const reason = { cause: "age", policyId: policy.id, incidentId: null, at, by: deskActor } as const
  const { keys, kept } = await reachable(context, policy, found, at)
  // The views are stored as they are: should somebody have written to one of the incidents, the commit fails.
  const guards = found.map(({ facts, incident, wakeAt, version }): Append => {
    return { incidentId: incident.incidentId, expectedVersion: version, events: [], view: { facts, incident, wakeAt } }
  })
  const sweeps = (of: readonly StoredIncident[]): readonly Sweep[] =>
    of.map(({ incident, version }) => ({ incidentId: incident.incidentId, version, sweep: policy.erases }))
  let unit: UnitOfWork
  let done = found
  if (policy.erases === "author") {
    const sealed = await context.storage.readSealedAuthors(keys)
    const dropped = sealed.map(({ messageKey }) => messageKey)
    const counts = { messages: 0, sealedAuthors: sealed.length, drafts: 0, replies: 0, evidence: 0 }
    unit = {
      sealedAuthors: dropped.map((messageKey) => ({ messageKey, keyId: null, sealed: null })),
      journal: sealed.length === 0 ? [] : [certificateOf(context, reason, counts, dropped, kept)],
    }
  } else {
    const messages = (await context.storage.readMessages(keys)).filter((message) => message.text !== null)
    const sealedAuthors = (await context.storage.readSealedAuthors(messages.map((message) => message.key))).length
    const { drafts, replies, evidence, waiting } = await wordsOf(context, found)
    const left: readonly KeptThing[] =
      waiting.size === 0 ? kept : [...kept, { what: "reply", count: waiting.size, why: "not-published-yet" }]
    unit = erasureUnit(context, reason, { messages, sealedAuthors, drafts, replies, evidence, kept: left })
    // A reply that is on its way needs its words; the incident is looked at again.
    done = found.filter(({ incident }) => !waiting.has(incident.incidentId))
  }
  await commit(context, { ...unit, appends: guards, sweeps: sweeps(done), leases: [lease] })
  const certificates = (unit.journal ?? []).filter((entry) => entry.kind === "erasure")
  return { looked: found.length, certificates, isLast: found.length < batch || done.length === 0 }
}

/** The messages of incidents that no other incident needs. */
async function reachable(
  context: DeskContext,
  policy: RetentionPolicy,
  found: readonly StoredIncident[],
  at: Instant,
): Promise<{ readonly keys: readonly MessageKey[]; readonly kept: readonly KeptThing[] }> {
  const before = addMinutes(at, -policy.afterDays * 1440)
  const all = found.flatMap(({ incident }) => incident.messageKeys)
  const claims = await findMessageClaims(context, all)
  const changes: Changes = new Map()
  const keys = new Set<MessageKey>()
  let count = 0
  for (const { incident } of found) {
    for (const key of incident.messageKeys) {
      const owner = claims.incidents.get(key) ?? incident.incidentId
      const isSole = owner === incident.incidentId && incident.splitInto.length === 0 && incident.status !== "merged"
      const holders = isSole ? [] : await holdersOf(context, changes, owner, key)
      const isNeeded = holders.some(({ incident: { status, updatedAt, ...other } }) => {
        const isKind = policy.kinds === undefined || ("kind" in other && policy.kinds.includes(other.kind))
        return !isKind || !policy.statuses.some((one) => one === status) || updatedAt >= before
      })
      if (isNeeded) count += 1
      else keys.add(key)
    }
  }
  return { keys: [...keys], kept: count === 0 ? [] : [{ what: "message", count, why: "another-incident-needs-it" }] }
}

/** What was drafted, said and shown in incidents, and in which of them a reply is still on its way. */
async function wordsOf(
  context: DeskContext,
  found: readonly StoredIncident[],
): Promise<Pick<ErasedThings, "drafts" | "replies" | "evidence"> & { readonly waiting: ReadonlySet<string> }> {
  const drafts: Draft[] = []
  const replies: OutboxEntry[] = []
  const evidence: StoredEvidence[] = []
  const waiting = new Set<string>()
  for (const { incident } of found) {
    const entries = await context.storage.readOutbox(incident.incidentId)
    evidence.push(...(await evidenceOf(context, incident.incidentId, true)))
    if (entries.some(({ state }) => state === "planned")) waiting.add(incident.incidentId)
    else {
      replies.push(...entries.filter(hasText))
      drafts.push(...(await draftsOf(context, incident.incidentId)))
    }
  }
  return { drafts, replies, evidence, waiting }
}
