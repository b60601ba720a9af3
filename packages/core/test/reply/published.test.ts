import { describe, expect, it } from "vitest"
import { isDeskError } from "../../src/base/index.ts"
import { decide, evolve, initialIncident, type Incident, type IncidentCommand, type IncidentEvent } from "../../src/incident/index.ts"
import {
  approve,
  approver,
  assign,
  desk,
  detect,
  evidence,
  executor,
  interim,
  join,
  moderator,
  publication,
  refusal,
  register,
  submit,
  take,
} from "../incident/samples.ts"

/** The incident after some commands, and what happened on the way. */
function run(...commands: readonly IncidentCommand[]): { readonly state: Incident; readonly events: readonly IncidentEvent[] } {
  let state: Incident = initialIncident
  const events: IncidentEvent[] = []
  for (const command of commands) {
    for (const event of decide(command, state)) {
      events.push(event)
      state = evolve(state, event)
    }
  }
  return { state, events }
}

function refusedWith(command: IncidentCommand, ...before: readonly IncidentCommand[]): string {
  try {
    decide(command, run(...before).state)
  } catch (error) {
    return isDeskError(error) ? error.code : String(error)
  }
  return "nothing"
}

const drafted = [detect, register, assign, take, evidence, submit]
const stopped = (events: readonly IncidentEvent[]) =>
  events.flatMap((event) => (event.type === "clock-stopped" ? [event.goal, event.stoppedAt] : []))

describe("guard of replies: approved never stops the clock, only published does", () => {
  it("runs on through review, approval and a refusal", () => {
    expect(stopped(run(...drafted, approve).events)).toEqual([])
    expect(stopped(run(...drafted, approve, refusal).events)).toEqual([])
  })

  it("stops at the moment the reply stood in the network", () => {
    expect(stopped(run(...drafted, approve, publication).events)).toEqual(["first-reply", "2026-11-24T04:00:30.000Z"])
  })
})

describe("guard of replies: the incident is replied when every source message is answered, or explicitly waived", () => {
  const joined = [detect, register, assign, take, join, evidence, submit, approve]
  const at = "2026-11-24T04:02:00.000Z"
  const messageKey = "vk:-1_8"
  const second: IncidentCommand = {
    type: "record-publication",
    at,
    by: desk,
    draftId: "drf_1",
    messageKey,
    replyKey: "vk:-1_8_1",
    url: "https://example.org/reply",
    publishedAt: at,
  }
  const waiver: IncidentCommand = { type: "waive-reply", at, by: moderator, messageKey, reason: "abuse" }
  const refusedThere: IncidentCommand = {
    type: "record-refusal",
    at,
    by: desk,
    draftId: "drf_1",
    messageKey,
    reason: "comments are closed",
  }

  it("waits for the last message", () => {
    expect(run(...joined, publication).state.status).toBe("publishing")
    expect(run(...joined, publication, second).state.status).toBe("replied-final")
    expect(run(...joined, publication, waiver).state.status).toBe("replied-final")
  })

  it("goes back to the approver when one of the messages cannot be answered", () => {
    expect(run(...joined, publication, refusedThere).state.status).toBe("reply-review")
  })
})

describe("guard of replies: what a draft may say, and who says yes to it", () => {
  it("an interim reply names a date, or why there is none", () => {
    const undated: IncidentCommand = {
      type: "submit-draft",
      at: "2026-11-24T03:30:00.000Z",
      by: executor,
      draftId: "drf_2",
      textHash: "a".repeat(64),
      replyKind: "interim",
      outcome: { value: "unknown" },
      evidenceRequired: false,
      promiseBy: "9999-12-31T00:00:00.000Z",
    }
    expect(refusedWith(undated, detect, register, assign, take)).toBe("missing-fact")
    expect(refusedWith(interim, detect, register, assign, take)).toBe("nothing")
  })

  it("another text than the one on file is not approved, nor one's own", () => {
    const other: IncidentCommand = {
      type: "approve-draft",
      at: "2026-11-24T04:00:00.000Z",
      by: approver,
      draftId: "drf_1",
      textHash: "c".repeat(64),
      sameActorAllowed: false,
      promiseBy: "9999-12-31T00:00:00.000Z",
    }
    expect(refusedWith(other, ...drafted)).toBe("conflict")
    expect(refusedWith({ ...approve, by: executor }, ...drafted)).toBe("forbidden")
  })
})

describe("guard of evidence: a topic that asks for proof gets it before a fix is claimed", () => {
  it("refuses the claim without a view of the fix; a view of the problem is none", () => {
    const problem: IncidentCommand = {
      type: "attach-evidence",
      at: "2026-11-24T03:00:00.000Z",
      by: executor,
      evidenceId: "evi_2",
      shows: "problem",
      contentHash: "b".repeat(64),
    }
    expect(refusedWith(submit, detect, register, assign, take)).toBe("missing-fact")
    expect(refusedWith(submit, detect, register, assign, take, problem)).toBe("missing-fact")
    expect(refusedWith(submit, detect, register, assign, take, evidence)).toBe("nothing")
  })
})
