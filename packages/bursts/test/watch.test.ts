import { DeskError, millisToInstant } from "@otklik/core"
import type { BurstFact } from "@otklik/core/desk"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createBurstWatch } from "../src/index.ts"
import { day, hour, live, minute, monday, play, registered, town } from "./town.ts"

const watch = createBurstWatch({ zone: "UTC" })
const begin = (options?: Parameters<typeof live>[1]) => live(watch.open(null, town), options)
const some = (count: number, given: Parameters<typeof registered>[1] = {}, every = 5 * minute, from = monday) =>
  Array.from({ length: count }, (_, index) => registered(from + index * every, given))

describe("an alarm", () => {
  it("comes with the fourth complaint within minutes where there is one a week", () => {
    const memory = begin()
    expect(play(memory, some(3))).toEqual([])
    const fourth = registered(monday + 15 * minute)
    const [burst] = play(memory, [fourth])
    expect(burst).toMatchObject({
      burstId: `burst-${fourth.incidentId}`,
      state: "open",
      level: "topic",
      topicIds: ["heating"],
      group: "housing",
      territoryId: "hill",
      since: millisToInstant(monday),
      foundAt: fourth.at,
      lastAt: fourth.publishedAt,
      overAt: null,
      count: 4,
      voices: 0,
    })
    expect(burst?.incidents.map(({ publishedAt }) => publishedAt)).toEqual(
      [0, 5, 10, 15].map((at) => millisToInstant(monday + at * minute)),
    )
    const [cell] = burst?.cells ?? []
    expect(cell).toMatchObject({ level: "topic", subject: "heating", territoryId: "hill", count: 4 })
    expect(cell?.usual).toBeGreaterThan(0)
    expect(cell?.odds).toBeLessThan(1e-9)
  })

  it("needs six in the first 56 days of a desk", () => {
    const memory = begin({ weeks: 6 })
    expect(play(memory, some(5))).toEqual([])
    expect(play(memory, [registered(monday + 26 * minute)])).toHaveLength(1)
  })

  it("comes on the first day of a desk too, of what comes within minutes and not of what comes all day", () => {
    const slow = some(12, {}, 25 * minute)
    expect(play(watch.open(null, town), slow)).toEqual([])
    expect(play(watch.open(null, town), some(10, {}, 2 * minute))).toMatchObject([{ count: 10, territoryId: "hill" }])
  })

  it("does not come where as many are usual", () => {
    const memory = begin()
    expect(play(memory, some(6, { topic: "roads", territoryId: "south" }, 20 * minute))).toEqual([])
  })

  it("knows the hours: what is usual by day is an alarm at night", () => {
    const habit = (memory: ReturnType<typeof begin>) => {
      for (let back = 70; back > 0; back -= 1)
        for (let index = 0; index < 12; index += 1)
          memory.take(registered(monday - back * day + (index * hour) / 4, { topic: "lonely", territoryId: "mill" }))
      memory.changed()
      return memory
    }
    const six = (from: number) => some(7, { topic: "lonely", territoryId: "mill" }, 2 * minute, from)
    expect(play(habit(watch.open(null, town)), six(monday + 2 * hour))).toEqual([])
    expect(play(habit(watch.open(null, town)), six(monday + 14 * hour))).toHaveLength(1)
  })

  it("is for the district where the villages have one complaint each", () => {
    const memory = begin()
    const facts = ["hill", "mill", "hill", "north", "mill", "hill"].map((territoryId, index) =>
      registered(monday + index * 20 * minute, { territoryId, topic: index % 2 === 0 ? "heating" : "water" }),
    )
    expect(play(memory, facts)).toMatchObject([{ territoryId: "north", level: "group", group: "housing", topicIds: ["heating", "water"] }])
  })

  it("is none for the whole region unless it is asked for", () => {
    const dense = ["hill", "south", "south", "mill", "south", "hill"].map((territoryId, index) =>
      registered(monday + index * minute, { territoryId, topic: "lonely" }),
    )
    const whole = live(createBurstWatch({ zone: "UTC", region: true }).open(null, town))
    expect(play(begin(), dense.slice(0, 5)).map(({ territoryId }) => territoryId)).toEqual([])
    expect(play(whole, dense.slice(0, 5)).map(({ territoryId }) => territoryId)).toEqual(["region"])
  })

  it("comes where nobody says where it is: an unknown place is a place of its own", () => {
    expect(play(begin(), some(4, { territoryId: null }))).toMatchObject([{ territoryId: null, topicIds: ["heating"] }])
  })

  it("comes for what has no topic", () => {
    expect(play(begin(), some(4, { topic: null }))).toMatchObject([{ group: null, topicIds: [], territoryId: "hill" }])
  })

  it("is one for a group and a place, whatever the topics that come to it", () => {
    const memory = begin()
    const both = [...some(5), ...some(5, { topic: "water" }, 5 * minute, monday + 30 * minute)]
    const bursts = play(memory, both)
    expect(bursts).toMatchObject([{ count: 10, topicIds: ["heating", "water"], territoryId: "hill" }])
    expect(bursts[0]?.cells.length).toBeGreaterThan(1)
  })

  it("leaves another topic of the group alone while that has its usual share", () => {
    const memory = begin()
    const water = registered(monday + 22 * minute, { topic: "water" })
    const [burst] = play(memory, [...some(5), water])
    expect(burst?.incidents.map(({ incidentId }) => incidentId)).not.toContain(water.incidentId)
  })

  it("comes earlier or later by the factor that a rehearsal gave", () => {
    const careful = live(createBurstWatch({ zone: "UTC", chanceFactor: 1e-4 }).open(null, town))
    expect(play(careful, some(4))).toEqual([])
    expect(play(careful, some(8, {}, minute, monday + 20 * minute))).toHaveLength(1)
  })

  it("takes its groups from the options before those of the topics", () => {
    const grouped = live(createBurstWatch({ zone: "UTC", groups: { roads: "housing" } }).open(null, town))
    expect(play(grouped, some(4, { topic: "roads" }))).toMatchObject([{ group: "housing" }])
  })
})

