import { buildReplyPhoto } from "@otklik/testkit"
import { parseJson } from "@otklik/connector-kit"
import { graphVersion } from "@otklik/connector-kit/meta"
import { describe, expect, it } from "vitest"
import { absent, answerFaults, callFaults, hasContract, nodeFaults, specVersion, type SentCall } from "./official.ts"
import { createWorld, hook, minutesAgo, now, readAll, verifyToken, waitingPushes, type FacebookWorld } from "./world.ts"

interface Exchange {
  readonly call: SentCall
  readonly answer: unknown
  readonly status: number
}

/** What kind of node an id is: known to whoever made the world. */
function typeOf({ pageId, app }: FacebookWorld, node: string): string {
  if (node === app.appId) return "Application"
  if (node === pageId || /^100\d{12}$/.test(node)) return "Page"
  return node.startsWith("100") || node.startsWith("240") ? "PagePost" : "Comment"
}

/** Everything that the connector can do, once, with what goes wrong on the way. */
async function doEverything() {
  const world = createWorld()
  const { facebook, clock, pageId: accountId, citizenId: authorId, connect } = world
  const exchanges: Exchange[] = []
  const spy: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const { pathname, searchParams } = new URL(request.url)
    const [, version, node = "", edge] = pathname.split("/")
    expect(version).toBe(graphVersion)
    const body = request.method === "POST" ? new URLSearchParams(await request.clone().text()) : searchParams
    const response = await facebook.fetch(request)
    const call = { type: typeOf(world, decodeURIComponent(node)), method: request.method, edge, params: Object.fromEntries(body) }
    if (node !== "debug_token") exchanges.push({ call, answer: parseJson(await response.clone().text()), status: response.status })
    return response
  }
  facebook.subscribe({ accountId, url: hook, secret: verifyToken })
  const other = facebook.addAccount({ kind: "official", name: "Водоканал" })
  const connector = connect({ fetch: spy, webhook: { verifyToken }, publicPages: [{ pageId: other }] })
  const photo = { kind: "photo", url: "https://scontent.example.com/1.jpg" } as const
  const video = { kind: "video", url: "https://scontent.example.com/1.mp4" } as const
  const link = { kind: "link", url: "https://example.org/" } as const
  const post = facebook.publish({ accountId, authorId, text: "Яма", at: minutesAgo(60), attachments: [photo, video, link] })
  facebook.publish({ accountId, authorId: accountId, text: "Наше", at: minutesAgo(55) })
  facebook.publish({ accountId, authorId, text: "Администрация, яма", at: minutesAgo(50), section: "tagged" })
  facebook.publish({ accountId: other, authorId: other, text: "Отключение", at: minutesAgo(45) })
  const top = facebook.comment({ under: post, authorId, text: "Да", at: minutesAgo(40), attachments: [photo] })
  const below = facebook.comment({ under: top, authorId, text: "И у нас", at: minutesAgo(35) })
  const gone = facebook.comment({ under: post, authorId, text: "Лишнее", at: minutesAgo(30) })
  const old = facebook.publish({ accountId, authorId, text: "Давно", at: minutesAgo(60 * 24 * 40) })
  facebook.comment({ under: old, authorId, text: "Всё ещё", at: minutesAgo(5) })
  const watchedKeys = [post, top, below, gone, old]
  for (const { id } of connector.sources) await readAll(connector, id, { watchedKeys })
  facebook.remove(gone)
  facebook.edit(top, "Да!")
  clock.advance(61)
  await readAll(connector, "feed", { watchedKeys, at: clock.now() })
  const reply = {
    messageKey: below,
    text: "Ответ",
    photos: [buildReplyPhoto({ url: "https://city.example.org/1.jpg" })],
    idempotencyKey: "r1",
    now,
  }
  await connector.doReply?.(reply)
  await connector.doReply?.({ ...reply, messageKey: post, idempotencyKey: "r2" })
  await connector.doCheck()
  const pushes = await waitingPushes(facebook)
  for (const request of pushes) await connector.doReceive?.(request, { now })
  for (const kind of ["rate-limit", "comments-closed", "server-error", "flood", "token-expired"] as const) {
    facebook.inject({ kind, operation: "POST comments" })
    await connector.doReply?.({ ...reply, photos: [], text: kind, idempotencyKey: kind }).catch(() => undefined)
  }
  return { exchanges, connector }
}

describe.skipIf(!hasContract)("the official specifications of the Graph API", () => {
  it("are of the version that the connector asks for", () => {
    expect(specVersion).toBe(graphVersion)
  })

  it("allow every call of the connector: edges, parameters, values and fields", async () => {
    const { exchanges } = await doEverything()
    const names = exchanges.map(({ call: { type, method, edge } }) => `${method} ${type}${edge === undefined ? "" : `/${edge}`}`)
    expect([...new Set(names)].toSorted()).toEqual([
      "GET Application/subscriptions",
      "GET Comment",
      "GET Comment/comments",
      "GET Page/feed",
      "GET Page/subscribed_apps",
      "GET Page/tagged",
      "GET Page/visitor_posts",
      "GET PagePost",
      "GET PagePost/comments",
      "POST Comment/comments",
      "POST PagePost/comments",
    ])
    expect(exchanges.flatMap(({ call }) => callFaults(call))).toEqual([])
  })

  it("fit every answer of the simulator, field by field", async () => {
    const { exchanges } = await doEverything()
    let checked = 0
    for (const { call, answer, status } of exchanges) {
      if (status >= 400 || call.type === "Application" || call.edge === "subscribed_apps") continue
      checked += 1
      expect({ call, faults: answerFaults(call, answer) }).toEqual({ call, faults: [] })
    }
    expect(checked).toBeGreaterThan(25)
  })

  it("are read by these tests at all: what is wrong has faults", () => {
    const call = {
      type: "PagePost",
      method: "GET",
      edge: "comments",
      params: { order: "newest", q: "x", fields: "id,colour,parent{size}" },
    }
    expect(callFaults(call)).toHaveLength(4)
    expect(callFaults({ ...call, edge: "replies" })).toHaveLength(1)
    expect(
      nodeFaults("PagePost", { id: 7, created_time: "yesterday", colour: "red", comments: { data: [{ is_hidden: 1 }] } }),
    ).toHaveLength(4)
  })
})

it.runIf(!hasContract)(`skips: ${absent}`, () => {
  expect(hasContract).toBe(false)
})
