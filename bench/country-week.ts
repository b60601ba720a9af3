/**
 * A week of the whole country: 2 500 000 messages are read in 89 regions, about 60 000 of them are complaints, on four
 * worker processes and one PostgreSQL.
 *
 *   npm run bench:country -- [--messages 2500000] [--regions 89] [--workers 4]
 *
 * Four of five complaints are taken, answered, approved, published and closed after a day; the fifth misses its term.
 * The networks cost nothing here.
 */
import { fork } from "node:child_process"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { createPostgresStorage, fromPg } from "@otklik/storage-postgres"
import { Pool } from "pg"
import { startServer } from "../packages/storage-postgres/test/server/start-server.ts"
import { dayMillis, sourcesOfRegion, weekBegins, type Country } from "./country-region.ts"
import type { CountryWork, Errand, Tally } from "./country-worker.ts"

const { values } = parseArgs({
  options: {
    messages: { type: "string", default: "2500000" },
    regions: { type: "string", default: "89" },
    workers: { type: "string", default: "4" },
  },
})
const [messages, regions, workers, days] = [Number(values.messages), Number(values.regions), Number(values.workers), 7]
const country: Country = { regions, days, aDay: Math.ceil(messages / regions / days / sourcesOfRegion) }

const server = await startServer({
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  shared_buffers: "1GB",
  max_wal_size: "4GB",
  deadlock_timeout: "1s",
  shared_preload_libraries: "pg_stat_statements",
  "pg_stat_statements.track": "all",
})
if (server === undefined) throw new Error("there is no PostgreSQL server here: npm ci brings one")
const pool = new Pool({ host: "127.0.0.1", port: server.port, user: "otklik", database: "postgres", max: 2 })

type Answer = { readonly ready: true } | { readonly tally: Tally } | { readonly error: string }

const program = fileURLToPath(new URL("country-worker.ts", import.meta.url))
const crew = Array.from({ length: workers }, (_, index) => {
  const work: CountryWork = { port: server.port, index, workers, country }
  return fork(program, [JSON.stringify(work)], { execArgv: ["--conditions=@otklik/source"] })
})
/** The next answer of each. */
const answers = () =>
  Promise.all(
    crew.map(
      (child) =>
        new Promise<Answer>((resolve, reject) => {
          const ended = (): void => reject(new Error("a worker ended"))
          child.once("exit", ended)
          child.once("message", (answer: Answer) => {
            child.off("exit", ended)
            if ("error" in answer) reject(new Error(answer.error))
            else resolve(answer)
          })
        }),
    ),
  )

const total = { read: 0, matched: 0, registered: 0, commands: 0, published: 0, woken: 0 }
const spent = { pull: 0, office: 0, publish: 0, tick: 0, report: 0 }

async function all(kind: Errand["kind"], day: number): Promise<void> {
  const started = performance.now()
  const now = new Date(weekBegins + day * dayMillis).toISOString()
  const answered = answers()
  for (const child of crew) child.send({ kind, now } satisfies Errand)
  for (const answer of await answered) {
    if (!("tally" in answer)) continue
    for (const name of Object.keys(total) as (keyof Tally)[]) total[name] += answer.tally[name]
  }
  spent[kind] += (performance.now() - started) / 1000
}

try {
  const ready = answers()
  await pool.query("CREATE EXTENSION pg_stat_statements")
  await createPostgresStorage({ client: fromPg(pool) }).migrate()
  await ready
  console.log(`${server.name}; Node ${process.version}; ${regions} regions, ${workers} workers`)
  const started = performance.now()
  for (let half = 1; half <= days * 2; half += 1) {
    for (const kind of ["pull", "tick", "office", "publish"] as const) await all(kind, half / 2)
    console.log(`day ${half / 2}: ${JSON.stringify(total)}, ${((performance.now() - started) / 1000).toFixed(0)} s`)
  }
  await all("tick", days + 1)
  await all("report", days + 1)
  const seconds = (performance.now() - started) / 1000
  console.log(
    `\n${total.read} messages read, ${total.matched} matched, ${total.registered} incidents, ${total.commands} commands, ${total.published} replies, ${total.woken} wake-ups`,
  )
  console.log(
    `${seconds.toFixed(0)} s: ${Object.entries(spent)
      .map(([kind, one]) => `${kind} ${one.toFixed(0)} s`)
      .join(", ")}; ${Math.round(total.read / spent.pull)} messages a second while reading`,
  )
  const { rows: sizes } = await pool.query<{
    whole: string
    tables: string
  }>(`SELECT pg_size_pretty(pg_database_size(current_database())) AS whole,
    string_agg(relname || ' ' || pg_size_pretty(pg_total_relation_size(oid)), ', ' ORDER BY pg_total_relation_size(oid) DESC) AS tables
    FROM pg_class WHERE relnamespace = 'otklik'::regnamespace AND relkind = 'r' AND pg_total_relation_size(oid) > 1000000`)
  console.log(`database ${sizes[0]?.whole}: ${sizes[0]?.tables}`)
  const { rows: statuses } = await pool.query(`SELECT status, count(*)::int AS incidents FROM otklik.incident GROUP BY 1 ORDER BY 2 DESC`)
  console.log(statuses.map(({ status, incidents }) => `${status} ${incidents}`).join(", "))
  const { rows: slow } = await pool.query<
    Record<"calls" | "mean" | "max" | "total" | "query", string>
  >(`SELECT calls, round(mean_exec_time::numeric, 2) AS mean, round(max_exec_time::numeric, 1) AS max,
    round(total_exec_time::numeric / 1000, 1) AS total, left(regexp_replace(query, '\\s+', ' ', 'g'), 110) AS query
    FROM pg_stat_statements WHERE toplevel AND query ~ 'otklik' ORDER BY max_exec_time DESC LIMIT 6`)
  console.log("\nthe slowest statements: calls, mean ms, longest ms, seconds in all")
  for (const { calls, mean, max, total: sum, query } of slow)
    console.log(`${calls.padStart(9)} ${mean.padStart(8)} ${max.padStart(9)} ${sum.padStart(8)}  ${query}`)
} finally {
  for (const child of crew) child.kill("SIGKILL")
  await pool.end()
  await server.stop()
}
