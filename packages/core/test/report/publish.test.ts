import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  buildReport,
  createPeriod,
  figuresOf,
  findMetric,
  publish,
  rank,
  type Report,
  type ReportTableQuestion,
  type Row,
} from "../../src/report/index.ts"
import type { ReportDimension } from "../../src/report/report.ts"
import { generateCases } from "../../../testkit/src/storage/generated-cases.ts"

const period = createPeriod({ zone: "UTC", from: "2026-03-02", to: "2026-03-09" })

async function reportOf(seed: number, count: number, tables: readonly ReportTableQuestion[]): Promise<Report> {
  const cases = generateCases(seed, count)
  return buildReport({
    notes: [],
    period,
    compared: null,
    at: "2026-04-01T00:00:00.000Z",
    now: "2026-04-01T00:00:00.000Z",
    calendar: undefined,
    where: undefined,
    reach: undefined,
    tables,
    goals: ["promise", "repair"],
    groups: { topicGroup: [], authorityKind: [], territory: [] },
    figures: async (query) => figuresOf(cases, query),
  })
}

const metrics = ["received", "accepted", "dismissedOfReceived", "due", "answeredInTime", "answeredLate", "dueUnanswered", "closed"] as const
const questions: readonly (readonly ReportTableQuestion[])[] = [
  [{ by: ["topic", "network"], metrics }],
  [
    { by: ["topic", "territory"], metrics },
    { by: ["topic"], metrics },
    { by: ["territory"], metrics },
  ],
  [
    { by: ["kind"], bucket: "day", metrics },
    { bucket: "day", metrics },
    { by: ["kind"], metrics },
  ],
]

/** Sums as anybody writes them down who looks at the tables: independent of those that `publish` reckons with. */
function sumsOf({ totals, tables }: Report): readonly (readonly [string, readonly string[]])[] {
  const sums: [string, readonly string[]][] = []
  const place = (table: number, row: number, id: string) => `${table}/${row}/${id}`
  const everyRow: readonly (readonly [string, Row])[] = [
    ["totals", totals],
    ...tables.flatMap(({ rows }, table) => rows.map((row, index) => [`${table}/${index}`, row] as const)),
  ]
  for (const [at, { numbers }] of everyRow) {
    const has = (id: string) => id in numbers
    if (has("accepted")) sums.push([`${at}/received`, [`${at}/accepted`, `${at}/dismissedOfReceived`]])
    if (has("due")) sums.push([`${at}/due`, [`${at}/answeredInTime`, `${at}/answeredLate`, `${at}/dueUnanswered`]])
  }
  for (const id of metrics) {
    for (const [table, { by, bucket, rows }] of tables.entries()) {
      sums.push([`totals/${id}`, rows.map((_, row) => place(table, row, id))])
      for (const [other, coarse] of tables.entries()) {
        const keys = [...coarse.by, ...(coarse.bucket === null ? [] : ["bucket"])]
        const own = [...by, ...(bucket === null ? [] : ["bucket"])]
        if (other === table || keys.length >= own.length || !keys.every((key) => own.includes(key))) continue
        for (const [whole, { keys: values }] of coarse.rows.entries()) {
          const parts = rows.flatMap((row, index) =>
            keys.every((key, at) => row.keys[own.indexOf(key)] === values[at]) ? [place(table, index, id)] : [],
          )
          if (parts.length > 0) sums.push([place(other, whole, id), parts])
        }
      }
    }
  }
  return sums
}

function cellsOf({ totals, tables }: Report): ReadonlyMap<string, number | null> {
  return new Map([
    ...Object.entries(totals.numbers).map(([id, value]) => [`totals/${id}`, value] as const),
    ...tables.flatMap(({ rows }, table) =>
      rows.flatMap((row, index) => Object.entries(row.numbers).map(([id, value]) => [`${table}/${index}/${id}`, value] as const)),
    ),
  ])
}

