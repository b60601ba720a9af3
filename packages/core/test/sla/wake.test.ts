import { describe, expect, it } from "vitest"
import type { ClockState } from "../../src/incident/index.ts"
import { lateGoals, nextWakeAt } from "../../src/sla/index.ts"

const clock = (goal: string, dueAt: string, change: Partial<ClockState> = {}): ClockState => ({
  goal,
  cycle: 1,
  policyId: "p",
  policyVersion: "1",
  startedAt: "2026-11-27T08:00:00.000Z",
  dueAt,
  stoppedAt: null,
  cancelled: null,
  pausedAt: null,
  pauses: [],
  missedNoticedAt: null,
  marks: [],
  ...change,
})
const noon = "2026-11-28T12:00:00.000Z"
const clocks = [
  clock("final-reply", "2026-12-05T15:00:00.000Z"),
  clock("first-reply", noon),
  clock("triage", "2026-11-27T09:00:00.000Z", { stoppedAt: "2026-11-27T08:30:00.000Z" }),
  clock("acceptance", "2026-11-27T10:00:00.000Z", { missedNoticedAt: "2026-11-27T10:05:00.000Z" }),
]

describe("nextWakeAt", () => {
  it("is the nearest due time that still has something to say", () => {
    expect(nextWakeAt(clocks)).toBe(noon)
    expect(nextWakeAt([...clocks].toReversed())).toBe(noon)
  })

  it("is null when nothing runs, or every breach is on record", () => {
    expect(nextWakeAt([])).toBeNull()
    expect(nextWakeAt(clocks.slice(2))).toBeNull()
  })
})

describe("lateGoals", () => {
  it("are those whose term has ended, each goal for itself", () => {
    expect(lateGoals(clocks, "2026-11-28T11:59:59.999Z")).toEqual([])
    expect(lateGoals(clocks, noon)).toEqual(["first-reply"])
    expect(lateGoals(clocks, "2026-12-31T00:00:00.000Z")).toEqual(["first-reply", "final-reply"])
  })

  it("leave nothing to wake for once they are recorded", () => {
    const now = "2026-12-31T00:00:00.000Z"
    const recorded = clocks.map((state) => (lateGoals(clocks, now).includes(state.goal) ? { ...state, missedNoticedAt: now } : state))
    expect(nextWakeAt(recorded)).toBeNull()
    expect(lateGoals(recorded, now)).toEqual([])
  })
})
