import { DeskError, type DeskErrorCode, type DeskErrorDetails } from "@otklik/core"
import { afterEach, describe, expect, it } from "vitest"
import { problemKinds, problemSchema, type HttpProblemCode } from "../src/problem.ts"
import { serve, type Served } from "./serve.ts"
import { markerText, openTown, requestOf, type Asking, type Town } from "./town.ts"

/** Each error of the core with what it carries: a code that the core gains does not compile without one. */
const errors: { readonly [Code in DeskErrorCode]: { readonly status: number; readonly details: DeskErrorDetails[Code] } } = {
  config: { status: 422, details: { issues: [{ path: "a[0].b", message: "a text was expected" }] } },
  auth: { status: 502, details: { action: markerText } },
  "rate-limited": { status: 503, details: { retryAt: "2026-11-24T01:02:00.000Z" } },
  network: { status: 503, details: { status: 500 } },
  protocol: { status: 502, details: { path: markerText } },
  refused: { status: 502, details: { reason: markerText } },
  ambiguous: { status: 504, details: {} },
  capability: { status: 501, details: { capability: "reply" } },
  conflict: { status: 412, details: { what: "incident", id: "inc_1" } },
  duplicate: { status: 409, details: { keys: ["vk:-1_1"] } },
  "illegal-transition": { status: 409, details: { command: "take", status: "closed", legal: ["reopen"] } },
  "invalid-query": { status: 422, details: { span: { start: 0, end: 1 }, expected: "a word" } },
  "invalid-rule": { status: 422, details: { ruleId: "r", issues: [{ path: "query", message: "a word was expected" }] } },
  "missing-fact": { status: 422, details: { facts: ["evidence.fix"] } },
  forbidden: { status: 403, details: { reason: "role" } },
  "not-found": { status: 404, details: { id: "inc_1" } },
  "unreadable-photo": { status: 415, details: { reason: "not-a-photo" } },
}

/** How each problem of the HTTP layer comes to be. */
const refusals: Readonly<Record<HttpProblemCode, { readonly status: number; readonly method?: string; readonly path: string } & Asking>> = {
  "invalid-request": { status: 400, path: "/incidents/x/commands", json: { type: "take", incidentId: "y" }, headers: { "if-match": "*" } },
  unauthenticated: { status: 401, path: "/incidents/x/commands", json: {}, as: null },
  "cross-site": { status: 403, path: "/incidents/x/commands", json: {}, headers: { "sec-fetch-site": "cross-site" } },
  "no-such-route": { status: 404, method: "GET", path: "/nowhere" },
  "method-not-allowed": { status: 405, method: "DELETE", path: "/incidents/x/commands" },
  "too-large": { status: 413, path: "/incidents/x/commands", json: "x".repeat(300_000), headers: { "if-match": "*" } },
  "unsupported-media": { status: 415, path: "/incidents/x/commands", body: "a=b", headers: { "content-type": "text/plain" } },
  "if-match-required": { status: 428, path: "/incidents/x/commands", json: {} },
  "too-many-streams": { status: 429, method: "GET", path: "/events" },
  internal: { status: 500, path: "/incidents/x/commands", json: { type: "take" }, headers: { "if-match": "*" } },
}

let served: Served | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})

async function overTheWire(town: Town, method: string, path: string, asking: Asking): Promise<Response> {
  served = await serve(town.handler)
  const { headers } = requestOf(method, path, asking)
  const body = asking.json === undefined ? asking.body : JSON.stringify(asking.json)
  return fetch(`${served.origin}${path}`, { method, headers, ...(body === undefined ? {} : { body }) })
}

async function problemIn(response: Response, code: string): Promise<Record<string, unknown>> {
  expect(response.headers.get("content-type")).toBe("application/problem+json")
  const text = await response.text()
  expect(text).not.toContain(markerText)
  const problem = problemSchema.parse(JSON.parse(text))
  expect(problem).toMatchObject({ code, status: response.status, type: `/problems/${code}` })
  const page = await fetch(`${served?.origin ?? ""}${problem.type}`)
  expect(await page.json()).toMatchObject({ code, statuses: expect.arrayContaining([response.status]) as number[] })
  return problem
}

