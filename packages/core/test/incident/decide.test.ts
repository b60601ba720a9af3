import { describe, expect, it } from "vitest"
import { isDeskError } from "../../src/base/index.ts"
import { decide, legalCommands, type Incident, type IncidentCommand, type IncidentStatus } from "../../src/incident/index.ts"
import * as s from "./samples.ts"

const { toStatus } = s

const failure = (act: () => unknown): unknown => {
  try {
    act()
  } catch (error) {
    return error
  }
  return undefined
}

describe("the road of an incident", () => {
  it("goes from detection to closing", () => {
    const { state, log } = s.given(...toStatus.closed)
    expect(log.map((event) => event.type)).toEqual([
      "incident-detected",
      "incident-registered",
      "clock-started",
      "incident-assigned",
      "work-taken",
      "evidence-attached",
      "draft-submitted",
      "draft-approved",
      "reply-published",
      "clock-stopped",
      "incident-closed",
    ])
    expect(state).toMatchObject({
      status: "closed",
      problem: { value: "fix-claimed" },
      clocks: [{ stoppedAt: "2026-11-24T04:00:30.000Z" }],
    })
  })

  it.each(Object.entries(toStatus))("reaches %s by its commands", (status, commands) => {
    expect(s.given(...commands).state.status).toBe(status)
  })

  it("takes exactly the legal commands in every state and names them to everyone else", () => {
    for (const [status, commands] of Object.entries(toStatus) as [IncidentStatus, readonly IncidentCommand[]][]) {
      const { state } = s.given(...commands)
      for (const command of s.everyCommand) {
        const error = failure(() => decide(command, state))
        if (legalCommands[status].includes(command.type)) {
          // A guard may say no with a reason of its own; that the state does not take the command must not be the
          // reason.
          expect(String(error), `${command.type} in ${status}`).not.toContain("does not fit an incident")
        } else {
          expect(isDeskError(error, "illegal-transition"), `${command.type} in ${status}`).toBe(true)
          if (isDeskError(error, "illegal-transition"))
            expect(error.details).toEqual({ command: command.type, status, legal: legalCommands[status] })
        }
      }
    }
  })

  it("never changes the state that it is given", () => {
    const freeze = (state: Incident): Incident => Object.freeze({ ...state })
    const state = freeze(s.given(...toStatus["reply-review"]).state)
    expect(decide(s.approve, state)).toHaveLength(1)
  })
})

describe("clocks", () => {
  it("start once, whoever owns the incident later", () => {
    const late = { ...s.assign, clocks: [{ ...(s.register.type === "register" ? s.register.clocks[0] : undefined), startsAt: "assigned" }] }
    const { log } = s.given(s.detect, s.register, late as IncidentCommand)
    expect(log.filter((event) => event.type === "clock-started")).toHaveLength(1)
  })

  it("write a breach once, with the moment it was due and the moment it was noticed", () => {
    const { state, log } = s.given(...toStatus.assigned, s.miss, s.miss)
    expect(log.filter((event) => event.type === "deadline-missed")).toEqual([
      expect.objectContaining({ goal: "first-reply", dueAt: "2026-11-24T09:05:00.000Z", noticedAt: "2026-11-24T09:30:00.000Z" }),
    ])
    expect(state).toMatchObject({ clocks: [{ missedNoticedAt: "2026-11-24T09:30:00.000Z" }] })
  })

  it("never unwrite a breach when the reply comes later", () => {
    const late = { ...s.publication, at: "2026-11-24T10:00:00.000Z", publishedAt: "2026-11-24T10:00:00.000Z" } as IncidentCommand
    const { state, log } = s.given(...toStatus.publishing, s.miss, late)
    expect(log.filter((event) => event.type === "deadline-missed")).toHaveLength(1)
    expect(state).toMatchObject({ clocks: [{ missedNoticedAt: "2026-11-24T09:30:00.000Z", stoppedAt: "2026-11-24T10:00:00.000Z" }] })
  })

  it("write a breach that nobody noticed before the late reply", () => {
    const late = { ...s.publication, at: "2026-11-24T10:00:00.000Z", publishedAt: "2026-11-24T10:00:00.000Z" } as IncidentCommand
    expect(
      s
        .given(...toStatus.publishing, late)
        .log.map((event) => event.type)
        .slice(-3),
    ).toEqual(["reply-published", "deadline-missed", "clock-stopped"])
  })

  it("do not call a reply late that stood in time and was learned of later", () => {
    const learnedLate = { ...s.publication, at: "2026-11-24T12:00:00.000Z" } as IncidentCommand
    expect(s.given(...toStatus.publishing, learnedLate).log.some((event) => event.type === "deadline-missed")).toBe(false)
  })

  it("refuse a breach before its time", () => {
    const early = { ...s.miss, at: "2026-11-24T09:04:59.999Z" } as IncidentCommand
    expect(
      isDeskError(
        failure(() => s.given(...toStatus.assigned, early)),
        "illegal-transition",
      ),
    ).toBe(true)
  })
})

