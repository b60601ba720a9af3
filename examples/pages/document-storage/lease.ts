import { addMinutes } from "@otklik/core"
import { lostRace, type Lease, type LeaseOptions, type OutboxEntry, type Renewal, type Settlement } from "@otklik/core/storage"
import { leaseKey, release } from "./commit.ts"
import { compare } from "./compare.ts"
import type { Data } from "./document.ts"

/** Hands out work that is due and that nobody holds. */
export function leaseWork(data: Data, { kind, now, ttlMillis, limit, among, unless = [] }: LeaseOptions): readonly Lease[] {
  if (unless.some((id) => (data.leases.get(leaseKey(kind, id))?.until ?? now) > now)) return []
  const until = addMinutes(now, ttlMillis / 60_000)
  const leases: Lease[] = []
  for (const [id, reply] of due(data, { kind, now, among })) {
    const held = data.leases.get(leaseKey(kind, id))
    if (held !== undefined && held.until > now) continue
    if (leases.length === limit) break
    const token = (data.lastToken += 1)
    data.leases.set(leaseKey(kind, id), { kind, token, until })
    leases.push({ kind, id, token, until, takenOver: held !== undefined, reply })
  }
  return leases
}

/** Makes a lease last longer. */
export function renewLease(data: Data, { lease, now, ttlMillis }: Renewal): void {
  const key = leaseKey(lease.kind, lease.id)
  const held = data.leases.get(key)
  if (held?.token !== lease.token) throw lostRace("lease", key, `the lease of ${key} was lost`)
  data.leases.set(key, { ...held, until: addMinutes(now, ttlMillis / 60_000) })
}

/** Gives a lease back; a reply may be tried again later. */
export function settleLease(data: Data, { lease, retry }: Settlement): void {
  release(data, lease)
  if (retry === undefined) return
  const entry = data.outbox.get(lease.id)
  if (entry === undefined) throw lostRace("lease", leaseKey(lease.kind, lease.id), `there is no reply ${lease.id}`)
  data.outbox.set(lease.id, { ...entry, ...retry })
}

/** Oldest plan first. */
export function byPlan(one: OutboxEntry, other: OutboxEntry): number {
  return compare(one.plannedAt, other.plannedAt) || compare(one.outboxId, other.outboxId)
}

type Question = Pick<LeaseOptions, "kind" | "now"> & { readonly among: LeaseOptions["among"] }

function due(data: Data, { kind, now, among }: Question): readonly (readonly [id: string, reply: OutboxEntry | null])[] {
  switch (kind) {
    case "source":
    case "feed":
    case "slot":
      return [...new Set(among ?? [])].map((id) => [id, null])
    case "clock":
      return [...data.incidents.values()]
        .flatMap(({ wakeAt, number, facts }) => (wakeAt !== null && wakeAt <= now ? [{ wakeAt, number, id: facts.incidentId }] : []))
        .toSorted((one, other) => compare(one.wakeAt, other.wakeAt) || one.number - other.number)
        .map(({ id }) => [id, null])
    case "reply":
      return [...data.outbox.values()]
        .filter((entry) => (entry.state === "planned" || entry.state === "read-back") && entry.nextTryAt <= now)
        .filter(({ connectorId }) => among === undefined || (connectorId !== null && among.includes(connectorId)))
        .toSorted(
          (one, other) =>
            compare(one.state, other.state) || compare(one.dueAt ?? "no date", other.dueAt ?? "no date") || byPlan(one, other),
        )
        .map((entry) => [entry.outboxId, entry])
  }
}
