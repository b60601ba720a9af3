import { buildReplyPhoto } from "@otklik/testkit"
import { inspect } from "node:util"
import type { ReplyOptions } from "@otklik/core/connector"
import { describe, expect, it } from "vitest"
import { accountName, citizenName, createWorld, idOf, linkOf, minutesAgo, now } from "./world.ts"

function setUp(login: "facebook" | "instagram" = "facebook") {
  const world = createWorld(login)
  const { instagram, accountId, citizenId: authorId } = world
  const media = instagram.publish({ accountId, authorId: accountId, text: "Пост", at: minutesAgo(60) })
  const comment = instagram.comment({ under: media, authorId, text: "Яма", at: minutesAgo(50) })
  const connector = world.connect()
  const reply = (messageKey: string, more: Partial<ReplyOptions> = {}): ReplyOptions => ({
    messageKey,
    text: "Засыпали",
    photos: [],
    idempotencyKey: "r1",
    now,
    ...more,
  })
  const send = (messageKey: string, more: Partial<ReplyOptions> = {}) => connector.doReply?.(reply(messageKey, more))
  const texts = () => instagram.replies().map(({ text }) => text)
  const posts = () => instagram.requests.filter(({ operation }) => operation.startsWith("POST"))
  return { ...world, authorId, media, comment, connector, reply, send, texts, posts }
}

describe.each(["facebook", "instagram"] as const)("a reply by %s", (login) => {
  it("stands under the comment or the media object, is read back, and asks for no fields", async () => {
    const { instagram, accountId, media, comment, send, posts } = setUp(login)
    const receipt = await send(comment)
    expect(receipt).toEqual({ replyKey: instagram.replies()[0]?.key, url: linkOf(media), publishedAt: now })
    await send(media, { idempotencyKey: "r2", text: "Всем спасибо" })
    expect(instagram.replies()).toEqual([
      { key: receipt?.replyKey, under: comment, accountId, text: "Засыпали", attachments: 0 },
      expect.objectContaining({ under: media, text: "Всем спасибо" }),
    ])
    expect(posts().map(({ params }) => Object.keys(params).toSorted())).toEqual([
      ["access_token", "appsecret_proof", "message"],
      ["access_token", "appsecret_proof", "message"],
    ])
  })

  it("to a reply goes under the first comment and begins with the name, which nothing tells", async () => {
    const { instagram, authorId, comment, connector, reply, send, posts } = setUp(login)
    const nested = instagram.comment({ under: comment, authorId, text: "И тут", at: minutesAgo(40) })
    const receipt = await send(nested)
    expect(instagram.replies()).toMatchObject([{ under: nested, text: `@${citizenName} Засыпали` }])
    expect(posts().map(({ operation }) => operation)).toEqual(["POST comment/replies"])
    expect(await connector.doFindReplies?.(reply(nested))).toEqual([receipt])
    expect(await connector.doFindReplies?.(reply(comment))).toEqual([])
    expect(inspect(receipt)).not.toContain(citizenName)
    await send(nested, { text: `@${citizenName} уже едем`, idempotencyKey: "r2" })
    await send(nested, { text: "Ж".repeat(290), idempotencyKey: "r3" })
    expect(instagram.replies().map(({ text }) => text.slice(0, 30))).toEqual([
      `@${citizenName} Засыпали`.slice(0, 30),
      `@${citizenName} уже едем`.slice(0, 30),
      "Ж".repeat(30),
    ])
  })
})

