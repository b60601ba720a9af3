import type { PhotoToPublish } from "@otklik/core/connector"
import { buildReplyPhoto } from "@otklik/testkit"
import type { SimulatedFaultKind } from "@otklik/testkit/networks"
import { isDeskError } from "@otklik/core"
import type { QuotaPlanner } from "@otklik/connector-kit"
import { describe, expect, it } from "vitest"
import type { XConnectorOptions } from "../src/index.ts"
import { createWorld, minutesAgo, now } from "./world.ts"

const photoScopes = ["tweet.read", "tweet.write", "users.read", "offline.access", "media.write"]

function setUp(options: Partial<XConnectorOptions> = {}) {
  const world = createWorld()
  const { x, accountId, citizenId: authorId, account } = world
  const asked = x.publish({ accountId, authorId, text: "Не горит фонарь", at: minutesAgo(60) })
  const connector = world.connect(options)
  const reply = {
    messageKey: asked,
    text: 'Заменили, "как новый" <b> & всё.',
    photos: [] as readonly PhotoToPublish[],
    idempotencyKey: "reply-1",
    now,
  }
  const send = async (more: Partial<typeof reply> = {}) => {
    const { doReply } = connector
    if (doReply === undefined) throw new Error("the connector must be able to reply")
    return doReply({ ...reply, ...more })
  }
  const find = async (more: Partial<typeof reply> = {}) => (await connector.doFindReplies?.({ ...reply, ...more }))?.[0]
  const failure = async (more: Partial<typeof reply> = {}) =>
    send(more).then(
      () => expect.fail("a failure was expected"),
      (error: unknown) => error,
    )
  /** A post that names nobody. */
  const alone = (text = "яма") => x.publish({ accountId: authorId, authorId, text, at: minutesAgo(50) })
  return { ...world, authorId, account, asked, connector, reply, send, find, failure, alone }
}

