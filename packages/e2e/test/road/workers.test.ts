import { loadOne } from "@otklik/core/storage"
import { describe, expect, it } from "vitest"
import { DeskError, isDeskError, type Connector, type Desk, type Storage } from "@otklik/core"
import type { MessagePage, ReplyReceipt } from "@otklik/core/connector"
import { approveReply, buildRoad, complaint, executor, only, storages, ticked } from "./road.ts"

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

describe.each(storages)("a worker on %s", (_, open) => {
  it("leaves a source alone, without a failure, when it lost it while the page was read", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    let pulls = 0
    const slow: Connector = {
      ...road.network.connector,
      async doPull(options) {
        pulls += 1
        const page = await road.network.connector.doPull(options)
        road.clock.advance(6)
        await road.desk.pull()
        return page
      },
    }
    expect(await road.restart({ connectors: [slow], workerId: "slow" }).pull()).toMatchObject({ pages: 0, failures: [] })
    expect(pulls).toBe(1)
    expect((await road.desk.find({}, { limit: 10 })).incidents).toHaveLength(1)
    expect((await road.storage.readCursors("vk:wall"))[0]).toMatchObject({ read: 1, cursor: "1" })
  })

  it("reports a source that promises more without moving its cursor, and keeps what it gave", async () => {
    const road = await buildRoad(open)
    const page: MessagePage = { messages: [complaint()], cursor: "here", more: true, skipped: [], gaps: [] }
    let pulls = 0
    const stuck: Connector = {
      ...road.network.connector,
      doPull: async () => {
        if ((pulls += 1) > 10) throw new Error("asked for ever")
        return page
      },
    }
    const { failures, registered } = await road.restart({ connectors: [stuck] }).pull()
    expect(failures.map(({ error }) => isDeskError(error, "protocol") && error.details.path)).toEqual(["cursor"])
    expect([registered, pulls]).toEqual([1, 2])
  })

  it("does not ask the network again when somebody wrote to an incident of the page meanwhile", async () => {
    const road = await buildRoad(open)
    const message = complaint()
    road.network.messages.push(message)
    await road.desk.pull()
    road.network.messages.push({ ...message, text: "Тепло", editedAt: "2026-11-24T00:59:00.000Z" })
    const { incidentId } = (await only(road)).incident
    let pulls = 0
    const counted: Connector = { ...road.network.connector, doPull: (options) => ((pulls += 1), road.network.connector.doPull(options)) }
    let first = true
    const racing: Storage = {
      ...road.storage,
      async commit(unit) {
        if (first && (unit.appends ?? []).length > 0) {
          first = false
          await road.desk.execute({ type: "take", incidentId }, { actor: executor })
        }
        return road.storage.commit(unit)
      },
    }
    expect(await road.restart({ storage: racing, connectors: [counted] }).pull()).toMatchObject({ pages: 1, failures: [] })
    expect(pulls).toBe(1)
    expect((await loadOne(road.storage, incidentId)).events.slice(-2).map((event) => event.type)).toEqual(["work-taken", "source-edited"])
  })

  it("tells why a source cannot be read, also when the lease cannot be given back", async () => {
    const road = await buildRoad(open)
    const broken: Connector = {
      ...road.network.connector,
      doPull: () => Promise.reject(new DeskError("auth", "the token ended", { action: "renew it" })),
    }
    const storage: Storage = { ...road.storage, settle: () => Promise.reject(new DeskError("network", "the database is away", {})) }
    const { failures } = await road.restart({ connectors: [broken], storage }).pull()
    expect(failures.map(({ error }) => isDeskError(error, "auth"))).toEqual([true])
  })

  it("does not knock at a network again before the moment that it named", async () => {
    const road = await buildRoad(open)
    let pulls = 0
    const limited: Connector = {
      ...road.network.connector,
      doPull: () => ((pulls += 1), Promise.reject(new DeskError("rate-limited", "wait", { retryAt: "2026-11-24T01:30:00.000Z" }))),
    }
    const desk = road.restart({ connectors: [limited] })
    await desk.pull()
    road.clock.set("2026-11-24T01:29:59.999Z")
    expect((await desk.pull()).failures.map(({ error }) => isDeskError(error, "rate-limited"))).toEqual([true])
    expect(pulls).toBe(1)
    road.clock.set("2026-11-24T01:30:00.000Z")
    await desk.pull()
    expect(pulls).toBe(2)
  })

  it("sends the other replies when another worker took one over while it was sent", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    await approveReply(road)
    let first = true
    const slow: Connector = {
      ...road.network.connector,
      async doReply(options) {
        const receipt = await road.network.connector.doReply?.(options)
        if (receipt === undefined) throw new Error("no receipt")
        if (first) {
          first = false
          road.clock.advance(3)
          expect(await road.desk.publish()).toMatchObject({ published: 1 })
        }
        return receipt
      },
    }
    expect(await road.restart({ connectors: [slow], workerId: "slow" }).publish()).toEqual({ published: 0, refused: 0, postponed: 0 })
    expect(road.network.standing).toHaveLength(1)
    expect((await only(road)).facts.status).toBe("replied-final")
  })

  it("never takes a receipt that cannot be stored for an answer, and finds the reply later", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    await approveReply(road)
    const careless: Connector = {
      ...road.network.connector,
      doReply: async (options) => ({ ...(await road.network.connector.doReply?.(options)), publishedAt: "this morning" }) as ReplyReceipt,
    }
    expect(await road.restart({ connectors: [careless] }).publish()).toEqual({ published: 0, refused: 0, postponed: 1 })
    road.clock.advance(1)
    expect(await road.desk.publish()).toMatchObject({ published: 1 })
    expect(road.network.standing).toHaveLength(1)
  })

  it("keeps clocks and replies going while a source has more and more to read", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    await approveReply(road)
    let reading = 0
    const endless: Connector = {
      ...road.network.connector,
      doPull: async () => {
        await turn()
        reading += 1
        return { messages: [], cursor: String(reading), more: true, skipped: [], gaps: [] }
      },
    }
    const controller = new AbortController()
    const running = road.restart({ connectors: [endless] }).run({ signal: controller.signal, pauseMillis: 60_000 })
    for (let turns = 0; turns < 50; turns += 1) await turn()
    expect(road.network.standing).toHaveLength(1)
    controller.abort()
    await running
  })

  it("waits longer and longer for a source that keeps failing while it runs", async () => {
    const road = await buildRoad(open)
    let pulls = 0
    const broken: Connector = {
      ...road.network.connector,
      doPull: () => ((pulls += 1), Promise.reject(new DeskError("network", "no answer", {}))),
    }
    const controller = new AbortController()
    const running = road.restart({ connectors: [broken] }).run({ signal: controller.signal, pauseMillis: 5000 })
    for (let step = 0; step < 12 * 8; step += 1) {
      for (let turns = 0; turns < 20; turns += 1) await turn()
      road.clock.advance(1 / 12)
    }
    controller.abort()
    await running
    // At minutes 0, 1, 3 and 7 of eight.
    expect(pulls).toBe(4)
  })

  it("asks a network for none of its replies before the moment that it named", async () => {
    const road = await buildRoad(open)
    for (let index = 0; index < 3; index += 1) {
      road.network.messages.push(complaint())
      await road.desk.pull()
      await approveReply({ desk: onlyNewest(road.desk) })
    }
    road.network.faults.push("rate-limited")
    expect(await road.desk.publish()).toEqual({ published: 0, refused: 0, postponed: 1 })
    road.clock.set("2026-11-24T04:59:59.999Z")
    expect(await road.desk.publish()).toEqual({ published: 0, refused: 0, postponed: 0 })
    road.clock.set("2026-11-24T05:00:00.000Z")
    expect(await road.desk.publish()).toEqual({ published: 3, refused: 0, postponed: 0 })
  })

  it("tells its host which source failed, and when it is tried again", async () => {
    const road = await buildRoad(open)
    const broken: Connector = { ...road.network.connector, doPull: () => Promise.reject(new DeskError("network", "no answer", {})) }
    const desk = road.restart({ connectors: [broken] })
    const heard: unknown[] = []
    desk.events.on("source-failed", ({ connectorId, sourceId, error, nextTryAt }) => {
      heard.push([connectorId, sourceId, isDeskError(error, "network"), nextTryAt])
    })
    await desk.pull()
    await desk.pull()
    expect(heard).toEqual([
      ["vk:wall", "wall", true, "2026-11-24T01:01:00.000Z"],
      ["vk:wall", "wall", true, "2026-11-24T01:02:00.000Z"],
    ])
  })

  it("writes a breach down although somebody wrote to the incident meanwhile", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { incidentId } = (await only(road)).incident
    road.clock.advance(300)
    let first = true
    const racing: Storage = {
      ...road.storage,
      async commit(unit) {
        if (first) {
          first = false
          await road.desk.execute({ type: "take", incidentId }, { actor: executor })
        }
        return road.storage.commit(unit)
      },
    }
    expect(await road.restart({ storage: racing }).tick()).toEqual(ticked({ woken: 1, missed: 1 }))
    expect((await loadOne(road.storage, incidentId)).events.slice(-2).map((event) => event.type)).toEqual(["work-taken", "deadline-missed"])
  })
})

/** The desk as if its newest incident were the only one. */
function onlyNewest(desk: Desk): Desk {
  return {
    ...desk,
    async find(filter) {
      const page = await desk.find(filter)
      return { ...page, incidents: page.incidents.slice(-1) }
    },
  }
}