describe("a reply", () => {
  it.each(["cut-after", "slow", "malformed", "changed-shape"] as const)(
    "is found when nobody knows what became of it: %s",
    async (kind) => {
      const { instagram, comment, connect, reply, texts } = setUp()
      const connector = connect({ timeoutMillis: 200 })
      // A slow answer comes after the connector gave up; it then stands.
      instagram.inject({ kind, operation: "POST comment/replies", millis: 400 })
      const first = await connector.doReply?.(reply(comment)).catch((error: unknown) => error)
      if (kind === "slow") expect(first).toMatchObject({ code: "ambiguous" })
      else expect(first).toMatchObject({ replyKey: instagram.replies()[0]?.key })
      const again = await connector.doReply?.(reply(comment))
      expect(again).toMatchObject({ replyKey: instagram.replies()[0]?.key })
      expect(texts()).toEqual(["Засыпали"])
    },
  )

  it("is found although Meta said that it failed, after it published", async () => {
    const { instagram, comment, connect, reply, texts } = setUp()
    // As a client would do that asks for fields: error 20, subcode 1772107, and the comment stands.
    const asking: typeof fetch = async (input, init) => {
      const request = new Request(input, init)
      if (request.method !== "POST") return instagram.fetch(request)
      const body = `${await request.text()}&fields=id`
      return instagram.fetch(request.url, { method: "POST", body, headers: request.headers })
    }
    const receipt = await connect({ fetch: asking }).doReply?.(reply(comment))
    expect(receipt).toMatchObject({ replyKey: instagram.replies()[0]?.key })
    expect(texts()).toEqual(["Засыпали"])
  })

  it("is ambiguous when it cannot be read back, and published once all the same", async () => {
    const { instagram, comment, send, texts } = setUp()
    const action = (): void => instagram.inject({ kind: "server-error", operation: "GET comment/replies", times: 4 })
    instagram.inject({ kind: "meanwhile", operation: "POST comment/replies", action })
    instagram.inject({ kind: "cut-after", operation: "POST comment/replies" })
    await expect(send(comment)).rejects.toMatchObject({ code: "ambiguous" })
    expect(await send(comment)).toMatchObject({ publishedAt: now })
    expect(texts()).toEqual(["Засыпали"])
  })

  it("is not published when nobody can look whether it stands", async () => {
    const { instagram, comment, send, texts } = setUp()
    instagram.inject({ kind: "server-error", operation: "GET comment/replies", times: 4 })
    await expect(send(comment)).rejects.toMatchObject({ code: "network" })
    expect(texts()).toEqual([])
  })

  it.each([
    ["comments-closed", "refused"],
    ["links-forbidden", "refused"],
    ["too-many-replies", "refused"],
    ["captcha", "auth"],
    ["token-expired", "auth"],
    ["token-revoked", "auth"],
    ["rate-limit", "rate-limited"],
    ["daily-limit", "rate-limited"],
    ["flood", "rate-limited"],
    ["server-error", "ambiguous"],
    ["cut-before", "ambiguous"],
  ] as const)("fails with a code of the desk under %s: %s, and tells nobody's words", async (kind, code) => {
    const { instagram, comment, token, send, texts } = setUp()
    instagram.inject({ kind, operation: "POST comment/replies" })
    const error: unknown = await send(comment)?.catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code })
    for (const hidden of [token, citizenName, "Засыпали", "Яма"]) expect(inspect(error, { depth: 10 }), hidden).not.toContain(hidden)
    expect(texts()).toEqual([])
  })

  it("is refused where it could not stand: hidden, closed, gone, live", async () => {
    const { instagram, accountId, authorId, media, comment, send, texts, posts } = setUp()
    const live = instagram.publish({ accountId, authorId: accountId, text: "Эфир", section: "live" })
    const shout = instagram.comment({ under: live, authorId, text: "Ау" })
    await expect(send(shout)).rejects.toMatchObject({ code: "capability" })
    instagram.distort(comment, { hidden: true })
    await expect(send(comment)).rejects.toMatchObject({ code: "refused" })
    instagram.closeComments(media)
    const other = instagram.comment({ under: media, authorId, text: "Ещё" })
    for (const key of [other, media]) await expect(send(key)).rejects.toMatchObject({ code: "refused" })
    instagram.remove(other)
    await expect(send(other)).rejects.toMatchObject({ code: "refused" })
    expect([texts(), posts()]).toEqual([[], []])
  })

  it("is refused by a capability: photos, posts, tags, what a hashtag found", async () => {
    const { instagram, accountId, authorId, comment, send, texts } = setUp()
    await expect(send(comment, { photos: [buildReplyPhoto({ url: "https://city.example.org/1.jpg" })] })).rejects.toMatchObject({
      code: "capability",
    })
    await expect(send(comment, { placement: "official-post" })).rejects.toMatchObject({ code: "capability" })
    const tagged = instagram.publish({ accountId, authorId, text: "Вот" })
    const found = instagram.publish({ accountId: authorId, authorId, text: "#яма" })
    for (const key of [tagged, found]) await expect(send(key)).rejects.toMatchObject({ code: "capability" })
    await expect(send("vk:-1_7")).rejects.toMatchObject({ code: "config" })
    await expect(send(comment, { idempotencyKey: "" })).rejects.toThrow(TypeError)
    expect(texts()).toEqual([])
  })

  it("belongs to its idempotency key", async () => {
    const { comment, send, texts } = setUp()
    const one = send(comment)
    await expect(send(comment, { text: "Другое" })).rejects.toMatchObject({ code: "duplicate" })
    await one
    expect(texts()).toEqual(["Засыпали"])
  })

  it("is not looked for in more comments than can be looked through", async () => {
    const { instagram, authorId, comment, send, texts } = setUp()
    for (let index = 0; index < 5010; index += 1) instagram.comment({ under: comment, authorId, text: `И тут ${index}` })
    await expect(send(comment)).rejects.toMatchObject({ code: "refused" })
    expect(texts()).toEqual([])
  })

  it("takes the moment of its deadline to the quota", async () => {
    const { comment, connect, reply } = setUp()
    const jobs: unknown[] = []
    const planner = { take: async (job: unknown) => void jobs.push(job), block: () => undefined, left: () => [] }
    const dueAt = "2026-11-24T09:00:00.000Z"
    await connect({ planner }).doReply?.(reply(comment, { dueAt }))
    expect(jobs.length).toBeGreaterThan(3)
    for (const job of jobs) expect(job).toMatchObject({ priority: "reply", dueAt })
  })
})

