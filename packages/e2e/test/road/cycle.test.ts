import { loadOne } from "@otklik/core/storage"
import { describe, expect, it } from "vitest"
import { isDeskError, type DeskOptions } from "@otklik/core"
import { ownerTimes } from "@otklik/core/incident"
import { buildMessage } from "@otklik/testkit"
import { buildRoad, complaint, executor, moderator, only, reply, storages, takeOne, ticked } from "./road.ts"

const wall = (minutes: number) => ({ minutes, time: "wall" as const })
const policies: DeskOptions["policies"] = [
  { id: "triage", version: "1", goal: "triage", startsAt: "detected", term: wall(60) },
  { id: "first", version: "1", goal: "first-reply", startsAt: "registered", term: wall(240) },
  { id: "raised", version: "1", goal: "first-reply", startsAt: "registered", term: wall(120), appliesTo: { topics: ["roads"] } },
  { id: "accept", version: "1", goal: "acceptance", startsAt: "assigned", term: wall(30) },
  { id: "approve", version: "1", goal: "approval", startsAt: "draft-submitted", term: wall(60) },
  { id: "final", version: "1", goal: "final-reply", startsAt: "interim-published", term: wall(7 * 1440) },
  { id: "window", version: "1", goal: "objection", startsAt: "final-published", term: wall(3 * 1440) },
  { id: "again", version: "1", goal: "first-reply", startsAt: "reopened", term: wall(60) },
]
const ladder = [
  { goal: "first-reply", level: "executor", share: 0.5 },
  { goal: "first-reply", level: "supervisor", share: 0.75 },
  { goal: "first-reply", level: "second-supervisor", share: 1 },
]
const supervisor = { id: "supervisor-1", kind: "person" } as const
const inspector = { id: "inspector-1", kind: "person" } as const

const failure = (act: Promise<unknown>) =>
  act.then(
    () => undefined,
    (error: unknown) => error,
  )

