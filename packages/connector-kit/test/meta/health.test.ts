import { createFixedToken, createQuotaPlanner } from "@otklik/connector-kit"
import { checkSubscriptions, checkToken, createGraphClient, createHealthReport, edgeMoment, listEdge } from "@otklik/connector-kit/meta"
import { DeskError } from "@otklik/core"
import { createManualClock } from "@otklik/testkit"
import { describe, expect, it } from "vitest"

const now = "2026-11-24T03:00:00.000Z"
const app = { appId: "7", appSecret: "0123456789abcdef" }

function setUp(answers: Readonly<Record<string, unknown>>, expiresAt: string | null = null) {
  const clock = createManualClock({ at: now })
  const graph = createGraphClient({
    network: "facebook",
    clock,
    fetch: async (input) => {
      const { pathname } = new URL(new Request(input).url)
      return Response.json(answers[pathname.split("/").slice(2).join("/")] ?? { error: { code: 10 } })
    },
    random: () => 0.5,
    token: createFixedToken("EAAinvented", expiresAt),
    planner: createQuotaPlanner({ clock, limits: [] }),
  })
  return { clock, graph, book: createHealthReport(clock) }
}

const seconds = (instant: string): number => Date.parse(instant) / 1000

describe("health at Meta", () => {
  it("tells the nearest end of a token, of its data, and what is over", async () => {
    const data = { is_valid: true, scopes: ["read"], expires_at: 0, data_access_expires_at: seconds("2026-12-01T00:00:00.000Z") }
    const { graph, book } = setUp({ debug_token: { data } }, "2027-01-01T00:00:00.000Z")
    await checkToken(book, { graph, app, rights: { read: "to read", write: "to write" } })
    expect(book.expiresAt).toBe("2026-12-01T00:00:00.000Z")
    expect(book.problems).toEqual(["token: the right write is missing, to write; log in again and grant it"])
    const over = setUp({ debug_token: { data: { ...data, data_access_expires_at: 1, scopes: ["read", "write"] } } })
    await checkToken(over.book, { graph: over.graph, app, rights: {} })
    expect(over.book.problems).toEqual([expect.stringContaining("the access to data has ended")])
  })

  it("asks nothing of Meta without the application, and tells that it cannot be asked", async () => {
    const alone = setUp({}, "2026-11-01T00:00:00.000Z")
    await checkToken(alone.book, { graph: alone.graph, app: undefined, rights: { read: "to read" } })
    expect(alone.book.problems).toEqual([expect.stringContaining("token: it has ended")])
    const denied = setUp({})
    await checkToken(denied.book, { graph: denied.graph, app, rights: { read: "to read" } })
    expect(denied.book.problems).toEqual([expect.stringMatching(/^token: facebook: debug_token: Meta answered with error 10/)])
  })

  it.each([
    [[], [], ["no active webhook for the object page", "does not send the application feed", "does not send the application mention"]],
    [[{ object: "page", active: false, fields: ["feed"] }], [{ id: "7", subscribed_fields: ["feed", "mention"] }], ["no active webhook"]],
    [
      [{ object: "page", fields: [{ name: "feed", version: "v25.0" }] }],
      [{ id: "7", subscribed_fields: ["feed"] }],
      ["subscribe to the field mention", "does not send the application mention"],
    ],
    [
      [{ object: "page", fields: ["feed", "mention"] }],
      [{ id: "8", subscribed_fields: ["feed", "mention"] }],
      ["does not send the application feed", "does not send the application mention"],
    ],
    [[{ object: "page", fields: ["feed", "mention"] }], [{ id: "7", subscribed_fields: [{ name: "feed" }, "mention"] }], []],
  ])("names the side of a webhook that is silent: %j %j", async (subscriptions, apps, problems) => {
    const { graph, book } = setUp({ "7/subscriptions": { data: subscriptions }, "1/subscribed_apps": { data: apps } })
    const fields = ["feed", "mention"]
    await checkSubscriptions(book, { graph, app, object: "page", fields, node: "1", nodeFields: fields, nodeName: "the Page" })
    expect(book.problems).toEqual(problems.map((problem) => expect.stringContaining(problem) as string))
  })

  it("passes on what is no failure of a network, and the signal's reason", async () => {
    const { clock, book } = setUp({})
    const bug = new RangeError("a bug")
    await expect(book.look("x", async () => Promise.reject(bug))).rejects.toBe(bug)
    const reason = new Error("the host stops")
    const stopped = createHealthReport(clock, AbortSignal.abort(reason))
    await expect(stopped.look("x", async () => Promise.reject(new DeskError("network", "net: down", {})))).rejects.toBe(reason)
  })
})

describe("items of a list", () => {
  it("have the moment of a neighbour when they are broken", () => {
    const items = [{ id: "1" }, { id: "2", created_time: "2026-11-24T02:00:00+0000" }, { id: "3", created_time: 5 }, "none"]
    const listed = listEdge(items, {
      read: () => ({ kind: "skipped", item: { code: "invalid", message: "x", path: "x" } }),
      place: "feed",
      fallback: 5,
    })
    const at = seconds("2026-11-24T02:00:00.000Z")
    expect(listed.map((item) => item.at)).toEqual([at, at, at, at])
    expect(new Set(listed.map(({ id }) => id)).size).toBe(4)
    expect(edgeMoment({ timestamp: "2026-11-24T02:00:00+0000" }, "timestamp")).toBe(at)
    expect(edgeMoment({ timestamp: 7 }, "timestamp")).toBeUndefined()
  })
})
