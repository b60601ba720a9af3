import assert from "node:assert/strict"
import { figuresOf, timesIn, type FigureDimension, type FiguresQuery, type MetricId } from "@otklik/core/reports"
import type { CaseFilter } from "@otklik/core/storage"
import { appendOf, buildIncident } from "../../build/index.ts"
import type { ContractCase } from "../../contract.ts"
import { allDurations, allFigureDimensions, allMetrics, slottedDimensions, stockMetrics } from "../every-figure.ts"
import { figuresAt, figuresPeriod, figuresSlots, generateCases, unitOfCases } from "../generated-cases.ts"
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const query = { period: figuresPeriod, at: figuresAt, metrics: allMetrics } as const
const groups: NonNullable<FiguresQuery["groups"]> = {
  topicGroup: [
    ["roads", "city"],
    ["water", "city"],
  ],
  authorityKind: [["a-1", "district"]],
  territory: [
    ["aga-village", "aga-village"],
    ["aga-village", "aga"],
    ["aga", "aga"],
  ],
}

/** The question for a split; what was open is not split by moments. */
function splitBy(...by: readonly FigureDimension[]): FiguresQuery {
  const isSlotted = by.some((dimension) => slottedDimensions.includes(dimension))
  const moving = allMetrics.filter((id) => !stockMetrics.includes(id))
  return { ...query, by, groups, ...(isSlotted ? { metrics: moving, slots: figuresSlots } : {}) }
}

/** The incidents of these cases, whose figures are reckoned once. */
const drawn = [3, 80] as const
const reckoned = new Map<string, ReturnType<typeof figuresOf>>()

/** What must be counted of them. */
function expectedOf(asked: FiguresQuery): ReturnType<typeof figuresOf> {
  const key = JSON.stringify(asked)
  const rows = reckoned.get(key) ?? figuresOf(generateCases(...drawn), asked)
  reckoned.set(key, rows)
  return rows
}

function drillDownCase(what: string, filter: Omit<CaseFilter, "metric">, where: FiguresQuery["where"] = {}) {
  return storageCase(`figures: ${what}`, async ({ storage, openSecond }) => {
    const cases = generateCases(11, 60)
    await storage.commit(unitOfCases(cases))
    const second = await openSecond()
    for (const id of allMetrics) {
      const { incidents } = await second.find({ ...filter, metric: { id, period: figuresPeriod, at: figuresAt }, limit: 1000 })
      const times = timesIn(id, { ...query, where }, cases)
      assert.deepEqual(
        incidents.map(({ facts }) => facts.incidentId),
        cases.filter((one) => times(one) > 0).map(({ facts }) => facts.incidentId),
        `the number "${id}"`,
      )
    }
  })
}

/** The numbers of reports, and the incidents behind them. */
export const figuresCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("figures: the numbers are those of figuresOf, at every edge of the period", async ({ storage, openSecond }) => {
    await storage.commit(unitOfCases(generateCases(...drawn)))
    const second = await openSecond()
    for (const at of [figuresAt, figuresPeriod.from, "2026-04-01T00:00:00.000Z"]) {
      assert.deepEqual(await second.counts.figures({ ...query, at }), expectedOf({ ...query, at }), `at ${at}`)
    }
  }),
  storageCase("figures: so is each row of a split", async ({ storage }) => {
    await storage.commit(unitOfCases(generateCases(...drawn)))
    const crossed = [
      ["topic", "bucket"],
      ["authority", "outcome"],
      ["territory", "rule", "weekday"],
    ] as const
    for (const by of [...allFigureDimensions.map((dimension) => [dimension]), ...crossed]) {
      const named = (rows: ReturnType<typeof figuresOf>) => rows.filter(({ keys }) => !keys.includes(null))
      const split = splitBy(...by)
      assert.deepEqual(named(await storage.counts.figures(split)), named(expectedOf(split)), `by ${by.join(", ")}`)
    }
  }),
  storageCase("figures: what has no value is counted in a row of its own, the last", async ({ storage }) => {
    await storage.commit(unitOfCases(generateCases(...drawn)))
    for (const by of ["topic", "authority", "territory", "community", "subject"] as const) {
      const last = (await storage.counts.figures(splitBy(by))).at(-1)
      assert.deepEqual(last, expectedOf(splitBy(by)).at(-1), `by ${by}`)
      assert.deepEqual(last?.keys, [null])
    }
  }),
  storageCase("figures: how long it took is counted, the middle and nine of ten by nearest rank", async ({ storage }) => {
    await storage.commit(unitOfCases(generateCases(...drawn)))
    const lasting: FiguresQuery = { ...query, metrics: [], durations: allDurations }
    assert.deepEqual(await storage.counts.figures(lasting), expectedOf(lasting))
  }),
  storageCase("figures: only what is asked for and reached is counted", async ({ storage }) => {
    await storage.commit(unitOfCases(generateCases(...drawn)))
    const limits: readonly Pick<FiguresQuery, "where" | "reach">[] = [
      { where: { topics: ["roads", "water"], kinds: ["problem"] } },
      { reach: [{ authorityIds: ["a-1"] }, { topics: ["roads"], territoryIds: ["chita"] }] },
      { where: { networks: ["vk"] }, reach: [{ territoryIds: ["aga"] }] },
      { reach: [] },
    ]
    for (const limit of limits) {
      const limited = { ...query, ...limit }
      assert.deepEqual(await storage.counts.figures(limited), expectedOf(limited), JSON.stringify(limit))
    }
  }),
  storageCase("figures: where nothing happened the total is a row of zeros, and a split has no rows", async ({ storage }) => {
    assert.deepEqual(await storage.counts.figures(query), figuresOf([], query))
    assert.deepEqual(await storage.counts.figures(splitBy("topic")), [])
  }),
  storageCase("figures: an incident is counted once, as it is now", async ({ storage }) => {
    const begun = buildIncident({ status: "registered", topic: "water" })
    const closed = buildIncident({ status: "closed", topic: "water" })
    const metrics: readonly MetricId[] = ["received", "due", "finals", "open"]
    const asked: FiguresQuery = {
      period: { from: figuresPeriod.from, to: "2026-06-01T00:00:00.000Z" },
      at: "2026-06-01T00:00:00.000Z",
      metrics,
    }
    const counted = async () => (await storage.counts.figures(asked))[0]?.numbers
    await storage.commit({ appends: [appendOf(begun)] })
    assert.deepEqual(await counted(), { received: 1, due: 1, finals: 0, open: 1 })
    await storage.commit({ appends: [appendOf(closed, begun)] })
    assert.deepEqual(await counted(), { received: 1, due: 1, finals: 1, open: 0 })
  }),
  storageCase("figures: a number, a moment or a split that there is not is refused", async ({ storage }) => {
    const [slot] = figuresSlots
    assert.ok(slot !== undefined)
    const wrong: readonly Partial<FiguresQuery>[] = [
      { metrics: ["eaten" as MetricId] },
      { metrics: [] },
      { period: { ...figuresPeriod, to: "tomorrow" } },
      { at: "2026-03-02" },
      { by: ["author" as FigureDimension] },
      { by: ["topic", "topic"] },
      { metrics: ["openBefore"], by: ["bucket"], slots: figuresSlots },
      { metrics: ["received"], by: ["bucket"], slots: [slot, slot] },
    ]
    for (const one of wrong) await assert.rejects(storage.counts.figures({ ...query, ...one }), { code: "config" }, JSON.stringify(one))
  }),
  drillDownCase("each number leads to its incidents", {}),
  drillDownCase("under other conditions too", { topics: ["roads"] }, { topics: ["roads"] }),
]
