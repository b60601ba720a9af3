import { loadOne } from "@otklik/core/storage"
import { describe, expect, it } from "vitest"
import { isDeskError, type DeskOptions, type Storage } from "@otklik/core"
import type { ExistingIncident } from "@otklik/core/incident"
import { buildMessage } from "@otklik/testkit"
import { buildRoad, complaint, executor, moderator, reply, storages, ticked, type Road } from "./road.ts"

const wall = (minutes: number) => ({ minutes, time: "wall" as const })
const policies: DeskOptions["policies"] = [
  { id: "first", version: "1", goal: "first-reply", startsAt: "registered", term: wall(240) },
  { id: "accept", version: "1", goal: "acceptance", startsAt: "assigned", term: wall(30) },
  { id: "window", version: "1", goal: "objection", startsAt: "final-published", term: wall(1440) },
]
const failure = (act: Promise<unknown>) =>
  act.then(
    () => undefined,
    (error: unknown) => error,
  )

describe.each(storages)("many incidents on %s", (_, open) => {
  /** Registers complaints, the next an hour after the one before. */
  const build = async (
    count: number,
  ): Promise<Road & { readonly ids: readonly string[]; get(index: number): Promise<ExistingIncident> }> => {
    const road = await buildRoad(open, { policies })
    for (let index = 0; index < count; index += 1) {
      if (index > 0) road.clock.advance(60)
      road.network.messages.push(complaint())
      await road.desk.pull()
    }
    const ids = (await road.desk.find({}, { limit: 10 })).incidents.map(({ incident }) => incident.incidentId)
    const get = async (index: number): Promise<ExistingIncident> => {
      const stored = await road.storage.get(ids[index] ?? "")
      if (stored === undefined) throw new Error(`there is no incident ${index}`)
      return stored.incident
    }
    return { ...road, ids, get }
  }
  const merge = (road: Road, incidentId: string | undefined, into: string | undefined) =>
    road.desk.execute({ type: "merge", incidentId: incidentId ?? "", into: into ?? "" }, { actor: moderator })
  const take = (road: Road, incidentId: string | undefined) =>
    road.desk.execute({ type: "take", incidentId: incidentId ?? "" }, { actor: executor })
  const clockOf = (incident: ExistingIncident, goal = "first-reply") => incident.clocks.findLast((clock) => clock.goal === goal)

  it("that were merged are answered one message after the other, and each citizen's clock stops by the reply under that citizen's message", async () => {
    const road = await build(3)
    await merge(road, road.ids[1], road.ids[0])
    await merge(road, road.ids[2], road.ids[0])
    expect((await road.get(0)).messageKeys).toHaveLength(3)
    await take(road, road.ids[0])
    road.network.faults.push("none", "refused")
    const partly = await reply(road, road.ids[0] ?? "", { replyKind: "final", outcome: { value: "explained" } })
    expect(partly.status).toBe("reply-review")
    const states = [await road.get(0), await road.get(1), await road.get(2)]
    expect(states.filter((incident) => clockOf(incident)?.stoppedAt !== null).length).toBe(
      states.filter(
        (incident) => incident.replies.length > 0 && incident.replies.some((done) => done.messageKey === incident.messageKeys[0]),
      ).length,
    )
    if (partly.status !== "reply-review") throw new Error("not in review")
    const { draftId, textHash } = partly.draft
    await road.desk.execute(
      { type: "approve-draft", incidentId: road.ids[0] ?? "", draftId, textHash },
      { actor: { id: "approver-2", kind: "person" } },
    )
    await road.desk.publish()
    expect((await road.get(0)).status).toBe("replied-final")
    for (const index of [0, 1, 2]) expect(clockOf(await road.get(index))?.stoppedAt).toBe(road.clock.now())
    expect(road.network.standing).toHaveLength(3)
    expect((await road.desk.find({}, { limit: 5 })).incidents.map(({ facts }) => facts.answeredAt)).toEqual(Array(3).fill(road.clock.now()))
  })

  it("that were merged still breach when nobody answers under their own message, and no owner's clock of theirs does", async () => {
    const road = await build(2)
    await merge(road, road.ids[1], road.ids[0])
    road.clock.advance(180)
    // The target's acceptance and first reply; the merged one's own first reply is due an hour later.
    expect(await road.desk.tick()).toEqual(ticked({ woken: 1, missed: 2 }))
    road.clock.advance(60)
    expect(await road.desk.tick()).toEqual(ticked({ woken: 1, missed: 1 }))
    expect(clockOf(await road.get(1))).toMatchObject({ missedNoticedAt: road.clock.now() })
    expect(clockOf(await road.get(1), "acceptance")).toMatchObject({ missedNoticedAt: null, stoppedAt: null })
  })

  it("that are unmerged have their clocks, their owner and their state back", async () => {
    const road = await build(2)
    const before = await road.get(1)
    await merge(road, road.ids[1], road.ids[0])
    road.clock.advance(10)
    await road.desk.execute({ type: "unmerge", incidentId: road.ids[1] ?? "" }, { actor: moderator })
    expect({ ...(await road.get(1)), updatedAt: before.updatedAt }).toEqual(before)
    expect((await road.get(0)).messageKeys).toHaveLength(1)
    road.clock.advance(15)
    await road.desk.tick()
    expect(clockOf(await road.get(1), "acceptance")).toMatchObject({ missedNoticedAt: null })
    road.clock.advance(5)
    await road.desk.tick()
    expect(clockOf(await road.get(1), "acceptance")).toMatchObject({ missedNoticedAt: road.clock.now() })
  })

  it("can be merged in a chain, and are unmerged from its end", async () => {
    const road = await build(3)
    await merge(road, road.ids[2], road.ids[1])
    await merge(road, road.ids[1], road.ids[0])
    expect(isDeskError(await failure(merge(road, road.ids[0], road.ids[2])), "illegal-transition")).toBe(true)
    const early = await failure(road.desk.execute({ type: "unmerge", incidentId: road.ids[2] ?? "" }, { actor: moderator }))
    expect(isDeskError(early, "illegal-transition")).toBe(true)
    await take(road, road.ids[0])
    await reply(road, road.ids[0] ?? "", { replyKind: "final", outcome: { value: "explained" } })
    for (const index of [0, 1, 2]) expect(clockOf(await road.get(index))?.stoppedAt).toBe(road.clock.now())
  })

  it("can be merged into one that is answered: the reply goes out once more, under the new message only", async () => {
    const road = await build(2)
    await take(road, road.ids[0])
    const answered = await reply(road, road.ids[0] ?? "", { replyKind: "final", outcome: { value: "explained" } })
    await merge(road, road.ids[1], road.ids[0])
    road.clock.advance(1440)
    await road.desk.tick()
    expect((await road.get(0)).status).toBe("replied-final")
    const draftId = answered.replies[0]?.draftId ?? ""
    await road.desk.execute(
      { type: "extend-reply", incidentId: road.ids[0] ?? "", draftId },
      { actor: { id: "approver-1", kind: "person" } },
    )
    expect(await road.desk.publish()).toMatchObject({ published: 1 })
    expect(road.network.standing).toHaveLength(2)
    expect(clockOf(await road.get(1))).toMatchObject({ stoppedAt: road.clock.now() })
    road.clock.advance(1440)
    expect(await road.desk.tick()).toMatchObject({ closed: 1 })
    expect(isDeskError(await failure(merge(road, road.ids[1], road.ids[0])), "illegal-transition")).toBe(true)
  })

  it("come of one message with two questions, and the second is as old as the first", async () => {
    const road = await build(1)
    road.clock.advance(100)
    const messageKey = (await road.get(0)).messageKeys[0] ?? ""
    const split = { type: "split", incidentId: road.ids[0] ?? "", messageKey, topic: "roads" } as const
    const done = await road.desk.execute(split, { actor: moderator, idempotencyKey: "split-1" })
    await road.desk.execute(split, { actor: moderator, idempotencyKey: "split-1" })
    expect(done.incident.splitInto).toHaveLength(1)
    const second = (await road.storage.get(done.incident.splitInto[0] ?? ""))?.incident
    expect(second).toMatchObject({
      topic: "roads",
      splitFrom: road.ids[0],
      messageKeys: [messageKey],
      noOwnerWhy: expect.stringContaining("roads"),
    })
    expect(second === undefined ? null : clockOf(second)?.dueAt).toBe(clockOf(await road.get(0))?.dueAt)
    expect(second?.detectedAt).toBe((await road.get(0)).detectedAt)
  })

  it("that hold the same message all learn of its edit and of its end", async () => {
    const road = await build(2)
    const [first, other] = [(await road.get(0)).messageKeys[0] ?? "", road.ids[1]]
    const { incident } = await road.desk.execute({ type: "split", incidentId: road.ids[0] ?? "", messageKey: first }, { actor: moderator })
    await merge(road, road.ids[0], other)
    road.clock.advance(5)
    road.network.messages.push(
      buildMessage({
        key: first,
        text: "Батареи холодные, и лифт стоит",
        authorId: "citizen-9000",
        publishedAt: "2026-11-24T00:50:00.000Z",
        editedAt: road.clock.now(),
      }),
    )
    await road.desk.pull()
    const holders = [road.ids[0], other, incident.splitInto[0]]
    const lastOf = async (id: string | undefined) => (await loadOne(road.storage, id ?? "")).events.at(-1)
    for (const id of holders) expect(await lastOf(id)).toMatchObject({ type: "source-edited", messageKey: first, revision: 2 })
    await road.desk.execute({ type: "note-deletion", incidentId: road.ids[0] ?? "", messageKey: first }, { actor: moderator })
    for (const id of holders) expect(await lastOf(id)).toMatchObject({ type: "erasure-noted", messageKey: first })
  })

  it("take what an author writes under a merged message where that message is worked on, and open nothing new for it", async () => {
    const road = await build(2)
    await merge(road, road.ids[1], road.ids[0])
    const threadKey = (await road.get(1)).messageKeys[0] ?? ""
    road.network.messages.push(
      buildMessage({
        key: `${threadKey}_4`,
        text: "Батареи всё ещё холодные",
        authorId: "citizen-9000",
        threadKey,
        kind: "comment",
        publishedAt: road.clock.now(),
      }),
    )
    await road.desk.pull()
    expect((await road.desk.find({}, { limit: 10 })).incidents).toHaveLength(2)
    expect((await road.get(0)).messages.at(-1)).toMatchObject({ messageKey: `${threadKey}_4`, role: "follow-up" })
  })

  it("keep a stranger's complaint in the same thread apart, and another topic of the same author too", async () => {
    const road = await build(1)
    const threadKey = (await road.get(0)).messageKeys[0] ?? ""
    const comment = (key: string, text: string, authorId: string) =>
      buildMessage({ key: `${threadKey}_${key}`, text, authorId, threadKey, kind: "comment", publishedAt: road.clock.now() })
    road.network.messages.push(
      comment("1", "У нас тоже холодные батареи", "citizen-8000"),
      comment("2", "И яма у подъезда", "citizen-9000"),
      comment("3", "Держитесь!", "citizen-7000"),
    )
    await road.desk.pull()
    expect((await road.desk.find({}, { limit: 10 })).incidents.map(({ facts }) => [facts.status, facts.topic])).toEqual([
      ["assigned", "heating"],
      ["assigned", "heating"],
      ["candidate", "roads"],
    ])
    expect(await road.storage.read("message", [`${threadKey}_3`])).toEqual([])
  })

  it("are merged whole or not at all, also when somebody writes to the other one meanwhile", async () => {
    const road = await build(2)
    let first = true
    const racing: Storage = {
      ...road.storage,
      async commit(unit) {
        if (first) {
          first = false
          await take(road, road.ids[0])
        }
        return road.storage.commit(unit)
      },
    }
    const desk = road.restart({ storage: racing })
    await desk.execute({ type: "merge", incidentId: road.ids[1] ?? "", into: road.ids[0] ?? "" }, { actor: moderator })
    expect([(await road.get(0)).status, (await road.get(1)).status]).toEqual(["in-work", "merged"])
    expect((await loadOne(road.storage, road.ids[1] ?? "")).events.filter((event) => event.type === "incident-merged")).toHaveLength(1)
  })

  it("are linked as a repeat, or opened again, as a person decides", async () => {
    const road = await build(2)
    await take(road, road.ids[0])
    await reply(road, road.ids[0] ?? "", { replyKind: "final", outcome: { value: "explained" } })
    await road.desk.execute({ type: "close", incidentId: road.ids[0] ?? "", reason: "decision" }, { actor: moderator })
    const linked = await road.desk.execute(
      { type: "link-repeat", incidentId: road.ids[1] ?? "", repeatOf: road.ids[0] ?? "" },
      { actor: moderator },
    )
    expect(linked.incident.repeatOf).toBe(road.ids[0])
    const nowhere = { type: "link-repeat", incidentId: road.ids[1] ?? "", repeatOf: "inc_nowhere" } as const
    expect(isDeskError(await failure(road.desk.execute(nowhere, { actor: moderator })), "not-found")).toBe(true)
    road.clock.advance(200 * 1440)
    const repeat = { type: "reopen", incidentId: road.ids[0] ?? "", cause: "repeat" } as const
    const reopened = await road.desk.execute(repeat, { actor: moderator })
    expect(reopened.incident).toMatchObject({ status: "reopened", problem: { value: "explained" } })
    expect(clockOf(reopened.incident)).toMatchObject({ cycle: 2, startedAt: road.clock.now() })
  })
})

