import { describe, it } from "vitest"
import { checkArithmetic, checkDays, checkExplanation, checkWallClock } from "./laws.ts"
import { checkPausedDays, checkPauses } from "./pause-laws.ts"

// A small number of runs for every day; `deep.ts` beside this file takes as many as one has patience for.
describe("failure modes 13 and 14: holidays, lunch, nights, changed clocks and any zone give the right deadline", () => {
  it("agrees with the clock on the wall", () => checkWallClock({ runs: 25 }), 30_000)
  it("ends days where the wall clock does", () => checkDays({ runs: 20 }), 30_000)
  it("adds and measures inversely, to the millisecond", () => checkArithmetic({ runs: 60 }), 30_000)
  it("explains every stretch from start to due time", () => checkExplanation({ runs: 60 }), 30_000)
  it("counts no minute of a pause", () => checkPauses({ runs: 40 }), 30_000)
  it("puts terms of days off by the days of a pause", () => checkPausedDays({ runs: 60 }), 30_000)
})
