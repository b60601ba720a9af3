import { inspect } from "node:util"
import { isDeskError } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { readFailure } from "../src/api/errors.ts"
import { createWorld, now } from "./world.ts"

const secretWords = "Тайная улица, дом 5"

const problem = (type: string, detail: string = secretWords) => ({ title: "x", detail, type, status: 0 })
const own = (name: string, host = "api.x.com") => problem(`https://${host}/2/problems/${name}`)

const read = (status: number, value: unknown, writes = false, headers: Readonly<Record<string, string>> = {}) =>
  readFailure({ status, value, bytes: new Uint8Array(0), headers: new Headers(headers) }, { what: "x: test", now, writes })

describe("what X refuses", () => {
  it.each([
    [429, own("usage-capped"), "auth", "auth"],
    [403, own("usage-capped", "api.twitter.com"), "auth", "auth"],
    [402, own("credits"), "auth", "auth"],
    [402, undefined, "auth", "auth"],
    [403, own("client-forbidden"), "auth", "auth"],
    [403, own("oauth1-permissions"), "auth", "auth"],
    [403, own("unsupported-authentication"), "auth", "auth"],
    [404, own("resource-not-found"), "refused", "refused"],
    [403, own("not-authorized-for-resource"), "refused", "refused"],
    [404, undefined, "refused", "refused"],
    [400, own("invalid-request"), "protocol", "refused"],
    [400, own("rule-cap"), "protocol", "refused"],
    [409, own("streaming-connection"), "protocol", "refused"],
    [401, problem("about:blank"), "auth", "auth"],
    [403, problem("about:blank"), "auth", "refused"],
    [403, problem("about:blank", "Your account is suspended"), "auth", "auth"],
    [429, problem("about:blank"), "rate-limited", "rate-limited"],
    [429, { errors: [{ code: 88, message: secretWords }] }, "rate-limited", "rate-limited"],
    [403, { errors: [{ code: 226, message: secretWords }] }, "refused", "refused"],
    [403, { errors: [{ code: 326, message: secretWords }] }, "auth", "auth"],
    [401, { errors: [{ code: 89, message: secretWords }] }, "auth", "auth"],
    [403, { errors: [{ code: 187, message: secretWords }] }, "auth", "ambiguous"],
    [403, { code: 453, message: secretWords }, "auth", "auth"],
    [403, problem("about:blank", "You are not allowed to create a Tweet with duplicate content."), "auth", "ambiguous"],
    [500, own("internal-error"), "network", "ambiguous"],
    [503, "<html>", "network", "ambiguous"],
    [408, undefined, "network", "ambiguous"],
    [418, undefined, "protocol", "refused"],
  ])("as %i with %j is %s when reading, and %s when writing", (status, value, reading, writing) => {
    for (const [writes, code] of [
      [false, reading],
      [true, writing],
    ] as const) {
      const failure = read(status, value, writes)
      expect(failure?.error).toMatchObject({ code })
      expect(inspect(failure?.error, { depth: 10 })).not.toContain(secretWords)
    }
  })

  it.each([
    [{ "x-rate-limit-reset": "1795489260" }, "2026-11-24T03:01:00.000Z"],
    [
      { "x-rate-limit-reset": "1795489260", "x-user-limit-24hour-remaining": "0", "x-user-limit-24hour-reset": "1795492800" },
      "2026-11-24T04:00:00.000Z",
    ],
    [
      { "x-rate-limit-reset": "1795489260", "x-app-limit-24hour-remaining": "0", "x-app-limit-24hour-reset": "1795496400" },
      "2026-11-24T05:00:00.000Z",
    ],
    [
      { "x-rate-limit-reset": "1795489260", "x-user-limit-24hour-remaining": "7", "x-user-limit-24hour-reset": "1795492800" },
      "2026-11-24T03:01:00.000Z",
    ],
    [{ "x-rate-limit-reset": "1000000000" }, "2026-11-24T03:00:01.000Z"],
    [{ "retry-after": "120" }, "2026-11-24T03:02:00.000Z"],
    [{ "x-rate-limit-reset": "soon" }, "2026-11-24T03:01:00.000Z"],
    [{}, "2026-11-24T03:01:00.000Z"],
  ])("for a while is waited for: %j until %s", (headers: Readonly<Record<string, string>>, retryAt) => {
    expect(read(429, problem("about:blank"), false, headers)?.error).toMatchObject({ code: "rate-limited", details: { retryAt } })
  })

  it("is told with the parameter that does not fit, and not with what was in it", () => {
    const body = { ...own("invalid-request"), errors: [{ parameters: { since_id: [secretWords] }, message: secretWords }] }
    const error = read(400, body)?.error
    expect(error).toMatchObject({ code: "protocol", details: { path: "since_id" } })
    expect(inspect(error, { depth: 10 })).not.toContain(secretWords)
  })

  it("is no refusal at all", () => {
    expect(read(201, {})).toBeUndefined()
  })

  it.each([undefined, null, 7, "text", [], { errors: "none" }, { type: 7 }])("keeps its head when the body is %j", (value) => {
    for (const status of [400, 401, 403, 404, 429, 500]) expect(isDeskError(read(status, value)?.error)).toBe(true)
  })
})

describe("answers of another shape", () => {
  it.each([
    ["no JSON", "<html>", ""],
    ["nothing that is known", '{"result":{"list":[]}}', "data"],
    ["a number of posts and none of them", '{"meta":{"result_count":3}}', "data"],
    ["data that is no list", '{"data":{"id":"7"}}', "data"],
  ])("with %s are protocol errors with the field", async (_, body, path) => {
    const connector = createWorld().connect({ fetch: async () => new Response(body) })
    await expect(connector.doPull({ sourceId: "mentions", limit: 5, now })).rejects.toMatchObject({ code: "protocol", details: { path } })
  })

  it("with nothing in them are nothing: X leaves data out", async () => {
    const connector = createWorld().connect({ fetch: async () => Response.json({ meta: { result_count: 0 } }) })
    expect(await connector.doPull({ sourceId: "mentions", limit: 5, now })).toMatchObject({ messages: [], more: false })
  })

  it("with errors beside what there is give what there is", async () => {
    const data = [{ id: "2125069394862080000", text: "Яма" }]
    const errors = [{ type: "https://api.x.com/2/problems/resource-not-found", resource_id: "7", detail: secretWords, title: "x" }]
    const connector = createWorld().connect({ fetch: async () => Response.json({ data, errors, meta: { result_count: 1 } }) })
    const { messages } = await connector.doPull({ sourceId: "mentions", limit: 5, now })
    expect(messages.map(({ key }) => key)).toEqual(["x:2125069394862080000"])
  })

  it("whose moments cannot be known, since ids were counted otherwise before 2010, name the field", async () => {
    const connector = createWorld().connect({
      fetch: async () => Response.json({ data: [{ id: "20", text: "just setting up" }], meta: { result_count: 1 } }),
    })
    expect((await connector.doPull({ sourceId: "mentions", limit: 5, now })).skipped).toEqual([
      expect.objectContaining({ path: "created_at" }),
    ])
  })
})
