import { describe as about, expect, it } from "vitest"
import { createPlan } from "./plan.ts"
import { mutants } from "./sabotage.ts"
import { describe, shrink } from "./shrink.ts"
import { simulate } from "./simulate.ts"

/** Chosen by no hand: the first that there are. */
const seeds = Array.from({ length: 12 }, (_, index) => index + 1)

about("the whole crew, simulated", () => {
  it.each(seeds)("keeps every promise under seed %i", async (seed) => {
    const plan = createPlan({ seed })
    const run = await simulate(plan)
    if (run.broken !== null) expect.fail(describe(await shrink(plan, run)))
    expect(run.counts.incidents).toBeGreaterThan(0)
  })

  it("plays a seed the same way each time", async () => {
    const plan = createPlan({ seed: 3, calmMinutes: 10 })
    const [one, other] = [await simulate(plan), await simulate(plan)]
    expect(one.lines).toEqual(other.lines)
    expect(one.hash).toBe(other.hash)
  })

  it("plays another seed another way", async () => {
    const [one, other] = [createPlan({ seed: 1, calmMinutes: 0 }), createPlan({ seed: 2, calmMinutes: 0 })]
    expect((await simulate(one)).hash).not.toBe((await simulate(other)).hash)
  })
})

about("a crew with a fault in it", () => {
  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))("%s: that is noticed within three seeds", async (_, mutant) => {
    const found: (string | undefined)[] = []
    for (const seed of [1, 2, 3]) {
      const { networks } = mutant
      const plan = createPlan({ seed, minutes: 40, ...(networks === undefined ? {} : { networks }) })
      found.push((await simulate(plan, mutant)).broken?.promise)
      if (found.includes(mutant.breaks)) return
    }
    expect(found).toContain(mutant.breaks)
  })

  it("is shown by the fewest faults and acts that break the promise", async () => {
    const [mutant] = mutants
    const plan = createPlan({ seed: 1, minutes: 20, calmMinutes: 20 })
    const run = await simulate(plan, mutant)
    const shrunk = await shrink(plan, run, mutant)
    expect(shrunk.run.broken?.promise).toBe("coverage")
    expect(shrunk.plan.faults).toEqual([])
    expect(shrunk.plan.acts).toHaveLength(1)
    expect(describe(shrunk)).toContain("seed 1: coverage: ")
  })
})
