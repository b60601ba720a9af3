import { createHmac } from "node:crypto"
import { describe, expect, it } from "vitest"
import { createWorld, minutesAgo, now, readAll, secret } from "./world.ts"

const address = "https://desk.example.org/x"
const webhook = { consumerSecret: secret }

const sign = (body: string, by = secret): string => `sha256=${createHmac("sha256", by).update(body).digest("base64")}`

function setUp() {
  const world = createWorld()
  const { x, accountId, citizenId: authorId } = world
  const mention = (text = "Яма") => x.publish({ accountId, authorId, text, at: minutesAgo(5) })
  const receive = async (body: string, headers: Readonly<Record<string, string>>, options = world.connect({ webhook })) => {
    const received = await options.doReceive?.(new Request(address, { method: "POST", body, headers }), { now })
    return received ?? expect.fail("the connector takes pushes")
  }
  return { ...world, authorId, mention, receive }
}

/** A post of the moment, as X pushes it. */
const post = { id: "2125069394862080000", text: "Яма", created_at: now, author_id: "7", edit_history_tweet_ids: ["2125069394862080000"] }

const event = (type: string, payload: unknown, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    data: { event_uuid: "-3402274206530057851", filter: { user_id: "1" }, event_type: type, payload, includes: {}, ...more },
  })

describe("the handshake", () => {
  it("is answered with the signed challenge, and makes the webhook valid", async () => {
    const { x, accountId, connect } = setUp()
    x.subscribe({ accountId, url: address, secret })
    const connector = connect({ webhook })
    expect(await x.deliver(async (request) => (await connector.doReceive?.(request, { now }))?.response ?? Response.error())).toBe(1)
    expect((await connector.doCheck()).problems).toEqual([])
    const answer = await connector.doReceive?.(new Request(`${address}?crc_token=${encodeURIComponent("a+b/c=")}&nonce=x`), { now })
    expect(await answer?.response.json()).toEqual({ response_token: sign("a+b/c=") })
  })

  it("prefers the client secret", async () => {
    const connector = setUp().connect({ webhook: { consumerSecret: secret, clientSecret: "the-client-secret" } })
    const answer = await connector.doReceive?.(new Request(`${address}?crc_token=abc`), { now })
    expect(await answer?.response.json()).toEqual({ response_token: sign("abc", "the-client-secret") })
  })

  it.each([
    ["a push in the place of the challenge", event("post.delete", { id: "7", author_id: "1" })],
    ["nothing", ""],
    ["words", "one two"],
    ["a challenge without end", "a".repeat(257)],
  ])("signs nothing for %s", async (_, token) => {
    const connector = setUp().connect({ webhook })
    const answer = await connector.doReceive?.(new Request(`${address}?crc_token=${encodeURIComponent(token)}`), { now })
    expect(answer?.response.status).toBe(400)
    expect(await answer?.response.text()).not.toContain("sha256=")
  })
})

