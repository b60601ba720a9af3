import { addMinutes } from "@otklik/core"
import type { MessagePage } from "@otklik/core/connector"
import type { SourceReading } from "@otklik/core/storage"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { coverageOf } from "../../../src/desk/sources/coverage.ts"
import { behindOf, silenceOf } from "../../../src/desk/sources/source-alarm.ts"
import { countAt, hourOf, readingAfter } from "../../../src/desk/sources/source-reading.ts"

/** A Monday. */
const monday = "2026-11-02T00:00:00.000Z"
const hours = (count: number) => addMinutes(monday, count * 60)
const week = 7 * 24

const page = (moments: readonly string[], special: Partial<MessagePage> = {}): MessagePage => ({
  messages: moments.map((publishedAt, index) => ({
    key: `vk:-1_${index}`,
    network: "vk",
    kind: "post",
    url: "https://example.org/",
    text: "x",
    publishedAt,
  })),
  cursor: "1",
  more: false,
  skipped: [],
  gaps: [],
  ...special,
})

/** The pages of one source, each with the hour in which it is asked for. */
const after = (pages: readonly (readonly [number, MessagePage])[]): SourceReading => {
  const last = pages.reduce<SourceReading | null>((known, [hour, read]) => readingAfter(known, read, hours(hour)), null)
  if (last === null) throw new TypeError("a page was expected")
  return last
}

