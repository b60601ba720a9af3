import { channel } from "node:diagnostics_channel"
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics"
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base"
import { DeskError, diagnosticsChannels, type Storage } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { appendOf, buildIncident } from "@otklik/testkit"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { observeDesk, startTelemetry, type Telemetry } from "../src/index.ts"
import { approve, complaint, openTown, secretAuthor, secretText } from "./town.ts"

let metricsOut: InMemoryMetricExporter
let reader: PeriodicExportingMetricReader
let spansOut: InMemorySpanExporter
let providers: { readonly meterProvider: MeterProvider; readonly tracerProvider: BasicTracerProvider }
let running: Telemetry[] = []

beforeEach(() => {
  metricsOut = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  // Collected by hand: the interval is longer than any test.
  reader = new PeriodicExportingMetricReader({ exporter: metricsOut, exportIntervalMillis: 3_600_000 })
  spansOut = new InMemorySpanExporter()
  providers = {
    meterProvider: new MeterProvider({ readers: [reader] }),
    tracerProvider: new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spansOut)] }),
  }
  running = [startTelemetry(providers)]
})

afterEach(async () => {
  for (const one of running) one.stop()
  await providers.meterProvider.shutdown()
})

/** Every value of a metric, by its attributes; a histogram as count and sum. */
async function valuesOf(name: string): Promise<readonly (readonly [attributes: Readonly<Record<string, unknown>>, value: unknown])[]> {
  await reader.forceFlush()
  const found =
    metricsOut
      .getMetrics()
      .at(-1)
      ?.scopeMetrics.flatMap(({ metrics }) => metrics.filter(({ descriptor }) => descriptor.name === name)) ?? []
  return found.flatMap(({ dataPoints }) =>
    dataPoints.map(
      ({ attributes, value }) => [attributes, typeof value === "number" ? value : { count: value.count, sum: value.sum }] as const,
    ),
  )
}

const atClub = { "otklik.connector": "vk:club1" }

