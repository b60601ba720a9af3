import { AsyncLocalStorage } from "node:async_hooks"
import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { inspect } from "node:util"
import { diagnosticsChannels } from "@otklik/core"
import type { WorkStarted } from "@otklik/core/internal"
import { createManualClock } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { createHttpClient, createRedactor, httpCallChannel, type HttpCallReport, type HttpRequest } from "../../src/index.ts"
import { flow, rejection } from "../flow.ts"

const at = "2026-11-24T00:00:00.000Z"
const token = "invented-token-0123456789"
const read: HttpRequest = {
  what: "net: read",
  method: "POST",
  url: "https://api.example.com/read",
  body: { access_token: token },
  writes: false,
}
const write: HttpRequest = { ...read, what: "net: write", writes: true }

function setUp(answer: (request: Request) => Response | Promise<Response>) {
  const clock = createManualClock({ at })
  const fetch: typeof globalThis.fetch = async (input, init) => answer(new Request(input, init))
  return { clock, client: createHttpClient({ fetch, clock, redactor: createRedactor([token]), timeoutMillis: 1000 }) }
}

const refusing = (code: string) => () => {
  throw new TypeError("fetch failed", { cause: Object.assign(new Error(`connect with ${token}`), { code }) })
}

describe("http client", () => {
  it("sends a form and reads JSON with its big numbers", async () => {
    const { client } = setUp(async (request) => {
      expect(request.headers.get("content-type")).toContain("application/x-www-form-urlencoded")
      expect(await request.text()).toBe(`access_token=${token}`)
      return new Response('{"id":9007199254740993}')
    })
    expect(await client.json(read)).toEqual({ id: "9007199254740993" })
  })

  it.each([
    [429, { "retry-after": "7" }, "rate-limited", "rate-limited"],
    [503, { "retry-after": "Tue, 24 Nov 2026 00:00:07 GMT" }, "rate-limited", "rate-limited"],
    [401, {}, "auth", "auth"],
    [403, {}, "auth", "auth"],
    [500, {}, "network", "ambiguous"],
    [418, {}, "protocol", "protocol"],
  ] as const)("tells status %i apart", async (status, headers, reading, writing) => {
    const { client } = setUp(() => new Response("", { status, headers }))
    const error = await rejection(client.json(read))
    expect(error).toMatchObject({ code: reading })
    if (reading === "rate-limited") expect(error).toMatchObject({ details: { retryAt: "2026-11-24T00:00:07.000Z" } })
    expect(await rejection(client.json(write))).toMatchObject({ code: writing })
  })

  it("does not know what became of a write that got no answer, unless nothing was sent", async () => {
    const cut = setUp(refusing("ECONNRESET")).client
    expect(await rejection(cut.json(read))).toMatchObject({ code: "network" })
    expect(await rejection(cut.json(write))).toMatchObject({ code: "ambiguous" })
    const closed = setUp(refusing("ECONNREFUSED")).client
    expect(await rejection(closed.json(write))).toMatchObject({ code: "network" })
  })

  it("waits so long and no longer, by the clock", async () => {
    let aborted = false
    const { clock, client } = setUp(
      (request) =>
        new Promise((_, reject) => {
          request.signal.addEventListener("abort", () => {
            aborted = true
            reject(request.signal.reason as Error)
          })
        }),
    )
    expect(await rejection(flow(clock, client.json(write)))).toMatchObject({ code: "ambiguous" })
    expect(aborted).toBe(true)
    expect(clock.sleepers).toBe(0)
  })

  it("cannot read an answer that is no JSON", async () => {
    const { client } = setUp(() => new Response(`{"name":"Ann ${token}`))
    expect(await rejection(client.json(read))).toMatchObject({ code: "protocol" })
    expect(await rejection(client.json(write))).toMatchObject({ code: "ambiguous" })
  })

  it("gives the answer whatever its status, for networks that say in the body what went wrong", async () => {
    const { client } = setUp(async (request) => {
      expect(request.headers.get("content-type")).toContain("application/json")
      expect(await request.json()).toEqual({ text: "Яма" })
      return new Response('{"id":9007199254740993}', { status: 400, headers: { "x-usage": "7" } })
    })
    const { status, headers, value } = await client.answer({ ...write, body: {}, json: { text: "Яма" } })
    expect({ status, usage: headers.get("x-usage"), value }).toEqual({ status: 400, usage: "7", value: { id: "9007199254740993" } })
    const mute = setUp(() => new Response("<html>", { status: 502 }))
    expect(await mute.client.answer(write)).toMatchObject({ status: 502, value: undefined })
    const cut = setUp(refusing("ECONNRESET"))
    expect(await rejection(cut.client.answer(read))).toMatchObject({ code: "network" })
    expect(await rejection(cut.client.answer(write))).toMatchObject({ code: "ambiguous" })
  })

  it("takes in no more of an answer than it may", async () => {
    let taken = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        taken += 1
        controller.enqueue(new Uint8Array(100))
      },
    })
    const fetch: typeof globalThis.fetch = async () => new Response(body)
    const client = createHttpClient({ fetch, clock: createManualClock({ at }), redactor: createRedactor(), maxBytes: 1000 })
    expect(
      await rejection(client.bytes({ what: "net: read", method: "GET", url: "https://api.example.com/read", writes: false })),
    ).toMatchObject({ code: "protocol" })
    expect(taken).toBeLessThan(20)
  })

  it("stops with the signal's reason, before and while it waits", async () => {
    const reason = new Error("the host stops")
    let sent = 0
    const { client } = setUp(() => {
      sent += 1
      return new Promise(() => undefined)
    })
    expect(await rejection(client.json({ ...read, signal: AbortSignal.abort(reason) }))).toBe(reason)
    expect(sent).toBe(0)
    const controller = new AbortController()
    const waiting = rejection(client.json({ ...read, signal: controller.signal }))
    controller.abort(reason)
    expect(await waiting).toBe(reason)
  })

  it("tells of a call without what was sent or answered", async () => {
    const told: unknown[] = []
    const listen = (report: unknown): void => void told.push(report)
    subscribe(httpCallChannel, listen)
    const errors: unknown[] = []
    try {
      await setUp(() => new Response('{"first_name":"Ann"}')).client.json(read)
      for (const make of [() => new Response(`Ann ${token}`), refusing("ECONNRESET"), () => new Response(token, { status: 500 })]) {
        errors.push(await rejection(setUp(make).client.json(read)))
      }
    } finally {
      unsubscribe(httpCallChannel, listen)
    }
    expect(told).toHaveLength(4)
    expect(told[0]).toEqual({ what: "net: read", status: 200, code: null, millis: 0, startedAt: at, endedAt: at, begun: null })
    expect(inspect([told, errors], { depth: 20, showHidden: true })).not.toMatch(/Ann|invented-token/)
  })

  it("runs a call inside of what a listener wants around it, and says at its end which one it was", async () => {
    const around = new AsyncLocalStorage<string>()
    const begun: unknown[] = []
    const ended: unknown[] = []
    const seen: unknown[] = []
    const begins = (payload: unknown): void => {
      begun.push(payload)
      ;(payload as WorkStarted).runIn((work) => around.run(`call ${begun.length}`, work))
    }
    const ends = (report: unknown): void => void ended.push((report as HttpCallReport).begun)
    subscribe(diagnosticsChannels.callStarted, begins)
    subscribe(httpCallChannel, ends)
    try {
      const { client } = setUp(() => (seen.push(around.getStore()), new Response("{}")))
      await Promise.all([client.json(read), client.json(read)])
    } finally {
      unsubscribe(diagnosticsChannels.callStarted, begins)
      unsubscribe(httpCallChannel, ends)
    }
    expect(seen.toSorted((one, other) => String(one).localeCompare(String(other)))).toEqual(["call 1", "call 2"])
    expect(begun.map((one) => ended.includes(one))).toEqual([true, true])
    expect(around.getStore()).toBeUndefined()
  })
})
