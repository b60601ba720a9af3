import { loadOne } from "@otklik/core/storage"
import { describe, expect, it } from "vitest"
import type { IncomingMessage, Storage } from "@otklik/core"
import { buildRoad, complaint, moderator, only, storages } from "./road.ts"

const push = (messages: readonly IncomingMessage[]): Request =>
  new Request("https://example.org/hook", { method: "POST", body: JSON.stringify(messages) })

describe.each(storages)("one batch on %s", (_, open) => {
  const edits = (message: IncomingMessage) => ({
    warm: { ...message, text: "Уже тепло, спасибо", editedAt: "2026-11-24T00:55:00.000Z" },
    again: { ...message, text: "Опять холодные батареи", editedAt: "2026-11-24T00:58:00.000Z" },
  })

  it.each([
    ["in the order of the edits", (all: readonly IncomingMessage[]) => all],
    ["in the opposite order", (all: readonly IncomingMessage[]) => all.toReversed()],
  ])("keeps every edit that it holds itself, %s", async (_name, arrange) => {
    const road = await buildRoad(open)
    const message = complaint()
    await road.desk.receive("vk:wall", push(arrange([message, edits(message).warm])))
    const { incident } = await only(road)
    expect((await road.storage.read("message", [message.key]))[0]).toMatchObject({ text: "Уже тепло, спасибо", revision: 2 })
    expect((await loadOne(road.storage, incident.incidentId)).events.at(-1)).toMatchObject({ type: "source-edited", revision: 2 })
  })

  it("keeps two edits of a message that is tracked already", async () => {
    const road = await buildRoad(open)
    const message = complaint()
    await road.desk.receive("vk:wall", push([message]))
    await road.desk.receive("vk:wall", push([edits(message).warm, edits(message).again]))
    const { incident } = await only(road)
    expect((await road.storage.read("message", [message.key]))[0]).toMatchObject({ text: "Опять холодные батареи", revision: 3 })
    expect((await loadOne(road.storage, incident.incidentId)).events.filter((event) => event.type === "source-edited")).toHaveLength(2)
  })

  it("keeps the later of two edits that two workers take in at the same time", async () => {
    const road = await buildRoad(open)
    const message = complaint()
    await road.desk.receive("vk:wall", push([message]))
    let between: (() => Promise<unknown>) | null = () => road.desk.receive("vk:wall", push([edits(message).warm]))
    const slow: Storage = {
      ...road.storage,
      async load(incidentIds) {
        const act = between
        between = null
        await act?.()
        return road.storage.load(incidentIds)
      },
    }
    await road.restart({ storage: slow }).receive("vk:wall", push([edits(message).again]))
    expect((await road.storage.read("message", [message.key]))[0]).toMatchObject({ text: "Опять холодные батареи", revision: 3 })
  })

  it("is known as a whole when an edit comes before the first delivery", async () => {
    const road = await buildRoad(open)
    const message = complaint()
    road.network.messages.push(message)
    await road.desk.receive("vk:wall", push([edits(message).again]))
    expect(await road.desk.pull()).toMatchObject({ matched: 1, registered: 0, known: 1 })
    expect((await road.storage.read("message", [message.key]))[0]).toMatchObject({ text: "Опять холодные батареи", revision: 1 })
  })

  it.each(["read", "load"] as const)("is not passed over where the storage fails on %s in a way that nobody knows", async (member) => {
    const road = await buildRoad(open)
    const first = complaint()
    const answer = { ...complaint(), threadKey: first.key, parentKey: first.key, kind: "comment" } as const
    await road.desk.receive("vk:wall", push([first]))
    let failures = 2
    const failing: Storage = {
      ...road.storage,
      [member]: async (...given: unknown[]): Promise<unknown> => {
        failures -= 1
        if (failures >= 0) throw new Error("disk I/O error")
        return Reflect.apply(road.storage[member], road.storage, given)
      },
    }
    const desk = road.restart({ storage: failing })
    await expect(desk.receive("vk:wall", push([answer]))).rejects.toThrow("disk I/O error")
    road.network.messages.push(answer)
    expect(await desk.pull()).toMatchObject({ failures: [{ error: expect.objectContaining({ message: "disk I/O error" }) as Error }] })
    expect(await desk.pull()).toMatchObject({ failures: [], read: 1, skipped: 0 })
    expect(await road.storage.read("message", [answer.key])).toHaveLength(1)
  })

  it("registers what a rule without a topic finds, in the no-owner queue", async () => {
    const road = await buildRoad(open, { rules: [{ id: "bare", query: "холодн*" }] })
    road.network.messages.push(complaint())
    await road.desk.pull()
    expect((await road.desk.find({ unowned: true }, { limit: 10 })).incidents[0]).toMatchObject({
      facts: { topic: null, status: "registered" },
    })
  })

  it("goes on with candidates and cursors under another set of rules", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint("Опять яма во дворе"))
    await road.desk.pull()
    const desk = road.restart({ rules: [{ id: "cold", query: "холодн*", topic: "heating" }] })
    road.network.messages.push(complaint())
    expect(await desk.pull()).toMatchObject({ read: 1, registered: 1 })
    const [candidate] = (await desk.find({ statuses: ["candidate"] }, { limit: 10 })).incidents
    const registered = await desk.execute({ type: "register", incidentId: candidate?.incident.incidentId ?? "" }, { actor: moderator })
    expect(registered.incident).toMatchObject({ topic: "roads", matches: [{ ruleId: "pit" }] })
  })
})
