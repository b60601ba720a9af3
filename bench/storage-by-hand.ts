import type { Lease, UnitOfWork } from "@otklik/core/storage"
import type { Pool, PoolClient } from "pg"

// The statements that a developer would write for the same rows in the same tables: one INSERT … SELECT unnest a table,
// in one transaction. They do what the contract asks of the rows that they write (a taken claim or a moved cursor rolls
// back), but check nothing else.

const facts = [
  "status",
  "problem",
  "topic",
  "authorityId",
  "territoryId",
  "network",
  "kind",
  "importance",
  "publishedAt",
  "detectedAt",
  "registeredAt",
  "dueAt",
  "answeredAt",
  "closedAt",
  "updatedAt",
] as const

const factColumns = facts.map((name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))

const insertIncidents = `INSERT INTO by_hand.incident (tenant, incident_id, number, version, wake_at, state, message_keys, ${factColumns.join(", ")})
  SELECT 'main', id, number, version, wake_at, state, ARRAY[message_key], ${factColumns.join(", ")}
  FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], ${factColumns.map((_, index) => `$${index + 7}::text[]`).join(", ")})
  AS t(id, number, version, wake_at, state, message_key, ${factColumns.join(", ")})`

/** Stores the appends that create, claims, messages, replies and first cursors of a unit. */
export async function commitByHand(pool: Pool, unit: UnitOfWork): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query("BEGIN")
    await writeUnit(client, unit)
    await client.query("COMMIT")
  } catch (error) {
    await client.query("ROLLBACK")
    throw error
  } finally {
    client.release()
  }
}

async function writeUnit(
  client: PoolClient,
  { appends = [], claims = [], messages = [], outbox = [], cursors = [] }: UnitOfWork,
): Promise<void> {
  if (claims.length > 0) {
    const { rowCount } = await client.query(
      "INSERT INTO by_hand.claim (tenant, key, incident_id) SELECT 'main', * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING",
      [claims.map((claim) => claim.key), claims.map((claim) => claim.incidentId)],
    )
    if (rowCount !== claims.length) throw new Error("a claim is taken")
  }
  if (messages.length > 0) {
    await client.query(
      `INSERT INTO by_hand.message AS m (tenant, key, revision, erased, body)
      SELECT 'main', key, revision, false, body
      FROM unnest($1::text[], $2::bigint[], $3::text[]) AS t(key, revision, body)
      ON CONFLICT (tenant, key) DO UPDATE SET revision = excluded.revision, body = excluded.body WHERE excluded.revision > m.revision AND NOT m.erased`,
      [
        messages.map((message) => message.key),
        messages.map((message) => message.revision),
        messages.map((message) => JSON.stringify(message)),
      ],
    )
  }
  if (outbox.length > 0) {
    await client.query(
      `INSERT INTO by_hand.outbox (tenant, outbox_id, incident_id, connector_id, state, planned_at, due_at, next_try_at, attempts, body)
      SELECT 'main', * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[])`,
      [
        outbox.map((entry) => entry.outboxId),
        outbox.map((entry) => entry.incidentId),
        outbox.map((entry) => entry.connectorId),
        outbox.map((entry) => entry.state),
        outbox.map((entry) => entry.plannedAt),
        outbox.map((entry) => entry.dueAt),
        outbox.map((entry) => entry.nextTryAt),
        outbox.map((entry) => entry.attempts),
        outbox.map((entry) => JSON.stringify(entry)),
      ],
    )
  }
  for (const move of cursors) {
    const { rowCount } = await client.query(
      `INSERT INTO by_hand.cursor (tenant, connector_id, source_id, cursor, at, read, matched, skipped) VALUES ('main', $1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT DO NOTHING`,
      [move.connectorId, move.sourceId, move.next, move.at, move.read, move.matched, move.skipped],
    )
    if (rowCount !== 1) throw new Error("a cursor was moved")
  }
  if (appends.length === 0) return
  const events = appends.flatMap((append) =>
    append.events.map((event, index) => ({ incidentId: append.incidentId, version: index + 1, event })),
  )
  const { rows } = await client.query<{ number: string; position: string }>(
    `INSERT INTO by_hand.counter AS c (tenant, number, position) VALUES ('main', $1, $2)
    ON CONFLICT (tenant) DO UPDATE SET number = c.number + excluded.number, position = c.position + excluded.position RETURNING number, position`,
    [appends.length, events.length],
  )
  const [lastNumber, lastPosition] = [Number(rows[0]?.number), Number(rows[0]?.position)]
  await client.query(insertIncidents, [
    appends.map((append) => append.incidentId),
    appends.map((_, index) => lastNumber - appends.length + index + 1),
    appends.map((append) => append.events.length),
    appends.map((append) => append.view.wakeAt),
    appends.map((append) => JSON.stringify(append.view.incident)),
    appends.map((append) => append.view.incident.messageKeys[0]),
    ...facts.map((name) => appends.map((append) => append.view.facts[name])),
  ])
  await client.query(
    `INSERT INTO by_hand.event (tenant, position, incident_id, version, body)
    SELECT 'main', * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[])`,
    [
      events.map((_, index) => lastPosition - events.length + index + 1),
      events.map((stored) => stored.incidentId),
      events.map((stored) => stored.version),
      events.map((stored) => JSON.stringify(stored.event)),
    ],
  )
}

/** Takes replies that are due in one statement. */
export async function leaseByHand(pool: Pool, limit: number): Promise<readonly Pick<Lease, "id" | "token">[]> {
  const { rows } = await pool.query<{ id: string; token: string; body: string }>(
    `WITH due AS (
      SELECT outbox_id, body FROM by_hand.outbox AS o WHERE tenant = 'main' AND state = 'planned' AND next_try_at <= $1
      AND NOT EXISTS (SELECT FROM by_hand.lease AS l WHERE l.tenant = 'main' AND l.kind = 'reply' AND l.id = o.outbox_id AND l.until > $2)
      ORDER BY due_at, planned_at, outbox_id LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ), taken AS (
      INSERT INTO by_hand.lease AS l (tenant, kind, id, token, owner, until, taken_over)
      SELECT 'main', 'reply', outbox_id, nextval('by_hand.lease_token'), 'w', $2 + 60000, false FROM due
      ON CONFLICT (tenant, kind, id) DO UPDATE SET token = excluded.token, until = excluded.until WHERE l.until <= $2 RETURNING id, token
    ) SELECT id, token, body FROM taken JOIN due ON outbox_id = id`,
    ["2026-03-03T00:00:00.000Z", Date.now()],
  )
  return rows.map(({ id, token, body }) => {
    JSON.parse(body)
    return { id, token: Number(token) }
  })
}

/** Notes the next try and gives the lease back: in this order, or it deadlocks with a worker that takes replies. */
export async function settleByHand(pool: Pool, lease: Pick<Lease, "id" | "token">): Promise<void> {
  const { rowCount } = await pool.query(
    `WITH postponed AS (
      UPDATE by_hand.outbox SET next_try_at = $3, attempts = 1 WHERE tenant = 'main' AND outbox_id = $1 RETURNING 1
    ) DELETE FROM by_hand.lease WHERE tenant = 'main' AND kind = 'reply' AND id = $1 AND token = $2 AND EXISTS (SELECT FROM postponed)`,
    [lease.id, lease.token, "2026-03-04T00:00:00.000Z"],
  )
  if (rowCount !== 1) throw new Error("the lease was lost")
}
