import { describe, expect, it } from "vitest"
import { decide, evolve, initialIncident, type Incident, type IncidentCommand } from "../../src/incident/index.ts"
import { clockFactsOf, factsOf, labelsOf } from "../../src/report/index.ts"
import { createCalendar } from "../../src/sla/index.ts"

const by = { id: "p1", kind: "person" } as const
const detect: IncidentCommand = {
  type: "detect",
  at: "2026-11-20T00:05:00.000Z",
  by,
  incidentId: "inc_1",
  messageKey: "vk:-1_7",
  network: "vk",
  publishedAt: "2026-11-20T00:00:00.000Z",
  matches: [],
  intake: "network",
  proposal: null,
}
const register: IncidentCommand = {
  type: "register",
  at: "2026-11-20T01:00:00.000Z",
  by,
  kind: "problem",
  importance: "raised",
  topic: "roads",
  territory: { territoryId: "chita", basis: "place", confidence: 1, why: "named" },
  clocks: [
    {
      goal: "final-reply",
      policyId: "p2",
      policyVersion: "1",
      startsAt: "registered",
      startedAt: "2026-11-20T01:00:00.000Z",
      dueAt: "2026-11-27T15:00:00.000Z",
    },
    {
      goal: "first-reply",
      policyId: "p1",
      policyVersion: "1",
      startsAt: "registered",
      startedAt: "2026-11-20T01:00:00.000Z",
      dueAt: "2026-11-21T01:00:00.000Z",
    },
  ],
}
const toReply: readonly IncidentCommand[] = [
  { type: "assign", at: "2026-11-20T01:01:00.000Z", by, authorityId: "adm-chita", ruleId: null, why: "by hand", clocks: [] },
  { type: "take", at: "2026-11-20T01:02:00.000Z", by, executorId: null },
  {
    type: "submit-draft",
    at: "2026-11-20T02:00:00.000Z",
    by,
    draftId: "d1",
    textHash: "h",
    replyKind: "final",
    outcome: { value: "explained" },
    evidenceRequired: false,
    promiseBy: "9999-12-31T00:00:00.000Z",
  },
  {
    type: "approve-draft",
    at: "2026-11-20T03:00:00.000Z",
    by: { id: "p2", kind: "person" },
    draftId: "d1",
    textHash: "h",
    sameActorAllowed: false,
    promiseBy: "9999-12-31T00:00:00.000Z",
  },
]
const publish: IncidentCommand = {
  type: "record-publication",
  at: "2026-11-20T05:00:00.000Z",
  by,
  draftId: "d1",
  messageKey: "vk:-1_7",
  replyKey: "vk:-1_7_8",
  url: "https://vk.example/8",
  publishedAt: "2026-11-20T04:00:00.000Z",
}

function after(...commands: readonly IncidentCommand[]): Exclude<Incident, { status: "none" }> {
  const state = commands.reduce<Incident>((was, command) => decide(command, was).reduce(evolve, was), initialIncident)
  if (state.status === "none") throw new Error("nothing happened")
  return state
}

describe("factsOf", () => {
  it("of a candidate knows the message only", () => {
    expect(factsOf(after(detect))).toEqual({
      incidentId: "inc_1",
      status: "candidate",
      problem: "unknown",
      intake: "network",
      topic: null,
      authorityId: null,
      territoryId: null,
      network: "vk",
      kind: null,
      importance: null,
      publishedAt: "2026-11-20T00:00:00.000Z",
      detectedAt: "2026-11-20T00:05:00.000Z",
      registeredAt: null,
      dueAt: null,
      answeredAt: null,
      closedAt: null,
      dismissedAt: null,
      waitingSince: null,
      nextDueAt: null,
      executorId: null,
      answeredWorkingMinutes: null,
      finalAt: null,
      windowUntil: null,
      openSince: null,
      closing: null,
      dismissal: null,
      cycle: 1,
      repeatOf: null,
      voices: 0,
      score: null,
      waitsFor: "moderator",
      nextGoal: null,
      updatedAt: "2026-11-20T00:05:00.000Z",
    })
    expect(factsOf(after(detect, { type: "reject", at: "2026-11-20T00:06:00.000Z", by, reason: "advert" }))).toMatchObject({
      status: "rejected",
      registeredAt: null,
    })
  })

  it("takes the due time of the first reply, whatever other clocks run", () => {
    expect(factsOf(after(detect, register))).toMatchObject({
      status: "registered",
      topic: "roads",
      territoryId: "chita",
      kind: "problem",
      importance: "raised",
      authorityId: null,
      registeredAt: "2026-11-20T01:00:00.000Z",
      dueAt: "2026-11-21T01:00:00.000Z",
      answeredAt: null,
    })
  })

  it("counts no approval as an answer, only what stands in the network, from the moment it stood there", () => {
    expect(factsOf(after(detect, register, ...toReply))).toMatchObject({ status: "publishing", authorityId: "adm-chita", answeredAt: null })
    expect(factsOf(after(detect, register, ...toReply, publish))).toMatchObject({
      status: "replied-final",
      problem: "explained",
      answeredAt: "2026-11-20T04:00:00.000Z",
      closedAt: null,
      waitingSince: null,
      nextDueAt: null,
    })
  })

  it("knows when handling ended", () => {
    const closed = after(detect, register, ...toReply, publish, {
      type: "close",
      at: "2026-12-06T00:00:00.000Z",
      by,
      reason: "no-objection",
    })
    expect(factsOf(closed)).toMatchObject({ status: "closed", closedAt: "2026-12-06T00:00:00.000Z", updatedAt: "2026-12-06T00:00:00.000Z" })
  })
})

