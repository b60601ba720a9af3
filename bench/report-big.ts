/**
 * What a report costs among millions of incidents on PostgreSQL: a day, a month with a cross table, a year.
 *
 *   npm run bench:report-big -- [--incidents 5000000] [--rounds 5]
 *
 * Starts a server of its own in a temporary folder, with the settings of a real one. The rows have what figures are
 * counted by and no documents, so that filling takes minutes. The targets of five million, on two cores: a day in 60
 * ms, a month with a cross table in 1.2 s, a year in 12 s.
 */
import { parseArgs } from "node:util"
import type { Report } from "@otklik/core"
import { buildReport, createPeriod, type ReportTableQuestion } from "@otklik/core/reports"
import { createPostgresStorage, fromPg } from "@otklik/storage-postgres"
import { Pool } from "pg"
import { startServer } from "../packages/storage-postgres/test/server/start-server.ts"

const { values } = parseArgs({ options: { incidents: { type: "string", default: "5000000" }, rounds: { type: "string", default: "5" } } })
const [incidents, rounds] = [Number(values.incidents), Number(values.rounds)]
/** Between one incident and the next: any number of them are three years. */
const stepSeconds = (3 * 365 * 86_400) / incidents

const server = await startServer({
  shared_buffers: "2GB",
  work_mem: "64MB",
  synchronous_commit: "on",
  max_wal_size: "8GB",
  maintenance_work_mem: "512MB",
})
if (server === undefined) throw new Error("there is no PostgreSQL server here: npm ci brings one")
const pool = new Pool({ host: "127.0.0.1", port: server.port, user: "otklik", database: "postgres", max: 2 })
const begin = performance.now()
const say = (what: string): void => console.log(`${((performance.now() - begin) / 1000).toFixed(0).padStart(6)} s  ${what}`)

const moment = (minutes: string): string =>
  `to_char(timestamp '2023-01-01' + g * ${stepSeconds} * interval '1 second' + (${minutes}) * interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')`
const chance = (share: number, value: string): string => `CASE WHEN (g::bigint * 7919) % 1000 < ${share * 1000} THEN ${value} END`
const isClosed = "(g::bigint * 7919) % 1000 < 900"

/** Nine of ten are closed; each has a term of the first reply and one of the owner, and four marks. */
async function fill(schema: string): Promise<void> {
  const row = `'main', 'incident-' || g, g, 5, NULL, CASE WHEN ${isClosed} THEN 'closed' ELSE 'in-work' END,
    (ARRAY['fix-confirmed', 'fix-claimed', 'explained', 'cannot-fix'])[1 + g % 4], 'network', 'topic-' || g % 40, 'body-' || g % 50,
    'territory-' || g % 60, (ARRAY['vk', 'ok'])[1 + g % 2], 'problem', 'normal', ${moment("0")}, ${moment("1")}, ${moment("2")},
    ${moment("240")}, ${chance(0.95, moment("30 + g % 400"))}, ${chance(0.95, "g % 480")}, ${chance(0.9, moment("2000 + g % 900"))},
    ${chance(0.9, moment("5000"))}, CASE WHEN ${isClosed} THEN NULL ELSE ${moment("2")} END, ${chance(0.9, moment("5820"))},
    ${chance(0.9, "'no-objection'")}, 1, 0, ${moment("5820")}, '{}', '{}'`
  const columns = `tenant, incident_id, number, version, wake_at, status, problem, intake, topic, authority_id, territory_id, network, kind,
    importance, published_at, detected_at, registered_at, due_at, answered_at, answered_working_minutes, final_at, window_until, open_since,
    closed_at, closing, cycle, voices, updated_at, message_keys, state`
  for (let from = 1; from <= incidents; from += 250_000) {
    const series = `generate_series(${from}, ${Math.min(incidents, from + 249_999)}) AS g`
    await pool.query(`INSERT INTO ${schema}.incident (${columns}) SELECT ${row} FROM ${series}`)
    await pool.query(`INSERT INTO ${schema}.clock_fact (tenant, incident_id, ordinal, goal, cycle, started_at, due_at, reached_at, authority_id)
      SELECT 'main', 'incident-' || g, o, (ARRAY['first-reply', 'acceptance'])[o], 1, ${moment("2")}, ${moment("240 * o")}, ${chance(0.95, moment("30 + g % 400"))},
      'body-' || g % 50 FROM ${series}, generate_series(1, 2) AS o`)
    await pool.query(`INSERT INTO ${schema}.mark (tenant, incident_id, ordinal, kind, at, subject, authority_id)
      SELECT 'main', 'incident-' || g, o, (ARRAY['received', 'draft-submitted', 'closed', 'first-closed'])[o],
      ${moment("(ARRAY[2, 25, 5820, 5820])[o]")}, CASE WHEN o = 3 THEN 'no-objection' END, 'body-' || g % 50
      FROM ${series}, generate_series(1, 4) AS o WHERE o < 3 OR ${isClosed}`)
  }
  await pool.query(`VACUUM (ANALYZE) ${schema}.incident, ${schema}.clock_fact, ${schema}.mark`)
}

try {
  say(server.name)
  const storage = createPostgresStorage({ client: fromPg(pool), schema: "big" })
  await storage.migrate()
  await fill("big")
  say(`${incidents} incidents are written`)
  const at = "2026-01-01T00:00:00.000Z"
  const cross: readonly ReportTableQuestion[] = [{ by: ["topic", "territory"] }, { bucket: "day" }]
  const ask = (from: string, to: string, tables: readonly ReportTableQuestion[]) => async (): Promise<Report> =>
    buildReport({
      period: createPeriod({ zone: "Asia/Chita", from, to }),
      compared: null,
      at,
      now: at,
      calendar: undefined,
      where: undefined,
      reach: undefined,
      tables,
      goals: ["first-reply", "acceptance"],
      groups: { topicGroup: [], authorityKind: [], territory: [] },
      notes: [],
      figures: (query) => storage.counts.figures(query),
    })
  const questions = {
    "a day: totals with every number and duration": ask("2025-11-10", "2025-11-11", []),
    "a day with the usual tables": ask("2025-11-10", "2025-11-11", [{ by: ["topic"] }, { by: ["authority"] }, { by: ["territory"] }]),
    "a month with a cross table and its days": ask("2025-11-01", "2025-12-01", cross),
    "a year with its months": ask("2025-01-01", "2026-01-01", [{ by: ["topic"], bucket: "month" }]),
  }
  for (const [what, question] of Object.entries(questions)) {
    const times: number[] = []
    let received = 0
    for (let round = 0; round <= rounds; round += 1) {
      const started = performance.now()
      const report = await question()
      received = report.totals.numbers["received"] ?? 0
      // The first round warms up.
      if (round > 0) times.push(performance.now() - started)
    }
    const median = times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN
    console.log(`${what.padEnd(50)} ${median.toFixed(1).padStart(10)} ms  ${received} received`)
  }
  say("done")
} finally {
  await pool.end()
  await server.stop()
}
