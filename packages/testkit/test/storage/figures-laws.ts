import { addMinutes, type Storage } from "@otklik/core"
import { figuresOf, timesIn, type FigureDimension, type FiguresQuery } from "@otklik/core/reports"
import { generateCases, unitOfCases, figuresAt, figuresPeriod, figuresSlots } from "../../src/storage/generated-cases.ts"
import * as fc from "fast-check"
import { expect } from "vitest"
import { allDurations, allFigureDimensions, allMetrics, slottedDimensions, stockMetrics } from "../../src/storage/every-figure.ts"

const lists = { topics: ["roads", "снег", "water"], territoryIds: ["chita", "aga"], authorityIds: ["a-1", "управа"] } as const

const limitArbitrary = fc.record(
  {
    topics: fc.subarray([...lists.topics]),
    territoryIds: fc.subarray([...lists.territoryIds]),
    authorityIds: fc.subarray([...lists.authorityIds]),
  },
  { requiredKeys: [] },
)

/** A question of any kind about the generated incidents. */
const figuresQueryArbitrary: fc.Arbitrary<FiguresQuery> = fc
  .record(
    {
      by: fc.subarray([...allFigureDimensions], { maxLength: 3 }),
      metrics: fc.subarray([...allMetrics], { minLength: 1 }),
      durations: fc.subarray([...allDurations]),
      at: fc.constantFrom(figuresAt, figuresPeriod.from, "2026-04-01T00:00:00.000Z"),
      groups: fc.record(
        {
          topicGroup: fc.constant([
            ["roads", "city"],
            ["water", "city"],
          ] as [string, string][]),
          authorityKind: fc.constant([["a-1", "district"]] as [string, string][]),
          territory: fc.constant([
            ["aga-village", "aga-village"],
            ["aga-village", "aga"],
            ["aga-village", "region"],
            ["aga", "aga"],
            ["aga", "region"],
          ] as [string, string][]),
        },
        { requiredKeys: [] },
      ),
      where: limitArbitrary,
      reach: fc.array(limitArbitrary, { maxLength: 2 }),
    },
    { requiredKeys: ["metrics", "at"] },
  )
  .map((query): FiguresQuery => {
    const isSlotted = query.by?.some((dimension) => slottedDimensions.includes(dimension)) === true
    const metrics = isSlotted ? query.metrics.filter((id) => !stockMetrics.includes(id)) : query.metrics
    return {
      ...query,
      period: figuresPeriod,
      metrics: metrics.length === 0 ? ["received"] : metrics,
      ...(isSlotted ? { slots: figuresSlots } : {}),
    }
  })

/**
 * Asserts that a storage gives the figures that the definition gives, for any incidents and any question.
 *
 * @param open - opens an empty one
 * @param runs - how many sets of incidents
 * @param questions - how many questions about each
 */
export async function sameFigures(open: () => Promise<Storage>, runs: number, questions: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1_000_000),
      fc.nat(40),
      fc.array(figuresQueryArbitrary, { minLength: questions, maxLength: questions, size: "max" }),
      async (seed, count, queries) => {
        const cases = generateCases(seed, count)
        const storage = await open()
        await storage.commit(unitOfCases(cases))
        for (const query of queries) expect(await storage.counts.figures(query)).toEqual(figuresOf(cases, query))
      },
    ),
    { numRuns: runs, interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true },
  )
}

/**
 * Asserts that a storage finds the incidents behind every number, for any incidents and any moment: they are those that
 * `timesIn` counts, and what they count for makes up the number.
 *
 * @param open - opens an empty one
 * @param runs - how many sets of incidents
 */
export async function figuresDrillDown(open: () => Promise<Storage>, runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1_000_000),
      fc.nat(40),
      fc.constantFrom(figuresAt, figuresPeriod.from, "2026-04-01T00:00:00.000Z"),
      fc.record({ topics: fc.constant(["roads", "снег"]), authorityIds: fc.constant(["a-1"]) }, { requiredKeys: [] }),
      async (seed, count, at, where) => {
        const cases = generateCases(seed, count)
        const storage = await open()
        await storage.commit(unitOfCases(cases))
        const query = { period: figuresPeriod, at, where }
        const [row] = await storage.counts.figures({ ...query, metrics: allMetrics })
        const filters = allMetrics.map((id) => ({ ...where, metric: { id, period: figuresPeriod, at } }))
        const counts = (
          await Promise.all([filters.slice(0, 100), filters.slice(100)].map((some) => storage.counts.countCases(some, 1000)))
        ).flat()
        for (const [index, id] of allMetrics.entries()) {
          const times = timesIn(id, query, cases)
          const behind = cases.filter((one) => times(one) > 0).map(({ facts }) => facts.incidentId)
          const { incidents } = await storage.find({ ...where, metric: { id, period: figuresPeriod, at }, order: "oldest", limit: 1000 })
          expect([id, incidents.map(({ facts }) => facts.incidentId).toSorted()]).toEqual([id, behind.toSorted()])
          expect([id, counts[index]]).toEqual([id, behind.length])
          expect([id, cases.reduce((sum, one) => sum + times(one), 0)]).toEqual([id, row?.numbers[id]])
        }
      },
    ),
    { numRuns: runs, interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true },
  )
}

