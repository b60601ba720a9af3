import { addMinutes, DeskError, type DeskEventMap, type Storage } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint, storages, type Road } from "./road.ts"
import { createScriptedNetwork } from "./scripted-connector.ts"

const start = "2026-11-24T01:00:00.000Z"
const day = { zone: "UTC", from: "2026-11-24", to: "2026-11-25" }

/** A road over a network of its own, whose source is worth reading every five minutes. */
async function watchedRoad(open: () => Storage) {
  const network = createScriptedNetwork("vk:club1", false)
  const connector = { ...network.connector, sources: [{ id: "wall", title: "The wall", everyMinutes: 5 }] }
  const road = await buildRoad(open, { connectors: [connector] })
  return { ...road, network, connector, restart: (change = {}) => road.restart({ connectors: [connector], ...change }) }
}

function told<Name extends "source-behind" | "source-silent">({ desk }: Pick<Road, "desk">, name: Name): DeskEventMap[Name][] {
  const news: DeskEventMap[Name][] = []
  desk.events.on(name, (one) => void news.push(one))
  return news
}

describe.each(storages)("what was read of a source, on %s", (_, open) => {
  it("is everything up to the last reading that came to its end, without the gaps", async () => {
    const road = await watchedRoad(open)
    expect((await road.desk.coverage(day)).sources).toMatchObject([
      { title: "The wall", minutes: 60, readMinutes: 0, gaps: [{ reason: "it was never read" }] },
    ])
    await road.desk.pull()
    road.clock.advance(600)
    const gap = { from: addMinutes(start, 60), to: addMinutes(start, 90), reason: "more posts than one reading may walk through" }
    const doPull: typeof road.connector.doPull = async (options) => ({ ...(await road.connector.doPull(options)), gaps: [gap] })
    await road.restart({ connectors: [{ ...road.connector, doPull }] }).pull()
    road.clock.advance(10)
    const { period, sources } = await road.desk.coverage(day)
    expect(period).toEqual({ from: "2026-11-24T00:00:00.000Z", to: addMinutes(start, 610) })
    expect(sources).toEqual([
      {
        connectorId: "vk:club1",
        sourceId: "wall",
        title: "The wall",
        minutes: 670,
        readMinutes: 570,
        read: [
          { from: start, to: gap.from },
          { from: gap.to, to: addMinutes(start, 600) },
        ],
        gaps: [
          { from: period.from, to: start, reason: "before the first reading" },
          gap,
          { from: addMinutes(start, 600), to: period.to, reason: "it has not been read to its end since" },
        ],
      },
    ])
  })

  it("does not move while pages follow, and survives a process that is killed between two of them", async () => {
    const road = await watchedRoad(open)
    road.network.messages.push(...Array.from({ length: 5 }, () => complaint()))
    const stop = new AbortController()
    await road.desk.pull({ pageSize: 2, signal: stop.signal, onPage: () => stop.abort() })
    expect((await road.desk.coverage(day)).sources[0]?.readMinutes).toBe(0)
    road.clock.advance(30)
    const desk = road.restart()
    await desk.pull({ pageSize: 2 })
    // The list was looked at when the reading began: what came since may be unread.
    const [reading] = (await road.storage.readCursors("vk:club1")).map((cursor) => cursor.reading)
    expect(reading).toMatchObject({ since: start, readTo: start, beganAt: null })
    road.clock.advance(5)
    await desk.pull()
    expect((await desk.coverage(day)).sources[0]?.readMinutes).toBe(35)
  })

  it("names sources that the connector lists no more", async () => {
    const road = await watchedRoad(open)
    await road.desk.pull()
    const desk = road.restart({ connectors: [{ ...road.connector, sources: [] }] })
    expect((await desk.coverage(day)).sources).toMatchObject([{ sourceId: "wall", title: "wall" }])
  })
})

