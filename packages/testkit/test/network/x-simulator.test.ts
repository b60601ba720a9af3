import { createHmac } from "node:crypto"
import { describe, expect, it } from "vitest"
import { createManualClock } from "@otklik/testkit"
import { createNetworkSimulator } from "@otklik/testkit/networks"

const now = "2026-11-24T03:00:00.000Z"

type Answer = Readonly<Record<string, unknown>>

function setUp() {
  const clock = createManualClock({ at: now })
  const x = createNetworkSimulator("x", { clock })
  const accountId = x.addAccount({ kind: "official", name: "Администрация" })
  const authorId = x.addAccount({ kind: "person", name: "Имя" })
  const app = x.issueToken({ kind: "application" })
  const user = x.issueToken({ kind: "account", accountId })
  const get = async (path: string, params: Readonly<Record<string, string>> = {}, token = app) => {
    const url = `https://api.x.com/2/${path}?${new URLSearchParams(params).toString()}`
    const response = await x.fetch(url, { headers: { authorization: `Bearer ${token}` } })
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer }
  }
  const post = async (body: unknown, token = user) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
    const response = await x.fetch("https://api.x.com/2/tweets", { method: "POST", headers, body: JSON.stringify(body) })
    return { status: response.status, body: (await response.json()) as Answer }
  }
  const alone = (text: string, at = "2026-11-24T02:00:00.000Z") => x.publish({ accountId: authorId, authorId, text, at })
  const idsOf = (body: Answer) => ((body["data"] ?? []) as readonly { readonly id: string }[]).map(({ id }) => `x:${id}`)
  return { clock, x, accountId, authorId, app, user, get, post, alone, idsOf }
}

const search = "tweets/search/recent"

