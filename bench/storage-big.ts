/**
 * What millions of incidents cost: a commit at five million beside one at fifty thousand, and the figures of a report
 * beside SQL written by hand for the same numbers.
 *
 *   npm run bench:storage-big -- [--incidents 5000000] [--rounds 9] [--keep-going]
 *
 * Starts a server of its own in a temporary folder, with the settings of a real one. Five million incidents take about
 * 25 GB of disk and half an hour to fill.
 */
import { parseArgs } from "node:util"
import type { CaseFilter, UnitOfWork } from "@otklik/core/storage"
import { createPostgresStorage, fromPg } from "@otklik/storage-postgres"
import { appendOf, buildCursorMove, buildIncident, buildStoredMessage } from "@otklik/testkit"
import { Pool } from "pg"
import { startServer } from "../packages/storage-postgres/test/server/start-server.ts"
import { dropIndexes, fill, makeTemplates, momentOf, setCounter } from "./storage-big-fill.ts"
import { figuresByHand, handMetrics } from "./figures-by-hand.ts"

const { values } = parseArgs({
  options: {
    incidents: { type: "string", default: "5000000" },
    small: { type: "string", default: "50000" },
    rounds: { type: "string", default: "9" },
    events: { type: "string", default: "3" },
  },
})
const [incidents, small, rounds, events] = [Number(values.incidents), Number(values.small), Number(values.rounds), Number(values.events)]

const server = await startServer({
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  shared_buffers: "2GB",
  max_wal_size: "8GB",
  checkpoint_timeout: "15min",
  maintenance_work_mem: "1GB",
  work_mem: "64MB",
  deadlock_timeout: "1s",
})
if (server === undefined) throw new Error("there is no PostgreSQL server here: npm ci brings one")
const pool = new Pool({ host: "127.0.0.1", port: server.port, user: "otklik", database: "postgres", max: 4 })
const begin = performance.now()
const say = (what: string): void => console.log(`${((performance.now() - begin) / 1000).toFixed(0).padStart(6)} s  ${what}`)
const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN

async function prepare(schema: string, count: number) {
  const storage = createPostgresStorage({ client: fromPg(pool), schema })
  await storage.migrate()
  const templates = await makeTemplates(pool, schema)
  const back = await dropIndexes(pool, schema)
  const step = 250_000
  const starts = Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step + 1).toReversed()
  await Promise.all(
    Array.from({ length: 2 }, async () => {
      for (let from = starts.pop(); from !== undefined; from = starts.pop())
        await fill(pool, schema, { from, to: Math.min(count, from + step - 1), templates, events })
    }),
  )
  say(`${schema}: ${count} incidents are written`)
  for (const statement of back) await pool.query(statement)
  await setCounter(pool, schema, count, events)
  await pool.query(`VACUUM (ANALYZE) ${["incident", "label", "claim", "message", "event"].map((table) => `${schema}.${table}`).join(", ")}`)
  const { rows } = await pool.query<{ name: string; size: string; indexes: string }>(
    `SELECT relname AS name, pg_size_pretty(pg_table_size(oid)) AS size, pg_size_pretty(pg_indexes_size(oid)) AS indexes FROM pg_class
    WHERE relnamespace = $1::regnamespace AND relkind = 'r' AND pg_total_relation_size(oid) > 1000000 ORDER BY 1`,
    [schema],
  )
  say(`${schema}: indexed and vacuumed; ${rows.map(({ name, size, indexes }) => `${name} ${size} + ${indexes}`).join(", ")}`)
  return storage
}

