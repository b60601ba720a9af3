import { addMinutes, type DeskOptions, type Storage } from "@otklik/core"
import { publish } from "@otklik/core/reports"
import { createMatcher } from "@otklik/core/rules"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint, roadRules, storages, type Road } from "./road.ts"
import { createScriptedNetwork } from "./scripted-connector.ts"

const start = "2026-11-24T01:00:00.000Z"
const yesterday = { zone: "UTC", from: "2026-11-23", to: "2026-11-24" }
const today = { zone: "UTC", from: "2026-11-24", to: "2026-11-25" }
const tomorrow = { zone: "UTC", from: "2026-11-25", to: "2026-11-26" }
const nothing = { added: [], removed: [], changed: [] }

async function entriesOf({ desk }: Pick<Road, "desk">) {
  const { entries } = await desk.journal({ kind: "configuration", limit: 100 })
  return entries.flatMap((entry) => (entry.kind === "configuration" ? [entry] : []))
}

async function notesOf({ desk }: Pick<Road, "desk">, question: Parameters<Road["desk"]["report"]>[0]) {
  return (await desk.report(question)).notes.filter(({ id }) => id.endsWith("-changed") || id === "coverage-differs")
}

const fresh = (policies: NonNullable<DeskOptions["policies"]>): Partial<DeskOptions> => ({ policies })
const oneDay = fresh([{ id: "day", version: "2027", goal: "first-reply", startsAt: "registered", term: { minutes: 1440, time: "wall" } }])

describe.each(storages)("what a desk was set up with, on %s", (_, open) => {
  it("is written down once, by ids and digests alone, whichever process is first and however often it starts", async () => {
    const road = await buildRoad(open)
    await road.desk.pull()
    const [first, ...others] = await entriesOf(road)
    expect(others).toEqual([])
    expect(first).toMatchObject({ at: start, by: { kind: "system" }, incidentId: null, isFirst: true })
    expect(first?.changes).toEqual({
      rules: { ...nothing, added: ["cold", "pit"] },
      policies: { ...nothing, added: ["normal-8h 1", "raised-4h 1"] },
      connectors: { ...nothing, added: ["vk:wall"] },
      topics: { ...nothing, added: ["heating", "roads"] },
    })
    expect(JSON.stringify(first)).not.toMatch(/батаре|Heating/)
    road.clock.advance(60)
    await Promise.all([road.restart().pull(), road.restart().tick(), road.desk.pull(), road.desk.tick()])
    expect(await entriesOf(road)).toHaveLength(1)
  })

  it("is written down again when a rule, a policy, a source or a topic is another, and once when two processes see it", async () => {
    const matcher = createMatcher(roadRules)
    const road = await buildRoad(open, { matcher })
    await road.desk.tick()
    road.clock.advance(1)
    // While the desk runs.
    matcher.set({ id: "pit", query: "яма | выбоина", topic: "roads" })
    matcher.delete("cold")
    await Promise.all([road.desk.pull(), road.restart({ matcher }).pull()])
    road.clock.advance(1)
    const { connector } = road.network
    const sources = [...connector.sources, { id: "board", title: "The board", everyMinutes: 5 }]
    const topics = [
      { id: "heating", title: "Warmth", importance: "normal" as const, evidenceRequired: true },
      { id: "roads", title: "Streets" },
      { id: "lamps", title: "Lamps" },
    ]
    const other = road.restart({ matcher, ...oneDay, topics, connectors: [{ ...connector, sources }] })
    await other.tick()
    const [, second, third, ...others] = await entriesOf(road)
    expect(others).toEqual([])
    expect(second).toMatchObject({ at: addMinutes(start, 1), isFirst: false })
    expect(second?.changes).toEqual({
      rules: { added: [], removed: ["cold"], changed: ["pit"] },
      policies: nothing,
      connectors: nothing,
      topics: nothing,
    })
    expect(third?.changes).toEqual({
      rules: nothing,
      policies: { added: ["day 2027"], removed: ["normal-8h 1", "raised-4h 1"], changed: [] },
      connectors: { ...nothing, changed: ["vk:wall"] },
      topics: { added: ["lamps"], removed: [], changed: ["heating"] },
    })
    expect(third?.digests.rules).toBe(second?.digests.rules)
    expect(third?.digests.topics).not.toBe(second?.digests.topics)
  })

  it("is an entry of its own when it comes back, and a process that began before does not bring it back", async () => {
    const road = await buildRoad(open)
    await road.desk.tick()
    for (const change of [oneDay, {}, oneDay]) {
      road.clock.advance(1)
      await road.restart(change).tick()
      await road.desk.tick()
    }
    const entries = await entriesOf(road)
    expect(entries.map(({ changes }) => changes.policies.added.length)).toEqual([2, 1, 2, 1])
  })

  it("is not noted where it cannot be written, and is at the next try", async () => {
    const road = await buildRoad(open)
    let isAway = true
    const storage: Storage = {
      ...road.storage,
      commit: async (unit) => {
        if (isAway && unit.journal !== undefined) throw new Error("the disk is full")
        return road.storage.commit(unit)
      },
    }
    const desk = road.restart({ storage })
    await expect(desk.tick()).rejects.toThrow("the disk is full")
    expect(await entriesOf(road)).toEqual([])
    isAway = false
    await desk.tick()
    expect(await entriesOf(road)).toHaveLength(1)
  })

  it("is forgotten after its term", async () => {
    const road = await buildRoad(open)
    const retention = [{ id: "set-up", erases: "configurations", afterDays: 90 }] as const
    const desk = road.restart({ retention })
    await desk.tick()
    road.clock.advance(91 * 1440)
    await desk.retain()
    expect(await entriesOf(road)).toEqual([])
  })
})