describe("telemetry", () => {
  it("counts pages, messages, gaps and events, and measures how long a page took", async () => {
    const town = await openTown()
    town.page = () => ({
      messages: [complaint()],
      cursor: "1",
      more: false,
      skipped: [{ code: "invalid", message: "no text", path: "text" }],
      gaps: [{ from: "2026-11-23T00:00:00.000Z", to: "2026-11-23T01:00:00.000Z", reason: "the list was cut" }],
    })
    await town.desk.pull()
    expect(await valuesOf("otklik.messages.read")).toEqual([[atClub, 2]])
    expect(await valuesOf("otklik.messages.matched")).toEqual([[atClub, 1]])
    expect(await valuesOf("otklik.messages.skipped")).toEqual([[atClub, 1]])
    expect(await valuesOf("otklik.incidents.registered")).toEqual([[atClub, 1]])
    expect(await valuesOf("otklik.coverage.gaps")).toEqual([[atClub, 1]])
    expect(await valuesOf("otklik.events")).toContainEqual([{ "otklik.event": "incident-registered" }, 1])
    const commit = { "otklik.work": "commit", "otklik.connector": "none", "otklik.outcome": "done", "otklik.code": "none" }
    expect(await valuesOf("otklik.work.duration")).toEqual([
      [commit, { count: 2, sum: 0 }],
      [
        { ...atClub, "otklik.work": "page", "otklik.outcome": "committed", "otklik.code": "none" },
        { count: 1, sum: 1 },
      ],
    ])
    const [, , span] = spansOut.getFinishedSpans()
    expect(span).toMatchObject({ name: "otklik page", attributes: { "otklik.id": "vk:club1/wall", "otklik.outcome": "committed" } })
    expect(span?.duration).toEqual([1, 0])
  })

  it("counts a breach by its goal, and how late it was noticed", async () => {
    const town = await openTown()
    town.page = () => ({ messages: [complaint()], cursor: "1", more: false, skipped: [], gaps: [] })
    await town.desk.pull()
    town.clock.advance(62)
    await town.desk.tick()
    const goal = { "otklik.goal": "first-reply" }
    expect(await valuesOf("otklik.sla.breaches")).toEqual([[goal, 1]])
    expect(await valuesOf("otklik.clock.lag")).toEqual([[goal, { count: 1, sum: 120 }]])
    // The last one notes that the source is behind.
    const names = ["commit", "commit", "page", "commit", "clock", "commit"].map((work) => `otklik ${work}`)
    expect(spansOut.getFinishedSpans().map(({ name }) => name)).toEqual(names)
  })

  it("tells how replies and failing work end, with the code and nothing else of the error", async () => {
    const town = await openTown()
    town.page = () => ({ messages: [complaint()], cursor: "1", more: false, skipped: [], gaps: [] })
    await town.desk.pull()
    await approve(town)
    town.reply = () => {
      throw new DeskError("network", `no answer to token ${secretAuthor}`, {})
    }
    await town.desk.publish()
    town.clock.advance(5)
    town.reply = () => {}
    await town.desk.publish()
    town.page = () => {
      throw new DeskError("auth", secretText, { action: "renew it" })
    }
    await town.desk.pull()
    const durations = (await valuesOf("otklik.work.duration"))
      .map(([attributes]) => Object.values(attributes))
      .filter(([work]) => work === "page" || work === "reply")
    expect(durations).toEqual([
      ["page", "vk:club1", "committed", "none"],
      ["reply", "vk:club1", "postponed", "network"],
      ["reply", "vk:club1", "published", "none"],
      ["page", "vk:club1", "failed", "auth"],
    ])
    expect(await valuesOf("otklik.work.failures")).toEqual([
      [{ "otklik.work": "reply", "otklik.code": "network" }, 1],
      [{ "otklik.work": "source", "otklik.code": "auth" }, 1],
    ])
    const rounds = spansOut.getFinishedSpans().filter(({ name }) => name === "otklik page" || name === "otklik reply")
    expect(rounds.map(({ status }) => status.message)).toEqual([undefined, "network", undefined, "auth"])
    const everything = JSON.stringify([
      metricsOut.getMetrics(),
      spansOut.getFinishedSpans().map(({ name, attributes, status, events }) => ({ name, attributes, status, events })),
    ])
    for (const secret of [secretAuthor, secretText.slice(0, 15), "холодн", "author"]) expect(everything).not.toContain(secret)
  })

  it("observes how far behind a desk is", async () => {
    const town = await openTown()
    running.push(observeDesk({ desk: town.desk, tenant: "chita", meterProvider: providers.meterProvider }))
    const tenant = { "otklik.tenant": "chita" }
    expect(await valuesOf("otklik.source.unread")).toEqual([[{ ...tenant, ...atClub }, 1]])
    town.page = () => ({ messages: [complaint()], cursor: "1", more: false, skipped: [], gaps: [] })
    await town.desk.pull()
    await approve(town)
    town.clock.advance(9)
    expect(await valuesOf("otklik.storage.ready")).toEqual([[tenant, 1]])
    expect(await valuesOf("otklik.source.lateness")).toEqual([[{ ...tenant, ...atClub }, 240]])
    const waiting = { ...tenant, ...atClub, "otklik.wait": "due" }
    expect(await valuesOf("otklik.replies.waiting")).toEqual([[waiting, 1]])
    expect(await valuesOf("otklik.replies.oldest")).toEqual([[waiting, 540]])
    expect(await valuesOf("otklik.replies.overdue")).toEqual([[waiting, 0]])
    expect(await valuesOf("otklik.clocks.due")).toEqual([[tenant, 0]])
    expect(await valuesOf("otklik.incidents.open")).toContainEqual([{ ...tenant, "otklik.status": "publishing" }, 1])
    town.clock.advance(60)
    expect(await valuesOf("otklik.clocks.due")).toEqual([[tenant, 1]])
    // Registered a second after one o'clock, due an hour later, and it is nine minutes past.
    expect(await valuesOf("otklik.clocks.oldest")).toEqual([[tenant, 540]])
    expect(await valuesOf("otklik.replies.overdue")).toEqual([[waiting, 540]])
  })

  it("says that what waited waits no more, which way it went", async () => {
    const town = await openTown()
    running.push(observeDesk({ desk: town.desk, meterProvider: providers.meterProvider }))
    town.page = () => ({ messages: [complaint()], cursor: "1", more: false, skipped: [], gaps: [] })
    await town.desk.pull()
    await approve(town)
    const waits = (wait: string) => ({ ...atClub, "otklik.wait": wait })
    expect(await valuesOf("otklik.replies.waiting")).toEqual([[waits("due"), 1]])
    town.reply = () => {
      throw new DeskError("network", "away", {})
    }
    await town.desk.publish()
    expect(await valuesOf("otklik.replies.waiting")).toEqual([
      [waits("due"), 0],
      [waits("retry"), 1],
    ])
    town.clock.advance(5)
    town.reply = () => {}
    await town.desk.publish()
    expect((await valuesOf("otklik.replies.waiting")).map(([, value]) => value)).toEqual([0, 0])
    expect((await valuesOf("otklik.replies.oldest")).map(([, value]) => value)).toEqual([0, 0])
  })

  it("tells what workers hold, and what one that ended has left", async () => {
    const town = await openTown()
    running.push(observeDesk({ desk: town.desk, meterProvider: providers.meterProvider }))
    await town.storage.lease({ kind: "source", owner: "w", now: town.clock.now(), ttlMillis: 60_000, limit: 2, among: ["a/1", "a/2"] })
    await town.storage.lease({ kind: "slot", owner: "w", now: town.clock.now(), ttlMillis: 60_000, limit: 1, among: ["s/1"] })
    const of = (kind: string) => ({ "otklik.kind": kind })
    expect(await valuesOf("otklik.leases.held")).toEqual([
      [of("source"), 2],
      [of("clock"), 0],
      [of("reply"), 0],
      [of("slot"), 1],
      [of("feed"), 0],
    ])
    town.clock.advance(2)
    expect(await valuesOf("otklik.leases.abandoned")).toEqual([
      [of("source"), 2],
      [of("clock"), 0],
      [of("reply"), 0],
      [of("feed"), 0],
    ])
  })

  it("asks the desk once a collection, whatever the number of gauges", async () => {
    const town = await openTown()
    let asked = 0
    const health = () => ((asked += 1), town.desk.health())
    running.push(observeDesk({ desk: { health }, meterProvider: providers.meterProvider }))
    await reader.forceFlush()
    expect(asked).toBe(1)
    expect(metricsOut.getMetrics().at(-1)?.scopeMetrics[0]?.metrics.length).toBeGreaterThan(4)
  })

  it("says that the storage is not ready, and goes on", async () => {
    const away: Storage = {
      ...createMemoryStorage(),
      migrate: async () => {},
      schemaStatus: () => Promise.reject(new DeskError("network", "away", {})),
    }
    const town = await openTown({ storage: away })
    running.push(observeDesk({ desk: town.desk, meterProvider: providers.meterProvider }))
    expect(await valuesOf("otklik.storage.ready")).toEqual([[{}, 0]])
    expect(await town.desk.readiness()).toEqual({ ready: false, why: "the storage gives no answer (network)" })
  })

  it("passes over what it cannot read, and hears nothing after it was stopped", async () => {
    for (const name of Object.values(diagnosticsChannels)) for (const message of [null, 7, "x", {}]) channel(name).publish(message)
    expect(await valuesOf("otklik.pages")).toEqual([[{ "otklik.connector": "none" }, 4]])
    for (const one of running) one.stop()
    const town = await openTown()
    await town.desk.pull()
    expect(await valuesOf("otklik.pages")).toEqual([[{ "otklik.connector": "none" }, 4]])
  })
})