function unitOf(name: string, size: number): UnitOfWork {
  const ids = Array.from({ length: size }, (_, index) => `${name}_${index}`)
  return {
    appends: ids.map((id) => appendOf(buildIncident({ messageKey: `vk:-2_${id}`, status: "assigned" }))),
    claims: ids.map((id) => ({ key: `message:vk:-2_${id}`, incidentId: buildIncident({ messageKey: `vk:-2_${id}` }).incidentId })),
    messages: ids.map((id) => buildStoredMessage({ key: `vk:-2_${id}` })),
    cursors: [buildCursorMove({ sourceId: name })],
  }
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** Two things by turns, as medians and as the median of the ratios of the rounds. */
async function compare(
  what: string,
  times: number,
  one: (round: number) => Promise<number>,
  other: (round: number) => Promise<number>,
): Promise<void> {
  const pairs: (readonly [number, number])[] = []
  for (let round = 0; round <= times; round += 1) {
    const swapped = round % 2 === 1
    const first = await (swapped ? other : one)(round)
    const second = await (swapped ? one : other)(round)
    // The first round warms up.
    if (round > 0) pairs.push(swapped ? [second, first] : [first, second])
  }
  const cell = (number: number): string => number.toFixed(2).padStart(10)
  console.log(
    what.padEnd(58),
    cell(median(pairs.map(([left]) => left))),
    cell(median(pairs.map(([, right]) => right))),
    cell(median(pairs.map(([left, right]) => left / right))),
  )
}

try {
  say(server.name)
  const [less, more] = [await prepare("small", small), await prepare("big", incidents)]

  console.log(`\n${"a commit, milliseconds".padEnd(58)} ${String(incidents).padStart(10)} ${String(small).padStart(10)}      ratio`)
  for (const size of [1, 100]) {
    const commits = size === 1 ? 200 : 10
    const task = (storage: typeof less) => async (round: number) => {
      const units = Array.from({ length: commits }, (_, index) => unitOf(`${size}-${round}-${index}`, size))
      return (
        (await milliseconds(async () => {
          for (const unit of units) await storage.commit(unit)
        })) / commits
      )
    }
    await compare(`${size} new incident${size === 1 ? "" : "s"}, with texts, claims, events and the cursor`, rounds, task(more), task(less))
  }

  const look = (storage: typeof less) => () =>
    milliseconds(() => storage.counts.countWork({ now: momentOf(incidents + 10_000), limit: 10_000 }))
  await compare("how much work there is, counted up to 10 000", rounds, look(more), look(less))

  // What an office asks for all day: a page of any list within 20 ms, its count within 100 ms.
  const [owner, topic] = await Promise.all(
    ["authority_id", "topic"].map(async (column) => {
      const { rows } = await pool.query<{ value: string }>(
        `SELECT ${column} AS value FROM big.incident WHERE ${column} IS NOT NULL LIMIT 1`,
      )
      return rows[0]?.value ?? "none"
    }),
  )
  const lists: Readonly<Record<string, CaseFilter>> = {
    everything: {},
    "of an owner": { authorityIds: [owner ?? "none"] },
    "of a topic": { topics: [topic ?? "none"] },
    "of a reach": { reach: [{ territoryIds: ["place-7", "place-8"] }, { topics: [topic ?? "none"] }] },
    "whose move it is": { waitsFor: ["owner"] },
    "of a clerk": { executorIds: ["clerk-7"] },
  }
  console.log(`\n${"lists, milliseconds".padEnd(58)} ${"page".padStart(10)} ${"next page".padStart(10)} ${"count".padStart(10)}`)
  for (const [what, filter] of Object.entries(lists)) {
    for (const order of ["number", "due", "waiting", "newest", "oldest", "updated"] as const) {
      const first = await more.find({ ...filter, order, limit: 50 })
      const times: (readonly [number, number, number])[] = []
      for (let round = 0; round < rounds; round += 1)
        times.push([
          await milliseconds(() => more.find({ ...filter, order, limit: 50 })),
          await milliseconds(() => more.find({ ...filter, order, limit: 50, ...(first.next === null ? {} : { after: first.next }) })),
          await milliseconds(() => more.counts.countCases([filter], 10_000)),
        ])
      const [page, next, count] = [0, 1, 2].map((part) => median(times.map((time) => time[part] ?? 0)))
      const isSlow = (page ?? 0) > 20 || (next ?? 0) > 20 || (count ?? 0) > 100
      console.log(
        `${what}, by ${order}`.padEnd(58),
        ...[page, next, count].map((time) => (time ?? 0).toFixed(2).padStart(10)),
        isSlow ? "  TOO SLOW" : "",
      )
      if (isSlow) process.exitCode = 1
    }
  }

  const month = { from: momentOf(Math.floor(incidents * 0.6)), to: momentOf(Math.floor(incidents * 0.6) + Math.floor((30 * 86_400) / 19)) }
  const day = { from: month.from, to: momentOf(Math.floor(incidents * 0.6) + Math.floor(86_400 / 19)) }
  const whole = { from: momentOf(0), to: momentOf(incidents + 1) }
  const at = momentOf(incidents + 10_000)
  console.log(`\n${"figures, milliseconds".padEnd(58)} ${"storage".padStart(10)} ${"by hand".padStart(10)}      ratio`)
  for (const [name, period] of Object.entries({ day, month, whole })) {
    for (const by of [undefined, "topic", "authority", "territory"] as const) {
      const count = () => more.counts.figures({ period, at, metrics: handMetrics, by: by === undefined ? [] : [by] })
      const [ours, hands] = [await count(), await figuresByHand(pool, "big", { period, at, by })]
      if (JSON.stringify(ours) !== JSON.stringify(hands)) throw new Error(`the figures differ: ${JSON.stringify([ours[0], hands[0]])}`)
      await compare(
        `${name}${by === undefined ? "" : `, by ${by}`}: ${ours.reduce((sum, { numbers }) => sum + (numbers.received ?? 0), 0)} received`,
        name === "whole" ? Math.min(3, rounds) : rounds,
        () => milliseconds(count),
        () => milliseconds(() => figuresByHand(pool, "big", { period, at, by })),
      )
    }
  }
  say("done")
} finally {
  await pool.end()
  await server.stop()
}
