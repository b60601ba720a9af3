import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { describe, expect, it } from "vitest"
import { createDesk, DeskError, diagnosticsChannels, isDeskError, type DeskOptions } from "@otklik/core"
import { buildRoad, complaint, only, storages } from "./road.ts"

const [, openMemory] = storages[0] ?? []
if (openMemory === undefined) throw new Error("no storage to test on")
const open = openMemory

describe("a host", () => {
  it("is told of everything after the commit, and its own failures break nothing", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint(), complaint())
    const told: string[] = []
    const failures: unknown[] = []
    const note = (message: unknown): void => void failures.push(message)
    subscribe(diagnosticsChannels.listenerFailed, note)
    road.desk.events.on("incident-registered", () => {
      throw new Error("the host's own trouble")
    })
    road.desk.events.on("incident-registered", () => Promise.reject(new Error("later trouble")))
    const off = road.desk.events.on(
      "incident-assigned",
      ({ incidentId, event, incident }) => void told.push(`${incidentId} ${event.authorityId} ${incident.status}`),
    )
    road.desk.events.on("page-read", (page) => void told.push(`page of ${page.read}`))
    await road.desk.pull({ pageSize: 1, onPage: () => off() })
    await Promise.resolve()
    unsubscribe(diagnosticsChannels.listenerFailed, note)
    expect(told).toEqual([expect.stringMatching(/^inc_\w+ heat assigned$/), "page of 1", "page of 1"])
    expect(failures).toHaveLength(4)
    expect((await road.desk.find({}, { limit: 10 })).incidents).toHaveLength(2)
  })

  it("runs several workers on one storage: everything once, and they stop when told", async () => {
    const road = await buildRoad(open)
    for (let index = 0; index < 20; index += 1) road.network.messages.push(complaint())
    const controller = new AbortController()
    const workers = ["w1", "w2", "w3"].map((workerId) => road.restart({ workerId }).run({ signal: controller.signal, pauseMillis: 60_000 }))
    while (road.clock.sleepers < workers.length) await new Promise<void>((resolve) => setImmediate(resolve))
    for (let index = 0; index < 5; index += 1) road.network.messages.push(complaint())
    road.clock.advance(1)
    while (road.clock.sleepers < workers.length) await new Promise<void>((resolve) => setImmediate(resolve))
    controller.abort()
    await Promise.all(workers)
    expect((await road.desk.find({}, { limit: 100 })).incidents).toHaveLength(25)
    expect((await road.storage.readCursors("vk:wall"))[0]).toMatchObject({ read: 25, matched: 25 })
  })

  it("keeps running when the database is away for a while", async () => {
    const road = await buildRoad(open)
    let away = true
    const storage = {
      ...road.storage,
      lease: (...given: Parameters<typeof road.storage.lease>) =>
        away ? Promise.reject(new DeskError("network", "the database is away", {})) : road.storage.lease(...given),
    }
    road.network.messages.push(complaint())
    const controller = new AbortController()
    const run = road.restart({ storage }).run({ signal: controller.signal, pauseMillis: 60_000 })
    while (road.clock.sleepers < 1) await new Promise<void>((resolve) => setImmediate(resolve))
    away = false
    road.clock.advance(1)
    while (road.clock.sleepers < 1) await new Promise<void>((resolve) => setImmediate(resolve))
    controller.abort()
    await run
    expect((await road.desk.find({}, { limit: 10 })).incidents).toHaveLength(1)
  })

  it("is told of work that fails, which alone waits: the others go on", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    const buggy = {
      ...road.storage,
      lease: (...given: Parameters<typeof road.storage.lease>) =>
        given[0].kind === "reply" ? Promise.reject(new TypeError("a bug")) : road.storage.lease(...given),
    }
    const desk = road.restart({ storage: buggy })
    const failed: string[] = []
    desk.events.on("work-failed", ({ work, error, nextTryAt }) => failed.push(`${work} ${String(error)} until ${nextTryAt}`))
    const controller = new AbortController()
    const run = desk.run({ signal: controller.signal, pauseMillis: 30_000 })
    while (road.clock.sleepers < 3) await new Promise<void>((resolve) => setImmediate(resolve))
    expect((await road.desk.find({}, { limit: 10 })).incidents).toHaveLength(1)
    expect(failed).toEqual(["publish TypeError: a bug until 2026-11-24T01:01:00.000Z"])
    controller.abort()
    await run
  })

  it("is refused at once where nobody has migrated", async () => {
    const road = await buildRoad(open)
    const bare = { ...road.storage, schemaStatus: () => Promise.resolve({ state: "missing" as const, version: 0, expected: 1 }) }
    await expect(road.restart({ storage: bare }).run({ signal: new AbortController().signal })).rejects.toThrow(/missing.*migrate/)
  })

  it("one incident that cannot be read holds up no other clock", async () => {
    const road = await buildRoad(open)
    for (let index = 0; index < 5; index += 1) road.network.messages.push(complaint())
    await road.desk.pull()
    const [first] = (await road.desk.find({}, { limit: 1 })).incidents
    const poisoned = {
      ...road.storage,
      load: (ids: readonly string[]) =>
        ids.includes(first?.incident.incidentId ?? "") ? Promise.reject(new Error("an event of a newer version")) : road.storage.load(ids),
    }
    road.clock.advance(300)
    const desk = road.restart({ storage: poisoned })
    const failed: string[] = []
    desk.events.on("work-failed", ({ work, id }) => failed.push(`${work} ${id}`))
    const result = await desk.tick()
    expect(result).toMatchObject({ missed: 4, failures: [{ incidentId: first?.incident.incidentId }] })
    expect(failed).toEqual([`clock ${first?.incident.incidentId}`])
    // What was wrong is mended: the clock that waited is handled when its lease has run out.
    road.clock.advance(3)
    expect(await road.desk.tick()).toMatchObject({ missed: 1, failures: [] })
  })

  it("one message that cannot be taken in keeps out no other of its page, and is told", async () => {
    const road = await buildRoad(open)
    // A key that no database holds.
    road.network.messages.push({ ...complaint(), key: "vk:-1_\u0000" }, complaint())
    const skipped: string[] = []
    road.desk.events.on("item-skipped", ({ item }) => skipped.push(item.code))
    expect(await road.desk.pull()).toMatchObject({ registered: 1, failures: [] })
    expect(skipped).toEqual(["refused"])
  })

  it.each(["9999-12-31T23:59:59.999Z", "2036-01-01T00:00:00.000Z"])(
    "a message dated %s is registered, and its clock starts no later than it was seen",
    async (publishedAt) => {
      const published = {
        id: "p",
        version: "1",
        goal: "first-reply",
        startsAt: "published",
        term: { minutes: 1440, time: "wall" },
      } as const
      const road = await buildRoad(open, { policies: [published] })
      road.network.messages.push({ ...complaint(), publishedAt })
      expect(await road.desk.pull()).toMatchObject({ registered: 1, failures: [] })
      const { incident } = await only(road)
      expect(incident.clocks.map(({ startedAt }) => startedAt)).toEqual([road.clock.now()])
    },
  )

  it("reads the other sources when one cannot be read, and says which", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    const broken = { ...road.network.connector, id: "vk:broken", doPull: () => Promise.reject(new Error("no such wall")) }
    const result = await road.restart({ connectors: [broken, road.network.connector] }).pull()
    expect(result).toMatchObject({ registered: 1, failures: [{ connectorId: "vk:broken", sourceId: "wall" }] })
  })

  it("is told everything that is wrong with its options, each with its place", async () => {
    const road = await buildRoad(open)
    const wrong: DeskOptions = {
      storage: road.storage,
      connectors: [road.network.connector, road.network.connector],
      rules: [{ id: "", query: "x" }],
      routing: { authorities: [], territories: [], rules: [{ id: "r", when: {}, assign: { authorityId: "nobody" } }] },
      policies: [
        { id: "p", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 60, time: "working", calendarId: "none" } },
      ],
      authorKey: new Uint8Array(3),
      clock: road.clock,
    }
    let error: unknown
    try {
      createDesk(wrong)
    } catch (caught) {
      error = caught
    }
    if (!isDeskError(error, "config")) throw error
    expect(error.details.issues.map((issue) => issue.path)).toEqual(
      expect.arrayContaining(["authorKey", "rules[0].id", "routing.rules[0].assign.authorityId"]),
    )
  })

  it("is told which rule cannot be read, and where in its query", async () => {
    const road = await buildRoad(open)
    let error: unknown
    try {
      road.restart({ rules: [{ id: "broken", query: 'вода & ("нет' }] })
    } catch (caught) {
      error = caught
    }
    if (!isDeskError(error, "invalid-rule")) throw error
    expect(error.details.issues[0]?.span).toBeDefined()
  })
})