/** A fraction of whole numbers of any size: nothing is rounded. */
type Fraction = readonly [bigint, bigint]
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d]
const minus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => reduced([a * d - c * b, b * d])
function reduced([a, b]: Fraction): Fraction {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x === 0n ? [0n, 1n] : [a / x, b / x]
}

/**
 * The hidden numbers that the sums give away, by Gauss over exact fractions: all true numbers that are hidden are above
 * 0, so one that is free in the system could be both a little more and a little less.
 */
function solvable(report: Report): readonly string[] {
  const cells = cellsOf(report)
  const hidden = [...cells].filter(([, value]) => value === null).map(([id]) => id)
  const column = new Map(hidden.map((id, index) => [id, index]))
  const rows: Fraction[][] = sumsOf(report).flatMap(([whole, parts]) => {
    const row = hidden.map((): Fraction => [0n, 1n])
    for (const [id, sign] of [[whole, 1n] as const, ...parts.map((part) => [part, -1n] as const)]) {
      const at = column.get(id)
      if (at !== undefined) row[at] = [(row[at]?.[0] ?? 0n) + sign, 1n]
    }
    return row.some(([a]) => a !== 0n) ? [row] : []
  })
  let ranked = 0
  const leads: number[] = []
  for (let at = 0; at < hidden.length && ranked < rows.length; at += 1) {
    const found = rows.findIndex((row, index) => index >= ranked && row[at]?.[0] !== 0n)
    if (found < 0) continue
    ;[rows[ranked], rows[found]] = [rows[found] ?? [], rows[ranked] ?? []]
    const lead = rows[ranked] ?? []
    const [a, b] = lead[at] ?? [1n, 1n]
    const unit = lead.map((value) => reduced(times(value, [b, a])))
    rows[ranked] = unit
    for (const [index, row] of rows.entries()) {
      const factor = row[at]
      if (index === ranked || factor === undefined || factor[0] === 0n) continue
      rows[index] = row.map((value, place) => minus(value, times(factor, unit[place] ?? [0n, 1n])))
    }
    leads.push(at)
    ranked += 1
  }
  return leads.flatMap((at, index) => (rows[index]?.filter(([a]) => a !== 0n).length === 1 ? [hidden[at] ?? ""] : []))
}

/** Hides small numbers and no others: the broken twin. */
function careless(report: Report, k: number): Report {
  const shown = (row: Row): Row => ({
    ...row,
    numbers: Object.fromEntries(
      Object.entries(row.numbers).map(([id, value]) => [id, value !== null && value > 0 && value < k ? null : value]),
    ),
  })
  return { ...report, totals: shown(report.totals), tables: report.tables.map((table) => ({ ...table, rows: table.rows.map(shown) })) }
}

