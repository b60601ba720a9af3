import { addMinutes, createRoleAuthorisation, type Actor, type DeskOptions, type Storage } from "@otklik/core"
import { buildMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { approver, buildRoad, executor, moderator, storages, type Road } from "./road.ts"

const cold = "Батареи холодные"

const routing: DeskOptions["routing"] = {
  authorities: [
    { id: "heat", title: "Heat", kind: "utility" },
    { id: "roads", title: "Roads", kind: "administration" },
  ],
  territories: [
    { id: "city", title: "City", kind: "district" },
    { id: "town", title: "Town", kind: "settlement", parentId: "city", communities: ["vk:-1"] },
    { id: "village", title: "Village", kind: "settlement", communities: ["vk:-2"] },
  ],
  rules: [{ id: "heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } }],
  addressWords: { street: ["улица", "ул"] },
}

type Draft = { readonly text?: string; readonly until?: string }

/** A desk whose first incident has a published interim reply. */
async function buildEvent(open: () => Storage, change: Partial<DeskOptions> = {}, { text = "A pipe broke.", until }: Draft = {}) {
  const road = await buildRoad(open, { routing, ...change })
  const write = async (key: string, words = cold, community = "vk:-1"): Promise<void> => {
    road.network.messages.push(
      buildMessage({
        key: `${community}_${key}`,
        communityKey: community,
        text: words,
        authorId: `citizen-${key}`,
        publishedAt: road.clock.now(),
      }),
    )
    await road.desk.pull({ pageSize: 1000 })
  }
  await write("first")
  const [first] = (await road.storage.find({ limit: 1 })).incidents
  const incidentId = first?.incident.incidentId ?? ""
  await road.desk.execute({ type: "take", incidentId }, { actor: executor })
  const outcome =
    until === undefined ? ({ value: "unknown", noDateReason: "being dug out" } as const) : ({ value: "planned", until } as const)
  const drafted = await road.desk.execute({ type: "submit-draft", incidentId, text, replyKind: "interim", outcome }, { actor: executor })
  if (drafted.incident.status !== "reply-review") throw new Error("not in review")
  const { draftId, textHash } = drafted.incident.draft
  await road.desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
  await road.desk.publish()
  const standing = {
    type: "approve-standing-reply",
    incidentId,
    draftId,
    textHash,
    topics: ["heating"],
    territoryIds: ["city"],
    until: addMinutes(road.clock.now(), 24 * 60),
  } as const
  const approve = (more: object = {}, actor: Actor = approver) => road.desk.execute({ ...standing, ...more }, { actor })
  const statuses = async () => (await road.storage.find({ limit: 1000 })).incidents.map(({ facts }) => facts.status)
  const reply = async () => {
    const state = (await road.storage.get(incidentId))?.incident
    return state !== undefined && "standingReply" in state ? state.standingReply : null
  }
  return { ...road, write, incidentId, standing, approve, statuses, reply }
}

/** Under which messages replies are, in the order of their publication. */
const answeredIn = ({ network }: Pick<Road, "network">) => network.standing.map(({ replyKey }) => replyKey.replace(/_r\d+$/, ""))

describe.each(storages)("a standing reply on %s", (_, open) => {
  it("goes to every newcomer of the event under their own message, once, and each use is counted", async () => {
    const event = await buildEvent(open)
    await event.write("before")
    await event.approve()
    await event.write("after")
    expect(await event.desk.tick()).toMatchObject({ answered: 2 })
    await event.desk.publish()
    expect(await event.desk.tick()).toMatchObject({ answered: 0 })
    await event.desk.publish()
    expect(answeredIn(event)).toEqual(["vk:-1_first", "vk:-1_before", "vk:-1_after"])
    expect(await event.statuses()).toEqual(["replied-interim", "merged", "merged"])
    expect((await event.reply())?.uses.map(({ messageKey, failure }) => [messageKey, failure])).toEqual([
      ["vk:-1_before", null],
      ["vk:-1_after", null],
    ])
    const [, newcomer] = (await event.storage.find({ limit: 10 })).incidents
    expect(newcomer?.facts.answeredAt).toBe(event.clock.now())
  })

  it("goes to those whom a person joins as well", async () => {
    const event = await buildEvent(open)
    await event.write("far", cold, "vk:-2")
    await event.approve()
    expect(await event.desk.tick()).toMatchObject({ answered: 0 })
    const far = (await event.storage.find({ limit: 10 })).incidents[1]?.incident.incidentId ?? ""
    await event.desk.execute({ type: "merge", incidentId: far, into: event.incidentId }, { actor: moderator })
    expect(await event.desk.tick()).toMatchObject({ answered: 1 })
    await event.desk.publish()
    expect(answeredIn(event)).toEqual(["vk:-1_first", "vk:-2_far"])
  })

  it("leaves to a person whoever asks about something else, another street, or is taken up already", async () => {
    const event = await buildEvent(open, {}, { text: "A pipe broke in ul. Mira." })
    await event.desk.execute({ type: "set-place", incidentId: event.incidentId, place: { street: "ул. Мира" } }, { actor: moderator })
    await event.approve()
    await event.write("pit", "Яма у подъезда")
    await event.write("both", `${cold}, и яма во дворе`)
    await event.write("street", `${cold} на ул. Чкалова`)
    await event.write("far", cold, "vk:-2")
    await event.write("taken")
    const taken = (await event.storage.find({ limit: 10 })).incidents.at(-1)?.incident.incidentId ?? ""
    await event.desk.execute({ type: "take", incidentId: taken }, { actor: executor })
    expect(await event.desk.tick()).toMatchObject({ answered: 0 })
    expect(await event.statuses()).toEqual(["replied-interim", "candidate", "assigned", "assigned", "assigned", "in-work"])
  })

  it("is not given again to whoever was taken out of the event", async () => {
    const event = await buildEvent(open)
    await event.write("other")
    await event.approve()
    await event.desk.tick()
    await event.desk.publish()
    const other = (await event.storage.find({ limit: 10 })).incidents[1]?.incident.incidentId ?? ""
    await event.desk.execute({ type: "unmerge", incidentId: other }, { actor: moderator })
    expect(await event.desk.tick()).toMatchObject({ answered: 0 })
    expect(await event.statuses()).toEqual(["replied-interim", "assigned"])
  })

  it("goes to no more newcomers within an hour than its ceiling", async () => {
    const event = await buildEvent(open)
    await event.approve({ perHour: 2 })
    for (const key of ["1", "2", "3"]) await event.write(key)
    expect(await event.desk.tick()).toMatchObject({ answered: 2 })
    event.clock.advance(59)
    expect(await event.desk.tick()).toMatchObject({ answered: 0 })
    event.clock.advance(1)
    expect(await event.desk.tick()).toMatchObject({ answered: 1 })
  })

  it.each([
    ["its end comes", {}, "expired"],
    ["the date that its text promises comes", { until: "2026-11-24T09:00:00.000Z" }, "text-outdated"],
  ])("ends when %s", async (_what, draft, reason) => {
    const event = await buildEvent(open, {}, draft)
    await event.approve({ until: addMinutes(event.clock.now(), 600) })
    event.clock.advance(601)
    await event.write("late")
    expect(await event.desk.tick()).toMatchObject({ answered: 0 })
    expect((await event.reply())?.end?.reason).toBe(reason)
    expect((await event.statuses()).at(-1)).toBe("assigned")
  })

  it("is renewed, and ended by a person: what is not sent yet is not sent, and the newcomer waits for a person", async () => {
    const event = await buildEvent(open)
    await event.approve()
    await event.write("sent")
    await event.desk.tick()
    await event.desk.publish()
    await event.approve({ until: addMinutes(event.clock.now(), 48 * 60) })
    await event.write("unsent")
    await event.desk.tick()
    await event.desk.execute({ type: "end-standing-reply", incidentId: event.incidentId }, { actor: moderator })
    await event.desk.publish()
    expect(answeredIn(event)).toEqual(["vk:-1_first", "vk:-1_sent"])
    expect((await event.reply())?.uses.map(({ failure }) => failure)).toEqual([null, "the standing reply was ended"])
    expect((await event.desk.case(event.incidentId, { actor: moderator }))?.messages.at(-1)?.answeredBy).toBeNull()
    await event.write("later")
    expect(await event.desk.tick()).toMatchObject({ answered: 0 })
  })

  it("that the network refuses leaves the newcomer to a person, and goes on", async () => {
    const event = await buildEvent(open)
    await event.approve()
    await event.write("closed")
    await event.write("open")
    await event.desk.tick()
    event.network.faults.push("refused")
    await event.desk.publish()
    expect((await event.reply())?.uses.map(({ failure }) => failure).toSorted()).toEqual(["comments are closed", null])
    expect(await event.statuses()).toEqual(["replied-interim", "merged", "merged"])
    expect((await event.reply())?.end).toBeNull()
  })

  it("lets the work on the event go on: its final reply goes to everybody who joined, once, and ends it", async () => {
    const event = await buildEvent(open)
    await event.approve()
    for (const key of ["1", "2"]) await event.write(key)
    await event.desk.tick()
    await event.desk.publish()
    const outcome = { value: "explained" } as const
    const draft = { type: "submit-draft", incidentId: event.incidentId, text: "Heat is back.", replyKind: "final", outcome } as const
    const drafted = await event.desk.execute(draft, { actor: executor })
    await event.write("3")
    expect(await event.desk.tick()).toMatchObject({ answered: 1 })
    await event.desk.publish()
    if (drafted.incident.status !== "reply-review") throw new Error("not in review")
    const { draftId, textHash } = drafted.incident.draft
    await event.desk.execute({ type: "approve-draft", incidentId: event.incidentId, draftId, textHash }, { actor: approver })
    expect((await event.reply())?.end?.reason).toBe("replaced")
    await event.desk.publish()
    const all = ["vk:-1_1", "vk:-1_2", "vk:-1_3", "vk:-1_first"]
    expect(answeredIn(event).toSorted()).toEqual([...all, ...all].toSorted())
    expect(new Set(answeredIn(event).slice(4))).toEqual(new Set(all))
    expect(await event.statuses()).toEqual(["replied-final", "merged", "merged", "merged"])
  })

  it("tells each newcomer the number of their own complaint", async () => {
    const event = await buildEvent(open, {}, { text: "No. {number}. A pipe broke." })
    await event.approve()
    await event.write("second")
    await event.desk.tick()
    await event.desk.publish()
    expect(event.network.asked.replies.map(({ text }) => text)).toEqual(["No. 1. A pipe broke.", "No. 2. A pipe broke."])
  })

  it("goes to a network that takes a text once only where each reply has another number", async () => {
    for (const [text, answered] of [
      ["A pipe broke.", 0],
      ["No. {number}. A pipe broke.", 1],
    ] as const) {
      const event = await buildEvent(open, {}, { text })
      await event.approve()
      await event.write("second")
      const { connector } = event.network
      const once = { ...connector, capabilities: { ...connector.capabilities, replyTextOnce: true } }
      expect(await event.restart({ connectors: [once] }).tick()).toMatchObject({ answered })
    }
  })

  it("in which the check of replies finds an error ends, and the newcomer waits for a person", async () => {
    let isWrong = false
    const wrong = { code: "personal-data", severity: "error", span: null, sentence: "It names a person.", facts: {} } as const
    const event = await buildEvent(open, { replies: { lint: { lint: () => (isWrong ? [wrong] : []) } } })
    await event.approve()
    isWrong = true
    await event.write("newcomer")
    expect(await event.desk.tick()).toMatchObject({ answered: 0 })
    expect((await event.reply())?.end?.reason).toBe("lint")
    expect(await event.statuses()).toEqual(["replied-interim", "assigned"])
  })

  it("is approved by an approver who reaches all of its scope, and by nobody else", async () => {
    const event = await buildEvent(open)
    const grants: Record<
      string,
      Parameters<typeof createRoleAuthorisation>[0]["grantsOf"] extends (id: string) => infer G ? Awaited<G> : never
    > = {
      "approver-1": [{ role: "approver", territoryIds: ["city"], topics: ["heating"] }],
      "moderator-1": [{ role: "moderator" }],
    }
    const desk = event.restart({
      authorisation: createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [], territories: routing.territories }),
    })
    const ask = (more: object, actor: Actor) => desk.execute({ ...event.standing, ...more }, { actor })
    await expect(ask({}, moderator)).rejects.toMatchObject({ code: "forbidden", details: { reason: "role" } })
    await expect(ask({ territoryIds: ["city", "village"] }, approver)).rejects.toMatchObject({ details: { reason: "territory" } })
    await expect(ask({ topics: ["heating", "roads"] }, approver)).rejects.toMatchObject({ details: { reason: "topic" } })
    await expect(ask({ topics: ["roofs"] }, approver)).rejects.toMatchObject({ code: "config" })
    await expect(event.approve({}, executor)).rejects.toMatchObject({ details: { reason: "drafter-is-approver" } })
    await expect(event.approve({}, { id: "model-1", kind: "system" })).rejects.toMatchObject({
      details: { reason: "approver-is-no-person" },
    })
    expect((await ask({}, approver)).events.map(({ type }) => type)).toEqual(["standing-reply-approved"])
    expect((await desk.find({ standingReply: true }, { actor: moderator })).incidents).toHaveLength(1)
  })
})
