import { describe, expect, it } from "vitest"
import { checkCoverage, checkModel } from "./run.ts"

// A few hundred sequences for every day; `deep.ts` beside this file plays a hundred thousand.
describe("many incidents, many people, clocks that jump", () => {
  it("break no law of the life cycle, and come to every command and state", () => {
    const coverage = checkModel({ runs: 600, seed: 11 })
    checkCoverage(coverage)
    expect(coverage.refused).toBeGreaterThan(100)
  }, 60_000)
})
