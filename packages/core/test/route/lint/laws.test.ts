import { describe, it } from "vitest"
import { routingLaws } from "./laws.ts"

// A small number of runs for every day; `../deep.ts` takes as many as one has patience for.
describe("routing, by brute force on small worlds", () => {
  it.each(routingLaws)("$name", ({ check, runs }) => check({ numRuns: runs }))
})
