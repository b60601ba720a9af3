import { buildReplyPhoto } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import type { XSpelling } from "../src/index.ts"
import { absent, answerFaults, callFaults, faultsOf, hasContract, respelled, securityOf } from "./official.ts"
import { createWorld, minutesAgo, readAll, secret } from "./world.ts"

const spellings: readonly XSpelling[] = ["post", "tweet"]

/** Everything that the connector can do, once, with what goes wrong on the way. */
async function doEverything(spelling: XSpelling) {
  const world = createWorld()
  const { x, accountId, citizenId: authorId, account, clock } = world
  x.subscribe({ accountId, url: "https://desk.example.org/x", secret })
  const user = x.issueToken({ kind: "account", accountId })
  const connector = world.connect({
    spelling,
    tokens: { app: world.tokens.app, user },
    userScopes: ["tweet.read", "tweet.write", "users.read", "offline.access", "media.write"],
    webhook: { consumerSecret: secret },
    monthlyReads: 1000,
  })
  const photo = { kind: "photo", url: "https://pbs.twimg.example.com/1.jpg" } as const
  const video = { kind: "video", url: "https://video.twimg.example.com/1.mp4" } as const
  const post = x.publish({ accountId, authorId, text: "яма <тут> & там", at: minutesAgo(60), attachments: [photo, video] })
  const long = x.publish({ accountId: authorId, authorId, text: `яма ${"и опять яма ".repeat(60)}`, at: minutesAgo(59) })
  const reply = x.comment({ under: post, authorId, text: `И у нас яма @${account.username}`, at: minutesAgo(50) })
  const own = x.publish({ accountId, authorId: accountId, text: "Мы на связи", at: minutesAgo(45) })
  x.publish({ accountId: authorId, authorId, text: `Вот яма https://x.com/${account.username}/status/${own.slice(2)}`, at: minutesAgo(40) })
  const gone = x.publish({ accountId: authorId, authorId, text: "яма исчезла", at: minutesAgo(30) })
  x.edit(long, "яма, правлено")
  x.remove(gone)
  x.remove(own)
  clock.advance(2)
  const at = clock.now()
  for (const { id, everyMinutes } of connector.sources) {
    expect(everyMinutes).toBeGreaterThan(0)
    const first = await readAll(connector, id, { at, watchedKeys: [post, long, reply, gone] })
    await readAll(connector, id, { at, cursor: first.cursor, limit: 3, watchedKeys: [post, long, reply, gone] })
  }
  const answer = {
    messageKey: reply,
    text: "Засыпали <сегодня>",
    photos: [buildReplyPhoto({ url: "https://city.example.org/photo/1.png" })],
    idempotencyKey: "r1",
    now: at,
  }
  await connector.doReply?.(answer)
  await connector.doCheck()
  const events: unknown[] = []
  await x.deliver(async (request) => {
    if (request.method === "POST") events.push(await request.clone().json())
    return (await connector.doReceive?.(request, { now: at }))?.response ?? new Response("no", { status: 500 })
  })
  for (const kind of ["captcha", "comments-closed", "flood", "server-error", "daily-limit"] as const) {
    x.inject({ kind, operation: "createPosts" })
    await connector.doReply?.({ ...answer, photos: [], text: `${kind}?`, idempotencyKey: kind }).catch(() => undefined)
  }
  return { requests: x.requests, events }
}

describe.skipIf(!hasContract).each(spellings)("the official contract of X, 2.167, in the spelling %s", (spelling) => {
  it("allows every call of the connector, with these kinds of tokens and scopes", async () => {
    const { requests } = await doEverything(spelling)
    expect([...new Set(requests.map(({ operation }) => operation))].toSorted()).toEqual([
      "createPosts",
      "getActivitySubscriptions",
      "getPostsByIds",
      "getUsage",
      "getUsersMe",
      "getUsersMentions",
      "getUsersPosts",
      "getWebhooks",
      "mediaUpload",
      "searchPostsRecent",
    ])
    expect(requests.flatMap(({ operation, params }) => callFaults(operation, params))).toEqual([])
    const asked = ["tweet.read", "tweet.write", "users.read", "offline.access", "media.write"]
    for (const { operation, params } of requests) {
      const { app, scopes } = securityOf(operation)
      if (params["authorization"]?.includes("-app-") === true) expect(app, operation).toBe(true)
      else
        expect(
          scopes?.every((scope) => asked.includes(scope)),
          operation,
        ).toBe(true)
    }
  })

  it("fits every answer of the simulator: no field that it does not name", async () => {
    const { requests } = await doEverything(spelling)
    const problems: string[] = []
    for (const { operation, answer } of requests) {
      if (typeof answer === "object" && answer !== null && "status" in answer) problems.push(String(Reflect.get(answer, "title")))
      else if (JSON.stringify(answer).includes('"code":')) problems.push("code")
      else expect({ operation, faults: answerFaults(operation, answer) }).toEqual({ operation, faults: [] })
    }
    expect(new Set(problems)).toEqual(new Set(["Too Many Requests", "code", "Forbidden", "Service Unavailable"]))
  })
})

describe.skipIf(!hasContract)("the official contract of X, 2.167", () => {
  it("fits every event of the simulator; names of events may be negative numbers, as X's own samples show", async () => {
    const { events } = await doEverything("post")
    const seen = new Set<string>()
    for (const event of events as readonly { readonly data: Readonly<Record<string, unknown>> }[]) {
      const { event_type: type, event_uuid: uuid, payload } = event.data
      seen.add(String(type))
      expect(faultsOf("ActivityEventId", String(uuid).replace("-", ""))).toEqual([])
      const schema = type === "post.delete" ? "PostDeleteActivityResponsePayload" : "Post"
      expect({ type, faults: faultsOf(schema, respelled(payload)) }).toEqual({ type, faults: [] })
    }
    expect([...seen].toSorted()).toEqual(["post.delete", "post.mention.create", "post.quote.create"])
  })

  it("is read by this test at all: wrong calls and answers have faults", () => {
    const wrong = { query: "яма", max_results: "5", "post.fields": "text,author_id", colour: "red" }
    expect(callFaults("searchPostsRecent", wrong)).toHaveLength(3)
    expect(callFaults("getPostsByIds", {})).toEqual(["getPostsByIds: ids is missing"])
    expect(callFaults("createPosts", { body: JSON.stringify({ text: "x", reply: {} }) }).length).toBeGreaterThan(0)
    expect(answerFaults("searchPostsRecent", { data: [{ id: 7, note: "x" }], meta: { result_count: "1" } }).length).toBeGreaterThan(2)
  })
})

it.runIf(!hasContract)(`skips: ${absent}`, () => {
  expect(hasContract).toBe(false)
})