describe("pushes", () => {
  it("tell of mentions, replies and quotes, as reading does, and of what the account deleted itself", async () => {
    const { x, accountId, account, authorId, mention, connect } = setUp()
    x.subscribe({ accountId, url: address, secret })
    const own = x.publish({ accountId, authorId: accountId, text: "Ремонт", at: minutesAgo(9) })
    const first = mention("Яма <тут> & там")
    const answer = x.comment({ under: own, authorId, text: "Где?", at: minutesAgo(4) })
    const link = `https://x.com/${account.username}/status/${own.slice(2)}`
    const quote = x.publish({ accountId: authorId, authorId, text: `И это? ${link}`, at: minutesAgo(3) })
    x.remove(own)
    const connector = connect({ webhook })
    const pushed: unknown[] = []
    const told: unknown[] = []
    await x.deliver(async (request) => {
      const received = await connector.doReceive?.(request, { now })
      pushed.push(...(received?.messages ?? []))
      told.push(...(received?.notices ?? []))
      return received?.response ?? Response.error()
    })
    expect(pushed).toEqual([
      expect.objectContaining({ key: first, text: `@${account.username} Яма <тут> & там`, authorId }),
      expect.objectContaining({ key: answer, kind: "comment", threadKey: own, parentKey: own }),
      expect.objectContaining({ key: quote, kind: "post", attachments: [{ kind: "link", url: link }] }),
    ])
    expect(told).toEqual([{ kind: "deleted", messageKey: own }])
    const read = (await readAll(connector, "mentions")).messages
    expect(read.find(({ key }) => key === first)).toEqual(pushed[0])
  })

  it("know the account's own posts by their author, for the desk to tell apart", async () => {
    const { accountId, receive } = setUp()
    const body = event("post.create", { ...post, author_id: accountId })
    const { messages } = await receive(body, { "x-twitter-webhooks-signature": sign(body) })
    expect(messages).toEqual([expect.objectContaining({ key: `x:${post.id}`, authorId: accountId })])
  })

  const genuine = event("post.mention.create", post)

  it.each([
    ["another secret", genuine, { "x-twitter-webhooks-signature": sign(genuine, "webhook-secret-of-a-tesu") }, 403],
    ["no signature", genuine, {}, 403],
    ["a signature of another text", genuine.replace("Яма", "Луж"), { "x-twitter-webhooks-signature": sign(genuine) }, 403],
    ["the same JSON in another spelling", `${genuine} `, { "x-twitter-webhooks-signature": sign(genuine) }, 403],
    ["a signature without its prefix", genuine, { "x-twitter-webhooks-signature": sign(genuine).slice(7) }, 403],
    ["no event", "{}", { "x-twitter-webhooks-signature": sign("{}") }, 400],
    ["no JSON", "{", { "x-twitter-webhooks-signature": sign("{") }, 400],
    ["a huge body", "я".repeat(600_000), { "x-twitter-webhooks-signature": sign("x") }, 413],
    ["a huge body without a signature", "я".repeat(600_000), {}, 403],
  ])("hold nothing from %s", async (_, body, headers: Readonly<Record<string, string>>, status) => {
    const received = await setUp().receive(body, headers)
    expect(received).toMatchObject({ messages: [], skipped: [] })
    expect(received.response.status).toBe(status)
  })

  it("are taken with either header, and with either secret", async () => {
    const { connect, receive } = setUp()
    const both = connect({ webhook: { consumerSecret: secret, clientSecret: "the-client-secret" } })
    for (const headers of [
      { "x-twitter-webhooks-signature-oauth2": sign(genuine, "the-client-secret") },
      { "x-twitter-webhooks-signature": sign(genuine) },
      { "x-twitter-webhooks-signature-oauth2": sign(genuine, "the-client-secret"), "x-twitter-webhooks-signature": "sha256=old" },
    ] as readonly Readonly<Record<string, string>>[])
      expect((await receive(genuine, headers, both)).messages).toHaveLength(1)
  })

  it("that somebody kept for more than a week are refused, and again of the same moment they change nothing", async () => {
    const { receive } = setUp()
    const old = event("post.mention.create", { ...post, id: "2122000000000000000", edit_history_tweet_ids: ["2122000000000000000"] })
    expect((await receive(old, { "x-twitter-webhooks-signature": sign(old) })).response.status).toBe(403)
    const headers = { "x-twitter-webhooks-signature": sign(genuine) }
    expect((await receive(genuine, headers)).messages).toEqual((await receive(genuine, headers)).messages)
  })

  it.each([
    ["a like", event("like.create", { id: "a", liked_tweet_id: "7" }), [], 0],
    ["a repost", event("post.repost.create", { ...post, referenced_tweets: [{ type: "retweeted", id: "7" }] }), [], 0],
    ["an event of an unknown type", event("dm.received", { text: "Секрет" }), [], 0],
    ["a post without a text", event("post.mention.create", { id: post.id, created_at: now }), ["text"], 0],
    ["a deletion without an id", event("post.delete", { author_id: "1" }), ["payload.id"], 0],
    ["the newer spelling", event("post.mention.create", { ...post, note_post: { text: "Яма целиком" } }), [], 1],
  ])("acknowledge %s", async (_, body, paths, count) => {
    const received = await setUp().receive(body, { "x-twitter-webhooks-signature": sign(body) })
    expect(received.messages).toHaveLength(count)
    expect(received.skipped.map(({ path }) => path)).toEqual(paths)
    expect(JSON.stringify(received.skipped)).not.toContain("Яма")
    expect(received.response.status).toBe(200)
  })

  it("take the full text of a long post", async () => {
    const body = event("post.mention.create", { ...post, note_tweet: { text: "Яма и ещё &lt;много&gt; слов" } })
    const { messages } = await setUp().receive(body, { "x-twitter-webhooks-signature": sign(body) })
    expect(messages[0]?.text).toBe("Яма и ещё <много> слов")
  })

  it("say in doCheck that the account took its permission back", async () => {
    const { x, tokens, accountId, connect } = setUp()
    x.subscribe({ accountId, url: address, secret })
    x.revokeToken(tokens.user)
    const connector = connect({ webhook, tokens: { app: tokens.app } })
    await x.deliver(async (request) => (await connector.doReceive?.(request, { now }))?.response ?? Response.error())
    expect((await connector.doCheck()).problems).toEqual([expect.stringContaining("took the app's permission back")])
  })
})
