import { signBytes } from "@otklik/connector-kit"
import { describe, expect, it } from "vitest"
import { readChange } from "../src/webhook/events.ts"
import { createWorld, hook, minutesAgo, now, verifyToken, waitingPushes, type FacebookWorld } from "./world.ts"

const seconds = Date.parse(now) / 1000

/** A push as Meta signs it. */
function push(
  { app }: FacebookWorld,
  changes: readonly unknown[],
  { id, time = seconds }: { readonly id: string; readonly time?: number },
): Request {
  const body = JSON.stringify({ object: "page", entry: [{ id, time, changes }] })
  const bytes = new TextEncoder().encode(body)
  const signature = signBytes({ algorithm: "sha256", secret: app.appSecret, bytes, encoding: "hex" })
  return new Request(hook, { method: "POST", body, headers: { "x-hub-signature-256": `sha256=${signature}` } })
}

function setUp() {
  const world = createWorld()
  const { facebook, pageId } = world
  facebook.subscribe({ accountId: pageId, url: hook, secret: verifyToken })
  const connector = world.connect({ webhook: { verifyToken } })
  const receive = async (request: Request) => {
    const received = await connector.doReceive?.(request, { now })
    if (received === undefined) throw new Error("a connector with a webhook was expected")
    return received
  }
  const feed = (...values: readonly unknown[]) =>
    receive(
      push(
        world,
        values.map((value) => ({ field: "feed", value })),
        { id: pageId },
      ),
    )
  return { ...world, connector, receive, feed }
}