describe("a reply to a mention", () => {
  it("stands under the caption or the comment of somebody else, and is found there", async () => {
    const { instagram, authorId, connector, reply, send, texts, posts } = setUp()
    const caption = instagram.publish({ accountId: authorId, authorId, text: `@${accountName} яма` })
    const other = instagram.publish({ accountId: authorId, authorId, text: "Мой двор" })
    const comment = instagram.comment({ under: other, authorId, text: `@${accountName} и тут` })
    for (const key of [caption, comment]) {
      instagram.inject({ kind: "cut-after", operation: "POST user/mentions" })
      const receipt = await send(key, { idempotencyKey: key, text: "Едем, @все" })
      expect(await connector.doFindReplies?.(reply(key, { text: "Едем, @все" }))).toEqual([receipt])
      expect(receipt?.url).toBe(linkOf(key))
    }
    expect(posts().map(({ params }) => [params["media_id"], params["comment_id"]])).toEqual([
      [idOf(caption), undefined],
      [idOf(other), idOf(comment)],
    ])
    expect(texts()).toEqual(["Едем, @все", "Едем, @все"])
  })

  it("inside of a thread of somebody else is left to people, as it could not be found again", async () => {
    const { instagram, authorId, send, posts } = setUp()
    const other = instagram.publish({ accountId: authorId, authorId, text: "Мой двор" })
    const top = instagram.comment({ under: other, authorId, text: "Кто чинит?" })
    const nested = instagram.comment({ under: top, authorId, text: `@${accountName}` })
    await expect(send(nested)).rejects.toMatchObject({ code: "capability" })
    expect(posts()).toEqual([])
  })

  it("by Instagram Login is left to people", async () => {
    const { instagram, authorId, send, posts } = setUp("instagram")
    const caption = instagram.publish({ accountId: authorId, authorId, text: `@${accountName} яма` })
    await expect(send(caption)).rejects.toMatchObject({ code: "capability" })
    const comment = instagram.comment({ under: caption, authorId, text: `@${accountName} и тут` })
    await expect(send(comment)).rejects.toMatchObject({ code: "refused" })
    expect(posts()).toEqual([])
  })
})
