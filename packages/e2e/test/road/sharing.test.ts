import { describe, expect, it } from "vitest"
import { DeskError, isDeskError, type Connector, type Storage } from "@otklik/core"
import { approveReply, buildRoad, complaint, storages, ticked, type Road } from "./road.ts"

describe.each(storages)("workers that share on %s", (_, open) => {
  /** A road with so many incidents whose first reply is overdue. */
  const overdue = async (count: number): Promise<Road> => {
    const road = await buildRoad(open)
    for (let index = 0; index < count; index += 1) road.network.messages.push(complaint())
    await road.desk.pull()
    road.clock.advance(300)
    return road
  }

  it("do not read a source again that another has read since it was found due", async () => {
    const road = await buildRoad(open)
    let pulls = 0
    const counted: Connector = { ...road.network.connector, doPull: (options) => ((pulls += 1), road.network.connector.doPull(options)) }
    let first = true
    const late: Storage = {
      ...road.storage,
      async lease(options) {
        if (first) {
          first = false
          await road.restart({ connectors: [counted] }).pull()
        }
        return road.storage.lease(options)
      },
    }
    expect(await road.restart({ storage: late, connectors: [counted], workerId: "late" }).pull()).toMatchObject({ pages: 0, failures: [] })
    expect(pulls).toBe(1)
    // What it took for the look is given back.
    road.network.messages.push(complaint())
    road.clock.advance(5)
    expect(await road.desk.pull()).toMatchObject({ registered: 1 })
  })

  it("give back the clocks that they did not begin when they are stopped", async () => {
    const road = await overdue(5)
    const stop = new AbortController()
    const storage: Storage = {
      ...road.storage,
      async commit(unit) {
        const done = await road.storage.commit(unit)
        stop.abort()
        return done
      },
    }
    expect(await road.restart({ storage, workerId: "stopped" }).tick({ signal: stop.signal })).toEqual(ticked({ woken: 1, missed: 1 }))
    expect(await road.desk.tick()).toEqual(ticked({ woken: 4, missed: 4 }))
  })

  it("give back the clocks that they did not begin when one of them fails", async () => {
    const road = await overdue(5)
    const storage: Storage = { ...road.storage, load: () => Promise.reject(new DeskError("network", "the database is away", {})) }
    const failure: unknown = await road
      .restart({ storage, workerId: "failing" })
      .tick()
      .catch((error: unknown) => error)
    expect(isDeskError(failure, "network")).toBe(true)
    // The one that failed waits for its lease to run out.
    expect(await road.desk.tick()).toEqual(ticked({ woken: 4, missed: 4 }))
    road.clock.advance(2)
    expect(await road.desk.tick()).toEqual(ticked({ woken: 1, missed: 1 }))
  })

  it("share what is due at the same moment, however much it is", async () => {
    const road = await overdue(50)
    const leases: number[] = []
    const counting: Storage = {
      ...road.storage,
      async lease(options) {
        const taken = await road.storage.lease(options)
        if (options.kind === "clock") leases.push(taken.length)
        return taken
      },
    }
    expect(await road.restart({ storage: counting }).tick()).toEqual(ticked({ woken: 50, missed: 50 }))
    expect(Math.max(...leases)).toBeLessThanOrEqual(20)
  })

  it("take over the work of a killed one when the host's own time is over", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    await approveReply(road)
    const never = (): Promise<never> => new Promise(() => undefined)
    const hanging: Connector = { ...road.network.connector, doReply: never, doPull: never }
    const leases = { sourceMinutes: 1 / 6, replyMinutes: 1 / 3 }
    const dead = { ...road.storage, renew: never }
    const killed = road.restart({ storage: dead, connectors: [hanging], workerId: "killed", leases })
    road.clock.advance(5)
    void killed.pull()
    void killed.publish()
    for (let turns = 0; turns < 50; turns += 1) await new Promise<void>((resolve) => setImmediate(resolve))

    road.network.messages.push(complaint())
    expect(await road.desk.pull()).toMatchObject({ pages: 0 })
    road.clock.advance(1 / 6)
    expect(await road.desk.pull()).toMatchObject({ registered: 1 })
    expect(await road.desk.publish()).toMatchObject({ published: 0 })
    road.clock.advance(1 / 6)
    expect(await road.desk.publish()).toMatchObject({ published: 1 })
  })

  it("refuse leases that no work fits into, and endless ones", async () => {
    const road = await buildRoad(open)
    for (const leases of [{ sourceMinutes: 0 }, { replyMinutes: 100_000 }])
      expect(() => road.restart({ leases })).toThrow(expect.objectContaining({ code: "config" }))
  })
})
