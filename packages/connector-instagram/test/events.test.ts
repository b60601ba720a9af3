import { createHmac } from "node:crypto"
import type { Received } from "@otklik/core/connector"
import { describe, expect, it } from "vitest"
import { accountName, citizenName, createWorld, linkOf, minutesAgo, now, readAll, verifyToken } from "./world.ts"

const url = "https://desk.example.org/instagram"
const webhook = { verifyToken }

function setUp(login: "facebook" | "instagram" = "facebook") {
  const world = createWorld(login)
  const { instagram, accountId, citizenId: authorId, app } = world
  const connector = world.connect({ webhook })
  const all: Received[] = []
  const receive = async (request: Request): Promise<Response> => {
    const received = await connector.doReceive?.(request, { now })
    if (received === undefined) return Response.error()
    all.push(received)
    return received.response
  }
  const post = (text = "Пост") => instagram.publish({ accountId, authorId: accountId, text, at: minutesAgo(60) })
  const subscribe = () => instagram.subscribe({ accountId, url, secret: verifyToken })
  const push = (body: unknown, secret = app.appSecret): Request => {
    const text = JSON.stringify(body)
    const signature = createHmac("sha256", secret).update(text).digest("hex")
    return new Request(url, { method: "POST", body: text, headers: { "x-hub-signature-256": `sha256=${signature}` } })
  }
  const change = (field: string, value: unknown, id = accountId) => ({
    object: "instagram",
    entry: [{ id, time: 1, changes: [{ field, value }] }],
  })
  return { ...world, authorId, connector, receive, post, subscribe, push, change, told: () => all.flatMap(({ messages }) => messages), all }
}

