/**
 * What a person's request costs: every message is read, since there is no index by author. A region's years of
 * messages, of which a few are the person's; the same request once more after an interruption half-way.
 *
 *   npm run bench:erase -- [--messages 500000] [--storage sqlite|postgres]
 *
 * Fills a database of its own in a temporary folder. 500 000 messages take about 600 MB of disk and some minutes.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { parseArgs } from "node:util"
import { createDesk, type Storage } from "@otklik/core"
import { keyedId } from "@otklik/core/internal"
import { buildStoredMessage, createManualClock } from "@otklik/testkit"
import { createPostgresStorage, fromPg } from "@otklik/storage-postgres"
import { createSqliteStorage, sqliteSettings } from "@otklik/storage-sqlite"
import { Pool } from "pg"
import { startServer } from "../packages/storage-postgres/test/server/start-server.ts"

const { values } = parseArgs({
  options: { messages: { type: "string", default: "500000" }, storage: { type: "string", default: "sqlite" } },
})
const count = Number(values.messages)
const at = "2026-11-25T00:00:00.000Z"
const authorKey = new Uint8Array(32).fill(7)
const actor = { id: "officer", kind: "person" } as const
const text = "Третий день нет отопления, батареи холодные, дома дети. Диспетчерская отвечает, что заявка принята. ".repeat(2)
const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begin = performance.now()
  await work()
  return (performance.now() - begin) / 1000
}
const say = (what: string): void => console.log(`${what}; ${Math.round(process.memoryUsage().rss / 1e6)} MB in memory`)

async function open(): Promise<{ readonly storage: Storage; end(): Promise<void> }> {
  if (values.storage === "postgres") {
    const server = await startServer({ fsync: "on", synchronous_commit: "on", full_page_writes: "on", shared_buffers: "1GB" })
    if (server === undefined) throw new Error("there is no PostgreSQL server here: npm ci brings one")
    const pool = new Pool({ host: "127.0.0.1", port: server.port, user: "otklik", database: "postgres", max: 4 })
    return {
      storage: createPostgresStorage({ client: fromPg(pool) }),
      async end() {
        await pool.end()
        await server.stop()
      },
    }
  }
  const folder = mkdtempSync(join(tmpdir(), "otklik-erase-"))
  const database = new DatabaseSync(join(folder, "otklik.db"))
  for (const setting of sqliteSettings) database.exec(setting)
  return {
    storage: createSqliteStorage({ database }),
    async end() {
      database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const { storage, end } = await open()
await storage.migrate()
const person = keyedId(authorKey, "vk", "citizen")
const filled = await seconds(async () => {
  for (let from = 0; from < count; from += 5000) {
    const messages = Array.from({ length: Math.min(5000, count - from) }, (_, index) => {
      const id = from + index
      const authorPseudonym = id % Math.round(count / 25) === 7 ? person : `author-${id % 90_000}`
      const publishedAt = new Date(Date.parse("2023-01-01T00:00:00.000Z") + id * 180_000).toISOString()
      return buildStoredMessage({ key: `vk:-1_${String(id).padStart(7, "0")}`, text, authorPseudonym, publishedAt })
    })
    await storage.commit({ messages })
  }
})
say(`${values.storage}: ${count} messages written in ${filled.toFixed(0)} s`)

const usual = { connectors: [], rules: [], routing: { authorities: [], territories: [], rules: [] }, policies: [], authorKey }
const clock = createManualClock({ at })
const request = { network: "vk", authorId: "citizen", requestId: "letter 1" }
let commits = 0
const dying: Storage = {
  ...storage,
  async commit(unit) {
    if ((commits += 1) > 26) throw new Error("the power is gone")
    return storage.commit(unit)
  },
}
const half = await seconds(async () =>
  createDesk({ ...usual, clock, storage: dying })
    .eraseAuthor(request, { actor })
    .catch(() => {}),
)
say(`an interrupted request: ${half.toFixed(1)} s`)
const desk = createDesk({ ...usual, clock, storage })
let erased = 0
const rest = await seconds(async () => {
  const certificate = await desk.eraseAuthor(request, { actor })
  erased = certificate.erased.messages
})
say(`the same request again, from where it stopped: ${rest.toFixed(1)} s; ${erased} messages in the certificate of the whole`)
const whole = await seconds(async () => desk.eraseAuthor({ ...request, requestId: "letter 2" }, { actor }))
say(`a scan of every message: ${whole.toFixed(1)} s`)
await end()
