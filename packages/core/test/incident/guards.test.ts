import { describe, expect, it } from "vitest"
import { isDeskError, type DeskErrorCode } from "../../src/base/index.ts"
import { decide, type IncidentCommand, type Incident } from "../../src/incident/index.ts"
import * as s from "./samples.ts"

/** How a command ends: the status that it leads to, or the code and reason of the error. */
function ends(commands: readonly IncidentCommand[], command: IncidentCommand): string {
  const { state } = s.given(...commands)
  try {
    decide(command, state)
  } catch (error) {
    if (!isDeskError(error)) throw error
    const { details } = error
    return "reason" in details ? `${error.code}: ${details.reason}` : error.code
  }
  return s.given(...commands, command).state.status
}

/** A sample with other facts. */
const but = (command: IncidentCommand, change: Readonly<Record<string, unknown>>): IncidentCommand => ({ ...command, ...change })

const at = (time: string) => `2026-11-24T${time}:00.000Z`
const { toStatus } = s
const madeBy = { provider: "town", modelId: "small", promptHash: "a".repeat(64) }
const window = { policyId: "w", policyVersion: "1", until: at("12:00") }
const final = [...toStatus.publishing, but(s.publication, { stage: { window } })]
const fromOthers: IncidentCommand = but(s.join, { at: at("04:30") })

const sentBack = [...toStatus.assigned, s.transfer, but(s.transfer, { authorityId: "heat-utility" })]
const promising = (until: string) => but(s.interim, { outcome: { value: "planned", until } })

