import type { PhotoToPublish } from "@otklik/core/connector"
import { buildReplyPhoto } from "@otklik/testkit"
import type { SimulatedFaultKind } from "@otklik/testkit/networks"
import { isDeskError } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { createWorld, minutesAgo, now } from "./world.ts"

function setUp() {
  const world = createWorld()
  const { vk, communityId: accountId, citizenId: authorId } = world
  const post = vk.publish({ accountId, authorId, text: "Не горит фонарь", at: minutesAgo(60) })
  const connector = world.connect()
  const reply = {
    messageKey: post,
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
  const comment = (under: string, text = "Да") => vk.comment({ under, authorId, text, at: minutesAgo(50) })
  return { ...world, post, connector, reply, send, find, failure, comment }
}

describe("a reply", () => {
  it("stands under the message, as the community, with its permanent link", async () => {
    const { vk, post, comment, send } = setUp()
    const top = comment(post)
    const receipt = await send({ messageKey: top })
    const id = receipt.replyKey.split("_").at(-1)
    expect(receipt).toEqual({
      replyKey: `${post}_${id}`,
      url: `https://vk.com/wall-1_1?reply=${id}&thread=2`,
      publishedAt: expect.stringMatching(/^2026-11-24T03:00:\d\d\.000Z$/),
    })
    expect(vk.replies()).toEqual([expect.objectContaining({ key: receipt.replyKey, under: top, accountId: "-1", attachments: 0 })])
  })

  it("is found again under a post, a comment, and a comment deep in a long thread", async () => {
    const { vk, post, comment, send, find } = setUp()
    const top = comment(post)
    for (let index = 0; index < 15; index += 1) comment(top, `Ответ ${index}`)
    const deep = comment(top)
    const deeper = comment(deep)
    for (const messageKey of [post, top, deep, deeper]) {
      expect(await find({ messageKey })).toBeUndefined()
      const receipt = await send({ messageKey, idempotencyKey: messageKey })
      expect(await find({ messageKey })).toEqual(receipt)
    }
    expect(vk.replies().map(({ under }) => under)).toEqual([post, top, deep, deeper])
  })

  it("is not mistaken for another: the same text of somebody else, under another message, or deleted", async () => {
    const { vk, citizenId, post, comment, reply, find, send } = setUp()
    const top = comment(post)
    vk.comment({ under: top, authorId: citizenId, text: reply.text })
    await send({ messageKey: post })
    expect(await find({ messageKey: top })).toBeUndefined()
    const { replyKey } = await send({ messageKey: top, idempotencyKey: "reply-2" })
    vk.remove(replyKey)
    expect(await find({ messageKey: top })).toBeUndefined()
  })

  it("is looked for in answers that name the one who is answered", async () => {
    const { vk, communityId, post, comment, reply, find } = setUp()
    const top = comment(post)
    vk.comment({ under: top, authorId: communityId, text: `[id101|Пётр], ${reply.text}` })
    expect(await find({ messageKey: top })).toBeDefined()
  })

  it.each([
    ["cut-before", "ambiguous", 0],
    ["cut-after", "ambiguous", 1],
    ["malformed", "ambiguous", 1],
    ["changed-shape", "ambiguous", 1],
    ["slow", "ambiguous", 0],
    ["server-error", "ambiguous", 0],
    ["captcha", "auth", 0],
    ["token-revoked", "auth", 0],
    ["token-expired", "auth", 0],
    ["daily-limit", "rate-limited", 0],
    ["flood", "refused", 0],
    ["comments-closed", "refused", 0],
    ["links-forbidden", "refused", 0],
    ["too-many-replies", "refused", 0],
  ] as const)(
    "that meets %s ends in %s, or is found when it was published, and is published once when it is tried again",
    async (kind: SimulatedFaultKind, code, stands) => {
      const { vk, clock, send, find } = setUp()
      vk.inject({ kind, operation: "wall.createComment" })
      const end = await send().then(
        () => "published",
        (error: unknown) => isDeskError(error) && error.code,
      )
      expect(end).toBe(stands === 1 ? "published" : code)
      expect(vk.replies()).toHaveLength(stands)
      expect((await find()) === undefined).toBe(stands === 0)
      clock.advance(61)
      const receipt = await send()
      expect(vk.replies().map(({ key }) => key)).toEqual([receipt.replyKey])
    },
  )

  it("waits out a moment with too many calls", async () => {
    const { vk, send } = setUp()
    vk.inject({ kind: "rate-limit", operation: "wall.createComment", times: 2 })
    await send()
    expect(vk.replies()).toHaveLength(1)
  })

  it("stands once although reading back fails and the process starts anew", async () => {
    const { vk, connect, reply, failure } = setUp()
    vk.inject({ kind: "cut-after", operation: "wall.createComment" })
    const breakReading = () => vk.inject({ kind: "server-error", operation: "wall.getComments", times: 4 })
    vk.inject({ kind: "meanwhile", operation: "wall.createComment", action: breakReading })
    expect(await failure()).toMatchObject({ code: "ambiguous" })
    vk.inject({ kind: "duplicate", operation: "wall.getComments" })
    vk.inject({ kind: "reorder", operation: "wall.getComments" })
    const again = connect()
    const [one, other] = await Promise.all([again.doReply?.(reply), again.doReply?.(reply)])
    expect(one).toEqual(other)
    expect(vk.replies()).toHaveLength(1)
  })

  it("counts as published when VK named it and only reading back failed", async () => {
    const { vk, clock, send } = setUp()
    let reads = 0
    vk.inject({ kind: "meanwhile", operation: "wall.getComments", times: Infinity, action: () => void (reads += 1) })
    vk.inject({
      kind: "meanwhile",
      operation: "wall.createComment",
      action: () => vk.inject({ kind: "server-error", operation: "wall.getComments", times: 10 }),
    })
    const receipt = await send()
    expect(receipt.replyKey).toBe(vk.replies()[0]?.key)
    expect(reads).toBeGreaterThan(1)
    expect(clock.now() > now).toBe(true)
  })

  it("does not wait until reading is allowed again when it is tried first, and does when it may be published", async () => {
    const { vk, connector, reply, send } = setUp()
    vk.inject({ kind: "daily-limit", operation: "wall.getComments", times: Infinity })
    await connector.doReply?.({ ...reply, mayBePublished: false })
    expect(vk.replies()).toHaveLength(1)
    // A second try looks, and waits.
    await expect(send()).rejects.toMatchObject({ code: "rate-limited" })
    expect(vk.replies()).toHaveLength(1)
    await expect(connector.doFindReplies?.(reply)).rejects.toMatchObject({ code: "rate-limited" })
  })

  it("is refused where the message is gone or comments are closed", async () => {
    const { vk, post, comment, failure } = setUp()
    const gone = comment(post)
    vk.remove(gone)
    expect(await failure({ messageKey: gone })).toMatchObject({ code: "refused" })
    vk.closeComments(post)
    expect(await failure()).toMatchObject({ code: "refused" })
    vk.remove(post)
    expect(await failure()).toMatchObject({ code: "refused" })
  })

  it.each([
    ["vk:-1_topic7_8", "capability"],
    ["vk:-1_photo7_8", "capability"],
    ["ok:7", "config"],
    ["vk:someone", "config"],
  ])("cannot be given to %s: %s", async (messageKey, code) => {
    expect(await setUp().failure({ messageKey })).toMatchObject({ code })
  })

  it("is no post of the community: that takes a user token", async () => {
    const { vk, connector, reply } = setUp()
    const elsewhere = { ...reply, placement: "official-post" } as const
    await expect(connector.doReply?.(elsewhere)).rejects.toMatchObject({ code: "capability" })
    await expect(connector.doFindReplies?.(elsewhere)).rejects.toMatchObject({ code: "capability" })
    expect(vk.replies()).toEqual([])
  })

  it("keeps its idempotency key to itself", async () => {
    const { vk, failure, send } = setUp()
    const first = send()
    expect(await failure({ text: "Другое" })).toMatchObject({ code: "duplicate" })
    await first
    expect(vk.replies()).toHaveLength(1)
  })
})

describe("a reply with a photo", () => {
  const photos = [
    buildReplyPhoto({ url: "https://city.example.org/photo/1.png" }),
    buildReplyPhoto({ url: "https://city.example.org/photo/2.png" }),
  ]

  it("uploads each by the three steps and attaches it", async () => {
    const { vk, connect, tokens, reply } = setUp()
    const connector = connect({ tokens })
    expect(connector.capabilities.replyPhoto).toBe(true)
    const receipt = await connector.doReply?.({ ...reply, photos })
    expect(vk.replies()).toEqual([expect.objectContaining({ key: receipt?.replyKey, attachments: 2 })])
    const steps = vk.requests.map(({ operation }) => operation).filter((operation) => /photo|upload/i.test(operation))
    expect(steps).toEqual([...photoSteps, ...photoSteps])
  })

  it("is refused without a user token, and tells which capability is missing", async () => {
    const { failure, vk } = setUp()
    expect(await failure({ photos })).toMatchObject({ code: "capability", details: { capability: "replyPhoto" } })
    expect(vk.replies()).toEqual([])
  })

  it("uploads the bytes that were approved, and asks its address for nothing", async () => {
    const { vk, connect, tokens, reply } = setUp()
    const uploaded: string[] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init)
      if (request.url.startsWith("https://city.")) throw new Error("the picture is not the connector's to fetch")
      const type = request.headers.get("content-type") ?? ""
      const photo = type.startsWith("multipart/") ? (await request.clone().formData()).get("photo") : null
      if (photo instanceof Blob) uploaded.push(await photo.text())
      return vk.fetch(request)
    }
    await connect({ tokens, fetch }).doReply?.({ ...reply, photos: [buildReplyPhoto({ content: "approved" })] })
    expect(uploaded).toEqual(["approved"])
  })
})

const photoSteps = ["photos.getWallUploadServer", "upload", "photos.saveWallPhoto"]
