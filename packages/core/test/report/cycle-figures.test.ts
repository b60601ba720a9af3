import { describe, expect, it } from "vitest"
import { decide, evolve, initialIncident, type Incident, type IncidentCommand, type IncidentEvent } from "../../src/incident/index.ts"
import { cycleFigures } from "../../src/report/index.ts"
import * as s from "../incident/samples.ts"

const day = { from: "2026-11-24T00:00:00.000Z", to: "2026-11-25T00:00:00.000Z" }
const next = { from: day.to, to: "2026-11-26T00:00:00.000Z" }

/** The log of another incident that goes the same way. */
function logOf(id: string, ...commands: readonly IncidentCommand[]): readonly IncidentEvent[] {
  let state: Incident = initialIncident
  return commands.flatMap((command) => {
    const events = decide(command.type === "detect" ? { ...command, incidentId: id } : command, state)
    state = events.reduce(evolve, state)
    return events
  })
}
const closedLate = [...s.toStatus["replied-final"], s.close]

describe("figures of the cycle", () => {
  it("follow the backlog from day to day", () => {
    const logs = [
      logOf("a", ...closedLate),
      logOf("b", ...s.toStatus.assigned),
      logOf("c", ...s.toStatus.merged),
      logOf("d", s.detect, s.reject),
    ]
    expect(cycleFigures(logs, day)).toMatchObject({ openBefore: 0, received: 3, merged: 1, closed: 0, openAfter: 2 })
    expect(cycleFigures(logs, next)).toMatchObject({ openBefore: 2, received: 0, closed: 1, openAfter: 1 })
  })

  it("do not hold a conversion's last reply for an open incident", () => {
    const told = [...s.toStatus.converted, s.redirect]
    expect(cycleFigures([logOf("a", ...told)], day)).toMatchObject({ received: 1, converted: 1, reopened: 0, openAfter: 0 })
  })

  it("take repeats from the incidents that were closed, however they were reported again", () => {
    const again: IncidentCommand = { ...s.reopen, at: "2026-11-25T05:00:00.000Z" }
    const linked = { ...s.linkRepeat, repeatOf: "b" } as IncidentCommand
    const logs = [logOf("a", ...closedLate, again), logOf("b", ...closedLate), logOf("c", ...closedLate), logOf("d", s.detect, linked)]
    expect(cycleFigures(logs, next)).toMatchObject({ closed: 3, reopened: 1, repeats: 1, repeatShare: { share: 2 / 3, of: 3 } })
    expect(cycleFigures(logs, day)).toMatchObject({ closed: 0, repeats: 1, repeatShare: { share: null, of: 0 } })
  })

  it("count drafts and owners that went back and forth", () => {
    const log = logOf("a", ...s.toStatus["reply-review"], s.returnDraft, s.interim, s.approve2, s.publication2, s.transfer)
    const refused = logOf("b", ...s.toStatus.returned)
    expect(cycleFigures([log, refused], day)).toMatchObject({ draftsSubmitted: 2, draftsReturned: 1, transferred: 1, refused: 1 })
  })

  it("measure from the citizen's message and from the registration to the first reply, and hold no question for one", () => {
    const asked = logOf("q", ...s.toStatus["needs-info"])
    const quick = logOf("a", ...s.toStatus["replied-final"])
    const figures = cycleFigures([asked, quick, quick, quick], day)
    // Written 00:50, registered 01:05, answered 04:00:30.
    expect(figures.sincePublication).toEqual({ count: 3, medianMinutes: 190.5, p90Minutes: 190.5 })
    expect(figures.sinceRegistration.medianMinutes).toBe(175.5)
    expect(cycleFigures([asked], day).sincePublication).toEqual({ count: 0, medianMinutes: null, p90Minutes: null })
  })
})