describe("time is that of the publication", () => {
  it("a source that was read late is habit alone", () => {
    const memory = begin()
    expect(play(memory, some(20, { at: monday + 8 * hour }, minute))).toEqual([])
  })

  it("what was published over days and read at once is no event", () => {
    const memory = begin()
    expect(play(memory, some(12, { at: monday + 5 * hour }, -8 * hour, monday + 4 * hour))).toEqual([])
  })

  it("late messages are put where they belong, in whatever order sources are read", () => {
    const order = [3, 1, 0, 2].map((index) => registered(monday + index * 5 * minute, { at: monday + hour }))
    expect(play(begin(), order)).toMatchObject([
      { count: 4, since: millisToInstant(monday), lastAt: millisToInstant(monday + 15 * minute) },
    ])
  })

  it("a message that comes after the end, and was published before it, belongs to the event", () => {
    const memory = begin()
    play(memory, some(5))
    memory.pass(millisToInstant(monday + 4 * hour))
    expect(memory.changed()).toMatchObject([{ state: "over" }])
    const late = registered(monday + 10 * minute, { at: monday + 4 * hour })
    expect(play(memory, [late])).toMatchObject([{ state: "over", count: 6 }])
  })

  it("an event goes on where a message within its quiet hours was read after them", () => {
    const memory = begin()
    play(memory, some(5))
    memory.pass(millisToInstant(monday + 4 * hour))
    memory.changed()
    const late = registered(monday + 3 * hour, { at: monday + 4 * hour })
    expect(play(memory, [late])).toMatchObject([{ state: "open", overAt: null, count: 6 }])
    memory.pass(millisToInstant(monday + 7 * hour))
    expect(memory.changed()).toMatchObject([{ state: "over", overAt: millisToInstant(monday + 6 * hour) }])
  })
})

