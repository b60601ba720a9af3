import { buildReplyPhoto } from "@otklik/testkit"
import { inspect } from "node:util"
import { createQuotaPlanner, type QuotaJob } from "@otklik/connector-kit"
import type { ReplyOptions } from "@otklik/core/connector"
import { describe, expect, it } from "vitest"
import { comparableText } from "../src/reply/reply.ts"
import { createWorld, minutesAgo, now } from "./world.ts"

function setUp() {
  const world = createWorld()
  const { facebook, pageId: accountId, citizenId: authorId } = world
  const post = facebook.publish({ accountId, authorId, text: "Яма", at: minutesAgo(60) })
  const top = facebook.comment({ under: post, authorId, text: "И у нас", at: minutesAgo(50) })
  const below = facebook.comment({ under: top, authorId, text: "И у них", at: minutesAgo(40) })
  const options = (messageKey: string, more: Partial<ReplyOptions> = {}): ReplyOptions => ({
    messageKey,
    text: "Засыпали.",
    photos: [],
    idempotencyKey: `key of ${messageKey}`,
    now,
    ...more,
  })
  return { ...world, connector: world.connect(), post, top, below, options }
}

describe("replies", () => {
  it("stand under posts, comments and replies, with Facebook's own link", async () => {
    const { facebook, pageId, connector, post, top, below, options } = setUp()
    const number = (key: string) => key.split("_").at(-1)
    const base = `https://www.facebook.com/${pageId}/posts/${number(post)}`
    for (const [messageKey, query] of [
      [post, ""],
      [top, `comment_id=${number(top)}&reply_`],
      [below, `comment_id=${number(top)}&reply_`],
    ] as const) {
      const receipt = await connector.doReply?.(options(messageKey, { text: `Ответ на ${messageKey}` }))
      expect(receipt).toEqual({
        replyKey: expect.stringContaining(`facebook:${pageId}_`) as string,
        url: `${base}?${query}comment_id=${number(receipt?.replyKey ?? "")}`,
        publishedAt: expect.stringMatching(/^2026-11-24T03:00/) as string,
      })
      expect(await connector.doFindReplies?.(options(messageKey, { text: `Ответ на ${messageKey}` }))).toEqual([receipt])
    }
    expect(facebook.replies().map(({ under }) => under)).toEqual([post, top, below])
  })

  it.each(["cut-after", "server-error", "malformed", "changed-shape", "cut-before", "slow"] as const)(
    "stand once after %s, whoever asks again",
    async (kind) => {
      const { facebook, connect, top, options } = setUp()
      facebook.inject({ kind, operation: "POST comments", millis: 31_000 })
      const reply = options(top)
      const first = await connect()
        .doReply?.(reply)
        .catch((error: unknown) => error)
      const receipt = await connect().doReply?.(reply) // another process
      if (first instanceof Error) expect(first).toMatchObject({ code: "ambiguous" })
      else expect(first).toEqual(receipt)
      expect(facebook.replies()).toEqual([expect.objectContaining({ key: receipt?.replyKey, under: top, text: "Засыпали." })])
    },
  )

  it("are found at once when the answer was lost and they stand", async () => {
    const { facebook, connector, top, options } = setUp()
    facebook.inject({ kind: "cut-after", operation: "POST comments" })
    const receipt = await connector.doReply?.(options(top))
    expect(facebook.replies()).toEqual([expect.objectContaining({ key: receipt?.replyKey })])
  })

  it("are not published when it cannot be looked whether they stand", async () => {
    for (const kind of ["server-error", "rate-limit", "malformed"] as const) {
      const { facebook, connector, top, options } = setUp()
      facebook.inject({ kind, operation: "comments", times: Infinity })
      await expect(connector.doReply?.(options(top))).rejects.toMatchObject({
        code: { "server-error": "network", "rate-limit": "rate-limited", malformed: "protocol" }[kind],
      })
      expect(facebook.replies()).toEqual([])
    }
  })

  it("are not mixed up with what others say, what stands elsewhere, or other texts", async () => {
    const { facebook, citizenId, pageId, connector, post, top, options } = setUp()
    facebook.comment({ under: top, authorId: citizenId, text: "Засыпали.", at: minutesAgo(1) })
    facebook.comment({ under: post, authorId: pageId, text: "Засыпали.", at: minutesAgo(55) })
    facebook.comment({ under: top, authorId: pageId, text: "Засыпали. Совсем.", at: minutesAgo(1) })
    expect(await connector.doFindReplies?.(options(top))).toEqual([])
    await connector.doReply?.(options(top))
    expect(facebook.replies().filter(({ under, text }) => under === top && text === "Засыпали.")).toHaveLength(1)
  })

  it("carry one photo by its address, and no second one", async () => {
    const { facebook, connector, top, options } = setUp()
    const photo = buildReplyPhoto({ url: "https://city.example.org/photo/1.jpg" })
    await connector.doReply?.(options(top, { photos: [photo] }))
    expect(facebook.replies()).toEqual([expect.objectContaining({ attachments: 1 })])
    const both = connector.doReply?.(options(top, { photos: [photo, photo], text: "Другое", idempotencyKey: "k" }))
    await expect(both).rejects.toMatchObject({ code: "capability" })
    expect(facebook.replies()).toHaveLength(1)
  })

  it("are refused where comments are closed, and not for want of a right", async () => {
    const { facebook, pageId, connect, post, top, options } = setUp()
    const token = facebook.issueToken({
      kind: "account",
      accountId: pageId,
      rights: ["pages_read_engagement", "pages_read_user_content"],
    })
    for (const key of [post, top]) await expect(connect({ token }).doReply?.(options(key))).rejects.toMatchObject({ code: "auth" })
    facebook.closeComments(post)
    for (const key of [post, top])
      await expect(connect().doReply?.(options(key))).rejects.toMatchObject({ code: "refused", details: { reason: "comments are closed" } })
  })

  it.each([
    ["flood", "refused"],
    ["links-forbidden", "refused"],
    ["too-many-replies", "refused"],
    ["token-expired", "auth"],
    ["rate-limit", "rate-limited"],
  ] as const)("end with what Meta says: %s is %s", async (kind, code) => {
    const { facebook, connector, top, options } = setUp()
    facebook.inject({ kind, operation: "POST comments" })
    await expect(connector.doReply?.(options(top))).rejects.toMatchObject({ code })
    expect(facebook.replies()).toEqual([])
  })

  it("are refused under what is gone, and nothing is found there", async () => {
    const { facebook, connector, post, top, options } = setUp()
    facebook.remove(top)
    await expect(connector.doReply?.(options(top))).rejects.toMatchObject({ code: "refused" })
    expect(await connector.doFindReplies?.(options(top))).toEqual([])
    facebook.remove(post)
    expect(await connector.doFindReplies?.(options(post))).toEqual([])
  })

  it("give the receipt even when they cannot be read back", async () => {
    const { facebook, connector, post, options } = setUp()
    facebook.inject({ kind: "malformed", operation: "node", times: Infinity })
    const receipt = await connector.doReply?.(options(post))
    expect(facebook.replies()).toEqual([expect.objectContaining({ key: receipt?.replyKey })])
    expect(receipt?.url).toMatch(/^https:\/\/www\.facebook\.com\/\d+_\d+$/)
  })

  it("are refused where they may stand unseen among too many comments", async () => {
    const { facebook, citizenId, clock, connect, post, options } = setUp()
    let calls = 0
    /** A list of comments without an end. */
    const endless: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init)
      if (request.method !== "GET" || !request.url.includes("/comments?")) return facebook.fetch(request)
      calls += 1
      const data = [{ id: `7_${calls}`, message: "+", created_time: "2026-11-24T02:00:00+0000", from: { id: citizenId } }]
      return Response.json({ data, paging: { cursors: { after: `c${calls}` }, next: "https://graph.example.com" } })
    }
    const connector = connect({ fetch: endless, planner: createQuotaPlanner({ clock, limits: [] }) })
    await expect(connector.doReply?.(options(post))).rejects.toMatchObject({
      code: "refused",
      details: { reason: expect.stringContaining("answer by hand") as string },
    })
    expect(calls).toBeGreaterThan(100)
    expect(facebook.replies()).toEqual([])
  })

  it("go to the planner as replies with their deadline, so that the most urgent goes first", async () => {
    const { clock, connect, top, options } = setUp()
    const planner = createQuotaPlanner({ clock, limits: [] })
    const jobs: QuotaJob[] = []
    const spy = {
      ...planner,
      take: async (job: QuotaJob) => {
        jobs.push(job)
        await planner.take(job)
      },
    }
    const dueAt = "2026-11-24T05:00:00.000Z"
    await connect({ planner: spy }).doReply?.(options(top, { dueAt }))
    expect(jobs.length).toBeGreaterThan(2)
    for (const job of jobs) expect(job).toMatchObject({ priority: "reply", dueAt })
  })

  it("take keys of Facebook alone, and stand under messages alone", async () => {
    const { connector, top, options } = setUp()
    for (const key of ["vk:-1_7", "facebook:abc", "facebook:1", "facebook:1_2_3_4"])
      await expect(connector.doReply?.(options(key))).rejects.toMatchObject({ code: "config" })
    await expect(connector.doReply?.(options(top, { placement: "official-post" }))).rejects.toMatchObject({ code: "capability" })
  })

  it("tell nothing of what they say", async () => {
    const { facebook, connector, top, token, options } = setUp()
    for (const kind of ["token-revoked", "server-error", "malformed", "flood"] as const) {
      facebook.inject({ kind, times: Infinity })
      const error: unknown = await connector.doReply?.(options(top, { idempotencyKey: kind })).catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(Error)
      const told = inspect(error, { depth: 20 })
      for (const secret of [token, "Засыпали", "EAA"]) expect(told).not.toContain(secret)
      facebook.heal()
    }
  })

  it("are the same text in whatever spelling", () => {
    expect(comparableText(" Раз  \r\nдва ")).toBe(comparableText("Раз\nдва"))
    expect(comparableText("й")).toBe(comparableText("и\u0306"))
    expect(comparableText("Раз  два")).not.toBe(comparableText("Раз два"))
  })
})
