import assert from "node:assert/strict"
import type { CaseFilter } from "@otklik/core/storage"
import { tallyFacts, timesIn, type CountedCase } from "@otklik/core/reports"
import type { ContractCase } from "../../contract.ts"
import { appendOf, buildIncident } from "../../build/index.ts"
import { generatedPeriod as period, generatedReportAt as at, generateFacts, unitOfFacts } from "../generated-facts.ts"
import { allMetrics } from "../every-figure.ts"
import { figuresAt, figuresPeriod, generateCases, unitOfCases } from "../generated-cases.ts"
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const dimensions = ["topic", "authority", "territory", "network"] as const

function drillDownCase(what: string, filter: Omit<CaseFilter, "metric">, allows: (facts: CountedCase["facts"]) => boolean) {
  return storageCase(`tally: ${what}`, async ({ storage, openSecond }) => {
    const cases = generateCases(11, 60)
    await storage.commit(unitOfCases(cases))
    const second = await openSecond()
    const query = { period: figuresPeriod, at: figuresAt }
    for (const id of allMetrics) {
      const { incidents } = await second.find({ ...filter, metric: { id, ...query }, limit: 1000 })
      const times = timesIn(id, query, cases)
      const expected = cases.filter((one) => allows(one.facts) && times(one) > 0).map(({ facts }) => facts.incidentId)
      assert.deepEqual(
        incidents.map((incident) => incident.facts.incidentId),
        expected,
        `the number "${id}"`,
      )
    }
  })
}

/** Counts, and the incidents behind them. */
export const tallyCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("tally: the total is that of tallyFacts, at every edge of the period", async ({ storage, openSecond }) => {
    const facts = generateFacts(true)
    await storage.commit(unitOfFacts(facts))
    assert.deepEqual(await (await openSecond()).counts.tally({ period, at }), tallyFacts(facts, { period, at }))
  }),
  storageCase("tally: so is each row of a split", async ({ storage }) => {
    const facts = generateFacts(false)
    await storage.commit(unitOfFacts(facts))
    for (const by of dimensions)
      assert.deepEqual(await storage.counts.tally({ period, at, by }), tallyFacts(facts, { period, at, by }), `by ${by}`)
  }),
  storageCase("tally: what has no topic, owner or territory is counted in a row of its own, the last", async ({ storage }) => {
    const facts = generateFacts(true)
    await storage.commit(unitOfFacts(facts))
    for (const by of ["topic", "authority", "territory"] as const) {
      const last = (await storage.counts.tally({ period, at, by })).at(-1)
      assert.deepEqual(last, tallyFacts(facts, { period, at, by }).at(-1), `by ${by}`)
      assert.equal(last?.key, null)
    }
  }),
  storageCase("tally: where nothing happened the total is a row of zeros, and a split has no rows", async ({ storage }) => {
    assert.deepEqual(await storage.counts.tally({ period, at }), tallyFacts([], { period, at }))
    assert.deepEqual(await storage.counts.tally({ period, at, by: "topic" }), [])
  }),
  storageCase("tally: an incident is counted once, as it is now", async ({ storage }) => {
    const begun = buildIncident({ status: "registered", topic: "water" })
    const closed = buildIncident({ status: "closed", topic: "water" })
    const query = { period, at, by: "topic" } as const
    await storage.commit({ appends: [appendOf(begun)] })
    assert.deepEqual(await storage.counts.tally(query), tallyFacts([begun.view.facts], query))
    await storage.commit({ appends: [appendOf(closed, begun)] })
    assert.deepEqual(await storage.counts.tally(query), tallyFacts([closed.view.facts], query))
  }),
  drillDownCase("each count equals the number of its incidents", {}, () => true),
  drillDownCase("behind every number of a row too", { topics: ["roads"] }, (facts) => facts.topic === "roads"),
]
