import { createRoleAuthorisation, type Grant } from "@otklik/core"
import { decodeEvent, loadOne } from "@otklik/core/storage"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint, executor, moderator, only, storages } from "./road.ts"

const routing = {
  authorities: [
    { id: "heat", title: "Heat", kind: "utility" as const },
    { id: "roads", title: "Roads", kind: "administration" as const },
    { id: "town-hall", title: "Town hall", kind: "administration" as const },
  ],
  territories: [{ id: "town", title: "Town", kind: "settlement" as const, communities: ["vk:-1"] }],
  rules: [{ id: "heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" }, coExecutors: [{ authorityId: "town-hall" }] }],
}
const beside = [{ authorityId: "town-hall", why: expect.any(String) }]
const of = (authorityId: string): readonly Grant[] => [{ role: "executor", authorityIds: [authorityId] }]
const grants: Readonly<Record<string, readonly Grant[]>> = {
  "executor-1": of("heat"),
  "town-hall-1": of("town-hall"),
  "roads-1": of("roads"),
  "moderator-1": [{ role: "moderator" }],
  "supervisor-1": [{ role: "supervisor" }],
}
const townHall = { id: "town-hall-1", kind: "person" } as const
const proof = { type: "attach-evidence", evidenceId: "e1", shows: "fix", contentHash: "a".repeat(64) } as const

describe.each(storages)("who works beside the owner, on %s", (_, open) => {
  const setUp = async () => {
    const authorisation = createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [] })
    const road = await buildRoad(open, { routing, authorisation })
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { incidentId } = (await only(road)).incident
    return { ...road, incidentId }
  }

  it("is stored with the assignment, survives the log, and is told by explain", async () => {
    const { desk, storage, incidentId } = await setUp()
    expect((await desk.case(incidentId, { actor: townHall }))?.incident).toMatchObject({
      state: { assignment: { authorityId: "heat", coExecutors: beside } },
    })
    const { events } = await loadOne(storage, incidentId)
    expect(events.find(({ type }) => type === "incident-assigned")).toMatchObject({ coExecutors: beside })
    expect((await desk.case(incidentId, { actor: moderator }))?.explanation.route).toMatchObject({
      authorityId: "heat",
      coExecutors: beside,
    })
  })

  it("may read and attach proof, and nothing that is the owner's", async () => {
    const { desk, incidentId } = await setUp()
    await expect(desk.execute({ type: "take", incidentId }, { actor: townHall })).rejects.toMatchObject({
      details: { reason: "authority" },
    })
    await desk.execute({ type: "take", incidentId }, { actor: executor })
    await desk.execute({ ...proof, incidentId }, { actor: townHall })
    expect((await desk.find({}, { limit: 5, actor: townHall })).incidents).toHaveLength(1)
    expect((await desk.find({}, { limit: 5, actor: { ...townHall, id: "roads-1" } })).incidents).toEqual([])
  })

  it("ends when somebody else gets the incident", async () => {
    const { desk, incidentId } = await setUp()
    await desk.execute({ type: "transfer", incidentId, authorityId: "roads", why: "a road" }, { actor: moderator })
    expect((await desk.case(incidentId, { actor: moderator }))?.explanation.route).toMatchObject({ authorityId: "roads", coExecutors: [] })
    await expect(desk.case(incidentId, { actor: townHall })).rejects.toMatchObject({ details: { reason: "authority" } })
  })
})

describe("an assignment of an older version of the package", () => {
  it("is read, and nobody works beside the owner", () => {
    const old = { type: "incident-assigned", schemaVersion: 1, at: "2026-11-24T01:00:00.000Z", by: { id: "desk", kind: "system" } }
    const event = decodeEvent(JSON.stringify({ ...old, authorityId: "heat", ruleId: null, why: "by hand" }))
    expect(event).not.toHaveProperty("coExecutors")
  })
})
