import { instantToMillis, millisToInstant, type Instant } from "@otklik/core"
import { lostRace, type Lease, type LeaseOptions, type OutboxEntry, type Renewal, type Settlement } from "@otklik/core/storage"
import { compare } from "./compare.ts"
import { checkHeld, leaseKey } from "./commit.ts"
import type { TenantData } from "./store.ts"

interface Due {
  readonly id: string
  readonly reply: OutboxEntry | null
}

/**
 * Work that is due and that nobody holds.
 *
 * @param data - what the tenant has
 * @param options - the kind of work, who asks, and when
 * @param present - decides which leases have run out
 */
export function leaseWork(data: TenantData, options: LeaseOptions, present: Instant): readonly Lease[] {
  const { kind, owner, ttlMillis, limit, unless = [] } = options
  if (unless.some((id) => (data.leases.get(leaseKey({ kind, id }))?.until ?? present) > present)) return []
  const until = millisToInstant(instantToMillis(present) + ttlMillis)
  const leases: Lease[] = []
  for (const { id, reply } of dueWork(data, options)) {
    if (leases.length === limit) break
    const held = data.leases.get(leaseKey({ kind, id }))
    if (held !== undefined && held.until > present) continue
    data.lastToken += 1
    data.leases.set(leaseKey({ kind, id }), { kind, token: data.lastToken, owner, until })
    leases.push(Object.freeze({ kind, id, token: data.lastToken, until, takenOver: held !== undefined, reply }))
  }
  return leases
}

/**
 * Makes a lease last longer.
 *
 * @throws DeskError `conflict` when the lease was lost
 */
export function renewLease(data: TenantData, renewal: Renewal): void {
  const { lease, now, ttlMillis } = renewal
  const held = checkHeld(data, lease)
  data.leases.set(leaseKey(lease), { ...held, until: millisToInstant(instantToMillis(now) + ttlMillis) })
}

/**
 * Gives a lease back, and notes when a reply is tried again.
 *
 * @param data - what the tenant has
 * @param settlement - the lease, and the next try
 * @throws DeskError `conflict` when the lease was lost
 */
export function settleLease(data: TenantData, settlement: Settlement): void {
  const { lease, retry } = settlement
  checkHeld(data, lease)
  if (retry !== undefined) {
    const entry = data.outbox.get(lease.id)
    if (entry === undefined) throw lostRace("lease", leaseKey(lease), `there is no reply ${lease.id}`)
    data.outbox.set(lease.id, Object.freeze({ ...entry, nextTryAt: retry.nextTryAt, attempts: retry.attempts }))
  }
  data.leases.delete(leaseKey(lease))
}

function dueWork(data: TenantData, { kind, now, among }: LeaseOptions): readonly Due[] {
  switch (kind) {
    case "source":
    case "feed":
    case "slot":
      return [...new Set(among ?? [])].map((id) => ({ id, reply: null }))
    case "clock":
      return dueClocks(data, now).map((id) => ({ id, reply: null }))
    case "reply":
      return [...data.outbox.values()]
        .filter((entry) => (entry.state === "planned" || entry.state === "read-back") && entry.nextTryAt <= now)
        .filter((entry) => among === undefined || (entry.connectorId !== null && among.includes(entry.connectorId)))
        .toSorted(byUrgency)
        .map((reply) => ({ id: reply.outboxId, reply }))
  }
}

function dueClocks(data: TenantData, now: Instant): readonly string[] {
  return [...data.incidents.values()]
    .flatMap(({ wakeAt, number, facts }) => (wakeAt !== null && wakeAt <= now ? [{ wakeAt, number, id: facts.incidentId }] : []))
    .toSorted((one, other) => compare(one.wakeAt, other.wakeAt) || one.number - other.number)
    .map((due) => due.id)
}

function byUrgency(one: OutboxEntry, other: OutboxEntry): number {
  if (one.state !== other.state) return one.state === "planned" ? -1 : 1
  const dueFirst = Number(one.dueAt === null) - Number(other.dueAt === null)
  return dueFirst || compare(one.dueAt ?? "", other.dueAt ?? "") || byPlan(one, other)
}

/** Oldest plan first. */
export function byPlan(one: OutboxEntry, other: OutboxEntry): number {
  return compare(one.plannedAt, other.plannedAt) || compare(one.outboxId, other.outboxId)
}