describe("the simulated X", () => {
  it("is strict: paths, tokens, kinds of tokens, scopes, parameters, values", async () => {
    const { x, accountId, user, get } = setUp()
    expect((await get("tweets/fly")).status).toBe(404)
    expect((await get(search, { query: "яма" }, "nobody")).body).toMatchObject({ title: "Unauthorized", type: "about:blank", status: 401 })
    expect((await get("usage/tweets", {}, user)).body["type"]).toBe("https://api.x.com/2/problems/unsupported-authentication")
    expect((await get("users/me")).status).toBe(403)
    const weak = x.issueToken({ kind: "account", accountId, rights: ["users.read"] })
    expect((await get(search, { query: "яма" }, weak)).status).toBe(403)
    const wrong: readonly Readonly<Record<string, string>>[] = [
      { max_results: "9" },
      { max_results: "101" },
      { colour: "red" },
      { "post.fields": "author_id" },
      { "tweet.fields": "note_post" },
      { "tweet.fields": "text", expansions: "referenced_posts" },
      { since_id: "last" },
      { start_time: "yesterday" },
      { end_time: "2026-11-24T02:59:55Z" },
      { start_time: "2026-11-16T00:00:00Z" },
      { since_id: "2100000000000000000" },
      { query: "я".repeat(513) },
      { query: "(яма" },
      { query: "colour:red" },
    ]
    for (const params of wrong)
      expect((await get(search, { query: "яма", ...params })).body, JSON.stringify(params)).toMatchObject({
        type: "https://api.x.com/2/problems/invalid-request",
        status: 400,
      })
    expect((await get(search)).status).toBe(400)
    expect((await get("tweets", { ids: Array.from({ length: 101 }, (_, id) => String(id)).join(",") })).status).toBe(400)
    expect((await get("users/7/mentions")).status).toBe(404)
  })

  it("searches by words, phrases, operators, brackets and what must not be there", async () => {
    const { x, accountId, authorId, alone, get, idsOf } = setUp()
    const pit = alone("Большая яма!")
    const lamp = alone("не горит фонарь у ямы")
    const reply = x.comment({ under: pit, authorId: accountId, text: "яма засыпана", at: "2026-11-24T02:10:00.000Z" })
    const found = async (query: string) => idsOf((await get(search, { query })).body).toSorted()
    expect(await found("яма")).toEqual([pit, reply].toSorted())
    expect(await found('"не горит"')).toEqual([lamp])
    expect(await found("(яма OR фонарь) -is:reply lang:ru")).toEqual([pit, lamp].toSorted())
    expect(await found(`яма -from:${accountId}`)).toEqual([pit])
    expect(await found(`conversation_id:${pit.slice(2)} is:reply`)).toEqual([reply])
    expect(await found(`from:u${authorId} фонарь`)).toEqual([lamp])
  })

  it("shows what is half a minute old, pages by tokens and by ids, and leaves data out where there is nothing", async () => {
    const { clock, alone, get, idsOf } = setUp()
    expect((await get(search, { query: "яма" })).body).toEqual({ meta: { result_count: 0 } })
    const keys = Array.from({ length: 25 }, (_, index) => alone(`яма ${index}`, `2026-11-24T02:${10 + index}:00.000Z`)).toReversed()
    const fresh = alone("яма", now)
    const first = await get(search, { query: "яма" })
    const meta = first.body["meta"] as Answer
    expect(idsOf(first.body)).toEqual(keys.slice(0, 10))
    expect(meta).toEqual({ newest_id: keys[0]?.slice(2), oldest_id: keys[9]?.slice(2), result_count: 10, next_token: expect.any(String) })
    const next = { query: "яма", next_token: String(meta["next_token"]) }
    expect(idsOf((await get(search, next)).body)).toEqual(keys.slice(10, 20))
    const below = { query: "яма", until_id: keys[9]?.slice(2) ?? "", max_results: "100" }
    expect(idsOf((await get(search, below)).body)).toEqual(keys.slice(10))
    clock.advance(1)
    expect(idsOf((await get(search, { query: "яма", since_id: keys[1]?.slice(2) ?? "" })).body)).toEqual([fresh, keys[0]])
  })

  it("hands out what was asked for, in the spelling that was asked in", async () => {
    const { x, accountId, authorId, get } = setUp()
    const at = "2026-11-24T02:00:00.000Z"
    const photo = { kind: "photo", url: "https://pbs.twimg.example.com/1.jpg" } as const
    const top = x.publish({ accountId, authorId, text: `<яма> ${"и ещё ".repeat(60)}`, at, attachments: [photo] })
    const reply = x.comment({ under: top, authorId: accountId, text: "Едем", at })
    const ids = [top, reply].map((key) => key.slice(2)).join(",")
    expect((await get("tweets", { ids })).body["data"]).toEqual([
      { id: top.slice(2), text: expect.stringMatching(/^@u\d+ &lt;яма&gt;.*…$/), edit_history_post_ids: [top.slice(2)] },
      { id: reply.slice(2), text: `@u${authorId} Едем`, edit_history_post_ids: [reply.slice(2)] },
    ])
    const old = { ids, "tweet.fields": "note_tweet,author_id,referenced_tweets", expansions: "attachments.media_keys,referenced_tweets.id" }
    const { body } = await get("tweets", old)
    expect(body).toMatchObject({
      data: [
        { note_tweet: { text: expect.stringContaining("https://t.co/") }, attachments: { media_keys: [expect.stringMatching(/^3_/)] } },
        { author_id: accountId, referenced_tweets: [{ type: "replied_to", id: top.slice(2) }] },
      ],
      includes: { media: [{ type: "photo", url: photo.url }], tweets: [{ id: top.slice(2) }] },
    })
    expect(JSON.stringify(body)).not.toContain("Имя")
    const { body: newer } = await get("tweets", { ids, "post.fields": "note_post", expansions: "author_id,referenced_posts" })
    expect(newer).toMatchObject({ includes: { users: [{ name: "Имя" }, {}], posts: [{ id: top.slice(2) }] } })
  })

  it("gives an edited post a new id, each version by its own, and tells what is gone or protected", async () => {
    const { clock, x, alone, get, idsOf } = setUp()
    const key = alone("яма")
    const gone = alone("яма вторая")
    const hidden = x.addAccount({ kind: "person", name: "Б", isClosed: true })
    const secret = x.publish({ accountId: hidden, authorId: hidden, text: "яма", at: "2026-11-24T02:00:00.000Z" })
    x.edit(key, "яма на Лесной")
    x.remove(gone)
    clock.advance(1)
    const { body } = await get(search, { query: "яма" })
    const [shown] = body["data"] as readonly { readonly id: string; readonly edit_history_post_ids: readonly string[] }[]
    expect(shown?.edit_history_post_ids).toEqual([key.slice(2), shown?.id])
    expect(idsOf(body)).toHaveLength(1)
    const ids = [key, gone, secret].map((one) => one.slice(2)).join(",")
    const { body: looked } = await get("tweets", { ids })
    expect(looked).toMatchObject({
      data: [{ id: key.slice(2), text: "яма" }],
      errors: [
        { resource_id: gone.slice(2), type: "https://api.x.com/2/problems/resource-not-found" },
        { resource_id: secret.slice(2), type: "https://api.x.com/2/problems/not-authorized-for-resource" },
      ],
    })
    x.restore(gone)
    expect((await get("tweets", { ids: gone.slice(2) })).body["errors"]).toBeUndefined()
  })

  it("lets an app answer who addressed the account, once with one text, of 280 weighted characters, and with known media", async () => {
    const { x, accountId, authorId, post, alone } = setUp()
    const asked = x.publish({ accountId, authorId, text: "Где?", at: "2026-11-24T02:00:00.000Z" })
    const reply = (key: string) => ({ in_reply_to_tweet_id: key.slice(2) })
    expect((await post({ text: "Тут", reply: reply(alone("яма")) })).body).toMatchObject({
      status: 403,
      detail: expect.stringContaining("mentioned"),
    })
    expect(await post({ text: "Тут", reply: reply(asked) })).toMatchObject({ status: 201, body: { data: { text: "Тут" } } })
    expect((await post({ text: "Тут" })).body).toMatchObject({ status: 403, detail: expect.stringContaining("duplicate") })
    for (const body of [
      { text: "№".repeat(141) },
      { text: "" },
      { text: 7 },
      { text: "А", colour: 1 },
      { text: "Б", media: { media_ids: ["7"] } },
    ])
      expect((await post(body)).status, JSON.stringify(body)).toBe(400)
    expect((await post({ text: "В", reply: {} })).status).toBe(400)
    expect((await post({ text: "Г", reply: { in_reply_to_tweet_id: "7" } })).status).toBe(403)
    expect((await post({ text: "Д", quote_tweet_id: asked.slice(2) })).status).toBe(403)
    const enterprise = x.issueToken({ kind: "account", accountId, rights: ["tweet.read", "tweet.write", "users.read", "enterprise"] })
    expect((await post({ text: "Е", reply: reply(alone("лужа")) }, enterprise)).status).toBe(201)
    expect(x.replies().map(({ text }) => text)).toEqual(["Тут", "Е"])
  })

  it("counts calls in windows, and what was read once a day", async () => {
    const { clock, alone, get, user } = setUp()
    alone("яма")
    for (let call = 1; call <= 75; call += 1) await get("users/me", {}, user)
    const spent = await get("users/me", {}, user)
    expect([spent.status, spent.headers.get("x-rate-limit-remaining"), spent.headers.get("x-rate-limit-limit")]).toEqual([429, "0", "75"])
    expect(Number(spent.headers.get("x-rate-limit-reset"))).toBe(Date.parse(now) / 1000 + 900)
    clock.advance(15)
    expect((await get("users/me", {}, user)).status).toBe(200)
    const usage = async () => ((await get("usage/tweets")).body["data"] as Answer)["project_usage"]
    await get(search, { query: "яма" })
    await get(search, { query: "яма" })
    expect(await usage()).toBe("1")
    clock.advance(1440)
    await get(search, { query: "яма" })
    expect(await usage()).toBe("2")
  })

  it("renews tokens, each refresh token once", async () => {
    const { clock, x, user, get } = setUp()
    const { key = "", secret = "" } = x.application ?? {}
    const renew = async (refresh: string, more: Readonly<Record<string, string>> = {}) => {
      const body = new URLSearchParams({ grant_type: "refresh_token", refresh_token: refresh, client_id: key, ...more })
      const headers = { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}` }
      const response = await x.fetch("https://api.x.com/2/oauth2/token", { method: "POST", body, headers })
      return { status: response.status, body: (await response.json()) as Answer }
    }
    const first = user.replace("access", "refresh")
    expect((await renew(first, { client_id: "other" })).status).toBe(400)
    expect((await renew(first, { grant_type: "password" })).status).toBe(400)
    const { body } = await renew(first)
    expect(body).toMatchObject({ token_type: "bearer", expires_in: 7200, scope: expect.stringContaining("tweet.write") })
    expect((await renew(first)).status).toBe(400)
    const access = String(body["access_token"])
    expect((await get("users/me", {}, access)).status).toBe(200)
    clock.advance(120)
    expect((await get("users/me", {}, access)).status).toBe(401)
    expect((await renew(String(body["refresh_token"]))).status).toBe(200)
  })

  it("pushes signed events to a webhook that answered the handshake, again until they are taken", async () => {
    const { x, accountId, authorId } = setUp()
    const secret = "a-secret-of-the-app"
    const sign = (text: string): string => `sha256=${createHmac("sha256", secret).update(text).digest("base64")}`
    x.subscribe({ accountId, url: "https://desk.example.org/x", secret })
    x.publish({ accountId, authorId, text: "Где?" })
    x.publish({ accountId: authorId, authorId, text: "Не для вас" })
    expect(await x.deliver(async () => new Response("no", { status: 404 }))).toBe(0)
    const seen: (readonly [string, boolean])[] = []
    let isAway = true
    const receive = async (request: Request): Promise<Response> => {
      if (request.method === "GET") return Response.json({ response_token: sign(new URL(request.url).searchParams.get("crc_token") ?? "") })
      const text = await request.text()
      const { data } = JSON.parse(text) as { readonly data: { readonly event_type: string } }
      seen.push([data.event_type, request.headers.get("x-twitter-webhooks-signature") === sign(text)])
      return new Response(null, { status: isAway ? 503 : 200 })
    }
    expect(await x.deliver(receive)).toBe(1)
    isAway = false
    x.inject({ kind: "duplicate", operation: "push" })
    expect(await x.deliver(receive)).toBe(2)
    expect(seen).toEqual(Array.from({ length: 3 }, () => ["post.mention.create", true]))
    x.publish({ accountId, authorId, text: "Ещё" })
    x.inject({ kind: "events-lost", operation: "push" })
    expect(await x.deliver(receive)).toBe(0)
  })

  it("speaks over HTTP on localhost", async () => {
    const { x, user } = setUp()
    const { url, close } = await x.listen()
    try {
      const response = await fetch(`${url}/2/users/me`, { headers: { authorization: `Bearer ${user}` } })
      expect(await response.json()).toMatchObject({ data: { username: expect.stringMatching(/^u\d+$/) } })
    } finally {
      await close()
    }
  })
})
