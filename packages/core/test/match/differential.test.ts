import { describe, expect, it } from "vitest"
import { naiveMatch, typoDistance } from "./naive.ts"
import { comparePairs } from "./compare.ts"
import { createDice, randomMessage, positiveQuery } from "./pairs.ts"

describe("the matcher and the naive evaluator", () => {
  it("agree over 5 000 random pairs of query and message, clauses and offsets included: `deep.ts` compares many more", () => {
    expect(comparePairs(20_261_124, 5000)).toBeUndefined()
  }, 60_000)

  it("are compared on pairs of which enough hold, with enough different clauses", () => {
    const dice = createDice(7)
    let held = 0
    const kinds = new Set<string>()
    for (let pair = 0; pair < 2000; pair++) {
      const clauses = naiveMatch(positiveQuery(dice), randomMessage(dice))
      if (clauses === undefined) continue
      held += 1
      for (const { term } of clauses) kinds.add(/NEAR/.test(term) ? "near" : (/~\d|^["#@=]|\*$/.exec(term)?.[0] ?? "word"))
    }
    expect(held).toBeGreaterThan(300)
    expect([...kinds].toSorted()).toEqual(expect.arrayContaining(['"', "#", "*", "=", "@", "near", "word", "~1"]))
  })

  it("measure typos by the textbook table", () => {
    expect(typoDistance("батарея", "бтарея")).toBe(1)
    expect(typoDistance("батарея", "абтарея")).toBe(1)
    expect(typoDistance("батарея", "бтраея")).toBe(2)
  })
})
