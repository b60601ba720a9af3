import { createMemoryStorage } from "@otklik/storage-memory"
import { describe, expect, it } from "vitest"
import { createDesk, defineRegion } from "@otklik/core"
import { createCalendar } from "@otklik/core/sla"

const day = [["09:00", "18:00"]] as const
const office = createCalendar({ zone: "Asia/Chita", week: { mon: day, tue: day, wed: day, thu: day, fri: day } })
const topics = [
  { id: "light", title: "Light" },
  { id: "heating", title: "Heating" },
] as const
const authorities = [
  { id: "town", title: "Town", kind: "administration" },
  { id: "heat", title: "Heat", kind: "utility" },
] as const
const territories = [{ id: "chita", title: "Chita", kind: "urban-okrug", owners: { heating: "heat" } }] as const
const policy = { id: "normal", version: "1", goal: "first-reply", startsAt: "registered" } as const

describe("defineRegion", () => {
  it("gives the options of a desk", async () => {
    const region = defineRegion({
      topics,
      authorities,
      territories,
      calendars: { office },
      rules: [{ id: "lamps", query: "lamp*", topic: "light" }],
      routing: [
        {
          id: "light",
          when: { topics: ["light"], territoryIds: ["chita"] },
          assign: { authorityId: "town" },
          coExecutors: [{ role: "heating" }],
        },
      ],
      policies: [
        {
          ...policy,
          term: { minutes: 540, time: "working", calendarId: "office" },
          appliesTo: { topics: ["heating"], authorityIds: ["heat"] },
        },
        { ...policy, id: "days", term: { days: 7, time: "calendar-days", zone: "Asia/Chita" } },
      ],
    })
    expect(region.routing).toMatchObject({ authorities, territories, rules: [{ id: "light" }] })
    const storage = createMemoryStorage()
    const clock = { now: () => "2026-11-24T03:00:00.000Z" }
    const desk = createDesk({ ...region, storage, connectors: [], clock, authorKey: new Uint8Array(32).fill(7) })
    expect((await desk.find({}, { limit: 1 })).incidents).toEqual([])
  })

  it("lets no misspelt id compile", () => {
    const base = { topics, authorities, territories, calendars: { office }, rules: [], routing: [], policies: [] }
    const assign = { authorityId: "town" } as const
    const made = [
      // @ts-expect-error there is no topic "ligth"
      defineRegion({ ...base, rules: [{ id: "lamps", query: "lamp*", topic: "ligth" }] }),
      // @ts-expect-error there is no authority "tonw"
      defineRegion({ ...base, routing: [{ id: "a", when: {}, assign: { authorityId: "tonw" } }] }),
      // @ts-expect-error there is no topic "ligth"
      defineRegion({ ...base, routing: [{ id: "a", when: { topics: ["ligth"] }, assign }] }),
      // @ts-expect-error there is no territory "chta"
      defineRegion({ ...base, routing: [{ id: "a", when: { territoryIds: ["chta"] }, assign }] }),
      // @ts-expect-error there is no authority "haet"
      defineRegion({ ...base, routing: [{ id: "a", when: {}, assign, coExecutors: [{ authorityId: "haet" }] }] }),
      // @ts-expect-error there is no calendar "offcie"
      defineRegion({ ...base, policies: [{ ...policy, term: { days: 1, time: "working-days", calendarId: "offcie" } }] }),
      // @ts-expect-error there is no authority "haet"
      defineRegion({ ...base, policies: [{ ...policy, term: { minutes: 5, time: "wall" }, appliesTo: { authorityIds: ["haet"] } }] }),
      // @ts-expect-error there is no territory "region"
      defineRegion({ ...base, territories: [{ id: "chita", title: "Chita", kind: "urban-okrug", parentId: "region" }] }),
      // @ts-expect-error there is no authority "haet"
      defineRegion({ ...base, territories: [{ id: "chita", title: "Chita", kind: "urban-okrug", owners: { heating: "haet" } }] }),
    ]
    // What is refused by types is no fault of the function: the desk says it again to hosts without types.
    expect(made).toHaveLength(9)
    const storage = createMemoryStorage()
    const clock = { now: () => "2026-11-24T03:00:00.000Z" }
    for (const region of made)
      expect(() => createDesk({ ...region, storage, connectors: [], clock, authorKey: new Uint8Array(32).fill(7) })).toThrow(
        /there is no|ligth|tonw|chta|haet|offcie|region/,
      )
  })
})
