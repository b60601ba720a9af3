import { describe, expect, it } from "vitest"
import { region } from "../src/region.ts"
import { dataPresent, furtherOrdinary, measure } from "./measure.ts"

/*
 * The texts are of real people and stay outside the repository; without them there is nothing to measure, and the run
 * says "skipped". Rules were tuned on all of these lines; how they do on texts nobody looked at is measured elsewhere,
 * on other appeals.
 */
describe.skipIf(!dataPresent)("the keyword rules on real texts (../shared beside the repository)", () => {
  it.each(["even", "odd"] as const)("hold the floors on the %s lines", { timeout: 60_000 }, (half) => {
    const measured = measure(region.rules, region.locale, half)
    expect(measured.found).toBeGreaterThanOrEqual(0.97)
    expect(measured.categoryRight).toBeGreaterThanOrEqual(0.78)
    expect(measured.ordinaryCaught).toBeLessThanOrEqual(0.005)
    expect(measured.postsCaught).toBeLessThanOrEqual(0.025)
  })

  it("leave alone ordinary posts that nobody tuned on", { timeout: 60_000 }, () => {
    const { count, caught } = furtherOrdinary(region.rules, region.locale)
    expect(count).toBeGreaterThan(5000)
    expect(caught.length / count).toBeLessThanOrEqual(0.01)
  })
})