// The numbers are those of the transitions; a row without a guard beyond the state is covered by the table's own test.
describe("guards of the life cycle", () => {
  it.each<[number, string, readonly IncidentCommand[], IncidentCommand, string]>([
    [1, "a message is detected once", toStatus.candidate, s.detect, "illegal-transition"],
    [2, "only a candidate is registered", toStatus.assigned, s.register, "illegal-transition"],
    [3, "only a candidate is rejected", toStatus.registered, s.reject, "illegal-transition"],
    [4, "nothing is merged into itself", toStatus.registered, but(s.merge, { into: "inc_1" }), "illegal-transition"],
    [4, "nothing is merged while its reply is on its way", toStatus.publishing, s.merge, "illegal-transition"],
    [4, "a target may be publishing its reply", toStatus.publishing, fromOthers, "publishing"],
    [4, "a target may be answered", toStatus["replied-final"], fromOthers, "replied-final"],
    [4, "a target may be closed within its window", [...final, s.close], but(s.join, { at: at("12:00") }), "closed"],
    [4, "a target may not be closed past its window", [...final, s.close], but(s.join, { at: at("12:01") }), "illegal-transition"],
    [5, "only what is merged is unmerged", toStatus.assigned, s.unmerge, "illegal-transition"],
    [5, "a target gives back only what it got", toStatus.assigned, s.release, "not-found"],
    [
      6,
      "a message of a merged incident is not split here",
      [...toStatus.assigned, fromOthers],
      but(s.split, { messageKey: "vk:-1_8" }),
      "illegal-transition",
    ],
    [
      7,
      "nobody is assigned while a supervisor decides",
      [...toStatus.assigned, but(s.refuse, { maxRefusals: 1 })],
      s.assign,
      "forbidden: supervisor-decides",
    ],
    [8, "refused before it is taken up", toStatus.assigned, s.refuse, "returned"],
    [8, "refused within the limit after it", toStatus["in-work"], but(s.refuse, { at: at("03:00") }), "returned"],
    [8, "not refused past the limit", toStatus["in-work"], but(s.refuse, { at: at("03:01") }), "illegal-transition"],
    [8, "not refused after a supervisor's decision", [...toStatus.returned, s.arbitrate], s.refuse, "forbidden: decided-by-supervisor"],
    [9, "not transferred to its own owner", toStatus.assigned, but(s.transfer, { authorityId: "heat-utility" }), "illegal-transition"],
    [9, "not transferred while the reply is on its way", toStatus.publishing, s.transfer, "illegal-transition"],
    [
      9,
      "not sent back to an earlier owner when it was sent back before",
      sentBack,
      but(s.transfer, { authorityId: "water-utility" }),
      "forbidden: supervisor-decides",
    ],
    [9, "sent to a new owner all the same", sentBack, but(s.transfer, { authorityId: "roads" }), "assigned"],
    [9, "a supervisor decides where it was sent to and fro", sentBack, s.arbitrate, "assigned"],
    [10, "not taken up without an owner", toStatus.registered, s.take, "illegal-transition"],
    [11, "a question names its longest wait", toStatus["in-work"], but(s.question, { waitMinutes: null }), "missing-fact"],
    [11, "only a published question waits", [...toStatus["in-work"], s.question], s.endWait, "illegal-transition"],
    [12, "an answer ends the wait", toStatus["needs-info"], s.endWait, "in-work"],
    [
      12,
      "nothing expires before its time",
      toStatus["needs-info"],
      but(s.endWait, { cause: "expired", at: "2026-11-25T04:00:29.999Z" }),
      "illegal-transition",
    ],
    [12, "it expires at its time", toStatus["needs-info"], but(s.endWait, { cause: "expired", at: "2026-11-25T04:00:30.000Z" }), "in-work"],
    [13, "a redirection only after a conversion", toStatus["in-work"], s.redirect, "config"],
    [13, "no interim reply after a final one", toStatus["replied-final"], s.interim, "config"],
    [13, "nothing is promised for a moment that is over", toStatus["in-work"], promising(at("03:30")), "config"],
    [
      13,
      "nothing is promised beyond what the host allows",
      toStatus["in-work"],
      but(promising(at("05:01")), { promiseBy: at("05:00") }),
      "config",
    ],
    [13, "a promise lies ahead", toStatus["in-work"], but(promising(at("05:00")), { promiseBy: at("05:00") }), "reply-review"],
    [15, "a promise that came due in review is not approved", [...toStatus["in-work"], promising(at("03:31"))], s.approve2, "config"],
    [14, "only the draft on file is returned", toStatus["reply-review"], but(s.returnDraft, { draftId: "drf_9" }), "conflict"],
    [15, "the drafter does not approve", toStatus["reply-review"], but(s.approve, { by: s.executor }), "forbidden: drafter-is-approver"],
    [
      15,
      "a person approves what a model wrote",
      [...toStatus["in-work"], s.evidence, but(s.submit, { madeBy })],
      but(s.approve, { by: { id: "robot", kind: "system" } }),
      "forbidden: approver-is-no-person",
    ],
    [
      15,
      "who handed in what a model wrote does not approve it, whatever the host allows",
      [...toStatus["in-work"], s.evidence, but(s.submit, { madeBy })],
      but(s.approve, { by: s.executor, sameActorAllowed: true }),
      "forbidden: drafter-is-approver",
    ],
    [
      15,
      "what a model wrote is no standing reply",
      [...toStatus["in-work"], but(s.interim, { madeBy }), s.approve2, s.publication2],
      s.approveStanding,
      "forbidden: model-wrote-it",
    ],
    [15, "exactly this text is approved", toStatus["reply-review"], but(s.approve, { textHash: "c".repeat(64) }), "conflict"],
    [16, "a reply stands under a message of the incident", toStatus.publishing, but(s.publication, { messageKey: "vk:-1_9" }), "not-found"],
    [17, "a final reply says what became of the problem", toStatus["in-work"], but(s.submit, { outcome: null }), "missing-fact"],
    [17, "a final reply never leaves the problem open", toStatus["in-work"], but(s.submit, { outcome: { value: "unknown" } }), "config"],
    [18, "a refused reply goes back to its approver", toStatus.publishing, s.refusal, "reply-review"],
    [19, "an uncertain reply is still on its way", toStatus.publishing, s.uncertain, "publishing"],
    [19, "a reply that is waited for is no late one", toStatus.publishing, but(s.lateReply, { draftId: "drf_1" }), "illegal-transition"],
    [19, "a reply that stands too late changes no state", toStatus["in-work"], s.lateReply, "in-work"],
    [
      19,
      "a late reply stands under a message of the incident",
      toStatus["in-work"],
      but(s.lateReply, { messageKey: "vk:-1_9" }),
      "not-found",
    ],
    [19, "a second copy of a reply changes no state", toStatus["replied-final"], s.duplicate, "replied-final"],
    [19, "no second copy without the reply", toStatus["in-work"], s.duplicate, "illegal-transition"],
    [
      20,
      "no claim without proof where the topic asks",
      [...toStatus["in-work"], s.interim, s.approve2, s.publication2],
      but(s.claim, { evidenceRequired: true }),
      "missing-fact",
    ],
    [20, "a fix is claimed once", toStatus["replied-final"], s.claim, "illegal-transition"],
    [
      21,
      "the claimant does not confirm",
      toStatus["replied-final"],
      but(s.confirm, { by: s.executor }),
      "forbidden: claimant-is-confirmer",
    ],
    [
      21,
      "the claimant confirms where the host allows it",
      toStatus["replied-final"],
      but(s.confirm, { by: s.executor, sameActorAllowed: true }),
      "replied-final",
    ],
    [22, "refuted within the window", final, but(s.refute, { at: at("12:00") }), "reopened"],
    [22, "not refuted past the window: a repeat is another incident", final, but(s.refute, { at: at("12:01") }), "illegal-transition"],
    [23, "a person reopens whenever the trouble came back", toStatus.closed, but(s.reopen, { at: at("12:00") }), "reopened"],
    [23, "by what its author wrote", toStatus.closed, but(s.reopen, { cause: "author" }), "reopened"],
    [24, "no window ends before its time", final, but(s.expire, { at: at("11:59") }), "illegal-transition"],
    [24, "the window ends at its time", final, but(s.expire, { at: at("12:00") }), "closed"],
    [24, "not over a message without an answer", [...final, fromOthers], but(s.expire, { at: at("12:00") }), "illegal-transition"],
    [24, "not over an author who wrote again", [...final, s.followUp], but(s.expire, { at: at("12:00") }), "illegal-transition"],
    [25, "not converted after a final reply", toStatus["replied-final"], s.convert, "illegal-transition"],
    [26, "nothing is noted of a stranger's message", toStatus.assigned, but(s.deletion, { messageKey: "vk:-1_9" }), "not-found"],
    [27, "an erasure is noted in any state", toStatus.closed, s.erasure, "closed"],
    [28, "no step of the ladder before its time", toStatus.assigned, s.escalate, "illegal-transition"],
    [
      29,
      "nothing that was answered is dismissed",
      [...toStatus["in-work"], s.interim, s.approve2, s.publication2, s.transfer, s.take],
      s.dismiss,
      "illegal-transition",
    ],
    [29, "nothing that goes on elsewhere is dismissed", [...toStatus.converted, s.redirect], s.dismiss, "illegal-transition"],
    [29, "nothing is dismissed while others are answered by it", [...toStatus.assigned, fromOthers], s.dismiss, "illegal-transition"],
    [29, "a question is no answer", toStatus["needs-info"], s.dismiss, "dismissed"],
    [29, "a draft is withdrawn", toStatus["reply-review"], s.dismiss, "dismissed"],
    [29, "nothing is dismissed whose reply is on its way", toStatus.publishing, s.dismiss, "illegal-transition"],
    [30, "a rejection is taken back", toStatus.rejected, s.restore, "candidate"],
    [30, "a dismissal is taken back", toStatus.dismissed, s.restore, "registered"],
    [30, "nobody can work on what has no text", toStatus.dismissed, but(s.restore, { textLeft: false }), "missing-fact"],
  ])("guard of transition %i: %s", (_number, _what, commands, command, end) => {
    expect(ends(commands, command)).toBe(end)
  })

  it("give errors of the closed list only, whatever is asked of whatever state", () => {
    const codes = new Set<DeskErrorCode>(["illegal-transition", "missing-fact", "forbidden", "conflict", "config", "not-found"])
    for (const commands of Object.values(toStatus)) {
      for (const command of s.everyCommand) {
        try {
          decide(command, s.given(...commands).state)
        } catch (error) {
          expect(isDeskError(error) && codes.has(error.code), `${command.type}: ${String(error)}`).toBe(true)
        }
      }
    }
  })
})

