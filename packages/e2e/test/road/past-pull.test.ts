import { isDeskError, type Connector, type DeskOptions, type IncomingMessage } from "@otklik/core"
import { loadOne } from "@otklik/core/storage"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint, storages, ticked, type Road } from "./road.ts"

const policies: DeskOptions["policies"] = [
  { id: "day", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 240, time: "wall" } },
]

/** A complaint of a day of last November. */
const written = (day: number, time = "08:00", text?: string): IncomingMessage => ({
  ...complaint(text, `vk:-1_${2000 + day}${time.replace(":", "")}`),
  publishedAt: `2025-11-${String(day).padStart(2, "0")}T${time}:00.000Z`,
})

async function build(open: (typeof storages)[number][1], messages: readonly IncomingMessage[], order?: "published"): Promise<Road> {
  const road = await buildRoad(open, { policies })
  road.network.messages.push(...messages)
  const { connector } = road.network
  const sources = connector.sources.map((source) => ({ ...source, ...(order === undefined ? {} : { order }) }))
  const sorted: Connector = { ...connector, sources }
  return { ...road, desk: road.restart({ connectors: [sorted] }) }
}

const period = { zone: "UTC", from: "2025-11-01", to: "2025-11-30" }

describe.each(storages)("a history that is read at once on %s", (_, open) => {
  it("is registered at its own moments, received and never due, and nobody hears of it", async () => {
    const road = await build(open, [written(3), written(3, "09:00"), written(20)], "published")
    const heard: string[] = []
    road.desk.events.on("incident-registered", ({ incidentId }) => heard.push(incidentId))
    const result = await road.desk.pull({ registerAt: "published" })
    expect(result).toMatchObject({ read: 3, matched: 3, registered: 3, failures: [] })
    const { incidents } = await road.desk.find({}, { limit: 10 })
    expect(incidents.map(({ facts }) => [facts.registeredAt, facts.intake, facts.dueAt])).toEqual([
      ["2025-11-03T08:00:00.000Z", "import", null],
      ["2025-11-03T09:00:00.000Z", "import", null],
      ["2025-11-20T08:00:00.000Z", "import", null],
    ])
    expect(heard).toEqual([])
    const { events } = await loadOne(road.storage, incidents[0]?.incident.incidentId ?? "")
    expect(events.every(({ imported }) => imported === true)).toBe(true)
    expect(await road.desk.tick()).toEqual(ticked({}))
    const { totals } = await road.desk.report({ period })
    expect(totals.numbers).toMatchObject({ received: 3, due: 0 })
    // The desk saw the messages today, and its cursor says so.
    const [message] = await road.storage.read("message", incidents[0]?.incident.messageKeys ?? [])
    expect(message?.seenAt.slice(0, 10)).toBe("2026-11-24")
    expect((await road.storage.readCursors("vk:wall"))[0]).toMatchObject({ at: "2026-11-24T01:00:00.000Z", read: 3, matched: 3 })
    expect(await road.desk.pull({ registerAt: "published" })).toMatchObject({ registered: 0 })
  })

  it("with clocks that run everything is done that time brings before the next message", async () => {
    const road = await build(open, [written(3, "08:00"), written(3, "10:00"), written(5, "08:00")], "published")
    await road.desk.pull({ registerAt: "published", clocks: "run", pageSize: 1 })
    const feed = await road.storage.readEvents(null, 100)
    expect(
      feed
        .filter(({ event }) => ["incident-registered", "deadline-missed"].includes(event.type))
        .map(({ event }) => `${event.type} ${event.at.slice(8, 16)}`),
    ).toEqual([
      "incident-registered 03T08:00",
      "incident-registered 03T10:00",
      "deadline-missed 03T12:00",
      "deadline-missed 03T14:00",
      "incident-registered 05T08:00",
    ])
    expect(feed.some(({ event }) => event.imported)).toBe(false)
    const { totals } = await road.desk.report({ period })
    expect(totals.numbers).toMatchObject({ received: 3, due: 3, answeredInTime: 0 })
    // What is left to do by now is the tick's.
    expect(await road.desk.tick()).toEqual(ticked({ woken: 1, missed: 1 }))
  })

  it("goes on after a kill between two messages, and registers each once", async () => {
    const messages = [written(3), written(4), written(5)]
    const road = await build(open, messages, "published")
    let commits = 0
    const dying = {
      ...road.storage,
      commit: (...given: Parameters<typeof road.storage.commit>) => {
        if ((given[0].appends ?? []).length > 0 && (commits += 1) === 3) throw new Error("the process is gone")
        return road.storage.commit(...given)
      },
    }
    const connectors = [
      { ...road.network.connector, sources: road.network.connector.sources.map((one) => ({ ...one, order: "published" as const })) },
    ]
    expect((await road.restart({ storage: dying, connectors }).pull({ registerAt: "published" })).failures).toHaveLength(1)
    road.clock.advance(60)
    expect((await road.restart({ connectors }).pull({ registerAt: "published" })).failures).toEqual([])
    const { incidents } = await road.desk.find({}, { limit: 10 })
    expect(incidents.map(({ facts }) => facts.registeredAt)).toEqual(messages.map(({ publishedAt }) => publishedAt))
  })

  it("asks for sources that promise their order, and does not believe one that breaks it", async () => {
    const road = await build(open, [written(3)])
    const refused: unknown = await road.desk.pull({ registerAt: "published" }).catch((error: unknown) => error)
    expect(isDeskError(refused, "capability")).toBe(true)
    const wrong: unknown = await road.desk.pull({ clocks: "run" }).catch((error: unknown) => error)
    expect(isDeskError(wrong, "config")).toBe(true)
    const shuffled = await build(open, [written(5), written(3)], "published")
    const { failures } = await shuffled.desk.pull({ registerAt: "published" })
    expect(failures).toMatchObject([{ error: { code: "protocol" } }])
    expect((await shuffled.desk.find({}, { limit: 10 })).incidents).toEqual([])
  })
})
