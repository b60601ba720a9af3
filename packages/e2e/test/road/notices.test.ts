import { loadOne } from "@otklik/core/storage"
import type { IncomingMessage } from "@otklik/core"
import type { MessageNotice } from "@otklik/core/connector"
import { describe, expect, it } from "vitest"
import { approveReply, buildRoad, complaint, moderator, only, storages, takeOne, type Road } from "./road.ts"

const deleted = (messageKey: string): MessageNotice => ({ kind: "deleted", messageKey })
const closed = (messageKey: string): MessageNotice => ({ kind: "comments-closed", messageKey })

const push = (messages: readonly IncomingMessage[], notices: readonly MessageNotice[]): Request =>
  new Request("https://example.org/hook", { method: "POST", body: JSON.stringify({ messages, notices }) })

async function typesOf({ storage }: Road, incidentId: string): Promise<readonly string[]> {
  return (await loadOne(storage, incidentId)).events.map(({ type }) => type)
}

describe.each(storages)("what a network tells of messages, on %s", (_, open) => {
  it("is noted in the commit of the page that tells it, once, and what was deleted loses its text", async () => {
    const road = await buildRoad(open)
    const incidentId = await takeOne(road)
    const [messageKey = ""] = (await only(road)).incident.messageKeys
    road.network.notices.push(closed(messageKey), deleted("vk:-1_999999"))
    await road.desk.pull()
    expect((await typesOf(road, incidentId)).at(-1)).toBe("comments-closed")
    expect((await road.storage.read("message", [messageKey]))[0]?.text).not.toBeNull()
    road.network.notices.push(deleted(messageKey))
    await road.desk.pull()
    road.network.notices.push(deleted(messageKey), closed(messageKey))
    await road.desk.pull()
    expect((await typesOf(road, incidentId)).slice(-3)).toEqual(["comments-closed", "source-deleted", "erasure-noted"])
    expect((await road.storage.read("message", [messageKey]))[0]).toMatchObject({ text: null, authorPseudonym: null })
    expect((await road.desk.find({}, { limit: 10 })).incidents).toHaveLength(1)
  })

  it("keeps the text where the host says so", async () => {
    const road = await buildRoad(open, { handling: { eraseDeleted: false } })
    const incidentId = await takeOne(road)
    const [messageKey = ""] = (await only(road)).incident.messageKeys
    await road.desk.receive("vk:wall", push([], [deleted(messageKey)]))
    expect((await typesOf(road, incidentId)).at(-1)).toBe("source-deleted")
    expect((await road.storage.read("message", [messageKey]))[0]?.text).not.toBeNull()
  })

  it("stores no text of a message that came and went in one push, and none of its later deliveries", async () => {
    const road = await buildRoad(open)
    const message = complaint()
    const told: string[] = []
    for (const name of ["incident-registered", "source-deleted", "erasure-noted"] as const) {
      road.desk.events.on(name, ({ event }) => void told.push(event.type))
    }
    await road.desk.receive("vk:wall", push([message], [deleted(message.key)]))
    expect(told).toEqual(["incident-registered", "source-deleted", "erasure-noted"])
    await road.desk.receive("vk:wall", push([{ ...message, text: "Батареи холодные!", editedAt: "2026-11-24T00:58:00.000Z" }], []))
    expect((await road.storage.read("message", [message.key]))[0]).toMatchObject({ text: null, revision: 1 })
  })

  it("is noted in every incident that holds the message", async () => {
    const road = await buildRoad(open)
    const messages = [complaint(), complaint()]
    road.network.messages.push(...messages)
    await road.desk.pull()
    const [one, other] = (await road.desk.find({}, { limit: 10 })).incidents.map(({ incident }) => incident.incidentId)
    await road.desk.execute({ type: "merge", incidentId: one ?? "", into: other ?? "" }, { actor: moderator })
    await road.desk.receive("vk:wall", push([], [deleted(messages[0]?.key ?? "")]))
    for (const id of [one, other]) expect((await typesOf(road, id ?? "")).slice(-2)).toEqual(["source-deleted", "erasure-noted"])
  })

  it("is worked out anew when somebody else writes to the incident meanwhile", async () => {
    const road = await buildRoad(open)
    const incidentId = await takeOne(road)
    const [messageKey = ""] = (await only(road)).incident.messageKeys
    let between: (() => Promise<unknown>) | null = () =>
      road.desk.execute({ type: "note-closed-comments", incidentId, messageKey }, { actor: moderator })
    const slow = {
      ...road.storage,
      async commit(unit: Parameters<typeof road.storage.commit>[0]) {
        const act = between
        between = null
        await act?.()
        return road.storage.commit(unit)
      },
    }
    await road.restart({ storage: slow }).receive("vk:wall", push([], [deleted(messageKey)]))
    expect((await typesOf(road, incidentId)).slice(-3)).toEqual(["comments-closed", "source-deleted", "erasure-noted"])
  })

  it("hands the due time of the incident on to the connector with a reply, and with the look for one", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    await approveReply(road)
    road.network.faults.push("cut-before")
    await road.desk.publish()
    const { facts } = await only(road)
    expect(facts.dueAt).not.toBeNull()
    expect(road.network.asked.replies.map(({ dueAt }) => dueAt)).toEqual([facts.dueAt])
  })
})