describe.each(storages.slice(0, 2))("notes of a report on what changed, on %s", (_, open) => {
  it("name rules, policies, connectors and topics that came, went and changed in its period, and none outside of it", async () => {
    const road = await buildRoad(open)
    await road.desk.tick()
    expect(await notesOf(road, { period: today })).toEqual([])
    road.clock.advance(60)
    const rules = [roadRules[0], { id: "pit", query: "выбоина", topic: "roads" }, { id: "lamp", query: "фонарь" }].filter(
      (rule) => rule !== undefined,
    )
    await road.restart({ rules, ...oneDay }).tick()
    const told = await notesOf(road, { period: today })
    expect(told).toEqual([
      {
        id: "rules-changed",
        text: "The rules were changed in this time. Added: lamp. Changed: pit.",
        facts: { added: ["lamp"], changed: ["pit"] },
      },
      {
        id: "policies-changed",
        text: "The policies were changed in this time. Added: day 2027. Removed: normal-8h 1, raised-4h 1.",
        facts: { added: ["day 2027"], removed: ["normal-8h 1", "raised-4h 1"] },
      },
    ])
    // What had not happened yet, and what another day saw.
    expect(await notesOf(road, { period: today, at: addMinutes(start, 59) })).toEqual([])
    road.clock.advance(2 * 1440)
    expect(await notesOf(road, { period: tomorrow })).toEqual([])
    expect((await notesOf(road, { period: tomorrow, compareWith: "previous" })).map(({ id }) => id)).toContain("rules-changed")
    // Between two periods that do not touch.
    const later = { zone: "UTC", from: "2026-11-26", to: "2026-11-27" }
    expect((await notesOf(road, { period: later, compareWith: yesterday })).map(({ id }) => id)).toContain("policies-changed")
  })

  it("take changes one after another as one, and name what came and went as both", async () => {
    const road = await buildRoad(open)
    const lamp = { id: "lamp", query: "фонарь" }
    for (const rules of [roadRules, [...roadRules, lamp], roadRules, [...roadRules.slice(1), lamp], roadRules.slice(1)]) {
      await road.restart({ rules }).tick()
      road.clock.advance(1)
    }
    expect(await notesOf(road, { period: today })).toMatchObject([{ facts: { added: ["lamp"], removed: ["lamp", "cold"] } }])
  })

  it("keep names out of what is published", async () => {
    const road = await buildRoad(open)
    await road.desk.tick()
    await road.restart({ rules: [{ id: "secret-word", query: "фонарь" }] }).tick()
    const report = publish(await road.desk.report({ period: today, tables: [] }))
    expect(report.notes.map(({ id }) => id)).toContain("rules-changed")
    expect(JSON.stringify(report.notes)).not.toContain("secret-word")
  })

  it("say that sources were not read alike in two periods, and how much of each was", async () => {
    const network = createScriptedNetwork("vk:club1", false)
    const connectors = [{ ...network.connector, sources: [{ id: "wall", title: "The wall", everyMinutes: 5 }] }]
    const road = await buildRoad(open, { connectors })
    road.network.messages.push(complaint())
    const minutes = (count: number) => {
      road.clock.advance(count)
      return road.desk.pull()
    }
    await minutes(0)
    await minutes(23 * 60)
    expect(await notesOf(road, { period: today, compareWith: "previous" })).toEqual([
      {
        id: "coverage-differs",
        text: "Of the time of the sources 96 % was read, 0 % in the compared period. It differs for: The wall.",
        facts: { percent: 96, comparedPercent: 0, sources: ["The wall"] },
      },
    ])
    // Two days that were read whole.
    await minutes(48 * 60)
    const later = { zone: "UTC", from: "2026-11-26", to: "2026-11-27" }
    expect(await notesOf(road, { period: later, compareWith: "previous" })).toEqual([])
    expect(await notesOf(road, { period: today })).toEqual([])
    const shown = publish(await road.desk.report({ period: today, compareWith: "previous", tables: [] }))
    expect(JSON.stringify(shown.notes)).not.toContain("The wall")
  })
})
