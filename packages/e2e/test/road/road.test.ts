import { loadOne } from "@otklik/core/storage"
import { describe, expect, it } from "vitest"
import { isDeskError } from "@otklik/core"
import { approver, approveReply, buildRoad, complaint, executor, moderator, only, storages, ticked } from "./road.ts"

const caught = async (act: Promise<unknown>): Promise<unknown> =>
  act.then(
    () => undefined,
    (error: unknown) => error,
  )

describe.each(storages)("the road on %s", (_, open) => {
  it("runs from a message to a report", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint(), complaint("Продам гараж"), complaint("Холодные батареи и у нас"))
    expect(await road.desk.pull()).toMatchObject({ read: 3, matched: 2, registered: 2, candidates: 0, failures: [] })
    const first = (await road.desk.find({}, { limit: 1 })).incidents[0]
    expect(first).toMatchObject({
      number: 1,
      facts: { topic: "heating", authorityId: "heat", territoryId: "town", importance: "raised", dueAt: "2026-11-24T05:00:00.000Z" },
      incident: { status: "assigned", assignment: { ruleId: "heating" } },
    })
    const explained = (await road.desk.case(first?.incident.incidentId ?? "", { actor: moderator }))?.explanation
    expect(explained?.matches[0]?.clauses.map((clause) => clause.text)).toEqual(["Батареи", "холодные"])
    expect(explained?.territory?.why).toContain("vk:-1")
    const report = await road.desk.report({ period: { zone: "Asia/Chita", from: "2026-11-24", to: "2026-11-25" }, compareWith: "previous" })
    expect(report.totals).toMatchObject({ numbers: { received: 2, closed: 0 } })
  })

  it("registers once, however often and wherever a message comes again", async () => {
    const road = await buildRoad(open)
    const message = complaint()
    road.network.messages.push(message, message, complaint(), message)
    await road.desk.pull({ pageSize: 2 })
    await road.desk.receive("vk:wall", new Request("https://example.org/hook", { method: "POST", body: JSON.stringify([message]) }))
    await road.restart().pull()
    expect((await road.desk.find({}, { limit: 10 })).incidents).toHaveLength(2)
  })

  it("moves the cursor only with what was read, and goes on from there", async () => {
    const road = await buildRoad(open)
    for (let index = 0; index < 7; index += 1) road.network.messages.push(complaint())
    const controller = new AbortController()
    await road.desk.pull({ pageSize: 2, signal: controller.signal, onPage: () => controller.abort() })
    expect((await road.storage.readCursors("vk:wall"))[0]).toMatchObject({ cursor: "2", read: 2 })
    await road.desk.pull({ pageSize: 3 })
    expect((await road.storage.readCursors("vk:wall"))[0]).toMatchObject({ cursor: "7", read: 7, matched: 7 })
    expect((await road.desk.find({}, { limit: 10 })).incidents.map((incident) => incident.number)).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it("leaves an untrusted match to a person, who registers or rejects it", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint("Опять яма во дворе"), complaint("яма желудка"))
    expect(await road.desk.pull()).toMatchObject({ registered: 0, candidates: 2 })
    const [one, other] = (await road.desk.find({}, { limit: 10 })).incidents
    const registered = await road.desk.execute(
      { type: "register", incidentId: one?.incident.incidentId ?? "", importance: "raised" },
      { actor: moderator },
    )
    expect(registered.incident).toMatchObject({ status: "registered", noOwnerWhy: expect.stringContaining('topic "roads"') })
    expect((await road.desk.find({ unowned: true }, { limit: 10 })).incidents.map((incident) => incident.number)).toEqual([one?.number])
    await road.desk.execute(
      { type: "reject", incidentId: other?.incident.incidentId ?? "", reason: "not-a-complaint" },
      { actor: moderator },
    )
    const assigned = await road.desk.execute(
      { type: "assign", incidentId: one?.incident.incidentId ?? "", authorityId: "roads", why: "a pit in a yard" },
      { actor: moderator },
    )
    expect(assigned.incident).toMatchObject({ status: "assigned", assignment: { authorityId: "roads", ruleId: null } })
  })

  it("keeps what its own and official accounts say out", async () => {
    const road = await buildRoad(open, { accounts: [{ network: "vk", authorId: "citizen-9000", origin: "authority" }] })
    road.network.messages.push(complaint())
    expect(await road.desk.pull()).toMatchObject({ read: 1, matched: 0 })
  })

  it("stores an edit as a revision and an event, and leaves older deliveries alone", async () => {
    const road = await buildRoad(open)
    const message = complaint()
    road.network.messages.push(message, { ...message, text: "Батареи уже тёплые, спасибо", editedAt: "2026-11-24T02:00:00.000Z" })
    await road.desk.pull({ pageSize: 1 })
    road.network.messages.push(message)
    await road.desk.pull()
    const { incident } = await only(road)
    expect((await road.storage.read("message", [message.key]))[0]).toMatchObject({ revision: 2, text: "Батареи уже тёплые, спасибо" })
    expect((await loadOne(road.storage, incident.incidentId)).events.filter((event) => event.type === "source-edited")).toHaveLength(1)
    expect(
      (await road.desk.case(incident.incidentId, { actor: moderator }))?.explanation.matches[0]?.clauses.every(
        (clause) => clause.text === null,
      ),
    ).toBe(true)
  })

  it("writes a breach once, and wakes for it only when it is due", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    expect(await road.desk.tick()).toEqual(ticked({ woken: 0, missed: 0 }))
    road.clock.advance(300)
    expect(await road.desk.tick()).toEqual(ticked({ woken: 1, missed: 1 }))
    expect(await road.desk.tick()).toEqual(ticked({ woken: 0, missed: 0 }))
    const report = await road.desk.report({ period: { zone: "Asia/Chita", from: "2026-11-24", to: "2026-11-25" } })
    expect(report.totals).toMatchObject({ numbers: { received: 1, due: 1, answeredInTime: 0, overdueOpen: 1 } })
  })

  it("answers under the message and closes", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    const incidentId = await approveReply(road)
    road.clock.advance(10)
    expect(await road.desk.publish()).toEqual({ published: 1, refused: 0, postponed: 0 })
    expect(await road.desk.publish()).toEqual({ published: 0, refused: 0, postponed: 0 })
    expect(road.network.standing).toHaveLength(1)
    expect((await only(road)).facts).toMatchObject({
      status: "replied-final",
      problem: "fix-claimed",
      answeredAt: "2026-11-24T01:10:00.000Z",
    })
    const closed = await road.desk.execute({ type: "close", incidentId, reason: "no-objection" }, { actor: moderator })
    expect(closed.incident.status).toBe("closed")
    expect((await road.desk.report({ period: { zone: "Asia/Chita", from: "2026-11-24", to: "2026-11-25" } })).totals).toMatchObject({
      numbers: { received: 1, answered: 1, closed: 1 },
    })
  })

  it("does a command with the same idempotency key once", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { incident } = await only(road)
    const take = { type: "take", incidentId: incident.incidentId } as const
    const first = await road.desk.execute(take, { actor: executor, idempotencyKey: "click-1" })
    const second = await road.desk.execute(take, { actor: executor, idempotencyKey: "click-1" })
    expect([first.events.length, second.events.length, second.version]).toEqual([1, 0, first.version])
    expect(isDeskError(await caught(road.desk.execute(take, { actor: executor })), "illegal-transition")).toBe(true)
    expect(isDeskError(await caught(road.desk.execute(take, { actor: executor, expectedVersion: 1 })), "conflict")).toBe(true)
  })

  it("holds no author's id anywhere and no text outside of the message table", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { incident } = await only(road)
    const everything = JSON.stringify([
      await road.storage.readEvents(null, 100),
      (await road.desk.find({}, { limit: 10 })).incidents,
      await road.storage.read("message", incident.messageKeys),
      await road.storage.readCursors("vk:wall"),
    ])
    expect(everything).not.toContain("citizen-9000")
    expect(JSON.stringify([await road.storage.readEvents(null, 100), (await road.desk.find({}, { limit: 10 })).incidents])).not.toContain(
      "вторые сутки",
    )
  })

  it("says what is wrong with a command, and stores nothing of it", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { incident, version } = await only(road)
    const { incidentId } = incident
    expect(
      isDeskError(
        await caught(road.desk.execute({ type: "assign", incidentId, authorityId: "nobody", why: "x" }, { actor: moderator })),
        "config",
      ),
    ).toBe(true)
    expect(isDeskError(await caught(road.desk.execute({ type: "take", incidentId: "inc_none" }, { actor: moderator })), "not-found")).toBe(
      true,
    )
    expect(
      isDeskError(
        await caught(road.desk.execute({ type: "close", incidentId, reason: "decision" }, { actor: approver })),
        "illegal-transition",
      ),
    ).toBe(true)
    expect((await only(road)).version).toBe(version)
  })
})
