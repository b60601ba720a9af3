import { describe, it } from "vitest"
import { checkShuffled } from "./shuffled.ts"

// A few sequences for every day; `deep.ts` beside this file plays thousands.
describe("what a network tells twice, late and in any order", () => {
  it("loses nothing, registers nothing twice and leaves the newest text standing", () => checkShuffled({ runs: 60, seed: 11 }))
})
