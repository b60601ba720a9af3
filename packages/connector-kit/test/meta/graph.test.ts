import { inspect } from "node:util"
import { createFixedToken, createQuotaPlanner, createRefreshingToken } from "@otklik/connector-kit"
import { appSecretProof, createGraphClient, type GraphCall, type GraphClientOptions } from "@otklik/connector-kit/meta"
import { createManualClock } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import * as z from "zod"
import { flow, rejection } from "../flow.ts"

const at = "2026-11-24T00:00:00.000Z"
const token = "EAAinvented0123456789token"
const appSecret = "0123456789abcdef0123456789abcdef"
const read: GraphCall = { operation: "comments", node: "1_2", edge: "comments", params: { limit: 100 }, priority: "incident" }
const write: GraphCall = {
  operation: "reply",
  node: "1_2",
  edge: "comments",
  method: "POST",
  params: { message: "words" },
  priority: "reply",
}
const list = { data: [{ id: "1" }], paging: { cursors: { after: "A" }, next: `https://graph.facebook.com/x?access_token=${token}` } }

function setUp(answer: (request: Request, count: number) => Response | Promise<Response>, options: Partial<GraphClientOptions> = {}) {
  const clock = createManualClock({ at })
  const requests: Request[] = []
  const graph = createGraphClient({
    network: "facebook",
    clock,
    fetch: async (input, init) => {
      const request = new Request(input, init)
      requests.push(request)
      return answer(request, requests.length)
    },
    random: () => 0.5,
    token: createFixedToken(token),
    appSecret,
    planner: createQuotaPlanner({ clock, limits: [] }),
    ...options,
  })
  return { clock, graph, requests }
}

const failing = (error: Readonly<Record<string, unknown>>, init: ResponseInit = { status: 400 }) => Response.json({ error }, init)

