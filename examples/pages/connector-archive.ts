import assert from "node:assert/strict"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
// #region gzip
import { createReadStream } from "node:fs"
import { createInterface } from "node:readline"
import { createGunzip } from "node:zlib"
// #endregion gzip
// #region use
import { createArchiveConnector, createReplyFile } from "@otklik/connector-archive"
// #endregion use
import { createDesk } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage } from "@otklik/testkit"

const home = process.cwd()
const folder = mkdtempSync(join(tmpdir(), "otklik-page-"))
process.chdir(folder)
mkdirSync("exports")
mkdirSync("exchange")
const lineOf = (key: string): string => `${JSON.stringify(buildMessage({ key }))}\n`
writeFileSync("exports/2026-11.ndjson", lineOf("vk:-1_1"))
writeFileSync("exports/live.ndjson", lineOf("ok:2") + lineOf("tg:3"))
writeFileSync("exports/2025.ndjson.gz", gzipSync(lineOf("vk:-1_4")))

// #region use
const archive = createArchiveConnector({
  id: "archive:vendor",
  files: ["exports/2026-11.ndjson", { path: "exports/live.ndjson", id: "live", title: "Vendor, live" }],
  replies: createReplyFile({ path: "exchange/replies.ndjson" }),
})
// #endregion use

// #region gzip
const packed = createArchiveConnector({
  id: "archive:vendor-2025",
  sources: [{ id: "2025", open: () => createInterface({ input: createReadStream("exports/2025.ndjson.gz").pipe(createGunzip()) }) }],
})
// #endregion gzip

const now = "2026-11-25T00:00:00.000Z"
const desk = createDesk({
  storage: createMemoryStorage(),
  connectors: [archive, packed],
  rules: [{ id: "lamps", query: "фонар*", topic: "lamps" }],
  routing: { authorities: [], territories: [], rules: [] },
  policies: [],
  authorKey: new Uint8Array(32),
  clock: { now: () => now },
})
const { failures } = await desk.pull()
assert.deepEqual(failures, [])
const { incidents } = await desk.find({}, { limit: 10 })
assert.deepEqual(incidents.map(({ facts }) => facts.network).toSorted(), ["ok", "tg", "vk", "vk"])

const reply = { messageKey: "ok:2", text: "Фонарь заменили.", photos: [], idempotencyKey: "reply-1", now }
assert.deepEqual(await archive.doReply?.(reply), await archive.doReply?.(reply))
const replies = readFileSync("exchange/replies.ndjson", "utf8")
assert.equal(replies.trim().split("\n").length, 1)
console.log(`${incidents.length} incidents, and a reply in the exchange file: ${replies.trim()}`)

process.chdir(home)
rmSync(folder, { recursive: true })
