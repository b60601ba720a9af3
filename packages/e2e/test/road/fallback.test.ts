import { loadOne } from "@otklik/core/storage"
import { describe, expect, it } from "vitest"
import { isDeskError, type Connector, type DeskOptions } from "@otklik/core"
import { replyTextHash } from "@otklik/core/internal"
import { approver, approveReply, buildRoad, complaint, executor, moderator, only, reply, storages, takeOne, type Road } from "./road.ts"

/** What a network says no to for good, as the connectors record it. */
const refusals = [
  "comments are closed",
  "the post was deleted",
  "the author blocked the page",
  "links are forbidden",
  "the page was not summoned",
]

const saysNo = (road: Pick<Road, "network">, reason: string): Connector => ({
  ...road.network.connector,
  doReply: async (options) => {
    if (options.placement === "under-message") road.network.faults.unshift("refused")
    road.network.reasons.unshift(reason)
    return road.network.connector.doReply?.(options) ?? Promise.reject(new Error("it cannot reply"))
  },
})

/** Says yes to the draft on file once more. */
async function approveAgain(road: Road, incidentId: string): Promise<void> {
  const { incident } = await only(road)
  if (incident.status !== "reply-review") throw new Error(`no draft waits: ${incident.status}`)
  const { draftId, textHash } = incident.draft
  await road.desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
}

const ways = async (road: Road, incidentId: string) =>
  (await road.storage.readOutbox(incidentId)).map(({ placement, state }) => `${placement} ${state}`).toSorted()