describe("graph client", () => {
  it("keeps the token out of addresses, proves the application, and asks for one version", async () => {
    const { graph, requests } = setUp(() => Response.json(list))
    expect(await graph.page(read)).toEqual({ items: [{ id: "1" }], next: { after: "A" }, hasNext: true, summary: undefined })
    const [request] = requests
    const url = new URL(request?.url ?? "")
    expect(`${url.origin}${url.pathname}`).toBe("https://graph.facebook.com/v25.0/1_2/comments")
    expect(Object.fromEntries(url.searchParams)).toEqual({ limit: "100", appsecret_proof: appSecretProof(token, appSecret) })
    expect(request?.headers.get("authorization")).toBe(`Bearer ${token}`)
  })

  it("sends what it publishes in the body", async () => {
    const { graph, requests } = setUp(() => Response.json({ id: "1_3" }))
    await graph.call(write, z.object({ id: z.string() }))
    expect(new URL(requests[0]?.url ?? "").search).toBe("")
    const body = new URLSearchParams(await requests[0]?.text())
    expect(body.get("message")).toBe("words")
    expect(body.get("appsecret_proof")).toBe(appSecretProof(token, appSecret))
  })

  it("cannot be led to another place by an id", async () => {
    const { graph, requests } = setUp(() => Response.json(list))
    await graph.page({ ...read, node: "../me?x=1" })
    expect(new URL(requests[0]?.url ?? "").pathname).toBe("/v25.0/..%2Fme%3Fx%3D1/comments")
  })

  it("tells codes, never sentences, tokens or texts", async () => {
    const { graph } = setUp(() =>
      failing({ code: 190, error_subcode: 463, message: `Session of Anna Invented has expired ${token}`, fbtrace_id: "AbC_d-12" }),
    )
    const error = await rejection(graph.page({ ...read, params: { secretive: "words" } }))
    expect(error).toMatchObject({ code: "auth", details: { action: expect.stringContaining("has ended") as string } })
    expect(String(error)).toContain("facebook: comments: Meta answered with error 190, subcode 463 (fbtrace_id AbC_d-12)")
    expect(inspect(error, { depth: null })).not.toMatch(/EAA|Anna|words/)
    expect(graph.errorOf(error)).toEqual({ code: 190, subcode: 463, isTransient: false, trace: "AbC_d-12" })
  })

  it("tries reads again after passing failures, and writes never", async () => {
    const { clock, graph, requests } = setUp((_, count) =>
      count < 3 ? failing({ code: 2, is_transient: true }, { status: 500 }) : Response.json(list),
    )
    expect(await flow(clock, graph.page(read))).toMatchObject({ next: { after: "A" } })
    expect(requests).toHaveLength(3)
    const writing = setUp(() => failing({ code: 1 }, { status: 500 }))
    expect(await rejection(flow(writing.clock, writing.graph.call(write, z.unknown())))).toMatchObject({ code: "ambiguous" })
    expect(writing.requests).toHaveLength(1)
  })

  it.each([
    ["an unknown code", () => failing({ code: 20, error_subcode: 1_772_107 })],
    ["a refusal that Meta did not write", () => new Response("<html>", { status: 400 })],
    ["an answer of another shape", () => Response.json({ done: true })],
    ["no JSON", () => new Response("{", { status: 200 })],
    ["a gateway's failure", () => new Response("<html>", { status: 502 })],
  ])("does not know whether it published after %s", async (_, answer) => {
    const { graph } = setUp(answer)
    expect(await rejection(graph.call(write, z.object({ id: z.string() })))).toMatchObject({ code: "ambiguous" })
  })

  it("lets a network say what a code means to it", async () => {
    const { graph } = setUp(() => failing({ code: 20 }), {
      failureRule: ({ code }) => (code === 20 ? { code: "refused", reason: "of its own" } : undefined),
    })
    expect(await rejection(graph.page(read))).toMatchObject({ code: "refused", details: { reason: "of its own" } })
  })

  it("waits as long as Meta says, with all calls of the credential", async () => {
    const usage = JSON.stringify({ "1": [{ type: "pages", call_count: 120, estimated_time_to_regain_access: 19 }] })
    const { graph, requests } = setUp(() => failing({ code: 80_001 }, { status: 400, headers: { "x-business-use-case-usage": usage } }))
    const retryAt = "2026-11-24T00:19:00.000Z"
    expect(await rejection(graph.page(read))).toMatchObject({ code: "rate-limited", details: { retryAt } })
    expect(await rejection(graph.call(write, z.unknown()))).toMatchObject({ code: "rate-limited", details: { retryAt } })
    expect(requests).toHaveLength(1)
  })

  it("keeps the rest of the limits for what is urgent", async () => {
    let percent = 80
    const { clock, graph, requests } = setUp(() =>
      Response.json(list, { headers: { "x-app-usage": JSON.stringify({ call_count: percent, total_time: 3, total_cputime: 0 }) } }),
    )
    await graph.page({ ...read, priority: "discovery" })
    expect(await rejection(graph.page({ ...read, priority: "discovery" }))).toMatchObject({
      code: "rate-limited",
      details: { retryAt: "2026-11-24T00:05:00.000Z" },
    })
    percent = 95
    await graph.page(read)
    expect(await rejection(graph.page(read))).toMatchObject({ code: "rate-limited" })
    await graph.page({ ...read, priority: "reply" })
    expect(graph.usage()).toEqual({ percent: 95, regainMillis: 0 })
    percent = 10
    clock.advance(5)
    await graph.page({ ...read, priority: "discovery" })
    await graph.page({ ...read, priority: "discovery" })
    expect(requests).toHaveLength(5)
  })

  it("renews a token that was refused, once", async () => {
    const clock = createManualClock({ at })
    const source = createRefreshingToken({
      clock,
      first: { value: "old-token", expiresAt: null },
      refresh: async () => ({ value: "new-token", expiresAt: null }),
    })
    const used: (string | null)[] = []
    const { graph } = setUp(
      (request) => {
        used.push(request.headers.get("authorization"))
        return request.headers.get("authorization") === "Bearer new-token" ? Response.json(list) : failing({ code: 190 })
      },
      { token: source },
    )
    await graph.page(read)
    expect(used).toEqual(["Bearer old-token", "Bearer new-token"])
  })

  it("follows pages by time, and leaves the token of their address behind", async () => {
    const next = `https://graph.facebook.com/v25.0/1/feed?access_token=${token}&limit=25&until=1790000000&__paging_token=enc_A`
    const { graph } = setUp(() => Response.json({ data: [], paging: { previous: next, next } }))
    expect(await graph.page(read)).toEqual({
      items: [],
      hasNext: true,
      next: { until: "1790000000", __paging_token: "enc_A" },
      summary: undefined,
    })
    const strange = setUp(() => Response.json({ data: [], paging: { next: "https://graph.facebook.com/v25.0/1/feed?page=2" } }))
    expect(await strange.graph.page(read)).toMatchObject({ hasNext: true, next: undefined })
  })

  describe("with lists that are too much at a time", () => {
    const tooMuch = () =>
      failing({ code: 1, message: "Please reduce the amount of data you're asking for, then retry your request" }, { status: 500 })
    const heavy = (fits: (limit: number, node: string) => boolean, refusal = tooMuch) => {
      const asked: number[] = []
      const world = setUp((request) => {
        const { pathname, searchParams } = new URL(request.url)
        const limit = Number(searchParams.get("limit"))
        asked.push(limit)
        return fits(limit, pathname.split("/")[2] ?? "") ? Response.json(list) : refusal()
      })
      return { ...world, asked }
    }

    it("asks for half until Meta gives it, and remembers how much for this list", async () => {
      const { graph, asked } = heavy((limit, node) => node !== "1_2" || limit < 20)
      expect(await graph.page(read)).toMatchObject({ items: [{ id: "1" }] })
      await graph.page(read)
      await graph.page({ ...read, node: "1_3" })
      expect(asked).toEqual([100, 50, 25, 12, 12, 100])
    })

    it("takes error -3 for the same", async () => {
      const { graph, asked } = heavy(
        (limit) => limit < 60,
        () => failing({ code: -3 }),
      )
      await graph.page(read)
      expect(asked).toEqual([100, 50])
    })

    it("goes down to one item, and no further", async () => {
      const { graph, asked } = heavy(() => false)
      expect(await rejection(graph.page(read))).toMatchObject({ code: "network" })
      expect(asked).toEqual([100, 50, 25, 12, 6, 3, 1])
      expect(await rejection(graph.page(read))).toMatchObject({ code: "network" })
      expect(asked.slice(7)).toEqual([1])
    })

    it("tries the double after eight good answers, so that one heavy item does not slow a list for ever", async () => {
      let isHeavy = true
      const { graph, asked } = heavy((limit) => !isHeavy || limit < 26)
      await graph.page(read)
      isHeavy = false
      for (let count = 0; count < 16; count += 1) await graph.page(read)
      expect(asked).toEqual([100, 50, ...Array.from({ length: 8 }, () => 25), ...Array.from({ length: 8 }, () => 50), 100])
    })

    it("asks for less the next time after an error 1 that does not say what is wrong", async () => {
      const { graph, asked, clock } = heavy(
        (limit) => limit < 60,
        () => failing({ code: 1, message: "An unknown error occurred" }, { status: 500 }),
      )
      expect(await rejection(flow(clock, graph.page(read)))).toMatchObject({ code: "network" })
      await graph.page(read)
      expect(asked).toEqual([100, 100, 100, 100, 50])
    })
  })

  it("tells what is gone from what failed", async () => {
    const gone = setUp(() => failing({ code: 100, error_subcode: 33 })).graph
    expect(await gone.find(read, z.unknown())).toBeUndefined()
    const denied = setUp(() => failing({ code: 10 })).graph
    expect(await rejection(denied.find(read, z.unknown()))).toMatchObject({ code: "auth" })
  })

  it("names the field of a changed shape", async () => {
    const { graph } = setUp(() => Response.json({ data: { items: [] } }))
    expect(await rejection(graph.page(read))).toMatchObject({ code: "protocol", details: { path: "data" } })
  })
})
