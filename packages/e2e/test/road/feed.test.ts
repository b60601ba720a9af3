import { createRoleAuthorisation, type Actor, type Grant } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint, type Road } from "./road.ts"

const person = (id: string): Actor => ({ id, kind: "person" })
const grants: Readonly<Record<string, readonly Grant[]>> = {
  all: [{ role: "moderator" }],
  water: [{ role: "moderator", topics: ["water"] }],
}

async function openRoad(messages: number): Promise<Road> {
  const road = await buildRoad(() => createMemoryStorage(), {
    authorisation: createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [] }),
  })
  for (let count = 0; count < messages; count += 1) road.network.messages.push(complaint())
  await road.desk.pull()
  return road
}

describe("desk.feed", () => {
  it.each([0, 1, 2, 3, 7, 20])("finds where the next event will follow, after %i complaints", async (messages) => {
    const { desk, storage } = await openRoad(messages)
    const events = await storage.readEvents(null, 1000)
    const { items, next } = await desk.feed({ after: "now" }, { actor: person("all") })
    expect([items, next]).toEqual([[], events.at(-1)?.position ?? null])
  })

  it("gives each event once, whatever the pages", async () => {
    const { desk, storage } = await openRoad(5)
    const events = await storage.readEvents(null, 1000)
    for (const limit of [1, 2, 3, 1000]) {
      const positions: string[] = []
      for (let after: string | null = null; ;) {
        const page: Awaited<ReturnType<typeof desk.feed>> = await desk.feed({ after, limit }, { actor: person("all") })
        positions.push(...page.items.map(({ position }) => position))
        if (page.next === after) break
        after = page.next
      }
      expect(positions).toEqual(events.map(({ position }) => position))
    }
  })

  it("moves past what is left out: other types, and incidents that the reader may not find", async () => {
    const { desk } = await openRoad(2)
    const all = await desk.feed({ after: null }, { actor: person("all") })
    const registered = await desk.feed({ after: null, types: ["incident-registered"] }, { actor: person("all") })
    expect(registered.items.map(({ event }) => event.type)).toEqual(["incident-registered", "incident-registered"])
    const none = await desk.feed({ after: null }, { actor: person("water") })
    expect(none.items).toEqual([])
    expect([registered.next, none.next]).toEqual([all.next, all.next])
  })

  it("refuses a position that it does not have, instead of skipping what lies between", async () => {
    const { desk } = await openRoad(1)
    const reader = { actor: person("all") }
    await expect(desk.feed({ after: "4711" }, reader)).rejects.toMatchObject({ code: "not-found", details: { id: "4711" } })
    await expect(desk.feed({ after: "not-one" }, reader)).rejects.toMatchObject({ code: "config" })
    await expect(desk.feed({ after: null, types: [] }, reader)).rejects.toMatchObject({ code: "config" })
    await expect(desk.feed({ after: null })).rejects.toMatchObject({ code: "config" })
  })
})