describe("the desk's health", () => {
  it("tells what a connector says of itself only when asked, and never throws", async () => {
    const town = await openTown()
    expect(await town.desk.health()).toMatchObject({ storage: { state: "ready", code: null }, connectors: [] })
    expect((await town.desk.health({ connectors: true })).connectors).toEqual([
      { connectorId: "vk:club1", ok: false, problems: ["the token ends tomorrow"], expiresAt: null },
    ])
    expect(await town.desk.readiness()).toEqual({ ready: true, why: null })
  })

  it("tells until when a failing source is left alone", async () => {
    const town = await openTown()
    town.page = () => {
      throw new DeskError("rate-limited", "wait", { retryAt: "2026-11-24T03:00:00.000Z" })
    }
    await town.desk.pull()
    expect((await town.desk.health()).sources).toEqual([
      { connectorId: "vk:club1", sourceId: "wall", readAt: null, lateMinutes: 0, pausedUntil: "2026-11-24T03:00:00.000Z" },
    ])
  })

  it("tells how far behind retention is, a policy each", async () => {
    const town = await openTown({ retention: [{ id: "rejected", erases: "text", statuses: ["rejected"], afterDays: 2 }] })
    expect((await town.desk.health()).retention).toEqual([{ policyId: "rejected", lateMinutes: 0 }])
    await town.storage.commit({ appends: [appendOf(buildIncident({ status: "rejected", publishedAt: "2026-11-20T01:00:00.000Z" }))] })
    const { lateMinutes } = (await town.desk.health()).retention[0] ?? {}
    // Two days of the four since are beyond its time, but for the minutes until somebody rejected it.
    expect(lateMinutes).toBeGreaterThan(2860)
    expect(lateMinutes).toBeLessThanOrEqual(2880)
    running.push(observeDesk({ desk: town.desk, meterProvider: providers.meterProvider }))
    expect(await valuesOf("otklik.retention.lateness")).toEqual([[{ "otklik.policy": "rejected" }, 60 * (lateMinutes ?? 0)]])
  })

  it("says that the storage is unreachable where it is so from the middle on", async () => {
    const present = createMemoryStorage()
    const away: Storage = {
      ...present,
      counts: { ...present.counts, countWork: () => Promise.reject(new DeskError("network", "away", {})) },
    }
    const town = await openTown({ storage: away })
    expect(await town.desk.health()).toMatchObject({ storage: { state: "unreachable", code: "network" }, sources: [], work: null })
  })

  it("asks for nothing more where the schema is missing", async () => {
    const bare: Storage = {
      ...createMemoryStorage(),
      migrate: async () => {},
      schemaStatus: async () => ({ state: "missing", version: 0, expected: 1 }),
    }
    const town = await openTown({ storage: bare })
    expect(await town.desk.health()).toMatchObject({ storage: { state: "missing" }, sources: [], work: null, retention: [] })
    expect(await town.desk.readiness()).toEqual({ ready: false, why: "the schema is missing" })
  })
})