describe.each(storages)("the figures of the cycle on %s", (_, open) => {
  it("follow the backlog through mergings, closings and reopenings", async () => {
    const road = await buildRoad(open, { policies })
    for (let index = 0; index < 4; index += 1) road.network.messages.push(complaint())
    await road.desk.pull()
    const [first, second, third] = (await road.desk.find({}, { limit: 10 })).incidents.map(({ incident }) => incident.incidentId)
    await road.desk.execute({ type: "merge", incidentId: second ?? "", into: first ?? "" }, { actor: moderator })
    await road.desk.execute({ type: "take", incidentId: third ?? "" }, { actor: executor })
    await reply(road, third ?? "", { replyKind: "final", outcome: { value: "explained" } })
    const totals = async (from: string, to: string) => (await road.desk.report({ period: { zone: "Asia/Chita", from, to } })).totals.numbers
    road.clock.advance(3 * 1440)
    await road.desk.tick()
    await road.desk.execute({ type: "reopen", incidentId: third ?? "", cause: "repeat" }, { actor: moderator })
    expect(await totals("2026-11-24", "2026-11-25")).toMatchObject({ openBefore: 0, received: 4, merged: 1, openAfter: 3 })
    expect(await totals("2026-11-25", "2026-11-28")).toMatchObject({
      openBefore: 3,
      closed: 1,
      reopened: 1,
      openAfter: 3,
      firstClosed: 1,
      closedThenRepeated: 1,
    })
  })
})