describe("an event", () => {
  it("is over after three quiet hours, and not before", () => {
    const memory = begin()
    play(memory, some(4))
    memory.pass(millisToInstant(monday + 15 * minute + 3 * hour - 1))
    expect(memory.changed()).toEqual([])
    memory.pass(millisToInstant(monday + 15 * minute + 3 * hour))
    expect(memory.changed()).toMatchObject([{ state: "over", overAt: millisToInstant(monday + 15 * minute + 3 * hour) }])
  })

  it("counts the voices in the threads of its incidents, and lasts as long as they are heard", () => {
    const memory = begin()
    const facts = some(4)
    play(memory, facts)
    const voices = (count: number, at: number): BurstFact => ({
      kind: "voices",
      incidentId: facts[1]?.incidentId ?? "",
      count,
      at: millisToInstant(at),
    })
    const [burst] = play(memory, [voices(7, monday + 2 * hour)])
    expect(burst).toMatchObject({ count: 11, voices: 7, lastAt: millisToInstant(monday + 2 * hour) })
    expect(burst?.incidents.map((one) => one.voices)).toEqual([0, 7, 0, 0])
  })

  it("voices alone raise no alarm: a thread of many is one complaint", () => {
    const memory = begin()
    const facts = some(2)
    const voices: BurstFact = { kind: "voices", incidentId: facts[0]?.incidentId ?? "", count: 40, at: millisToInstant(monday + hour) }
    expect(play(memory, [...facts, voices])).toEqual([])
    expect(play(memory, some(3, {}, minute, monday + hour + minute))).toMatchObject([{ count: 45, voices: 40 }])
  })

  it("loses what was no complaint, and what is about something else", () => {
    const memory = begin()
    const facts = some(6)
    play(memory, facts)
    const at = millisToInstant(monday + hour)
    const [first, second] = facts
    const gone: BurstFact = { kind: "dismissed", incidentId: first?.incidentId ?? "", at }
    const moved: BurstFact = { kind: "reclassified", incidentId: second?.incidentId ?? "", topic: "roads", territoryId: "south", at }
    const [burst] = play(memory, [gone, moved])
    expect(burst).toMatchObject({ count: 4 })
    expect(burst?.incidents.map(({ incidentId }) => incidentId)).toEqual(facts.slice(2).map(({ incidentId }) => incidentId))
  })

  it("is found where a person's corrections bring its incidents together", () => {
    const memory = begin()
    const facts = some(4, { topic: "roads", territoryId: "south" })
    expect(play(memory, facts)).toEqual([])
    const at = millisToInstant(monday + hour)
    const moved = facts.map(({ incidentId }): BurstFact => ({
      kind: "reclassified",
      incidentId,
      topic: "heating",
      territoryId: "hill",
      at,
    }))
    expect(play(memory, moved)).toMatchObject([{ territoryId: "hill", count: 4 }])
  })

  it("is not learned as a habit at once, but becomes one when it comes every day", () => {
    const memory = begin()
    const found: boolean[] = []
    for (let at = 0; at < 60; at += 1)
      found.push(play(memory, some(8, {}, 30 * minute, monday + at * day)).some(({ state }) => state === "open"))
    expect(found.slice(0, 5)).toEqual([true, true, true, true, true])
    expect(found.slice(-5)).toEqual([false, false, false, false, false])
  })
})

