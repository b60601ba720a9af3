import { describe, expect, it } from "vitest"
import { isDeskError, type DeskOptions } from "@otklik/core"
import { approveReply, buildRoad, complaint, executor, moderator, only, storages } from "./road.ts"

const wall = (minutes: number) => ({ minutes, time: "wall" as const })
const topics: DeskOptions["topics"] = [
  { id: "roads", title: "Roads" },
  { id: "heating", title: "Heating", importance: "raised" },
]
const routing: DeskOptions["routing"] = {
  authorities: [
    { id: "heat", title: "Heat", kind: "utility" },
    { id: "roads", title: "Roads", kind: "administration" },
  ],
  territories: [{ id: "town", title: "Town", kind: "settlement", communities: ["vk:-1"] }],
  rules: [
    { id: "by-heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } },
    { id: "by-roads", when: { topics: ["roads"] }, assign: { authorityId: "roads" } },
  ],
}
const policies: DeskOptions["policies"] = [
  { id: "raised", version: "1", goal: "first-reply", startsAt: "registered", term: wall(240), appliesTo: { importance: "raised" } },
  { id: "normal", version: "1", goal: "first-reply", startsAt: "registered", term: wall(1440) },
  { id: "accept", version: "1", goal: "acceptance", startsAt: "assigned", term: wall(30) },
]
const failure = (act: Promise<unknown>) =>
  act.then(
    () => undefined,
    (error: unknown) => error,
  )
const pathOf = (error: unknown) => (isDeskError(error, "config") ? error.details.issues[0]?.path : error)

describe.each(storages)("corrections on %s", (_, open) => {
  const build = async (change: Partial<DeskOptions> = {}, text = "Батареи холодные вторые сутки") => {
    const rules = [
      { id: "cold", query: "батаре* & холодн*", topic: "heating" },
      { id: "pit", query: "яма", topic: "roads" },
    ]
    const road = await buildRoad(open, { topics, routing, policies, rules, ...change })
    road.network.messages.push(complaint(text))
    await road.desk.pull()
    const { incident, facts } = await only(road)
    return { ...road, incidentId: incident.incidentId, facts }
  }
  const running = async (road: Awaited<ReturnType<typeof build>>) => {
    const { incident } = await only(road)
    return Object.fromEntries(
      incident.clocks
        .filter((clock) => clock.stoppedAt === null)
        .map(({ goal, policyId, startedAt, dueAt }) => [goal, { policyId, startedAt, dueAt }]),
    )
  }

  it("to a raised topic bring its importance, its term from the same start, and its owner with the rule named", async () => {
    const road = await build({}, "На дороге яма")
    expect(road.facts).toMatchObject({ importance: "normal", authorityId: "roads", dueAt: "2026-11-25T01:00:00.000Z" })
    road.clock.advance(60)
    const done = await road.desk.execute({ type: "reclassify", incidentId: road.incidentId, topic: "heating" }, { actor: moderator })
    expect(done.routing).toBeUndefined()
    expect(done.incident).toMatchObject({
      status: "assigned",
      topic: "heating",
      importance: "raised",
      assignment: { authorityId: "heat", ruleId: "by-heating" },
    })
    expect(await running(road)).toEqual({
      "first-reply": { policyId: "raised", startedAt: "2026-11-24T01:00:00.000Z", dueAt: "2026-11-24T05:00:00.000Z" },
      acceptance: { policyId: "accept", startedAt: "2026-11-24T02:00:00.000Z", dueAt: "2026-11-24T02:30:00.000Z" },
    })
  })

  it("away from a raised topic bring the longer term, and what was missed by then stays missed", async () => {
    const road = await build()
    expect(road.facts).toMatchObject({ importance: "raised", authorityId: "heat" })
    road.clock.advance(241)
    const done = await road.desk.execute({ type: "reclassify", incidentId: road.incidentId, topic: "roads" }, { actor: moderator })
    expect(done.incident).toMatchObject({ topic: "roads", importance: "normal", assignment: { authorityId: "roads" } })
    expect((await running(road))["first-reply"]).toMatchObject({ policyId: "normal", dueAt: "2026-11-25T01:00:00.000Z" })
    expect(done.events.filter(({ type }) => type === "deadline-missed")).toHaveLength(2)
  })

  it("leave an importance that a person set, and a term that comes nearer leaves time to answer", async () => {
    const road = await build({}, "На дороге яма")
    await road.desk.execute({ type: "reclassify", incidentId: road.incidentId, importance: "raised" }, { actor: moderator })
    await road.desk.execute({ type: "reclassify", incidentId: road.incidentId, topic: "heating" }, { actor: moderator })
    const kept = await road.desk.execute(
      { type: "reclassify", incidentId: road.incidentId, topic: "heating", importance: "normal" },
      { actor: moderator },
    )
    expect(kept.incident).toMatchObject({ topic: "heating", importance: "normal" })
    const late = await build({}, "На дороге яма")
    late.clock.advance(300)
    const nearer = await late.desk.execute({ type: "reclassify", incidentId: late.incidentId, topic: "heating" }, { actor: moderator })
    expect(nearer.events.some(({ type, ...event }) => type === "deadline-missed" && "goal" in event && event.goal === "first-reply")).toBe(
      false,
    )
    expect((await running(late))["first-reply"]?.dueAt).toBe("2026-11-24T07:00:00.000Z")
  })

  it("of what somebody works on leave the owner, and say whom the rules name", async () => {
    const road = await build()
    await road.desk.execute({ type: "take", incidentId: road.incidentId }, { actor: executor })
    const done = await road.desk.execute({ type: "reclassify", incidentId: road.incidentId, topic: "roads" }, { actor: moderator })
    expect(done.incident).toMatchObject({ status: "in-work", assignment: { authorityId: "heat" } })
    expect(done.routing).toMatchObject({ authorityId: "roads", ruleId: "by-roads" })
    const always = await build({ handling: { reclassify: { owner: "always" } } })
    await always.desk.execute({ type: "take", incidentId: always.incidentId }, { actor: executor })
    const moved = await always.desk.execute({ type: "reclassify", incidentId: always.incidentId, topic: "roads" }, { actor: moderator })
    expect(moved.incident).toMatchObject({ status: "assigned", assignment: { authorityId: "roads", ruleId: "by-roads" } })
    expect(moved.routing).toBeUndefined()
  })

  it("are made only to topics that there are, by every command that names one", async () => {
    const road = await build()
    const { incidentId, desk } = road
    const messageKey = (await only(road)).incident.messageKeys[0] ?? ""
    const wrong = { incidentId, topic: "no-such-topic" }
    expect(pathOf(await failure(desk.execute({ type: "reclassify", ...wrong }, { actor: moderator })))).toBe("topic")
    expect(pathOf(await failure(desk.execute({ type: "split", messageKey, ...wrong }, { actor: moderator })))).toBe("topic")
    expect(pathOf(await failure(desk.execute({ type: "register", ...wrong }, { actor: moderator })))).toBe("topic")
  })

  it("a promise lies ahead, when it is drafted and when it is approved", async () => {
    const road = await build()
    const incidentId = road.incidentId
    await road.desk.execute({ type: "take", incidentId }, { actor: executor })
    const promise = (until: string) =>
      road.desk.execute(
        { type: "submit-draft", incidentId, text: "The pump comes.", replyKind: "interim", outcome: { value: "planned", until } },
        { actor: executor },
      )
    expect(pathOf(await failure(promise("2020-01-01T00:00:00Z")))).toBe("outcome.until")
    expect(pathOf(await failure(promise("2028-01-01T00:00:00Z")))).toBe("outcome.until")
    const drafted = await promise("2026-11-24T02:00:00Z")
    if (drafted.incident.status !== "reply-review") throw new Error("no draft")
    const { draftId, textHash } = drafted.incident.draft
    road.clock.advance(60)
    const approve = road.desk.execute(
      { type: "approve-draft", incidentId, draftId, textHash },
      { actor: { id: "approver-1", kind: "person" } },
    )
    expect(pathOf(await failure(approve))).toBe("outcome.until")
  })

  it("it is sent to and fro no oftener than it may be refused: then a supervisor decides", async () => {
    const road = await build()
    const { incidentId } = road
    const to = (authorityId: string) =>
      road.desk.execute({ type: "transfer", incidentId, authorityId, why: "theirs" }, { actor: moderator })
    await to("roads")
    await to("heat")
    expect(await failure(to("roads"))).toMatchObject({ code: "forbidden", details: { reason: "supervisor-decides" } })
    const decided = await road.desk.execute(
      { type: "arbitrate", incidentId, authorityId: "roads", why: "yours" },
      { actor: { id: "supervisor-1", kind: "person" } },
    )
    expect(decided.incident).toMatchObject({ status: "assigned", refusals: 0, assignment: { authorityId: "roads", isFinal: true } })
  })
})

describe.each(storages)("a merging while replies go out, on %s", (_, open) => {
  it("brings newcomers the same reply in the same commit, and ends when all are answered", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint(undefined, "vk:-1_501"))
    await road.desk.pull()
    const into = await approveReply(road)
    road.network.messages.push(complaint(undefined, "vk:-1_502"))
    await road.desk.pull()
    const other =
      (await road.desk.find({}, { limit: 9 })).incidents.find(({ incident }) => incident.incidentId !== into)?.incident.incidentId ?? ""
    await road.desk.execute({ type: "merge", incidentId: other, into }, { actor: moderator })
    const outbox = await road.storage.readOutbox(into)
    expect(outbox.map(({ messageKey, state }) => `${messageKey} ${state}`).toSorted()).toEqual(["vk:-1_501 planned", "vk:-1_502 planned"])
    await road.desk.publish()
    await road.desk.publish()
    expect((await road.storage.get(into))?.incident).toMatchObject({ status: "replied-final", replies: [{}, {}] })
    const merged = (await road.storage.get(other))?.incident
    expect(merged).toMatchObject({ status: "merged", replies: [{ messageKey: "vk:-1_502" }] })
    expect(merged?.clocks.find(({ goal }) => goal === "first-reply")?.stoppedAt).not.toBeNull()
    expect(road.network.asked.replies.map(({ messageKey }) => messageKey).toSorted()).toEqual(["vk:-1_501", "vk:-1_502"])
  })
})
