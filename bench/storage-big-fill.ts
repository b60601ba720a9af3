import type { IncidentStatus } from "@otklik/core"
import { encodeEvent } from "@otklik/core/storage"
import { buildIncident, buildStoredMessage } from "@otklik/testkit"
import type { Pool } from "pg"

// Fills a schema with rows of the shape that commits write: the documents of incidents that the core decided, with ids,
// moments and keys of their own.

const statuses = [
  ...(["assigned", "in-work", "reply-review", "rejected", "merged"] as const),
  ...Array.from({ length: 15 }, () => "closed" as const),
] satisfies readonly IncidentStatus[]
const topics = ["roads", "heating", "lamps", "waste", "water", "transport", "doctors", "schools"]
const text = "Третий день нет отопления, батареи холодные, дома дети. Диспетчерская отвечает, что заявка принята. ".repeat(2)

/** Minutes between one incident and the next: five million of them are three years. */
const stepSeconds = 19
const begin = "2023-01-01T00:00:00.000Z"

const moment = (seconds: string): string =>
  `to_char(timestamp '${begin.slice(0, 19)}' + (${seconds}) * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')`

/** What stands behind the prefix of an incident's id, as the core makes it: a moment in base 32, and a hash. */
const idKey = (millis: string): string => {
  const digits = Array.from(
    { length: 9 },
    (_, place) => `substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + ((${millis} >> ${40 - 5 * place}) & 31)::int, 1)`,
  )
  return `(${digits.join(" || ")} || substr(md5(g::text), 1, 17))`
}

/** The moment of the n-th incident, as the fill makes it. */
export function momentOf(index: number): string {
  return new Date(Date.parse(begin) + index * stepSeconds * 1000).toISOString()
}

