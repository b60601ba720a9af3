import { createRoleAuthorisation, type Actor, type Desk, type DeskOptions, type Storage } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint, moderator, storages } from "./road.ts"

const tags = [{ id: "winter", title: "Winter" }]
const winter = { type: "tag", add: ["winter"] } as const
const note = { type: "add-note", text: "One of the outage of Monday." } as const
const lost = { type: "dismiss", reason: "news" } as const

/** A storage that dies at its n-th commit: before it is stored, or after, when nobody hears of it. */
function dying(storage: Storage, commits: number, when: "before" | "after"): Storage {
  let left = commits
  return {
    ...storage,
    async commit(unit) {
      left -= 1
      if (left < 0 || (left === 0 && when === "before")) throw new Error("killed")
      const committed = await storage.commit(unit)
      if (left === 0) throw new Error("killed")
      return committed
    },
  }
}

describe.each(storages)("one command on many incidents on %s", (_, open) => {
  const build = async (count: number, change: Partial<DeskOptions> = {}) => {
    const road = await buildRoad(open, { tags, ...change })
    road.network.messages.push(...Array.from({ length: count }, (_value, index) => complaint(undefined, `vk:-1_9${index}`)))
    await road.desk.pull({ pageSize: 1000 })
    const incidents = async () => (await road.storage.find({ limit: 1000 })).incidents
    const ids = (await incidents()).map(({ incident }) => incident.incidentId)
    return { ...road, ids, incidents }
  }
  const each = (more: object = {}) => ({ actor: moderator, idempotencyKey: "run-1", mode: "each", ...more }) as const
  const all = { actor: moderator, idempotencyKey: "run-1", mode: "all" } as const

  it("1 000 incidents, killed ten times: each gets its note once", async () => {
    const { ids, incidents, storage, restart } = await build(1000)
    const ask = (desk: Desk) => desk.executeMany({ command: note, incidentIds: ids }, each())
    for (let kill = 0; kill < 10; kill += 1)
      await expect(ask(restart({ storage: dying(storage, 95, kill % 2 === 0 ? "before" : "after") }))).rejects.toThrow("killed")
    const already = (await incidents()).filter(({ incident }) => incident.notes.length > 0).length
    expect(already).toBe(945)
    expect(await ask(restart())).toEqual({ count: 1000, done: 55, already, refused: [], stopped: false })
    expect((await incidents()).every(({ incident }) => incident.notes.length === 1)).toBe(true)
    expect(await ask(restart())).toMatchObject({ done: 0, already: 1000 })
  })

  it("a condition is turned into a list before the first is changed, and an interrupted run goes on with that list", async () => {
    const { ids, incidents, storage, restart, network, desk } = await build(6)
    const request = { command: lost, where: { statuses: ["assigned" as const] }, expectedCount: 6 }
    await expect(restart({ storage: dying(storage, 4, "after") }).executeMany(request, each())).rejects.toThrow("killed")
    // What came meanwhile was never looked at, and what is done holds for the condition no more.
    network.messages.push(complaint(undefined, "vk:-1_800"))
    await desk.pull()
    expect(await restart().executeMany(request, each())).toEqual({ count: 6, done: 3, already: 3, refused: [], stopped: false })
    const stored = await incidents()
    expect(stored.filter(({ facts }) => facts.status === "dismissed").map(({ facts }) => facts.incidentId)).toEqual(ids)
    expect(stored).toHaveLength(7)
  })

  it("a condition that holds for another number than was seen does nothing", async () => {
    const { desk, incidents } = await build(3)
    const request = { command: lost, where: { statuses: ["assigned" as const] }, expectedCount: 2 }
    await expect(desk.executeMany(request, each())).rejects.toMatchObject({
      code: "conflict",
      details: { what: "selection", id: "3" },
    })
    expect((await incidents()).every(({ facts }) => facts.status === "assigned")).toBe(true)
    const preview = await desk.previewMany({ command: lost, where: request.where }, { actor: moderator })
    expect(preview).toMatchObject({ count: 3, done: 3 })
    expect(await desk.executeMany({ ...request, expectedCount: preview.count }, each({ idempotencyKey: "run-2" }))).toMatchObject({
      done: 3,
    })
  })

  it("the key of a run is for no other run", async () => {
    const { desk, ids } = await build(2)
    const where = { statuses: ["assigned" as const] }
    await desk.executeMany({ command: winter, where, expectedCount: 2 }, each())
    await expect(desk.executeMany({ command: lost, where, expectedCount: 2 }, each())).rejects.toMatchObject({ code: "duplicate" })
    const other = await desk.executeMany({ command: lost, incidentIds: ids }, each())
    expect(other.refused.map(({ error }) => error.code)).toEqual(["duplicate", "duplicate"])
  })

  it("each is refused for itself, with its number, and the others are done", async () => {
    const { desk, ids, incidents } = await build(3)
    const [first = "", second = "", third = ""] = ids
    await desk.execute({ type: "dismiss", incidentId: second, reason: "news" }, { actor: moderator })
    const told: number[] = []
    const request = { command: lost, incidentIds: [first, second, "inc_none", third] }
    const preview = await desk.previewMany(request, { actor: moderator })
    const done = await desk.executeMany(
      request,
      each({ onProgress: (progress: { readonly done: number }) => void told.push(progress.done) }),
    )
    for (const result of [preview, done]) {
      expect(result).toMatchObject({ count: 4, done: 2, already: 0, stopped: false })
      expect(result.refused).toMatchObject([
        { incidentId: second, number: 2, error: { code: "illegal-transition" } },
        { incidentId: "inc_none", number: null, error: { code: "not-found" } },
      ])
    }
    expect(told).toEqual([1, 1, 1, 2])
    expect((await incidents()).map(({ facts }) => facts.status)).toEqual(["dismissed", "dismissed", "dismissed"])
  })

  it("a preview changes nothing, and an incident that is so already is told apart", async () => {
    const { desk, ids, storage } = await build(3)
    await desk.execute({ type: "tag", incidentId: ids[0] ?? "", add: ["winter"] }, { actor: moderator })
    const before = await storage.readEvents(null, 1000)
    expect(await desk.previewMany({ command: winter, incidentIds: ids }, { actor: moderator })).toEqual({
      count: 3,
      done: 2,
      already: 1,
      refused: [],
      stopped: false,
    })
    expect(await storage.readEvents(null, 1000)).toEqual(before)
  })

  it("all: one refusal, and nothing is stored; none, and all are one commit", async () => {
    const { desk, ids, storage, incidents, restart } = await build(100)
    const [first = ""] = ids
    await desk.execute({ type: "dismiss", incidentId: first, reason: "news" }, { actor: moderator })
    const before = await storage.readEvents(null, 1000)
    const refused = await desk.executeMany({ command: lost, incidentIds: ids }, all)
    expect(refused).toMatchObject({ count: 100, done: 0, refused: [{ incidentId: first, number: 1 }] })
    expect(await storage.readEvents(null, 1000)).toEqual(before)
    let commits = 0
    const counting: Storage = { ...storage, commit: async (unit) => ((commits += 1), storage.commit(unit)) }
    const rest = { command: lost, incidentIds: ids.slice(1) }
    expect(await restart({ storage: counting }).executeMany(rest, all)).toMatchObject({ done: 99, already: 0, refused: [] })
    expect(commits).toBe(1)
    expect(await restart().executeMany(rest, all)).toMatchObject({ done: 0, already: 99 })
    expect((await incidents()).every(({ facts }) => facts.status === "dismissed")).toBe(true)
    await expect(desk.executeMany({ command: winter, incidentIds: [...ids, "inc_one_more"] }, all)).rejects.toMatchObject({
      code: "config",
    })
  })

  it("neighbours are merged into one incident in one commit", async () => {
    const { desk, ids } = await build(30)
    const [into = "", ...others] = ids
    expect(await desk.executeMany({ command: { type: "merge", into }, incidentIds: others }, all)).toMatchObject({ done: 29, refused: [] })
    expect((await desk.case(into, { actor: moderator }))?.incident.state.messageKeys).toHaveLength(30)
  })

  it("a signal ends it between two incidents, and the same call does the rest", async () => {
    const { desk, ids } = await build(5)
    const end = new AbortController()
    const onProgress = ({ done }: { readonly done: number }) => void (done === 2 && end.abort())
    const request = { command: note, incidentIds: ids }
    expect(await desk.executeMany(request, each({ signal: end.signal, onProgress }))).toMatchObject({ done: 2, stopped: true })
    expect(await desk.executeMany(request, each())).toMatchObject({ done: 3, already: 2, stopped: false })
  })

  it("each incident is asked about, and a condition finds what the actor may read", async () => {
    const clerk: Actor = { id: "clerk-1", kind: "person" }
    const { ids, restart, desk } = await build(4)
    await desk.execute({ type: "reclassify", incidentId: ids[0] ?? "", topic: "roads" }, { actor: moderator })
    const desks = restart({ authorisation: createRoleAuthorisation({ grantsOf: () => [{ role: "moderator", topics: ["heating"] }] }) })
    const options = { ...each(), actor: clerk }
    const named = await desks.executeMany({ command: winter, incidentIds: ids }, options)
    expect(named).toMatchObject({ done: 3, refused: [{ incidentId: ids[0], number: null, error: { code: "forbidden" } }] })
    const where = { statuses: ["assigned" as const, "registered" as const] }
    expect(await desks.previewMany({ command: note, where }, { actor: clerk })).toMatchObject({ count: 3, done: 3, refused: [] })
  })

  it.each([
    ["an incident in the command", { command: { ...winter, incidentId: "i" }, incidentIds: ["i"] }],
    ["no incident", { command: winter, incidentIds: [] }],
    ["an incident twice", { command: winter, incidentIds: ["i", "i"] }],
    ["a command that there is not", { command: { type: "delete" }, incidentIds: ["i"] }],
    ["conditions without their count", { command: winter, where: {} }],
    ["both", { command: winter, where: {}, expectedCount: 1, incidentIds: ["i"] }],
  ])("%s is refused before anything is done", async (_what, request) => {
    const { desk } = await build(1)
    const call = async (): Promise<void> => {
      await Reflect.apply(desk.executeMany, desk, [request, each()])
    }
    await expect(call()).rejects.toMatchObject({ code: "config" })
  })
})