const clock = (state: Incident, goal = "first-reply") =>
  state.status === "none" ? undefined : state.clocks.findLast((one) => one.goal === goal)
const plannedFinal = {
  goal: "final-reply",
  policyId: "p",
  policyVersion: "1",
  startsAt: "interim-published",
  startedAt: at("04:00"),
  dueAt: at("08:00"),
} as const
const answered = [...toStatus["in-work"], s.interim, s.approve2, but(s.publication2, { stage: { clocks: [plannedFinal] } })]
const asked = [
  ...answered,
  but(s.question, { draftId: "drf_3", at: at("05:00") }),
  but(s.approve, { draftId: "drf_3", at: at("05:00") }),
  {
    ...s.publication,
    draftId: "drf_3",
    at: at("05:00"),
    publishedAt: at("05:00"),
    stage: { pausedGoals: ["final-reply"] },
  },
]
const change = { goal: "final-reply", mode: "recompute", policyId: "q", policyVersion: "1", dueAt: at("20:00") } as const

describe("failures that were seen elsewhere", () => {
  it("failure mode 15: a pause is not lost when the policy changes meanwhile", () => {
    const changed = but(s.changePolicy, { at: at("06:00"), changes: [change] })
    const resumed = but(s.endWait, { at: at("07:00"), resumptions: [{ goal: "final-reply", dueAt: at("22:00") }] })
    const { state } = s.given(...asked, changed, resumed)
    expect(clock(state, "final-reply")).toMatchObject({
      policyId: "q",
      startedAt: at("04:00"),
      dueAt: at("22:00"),
      pauses: [{ from: at("05:00"), to: at("07:00") }],
    })
  })

  it("failure mode 15: a breach of the old term is on record before a later due time hides it", () => {
    const changed = but(s.changePolicy, { at: at("08:00"), changes: [change] })
    expect(decide(changed, s.given(...answered).state).map((event) => event.type)).toEqual(["deadline-missed", "policy-changed"])
  })

  it("failure mode 16: no clock of the old owner survives a transfer, and the citizen's is untouched", () => {
    const accept = {
      goal: "acceptance",
      policyId: "a",
      policyVersion: "1",
      startsAt: "assigned",
      startedAt: at("01:06"),
      dueAt: at("02:06"),
    } as const
    const before = s.given(s.detect, s.register, but(s.assign, { clocks: [accept] })).state
    const after = s.given(s.detect, s.register, but(s.assign, { clocks: [accept] }), s.transfer).state
    expect(clock(after, "acceptance")).toMatchObject({ cancelled: "transferred", missedNoticedAt: at("05:00") })
    expect(clock(after)).toEqual(clock(before))
  })

  it("failure mode 17: a later term neither moves nor stops the first reply's", () => {
    const missFinal = but(s.miss, { at: at("09:30"), goal: "final-reply" })
    expect(clock(s.given(...answered, missFinal).state)).toEqual(clock(s.given(...answered).state))
  })

  it("failure mode 18: a clock that stands still is never late", () => {
    const late = but(s.miss, { goal: "final-reply", at: at("23:00") })
    expect(decide(late, s.given(...asked).state)).toEqual([])
  })

  it("failure mode 21: a reply under a merged message stops the clock of its own incident, and of no other", () => {
    const { state } = s.given(...toStatus.merged, s.jointReply)
    expect(clock(state)).toMatchObject({ stoppedAt: at("05:00"), cancelled: null })
    const foreign = s.given(
      ...toStatus["in-work"],
      s.join,
      s.evidence,
      s.submit,
      s.approve,
      but(s.publication, { messageKey: "vk:-1_8" }),
    ).state
    expect(clock(foreign)).toMatchObject({ stoppedAt: null })
  })

  it("failure mode 22: the same publication recorded twice is one", () => {
    expect(decide(s.publication, s.given(...toStatus["in-work"], s.join, s.evidence, s.submit, s.approve, s.publication).state)).toEqual([])
  })

  it("failure mode 23: a refuted fix begins a cycle, and the first cycle's clocks stay as they ended", () => {
    const first = s.given(...toStatus["replied-final"]).state
    const again = {
      goal: "first-reply",
      policyId: "short",
      policyVersion: "1",
      startsAt: "reopened",
      startedAt: at("05:00"),
      dueAt: at("06:00"),
    } as const
    const { state } = s.given(...toStatus["replied-final"], but(s.refute, { clocks: [again] }))
    expect(state).toMatchObject({ status: "reopened", problem: { value: "refuted" }, reopenings: [{ cause: "refuted" }] })
    expect(state.status === "none" || first.status === "none" ? null : state.clocks[0]).toEqual(
      first.status === "none" ? null : first.clocks[0],
    )
    expect(clock(state)).toMatchObject({ cycle: 2, policyId: "short", stoppedAt: null })
  })

  it("failure mode 19: a late word from outside overwrites nothing newer, and opens nothing again", () => {
    const closed = s.given(...toStatus.closed).state
    for (const command of [
      but(s.lateReply, { at: at("23:00"), publishedAt: at("01:30") }),
      but(s.erasure, { at: at("23:00") }),
      but(s.deletion, { at: at("23:00") }),
    ]) {
      const after = s.given(...toStatus.closed, command).state
      expect(after.status).toBe("closed")
      expect(after.status === "closed" && closed.status === "closed" && after.problem).toEqual(closed.status === "closed" && closed.problem)
      expect(clock(after)).toEqual(clock(closed))
    }
  })

  it("failure mode 22: an echo of our own reply, told again, begins nothing", () => {
    const echo = but(s.lateReply, { draftId: "drf_1" })
    expect(decide(echo, s.given(...toStatus["replied-final"]).state)).toEqual([])
  })

  it("failure mode 19: a second copy is told once, and its deletion once", () => {
    const { state } = s.given(...toStatus["replied-final"], s.duplicate)
    expect(decide(s.duplicate, state)).toEqual([])
    expect(decide(but(s.duplicate, { replyKey: "vk:-1_7_99" }), state)).toEqual([]) // That is the reply itself.
    const after = s.given(...toStatus["replied-final"], s.duplicate, s.retraction).state
    expect(after).toMatchObject({ duplicates: [{ replyKey: "vk:-1_7_100", retractedAt: s.retraction.at }], replies: [{}] })
    expect(decide(s.retraction, after)).toEqual([])
  })

  it("failure mode 24: proof of a fix that was refuted proves no other", () => {
    const again = [...toStatus["replied-final"], s.refute, but(s.take, { at: at("06:00") })]
    expect(ends(again, but(s.submit, { draftId: "drf_4", at: at("07:00") }))).toBe("missing-fact")
  })

  it("several wishes in one step: stop before pause, pause before start", () => {
    const stage = { pausedGoals: ["first-reply"], clarifyIsFirstReply: true }
    const { state } = s.given(...toStatus["in-work"], s.question, s.approve2, but(s.publication2, { stage }))
    expect(clock(state)).toMatchObject({ stoppedAt: "2026-11-24T04:00:30.000Z", pausedAt: null, cancelled: null })
  })
})
