import { describe, expect, it } from "vitest"
import { isDeskError, type DeskCommand, type ExecuteOptions, type Storage } from "@otklik/core"
import { approver, approveReply, buildRoad, complaint, executor, moderator, only, storages } from "./road.ts"

const caught = async (act: Promise<unknown>): Promise<unknown> =>
  act.then(
    () => undefined,
    (error: unknown) => error,
  )
const issuesOf = (error: unknown): readonly string[] =>
  isDeskError(error, "config") ? error.details.issues.map((issue) => issue.path) : [String(error)]

describe.each(storages)("commands on %s", (_, open) => {
  const registered = async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    return { ...road, incidentId: (await only(road)).incident.incidentId }
  }

  it("with the same idempotency key do the work once when they race", async () => {
    const road = await registered()
    const take = { type: "take", incidentId: road.incidentId } as const
    const done = await Promise.all(Array.from({ length: 4 }, () => road.desk.execute(take, { actor: executor, idempotencyKey: "click" })))
    expect(done.map(({ incident }) => incident.status)).toEqual(["in-work", "in-work", "in-work", "in-work"])
    expect(done.filter(({ events }) => events.length > 0)).toHaveLength(1)
    expect(new Set(done.map(({ version }) => version)).size).toBe(1)
  })

  it("with the same idempotency key do the work once when the first was committed after the second had looked", async () => {
    const road = await registered()
    const take = { type: "take", incidentId: road.incidentId } as const
    const options = { actor: executor, idempotencyKey: "click" }
    let first = true
    const slow: Storage = {
      ...road.storage,
      async read(kind, keys) {
        const found = await road.storage.read(kind, keys)
        if (first && kind === "claim") {
          first = false
          await road.desk.execute(take, options)
        }
        return found
      },
    }
    expect(await road.restart({ storage: slow }).execute(take, options)).toMatchObject({ events: [], incident: { status: "in-work" } })
  })

  it("refuse an idempotency key that did its work on another incident", async () => {
    const road = await registered()
    road.network.messages.push(complaint())
    await road.desk.pull()
    const other = (await road.desk.find({}, { limit: 2 })).incidents[1]?.incident.incidentId ?? ""
    await road.desk.execute({ type: "take", incidentId: road.incidentId }, { actor: executor, idempotencyKey: "click" })
    const error = await caught(road.desk.execute({ type: "take", incidentId: other }, { actor: executor, idempotencyKey: "click" }))
    expect(isDeskError(error, "duplicate") && error.details.keys).toEqual(["command:click"])
    expect((await road.storage.get(other))?.facts.status).toBe("assigned")
  })

  it.each([
    ["actor.id", { actor: { id: "", kind: "person" } }],
    ["idempotencyKey", { actor: executor, idempotencyKey: "" }],
    ["expectedVersion", { actor: executor, expectedVersion: -1 }],
  ] as const)("are refused with the place when %s is wrong", async (path, options) => {
    const road = await registered()
    expect(issuesOf(await caught(road.desk.execute({ type: "take", incidentId: road.incidentId }, options as ExecuteOptions)))).toEqual([
      path,
    ])
  })

  it("are refused with the place for a blank reply, links that are not of the web, and a territory that is not there", async () => {
    const road = await registered()
    const { incidentId } = road
    const draft = { type: "submit-draft", incidentId, replyKind: "final", outcome: { value: "explained" }, text: "x" } as const
    const link = {
      type: "record-publication",
      incidentId,
      draftId: "d",
      messageKey: "vk:1",
      replyKey: "vk:2",
      publishedAt: "2026-11-24T00:00:00Z",
    } as const
    const wrong: readonly (readonly [string, DeskCommand])[] = [
      ["text", { ...draft, text: " \n\t" }],
      ["photoUrls[0]", { ...draft, photoUrls: ["file:///etc/hosts"] }],
      ["url", { ...link, url: "javascript:alert(1)" }],
    ]
    for (const [path, command] of wrong) expect(issuesOf(await caught(road.desk.execute(command, { actor: executor })))).toEqual([path])
    road.network.messages.push(complaint("Опять яма во дворе"))
    await road.desk.pull()
    const candidate = (await road.desk.find({ statuses: ["candidate"] }, { limit: 1 })).incidents[0]?.incident.incidentId ?? ""
    const nowhere = { type: "register", incidentId: candidate, territoryId: "atlantis" } as const
    expect(issuesOf(await caught(road.desk.execute(nowhere, { actor: moderator })))).toEqual(["territoryId"])
  })

  it("bring a reply back that a person could not publish by hand", async () => {
    const road = await buildRoad(open, { connectors: [] })
    const reader = road.restart({ connectors: [road.network.connector] })
    road.network.messages.push(complaint())
    await reader.pull()
    const incidentId = await approveReply(road)
    const { incident } = await only(road)
    if (incident.status !== "publishing") throw new Error("the reply is not on its way")
    const { draftId } = incident.draft
    const messageKey = incident.messageKeys[0] ?? ""
    const refusal = { type: "record-refusal", incidentId, draftId, messageKey, reason: "comments are closed" } as const
    expect((await road.desk.execute(refusal, { actor: executor })).incident.status).toBe("reply-review")
    expect((await road.storage.readOutbox(incidentId)).map((entry) => entry.state)).toEqual(["refused"])
    await road.desk.execute({ type: "return-draft", incidentId, draftId, remark: "Ask elsewhere." }, { actor: approver })
    expect((await only(road)).facts.status).toBe("in-work")
  })
})
