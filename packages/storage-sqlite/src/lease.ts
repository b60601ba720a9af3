import { instantToMillis, millisToInstant, type DeskError } from "@otklik/core"
import { lostRace, type Lease, type LeaseOptions, type OutboxEntry, type Renewal, type Settlement } from "@otklik/core/storage"
import type { Connection } from "./handle/connection.ts"
import { advanceCounter, readCounter } from "./commit/counter.ts"
import { outboxOf, textOf } from "./read/rows.ts"

/** Nobody holds it. Values: tenant, kind, now. */
function isFree(id: string): string {
  return `NOT EXISTS (SELECT 1 FROM otklik_lease AS held WHERE held.tenant = ? AND held.kind = ? AND held.id = ${id} AND held.until > ?)`
}

const dueSources = `SELECT wanted.value AS id FROM json_each(?) AS wanted WHERE ${isFree("wanted.value")} ORDER BY wanted.key LIMIT ?`

const dueClocks = `SELECT incident_id AS id FROM otklik_incident
  WHERE tenant = ? AND wake_at IS NOT NULL AND wake_at <= ? AND ${isFree("incident_id")} ORDER BY wake_at, number LIMIT ?`

const dueReplies = `SELECT outbox_id AS id, body, attempts, next_try_at FROM otklik_outbox
  WHERE tenant = ? AND state IN ('planned', 'read-back') AND next_try_at <= ? AND ${isFree("outbox_id")}
    AND (? IS NULL OR connector_id IN (SELECT value FROM json_each(?)))
  ORDER BY state, due_at IS NULL, due_at, planned_at, outbox_id LIMIT ?`

const anyHeld = "SELECT 1 FROM otklik_lease WHERE tenant = ? AND kind = ? AND id IN (SELECT value FROM json_each(?)) AND until > ? LIMIT 1"

/** A row that is still there belongs to a holder whose lease ran out. */
const dropExpired = "DELETE FROM otklik_lease WHERE tenant = ? AND kind = ? AND id = ?"

const hold = "INSERT INTO otklik_lease (tenant, kind, id, token, owner, until) VALUES (?, ?, ?, ?, ?, ?)"

const extend = "UPDATE otklik_lease SET until = ? WHERE tenant = ? AND kind = ? AND id = ? AND token = ?"

const release = "DELETE FROM otklik_lease WHERE tenant = ? AND kind = ? AND id = ? AND token = ?"

/**
 * Work that is due and that nobody holds. Takes no write lock when there is none.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param options - the kind of work, who asks, and when
 */
export function leaseWork(connection: Connection, tenant: string, options: LeaseOptions): readonly Lease[] {
  if (findDue(connection, tenant, { ...options, limit: 1 }).length === 0) return []
  const { kind, owner, now, ttlMillis } = options
  const until = millisToInstant(instantToMillis(now) + ttlMillis)
  return connection.write(() => {
    const due = findDue(connection, tenant, options)
    if (due.length === 0) return []
    const counter = readCounter(connection, tenant)
    const leases = due.map(({ id, reply }) => {
      counter.token += 1
      const takenOver = connection.run(dropExpired, tenant, kind, id) > 0
      connection.run(hold, tenant, kind, id, counter.token, owner, until)
      return { kind, id, token: counter.token, until, takenOver, reply }
    })
    advanceCounter(connection, tenant, counter)
    return leases
  })
}

/**
 * Makes a lease last longer.
 *
 * @throws DeskError `conflict` when the lease was lost
 */
export function renewLease(connection: Connection, tenant: string, renewal: Renewal): void {
  const { lease, now, ttlMillis } = renewal
  const until = millisToInstant(instantToMillis(now) + ttlMillis)
  connection.write(() => {
    if (connection.run(extend, until, tenant, lease.kind, lease.id, lease.token) === 0) throw lost(lease)
  })
}

/**
 * Gives a lease back, and notes when a reply is tried again.
 *
 * @throws DeskError `conflict` when the lease was lost
 */
export function settleLease(connection: Connection, tenant: string, settlement: Settlement): void {
  const { lease, retry } = settlement
  connection.write(() => {
    releaseLease(connection, tenant, lease)
    if (retry === undefined) return
    const postpone = "UPDATE otklik_outbox SET next_try_at = ?, attempts = ? WHERE tenant = ? AND outbox_id = ?"
    const changes = connection.run(postpone, retry.nextTryAt, retry.attempts, tenant, lease.id)
    if (changes === 0) throw lostRace("lease", `reply:${lease.id}`, `there is no reply ${lease.id}`)
  })
}

/**
 * Ends a lease, inside a write transaction.
 *
 * @throws DeskError `conflict` when it was given back before, or when another party has got it since
 */
export function releaseLease(connection: Connection, tenant: string, lease: Lease): void {
  if (connection.run(release, tenant, lease.kind, lease.id, lease.token) === 0) throw lost(lease)
}

function lost({ kind, id }: Lease): DeskError<"conflict"> {
  return lostRace("lease", `${kind}:${id}`, `the lease of ${kind}:${id} was lost`)
}

function findDue(
  connection: Connection,
  tenant: string,
  { kind, now, limit, among, unless }: LeaseOptions,
): readonly { id: string; reply: OutboxEntry | null }[] {
  if (unless !== undefined && connection.get(anyHeld, tenant, kind, JSON.stringify(unless), now) !== undefined) return []
  switch (kind) {
    case "source":
    case "feed":
    case "slot": {
      const wanted = JSON.stringify([...new Set(among ?? [])])
      return connection.all(dueSources, wanted, tenant, kind, now, limit).map((row) => ({ id: textOf(row, "id"), reply: null }))
    }
    case "clock":
      return connection.all(dueClocks, tenant, now, tenant, kind, now, limit).map((row) => ({ id: textOf(row, "id"), reply: null }))
    case "reply": {
      const connectors = among === undefined ? null : JSON.stringify(among)
      const rows = connection.all(dueReplies, tenant, now, tenant, kind, now, connectors, connectors, limit)
      return rows.map((row) => ({ id: textOf(row, "id"), reply: outboxOf(row) }))
    }
  }
}