/** Makes the templates that `fill` copies. */
export async function makeTemplates(pool: Pool, schema: string): Promise<number> {
  const rows: (string | number | null | readonly string[])[][] = []
  for (const [place, status] of statuses.entries()) {
    for (const topic of topics) {
      const built = buildIncident({
        incidentId: "inc_TEMPLATE",
        messageKey: "vk:-1_TEMPLATE",
        status,
        topic,
        authorityId: `body-${place % 7}-${topic}`,
      })
      const { facts } = built.view
      const events = built.events.map((event) => encodeEvent(event))
      rows.push([
        rows.length,
        JSON.stringify(built.incident),
        events,
        built.events.length,
        facts.status,
        facts.problem,
        facts.topic,
        facts.authorityId,
        facts.kind,
        facts.importance,
        built.view.wakeAt === null ? 0 : 1,
      ])
    }
  }
  await pool.query(`CREATE TABLE ${schema}_template (n int PRIMARY KEY, state text, events text[], versions int, status text, problem text, topic text, authority_id text,
    kind text, importance text, wakes int)`)
  for (const row of rows) await pool.query(`INSERT INTO ${schema}_template VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, row)
  return rows.length
}

/** Appends incidents of the numbers from … to, with their claims, messages and first events. */
export async function fill(
  pool: Pool,
  schema: string,
  options: { readonly from: number; readonly to: number; readonly templates: number; readonly events: number },
): Promise<void> {
  const { from, to, templates, events } = options
  const body = JSON.stringify(buildStoredMessage({ key: "vk:-1_TEMPLATE", text }))
  const series = `generate_series(${from}::bigint, ${to}::bigint) AS g JOIN ${schema}_template AS t ON t.n = (hashint8(g) & 2147483647) % ${templates}`
  const key = idKey(`(${Date.parse(begin)} + g * ${stepSeconds * 1000})`)
  const id = `'inc_' || ${key}`
  const published = moment(`g * ${stepSeconds}`)
  const after = (seconds: number): string => moment(`g * ${stepSeconds} + ${seconds}`)
  // Some are answered late, most in time.
  const answered = moment(`g * ${stepSeconds} + 3600 + (hashint8(g + 1) & 2147483647) % 14400`)
  await pool.query(`INSERT INTO ${schema}.incident (tenant, incident_id, number, version, wake_at, status, problem, topic, authority_id, territory_id, network, kind, importance,
      published_at, detected_at, registered_at, due_at, answered_at, closed_at, updated_at, message_keys, state,
      intake, cycle, voices, executor_id, next_due_at, waits_for)
    SELECT 'main', ${id}, g, t.versions, CASE WHEN t.wakes = 1 THEN '2027-01-01T00:00:00.000Z' END, t.status, t.problem, t.topic, t.authority_id,
      'place-' || (hashint8(g + 2) & 2147483647) % 92, 'vk', t.kind, t.importance, ${published}, ${after(60)},
      CASE WHEN t.status <> 'rejected' THEN ${after(120)} END, CASE WHEN t.status NOT IN ('rejected', 'merged') THEN ${after(14_400)} END,
      CASE WHEN t.status = 'closed' THEN ${answered} END, CASE WHEN t.status = 'closed' THEN ${after(86_400)} END, ${after(86_400)},
      ARRAY['vk:-1_' || g], replace(t.state, 'TEMPLATE', ${key}),
      'network', 1, 0, CASE WHEN t.wakes = 1 THEN 'clerk-' || (hashint8(g + 3) & 2147483647) % 2000 END,
      CASE WHEN t.wakes = 1 THEN ${after(14_400)} END, CASE WHEN t.wakes = 1 THEN 'owner' END
    FROM ${series}`)
  await pool.query(
    `INSERT INTO ${schema}.label (tenant, incident_id, kind, value) SELECT 'main', ${id}, 'message', 'vk:-1_' || g FROM generate_series(${from}::bigint, ${to}::bigint) AS g`,
  )
  await pool.query(
    `INSERT INTO ${schema}.claim (tenant, key, incident_id) SELECT 'main', 'message:vk:-1_' || g, ${id} FROM generate_series(${from}::bigint, ${to}::bigint) AS g`,
  )
  await pool.query(
    `INSERT INTO ${schema}.message (tenant, key, revision, erased, body)
    SELECT 'main', 'vk:-1_' || g, 1, false, replace($1, 'TEMPLATE', g::text) FROM generate_series(${from}::bigint, ${to}::bigint) AS g`,
    [body],
  )
  await pool.query(`INSERT INTO ${schema}.event (tenant, position, incident_id, version, body)
    SELECT 'main', (g - 1) * ${events} + e, ${id}, e, replace(t.events[1 + (e - 1) % cardinality(t.events)], 'TEMPLATE', ${key})
    FROM ${series} CROSS JOIN generate_series(1, ${events}) AS e`)
}

/** What stands in the way of a quick fill, and how it is put back: every index of the tables that are filled. */
export async function dropIndexes(pool: Pool, schema: string): Promise<readonly string[]> {
  const tables = ["incident", "label", "claim", "message", "event"].map((table) => `${schema}.${table}`)
  const { rows: keys } = await pool.query<{ table: string; name: string; definition: string }>(
    `SELECT conrelid::regclass::text AS table, conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
    WHERE contype = 'p' AND conrelid = ANY ($1::regclass[])`,
    [tables],
  )
  for (const { table, name } of keys) await pool.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`)
  const { rows: indexes } = await pool.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index WHERE indrelid = ANY ($1::regclass[])`,
    [tables],
  )
  for (const { name } of indexes) await pool.query(`DROP INDEX ${name}`)
  return [
    ...keys.map(({ table, name, definition }) => `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`),
    ...indexes.map(({ definition }) => definition),
  ]
}

/** After the fill: the counter stands where commits go on. */
export async function setCounter(pool: Pool, schema: string, count: number, events: number): Promise<void> {
  await pool.query(
    `INSERT INTO ${schema}.counter (tenant, number, position) VALUES ('main', $1, $2) ON CONFLICT (tenant) DO UPDATE SET number = $1, position = $2`,
    [count, count * events],
  )
}
