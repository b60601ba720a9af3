import { describe, expect, it } from "vitest"
import { region } from "../src/region.ts"
import { dataPresent, measure } from "./measure.ts"

/*
 * The texts are of real people and stay outside the repository; without them there is nothing to measure, and the run says "skipped".
 * Rules were tuned on the even lines only, so the odd ones tell how they do on texts nobody looked at.
 */
describe.skipIf(!dataPresent)("the keyword rules on real texts (../shared beside the repository)", () => {
  it.each(["even", "odd"] as const)("hold the floors on the %s lines", { timeout: 60_000 }, (half) => {
    const measured = measure(region.rules, region.locale, half)
    expect(measured.found).toBeGreaterThanOrEqual(0.85)
    expect(measured.categoryRight).toBeGreaterThanOrEqual(0.75)
    expect(measured.ordinaryCaught).toBeLessThanOrEqual(0.015)
    expect(measured.postsCaught).toBeLessThanOrEqual(0.05)
  })
})
