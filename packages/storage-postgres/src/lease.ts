import { instantToMillis, millisToInstant } from "@otklik/core"
import { lostRace, type Lease, type LeaseKind, type LeaseOptions, type Renewal, type Settlement } from "@otklik/core/storage"
import type { PostgresRow, PostgresValue } from "./client/postgres-client.ts"
import type { Connection } from "./client/connection.ts"
import { numberAt, outboxOf, textAt } from "./read/rows.ts"
import { textArray } from "./read/text-array.ts"

/** Whose clock decides which leases have run out. */
export type LeaseClock = "database" | "caller"

/** The database's clock in milliseconds since 1970, when the statement came in. */
export const databaseNow = "(extract(epoch FROM statement_timestamp()) * 1000)::bigint"

/**
 * Work that is due and that nobody holds, in one statement. Takes no lock when there is none.
 *
 * Incidents and replies that another worker is taking at this moment are stepped over. Should somebody nevertheless
 * have taken a thing between the query and the lock, the key of the lease decides, and as many others are asked for.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param options - the kind of work, who asks, and when
 * @param clock - who decides what has run out
 */
export async function leaseWork(
  connection: Connection,
  tenant: string,
  options: LeaseOptions,
  clock: LeaseClock,
): Promise<readonly Lease[]> {
  const leases: Lease[] = []
  for (;;) {
    const rows = await leaseOnce(connection, tenant, { ...options, limit: options.limit - leases.length }, clock)
    const given = rows.filter((row) => row[1] !== null)
    leases.push(...given.map((row) => leaseOf(options.kind, row)))
    if (given.length === rows.length || leases.length === options.limit) return leases
  }
}

/**
 * Makes a lease last longer.
 *
 * @throws DeskError `conflict` when the lease was lost
 */
export async function renewLease(connection: Connection, tenant: string, renewal: Renewal, clock: LeaseClock): Promise<void> {
  const { lease, now, ttlMillis } = renewal
  const { kind, id, token } = lease
  const moment = clock === "database" ? databaseNow : String(instantToMillis(now))
  const rows = await connection.write(
    `UPDATE ${connection.schema}.lease SET until = ${moment} + $5::bigint WHERE tenant = $1 AND kind = $2 AND id = $3 AND token = $4::bigint RETURNING id`,
    tenant,
    kind,
    id,
    String(token),
    String(ttlMillis),
  )
  if (rows.length === 0) throw lostRace("lease", `${kind}:${id}`, `the lease of ${kind}:${id} was lost`)
}

/**
 * Gives a lease back, and notes when a reply is tried again.
 *
 * @throws DeskError `conflict` when the lease was lost
 */
export async function settleLease(connection: Connection, tenant: string, settlement: Settlement): Promise<void> {
  const { lease, retry } = settlement
  await connection.call(
    `SELECT ${connection.schema}.settle_lease($1, $2, $3, $4::bigint, $5, $6::bigint)::text`,
    tenant,
    lease.kind,
    lease.id,
    String(lease.token),
    retry?.nextTryAt ?? null,
    retry === undefined ? null : String(retry.attempts),
  )
}

function leaseOf(kind: LeaseKind, row: PostgresRow): Lease {
  return {
    kind,
    id: textAt(row, 0),
    token: numberAt(row, 1),
    until: millisToInstant(numberAt(row, 2)),
    takenOver: row[3] === "true",
    reply: kind === "reply" ? outboxOf(row, 4) : null,
  }
}

/** One row a thing that was free at the query; its token is null when another party was faster. */
async function leaseOnce(
  connection: Connection,
  tenant: string,
  options: LeaseOptions,
  clock: LeaseClock,
): Promise<readonly PostgresRow[]> {
  const { schema } = connection
  const { kind, owner, now, ttlMillis, limit, unless } = options
  const values: PostgresValue[] = [tenant, JSON.stringify(owner), String(ttlMillis)]
  const place = (value: string): string => `$${values.push(value)}`
  const moment = clock === "database" ? databaseNow : `${place(String(instantToMillis(now)))}::bigint`
  const nobodyHolds = (condition: string): string =>
    `NOT EXISTS (SELECT FROM ${schema}.lease AS held WHERE held.tenant = $1 AND held.kind = '${kind}' AND held.id ${condition} AND held.until > ${moment})`
  const isFree = (id: string): string => nobodyHolds(`= ${id}`)
  const { sql, order } = dueSql(schema, options, { place, isFree })
  const allowed = unless === undefined ? "" : ` AND ${nobodyHolds(`= ANY (${place(textArray(unless))}::text::text[])`)}`
  const lock = kind === "source" || kind === "slot" || kind === "feed" ? "" : " FOR NO KEY UPDATE OF due SKIP LOCKED"
  return connection.write(
    `WITH due AS MATERIALIZED (${sql}${allowed} ORDER BY ${order} LIMIT ${limit}${lock}),
    -- Everybody takes leases in the order of their ids.
    given AS (
      INSERT INTO ${schema}.lease AS held (tenant, kind, id, token, owner, until, taken_over)
      SELECT $1, '${kind}', id, nextval('${schema}.lease_token'), $2, ${moment} + $3::bigint, false FROM due ORDER BY id
      ON CONFLICT (tenant, kind, id) DO UPDATE SET token = excluded.token, owner = excluded.owner, until = excluded.until, taken_over = true
      WHERE held.until <= ${moment}
      RETURNING id, token, until, taken_over
    )
    SELECT id, given.token::text, given.until::text, given.taken_over::text${kind === "reply" ? ", body, attempts::text, next_try_at" : ""}
    FROM due LEFT JOIN given USING (id) ORDER BY ${order}`,
    ...values,
  )
}

/** What is due and free, and its order, which is also that of the answer. */
function dueSql(
  schema: string,
  { kind, now, among }: LeaseOptions,
  { place, isFree }: { readonly place: (value: string) => string; readonly isFree: (id: string) => string },
): { readonly sql: string; readonly order: string } {
  switch (kind) {
    case "source":
    case "feed":
    case "slot":
      return {
        sql: `SELECT due.id, due.place FROM unnest(${place(textArray([...new Set(among ?? [])]))}::text::text[]) WITH ORDINALITY AS due(id, place)
        WHERE due.id IS NOT NULL AND ${isFree("due.id")}`,
        order: "due.place",
      }
    case "clock":
      return {
        sql: `SELECT due.incident_id AS id, due.wake_at, due.number FROM ${schema}.incident AS due
        WHERE due.tenant = $1 AND due.wake_at <= ${place(now)} AND ${isFree("due.incident_id")}`,
        order: "due.wake_at, due.number",
      }
    case "reply": {
      const connectors = among === undefined ? "" : ` AND due.connector_id = ANY (${place(textArray(among))}::text::text[])`
      return {
        sql: `SELECT due.outbox_id AS id, due.outbox_id, due.body, due.attempts, due.next_try_at, due.due_at, due.planned_at, due.state FROM ${schema}.outbox AS due
        WHERE due.tenant = $1 AND due.state IN ('planned', 'read-back') AND due.next_try_at <= ${place(now)}${connectors} AND ${isFree("due.outbox_id")}`,
        order: "due.state, due.due_at, due.planned_at, due.outbox_id",
      }
    }
  }
}