describe("pushes", () => {
  it("shake hands, and are read again by their ids for link, parent and attachments", async () => {
    const { facebook, pageId, citizenId, receive } = setUp()
    const photo = { kind: "photo", url: "https://scontent.example.com/1.jpg" } as const
    const post = facebook.publish({ accountId: pageId, authorId: citizenId, text: "Яма", attachments: [photo] })
    const top = facebook.comment({ under: post, authorId: citizenId, text: "И у нас", attachments: [photo] })
    const reply = facebook.comment({ under: top, authorId: citizenId, text: "И у них" })
    const found: unknown[] = []
    const acknowledged = await facebook.deliver(async (request) => {
      const { messages, response } = await receive(request)
      found.push(...messages)
      return response
    })
    expect(acknowledged).toBe(2)
    const url = `https://www.facebook.com/${pageId}/posts/${post.split("_")[1]}`
    const shared = { network: "facebook", authorId: citizenId, publishedAt: now, communityKey: `facebook:${pageId}` }
    const [topId, replyId] = [top, reply].map((key) => key.split("_").at(-1))
    expect(found).toEqual([
      { ...shared, key: post, kind: "post", url, text: "Яма", attachments: [photo] },
      {
        ...shared,
        key: top,
        kind: "comment",
        url: `${url}?comment_id=${topId}`,
        text: "И у нас",
        threadKey: post,
        parentKey: post,
        attachments: [photo],
      },
      {
        ...shared,
        key: reply,
        kind: "comment",
        url: `${url}?comment_id=${topId}&reply_comment_id=${replyId}`,
        text: "И у них",
        threadKey: post,
        parentKey: top,
      },
    ])
  })

  it("are taken as they are where they cannot be read again, so that nothing is lost", async () => {
    const { facebook, pageId, citizenId, feed, token } = setUp()
    const value = {
      item: "comment",
      verb: "add",
      post_id: `${pageId}_7`,
      comment_id: "7_12",
      parent_id: "7_11",
      from: { id: citizenId, name: "Имя" },
      created_time: seconds - 60,
      message: "Яма",
      photo: "https://scontent.example.com/1.jpg",
    }
    const expected = {
      key: `facebook:${pageId}_7_12`,
      network: "facebook",
      kind: "comment",
      url: "https://www.facebook.com/7_12",
      text: "Яма",
      publishedAt: minutesAgo(1),
      authorId: citizenId,
      threadKey: `facebook:${pageId}_7`,
      parentKey: `facebook:${pageId}_7_11`,
      communityKey: `facebook:${pageId}`,
      attachments: [{ kind: "photo", url: "https://scontent.example.com/1.jpg" }],
    }
    expect((await feed(value)).messages).toEqual([expected]) // 100/33
    for (const kind of ["rate-limit", "server-error", "malformed", "changed-shape"] as const) {
      facebook.inject({ kind, times: 4 })
      expect((await feed(value)).messages, kind).toEqual([expected])
      facebook.heal()
    }
    facebook.revokeToken(token)
    expect((await feed(value)).messages).toEqual([expected])
  })

  it("tell edits with their moment, and deletions and hiding as what they are", async () => {
    const { facebook, clock, pageId, citizenId, receive } = setUp()
    const post = facebook.publish({ accountId: pageId, authorId: citizenId, text: "Яма", at: minutesAgo(30) })
    const comment = facebook.comment({ under: post, authorId: citizenId, text: "Да", at: minutesAgo(20) })
    await facebook.deliver(async (request) => (await receive(request)).response)
    clock.advance(10)
    facebook.edit(post, "Большая яма")
    facebook.edit(comment, "Да, большая")
    const requests = await waitingPushes(facebook)
    const edited = await Promise.all(requests.map(receive))
    const editedAt = "2026-11-24T03:10:00.000Z"
    expect(edited.flatMap(({ messages }) => messages.map(({ key, text, editedAt: at }) => [key, text, at]))).toEqual([
      [post, "Большая яма", editedAt],
      [comment, "Да, большая", editedAt],
    ])
    await facebook.deliver(async (request) => (await receive(request)).response)
    facebook.remove(comment)
    const [removed] = await Promise.all((await waitingPushes(facebook)).map(receive))
    expect(removed).toMatchObject({ messages: [], skipped: [], notices: [{ kind: "deleted", messageKey: comment }] })
  })

  it("come in batches, twice and in any order, of one thing at a time as well", async () => {
    const { facebook, pageId, citizenId, receive } = setUp()
    const posts = Array.from({ length: 9 }, (_, index) =>
      facebook.publish({ accountId: pageId, authorId: citizenId, text: `Яма ${index}` }),
    )
    const [first = ""] = posts
    facebook.edit(first, "Яма, правлено")
    facebook.inject({ kind: "duplicate", operation: "push", times: 9 })
    facebook.inject({ kind: "reorder", operation: "push", times: 9 })
    const keys = new Set<string>()
    await facebook.deliver(async (request) => {
      const { messages, response } = await receive(request)
      expect(new Set(messages.map(({ key }) => key)).size).toBe(messages.length)
      for (const { key } of messages) keys.add(key)
      return response
    })
    expect([...keys].toSorted()).toEqual(posts.toSorted())
  })

  it("of other Pages of the application, other objects and things that are no messages hold nothing", async () => {
    const world = setUp()
    const { pageId, receive, feed } = world
    const value = { item: "status", verb: "add", post_id: `${pageId}_7`, message: "Яма", created_time: seconds }
    const other = await receive(push(world, [{ field: "feed", value }], { id: "999" }))
    expect(other).toMatchObject({ messages: [], skipped: [] })
    expect(other.response.status).toBe(200)
    for (const verb of ["hide", "block", "mute", "dance"]) expect((await feed({ ...value, verb })).messages).toEqual([])
    for (const item of ["reaction", "like", "album", "event", "rating", "spaceship"])
      expect((await feed({ ...value, item })).messages).toEqual([])
    expect(await feed({ ...value, published: 0 })).toMatchObject({ messages: [], skipped: [] })
    expect(await receive(push(world, [{ field: "ratings", value }], { id: pageId }))).toMatchObject({ messages: [], skipped: [] })
  })

  it("that cannot be understood are reported by their field, without what they say", async () => {
    const { pageId, feed } = setUp()
    const value = { item: "post", verb: "add", post_id: `${pageId}_7`, message: "Тайна", created_time: seconds }
    for (const [path, broken] of [
      ["post_id", { ...value, post_id: undefined }],
      ["message", { ...value, message: { words: "Тайна" } }],
      ["item", { ...value, item: undefined }],
      ["comment_id", { ...value, item: "comment" }],
      ["created_time", { ...value, created_time: "Тайна" }],
    ] as const) {
      const { messages, skipped, response } = await feed(broken)
      expect(messages).toEqual([])
      expect(skipped).toEqual([expect.objectContaining({ code: "invalid", path })])
      expect(JSON.stringify(skipped)).not.toContain("Тайна")
      expect(response.status).toBe(200)
    }
  })

  it("of mentions are read by their ids, since they may lack everything else", async () => {
    const { facebook, pageId, citizenId, receive } = setUp()
    const key = facebook.publish({
      accountId: pageId,
      authorId: citizenId,
      text: "Администрация, яма!",
      section: "tagged",
      at: minutesAgo(3),
    })
    const [received] = await Promise.all((await waitingPushes(facebook)).map(receive))
    expect(received?.messages).toEqual([
      expect.objectContaining({ key, text: "Администрация, яма!", publishedAt: minutesAgo(3), kind: "post" }),
    ])
  })

  it("of mentions that say nothing and cannot be read by their ids are reported: no list may show them", async () => {
    const world = setUp()
    const { pageId, receive } = world
    const value = { item: "post", verb: "add", post_id: "5_6" }
    expect(await receive(push(world, [{ field: "mention", value }], { id: pageId }))).toMatchObject({
      messages: [],
      skipped: [{ code: "invalid", path: "message" }],
    })
    // On the Page itself the next reading finds it.
    expect(readChange({ ownerId: pageId, time: seconds, field: "feed", value })).toMatchObject({ pushed: { kind: "nothing" } })
  })

  it("about a video that is hidden and shown again by Facebook's check of rights raise no alarm, although they name no post", async () => {
    const { feed } = setUp()
    const value = { item: "video", video_id: "900767076685784", link: "https://www.example.org/test.mp4", message: "Ролик" }
    for (const verb of ["block", "unblock", "mute", "unmute", "hide", "unhide"])
      expect(await feed({ ...value, verb })).toMatchObject({ messages: [], skipped: [] })
  })

  it("are refused when the secret is another, and taken with one that is being changed", async () => {
    const world = createWorld()
    const { app, pageId, connect } = world
    const request = () => push(world, [], { id: pageId })
    const status = async (options: Parameters<typeof connect>[0]) =>
      (await connect(options).doReceive?.(request(), { now }))?.response.status
    const next = { ...app, appSecret: "another-secret-of-a-test" }
    expect(await status({ app: next, webhook: { verifyToken } })).toBe(403)
    expect(await status({ app: next, webhook: { verifyToken, otherSecrets: [app.appSecret] } })).toBe(200)
  })

  it("in thousands are answered without thousands of calls", async () => {
    const { facebook, pageId, feed } = setUp()
    const values = Array.from({ length: 1000 }, (_, index) => ({
      item: "post",
      verb: "add",
      post_id: `${pageId}_${index + 1}`,
      message: `Яма ${index}`,
      created_time: seconds,
    }))
    const before = facebook.requests.length
    expect((await feed(...values)).messages).toHaveLength(1000)
    expect(facebook.requests.length - before).toBeLessThanOrEqual(50)
  })
})
