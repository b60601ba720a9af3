import { describe, expect, it } from "vitest"
import type { ClockState, ExistingIncident, IncidentStatus } from "../../src/incident/index.ts"
import { wakeUps } from "../../src/sla/index.ts"
import { followUp, given, toStatus } from "../incident/samples.ts"

const clock = (goal: string, change: Partial<ClockState> = {}): ClockState => ({
  goal,
  cycle: 1,
  policyId: "p",
  policyVersion: "1",
  startedAt: "2026-11-24T01:00:00.000Z",
  dueAt: "2026-11-25T01:00:00.000Z",
  stoppedAt: null,
  cancelled: null,
  pausedAt: null,
  pauses: [],
  missedNoticedAt: null,
  marks: [],
  ...change,
})
const mark = (level: string, at: string, noticedAt: string | null = null) => ({ level, at, noticedAt })

/** An incident in that state, with these clocks. */
function incident<Status extends Exclude<IncidentStatus, "none">>(status: Status, clocks: readonly ClockState[] = []) {
  const { state } = given(...toStatus[status])
  if (state.status !== status) throw new Error(`it is ${state.status}`)
  return { ...state, clocks } as Extract<ExistingIncident, { status: Status }>
}

const survey = {
  cycle: 1,
  sendAt: "2026-11-26T00:00:00.000Z",
  endedAt: null,
  draftId: null,
  score: null,
  isFixed: null,
  answeredAt: null,
}
const window = { until: "2026-11-27T00:00:00.000Z", policyId: "w", policyVersion: "1" }

describe("wakeUps", () => {
  it("brings a breach and the steps of the ladder that are not on record yet, the earliest first", () => {
    const late = clock("final-reply", { dueAt: "2026-11-25T02:00:00.000Z" })
    const first = clock("first-reply", {
      marks: [
        mark("warned", "2026-11-24T12:00:00.000Z", "2026-11-24T12:00:05.000Z"),
        mark("supervisor", "2026-11-24T20:00:00.000Z"),
        mark("council", "2026-11-25T01:00:00.000Z"),
      ],
    })
    expect(wakeUps(incident("in-work", [late, first]))).toEqual([
      { at: "2026-11-24T20:00:00.000Z", kind: "escalation", goal: "first-reply", level: "supervisor" },
      { at: "2026-11-25T01:00:00.000Z", kind: "breach", goal: "first-reply" },
      { at: "2026-11-25T01:00:00.000Z", kind: "escalation", goal: "first-reply", level: "council" },
      { at: "2026-11-25T02:00:00.000Z", kind: "breach", goal: "final-reply" },
    ])
  })

  it("brings only the ladder once a breach is on record, and nothing of a clock that stopped or is paused", () => {
    const marks = [mark("council", "2026-11-26T00:00:00.000Z")]
    const noticed = clock("first-reply", { missedNoticedAt: "2026-11-25T01:00:01.000Z", marks })
    expect(wakeUps(incident("in-work", [noticed]))).toEqual([
      { at: "2026-11-26T00:00:00.000Z", kind: "escalation", goal: "first-reply", level: "council" },
    ])
    expect(wakeUps(incident("in-work", [clock("first-reply", { stoppedAt: "2026-11-24T02:00:00.000Z", marks })]))).toEqual([])
    expect(wakeUps(incident("in-work", [clock("first-reply", { pausedAt: "2026-11-24T02:00:00.000Z", marks })]))).toEqual([])
  })

  it("lets nothing of a rejected or dismissed incident wake, and of a merged one the citizen's own clock alone", () => {
    const clocks = [clock("first-reply"), clock("final-reply")]
    expect(wakeUps(incident("rejected", clocks))).toEqual([])
    expect(wakeUps(incident("dismissed", clocks))).toEqual([])
    expect(wakeUps(incident("merged", clocks))).toEqual([{ at: "2026-11-25T01:00:00.000Z", kind: "breach", goal: "first-reply" }])
  })

  it("ends the wait for the author", () => {
    const waiting = incident("needs-info")
    expect(wakeUps(waiting)).toEqual([{ at: waiting.wait.until, kind: "wait-end" }])
  })

  it("ends the window for objections, but not while a message waits for its answer", () => {
    const answered = { ...incident("replied-final"), window }
    expect(wakeUps(answered)).toEqual([{ at: window.until, kind: "window-end" }])
    expect(wakeUps({ ...answered, window: null })).toEqual([])
    expect(wakeUps({ ...answered, replies: [] })).toEqual([])
    expect(wakeUps({ ...incident("closed"), window })).toEqual([])
  })

  it("asks how it was after the last reply or the closing, once, and nobody who still waits for an answer", () => {
    const asked = [{ at: survey.sendAt, kind: "survey" }]
    for (const status of ["replied-final", "closed"] as const) {
      const done = incident(status)
      expect(wakeUps({ ...done, surveys: [survey] })).toEqual(asked)
      expect(wakeUps({ ...done, surveys: [{ ...survey, endedAt: survey.sendAt }] })).toEqual([])
      expect(wakeUps({ ...done, surveys: [{ ...survey, cycle: 2 }] })).toEqual([])
      const { state } = given(...toStatus[status], followUp)
      if (state.status !== status) throw new Error(`it is ${state.status}`)
      expect(wakeUps({ ...state, clocks: [], surveys: [survey] })).toEqual([])
    }
    expect(wakeUps({ ...incident("in-work"), surveys: [survey] })).toEqual([])
  })
})