describe.each(storages)("the ways of a reply on %s", (_, open) => {
  const ready = async (change: Partial<DeskOptions> = {}) => {
    const road = await buildRoad(open, change)
    road.network.messages.push(complaint())
    await road.desk.pull()
    return { ...road, incidentId: await approveReply(road) }
  }

  it.each(refusals)("failure mode 12: %s, and the reply goes to the official post, by the connector that is told so", async (reason) => {
    const road = await ready()
    const desk = road.restart({ connectors: [saysNo(road, reason)] })
    expect(await desk.publish()).toMatchObject({ refused: 1 })
    const refused = (await loadOne(road.storage, road.incidentId)).events.at(-1)
    expect(refused).toMatchObject({ type: "reply-refused", reason })
    expect((await only(road)).incident.clocks[0]).toMatchObject({ goal: "first-reply", stoppedAt: null })
    await approveAgain(road, road.incidentId)
    expect(await desk.publish()).toMatchObject({ published: 1 })
    expect(road.network.asked.replies.map(({ placement, dueAt }) => [placement, dueAt])).toEqual([
      ["under-message", "2026-11-24T05:00:00.000Z"],
      ["official-post", "2026-11-24T05:00:00.000Z"],
    ])
    expect(new Set(road.network.asked.replies.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2)
    expect((await only(road)).incident).toMatchObject({ status: "replied-final", clocks: [{ stoppedAt: road.clock.now() }] })
    expect(await ways(road, road.incidentId)).toEqual(["official-post read-back", "under-message refused"])
  })

  it("end with the public page, and then with what a person must answer for, and the clock goes on all the while", async () => {
    const road = await ready({ handling: { publicPage: true } })
    const told: unknown[] = []
    road.desk.events.on("reply-unpublishable", ({ event }) => void told.push(event))
    road.network.faults.push("refused", "refused")
    await road.desk.publish()
    await approveAgain(road, road.incidentId)
    expect(await road.desk.publish()).toMatchObject({ refused: 1 })
    await approveAgain(road, road.incidentId)
    expect(await ways(road, road.incidentId)).toEqual(["official-post refused", "public-page manual", "under-message refused"])
    // A page of answers is the host's: no connector is asked.
    expect(await road.desk.publish()).toEqual({ published: 0, refused: 0, postponed: 0 })
    const { incident } = await only(road)
    if (incident.status !== "publishing") throw new Error(incident.status)
    const { draftId } = incident.draft
    const messageKey = incident.messageKeys[0] ?? ""
    const why = "the page is closed today"
    await road.desk.execute({ type: "record-refusal", incidentId: road.incidentId, draftId, messageKey, reason: why }, { actor: moderator })
    await approveAgain(road, road.incidentId)
    const unpublishable = await only(road)
    expect(unpublishable.incident).toMatchObject({
      status: "publishing",
      draft: { unpublishable: [messageKey] },
      clocks: [{ stoppedAt: null }],
    })
    expect(told).toMatchObject([
      {
        messageKey,
        why: "under-message: refused: comments are closed; official-post: refused: comments are closed; public-page: refused: the page is closed today",
      },
    ])
    road.clock.advance(240)
    expect(await road.desk.tick()).toMatchObject({ missed: 1 })
    const waived = await road.desk.execute(
      { type: "waive-reply", incidentId: road.incidentId, messageKey, reason: "unpublishable" },
      { actor: moderator },
    )
    expect(waived.incident).toMatchObject({ status: "replied-final", clocks: [{ cancelled: "waived", missedNoticedAt: road.clock.now() }] })
    expect(await ways(road, road.incidentId)).toEqual([
      "official-post refused",
      "public-page refused",
      "under-message refused",
      "unpublishable refused",
    ])
  })

  it("pass over what is known to be gone: a deleted message, and one without comments", async () => {
    const road = await buildRoad(open, { handling: { publicPage: true, eraseDeleted: false } })
    const incidentId = await takeOne(road)
    const [messageKey = ""] = (await only(road)).incident.messageKeys
    await road.desk.execute({ type: "note-closed-comments", incidentId, messageKey }, { actor: moderator })
    await reply(road, incidentId, { replyKind: "interim", outcome: { value: "unknown", noDateReason: "the cause is looked for" } })
    expect(road.network.asked.replies.map(({ placement }) => placement)).toEqual(["official-post"])
    await road.desk.execute({ type: "note-deletion", incidentId, messageKey }, { actor: moderator })
    await reply(road, incidentId, { replyKind: "final", outcome: { value: "explained" } })
    expect(road.network.asked.replies).toHaveLength(1)
    expect(await ways(road, incidentId)).toEqual(["official-post read-back", "public-page manual"])
  })

  it("take the order that the host names", async () => {
    const road = await buildRoad(open, { handling: { replyFallback: ["official-post", "under-message"] } })
    await reply(road, await takeOne(road), { replyKind: "final", outcome: { value: "explained" } })
    expect(road.network.asked.replies.map(({ placement }) => placement)).toEqual(["official-post"])
  })

  it("carry the text that was written for the network, which the approver said yes to by its hash", async () => {
    const road = await buildRoad(open)
    const incidentId = await takeOne(road)
    const variants = [{ network: "vk", text: "Short." }]
    const draft = { type: "submit-draft", incidentId, text: "A long answer.", replyKind: "final", outcome: { value: "explained" } } as const
    const { incident } = await road.desk.execute({ ...draft, variants }, { actor: executor })
    if (incident.status !== "reply-review") throw new Error(incident.status)
    const { draftId, textHash } = incident.draft
    expect(textHash).toBe(replyTextHash({ text: draft.text, variants }))
    expect((await road.storage.read("draft", [draftId]))[0]).toMatchObject({ text: draft.text, variants, textHash })
    const without = replyTextHash({ text: draft.text })
    const refused = await road.desk
      .execute({ type: "approve-draft", incidentId, draftId, textHash: without }, { actor: approver })
      .catch((error: unknown) => error)
    expect(isDeskError(refused, "conflict")).toBe(true)
    await road.desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
    await road.desk.publish()
    expect(road.network.asked.replies.map(({ text }) => text)).toEqual(["Short."])
    expect(await road.storage.readOutbox(incidentId)).toMatchObject([{ text: "Short.", placement: "under-message" }])
  })
})

describe.each(storages)("a reply that comes too late on %s", (_, open) => {
  it("is in the log all the same: its message was waived while the network answered", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    const incidentId = await approveReply(road)
    const [messageKey = ""] = (await only(road)).incident.messageKeys
    const meanwhile: Connector = {
      ...road.network.connector,
      doReply: async (options) => {
        await road.desk.execute({ type: "waive-reply", incidentId, messageKey, reason: "abuse" }, { actor: moderator })
        return road.network.connector.doReply?.(options) ?? Promise.reject(new Error("it cannot reply"))
      },
    }
    road.clock.advance(10)
    expect(await road.restart({ connectors: [meanwhile] }).publish()).toMatchObject({ published: 1 })
    const { incident, facts } = await only(road)
    expect(incident).toMatchObject({
      status: "replied-final",
      replies: [{ messageKey, replyKind: "final" }],
      messages: [{ waiver: "abuse" }],
    })
    expect(facts.answeredAt).toBe(road.clock.now())
    expect((await loadOne(road.storage, incidentId)).events.at(-1)).toMatchObject({ type: "late-reply-published", messageKey })
    expect(await road.storage.readOutbox(incidentId)).toMatchObject([{ state: "read-back" }])
  })

  it("stops the citizen's clock that still runs, when the draft was sent back meanwhile", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    const incidentId = await approveReply(road)
    const { incident: before } = await only(road)
    if (before.status !== "publishing") throw new Error(before.status)
    const { draftId } = before.draft
    const [messageKey = ""] = before.messageKeys
    const meanwhile: Connector = {
      ...road.network.connector,
      doReply: async (options) => {
        const refusal = { type: "record-refusal", incidentId, draftId, messageKey, reason: "seen as refused by hand" } as const
        await road.desk.execute(refusal, { actor: moderator })
        await road.desk.execute({ type: "return-draft", incidentId, draftId, remark: "Another one." }, { actor: approver })
        return road.network.connector.doReply?.(options) ?? Promise.reject(new Error("it cannot reply"))
      },
    }
    expect(await road.restart({ connectors: [meanwhile] }).publish()).toMatchObject({ published: 1 })
    const { incident } = await only(road)
    expect(incident).toMatchObject({
      status: "in-work",
      replies: [{ draftId }],
      clocks: [{ goal: "first-reply", stoppedAt: road.clock.now() }],
    })
  })

  it("can be told by a person too, and a reply that nobody planned cannot", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    const incidentId = await approveReply(road)
    const { incident: before } = await only(road)
    if (before.status !== "publishing") throw new Error(before.status)
    const { draftId } = before.draft
    const [messageKey = ""] = before.messageKeys
    await road.desk.execute({ type: "waive-reply", incidentId, messageKey, reason: "abuse" }, { actor: moderator })
    const posted = { replyKey: `${messageKey}_9`, url: "https://example.org/by-hand", publishedAt: road.clock.now() }
    const record = { type: "record-publication", incidentId, messageKey, ...posted } as const
    const unplanned = await road.desk.execute({ ...record, draftId: "drf_none" }, { actor: moderator }).catch((error: unknown) => error)
    expect(isDeskError(unplanned, "illegal-transition")).toBe(true)
    const { incident } = await road.desk.execute({ ...record, draftId }, { actor: moderator })
    expect(incident).toMatchObject({ status: "replied-final", replies: [{ url: posted.url }] })
  })
})