describe("the webhook", () => {
  it("answers the handshake, and refuses one with another text", async () => {
    const { instagram, accountId, subscribe, receive } = setUp()
    subscribe()
    expect(await instagram.deliver(receive)).toBe(1)
    instagram.subscribe({ accountId, url, secret: "somebody else's" })
    expect(await instagram.deliver(receive)).toBe(0)
  })

  it.each(["facebook", "instagram"] as const)(
    "gives by %s the same comments as reading does, of an album too, its own replies by its own id",
    async (login) => {
      const { instagram, accountId, authorId, subscribe, receive, connector, told } = setUp(login)
      const attachments = [1, 2].map((number) => ({ kind: "photo" as const, url: `https://scontent.example.com/${number}.jpg` }))
      const album = instagram.publish({ accountId, authorId: accountId, text: "Альбом", at: minutesAgo(60), attachments })
      subscribe()
      const top = instagram.comment({ under: album, authorId, text: '"Яма" <тут> 🙏', at: minutesAgo(5) })
      await connector.doReply?.({ messageKey: top, text: "Засыпали", photos: [], idempotencyKey: "r", now })
      instagram.comment({ under: top, authorId, text: "Спасибо", at: minutesAgo(0) })
      instagram.inject({ kind: "duplicate", operation: "push" })
      instagram.inject({ kind: "reorder", operation: "push" })
      await instagram.deliver(receive)
      const { messages } = await readAll(connector)
      const byKey = new Map(told().map((message) => [message.key, message]))
      expect([...byKey.values()].toSorted((one, other) => (one.key < other.key ? -1 : 1))).toEqual(
        messages.filter(({ kind }) => kind === "comment").toSorted((one, other) => (one.key < other.key ? -1 : 1)),
      )
      const authors = [...byKey.values()].map(({ authorId: author = "" }) => author)
      expect(authors.filter((author) => author === accountId)).toHaveLength(1)
      expect(authors.filter((author) => author === authorId)).toHaveLength(2)
    },
  )

  it("reads back what mentions the account: in a caption without a comment's id, in a comment, and under its own media once", async () => {
    const { instagram, authorId, post, subscribe, receive, told } = setUp()
    const own = post()
    subscribe()
    const caption = instagram.publish({ accountId: authorId, authorId, text: `@${accountName} яма`, at: minutesAgo(9) })
    const other = instagram.publish({ accountId: authorId, authorId, text: "Мой двор", at: minutesAgo(8) })
    const comment = instagram.comment({ under: other, authorId, text: `@${accountName} и тут`, at: minutesAgo(7) })
    const both = instagram.comment({ under: own, authorId, text: `@${accountName} у вас`, at: minutesAgo(6) })
    await instagram.deliver(receive)
    const found = told()
    expect(found.map(({ key }) => key)).toEqual([caption, comment, both, both])
    expect(found[0]).toMatchObject({ kind: "post", text: `${accountName} яма`, authorId: `@${citizenName}`, url: linkOf(caption) })
    expect(found[0]).not.toHaveProperty("communityKey")
    expect(found[1]).toMatchObject({ kind: "comment", threadKey: other, parentKey: other, url: linkOf(other), publishedAt: minutesAgo(7) })
    expect(found[2]).toEqual(found[3])
  })

  it("knows its own media although Meta leaves the owner out, and authors by their name where there is nothing else", async () => {
    const { instagram, accountId, authorId, post, subscribe, receive, told, connector } = setUp()
    const media = post()
    instagram.distort(media, { owner: undefined })
    subscribe()
    const key = instagram.comment({ under: media, authorId, text: "Яма" })
    instagram.distort(key, { from: undefined })
    await instagram.deliver(receive)
    expect(told()).toMatchObject([{ communityKey: `instagram:${accountId}`, authorId: `@${citizenName}` }])
    await connector.doReply?.({ messageKey: key, text: "Едем", photos: [], idempotencyKey: "r", now })
    expect(instagram.replies()).toMatchObject([{ under: key }])
  })

  it("links the page of the account where a mention comes without a link", async () => {
    const { instagram, authorId, subscribe, receive, told } = setUp()
    subscribe()
    instagram.distort(instagram.publish({ accountId: authorId, authorId, text: `@${accountName} яма` }), { permalink: undefined })
    await instagram.deliver(receive)
    expect(told()).toMatchObject([{ url: `https://www.instagram.com/${accountName}/` }])
  })

  it("reports mentions that it cannot read: by Instagram Login all, and those that are gone or hidden from the account", async () => {
    for (const login of ["instagram", "facebook"] as const) {
      const { push, change, receive, all } = setUp(login)
      expect((await receive(push(change("mentions", { media_id: "17900000000000001" })))).status).toBe(200)
      expect(all).toMatchObject([{ messages: [], skipped: [{ path: "value" }] }])
    }
  })

  it("reads comments on live videos while these last, and takes them as they were pushed afterwards", async () => {
    const { instagram, accountId, authorId, subscribe, receive, told } = setUp()
    const live = instagram.publish({ accountId, authorId: accountId, text: "Эфир", section: "live" })
    subscribe()
    const key = instagram.comment({ under: live, authorId, text: "Ау" })
    await instagram.deliver(receive)
    expect(told().map((message) => message.key)).toEqual([key])
    const late = instagram.comment({ under: live, authorId, text: "Поздно" })
    instagram.remove(live)
    expect(await instagram.deliver(receive)).toBe(1)
    expect(told()[1]).toMatchObject({ key: late, threadKey: live, text: "Поздно", authorId })
  })

  it("passes over what is hidden, of another account or about no public message", async () => {
    const { instagram, authorId, post, push, change, receive, all } = setUp()
    const hidden = instagram.comment({ under: post(), authorId, text: "Тайно" })
    instagram.distort(hidden, { hidden: true })
    const id = hidden.split("-")[1]
    for (const body of [
      change("comments", { id }),
      change("comments", { id }, "17841400000099999"),
      change("story_insights", { media_id: id }),
      { object: "instagram", entry: [{ id: "1", time: 1, messaging: [{}] }] },
      { object: "page", entry: [{ id: "1", time: 1, changes: [{ field: "feed", value: {} }] }] },
    ])
      expect((await receive(push(body))).status).toBe(200)
    expect(all.map(({ messages, skipped }) => [messages, skipped])).toEqual(Array.from({ length: 5 }, () => [[], []]))
  })

  it("reports what it cannot understand, without words of anybody, and takes the rest of the batch", async () => {
    const { instagram, authorId, post, push, change, receive, all } = setUp()
    const key = instagram.comment({ under: post(), authorId, text: "Яма" })
    const good = change("comments", { id: key.split("-")[1] })
    const broken = change("comments", { id: { Тайна: 1 } })
    const other = change("mentions", { comment_id: "17900000000000001" })
    const body = { object: "instagram", entry: [...broken.entry, ...other.entry, ...good.entry] }
    expect((await receive(push(body))).status).toBe(200)
    expect(all[0]).toMatchObject({ messages: [{ key }], skipped: [{ path: "value.id" }, { path: "value.media_id" }] })
    instagram.inject({ kind: "changed-shape", operation: "GET comment" })
    expect((await receive(push(good))).status).toBe(200)
    expect(all[1]).toMatchObject({ messages: [], skipped: [{ code: "invalid" }] })
    expect(JSON.stringify(all)).not.toContain("Тайна")
  })

  describe("that cannot be read back", () => {
    /** What Meta sends of a comment. */
    const pushedComment = (id: string, mediaId: string, text = "Яма") => ({
      id,
      text,
      from: { id: "178", username: citizenName },
      media: { id: mediaId },
    })
    const signed = (body: string, appSecret: string): Request => {
      const signature = createHmac("sha256", appSecret).update(body).digest("hex")
      return new Request(url, { method: "POST", body, headers: { "x-hub-signature-256": `sha256=${signature}` } })
    }

    it.each(["rate-limit", "token-revoked", "server-error", "changed-shape"] as const)(
      "are taken as they were pushed, with the key, link and parent that reading gives (%s), of an album too",
      async (kind) => {
        const { instagram, accountId, authorId, connector, connect, subscribe, receive, told } = setUp()
        const attachments = [1, 2].map((number) => ({ kind: "photo" as const, url: `https://scontent.example.com/${number}.jpg` }))
        const album = instagram.publish({ accountId, authorId: accountId, text: "Альбом", at: minutesAgo(60), attachments })
        await readAll(connector)
        subscribe()
        const top = instagram.comment({ under: album, authorId, text: "Яма", at: minutesAgo(2) })
        const reply = instagram.comment({ under: top, authorId, text: "И у нас", at: minutesAgo(1) })
        instagram.inject({ kind, operation: "GET comment", times: Infinity })
        expect(await instagram.deliver(receive)).toBe(3)
        instagram.heal()
        const { messages } = await readAll(connect())
        expect(told().map(({ key }) => key)).toEqual([top, reply])
        expect(told()).toEqual(messages.filter(({ kind: is }) => is === "comment"))
      },
    )

    it("do not drop a comment that is gone, or that the token may not see: Meta says the same of both", async () => {
      const { accountId, post, push, change, receive, told } = setUp()
      const media = post()
      const id = media.split(":")[1] ?? ""
      expect((await receive(push(change("comments", pushedComment("17900000000099999", id))))).status).toBe(200)
      expect(told()).toMatchObject([
        { key: `${media}-17900000000099999`, text: "Яма", authorId: "178", url: linkOf(media), communityKey: `instagram:${accountId}` },
      ])
    })

    it("are one of many: the others are taken, and the mention is reported", async () => {
      const { instagram, authorId, post, push, accountId, receive, all } = setUp()
      const key = instagram.comment({ under: post(), authorId, text: "Яма" })
      const mention = { field: "mentions", value: { media_id: "17900000000000077" } }
      const changes = [mention, { field: "comments", value: { id: key.split("-")[1] } }]
      instagram.inject({ kind: "server-error", operation: "GET user.mentioned_media", times: Infinity })
      expect((await receive(push({ object: "instagram", entry: [{ id: accountId, time: 1, changes }] }))).status).toBe(200)
      expect(all).toMatchObject([{ messages: [{ key }], skipped: [{ path: "value" }] }])
    })

    it.each(["rate-limit", "token-revoked", "server-error"] as const)(
      "make Meta send the push again for a mention, which stands in no list (%s), and hold up no comment",
      async (kind) => {
        const { instagram, accountId, authorId, post, push, receive, all, connector } = setUp()
        const media = post()
        await readAll(connector)
        const caption = instagram.publish({ accountId: authorId, authorId, text: `@${accountName} яма` })
        const comment = instagram.comment({ under: media, authorId, text: "Яма" })
        const [mediaId = "", id = ""] = comment.split(":")[1]?.split("-") ?? []
        const changes = [
          { field: "mentions", value: { media_id: caption.split(":")[1] } },
          { field: "comments", value: pushedComment(id, mediaId) },
        ]
        const body = { object: "instagram", entry: [{ id: accountId, time: 1, changes }] }
        instagram.inject({ kind, times: Infinity })
        expect((await receive(push(body))).status).toBe(503)
        expect(all[0]).toMatchObject({ messages: [{ key: comment, text: "Яма" }], skipped: [] })
        instagram.heal()
        // The process that begins anew takes it.
        const received = await setUp().connect({ webhook, fetch: instagram.fetch }).doReceive?.(push(body), { now })
        expect(received?.messages.map(({ key }) => key)).toEqual([caption, comment])
        expect(received?.response.status).toBe(200)
      },
    )

    it("do not make Meta send a push again for ever: after five times a mention is reported", async () => {
      const { instagram, push, change, receive, all } = setUp()
      instagram.inject({ kind: "server-error", times: Infinity })
      const statuses: number[] = []
      for (let count = 0; count < 6; count += 1)
        statuses.push((await receive(push(change("mentions", { media_id: "17900000000000077" })))).status)
      expect(statuses).toEqual([503, 503, 503, 503, 200, 503])
      expect(all.map(({ skipped }) => skipped.length)).toEqual([0, 0, 0, 0, 1, 0])
    })

    it("ask once for a media object that Instagram does not show, however many comments stand below it", async () => {
      const { instagram, accountId, push, receive, told } = setUp()
      const changes = Array.from({ length: 200 }, (_, index) => ({
        field: "comments",
        value: pushedComment(`1790000000009${1000 + index}`, "17900000000000077"),
      }))
      expect((await receive(push({ object: "instagram", entry: [{ id: accountId, time: 1, changes }] }))).status).toBe(200)
      expect(told()).toHaveLength(200)
      expect(instagram.requests.length).toBe(52)
    })

    it("are a thousand comments of one push: fifty are read back, the rest is taken as it was pushed, within seconds", async () => {
      const { instagram, accountId, authorId, post, receive, told, clock, app } = setUp()
      const media = post()
      const keys = Array.from({ length: 1000 }, (_, index) => instagram.comment({ under: media, authorId, text: `Яма ${index}` }))
      const changes = keys.map((key, index) => {
        const [mediaId = "", id = ""] = key.split(":")[1]?.split("-") ?? []
        return { field: "comments", value: pushedComment(id, mediaId, `Яма ${index}`) }
      })
      const before = Date.parse(clock.now())
      const calls = instagram.requests.length
      const body = JSON.stringify({ object: "instagram", entry: [{ id: accountId, time: Math.floor(before / 1000), changes }] })
      expect((await receive(signed(body, app.appSecret))).status).toBe(200)
      expect(told().map(({ key }) => key)).toEqual(keys)
      expect(instagram.requests.length - calls).toBeLessThanOrEqual(52)
      expect(Date.parse(clock.now()) - before).toBeLessThan(6000)
    })
  })

  it.each([
    ["another secret", (body: string) => ({ body, signature: createHmac("sha256", "another").update(body).digest("hex") }), 403],
    ["no signature", (body: string) => ({ body, signature: undefined }), 403],
    ["no JSON", () => ({ body: "{", signature: undefined }), 403],
  ] as const)("refuses a push with %s", async (_, make, status) => {
    const { accountId, receive, all } = setUp()
    const { body, signature } = make(JSON.stringify({ object: "instagram", entry: [{ id: accountId, time: 1, changes: [] }] }))
    const headers: Record<string, string> = signature === undefined ? {} : { "x-hub-signature-256": `sha256=${signature}` }
    expect((await receive(new Request(url, { method: "POST", body, headers }))).status).toBe(status)
    expect(all).toMatchObject([{ messages: [], skipped: [] }])
  })
})