describe("a reply", () => {
  it("stands under the message, and is found by its text as X shows it", async () => {
    const { x, clock, accountId, asked, reply, send, find } = setUp()
    const receipt = await send()
    expect(x.replies()).toEqual([{ key: receipt.replyKey, under: asked, accountId, text: reply.text, attachments: 0 }])
    expect(receipt).toEqual({ replyKey: receipt.replyKey, url: `https://x.com/i/status/${receipt.replyKey.slice(2)}`, publishedAt: now })
    clock.advance(30)
    expect(await find()).toEqual(receipt)
    expect(await find({ text: `  ${reply.text}\r\n` })).toEqual(receipt)
  })

  it("is looked for among what the account wrote since, and goes first by its deadline", async () => {
    const { x, asked, connect, reply } = setUp()
    const jobs: unknown[] = []
    const planner: QuotaPlanner = {
      take: async ({ operation, priority, dueAt }) => void jobs.push([operation, priority, dueAt]),
      block: () => undefined,
      left: () => [],
    }
    const dueAt = "2026-11-24T09:00:00.000Z"
    await connect({ planners: { user: planner } }).doReply?.({ ...reply, dueAt })
    expect(jobs).toEqual([
      ["getUsersPosts", "reply", dueAt],
      ["createPosts", "reply", dueAt],
    ])
    expect(x.requests[0]?.params["since_id"]).toBe(asked.slice("x:".length))
  })

  it("is not mistaken for another: another text, under another message, of somebody else, or deleted", async () => {
    const { x, accountId, authorId, asked, reply, send, find } = setUp()
    const other = x.publish({ accountId, authorId, text: "И лавка", at: minutesAgo(40) })
    x.comment({ under: asked, authorId, text: reply.text, at: minutesAgo(30) })
    expect(await find()).toBeUndefined()
    const { replyKey } = await send()
    expect(await find({ messageKey: other })).toBeUndefined()
    expect(await find({ text: "Другое" })).toBeUndefined()
    x.remove(replyKey)
    expect(await find()).toBeUndefined()
  })

  it("is found among many, page by page", async () => {
    const { x, accountId, find, send, clock } = setUp()
    const receipt = await send()
    for (let index = 0; index < 250; index += 1) x.publish({ accountId, authorId: accountId, text: `новость ${index}` })
    clock.advance(1)
    expect(await find()).toEqual(receipt)
  })

  it("is refused where more was written than can be looked through: it may stand already", async () => {
    const { x, accountId, failure } = setUp()
    for (let index = 0; index < 3300; index += 1) x.publish({ accountId, authorId: accountId, text: `новость ${index}`, at: minutesAgo(1) })
    expect(await failure()).toMatchObject({ code: "refused", details: { reason: expect.stringContaining("by hand") } })
    expect(x.replies()).toEqual([])
  })

  it("goes to who mentioned or quoted the account, or answered it; to others with Enterprise only", async () => {
    const { x, accountId, account, authorId, connect, send, failure, alone, reply } = setUp()
    const own = x.publish({ accountId, authorId: accountId, text: "Ремонт", at: minutesAgo(55) })
    const answer = x.comment({ under: own, authorId, text: "Где?", at: minutesAgo(54) })
    const link = `https://x.com/${account.username}/status/${own.slice(2)}`
    const quote = x.publish({ accountId: authorId, authorId, text: `И это ремонт? ${link}`, at: minutesAgo(53) })
    for (const messageKey of [answer, quote]) await send({ messageKey, text: `Да, ${messageKey}`, idempotencyKey: messageKey })
    const stranger = alone()
    expect(await failure({ messageKey: stranger })).toMatchObject({
      code: "refused",
      details: { reason: expect.stringContaining("Enterprise") },
    })
    const scopes = [...photoScopes, "enterprise"]
    const user = x.issueToken({ kind: "account", accountId, rights: scopes })
    await connect({ tokens: { user }, plan: "enterprise" }).doReply?.({ ...reply, messageKey: stranger })
    expect(x.replies().map(({ under }) => under)).toEqual([answer, quote, stranger])
  })

  it("is refused where the post is gone, or its author chose who may reply", async () => {
    const { x, asked, account, authorId, accountId, failure } = setUp()
    const own = x.publish({ accountId, authorId: accountId, text: "Ремонт", at: minutesAgo(55) })
    const link = `https://x.com/${account.username}/status/${own.slice(2)}`
    const closed = x.publish({ accountId: authorId, authorId, text: `Ремонт? ${link}`, at: minutesAgo(53) })
    x.closeComments(closed)
    expect(await failure({ messageKey: closed })).toMatchObject({
      code: "refused",
      details: { reason: expect.stringContaining("who may reply") },
    })
    x.remove(asked)
    expect(await failure()).toMatchObject({ code: "refused", details: { reason: expect.stringContaining("gone") } })
  })

  it.each([
    ["cut-before", "ambiguous", 0],
    ["cut-after", "ambiguous", 1],
    ["malformed", "ambiguous", 1],
    ["changed-shape", "ambiguous", 1],
    ["slow", "ambiguous", 0],
    ["server-error", "ambiguous", 0],
    ["flood", "ambiguous", 0],
    ["captcha", "auth", 0],
    ["token-revoked", "auth", 0],
    ["token-expired", "auth", 0],
    ["cap-spent", "auth", 0],
    ["daily-limit", "rate-limited", 0],
    ["comments-closed", "refused", 0],
    ["links-forbidden", "refused", 0],
    ["too-many-replies", "refused", 0],
  ] as const)(
    "that meets %s ends in %s, or is found when it was published, and is published once when it is tried again",
    async (kind: SimulatedFaultKind, code, stands) => {
      const { x, clock, send, find } = setUp()
      x.inject({ kind, operation: "createPosts" })
      const end = await send().then(
        () => "published",
        (error: unknown) => isDeskError(error) && error.code,
      )
      expect(end).toBe(stands === 1 ? "published" : code)
      expect(x.replies()).toHaveLength(stands)
      expect((await find()) === undefined).toBe(stands === 0)
      clock.advance(61)
      const receipt = await send()
      expect(x.replies().map(({ key }) => key)).toEqual([receipt.replyKey])
    },
  )

  it("waits out a window that is about to end", async () => {
    const { x, send } = setUp()
    x.inject({ kind: "rate-limit", operation: "createPosts", times: 2 })
    await send()
    expect(x.replies()).toHaveLength(1)
  })

  it("stands once although looking fails and the process starts anew", async () => {
    const { x, connect, reply, failure } = setUp()
    x.inject({ kind: "cut-after", operation: "createPosts" })
    const breakReading = () => x.inject({ kind: "server-error", operation: "getUsersPosts", times: 4 })
    x.inject({ kind: "meanwhile", operation: "createPosts", action: breakReading })
    expect(await failure()).toMatchObject({ code: "ambiguous" })
    x.inject({ kind: "duplicate", operation: "getUsersPosts" })
    x.inject({ kind: "reorder", operation: "getUsersPosts" })
    const again = connect()
    const [one, other] = await Promise.all([again.doReply?.(reply), again.doReply?.(reply)])
    expect(one).toEqual(other)
    expect(x.replies()).toHaveLength(1)
  })

  it("is not published while it cannot be looked for", async () => {
    const { x, clock, failure, send } = setUp()
    x.inject({ kind: "daily-limit", operation: "getUsersPosts" })
    expect(await failure()).toMatchObject({ code: "rate-limited" })
    expect(x.requests.map(({ operation }) => operation)).not.toContain("createPosts")
    clock.advance(61)
    await send()
    expect(x.replies()).toHaveLength(1)
  })

  it("keeps its idempotency key to itself", async () => {
    const { x, failure, send } = setUp()
    const first = send()
    expect(await failure({ text: "Другое" })).toMatchObject({ code: "duplicate" })
    await first
    expect(x.replies()).toHaveLength(1)
  })

  it.each([
    ["vk:-1_7", "config"],
    ["x:someone", "config"],
  ])("cannot be given to %s: %s", async (messageKey, code) => {
    expect(await setUp().failure({ messageKey })).toMatchObject({ code })
  })

  it("is no post of the account that mentions somebody who did not ask", async () => {
    const { x, connector, reply } = setUp()
    const elsewhere = { ...reply, placement: "official-post" } as const
    await expect(connector.doReply?.(elsewhere)).rejects.toMatchObject({ code: "capability" })
    await expect(connector.doFindReplies?.(elsewhere)).rejects.toMatchObject({ code: "capability" })
    expect(x.requests).toEqual([])
  })
})