describe("a dismissal", () => {
  const clocks = (state: Incident) => (state.status === "none" ? [] : state.clocks)
  const late = { ...s.dismiss, at: "2026-11-24T10:00:00.000Z" } as IncidentCommand

  it("cancels what runs, and an overdue term is written down first", () => {
    const types = s.given(...toStatus.assigned, late).log.map((event) => event.type)
    expect(types.slice(-3)).toEqual(["deadline-missed", "clock-cancelled", "incident-dismissed"])
    expect(s.given(...toStatus.dismissed).log.some((event) => event.type === "deadline-missed")).toBe(false)
  })

  it("that is taken back leaves the citizen's clock as if it had never been, with its old start and due time", () => {
    const [before] = clocks(s.given(...toStatus.assigned).state)
    const restored = s.given(...toStatus.dismissed, s.restore)
    expect(clocks(restored.state)).toEqual([before])
    expect(restored.state).toMatchObject({ status: "registered", registeredAt: "2026-11-24T01:05:00.000Z", assignment: null })
    // Once more: it is the same clock still.
    const again = { ...s.restore, at: "2026-11-24T08:00:00.000Z" } as IncidentCommand
    expect(clocks(s.given(...toStatus.dismissed, s.restore, { ...s.dismiss, at: "2026-11-24T07:00:00.000Z" }, again).state)).toEqual([
      before,
    ])
  })

  it("that is taken back after the term had passed keeps the breach, once", () => {
    const { log } = s.given(...toStatus.assigned, late, { ...s.restore, at: "2026-11-24T11:00:00.000Z" })
    expect(log.filter((event) => event.type === "deadline-missed")).toHaveLength(1)
  })

  it("of an incident that waits for its author counts no pause as waiting", () => {
    const paused = [
      ...toStatus["needs-info"].slice(0, -1),
      { ...s.publication2, stage: { pausedGoals: ["first-reply"] } } as IncidentCommand,
    ]
    const planned = { goal: "first-reply", dueAt: "2026-11-24T12:00:00.000Z" }
    const { state, log } = s.given(...paused, { ...late, resumptions: [planned] } as IncidentCommand)
    expect(log.some((event) => event.type === "deadline-missed")).toBe(false)
    expect(clocks(state)).toMatchObject([{ dueAt: planned.dueAt, cancelled: "dismissed", pausedAt: null }])
  })
})

describe("guards", () => {
  const inWork = toStatus["in-work"]
  it("ask for proof before a fix is claimed where the topic does", () => {
    const error = failure(() => s.given(...inWork, s.submit))
    expect(isDeskError(error, "missing-fact") && error.details.facts).toEqual(["evidence.fix"])
    const view = { ...s.evidence, shows: "problem" } as IncidentCommand
    expect(
      isDeskError(
        failure(() => s.given(...inWork, view, s.submit)),
        "missing-fact",
      ),
    ).toBe(true)
    expect(s.given(...inWork, { ...s.submit, evidenceRequired: false } as IncidentCommand).state.status).toBe("reply-review")
  })

  it("keep the drafter from approving, unless the host allows it", () => {
    const own = { ...s.approve, by: s.executor } as IncidentCommand
    expect(
      isDeskError(
        failure(() => s.given(...toStatus["reply-review"], own)),
        "forbidden",
      ),
    ).toBe(true)
    expect(s.given(...toStatus["reply-review"], { ...own, sameActorAllowed: true } as IncidentCommand).state.status).toBe("publishing")
  })

  it("approve exactly the text on file", () => {
    const other = { ...s.approve, textHash: "c".repeat(64) } as IncidentCommand
    expect(
      isDeskError(
        failure(() => s.given(...toStatus["reply-review"], other)),
        "conflict",
      ),
    ).toBe(true)
  })

  it.each([
    ["final", { value: "unknown" }],
    ["final", { value: "planned", until: "2026-12-01T00:00:00.000Z" }],
    ["interim", { value: "fix-claimed" }],
    ["interim", { value: "explained" }],
  ])("refuse a %s reply that says %o", (replyKind, outcome) => {
    const draft = { ...s.submit, replyKind, outcome } as IncidentCommand
    expect(
      isDeskError(
        failure(() => s.given(...inWork, draft)),
        "config",
      ),
    ).toBe(true)
  })

  it("ask an interim reply for a date or for the reason why there is none", () => {
    const vague = { ...s.submit, replyKind: "interim", outcome: { value: "unknown" } } as IncidentCommand
    expect(
      isDeskError(
        failure(() => s.given(...inWork, vague)),
        "missing-fact",
      ),
    ).toBe(true)
    const reasoned = {
      ...s.submit,
      replyKind: "interim",
      outcome: { value: "unknown", noDateReason: "the part is on its way" },
    } as IncidentCommand
    expect(s.given(...inWork, reasoned).state.status).toBe("reply-review")
  })

  it("refuse a publication under a message that is not the incident's", () => {
    const foreign = { ...s.publication, messageKey: "vk:-1_8" } as IncidentCommand
    expect(
      isDeskError(
        failure(() => s.given(...toStatus.publishing, foreign)),
        "not-found",
      ),
    ).toBe(true)
  })

  it("bring a refused reply back to the approver with its draft", () => {
    expect(s.given(...toStatus.publishing, s.refusal).state).toMatchObject({ status: "reply-review", draft: { draftId: "drf_1" } })
  })

  it("leave no draft behind in a state that has none", () => {
    expect(s.given(...toStatus["reply-review"], s.returnDraft).state).not.toHaveProperty("draft")
    expect(s.given(...toStatus["replied-final"]).state).not.toHaveProperty("draft")
  })

  it("attach the same evidence once", () => {
    expect(s.given(...inWork, s.evidence, s.evidence).state).toMatchObject({ evidence: [{ evidenceId: "evi_1" }] })
  })
})