const everyCase = { period: figuresPeriod, at: "2026-04-01T00:00:00.000Z" } as const
const singleValued = ["topic", "territory", "network", "kind", "importance", "intake", "outcome", "closing", "authority"] as const

type Numbers = Readonly<Partial<Record<string, number>>>

const sumOf = (rows: readonly { readonly numbers: Numbers }[]): Numbers =>
  Object.fromEntries(allMetrics.map((id) => [id, rows.reduce((sum, { numbers }) => sum + (numbers[id] ?? 0), 0)]))

/**
 * Asserts that the figures of a storage add up, for any incidents: rows and buckets make up the totals, the margins of
 * a cross table are the single tables, the partitions and the backlog hold in every row, and disjoint scopes add up.
 *
 * @param open - opens an empty one
 * @param runs - how many sets of incidents
 */
export async function figuresAddUp(open: () => Promise<Storage>, runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1_000_000),
      fc.nat(40),
      fc.constantFrom(...singleValued),
      fc.constantFrom(...singleValued),
      async (seed, count, one, other) => {
        const storage = await open()
        const cases = generateCases(seed, count)
        await storage.commit(unitOfCases(cases))
        const rows = (by: readonly FigureDimension[], more: Partial<FiguresQuery> = {}) =>
          storage.counts.figures({ ...everyCase, metrics: allMetrics, by, ...more })
        const [totals] = await rows([])
        expect(sumOf(await rows([one]))).toEqual(totals?.numbers)
        const moving = allMetrics.filter((id) => !stockMetrics.includes(id))
        const whole = [{ ...figuresPeriod, bucket: "whole", weekday: "1", hour: "0" }]
        const days = (await rows(["bucket"], { metrics: moving, slots: sevenDays })).map(({ numbers }) => numbers)
        const [all] = await rows(["bucket"], { metrics: moving, slots: whole })
        for (const id of moving)
          expect([id, days.reduce((sum, numbers) => sum + (numbers[id] ?? 0), 0)]).toEqual([id, all?.numbers[id] ?? 0])
        if (one !== other) {
          const single = await rows([one])
          const cross = await rows([one, other])
          for (const { keys, numbers } of single) {
            const parts = cross.filter((row) => row.keys[0] === keys[0])
            expect(sumOf(parts)).toEqual(numbers)
          }
        }
        for (const { numbers } of [...(await rows([one])), ...(totals === undefined ? [] : [totals])]) checkRow(numbers)
        const scopes = await Promise.all(["roads", "water", "снег"].map((topic) => rows([], { reach: [{ topics: [topic] }] })))
        const outside = await rows(["topic"])
        const inside = outside.filter(({ keys }) => keys[0] !== null)
        expect(sumOf(scopes.flat())).toEqual(sumOf(inside))
      },
    ),
    { numRuns: runs, interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true },
  )
}

const sevenDays = [0, 1, 2, 3, 4, 5, 6].map((day) => ({
  from: addMinutes(figuresPeriod.from, day * 1440),
  to: addMinutes(figuresPeriod.from, (day + 1) * 1440),
  bucket: String(day),
  weekday: String(day + 1),
  hour: "0",
}))

const wholes: readonly (readonly [string, readonly string[]])[] = [
  ["received", ["accepted", "dismissedOfReceived"]],
  ["due", ["answeredInTime", "answeredLate", "dueUnanswered"]],
  ["finals", ["fixConfirmed", "fixUnrefuted", "fixClaimed", "refuted", "explained", "cannotFix", "notCompetent", "outcomeUnknown"]],
  ["fixed", ["fixConfirmed", "fixUnrefuted"]],
  ["promisesDue", ["promisesKept", "promisesBroken"]],
  ["closed", ["closedSatisfied", "closedSilent", "closedByDecision"]],
  ["surveysAnswered", ["satisfied", "dissatisfied"]],
  ["promisesDue", ["term:promise:first:due", "term:promise:later:due"]],
  ...["final-reply", "repair", "approval"].flatMap((goal) =>
    ["first", "later"].map((cycle): [string, readonly string[]] => [
      `term:${goal}:${cycle}:due`,
      ["inTime", "late", "missed"].map((count) => `term:${goal}:${cycle}:${count}`),
    ]),
  ),
]

function checkRow(numbers: Numbers): void {
  for (const [whole, parts] of wholes)
    expect([whole, parts.reduce((sum, id) => sum + (numbers[id] ?? 0), 0)]).toEqual([whole, numbers[whole]])
}
