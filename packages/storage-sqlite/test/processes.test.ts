import { claimHolders } from "@otklik/core/storage"
import { spawn, type ChildProcessByStdio } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import type { Readable } from "node:stream"
import { text } from "node:stream/consumers"
import { DatabaseSync } from "node:sqlite"
import { buildIncident } from "@otklik/testkit"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { openFile } from "./fixture/open-file.ts"

let folder = ""
let file = ""

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "otklik-processes-"))
  file = join(folder, "otklik.db")
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function start(script: string, ...args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
  const path = join(import.meta.dirname, "fixture", script)
  return spawn(process.execPath, ["--conditions=@otklik/source", "--disable-warning=ExperimentalWarning", path, file, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  })
}

async function finish(child: ReturnType<typeof start>): Promise<string> {
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")])
  expect(errors).toBe("")
  return out
}

const eventsOfOne = buildIncident().events.length

describe("several processes on one database file", () => {
  it("register each message once, number without gaps and lose no count", { timeout: 60_000 }, async () => {
    const outputs = await Promise.all(["one", "two", "three"].map((worker) => finish(start("race.ts", worker, "120"))))
    const won = outputs.map((output) => (JSON.parse(output) as { readonly won: number }).won)
    expect(won.reduce((sum, count) => sum + count, 0)).toBe(120)

    const { database, storage } = openFile(file)
    const { incidents } = await storage.find({ limit: 1000 })
    expect(incidents.map((incident) => incident.number)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1))
    expect(new Set(incidents.flatMap((incident) => incident.incident.messageKeys)).size).toBe(120)
    const feed = await storage.readEvents(null, 10_000)
    expect(feed.map((stored) => Number(stored.position))).toEqual(Array.from({ length: 120 * eventsOfOne }, (_, index) => index + 1))
    const claims = await claimHolders(
      storage,
      Array.from({ length: 120 }, (_, index) => `message:vk:-1_${index + 1}`),
    )
    expect([...claims.values()].toSorted()).toEqual(incidents.map((incident) => incident.facts.incidentId).toSorted())
    expect((await storage.readCursors("vk:club1"))[0]).toMatchObject({ read: 120, matched: 120 })
    database.close()
  })

  it("that are killed leave whole units only, and every unit that they had acknowledged", { timeout: 60_000 }, async () => {
    const size = 40
    for (const acknowledged of [1, 3, 6, 4]) {
      const child = start("endless.ts", String(size))
      let last = 0
      let lines = 0
      for await (const line of createInterface({ input: child.stdout })) {
        last = Number(line)
        lines += 1
        // It goes on with the next unit while this signal is on its way.
        if (lines === acknowledged) child.kill("SIGKILL")
      }
      expect(lines).toBeGreaterThanOrEqual(acknowledged)

      const { database, storage } = openFile(file)
      expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" })
      const units = Number((await storage.readCursors("vk:club1"))[0]?.cursor)
      expect(units).toBeGreaterThanOrEqual(last)
      const count = (table: string) => Number(database.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.["rows"])
      expect({
        incidents: count("otklik_incident"),
        messages: count("otklik_message"),
        claims: count("otklik_claim"),
        events: count("otklik_event"),
      }).toEqual({
        incidents: units * size,
        messages: units * size,
        claims: units * size,
        events: units * size * eventsOfOne,
      })
      database.close()
    }
  })

  it("that wait too long for one another hear conflict, and may try again", async () => {
    const { database, storage } = openFile(file)
    await storage.migrate()
    const other = new DatabaseSync(file)
    other.exec("BEGIN IMMEDIATE")
    database.exec("PRAGMA busy_timeout = 0")
    await expect(storage.commit({ claims: [{ key: "a", incidentId: "b" }] })).rejects.toMatchObject({ code: "conflict", retryable: true })
    other.exec("COMMIT")
    await storage.commit({ claims: [{ key: "a", incidentId: "b" }] })
    other.close()
    database.close()
  })
})