describe("its state", () => {
  const facts = fc.array(
    fc.record({
      minutes: fc.integer({ min: 0, max: 20 * 60 }),
      late: fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 9 * 60 })),
      topic: fc.constantFrom("heating", "water", "roads", "lonely", null),
      territoryId: fc.constantFrom("hill", "mill", "north", "south", null),
      act: fc.constantFrom("registered", "registered", "registered", "voices", "dismissed", "reclassified"),
    }),
    { minLength: 1, maxLength: 60 },
  )
  const factsOf = (given: readonly { minutes: number; late: number; topic: string | null; territoryId: string | null; act: string }[]) => {
    const ordered = given.toSorted((one, other) => one.minutes + one.late - other.minutes - other.late)
    return ordered.map(({ minutes, late, topic, territoryId, act }, index): BurstFact => {
      const at = millisToInstant(monday + (minutes + late) * minute)
      const incidentId = `one-${index}`
      const earlier = `one-${index >> 1}`
      if (act === "voices") return { kind: "voices", incidentId: earlier, count: 3, at }
      if (act === "dismissed") return { kind: "dismissed", incidentId: earlier, at }
      if (act === "reclassified") return { kind: "reclassified", incidentId: earlier, topic, territoryId, at }
      return { kind: "registered", incidentId, topic, territoryId, publishedAt: millisToInstant(monday + minutes * minute), at }
    })
  }
  const habit = begin().save()

  it("is the same, byte for byte, wherever a worker was stopped and another went on", () => {
    fc.assert(
      fc.property(facts, fc.nat(), (given, stop) => {
        const all = factsOf(given)
        const through = watch.open(habit, town)
        const [bursts, at] = [new Map<string, unknown>(), stop % all.length]
        for (const burst of play(through, all)) bursts.set(burst.burstId, burst)
        const first = watch.open(habit, town)
        const again = new Map<string, unknown>()
        for (const burst of play(first, all.slice(0, at))) again.set(burst.burstId, burst)
        const second = watch.open(first.save(), town)
        for (const burst of play(second, all.slice(at))) again.set(burst.burstId, burst)
        expect(new TextDecoder().decode(second.save())).toBe(new TextDecoder().decode(through.save()))
        expect(again).toEqual(bursts)
      }),
    )
  })

  it("counts every incident in one event at most, and every event counts what it lists", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const memory = watch.open(habit, town)
        const last = new Map(play(memory, factsOf(given)).map((burst) => [burst.burstId, burst]))
        const ids = [...last.values()].flatMap(({ incidents }) => incidents.map(({ incidentId }) => incidentId))
        expect(new Set(ids).size).toBe(ids.length)
        for (const { count, voices, incidents, since, lastAt } of last.values()) {
          expect(count).toBe(incidents.length + voices)
          expect(voices).toBe(incidents.reduce((sum, one) => sum + one.voices, 0))
          for (const { publishedAt } of incidents) expect(publishedAt >= since && publishedAt <= lastAt).toBe(true)
        }
      }),
    )
  })

  it("finds the same event in whatever order its messages are read", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 3, 7, 12, 18, 25, 33, 42], { minLength: 8, maxLength: 8 }), (order) => {
        const memory = watch.open(habit, town)
        const late = order.map((at, index) => registered(monday + at * minute, { incidentId: `late-${at}`, at: monday + hour + index }))
        const bursts = play(memory, late)
        expect(bursts).toMatchObject([{ territoryId: "hill", group: "housing", count: 8, since: millisToInstant(monday) }])
      }),
    )
  })

  it("follows another tree of places and other groups without being learned anew", () => {
    const moved = { ...town, territories: town.territories.map((one) => (one.id === "hill" ? { ...one, parentId: "south" } : one)) }
    const facts6 = ["hill", "south"].flatMap((territoryId) => some(2, { territoryId }))
    expect(play(watch.open(habit, moved), facts6)).toMatchObject([{ territoryId: "south" }])
    expect(play(watch.open(habit, town), facts6)).toEqual([])
  })

  it("forgets what is over: a year of events leaves a state of the size of a month's", () => {
    const memory = begin()
    const size = (): number => memory.save().byteLength
    let month = 0
    for (let at = 0; at < 365; at += 7) {
      play(memory, some(50, {}, minute, monday + at * day))
      if (at === 28) month = size()
    }
    expect(size()).toBeLessThan(1.2 * month)
  })
})

it("options are checked", () => {
  const made = (options: object) => () => createBurstWatch({ zone: "UTC", ...options })
  expect(made({ zone: "+09:00" })).toThrow(DeskError)
  expect(made({ chanceFactor: 0 })).toThrow(/chanceFactor/)
  expect(made({ falseAlarms: 2 })).toThrow(/falseAlarms/)
})