describe.each(storages)("the cycle on %s", (_, open) => {
  const build = () => buildRoad(open, { policies, handling: { ladder } })
  const eventsOf = async (road: Awaited<ReturnType<typeof build>>, incidentId: string) => (await loadOne(road.storage, incidentId)).events

  it("warns at each step of the ladder once, and never after the reply", async () => {
    const road = await build()
    await takeOne(road)
    road.clock.advance(119)
    expect(await road.desk.tick()).toEqual(ticked({}))
    road.clock.advance(1)
    expect(await road.desk.tick()).toEqual(ticked({ woken: 1, escalated: 1 }))
    road.clock.advance(60)
    expect(await road.desk.tick()).toEqual(ticked({ woken: 1, escalated: 1 }))
    road.clock.advance(60)
    expect(await road.desk.tick()).toEqual(ticked({ woken: 1, escalated: 1, missed: 1 }))
    const { incidentId } = (await only(road)).incident
    await reply(road, incidentId, { replyKind: "interim", outcome: { value: "unknown", noDateReason: "The cause is looked for." } })
    road.clock.advance(10_080)
    expect(await road.desk.tick()).toEqual(ticked({ missed: 1, woken: 1 }))
    const raised = (await eventsOf(road, incidentId)).filter((event) => event.type === "escalation-raised")
    expect(raised.map((event) => event.level)).toEqual(["executor", "supervisor", "second-supervisor"])
  })

  it("goes on after a refusal and a transfer with the citizen's clock as it was, and measures each owner's share", async () => {
    const road = await build()
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { incidentId, clocks } = (await only(road)).incident
    road.clock.advance(20)
    const refused = await road.desk.execute(
      { type: "refuse", incidentId, reason: "The pipe is not ours.", proposedAuthorityId: "roads" },
      { actor: executor },
    )
    expect(refused.incident).toMatchObject({
      status: "returned",
      assignment: null,
      refusal: { proposedAuthorityId: "roads", supervisorDecides: false },
    })
    expect((await road.desk.find({ unowned: true }, { limit: 5 })).incidents).toHaveLength(1)
    road.clock.advance(10)
    await road.desk.execute({ type: "assign", incidentId, authorityId: "roads", why: "as proposed" }, { actor: moderator })
    road.clock.advance(15)
    const again = await road.desk.execute({ type: "refuse", incidentId, reason: "Nor ours." }, { actor: executor })
    expect(again.incident).toMatchObject({ refusal: { supervisorDecides: true } })
    const assign = { type: "assign", incidentId, authorityId: "heat", why: "once more" } as const
    const barred = await failure(road.desk.execute(assign, { actor: moderator }))
    expect(isDeskError(barred, "forbidden") && barred.details.reason).toBe("supervisor-decides")
    await road.desk.execute({ ...assign, type: "arbitrate" }, { actor: supervisor })
    expect(
      isDeskError(await failure(road.desk.execute({ type: "refuse", incidentId, reason: "No." }, { actor: executor })), "forbidden"),
    ).toBe(true)
    road.clock.advance(5)
    await road.desk.execute({ type: "transfer", incidentId, authorityId: "roads", why: "after all" }, { actor: moderator })
    road.clock.advance(30)
    const { incident } = await only(road)
    expect(incident.clocks.find((clock) => clock.goal === "first-reply")).toEqual(clocks.find((clock) => clock.goal === "first-reply"))
    const minutes = ownerTimes(incident, road.clock.now()).map(({ authorityId, intervals }) => [
      authorityId,
      intervals.reduce((sum, { from, to }) => sum + (Date.parse(to) - Date.parse(from)) / 60_000, 0),
    ])
    expect(minutes).toEqual([
      ["heat", 25],
      ["roads", 45],
    ])
    const acceptance = incident.clocks.filter((clock) => clock.goal === "acceptance")
    expect(acceptance.map((clock) => clock.cancelled ?? (clock.stoppedAt === null ? "runs" : "stopped"))).toEqual([
      "stopped",
      "stopped",
      "transferred",
      "runs",
    ])
  })

  it("waits for the author only after a published question: the final reply's clock stands still, the citizen's does not", async () => {
    const road = await build()
    const incidentId = await takeOne(road)
    const messageKey = (await only(road)).incident.messageKeys[0] ?? ""
    await reply(road, incidentId, { replyKind: "interim", outcome: { value: "planned", until: "2026-12-10T00:00:00Z" } })
    road.clock.advance(1440)
    const tooLong = { type: "submit-draft", incidentId, text: "Which entrance?", replyKind: "clarify", waitMinutes: 10_000 } as const
    expect(isDeskError(await failure(road.desk.execute(tooLong, { actor: executor })), "config")).toBe(true)
    const { waitMinutes: _none, ...endless } = tooLong
    expect(isDeskError(await failure(road.desk.execute(endless, { actor: executor })), "missing-fact")).toBe(true)
    const asked = await reply(road, incidentId, { replyKind: "clarify", waitMinutes: 2880 })
    expect(asked).toMatchObject({ status: "needs-info" })
    const before = asked.clocks.find((clock) => clock.goal === "final-reply")
    expect(before?.pausedAt).toBe(road.clock.now())
    road.clock.advance(600)
    road.network.messages.push(
      buildMessage({
        key: `${messageKey}_5`,
        text: "The third one.",
        authorId: "someone-else",
        threadKey: messageKey,
        kind: "comment",
        publishedAt: road.clock.now(),
      }),
    )
    await road.desk.pull()
    expect((await only(road)).incident.status).toBe("needs-info")
    road.network.messages.push(
      buildMessage({
        key: `${messageKey}_6`,
        text: "The second one.",
        authorId: "citizen-9000",
        threadKey: messageKey,
        kind: "comment",
        publishedAt: road.clock.now(),
      }),
    )
    await road.desk.pull()
    const { incident } = await only(road)
    expect(incident.status).toBe("in-work")
    expect(incident.messages.map((message) => message.role)).toEqual(["complaint", "follow-up"])
    const after = incident.clocks.find((clock) => clock.goal === "final-reply")
    expect([after?.pausedAt, Date.parse(after?.dueAt ?? "") - Date.parse(before?.dueAt ?? "")]).toEqual([null, 600 * 60_000])
    expect((await road.storage.read("message", [`${messageKey}_6`]))[0]?.text).toBe("The second one.")
  })

  it("goes on when nobody answers, and breaches nothing in the same minute", async () => {
    const road = await buildRoad(open, { policies, handling: { pausedByQuestion: ["first-reply"], resumeGraceMinutes: 45 } })
    const incidentId = await takeOne(road)
    road.clock.advance(239)
    await reply(road, incidentId, { replyKind: "clarify", waitMinutes: 100 })
    road.clock.advance(99)
    expect(await road.desk.tick()).toEqual(ticked({}))
    road.clock.advance(1)
    expect(await road.desk.tick()).toEqual(ticked({ woken: 1, resumed: 1 }))
    const told = (await road.desk.case(incidentId, { actor: moderator }))?.explanation.deadlines.find(({ goal }) => goal === "first-reply")
    expect(told?.explanation?.dueAt).toBe(told?.dueAt)
    expect(told?.explanation?.intervals.map(({ reason }) => reason)).toEqual(["wall-clock", "pause", "wall-clock", "grace"])
    road.clock.advance(44)
    expect(await road.desk.tick()).toEqual(ticked({}))
    road.clock.advance(1)
    expect(await road.desk.tick()).toEqual(ticked({ woken: 1, missed: 1 }))
  })

  it("holds an authority to the date that it named", async () => {
    const road = await build()
    const incidentId = await takeOne(road)
    await reply(road, incidentId, { replyKind: "interim", outcome: { value: "planned", until: "2026-11-26T15:00:00Z" } })
    const vague = { type: "submit-draft", incidentId, text: "Later.", replyKind: "interim" } as const
    const outcome = { value: "planned", until: "2026-11-28T15:00:00Z" } as const
    const error = await failure(road.desk.execute({ ...vague, outcome }, { actor: executor }))
    expect(isDeskError(error, "missing-fact") && error.details.facts).toEqual(["outcome.changeReason"])
    road.clock.set("2026-11-26T15:00:00.000Z")
    expect(await road.desk.tick()).toEqual(ticked({ woken: 1, missed: 1 }))
    const { clocks } = await reply(road, incidentId, { replyKind: "interim", outcome: { ...outcome, changeReason: "The part is late." } })
    expect(clocks.filter((clock) => clock.goal === "promise")).toMatchObject([
      { cancelled: "replaced", missedNoticedAt: "2026-11-26T15:00:00.000Z" },
      { cancelled: null, stoppedAt: null, dueAt: "2026-11-28T15:00:00.000Z" },
    ])
  })

  it("closes by itself when nobody objects, and begins a new cycle when somebody does", async () => {
    const road = await build()
    const incidentId = await takeOne(road)
    await road.desk.execute(
      { type: "attach-evidence", incidentId, evidenceId: "e1", shows: "fix", contentHash: "a".repeat(64) },
      { actor: executor },
    )
    await reply(road, incidentId, { replyKind: "final", outcome: { value: "fix-claimed" } })
    const own = await failure(road.desk.execute({ type: "confirm-fix", incidentId, basis: "official" }, { actor: executor }))
    expect(isDeskError(own, "forbidden") && own.details.reason).toBe("claimant-is-confirmer")
    road.clock.advance(3 * 1440 - 1)
    expect(await road.desk.tick()).toEqual(ticked({}))
    const refuted = await road.desk.execute({ type: "refute-fix", incidentId, basis: "author" }, { actor: moderator })
    expect(refuted.incident).toMatchObject({ status: "reopened", problem: { value: "refuted" } })
    await road.desk.execute({ type: "take", incidentId }, { actor: executor })
    const noProof = await failure(
      road.desk.execute(
        { type: "submit-draft", incidentId, text: "Done.", replyKind: "final", outcome: { value: "fix-claimed" } },
        { actor: executor },
      ),
    )
    expect(isDeskError(noProof, "missing-fact")).toBe(true)
    road.clock.advance(61)
    expect(await road.desk.tick()).toMatchObject({ missed: 1 })
    await road.desk.execute(
      { type: "attach-evidence", incidentId, evidenceId: "e2", shows: "fix", contentHash: "b".repeat(64) },
      { actor: executor },
    )
    await reply(road, incidentId, { replyKind: "final", outcome: { value: "fix-claimed" } })
    await road.desk.execute({ type: "confirm-fix", incidentId, basis: "author" }, { actor: inspector })
    expect(await road.desk.tick()).toEqual(ticked({ woken: 1, closed: 1 }))
    const { incident, facts } = await only(road)
    expect(incident).toMatchObject({ status: "closed", closure: { reason: "author-satisfied" }, problem: { value: "fix-confirmed" } })
    expect(incident.clocks.filter((clock) => clock.goal === "first-reply")).toMatchObject([
      { cycle: 1, missedNoticedAt: null, policyId: "first" },
      { cycle: 2, policyId: "again" },
    ])
    expect([facts.dueAt, facts.answeredAt]).toEqual(["2026-11-24T05:00:00.000Z", "2026-11-24T01:00:00.000Z"])
  })

  it("does not close over an author who wrote again, until that is answered for", async () => {
    const road = await build()
    const incidentId = await takeOne(road)
    const messageKey = (await only(road)).incident.messageKeys[0] ?? ""
    await reply(road, incidentId, { replyKind: "final", outcome: { value: "explained" } })
    road.clock.advance(60)
    const again = `${messageKey}_7`
    road.network.messages.push(
      buildMessage({
        key: again,
        text: "That is no answer.",
        authorId: "citizen-9000",
        parentKey: messageKey,
        kind: "comment",
        publishedAt: road.clock.now(),
      }),
    )
    await road.desk.pull()
    road.clock.advance(3 * 1440)
    expect(await road.desk.tick()).toEqual(ticked({}))
    expect(
      isDeskError(
        await failure(road.desk.execute({ type: "close", incidentId, reason: "decision" }, { actor: moderator })),
        "illegal-transition",
      ),
    ).toBe(true)
    await road.desk.execute({ type: "waive-reply", incidentId, messageKey: again, reason: "no-answer-needed" }, { actor: moderator })
    expect(await road.desk.tick()).toEqual(ticked({ woken: 1, closed: 1 }))
  })

  it("is converted openly: only the reply that names the channel stops the citizen's clock", async () => {
    const road = await build()
    const incidentId = await takeOne(road)
    const converted = await road.desk.execute(
      { type: "convert", incidentId, externalId: "A-17", channel: "reception" },
      { actor: moderator },
    )
    expect(converted.incident).toMatchObject({ status: "converted", conversion: { externalId: "A-17" } })
    expect(converted.incident.clocks.find((clock) => clock.goal === "first-reply")).toMatchObject({ stoppedAt: null })
    road.clock.advance(240)
    expect(await road.desk.tick()).toMatchObject({ missed: 1 })
    const told = await reply(road, incidentId, { replyKind: "redirect" })
    expect(told.status).toBe("converted")
    expect(told.clocks.find((clock) => clock.goal === "first-reply")).toMatchObject({ stoppedAt: road.clock.now(), cancelled: null })
  })

  it("keeps elapsed time when the topic is corrected, and writes an old breach down before a later due time hides it", async () => {
    const road = await build()
    const incidentId = await takeOne(road)
    road.clock.advance(150)
    const corrected = await road.desk.execute({ type: "reclassify", incidentId, topic: "roads" }, { actor: moderator })
    expect(corrected.incident.clocks.find((clock) => clock.goal === "first-reply")).toMatchObject({
      policyId: "raised",
      startedAt: "2026-11-24T01:00:00.000Z",
      // Two hours from the start are over; an hour from now is left to answer.
      dueAt: "2026-11-24T04:30:00.000Z",
    })
    road.clock.advance(60)
    await road.desk.execute({ type: "reclassify", incidentId, topic: "heating" }, { actor: moderator })
    const events = (await eventsOf(road, incidentId)).map((event) => event.type).slice(-4)
    expect(events).toEqual(["policy-changed", "incident-reclassified", "deadline-missed", "policy-changed"])
  })

  it("notes what becomes of the message, and erases the text of one that is gone", async () => {
    const road = await build()
    const incidentId = await takeOne(road)
    const messageKey = (await only(road)).incident.messageKeys[0] ?? ""
    await road.desk.execute({ type: "note-closed-comments", incidentId, messageKey }, { actor: moderator })
    await road.desk.execute({ type: "note-deletion", incidentId, messageKey }, { actor: moderator })
    expect((await road.storage.read("message", [messageKey]))[0]?.text).toBeNull()
    expect((await eventsOf(road, incidentId)).map((event) => event.type).slice(-3)).toEqual([
      "comments-closed",
      "source-deleted",
      "erasure-noted",
    ])
    expect((await road.desk.execute({ type: "erase", incidentId, messageKey }, { actor: moderator })).events).toEqual([])
  })

  it("tells an answer that was lost on the way, once, and looks for the reply before it tries again", async () => {
    const road = await build()
    const incidentId = await takeOne(road)
    road.network.faults.push("cut-after")
    const lost = await reply(road, incidentId, { replyKind: "final", outcome: { value: "explained" } })
    expect(lost).toMatchObject({ status: "publishing", draft: { uncertain: lost.messageKeys } })
    road.clock.advance(1)
    expect(await road.desk.publish()).toMatchObject({ published: 1 })
    expect((await eventsOf(road, incidentId)).filter((event) => event.type === "reply-uncertain")).toHaveLength(1)
    expect([road.network.standing.length, road.network.lookups.count]).toEqual([1, 1])
  })
})
