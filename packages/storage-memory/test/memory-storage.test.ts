import { createMemoryStorage, createMemoryStore } from "@otklik/storage-memory"
import { appendOf, buildIncident, buildStoredMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"

describe("createMemoryStorage", () => {
  it("begins empty, and shares nothing unless a store is given", async () => {
    const [one, other] = [createMemoryStorage(), createMemoryStorage()]
    await one.commit({ messages: [buildStoredMessage()] })
    expect(await other.readMessages(["vk:-1_1"])).toEqual([])
  })

  it("shares a store that both were given", async () => {
    const store = createMemoryStore()
    await createMemoryStorage({ store }).commit({ messages: [buildStoredMessage()] })
    expect(await createMemoryStorage({ store }).readMessages(["vk:-1_1"])).toEqual([buildStoredMessage()])
    expect(await createMemoryStorage({ store, tenant: "aga" }).readMessages(["vk:-1_1"])).toEqual([])
  })

  it("freezes what it gives", async () => {
    const storage = createMemoryStorage()
    const built = buildIncident()
    await storage.commit({ appends: [appendOf(built)] })
    const [event] = (await storage.load(built.incidentId)).events
    expect(Object.isFrozen(event)).toBe(true)
    expect(Object.isFrozen(event?.by)).toBe(true)
  })

  it.each([
    ["an empty tenant", { tenant: "" }],
    ["a store of somebody else", { store: { kind: "memory-store" as const } }],
  ])("refuses %s", (_, options) => {
    expect(() => createMemoryStorage(options)).toThrow(/^createMemoryStorage: /)
  })
})