describe("what lists look for", () => {
  const assigned = after(detect, register, ...toReply.slice(0, 1))

  it("whose move it is follows the state, the owner and an author who waits", () => {
    const moves = [
      after(detect),
      after(detect, register),
      assigned,
      after(detect, register, ...toReply.slice(0, 2)),
      after(detect, register, ...toReply.slice(0, 3)),
      after(detect, register, ...toReply),
      after(detect, register, ...toReply, publish),
    ].map((incident) => factsOf(incident).waitsFor)
    expect(moves).toEqual(["moderator", "moderator", "owner", "executor", "approver", "publisher", "author"])
    const word = { messageKey: "vk:-1_9", of: "vk:-1_7", under: "vk:-1_7_8", publishedAt: "2026-11-20T06:00:00.000Z" } as const
    const waits = after(detect, register, ...toReply, publish, {
      type: "note-word",
      at: "2026-11-20T06:01:00.000Z",
      by,
      ...word,
      act: "word",
      matched: false,
      clocks: [],
    })
    expect(factsOf(waits)).toMatchObject({ waitsFor: "moderator", waitingSince: "2026-11-20T06:01:00.000Z" })
  })

  it("the next term is the earliest that runs for the citizen, and the final reply is told from the first", () => {
    expect(factsOf(assigned)).toMatchObject({ nextGoal: "first-reply", nextDueAt: "2026-11-21T01:00:00.000Z", finalAt: null, cycle: 1 })
    expect(factsOf(after(detect, register, ...toReply, publish))).toMatchObject({
      finalAt: "2026-11-20T04:00:00.000Z",
      nextGoal: null,
      closing: null,
    })
  })

  it("working minutes are those of the report's calendar, and none without one", () => {
    const calendar = createCalendar({ zone: "Asia/Chita", week: { fri: [["09:00", "12:00"]] } })
    const answered = after(detect, register, ...toReply, publish)
    // Registered at 10:00, answered at 13:00 of a Friday in Chita.
    expect(factsOf(answered, calendar).answeredWorkingMinutes).toBe(120)
    expect(factsOf(answered).answeredWorkingMinutes).toBeNull()
  })

  it("a clock fact tells its end apart and names the owner of that moment", () => {
    const taken = after(detect, register, ...toReply, publish)
    expect(clockFactsOf(taken)).toMatchObject([
      { goal: "final-reply", reachedAt: "2026-11-20T04:00:00.000Z", endedAt: null, ended: null, authorityId: "adm-chita" },
      { goal: "first-reply", cycle: 1, dueAt: "2026-11-21T01:00:00.000Z", reachedAt: "2026-11-20T04:00:00.000Z" },
    ])
    expect(clockFactsOf(after(detect, register)).map(({ authorityId }) => authorityId)).toEqual([null, null])
  })

  it("the community is a label until its message is erased", () => {
    expect(labelsOf(assigned)).toEqual([
      { kind: "message", value: "vk:-1_7" },
      { kind: "community", value: "vk:-1" },
    ])
    const erased = after(detect, register, { type: "note-erasure", at: "2026-11-20T02:00:00.000Z", by, messageKey: "vk:-1_7" })
    expect(labelsOf(erased)).toEqual([{ kind: "message", value: "vk:-1_7" }])
  })
})
