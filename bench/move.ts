/**
 * What moving a tenant costs, and that it needs no more memory for many incidents than for few: SQLite → a file →
 * PostgreSQL or SQLite, each way in a process of its own.
 *
 *   npm run bench:move -- [--incidents 20000,200000] [--into postgres,sqlite]
 *
 * Each incident has its message, claim, draft, reply, evidence, mark and sealed author.
 */
import { movingOf } from "@otklik/core/storage"
import { fork } from "node:child_process"
import { once } from "node:events"
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { DatabaseSync } from "node:sqlite"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { createDesk, type Storage } from "@otklik/core"
import { createPostgresStorage, fromPg } from "@otklik/storage-postgres"
import { createSqliteStorage, sqliteSettings } from "@otklik/storage-sqlite"
import { appendOf, buildDraft, buildEvidence, buildIncident, buildOutboxEntry, buildStoredMessage } from "@otklik/testkit"
import { Pool } from "pg"
import { startServer } from "../packages/storage-postgres/test/server/start-server.ts"

/** One way, as its process is told. */
interface Way {
  readonly way: "export" | "import"
  readonly into: string
  readonly database: string
  readonly file: string
  readonly port: number
  readonly tenant: string
}

/** What a way came to. */
interface Cost {
  readonly lines: number
  readonly seconds: number
  /** The most that the process ever had, and the most that was on the heap at any thousandth line, in megabytes. */
  readonly resident: number
  readonly heap: number
}

const actor = { id: "officer", kind: "person" } as const
const text = "Третий день нет отопления, батареи холодные, дома дети. Диспетчерская отвечает, что заявка принята. ".repeat(2)
const megabyte = 2 ** 20

function openSqlite(path: string): Storage {
  const database = new DatabaseSync(path)
  for (const setting of sqliteSettings) database.exec(setting)
  return createSqliteStorage({ database })
}

function deskOn(storage: Storage) {
  const routing = { authorities: [], territories: [], rules: [] }
  const clock = { now: () => new Date().toISOString() }
  return createDesk({ storage, connectors: [], rules: [], routing, policies: [], authorKey: new Uint8Array(32).fill(1), clock })
}

async function fill(path: string, incidents: number): Promise<void> {
  const storage = openSqlite(path)
  await storage.migrate()
  for (let from = 0; from < incidents; from += 500) {
    const built = Array.from({ length: Math.min(500, incidents - from) }, (_, index) =>
      buildIncident({ incidentId: `inc-${from + index}`, messageKey: `vk:-1_${from + index}`, status: "closed" }),
    )
    const ids = built.map((incident, index) => ({ incidentId: incident.incidentId, messageKey: `vk:-1_${from + index}` }))
    await storage.commit({
      appends: built.map((incident) => ({
        ...appendOf(incident),
        marks: [{ kind: "repeated", at: "2026-03-02T06:00:00.000Z", subject: incident.incidentId, authorityId: null }],
      })),
      claims: ids.map(({ incidentId, messageKey }) => ({ key: `message:${messageKey}`, incidentId })),
      messages: ids.map(({ messageKey }) => buildStoredMessage({ key: messageKey, text })),
      drafts: ids.map(({ incidentId }) => buildDraft({ draftId: `draft of ${incidentId}`, incidentId, text })),
      outbox: ids.map(({ incidentId, messageKey }) =>
        buildOutboxEntry({ outboxId: `reply of ${incidentId}`, incidentId, messageKey, text, state: "published" }),
      ),
      evidence: ids.map(({ incidentId }) => buildEvidence({ incidentId, evidenceId: `evidence of ${incidentId}` })),
      sealedAuthors: ids.map(({ messageKey }) => ({ messageKey, keyId: "one", sealed: "x".repeat(60) })),
    })
  }
  await storage.close()
}

async function walk({ way, into, database, file, port, tenant }: Way): Promise<Cost> {
  const started = performance.now()
  let [lines, heap] = [0, 0]
  const counted = async function* (open: () => AsyncIterable<string>): AsyncGenerator<string> {
    for await (const line of open()) {
      if ((lines += 1) % 1000 === 0) heap = Math.max(heap, process.memoryUsage().heapUsed)
      yield line
    }
  }
  if (way === "export") {
    const out = createWriteStream(file)
    for await (const line of counted(() => deskOn(openSqlite(database)).export({ actor })))
      if (!out.write(`${line}\n`)) await once(out, "drain")
    out.end()
    await once(out, "close")
  } else {
    const pool = new Pool({ host: "127.0.0.1", port, user: "otklik", database: "postgres", max: 2 })
    const storage = into === "sqlite" ? openSqlite(`${database}.copy`) : createPostgresStorage({ client: fromPg(pool), tenant })
    await storage.migrate()
    const desk = deskOn(storage)
    await desk.import({ lines: counted(() => createInterface({ input: createReadStream(file) })) }, { actor })
    if ((await movingOf(storage).countRecords()).incident === 0) throw new Error("nothing came")
    await pool.end()
  }
  const seconds = (performance.now() - started) / 1000
  return { lines, seconds, resident: process.resourceUsage().maxRSS / 1024, heap: heap / megabyte }
}

async function inOwnProcess(way: Way): Promise<Cost> {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(way)], { execArgv: ["--conditions=@otklik/source"] })
  const [cost] = (await once(child, "message")) as [Cost]
  await once(child, "exit")
  return cost
}

async function compare(): Promise<void> {
  const { values } = parseArgs({
    options: { incidents: { type: "string", default: "20000,200000" }, into: { type: "string", default: "postgres,sqlite" } },
  })
  const server = await startServer({ fsync: "on", synchronous_commit: "on", shared_buffers: "512MB", max_wal_size: "4GB" })
  if (server === undefined) throw new Error("there is no PostgreSQL server here: npm ci brings one")
  const folder = mkdtempSync(join(tmpdir(), "otklik-move-"))
  const pool = new Pool({ host: "127.0.0.1", port: server.port, user: "otklik", database: "postgres", max: 1 })
  try {
    await createPostgresStorage({ client: fromPg(pool) }).migrate()
    console.log(`${server.name}; Node ${process.version}`)
    for (const incidents of values.incidents.split(",").map(Number)) {
      const [database, file] = [join(folder, `${incidents}.db`), join(folder, `${incidents}.ndjson`)]
      await fill(database, incidents)
      const common = { database, file, port: server.port, tenant: `of ${incidents}` }
      const imports = values.into.split(",").map((into) => ({ way: "import", into }) as const)
      for (const { way, into } of [{ way: "export", into: "a file" } as const, ...imports]) {
        const { lines, seconds, resident, heap } = await inOwnProcess({ way, into, ...common })
        const memory = `resident ${resident.toFixed(0)} MB, heap ${heap.toFixed(0)} MB`
        console.log(`${incidents} incidents, ${way} into ${into}: ${lines} lines in ${seconds.toFixed(1)} s, ${memory}`)
      }
      console.log(`${incidents} incidents: the file has ${(statSync(file).size / megabyte).toFixed(0)} MB`)
    }
  } finally {
    await pool.end()
    await server.stop()
    rmSync(folder, { recursive: true })
  }
}

const way = process.argv[2]
if (way?.startsWith("{") === true) process.send?.(await walk(JSON.parse(way) as Way), () => process.disconnect())
else await compare()
