import { createDesk, type DeskOptions } from "@otklik/core"
import { createMatcher } from "@otklik/core/rules"
import { russian } from "@otklik/locale-ru"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createManualClock } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint, moderator, roadRules, type Road } from "./road.ts"

const locale = russian()
const texts = [
  "Батареи холодные вторые сутки",
  "Яма на дороге",
  "Холодных батарей больше нет",
  "Хорошего дня",
  "батареи холодные, и яма во дворе",
]

async function read(road: Road, from = 1): Promise<void> {
  road.network.messages.push(...texts.map((text, index) => complaint(text, `vk:-1_${from + index}`)))
  await road.desk.pull()
}

/** Everything that a road came to, and why. */
async function outcome({ desk }: Road) {
  const { incidents } = await desk.find({}, { limit: 100 })
  return Promise.all(
    incidents.map(async (incident) => ({
      incident,
      explained: (await desk.case(incident.incident.incidentId, { actor: moderator }))?.explanation,
    })),
  )
}

const open = async (change: Partial<DeskOptions>) => buildRoad(() => createMemoryStorage(), change)

describe("two desks with one matcher", () => {
  it("do as two with their own do, side by side", async () => {
    const matcher = createMatcher(roadRules, { locale })
    const shared = [await open({ matcher }), await open({ matcher })]
    const own = [await open({ locale }), await open({ locale })]
    await Promise.all([...shared, ...own].map(async (road) => read(road)))
    const expected = await outcome(await solo())
    expect(expected.map(({ incident }) => incident.facts.status)).toEqual(["assigned", "candidate", "assigned", "assigned"])
    for (const road of [...shared, ...own]) expect(await outcome(road)).toEqual(expected)
  })

  it("both go by a rule that is set or deleted, from the next message on; what is registered stays as it is", async () => {
    const matcher = createMatcher(roadRules, { locale })
    const roads = [await open({ matcher }), await open({ matcher })]
    for (const road of roads) await read(road)
    const before = await outcome(await solo())
    // The pit is trusted from now on, and cold is searched for no more.
    matcher.set({ id: "pit", query: "яма", topic: "roads", version: "2" })
    matcher.delete("cold")
    for (const road of roads) {
      await read(road, 11)
      const after = await outcome(road)
      expect(after.slice(0, before.length)).toEqual(before)
      const later = after
        .slice(before.length)
        .map(({ incident, explained }) => [
          incident.facts.status,
          explained?.matches.map(({ ruleId, ruleVersion }) => [ruleId, ruleVersion]),
        ])
      expect(later).toEqual([
        ["registered", [["pit", "2"]]],
        ["registered", [["pit", "2"]]],
      ])
    }
    // A rule that comes back comes last, and says for itself how far it is trusted.
    matcher.set({ id: "cold", query: "батаре* & холодн*", topic: "heating", registration: "review" })
    const [first] = roads
    if (first !== undefined) await read(first, 21)
    expect(
      (await first?.desk.find({ statuses: ["candidate"] }, { limit: 10 }))?.incidents.map(({ incident }) => incident.messageKeys[0]),
    ).toEqual(["vk:-1_2", "vk:-1_21", "vk:-1_23"])
  })

  it("have the matcher's own locale for places too, and no second set of rules", async () => {
    const matcher = createMatcher(roadRules, { locale })
    expect(matcher.locale).toBe(locale)
    const { storage } = await open({ matcher })
    const usual = {
      storage,
      connectors: [],
      routing: { authorities: [], territories: [], rules: [] },
      policies: [],
      authorKey: new Uint8Array(16),
      clock: createManualClock({ at: "2026-11-24T01:00:00.000Z" }),
    }
    const refused = (options: Pick<DeskOptions, "rules" | "matcher" | "locale">, path: string) =>
      expect(() => createDesk({ ...usual, ...options })).toThrow(
        expect.objectContaining({ code: "config", details: { issues: [expect.objectContaining({ path })] } }),
      )
    refused({}, "rules")
    refused({ rules: roadRules, matcher }, "rules")
    refused({ matcher, locale }, "locale")
    expect(() => createDesk({ ...usual, matcher })).not.toThrow()
  })
})

/** A desk that shares nothing. */
async function solo(): Promise<Road> {
  const road = await open({ locale })
  await read(road)
  return road
}
