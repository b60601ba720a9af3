import { describe, expect, it } from "vitest"
import { russian } from "../../src/index.ts"
import { appealsPresent, measureLookAlikes } from "./measure-look-alikes.ts"

describe("look-alike forms in real appeals", () => {
  it.skipIf(!appealsPresent)("are at most 0.5 % of the tokens (skipped where the appeals do not lie beside the repository)", () => {
    const { tokens, matches, wrong, unjudged } = measureLookAlikes(russian())
    expect(tokens).toBeGreaterThan(40_000)
    expect(matches).toBeGreaterThan(5000)
    expect(unjudged, "read them in their sentences and write the verdict into judged-forms.ts").toEqual([])
    expect(wrong / tokens).toBeLessThanOrEqual(0.005)
  })
})
