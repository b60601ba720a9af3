import type { DeskHandlerOptions } from "@otklik/http"
import { describe, expect, it } from "vitest"
import { coldFlat, openTown, type Town } from "./town.ts"

async function take(town: Town, headers: Readonly<Record<string, string>>, as = "executor"): Promise<Response> {
  return town.ask("POST", `/incidents/${await coldFlat(town)}/commands`, { as, json: { type: "take" }, headers })
}

describe("If-Match", () => {
  it("is needed, and what was read before somebody else wrote does not pass", async () => {
    const town = await openTown()
    expect((await take(town, {})).status).toBe(428)
    const taken = await take(town, { "if-match": "*" })
    const etag = taken.headers.get("etag") ?? ""
    expect(etag).toMatch(/^"v\d+"$/)
    const stale = `"v${Number(etag.slice(2, -1)) - 1}"`
    const late = await take(town, { "if-match": stale })
    expect(late.status).toBe(412)
    expect(await late.json()).toMatchObject({ code: "conflict", retryable: true })
    expect((await take(town, { "if-match": etag })).status).toBe(409)
  })

  it.each(['"v1", "v2"', "v1", 'W/"v1"', '"7"', ""])("of %j is told", async (value) => {
    const response = await take(await openTown(), { "if-match": value })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ errors: [{ in: "header", pointer: "/If-Match" }] })
  })

  it("may be left out where the host says so", async () => {
    expect((await take(await openTown({ handler: { ifMatch: "optional" } }), {})).status).toBe(200)
  })
})

describe("Idempotency-Key", () => {
  it("does the work once, and says when it had been done before", async () => {
    const town = await openTown()
    const headers = { "if-match": "*", "idempotency-key": "k-1" }
    const [first, second] = [await take(town, headers), await take(town, headers)]
    expect([first.status, second.status]).toEqual([200, 200])
    expect([first, second].map((response) => response.headers.get("idempotency-replayed"))).toEqual([null, "true"])
    expect(await second.json()).toMatchObject({ eventTypes: [] })
  })

  it("of one request refuses another, and never meets another person's", async () => {
    const town = await openTown()
    const path = `/incidents/${await coldFlat(town)}/commands`
    const headers = { "if-match": "*", "idempotency-key": "k-1" }
    await town.ask("POST", path, { as: "executor", json: { type: "take" }, headers })
    const other = await town.ask("POST", path, { as: "executor", json: { type: "claim-fix" }, headers })
    expect([other.status, await other.json()]).toMatchObject([422, { code: "duplicate" }])
    const stranger = await town.ask("POST", path, { json: { type: "change-policy" }, headers })
    expect(stranger.headers.get("idempotency-replayed")).toBeNull()
    expect(stranger.status).toBe(200)
  })

  it.each([
    ["a b", 400],
    ["x".repeat(256), 400],
    ["x".repeat(255), 200],
    ['"', 200],
    ["", 400],
  ])("of %j is checked", async (key, status) => {
    expect((await take(await openTown(), { "if-match": "*", "idempotency-key": key })).status).toBe(status)
  })
})

describe("pages of other sites", () => {
  it.each([
    [{ "sec-fetch-site": "cross-site", origin: "https://evil.example" }, 403],
    [{ "sec-fetch-site": "same-site", origin: "https://other.desk.test" }, 403],
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ origin: "https://evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{ "sec-fetch-site": "same-origin", origin: "https://desk.test" }, 200],
    [{ "sec-fetch-site": "none" }, 200],
    [{ origin: "https://desk.test" }, 200],
    [{}, 200],
    [{ "sec-fetch-site": "cross-site", origin: "https://office.example" }, 200],
  ] as const)("with %j get %i", async (headers, status) => {
    const town = await openTown({ handler: { cors: { origins: ["https://office.example"] } } })
    expect((await take(town, { ...headers, "if-match": "*" })).status).toBe(status)
  })

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/json-patch+json", ""])(
    "cannot send %s, which a plain form could",
    async (type) => {
      const town = await openTown()
      const path = `/incidents/${await coldFlat(town)}/commands`
      const headers = { "if-match": "*", ...(type === "" ? {} : { "content-type": type }) }
      const body = new TextEncoder().encode('{"type":"take"}')
      expect((await town.ask("POST", path, { as: "executor", body, headers })).status).toBe(415)
    },
  )

  it("see no CORS header unless the host names their origin, exactly", async () => {
    const closed = await openTown()
    const origin = "https://office.example"
    const plain = await closed.ask("GET", "/livez", { as: null, headers: { origin } })
    expect([...plain.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([])
    const ask = { origin, "access-control-request-method": "POST" }
    expect((await closed.ask("OPTIONS", "/incidents", { as: null, headers: ask })).status).toBe(405)

    const open = await openTown({ handler: { cors: { origins: [origin] } } })
    const allowed = await open.ask("OPTIONS", "/incidents", { as: null, headers: ask })
    expect([allowed.status, allowed.headers.get("access-control-allow-origin")]).toEqual([204, origin])
    const other = await open.ask("OPTIONS", "/incidents", { as: null, headers: { ...ask, origin: `${origin}.evil.example` } })
    expect([other.status, other.headers.get("access-control-allow-origin")]).toEqual([405, null])
    const answer = await open.ask("GET", "/livez", { as: null, headers: { origin } })
    expect(answer.headers.get("access-control-expose-headers")).toContain("ETag")
    expect(answer.headers.get("vary")).toBe("origin")
  })
})

describe("what the handler is made of", () => {
  it.each([
    [{ basePath: "/api/" }, "basePath"],
    [{ cors: { origins: ["*"] } }, "cors.origins[0]"],
    [{ cors: { origins: ["https://a.example/"] } }, "cors.origins[0]"],
    [{ limits: { jsonBytes: 0 } }, "limits.jsonBytes"],
    [{ hooks: { "a/b": "vk" } }, "hooks.a/b"],
    [{ authenticate: "a token" }, "authenticate"],
  ])("is checked: %j", async (handler, path) => {
    await expect(openTown({ handler: handler as Partial<DeskHandlerOptions> })).rejects.toMatchObject({
      code: "config",
      details: { issues: [{ path }] },
    })
  })

  it("may be mounted: with its prefix or without it the same answers come", async () => {
    const town = await openTown({ handler: { basePath: "/api/v1" } })
    expect((await town.ask("GET", "/api/v1/livez", { as: null })).status).toBe(200)
    expect((await town.ask("GET", "/livez", { as: null })).status).toBe(200)
    const problem = await town.ask("GET", "/api/v1/nothing", { as: null })
    expect(await problem.json()).toMatchObject({ type: "/api/v1/problems/no-such-route" })
    expect((await town.ask("GET", "/api/v1/problems/no-such-route", { as: null })).status).toBe(200)
  })
})
