import { DatabaseSync } from "node:sqlite"
import Database from "better-sqlite3"
import { loadOne } from "@otklik/core/storage"
import { isDeskError } from "@otklik/core"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint, executor, only } from "./road.ts"

/** So long that a page of such complaints needs more room than a database has that is just full. */
const long = `Батареи холодные. ${"Напишите, когда придёт мастер. ".repeat(200)}`

async function turns(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

describe.each([
  ["node:sqlite", () => new DatabaseSync(":memory:")],
  ["better-sqlite3", () => new Database(":memory:")],
] as const)("a disk that is full, on %s", (_, open) => {
  it("stores no part of anything, is told of, ends no run, and loses nothing once there is room", async () => {
    const database = open()
    const { desk, network, clock, storage } = await buildRoad(() => createSqliteStorage({ database }))
    const pages = () => Number(Object.values(database.prepare("PRAGMA page_count").get() ?? {})[0])
    const limit = (most: number) => void database.prepare(`PRAGMA max_page_count = ${most}`).get()
    network.messages.push(complaint())
    await desk.pull()
    const { incident, version } = await only({ desk })
    const { incidentId } = incident

    const told: unknown[] = []
    desk.events.on("source-failed", ({ error }) => void told.push(error))
    desk.events.on("work-failed", ({ error }) => void told.push(error))
    limit(pages())
    network.messages.push(...Array.from({ length: 40 }, () => complaint(long)))
    const stop = new AbortController()
    let isOver = false
    const run = desk.run({ signal: stop.signal, pauseMillis: 60_000 }).finally(() => void (isOver = true))
    for (let minute = 0; minute < 10; minute += 1) {
      await turns()
      clock.advance(1)
    }
    await turns()
    expect(isOver).toBe(false)
    expect(told.length).toBeGreaterThan(0)
    expect(told.every((error) => isDeskError(error, "network") && /the disk is full; nothing was stored/.test(error.message))).toBe(true)
    // Who wants to work is told it too; who only looks may look.
    const text = long.repeat(3)
    const command = { type: "add-note", incidentId, text } as const
    await expect(desk.execute(command, { actor: executor })).rejects.toMatchObject({ code: "network", message: /disk is full/ })
    expect((await only({ desk })).version).toBe(version)
    expect((await loadOne(storage, incidentId)).version).toBe(version)

    limit(pages() + 10_000)
    for (let minute = 0; minute < 10; minute += 1) {
      await turns()
      clock.advance(1)
    }
    stop.abort()
    await run
    const { incidents } = await desk.find({}, { limit: 100 })
    expect(incidents.flatMap(({ incident: { messageKeys } }) => messageKeys)).toEqual(network.messages.map(({ key }) => key))
    expect(incidents.map(({ number }) => number)).toEqual(incidents.map((__, index) => index + 1))
  })
})