describe("duplicate content", () => {
  it("under the same message is the reply itself: it was there and was not shown yet", async () => {
    const { x, send, asked, connect, reply } = setUp()
    const { replyKey } = await send()
    // X shows what the account wrote a moment too late for the look before.
    let looks = 0
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init)
      const isLook = request.url.includes(`/tweets?`) && request.url.includes("/users/")
      if (isLook) looks += 1
      return isLook && looks === 1 ? Response.json({ meta: { result_count: 0 } }) : x.fetch(request)
    }
    expect((await connect({ fetch }).doReply?.(reply))?.replyKey).toBe(replyKey)
    expect(x.replies().map(({ under }) => under)).toEqual([asked])
  })

  it("under another message is refused, and says that the wording must change", async () => {
    const { x, accountId, authorId, send, failure } = setUp()
    await send()
    const other = x.publish({ accountId, authorId, text: "И у нас", at: minutesAgo(40) })
    expect(await failure({ messageKey: other, idempotencyKey: "2" })).toMatchObject({
      code: "refused",
      details: { reason: expect.stringContaining("wording") },
    })
    expect(x.replies()).toHaveLength(1)
  })

  it("that is found nowhere, or cannot be looked for, stays ambiguous", async () => {
    const { x, failure } = setUp()
    x.inject({ kind: "flood", operation: "createPosts" })
    x.inject({
      kind: "meanwhile",
      operation: "createPosts",
      action: () => x.inject({ kind: "server-error", operation: "getUsersPosts", times: 10 }),
    })
    expect(await failure()).toMatchObject({ code: "ambiguous" })
  })
})

