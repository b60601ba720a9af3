import { createRoleAuthorisation, type Actor, type DeskCommand, type DeskOptions } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { approveReply, buildRoad, complaint, executor, moderator, only, storages } from "./road.ts"

const officer: Actor = { id: "officer-1", kind: "person" }
const tags = [
  { id: "winter", title: "Winter" },
  { id: "school", title: "Near a school" },
]
const file = { fileId: "f-1", title: "act.pdf", mediaType: "application/pdf", bytes: 1200, sha256: "c".repeat(64) }

describe.each(storages)("what the office writes down on %s", (_, open) => {
  const build = async (change: Partial<DeskOptions> = {}) => {
    const road = await buildRoad(open, { tags, ...change })
    road.network.messages.push(complaint(undefined, "vk:-1_700"))
    await road.desk.pull()
    const { incidentId } = (await only(road)).incident
    const does = (command: DeskCommand, actor: Actor = moderator) => road.desk.execute(command, { actor })
    return { ...road, incidentId, does }
  }

  it("a note is a row that no message list, no rule and no reply knows, and its event has no text", async () => {
    const { does, incidentId, storage, desk } = await build()
    const told: string[] = []
    desk.events.on("note-added", (news) => void told.push(JSON.stringify(news)))
    const text = "Батареи холодные: звонили в теплосеть, zq-note"
    const { incident, events } = await does({ type: "add-note", incidentId, text, mentions: ["lida", "lida"], files: [file] })
    const noteId = incident.notes[0]?.noteId ?? ""
    expect(noteId).toMatch(/^note:not_/)
    expect(events).toMatchObject([{ type: "note-added", noteId, mentions: ["lida"] }])
    expect(incident.messageKeys).toEqual(["vk:-1_700"])
    expect(await storage.read("message", [noteId])).toMatchObject([
      { key: noteId, kind: "note", text, files: [file], authorPseudonym: null, url: null },
    ])
    expect(told.join()).toContain(noteId)
    expect(told.join() + JSON.stringify(await storage.readEvents(null, 1000))).not.toContain("zq-note")
    await expect(does({ type: "waive-reply", incidentId, messageKey: noteId, reason: "abuse" })).rejects.toMatchObject({
      code: "not-found",
    })
  })

  it("notes are part of the case, with their files, and withheld from whoever may read no texts", async () => {
    const { does, incidentId, desk, restart } = await build()
    const { incident } = await does({ type: "add-note", incidentId, text: "zq-one", mentions: ["lida"], files: [file] })
    await does({ type: "add-note", incidentId, text: "zq-two" })
    await does({ type: "erase", incidentId, messageKey: incident.notes[0]?.noteId ?? "" }, officer)
    expect((await desk.case(incidentId, { actor: moderator }))?.notes).toMatchObject([
      { text: null, files: [], mentions: ["lida"], by: "moderator-1", erased: true },
      { text: "zq-two", files: [], erased: false },
    ])
    const blind = restart({ authorisation: createRoleAuthorisation({ grantsOf: () => [{ role: "inspector", personalData: "none" }] }) })
    const found = await blind.case(incidentId, { actor: moderator })
    expect(found?.notes[1]).toMatchObject({ text: null, files: null, erased: false })
    expect(found?.withheld).toContain("notes")
  })

  it("erase takes a note alone, with its files, and the incident keeps its messages", async () => {
    const { does, incidentId, storage, desk } = await build()
    const { incident } = await does({ type: "add-note", incidentId, text: "zq-one", files: [file] })
    await does({ type: "add-note", incidentId, text: "zq-two" })
    const [noteId = "", other = ""] = [incident.notes[0]?.noteId, (await only({ desk })).incident.notes[1]?.noteId]
    const erased = await does({ type: "erase", incidentId, messageKey: noteId }, officer)
    expect(erased.events).toMatchObject([{ type: "erasure-noted", messageKey: noteId }])
    expect(erased.incident.notes).toMatchObject([{ noteId, erasedAt: expect.any(String) }, { erasedAt: null }])
    const rows = await storage.read("message", [noteId, other, "vk:-1_700"])
    expect(rows.map(({ text }) => text)).toEqual([null, "zq-two", "Батареи холодные вторые сутки"])
    expect(rows[0]).not.toHaveProperty("files")
    const [certificate] = (await desk.journal({ kind: "erasure", limit: 9 })).entries
    expect(certificate).toMatchObject({ messageKeys: [noteId], erased: { messages: 1 } })
    expect((await does({ type: "erase", incidentId, messageKey: noteId }, officer)).events).toEqual([])
    await expect(does({ type: "erase", incidentId, messageKey: "note:not_elsewhere" }, officer)).rejects.toMatchObject({
      code: "not-found",
    })
  })

  it("notes go with the last text of the incident, and none comes after it", async () => {
    const { does, incidentId, storage } = await build()
    const { incident } = await does({ type: "add-note", incidentId, text: "zq-one" })
    await does({ type: "erase", incidentId, messageKey: "vk:-1_700" }, officer)
    expect(await storage.read("message", [incident.notes[0]?.noteId ?? ""])).toMatchObject([{ text: null, textHash: "" }])
    await expect(does({ type: "add-note", incidentId, text: "later" })).rejects.toMatchObject({ code: "missing-fact" })
  })

  it("retention takes notes with what an incident holds, a note of later too", async () => {
    const road = await build({ retention: [{ id: "over", erases: "text", statuses: ["closed"], afterDays: 30 }] })
    const { incidentId, does } = road
    const { incident } = await does({ type: "add-note", incidentId, text: "zq-one" })
    await approveReply(road)
    await road.desk.publish()
    await does({ type: "close", incidentId, reason: "author-satisfied" })
    await does({ type: "add-note", incidentId, text: "zq-after the end" })
    road.clock.advance(31 * 1440)
    const result = await road.desk.retain()
    expect(result.policies[0]?.erased).toMatchObject({ messages: 3 })
    const keys = (await only(road)).incident.notes.map(({ noteId }) => noteId)
    expect(keys).toHaveLength(2)
    expect(keys[0]).toBe(incident.notes[0]?.noteId)
    expect((await road.storage.read("message", keys)).map(({ text }) => text)).toEqual([null, null])
  })

  it("tags are those of the desk: what is not named there is no tag, and nothing is put on twice", async () => {
    const road = await build()
    const { does, incidentId } = road
    await expect(does({ type: "tag", incidentId, add: ["winter", "ivanova"] })).rejects.toMatchObject({
      code: "config",
      details: { issues: [{ path: "add[1]", message: 'there is no tag "ivanova"' }] },
    })
    expect((await does({ type: "tag", incidentId, add: ["winter", "school", "winter"] })).incident.tags).toEqual(["winter", "school"])
    expect((await does({ type: "tag", incidentId, add: ["winter"] })).events).toEqual([])
    const { incident, events } = await does({ type: "tag", incidentId, remove: ["winter"] })
    expect(events).toMatchObject([{ type: "tags-changed", added: [], removed: ["winter"] }])
    expect(incident.tags).toEqual(["school"])
    await expect(does({ type: "tag", incidentId })).rejects.toMatchObject({ code: "config" })
    // A tag that the office gave up can still be taken off.
    const later = road.restart({ tags: [] })
    expect((await later.execute({ type: "tag", incidentId, remove: ["school"] }, { actor: moderator })).incident.tags).toEqual([])
  })

  it("a place that a person set is in the row alone, and outlives an edit of the text but not its erasure", async () => {
    const road = await build()
    const { does, incidentId, storage, network, desk } = road
    const place = { latitude: 52.03, longitude: 113.5, street: "zq-улица Бабушкина", house: "12а", object: "zq-школа" }
    await expect(does({ type: "set-place", incidentId, place: { house: "12, кв. 5" } })).rejects.toMatchObject({ code: "config" })
    const { events } = await does({ type: "set-place", incidentId, place })
    expect(events).toEqual([expect.objectContaining({ type: "place-set", messageKey: "vk:-1_700", revision: 2 })])
    expect(JSON.stringify(await storage.readEvents(null, 1000))).not.toContain("zq-")
    const edited = { ...complaint("Батареи холодные, и в подъезде", "vk:-1_700"), editedAt: "2026-11-24T00:55:00.000Z" }
    network.messages.push({ ...edited, place: { name: "the network's" } })
    await desk.pull()
    expect(await storage.read("message", ["vk:-1_700"])).toMatchObject([{ revision: 3, text: "Батареи холодные, и в подъезде", place }])
    await does({ type: "erase", incidentId, messageKey: "vk:-1_700" }, officer)
    expect(JSON.stringify(await storage.read("message", ["vk:-1_700"]))).not.toMatch(/zq-|isPlaceSet/)
    await expect(does({ type: "set-place", incidentId, place })).rejects.toMatchObject({ code: "missing-fact" })
  })

  it("an executor who is named before the work begins keeps it when it is taken up, and another may follow", async () => {
    const { does, incidentId } = await build()
    await does({ type: "name-executor", incidentId, executorId: "lida" })
    const taken = await does({ type: "take", incidentId }, executor)
    expect(taken.events).toMatchObject([{ type: "work-taken", executorId: "lida" }])
    const named = await does({ type: "name-executor", incidentId, executorId: "oleg" })
    expect(named.incident).toMatchObject({ status: "in-work", owners: [{ executorId: "oleg", takenAt: expect.any(String) }] })
    expect((await does({ type: "name-executor", incidentId, executorId: "oleg" })).events).toEqual([])
    await does({ type: "refuse", incidentId, reason: "not ours" }, executor)
    await expect(does({ type: "name-executor", incidentId, executorId: "lida" })).rejects.toMatchObject({ code: "illegal-transition" })
  })

  it("whoever works on incidents may leave a note where they may read texts; an executor is named by curator and supervisor", async () => {
    const grants = {
      reader: [{ role: "inspector", personalData: "none" }],
      inspector: [{ role: "inspector" }],
      analyst: [{ role: "analyst" }],
      curator: [{ role: "curator" }],
    } as const
    const road = await build()
    const desk = road.restart({ authorisation: createRoleAuthorisation({ grantsOf: (id) => grants[id as keyof typeof grants] ?? [] }) })
    const says = async (command: DeskCommand, id: string) =>
      desk.execute(command, { actor: { id, kind: "person" } }).then(
        () => "done",
        (error: { readonly details: { readonly reason: string } }) => error.details.reason,
      )
    const { incidentId } = road
    const note: DeskCommand = { type: "add-note", incidentId, text: "seen" }
    const naming: DeskCommand = { type: "name-executor", incidentId, executorId: "lida" }
    expect(await Promise.all(["reader", "inspector", "analyst"].map((id) => says(note, id)))).toEqual(["personal-data", "done", "role"])
    expect([await says(naming, "inspector"), await says(naming, "curator")]).toEqual(["role", "done"])
  })
})
