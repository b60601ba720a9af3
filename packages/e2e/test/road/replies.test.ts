import { describe, expect, it } from "vitest"
import { DeskError, isDeskError, type Connector } from "@otklik/core"
import { approver, approveReply, buildRoad, complaint, executor, only, storages } from "./road.ts"
import { Killed } from "./scripted-connector.ts"

describe.each(storages)("replies on %s", (_, open) => {
  const ready = async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    return { ...road, incidentId: await approveReply(road) }
  }

  it("are looked for before they are tried again, when the answer was lost on the way", async () => {
    const road = await ready()
    road.network.faults.push("cut-after")
    expect(await road.desk.publish()).toMatchObject({ published: 0, postponed: 1 })
    expect(await road.desk.publish()).toMatchObject({ published: 0, postponed: 0 })
    road.clock.advance(2)
    expect(await road.desk.publish()).toMatchObject({ published: 1 })
    expect(road.network.standing).toHaveLength(1)
    expect((await only(road)).facts.status).toBe("replied-final")
  })

  it("are tried again when they never arrived", async () => {
    const road = await ready()
    road.network.faults.push("cut-before", "cut-before")
    await road.desk.publish()
    road.clock.advance(1)
    await road.desk.publish()
    road.clock.advance(2)
    expect(await road.desk.publish()).toMatchObject({ published: 1 })
    expect([road.network.standing.length, road.network.lookups.count]).toEqual([1, 2])
  })

  it("stand once when the process dies between publishing and recording", async () => {
    const road = await ready()
    const real = road.storage.commit
    // The process is gone from the moment the network has answered: nothing more is written.
    const dying = { ...road.storage, commit: () => Promise.reject(new Killed()), settle: () => Promise.reject(new Killed()) }
    await expect(road.restart({ storage: dying }).publish()).rejects.toThrow(Killed)
    expect(road.network.standing).toHaveLength(1)
    expect(await road.desk.publish()).toMatchObject({ published: 0 })
    road.clock.advance(3)
    expect(await road.desk.publish()).toMatchObject({ published: 1 })
    expect(real).toBe(road.storage.commit)
    expect(road.network.standing).toHaveLength(1)
    expect((await only(road)).facts.status).toBe("replied-final")
  })

  it("wait as long as the network asks", async () => {
    const road = await ready()
    road.network.faults.push("rate-limited")
    await road.desk.publish()
    road.clock.set("2026-11-24T04:59:59.999Z")
    expect(await road.desk.publish()).toMatchObject({ published: 0, postponed: 0 })
    road.clock.set("2026-11-24T05:00:00.000Z")
    expect(await road.desk.publish()).toMatchObject({ published: 1 })
  })

  it("come back to the approver when the network says no for good, and can be sent by hand", async () => {
    const road = await ready()
    road.network.faults.push("refused")
    expect(await road.desk.publish()).toEqual({ published: 0, refused: 1, postponed: 0 })
    const { incident } = await only(road)
    expect(incident).toMatchObject({ status: "reply-review", clocks: [{ stoppedAt: null }] })
    expect((await road.storage.readOutbox(road.incidentId)).map((entry) => entry.state)).toEqual(["refused"])
    if (incident.status !== "reply-review") return
    const { draftId, textHash } = incident.draft
    const desk = road.restart({ connectors: [] })
    await desk.execute({ type: "approve-draft", incidentId: road.incidentId, draftId, textHash }, { actor: approver })
    const places = async () =>
      (await road.storage.readOutbox(road.incidentId)).map(({ placement, state }) => `${placement} ${state}`).toSorted()
    expect(await places()).toEqual(["official-post manual", "under-message refused"])
    const messageKey = incident.messageKeys[0] ?? ""
    const posted = { replyKey: `${messageKey}_9`, url: "https://example.org/by-hand", publishedAt: "2026-11-24T12:10:00+09:00" }
    const done = await desk.execute(
      { type: "record-publication", incidentId: road.incidentId, draftId, messageKey, ...posted },
      { actor: executor },
    )
    expect(done.incident).toMatchObject({ status: "replied-final", replies: [{ publishedAt: "2026-11-24T03:10:00.000Z" }] })
    expect(await places()).toEqual(["official-post published", "under-message refused"])
  })

  it("are looked for once more before another way is taken, when the network said no after an answer was lost", async () => {
    const road = await ready()
    road.network.faults.push("cut-after")
    await road.desk.publish()
    let looks = 0
    const slowToShow: Connector = {
      ...road.network.connector,
      doReply: () => Promise.reject(new DeskError("refused", "comments are closed", { reason: "comments are closed" })),
      async doFindReplies(options) {
        looks += 1
        return (await road.network.connector.doFindReplies?.(options)) ?? []
      },
    }
    road.clock.advance(1)
    expect(await road.restart({ connectors: [slowToShow] }).publish()).toMatchObject({ published: 1, refused: 0 })
    expect(road.network.standing).toHaveLength(1)
    expect(looks).toBe(1)
    expect(await road.storage.readOutbox(road.incidentId)).toMatchObject([{ state: "read-back", placement: "under-message" }])
  })

  it("come back to a person when the network says no to a second try and to looking for the first", async () => {
    const road = await ready()
    road.network.faults.push("cut-before")
    expect(await road.desk.publish()).toMatchObject({ postponed: 1 })
    // The message is gone: it can be neither answered nor looked at.
    const gone = () => Promise.reject(new DeskError("refused", "the comment is gone", { reason: "the comment is gone" }))
    road.clock.advance(1)
    const desk = road.restart({ connectors: [{ ...road.network.connector, doReply: gone, doFindReplies: gone }] })
    expect(await desk.publish()).toEqual({ published: 0, refused: 1, postponed: 0 })
    expect((await only(road)).incident).toMatchObject({ status: "reply-review" })
  })

  it("can be interim first and final later, each once", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { incidentId } = (await only(road)).incident
    await road.desk.execute({ type: "take", incidentId }, { actor: executor })
    for (const [replyKind, outcome] of [
      ["interim", { value: "planned", until: "2026-11-30T00:00:00Z" }],
      ["final", { value: "explained" }],
    ] as const) {
      const drafted = await road.desk.execute(
        { type: "submit-draft", incidentId, text: "The same words.", replyKind, outcome },
        { actor: executor },
      )
      if (drafted.incident.status !== "reply-review") throw new Error("no draft")
      const { draftId, textHash } = drafted.incident.draft
      await road.desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
      const twice = await road.desk
        .execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
        .catch((error: unknown) => error)
      expect(isDeskError(twice, "illegal-transition")).toBe(true)
      road.clock.advance(10)
      expect(await road.desk.publish()).toMatchObject({ published: 1 })
    }
    expect(road.network.standing).toHaveLength(2)
    expect((await only(road)).incident).toMatchObject({
      status: "replied-final",
      replies: [{ replyKind: "interim" }, { replyKind: "final" }],
    })
    expect((await only(road)).facts.answeredAt).toBe("2026-11-24T01:10:00.000Z")
  })

  it("go back to work when the approver returns them, with the remark on file", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { incidentId } = (await only(road)).incident
    await road.desk.execute({ type: "take", incidentId }, { actor: executor })
    const outcome = { value: "planned", until: "2026-11-30T18:00:00+09:00" } as const
    const drafted = await road.desk.execute(
      { type: "submit-draft", incidentId, text: "Soon.", replyKind: "interim", outcome },
      { actor: executor },
    )
    if (drafted.incident.status !== "reply-review") throw new Error("no draft")
    const { draftId, textHash } = drafted.incident.draft
    const own = await road.desk
      .execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: executor })
      .catch((error: unknown) => error)
    expect(isDeskError(own, "forbidden")).toBe(true)
    expect(await road.storage.readOutbox(incidentId)).toEqual([])
    await road.desk.execute({ type: "return-draft", incidentId, draftId, remark: "Name the date." }, { actor: approver })
    expect((await only(road)).facts.status).toBe("in-work")
    expect((await road.storage.read("draft", [draftId]))[0]?.remark).toBe("Name the date.")
  })
})
