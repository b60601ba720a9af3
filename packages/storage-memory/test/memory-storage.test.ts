import { loadOne } from "@otklik/core/storage"
import { createMemoryStorage, createMemoryStore } from "@otklik/storage-memory"
import { appendOf, buildIncident, buildStoredMessage, createManualClock } from "@otklik/testkit"
import { describe, expect, it } from "vitest"

describe("createMemoryStorage", () => {
  it("begins empty, and shares nothing unless a store is given", async () => {
    const [one, other] = [createMemoryStorage(), createMemoryStorage()]
    await one.commit({ messages: [buildStoredMessage()] })
    expect(await other.read("message", ["vk:-1_1"])).toEqual([])
  })

  it("shares a store that both were given", async () => {
    const store = createMemoryStore()
    await createMemoryStorage({ store }).commit({ messages: [buildStoredMessage()] })
    expect(await createMemoryStorage({ store }).read("message", ["vk:-1_1"])).toEqual([buildStoredMessage()])
    expect(await createMemoryStorage({ store, tenant: "aga" }).read("message", ["vk:-1_1"])).toEqual([])
  })

  it("lets leases run out by its own clock where it has one, whatever the workers' clocks say", async () => {
    const clock = createManualClock({ at: "2026-11-24T03:00:00.000Z" })
    const storage = createMemoryStorage({ clock })
    const ask = (now: string) => storage.lease({ kind: "source", owner: "w", now, ttlMillis: 60_000, limit: 1, among: ["vk/wall"] })
    const [lease] = await ask("2026-11-25T03:00:00.000Z")
    expect(lease?.until).toBe("2026-11-24T03:01:00.000Z")
    expect(await ask("2026-11-26T03:00:00.000Z")).toEqual([])
    clock.advance(1)
    expect(await ask("2026-11-23T03:00:00.000Z")).toHaveLength(1)
  })

  it("freezes what it gives", async () => {
    const storage = createMemoryStorage()
    const built = buildIncident()
    await storage.commit({ appends: [appendOf(built)] })
    const [event] = (await loadOne(storage, built.incidentId)).events
    expect(Object.isFrozen(event)).toBe(true)
    expect(Object.isFrozen(event?.by)).toBe(true)
  })

  it.each([
    ["an empty tenant", "tenant", { tenant: "" }],
    ["a name of Otklik's own", "tenant", { tenant: "otklik/import of main" }],
    ["a store of somebody else", "store", { store: { kind: "memory-store" as const } }],
  ])("refuses %s", (_, path, options) => {
    expect(() => createMemoryStorage(options)).toThrow(
      expect.objectContaining({ code: "config", details: { issues: [expect.objectContaining({ path })] } }),
    )
  })
})