describe("a published report", () => {
  it("holds no small number, and none that can be reckoned out along any sum", async () => {
    let given = 0
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), fc.integer({ min: 5, max: 120 }), fc.constantFrom(...questions), async (seed, count, tables) => {
        const report = await reportOf(seed, count, tables)
        const published = publish(report)
        const [before, after] = [cellsOf(report), cellsOf(published)]
        for (const [id, value] of after) {
          if (value === null) expect(before.get(id) ?? 0).toBeGreaterThan(0)
          // A backlog below 0 counts nobody: cases that are drawn at random may be reopened without having been closed.
          else expect(value <= 0 || value >= 5).toBe(true)
        }
        expect(solvable(published)).toEqual([])
        given += solvable(careless(report, 5)).length
      }),
      { numRuns: 30 },
    )
    // The same look finds what a careless hiding gives away.
    expect(given).toBeGreaterThan(20)
  })

  it("hides shares, durations and changes of what is hidden, and says how much it hid", async () => {
    const report = await reportOf(7, 40, [{ by: ["topic"], metrics, durations: ["toRegister"] }])
    const published = publish(report, { k: 10 })
    expect(published.published.k).toBe(10)
    const rows = [published.totals, ...published.tables.flatMap(({ rows: found }) => found)]
    const hidden = rows.flatMap((row) => Object.values(row.numbers).filter((value) => value === null))
    expect(published.published.hidden).toBeGreaterThanOrEqual(hidden.length)
    expect(hidden.length).toBeGreaterThan(0)
    for (const { numbers, shares, durations } of rows) {
      if (numbers["due"] === null || numbers["answeredInTime"] === null) expect(shares["inTime"]?.share).toBeNull()
      for (const { count, medianMinutes } of Object.values(durations))
        expect(count === null || count === 0 || count >= 10 || medianMinutes === null).toBe(true)
      if (numbers["received"] === null) expect(durations["toRegister"]?.count ?? null).toBeNull()
    }
  })

  it("is refused by what comes too near to people, and where rows overlap", async () => {
    for (const by of ["rule", "community", "weekday", "hour"] as const satisfies readonly ReportDimension[]) {
      const report = await reportOf(1, 5, [{ by: [by] }])
      expect(() => publish(report)).toThrow(expect.objectContaining({ code: "config" }) as Error)
    }
    const rolled = await reportOf(1, 5, [{ by: ["territory"], rollUp: true }])
    expect(() => publish(rolled)).toThrow(/overlap/)
    const both = await reportOf(1, 5, [{ by: ["topic"] }, { by: ["topicGroup"] }])
    expect(() => publish(both)).toThrow(/not published together/)
  })
})

describe("a report", () => {
  it("names every number, share and duration that its rows hold", async () => {
    const report = await reportOf(3, 30, [{ by: ["topic"], durations: ["toFinal"] }, { bucket: "day" }])
    const ids = new Set<string>(report.metrics.map(({ id }) => id))
    for (const row of [report.totals, ...report.tables.flatMap(({ rows }) => rows)])
      for (const id of [...Object.keys(row.numbers), ...Object.keys(row.shares), ...Object.keys(row.durations)]) expect(ids).toContain(id)
    expect(report.metrics.find(({ id }) => id === "received")?.title).toEqual(findMetric("received")?.title)
  })
})

describe("a ranking", () => {
  const row = (key: string, inTime: readonly [number, number], fixed: readonly [number, number]): Row => {
    const share = ([part, of]: readonly [number, number]) => ({ share: of === 0 ? null : part / of, of })
    return { keys: [key], numbers: {}, shares: { inTime: share(inTime), fixed: share(fixed) }, durations: {}, previous: null, change: null }
  }
  const formula = {
    parts: [
      { share: "inTime", weight: 3 },
      { share: "fixed", weight: 1 },
    ],
  } as const

  it("prints its formula, shares places, and weighs anew what is absent", () => {
    const rows = [
      row("a", [20, 20], [10, 20]),
      row("b", [20, 20], [10, 20]),
      row("c", [5, 20], [1, 2]),
      row("d", [1, 2], [0, 0]),
      row("e", [0, 0], [0, 0]),
    ]
    const { text, ranked, unranked } = rank({ rows }, { formula })
    expect(text).toBe("3 × inTime + 1 × fixed")
    expect(ranked.map(({ keys, place, score }) => [keys[0], place, score])).toEqual([
      ["a", 1, 0.875],
      ["b", 1, 0.875],
      ["c", 3, 0.25],
    ])
    expect(ranked[2]?.parts).toEqual([
      { share: "inTime", value: 0.25, of: 20, weight: 1 },
      { share: "fixed", value: null, of: 2, weight: 0 },
    ])
    expect(unranked).toEqual([
      { keys: ["d"], why: "few" },
      { keys: ["e"], why: "no-share" },
    ])
  })

  it("refuses a formula that says nothing", () => {
    expect(() => rank({ rows: [] }, { formula: { parts: [] } })).toThrow(expect.objectContaining({ code: "config" }) as Error)
    expect(() => rank({ rows: [] }, { formula: { parts: [{ share: "inTime", weight: 0 }] } })).toThrow(/weight/)
  })
})