describe("every error of the core", () => {
  it.each(Object.entries(errors))("%s has its status, its page and no text", async (code, { status, details }) => {
    const message = status < 500 || code === "capability" ? "a sentence for developers" : markerText
    const execute = async () => Promise.reject(new DeskError(code as DeskErrorCode, message, details, { cause: new Error(markerText) }))
    const town = await openTown({ desk: { execute } })
    const asking = { json: { type: "take" }, headers: { "if-match": '"v1"' } }
    const response = await overTheWire(town, "POST", "/incidents/x/commands", asking)
    expect(response.status).toBe(status)
    await problemIn(response, code)
    // What clients cannot mend is told to the host, with the error itself.
    expect(town.told.length).toBe(status < 500 || code === "capability" ? 0 : 1)
  })

  it("comes with what a client needs to mend it", async () => {
    const tell = async (code: DeskErrorCode, headers: Readonly<Record<string, string>> = { "if-match": "*" }) => {
      const execute = async () => Promise.reject(new DeskError(code, "a sentence", errors[code].details))
      const { ask } = await openTown({ desk: { execute } })
      const response = await ask("POST", "/incidents/x/commands", { json: { type: "take" }, headers })
      return { status: response.status, headers: response.headers, body: (await response.json()) as object }
    }
    expect((await tell("config")).body).toMatchObject({ errors: [{ in: "body", pointer: "/a/0/b", detail: "a text was expected" }] })
    expect((await tell("illegal-transition")).body).toMatchObject({ status: 409, incidentStatus: "closed", legal: ["reopen"] })
    expect((await tell("missing-fact")).body).toMatchObject({ facts: ["evidence.fix"] })
    expect((await tell("forbidden")).body).toMatchObject({ reason: "role" })
    expect((await tell("rate-limited")).headers.get("retry-after")).toBe("120")
    expect((await tell("conflict")).status).toBe(412)
  })

  it("that no version was named for is a conflict without a condition", async () => {
    const execute = async () => Promise.reject(new DeskError("conflict", "a sentence", { what: "lease", id: "x" }))
    const { ask } = await openTown({ desk: { execute } })
    expect((await ask("POST", "/incidents/x/commands", { json: { type: "take" }, headers: { "if-match": "*" } })).status).toBe(409)
  })

  it("about options that nobody sent is the host's fault", async () => {
    const health = async () => Promise.reject(new DeskError("config", markerText, errors.config.details))
    const { ask, told } = await openTown({ desk: { health } })
    const response = await ask("GET", "/health")
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain(markerText)
    expect(told).toMatchObject([{ operationId: "health", status: 500 }])
  })

  it.each([
    ["not-a-photo", 415],
    ["unsupported", 415],
    ["too-many-bytes", 413],
    ["too-many-pixels", 413],
    ["damaged", 422],
  ] as const)("of a photo that is %s has the status %i", async (reason, status) => {
    const read = () => {
      throw new DeskError("unreadable-photo", "a sentence", { reason })
    }
    const { ask } = await openTown({ handler: { photos: { read, put: () => undefined, get: () => undefined } } })
    const asking = { body: new Uint8Array([1]), headers: { "content-type": "image/jpeg" } }
    expect((await ask("POST", "/incidents/x/evidence?shows=fix", asking)).status).toBe(status)
  })
})

describe("every problem of the HTTP layer", () => {
  it.each(Object.entries(refusals))("%s has its status and its page", async (code, { status, method = "POST", path, ...asking }) => {
    const execute = async () => Promise.reject(new Error(markerText))
    const town = await openTown({ desk: { execute }, handler: { limits: { streams: 0 } } })
    const response = await overTheWire(town, method, path, asking)
    expect(response.status).toBe(status)
    await problemIn(response, code)
    if (code === "method-not-allowed") expect(response.headers.get("allow")).toBe("POST")
  })

  it("names each place that is malformed", async () => {
    const { ask } = await openTown()
    const body = await ask("POST", "/incidents/x/commands", { json: { type: "assign", why: 7 }, headers: { "if-match": "*" } })
    expect(await body.json()).toMatchObject({
      errors: [
        { in: "body", pointer: "/authorityId" },
        { in: "body", pointer: "/why" },
      ],
    })
    for (const text of ["{", "\u0000", "[]"]) {
      const headers = { "content-type": "application/json", "if-match": "*" }
      expect((await ask("POST", "/incidents/x/commands", { body: text, headers })).status).toBe(400)
    }
    const query = await ask("GET", "/journal?kind=access&kind=move&limit=many", { as: "officer" })
    expect(await query.json()).toMatchObject({ errors: [{ in: "query", pointer: "/kind" }] })
    const unknown = await ask("GET", "/journal?kind=access&limt=5", { as: "officer" })
    expect(await unknown.json()).toMatchObject({
      errors: [{ in: "query", pointer: "/limt", detail: expect.stringContaining("limit") as string }],
    })
  })

  it("is listed in the document", () => {
    expect(Object.keys(problemKinds).toSorted()).toEqual([...Object.keys(errors), ...Object.keys(refusals)].toSorted())
  })
})