describe("how far a source was read", () => {
  it("is the moment at which the reading began that came to its end, whatever pages follow", () => {
    expect(after([[0, page([], { more: true })]])).toMatchObject({ readTo: null, beganAt: hours(0) })
    const whole = after([
      [0, page([], { more: true })],
      [1, page([], { more: true })],
      [2, page([])],
    ])
    expect(whole).toMatchObject({ since: hours(0), readTo: hours(0), beganAt: null })
    expect(readingAfter(whole, page([]), hours(3))).toMatchObject({ since: hours(0), readTo: hours(3), beganAt: null })
  })

  it("does not move where something could not be looked at", () => {
    const partial = after([
      [0, page([])],
      [1, page([], { isPartial: true })],
    ])
    expect(partial).toMatchObject({ readTo: hours(0), beganAt: null })
    expect(readingAfter(partial, page([]), hours(2)).readTo).toBe(hours(2))
  })

  it("comes to where everything was looked at, and never back", () => {
    const inTurns = after([
      [0, page([])],
      [4, page([], { lookedTo: hours(3) })],
    ])
    expect(inTurns).toMatchObject({ readTo: hours(3), beganAt: null })
    expect(readingAfter(inTurns, page([], { lookedTo: hours(2) }), hours(5)).readTo).toBe(hours(3))
    expect(readingAfter(inTurns, page([], { lookedTo: hours(9) }), hours(5)).readTo).toBe(hours(5))
    expect(readingAfter(inTurns, page([], { lookedTo: hours(5), more: true }), hours(5)).readTo).toBe(hours(3))
    expect(readingAfter(inTurns, page([], { lookedTo: hours(5), isPartial: true }), hours(5)).readTo).toBe(hours(3))
  })

  it("reaches back as far as the first page says", () => {
    expect(after([[30, page([], { since: hours(6) })]])).toMatchObject({ since: hours(6), readTo: hours(30) })
    expect(after([[30, page([], { since: hours(31) })]]).since).toBe(hours(30))
  })

  it("counts each message in the hour of its publication, or of its last edit, for five weeks", () => {
    const messages = page([hours(0), hours(0.5), hours(2), hours(-1)], { since: hours(0) })
    const edited = { ...messages, messages: messages.messages.map((message) => ({ ...message, editedAt: hours(3) })) }
    const read = after([
      [4, messages],
      [4, edited],
    ])
    expect([0, 1, 2, 3, 4].map((hour) => countAt(read, hourOf(hours(hour))))).toEqual([2, 0, 1, 4, 0])
    const later = readingAfter(read, page([hours(6 * week)]), hours(6 * week))
    expect(later.counts.length).toBe(5 * week)
    expect(countAt(later, hourOf(hours(0)))).toBe(0)
    expect(countAt(later, hourOf(hours(6 * week)))).toBe(1)
  })

  it("never counts more than it was given, and never moves back", () => {
    const steps = fc.array(
      fc.record({ wait: fc.nat(200), moments: fc.array(fc.integer({ min: -2000, max: 100 }), { maxLength: 5 }), more: fc.boolean() }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(steps, (all) => {
        let known: SourceReading | null = null
        let hour = 0
        let given = 0
        for (const { wait, moments, more } of all) {
          hour += wait
          given += moments.length
          const next = readingAfter(
            known,
            page(
              moments.map((before) => hours(hour + before)),
              { more },
            ),
            hours(hour),
          )
          expect((next.readTo ?? "") >= (known?.readTo ?? "")).toBe(true)
          expect((next.newestAt ?? "") >= (known?.newestAt ?? "") && (next.newestAt ?? "") <= hours(hour)).toBe(true)
          expect(next.counts.length).toBeLessThanOrEqual(5 * week)
          expect(next.counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(given)
          known = next
        }
      }),
    )
  })
})

describe("a source that is silent against its habit", () => {
  const rules = { behindRounds: 6, silentMessages: 10 }
  /** Three messages an hour from nine to nine, for so many weeks; then read until an hour without any. */
  const busy = (weeks: number, until: number, weeksKnown = weeks) => {
    const moments: string[] = []
    for (let hour = 0; hour < weeks * week; hour += 1)
      if (hour % 24 >= 9 && hour % 24 < 21) moments.push(hours(hour), hours(hour + 0.2), hours(hour + 0.4))
    return after([[until, page(moments, { since: hours((weeks - weeksKnown) * week) })]])
  }

  it("is told when the hours since its newest message usually hold enough, and not before", () => {
    // The newest message is of Sunday, 20:24; on a Monday ten come by one o'clock in the afternoon.
    expect(silenceOf(busy(4, 4 * week + 12), rules)).toBeUndefined()
    expect(silenceOf(busy(4, 4 * week + 13), rules)).toEqual({
      since: hours(4 * week - 4 + 0.4),
      readTo: hours(4 * week + 13),
      usual: 12,
      weeks: 3,
    })
  })

  it("is not told of hours that are usually quiet", () => {
    expect(silenceOf(busy(4, 4 * week + 8), rules)).toBeUndefined()
  })

  it("needs two weeks that were read, and takes the quietest of them", () => {
    expect(silenceOf(busy(4, 4 * week + 20, 2), rules)).toBeUndefined()
    expect(silenceOf(busy(4, 4 * week + 20, 3), rules)).toMatchObject({ weeks: 2, usual: 33 })
    const quiet = busy(4, 4 * week + 20)
    const holiday = { ...quiet, counts: quiet.counts.map((count, hour) => (hour >= 2 * week && hour < 2 * week + 24 ? 0 : count)) }
    expect(silenceOf(holiday, rules)).toBeUndefined()
  })

  it("goes on although the silence itself becomes a week of the past", () => {
    for (const weeks of [5, 6]) expect(silenceOf(busy(4, weeks * week), rules)).toMatchObject({ usual: 252 })
  })

  it("is never told where the host wants none, and of a source without messages", () => {
    expect(silenceOf(busy(4, 4 * week + 20), { ...rules, silentMessages: null })).toBeUndefined()
    expect(silenceOf(after([[0, page([])]]), rules)).toBeUndefined()
  })
})

describe("a source that is behind", () => {
  const source = { id: "wall", title: "Wall", everyMinutes: 5 }
  const minutes = (count: number) => addMinutes(monday, count)

  it("was not read to its end for the rounds that the host names, and for a quarter of an hour", () => {
    const rules = { behindRounds: 6, silentMessages: 10 }
    expect(behindOf(monday, source, rules, minutes(30))).toBeUndefined()
    expect(behindOf(monday, source, rules, minutes(31))).toBe(monday)
    expect(behindOf(monday, { ...source, everyMinutes: 1 }, rules, minutes(15))).toBeUndefined()
    expect(behindOf(monday, source, { ...rules, behindRounds: null }, minutes(9999))).toBeUndefined()
  })
})

describe("coverage", () => {
  const cursor = (reading: SourceReading | null, gaps: readonly (readonly [number, number])[]) => ({
    connectorId: "vk",
    sourceId: "wall",
    cursor: "1",
    at: monday,
    read: 0,
    matched: 0,
    skipped: 0,
    gaps: gaps.map(([from, to]) => ({ from: hours(from), to: hours(to), reason: "full" })),
    reading,
  })

  it("takes gaps, the time before the first reading and the time after the last one away", () => {
    const reading = after([
      [2, page([], { since: hours(1) })],
      [20, page([])],
    ])
    const found = coverageOf(
      cursor(reading, [
        [4, 6],
        [5, 8],
        [30, 40],
      ]),
      { from: hours(0), to: hours(24) },
    )
    expect(found.read).toEqual([
      { from: hours(1), to: hours(4) },
      { from: hours(8), to: hours(20) },
    ])
    expect([found.minutes, found.readMinutes]).toEqual([24 * 60, 15 * 60])
    expect(found.gaps.map(({ from, to, reason }) => [from, to, reason])).toEqual([
      [hours(0), hours(1), "before the first reading"],
      [hours(4), hours(6), "full"],
      [hours(5), hours(8), "full"],
      [hours(20), hours(24), "it has not been read to its end since"],
    ])
  })

  it.each([
    ["it was never read", undefined],
    ["it was never read", cursor(null, [])],
    ["the first reading has not finished", cursor(after([[-5, page([], { more: true })]]), [])],
  ])("is nothing where %s", (reason, known) => {
    const found = coverageOf(known, { from: hours(0), to: hours(24) })
    expect(found).toMatchObject({ readMinutes: 0, read: [], gaps: [{ from: hours(0), to: hours(24), reason }] })
  })

  it("and its gaps make up the period, whatever the gaps are", () => {
    const gap = fc
      .tuple(fc.integer({ min: -10, max: 40 }), fc.integer({ min: 1, max: 20 }))
      .map(([from, length]) => [from, from + length] as const)
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 6 }), fc.nat(30), fc.nat(10), (gaps, to, since) => {
        const reading = after([[since + to, page([], { since: hours(since) })]])
        const period = { from: hours(0), to: hours(24) }
        const found = coverageOf(cursor(reading, gaps), period)
        for (let hour = 0; hour < 24; hour += 1) {
          const holds = ({ from, to: end }: { readonly from: string; readonly to: string }) => from <= hours(hour) && hours(hour) < end
          expect(found.read.filter(holds).length).toBe(found.gaps.some(holds) ? 0 : 1)
        }
      }),
    )
  })
})
