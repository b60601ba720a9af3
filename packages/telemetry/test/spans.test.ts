import { AsyncLocalStorage } from "node:async_hooks"
import { context, ROOT_CONTEXT, trace, type Context, type ContextManager } from "@opentelemetry/api"
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor, type ReadableSpan } from "@opentelemetry/sdk-trace-base"
import { diagnosticsChannels } from "@otklik/core"
import type { MessagePage } from "@otklik/core/connector"
import { traceWork, publishDiagnostics } from "@otklik/core/internal"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { startTelemetry, type Telemetry } from "../src/index.ts"
import { approve, complaint, openTown, secretAuthor, secretText, type Town } from "./town.ts"

let spansOut: InMemorySpanExporter
let tracerProvider: BasicTracerProvider
let telemetry: Telemetry

beforeEach(() => {
  spansOut = new InMemorySpanExporter()
  tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spansOut)] })
  telemetry = startTelemetry({ tracerProvider })
})

afterEach(() => {
  telemetry.stop()
  context.disable()
})

/** A context manager as hosts register one. */
function registerManager(): void {
  const store = new AsyncLocalStorage<Context>()
  const manager: ContextManager = {
    active: () => store.getStore() ?? ROOT_CONTEXT,
    with: (active, work, self, ...given) => store.run(active, () => work.call(self, ...given)),
    bind: (_, target) => target,
    enable: () => manager,
    disable: () => manager,
  }
  context.setGlobalContextManager(manager)
}

/** What the kit's HTTP client does around a request. */
async function call<Result>({ clock }: Town, what: string, request: () => Promise<Result>): Promise<Result> {
  const startedAt = clock.now()
  return traceWork(
    diagnosticsChannels.callStarted,
    () => ({ what, startedAt }),
    async (begun) => {
      const result = await request()
      const report = { what, status: 200, code: null, millis: 0, startedAt, endedAt: clock.now(), begun }
      publishDiagnostics(diagnosticsChannels.callEnded, () => report)
      return result
    },
  )
}

const found = (): MessagePage => ({ messages: [complaint()], cursor: "1", more: false, skipped: [], gaps: [] })

/** Every span as its name below those of its parents. */
function paths(): readonly string[] {
  const spans = spansOut.getFinishedSpans()
  const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]))
  const pathOf = (span: ReadableSpan): string => {
    const parent = span.parentSpanContext === undefined ? undefined : byId.get(span.parentSpanContext.spanId)
    if (parent !== undefined) expect(span.spanContext().traceId).toBe(parent.spanContext().traceId)
    return `${parent === undefined ? "" : `${pathOf(parent)} > `}${span.name.replace("otklik ", "")}`
  }
  return spans.map(pathOf)
}

describe.each([
  ["without a context manager of the host", () => {}],
  ["with one", registerManager],
])("spans, %s", (_, register) => {
  beforeEach(register)

  it("of calls and commits hang below the page that makes them", async () => {
    const town = await openTown()
    town.page = async () => (await call(town, "vk: wall.get", async () => null), call(town, "vk: wall.getComments", async () => found()))
    await town.desk.pull()
    // The first commit notes how the desk is set up.
    expect(paths()).toEqual(["commit", "page > call", "page > call", "page > commit", "page"])
    const [, first] = spansOut.getFinishedSpans()
    expect(first?.attributes).toEqual({ "otklik.call": "vk: wall.get", "otklik.code": "none", "http.response.status_code": 200 })
  })

  it("of a reply hold its call and the commit that writes down what came of it; commands hold theirs", async () => {
    const town = await openTown()
    town.page = found
    await town.desk.pull()
    spansOut.reset()
    await approve(town)
    expect(paths()).toEqual(["command > commit", "command", "command > commit", "command", "command > commit", "command"])
    spansOut.reset()
    town.reply = async () => call(town, "vk: wall.createComment", async () => undefined)
    await town.desk.publish()
    expect(paths()).toEqual(["reply > call", "reply > commit", "reply"])
  })

  it("of work that goes on at the same time are not mixed up", async () => {
    const towns = await Promise.all([openTown(), openTown(), openTown()])
    for (const town of towns) town.page = () => call(town, "vk: wall.get", async () => (await Promise.resolve(), found()))
    await Promise.all(towns.map(({ desk }) => desk.pull()))
    expect(new Set(paths())).toEqual(new Set(["commit", "page > call", "page > commit", "page"]))
    const traces = Map.groupBy(spansOut.getFinishedSpans(), (span) => span.spanContext().traceId)
    expect([...traces.values()].map((spans) => spans.length).toSorted((one, other) => one - other)).toEqual([1, 1, 1, 3, 3, 3])
  })

  it("hold no text, no author and no token, and end in error with the code alone", async () => {
    const town = await openTown()
    town.page = found
    await town.desk.pull()
    await approve(town)
    town.reply = () => call(town, "vk: wall.createComment", async () => Promise.reject(new TypeError(`token of ${secretAuthor}`)))
    await town.desk.publish()
    const spans = spansOut.getFinishedSpans()
    const told = JSON.stringify(spans.map(({ name, attributes, status, events, links }) => ({ name, attributes, status, events, links })))
    for (const secret of [secretAuthor, secretText.slice(0, 15), "холодн", "token", "We are on it"]) expect(told).not.toContain(secret)
    expect(spans.at(-1)).toMatchObject({ name: "otklik reply", status: { code: 2, message: "none" } })
  })
})

describe("spans of a host with a context manager", () => {
  beforeEach(registerManager)

  const tracer = () => tracerProvider.getTracer("the host's")
  /** Does something inside of a span, as instrumentations of the host do. */
  const inSpan = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const span = tracer().startSpan(name)
    try {
      return await context.with(trace.setSpan(context.active(), span), work)
    } finally {
      span.end()
    }
  }

  it("hang below ours where they are made inside of them", async () => {
    const town = await openTown()
    town.page = () => call(town, "vk: wall.get", () => inSpan("GET", async () => found()))
    await town.desk.pull()
    expect(paths()).toEqual(["commit", "page > call > GET", "page > call", "page > commit", "page"])
  })

  it("hold pushes and commands that come with a request", async () => {
    const town = await openTown()
    const push = () => new Request("https://example.org/hook", { method: "POST", body: "a complaint" })
    await inSpan("POST /hook", () => town.desk.receive("vk:club1", push()))
    expect(paths()).toEqual(["POST /hook > push > commit", "POST /hook > push", "POST /hook"])
  })

  it("are linked by work that comes round, which begins a trace of its own each time", async () => {
    const town = await openTown()
    await inSpan("cron", () => town.desk.pull())
    expect(paths()).toEqual(["cron > commit", "page > commit", "page", "cron"])
    const [, , page, cron] = spansOut.getFinishedSpans()
    expect(page?.links.map((link) => link.context.spanId)).toEqual([cron?.spanContext().spanId])
    expect(page?.spanContext().traceId).not.toBe(cron?.spanContext().traceId)
  })
})

describe("telemetry that is started and stopped while work goes on", () => {
  it("passes over the end of what it did not see begin, and breaks nothing", async () => {
    telemetry.stop()
    const town = await openTown()
    town.page = () => {
      telemetry = startTelemetry({ tracerProvider })
      return found()
    }
    await town.desk.pull()
    expect(paths()).toEqual(["commit"])
    town.clock.advance(10)
    town.page = () => (telemetry.stop(), { messages: [], cursor: "2", more: false, skipped: [], gaps: [] })
    await town.desk.pull()
    expect(paths()).toEqual(["commit"])
    expect((await town.desk.find({}, { limit: 10 })).incidents).toHaveLength(1)
  })
})
