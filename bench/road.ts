/**
 * The road in lines a second: archive → match → register → route → SQLite, with the memory after every 100 000 lines.
 *
 *   npm run bench:road -- [--lines 1000000] [--input FILE.ndjson]
 *
 * The input (default: the demo's bundled day) is repeated with new keys up to the number of lines. Wall-clock figures
 * depend on the machine and on what else it does; what counts is that memory stays flat and that the lines a CPU second
 * do not fall with the number of lines.
 */
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { createArchiveConnector } from "@otklik/connector-archive"
import { createDesk, isDeskError } from "@otklik/core"
import { createSqliteStorage, sqliteSettings } from "@otklik/storage-sqlite"
import { region } from "../examples/zabaykalye/src/region.ts"

const step = 100_000

const { values } = parseArgs({ options: { lines: { type: "string", default: "1000000" }, input: { type: "string" } } })
const wanted = Number(values.lines)
if (!Number.isInteger(wanted) || wanted < step) throw new Error(`--lines: a whole number from ${step} on was expected`)
const input = values.input ?? fileURLToPath(new URL("../examples/zabaykalye/demo/messages/day.ndjson", import.meta.url))

/** Writes the messages of a file again and again, each round with keys of its own. */
async function repeat(from: string, to: string, count: number): Promise<void> {
  const templates = readFileSync(from, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        const message = JSON.parse(line) as { key?: unknown }
        return typeof message.key === "string" ? [message as { key: string }] : []
      } catch {
        return []
      }
    })
  const out = createWriteStream(to)
  for (let index = 0; index < count; index += 1) {
    const template = templates[index % templates.length]
    if (template === undefined) throw new Error("the input holds no messages")
    const line = JSON.stringify({ ...template, key: `${template.key}_${Math.floor(index / templates.length)}` })
    if (!out.write(`${line}\n`)) await once(out, "drain")
  }
  out.end()
  await once(out, "finish")
}

/** Reading and parsing the same file with nothing else: what the road is compared with. */
async function readOnly(file: string): Promise<number> {
  const started = process.hrtime.bigint()
  let lines = 0
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    JSON.parse(line)
    lines += 1
  }
  return lines / (Number(process.hrtime.bigint() - started) / 1e9)
}

const folder = mkdtempSync(join(tmpdir(), "otklik-bench-"))
try {
  const file = join(folder, "archive.ndjson")
  await repeat(input, file, wanted)
  const bare = await readOnly(file)
  const database = new DatabaseSync(join(folder, "desk.sqlite"))
  for (const setting of sqliteSettings) database.exec(setting)
  const storage = createSqliteStorage({ database })
  await storage.migrate()
  const desk = createDesk({
    ...region,
    storage,
    connectors: [createArchiveConnector({ id: "archive", files: [file] })],
    authorKey: new Uint8Array(32).fill(1),
    clock: { now: () => new Date().toISOString() },
  })
  let read = 0
  let mark = step
  let since = process.hrtime.bigint()
  let spent = process.cpuUsage()
  const started = since
  const startedCpu = spent
  const memory: number[] = []
  const perCpuSecond = (lines: number, from: NodeJS.CpuUsage): number => {
    const { user, system } = process.cpuUsage(from)
    return Math.round(lines / ((user + system) / 1e6))
  }
  console.log("lines      lines/s   lines a CPU second   resident MB")
  const result = await desk.pull({
    pageSize: 1000,
    onPage: (page) => {
      read += page.read
      if (read < mark) return
      const now = process.hrtime.bigint()
      const megabytes = process.memoryUsage.rss() / 1e6
      memory.push(megabytes)
      console.log(
        [
          String(mark).padStart(9),
          String(Math.round(step / (Number(now - since) / 1e9))).padStart(8),
          String(perCpuSecond(step, spent)).padStart(20),
          megabytes.toFixed(0).padStart(13),
        ].join(" "),
      )
      mark += step
      since = now
      spent = process.cpuUsage()
    },
  })
  for (const { error } of result.failures) throw isDeskError(error) ? new Error(`${error.code}: ${error.message}`) : error
  const rate = result.read / (Number(process.hrtime.bigint() - started) / 1e9)
  database.close()
  console.log(`${result.read} lines, ${result.matched} matched, ${result.registered + result.candidates} incidents`)
  console.log(`${perCpuSecond(result.read, startedCpu)} lines a CPU second`)
  console.log(`${Math.round(rate)} lines/s; reading and parsing alone: ${Math.round(bare)} lines/s; ratio ${(rate / bare).toFixed(3)}`)
  console.log(`memory after the last ${step} lines to that after the first: ${((memory.at(-1) ?? 0) / (memory[0] ?? 1)).toFixed(2)}`)
} finally {
  rmSync(folder, { recursive: true })
}
