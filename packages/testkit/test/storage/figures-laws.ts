import type { Storage } from "@otklik/core"
import { figuresOf, type FigureDimension, type FiguresQuery } from "@otklik/core/reports"
import { generateCases, unitOfCases, figuresAt, figuresPeriod, figuresSlots } from "../../src/storage/generated-cases.ts"
import * as fc from "fast-check"
import { expect } from "vitest"
import { allDurations, allFigureDimensions, allMetrics, stockMetrics } from "../../src/storage/every-figure.ts"

const slotted: readonly FigureDimension[] = ["bucket", "weekday", "hour"]
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
    const isSlotted = query.by?.some((dimension) => slotted.includes(dimension)) === true
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
    { numRuns: runs, interruptAfterTimeLimit: 50_000, markInterruptAsFailure: true },
  )
}