describe("a text that X does not take", () => {
  it.each([
    ["is too long by weight, although not by letters", "№".repeat(141), "refused", "character 140"],
    ["holds a link", "Смотрите https://example.org/plan", "capability", "characters 9 to 33"],
    ["holds a bare host name", "Смотрите на госуслуги.рф", "capability", "characters 12 to 24"],
  ])("%s", async (_, text, code, place) => {
    const { x, failure } = setUp()
    const error = await failure({ text })
    expect(error).toMatchObject({ code, message: expect.stringContaining(place) })
    expect(x.requests).toEqual([])
  })

  it("may be longer where the host says that the account may write more, and no longer than that", async () => {
    const world = createWorld()
    const user = world.x.issueToken({ kind: "account", accountId: world.accountId, rights: [...photoScopes, "longer-posts"] })
    const messageKey = world.x.publish({ accountId: world.accountId, authorId: world.citizenId, text: "Яма", at: minutesAgo(5) })
    const connector = world.connect({ tokens: { user }, replyLimit: 1000 })
    expect(connector.capabilities).toMatchObject({ replyLimit: 1000 })
    const reply = { messageKey, photos: [], idempotencyKey: "r", now }
    await connector.doReply?.({ ...reply, text: "я".repeat(1000) })
    expect(world.x.replies()).toMatchObject([{ under: messageKey, text: "я".repeat(1000) }])
    await expect(connector.doReply?.({ ...reply, text: "я".repeat(1001) })).rejects.toMatchObject({ code: "refused" })
    expect(() => world.connect({ replyLimit: 100 })).toThrow(/replyLimit/)
  })

  it("is told by the capabilities before", () => {
    const { capabilities } = setUp().connector
    expect(capabilities).toMatchObject({ replyLimit: 280, replyLinks: false, replyPlacements: ["under-message"] })
  })
})

describe("a reply with photos", () => {
  const photos = [
    buildReplyPhoto({ url: "https://city.example.org/photo/1.png" }),
    buildReplyPhoto({ url: "https://city.example.org/photo/2.png" }),
  ]

  it("uploads and attaches them, and is found although X puts their link behind the text", async () => {
    const { x, find, send } = setUp({ userScopes: photoScopes })
    const receipt = await send({ photos })
    expect(x.replies()).toEqual([expect.objectContaining({ key: receipt.replyKey, attachments: 2 })])
    expect(x.requests.map(({ operation }) => operation)).toEqual(["getUsersPosts", "mediaUpload", "mediaUpload", "createPosts"])
    expect(await find()).toEqual(receipt)
  })

  it("is refused without the scope, for more than four, and for what is no photo", async () => {
    expect(await setUp().failure({ photos })).toMatchObject({ code: "capability", details: { capability: "replyPhoto" } })
    const many = setUp({ userScopes: photoScopes })
    expect(await many.failure({ photos: [...photos, ...photos, ...photos] })).toMatchObject({ code: "refused" })
    const large = "x".repeat(5 * 1024 * 1024 + 1)
    for (const special of [{ content: large }, { type: "image/gif" }])
      expect(await many.failure({ photos: [buildReplyPhoto(special)] })).toMatchObject({ code: "refused" })
    expect(many.x.replies()).toEqual([])
  })
})

describe("whether a message can be answered", () => {
  it.each([
    ["@U2000000001 когда?", [], "yes"],
    ["Где ремонт, @u2000000001?", [], "yes"],
    ["яма", [{ kind: "link", url: "https://x.com/u2000000001/status/77" }], "yes"],
    ["яма", [{ kind: "link", url: "https://x.com/i/status/77" }], "unknown"],
    ["яма @u20000000012", [], "no"],
    ["name@u2000000001", [], "no"],
    ["яма", [{ kind: "link", url: "https://x.com/somebody/status/77" }], "no"],
  ] as const)("shows in %j with %j: %s", (text, attachments, answer) => {
    expect(setUp().connector.answerability({ text, attachments: [...attachments] })).toMatchObject({ answer })
  })

  it("is always so with Enterprise, and never without the account's token", () => {
    const { connect, tokens } = createWorld()
    expect(connect({ plan: "enterprise" }).answerability({ text: "яма" }).answer).toBe("yes")
    expect(connect({ tokens: { app: tokens.app } }).answerability({ text: "@u2000000001" }).answer).toBe("no")
  })
})
