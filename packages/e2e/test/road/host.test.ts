import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { describe, expect, it } from "vitest"
import { createDesk, DeskError, diagnosticsChannels, isDeskError, type DeskOptions } from "@otklik/core"
import { buildRoad, complaint, storages } from "./road.ts"

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
    expect((await road.desk.find({ limit: 10 })).incidents).toHaveLength(2)
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
    expect((await road.desk.find({ limit: 100 })).incidents).toHaveLength(25)
    expect((await road.storage.readCursors("vk:wall"))[0]).toMatchObject({ read: 25, matched: 25 })
  })

  it("keeps running when the database is away for a while, and stops for a bug", async () => {
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
    expect((await road.desk.find({ limit: 10 })).incidents).toHaveLength(1)
    const buggy = { ...road.storage, lease: () => Promise.reject(new TypeError("a bug")) }
    await expect(road.restart({ storage: buggy }).run({ signal: new AbortController().signal })).rejects.toThrow(TypeError)
  })

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
