import type { Storage } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint } from "./road.ts"

/**
 * A storage whose calls, once it is silent, are never answered; new ones of `schemaStatus` are, as on a new connection.
 */
function silenceable(): { readonly storage: Storage; silence: boolean } {
  const storage = createMemoryStorage()
  const line = { silence: false }
  const silent: Storage = {
    ...storage,
    lease: async (wanted) => (line.silence ? new Promise(() => {}) : storage.lease(wanted)),
    readCursors: async (id) => (line.silence ? new Promise(() => {}) : storage.readCursors(id)),
  }
  return Object.assign(line, { storage: silent })
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

async function turns(): Promise<void> {
  for (let at = 0; at < 50; at += 1) await turn()
}

describe("a connection that goes silent", () => {
  it("makes a worker that runs not ready, and one that does not run stays ready", async () => {
    const silent = silenceable()
    const { desk, clock, network, restart } = await buildRoad(() => silent.storage)
    network.messages.push(complaint())
    const stop = new AbortController()
    void desk.run({ signal: stop.signal, pauseMillis: 60_000 })
    for (let minute = 0; minute < 30; minute += 1) {
      await turns()
      clock.advance(1)
    }
    await turns()
    expect(await desk.readiness()).toEqual({ ready: true, why: null })
    silent.silence = true
    clock.advance(1)
    await turns()
    clock.advance(14)
    await turns()
    expect(await desk.readiness()).toMatchObject({ ready: true })
    clock.advance(3)
    await turns()
    expect(await desk.readiness()).toMatchObject({ ready: false, why: expect.stringMatching(/has done nothing since 2026-/) })
    expect(await restart().readiness()).toMatchObject({ ready: true })
    expect(await restart({ alarms: { stuckMinutes: null } }).readiness()).toMatchObject({ ready: true })
    stop.abort()
  })

  it("is no matter while a worker rests between its rounds", async () => {
    const { desk, clock } = await buildRoad(createMemoryStorage)
    const stop = new AbortController()
    const run = desk.run({ signal: stop.signal, pauseMillis: 3_600_000 })
    await turns()
    clock.advance(50)
    expect(await desk.readiness()).toMatchObject({ ready: true })
    stop.abort()
    await run
    clock.advance(500)
    expect(await desk.readiness()).toMatchObject({ ready: true })
  })
})