describe.each(storages)("alarms of sources, on %s", (_, open) => {
  it("a source that is not read to its end is told of once, by one of two workers, and again after it was read", async () => {
    const road = await watchedRoad(open)
    await road.desk.pull()
    const other = road.restart({ workerId: "other" })
    const news = [told(road, "source-behind"), told({ desk: other }, "source-behind")]
    const both = async () => Promise.all([road.desk.tick(), other.tick()])
    road.clock.advance(30)
    await both()
    expect(news.flat()).toEqual([])
    for (const minutes of [1, 1, 60]) {
      road.clock.advance(minutes)
      await both()
    }
    expect(news.flat()).toEqual([{ connectorId: "vk:club1", sourceId: "wall", readTo: start, since: start }])
    await road.restart({ workerId: "third" }).tick()
    await road.desk.pull()
    road.clock.advance(31)
    await both()
    expect(news.flat()).toHaveLength(2)
  })

  it("a source that was never read is told of as well, once a process", async () => {
    const road = await watchedRoad(open)
    const failing = road.restart({
      connectors: [{ ...road.connector, doPull: () => Promise.reject(new DeskError("auth", "no", { action: "renew the token" })) }],
    })
    const news = told({ desk: failing }, "source-behind")
    for (let minutes = 0; minutes < 40; minutes += 5) {
      await failing.pull()
      await failing.tick()
      road.clock.advance(5)
    }
    expect(news).toEqual([{ connectorId: "vk:club1", sourceId: "wall", readTo: null, since: start }])
  })

  it("a source that is silent against its habit is told of once, and after new messages anew", async () => {
    const road = await watchedRoad(open)
    const news = told(road, "source-silent")
    const hour = async (isBusy: boolean): Promise<void> => {
      if (isBusy)
        for (const key of [1, 2, 3])
          road.network.messages.push({ ...complaint("Добрый день"), publishedAt: addMinutes(road.clock.now(), -key) })
      await road.desk.pull()
      await road.desk.tick()
      road.clock.advance(60)
    }
    for (let hours = 0; hours < 15 * 24; hours += 1) await hour(true)
    expect(news).toEqual([])
    for (let hours = 0; hours < 12; hours += 1) await hour(false)
    expect(news).toMatchObject([{ sourceId: "wall", usual: 12, weeks: 2 }])
    await hour(true)
    for (let hours = 0; hours < 12; hours += 1) await hour(false)
    expect(news).toHaveLength(2)
  })
})

describe.each(storages)("what a connector is asked to watch, on %s", (_, open) => {
  it("is the messages of incidents that are not over, the newest first; not of one that relays", async () => {
    const road = await watchedRoad(open)
    const messages = [complaint(), complaint()]
    road.network.messages.push(...messages)
    await road.desk.pull()
    road.clock.advance(5)
    await road.desk.pull()
    expect(road.network.asked.pulls.map(({ watchedKeys }) => watchedKeys)).toEqual([[], messages.map(({ key }) => key).toReversed()])
    const relay = await buildRoad(open)
    await relay.desk.pull()
    expect(relay.network.asked.pulls[0]).not.toHaveProperty("watchedKeys")
  })

  it("is ten thousand of them at most; a source of a network where there are more is not read to its end", async () => {
    for (const [count, readMinutes] of [
      [9_999, 10],
      [20_000, 0],
    ] as const) {
      const keys = Array.from({ length: count }, (_unused, index) => `vk:-1_${index + 1}`)
      const road = await watchedRoad(() => ({ ...open(), readWatched: async ({ limit }) => keys.slice(0, limit) }))
      for (const minutes of [10, 10]) {
        await road.desk.pull()
        road.clock.advance(minutes)
      }
      expect(road.network.asked.pulls[0]?.watchedKeys).toHaveLength(Math.min(count, 10_000))
      const { sources } = await road.desk.coverage({ ...day, from: "2026-11-24" })
      expect(sources).toMatchObject([{ readMinutes }])
    }
  })
})
