import type { PhotoToPublish } from "@otklik/core/connector"
import { buildReplyPhoto } from "@otklik/testkit"
import type { SimulatedFaultKind } from "@otklik/testkit/networks"
import { isDeskError } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { createWorld, minutesAgo, now } from "./world.ts"

const operation = "discussions.addDiscussionComment"

function setUp() {
  const world = createWorld()
  const { ok, groupId: accountId, citizenId: authorId } = world
  const topic = ok.publish({ accountId, authorId, text: "Не горит фонарь", at: minutesAgo(60) })
  const connector = world.connect()
  const reply = {
    messageKey: topic,
    text: 'Заменили, "как новый" <b> & всё.\nСпасибо! 🙏',
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
  const comment = (under: string, minutes = 50, text = "Да") => ok.comment({ under, authorId, text, at: minutesAgo(minutes) })
  return { ...world, topic, connector, reply, send, find, failure, comment }
}

describe("a reply", () => {
  it("stands under the message, as the group, with the topic's permanent link", async () => {
    const { ok, groupId, topic, comment, send } = setUp()
    const top = comment(topic)
    const receipt = await send({ messageKey: top })
    expect(receipt).toEqual({
      replyKey: expect.stringContaining(`${topic}_`),
      url: `https://ok.ru/group/${groupId}/topic/${topic.split("_")[1]}`,
      publishedAt: expect.stringMatching(/^2026-11-24T03:00:\d\d\.\d{3}Z$/),
    })
    expect(ok.replies()).toEqual([expect.objectContaining({ key: receipt.replyKey, under: top, accountId: groupId })])
  })

  it("is found again under a topic and a comment, in long discussions", async () => {
    const { topic, comment, send, find } = setUp()
    const top = comment(topic)
    for (let index = 0; index < 250; index += 1) comment(topic, 40 - index / 10)
    const deep = comment(top, 10)
    for (const messageKey of [topic, top, deep]) {
      expect(await find({ messageKey })).toBeUndefined()
      const receipt = await send({ messageKey, idempotencyKey: messageKey })
      expect(await find({ messageKey })).toEqual(receipt)
    }
  })

  it("is read back among the latest comments, and not in all of a long discussion", async () => {
    const { ok, topic, comment, send } = setUp()
    for (let index = 0; index < 350; index += 1) comment(topic, 40 - index / 10)
    await send()
    const called = ok.requests.map(({ operation: method }) => method)
    expect(called.slice(0, called.indexOf(operation))).toHaveLength(4)
    expect(called.slice(called.indexOf(operation) + 1)).toHaveLength(2)
  })

  it("is not mistaken for another: the same text of somebody else, under another message, or deleted", async () => {
    const { ok, citizenId, topic, comment, reply, find, send } = setUp()
    const top = comment(topic)
    ok.comment({ under: top, authorId: citizenId, text: reply.text })
    await send({ messageKey: topic })
    expect(await find({ messageKey: top })).toBeUndefined()
    const { replyKey } = await send({ messageKey: top, idempotencyKey: "reply-2" })
    ok.remove(replyKey)
    expect(await find({ messageKey: top })).toBeUndefined()
  })

  it("is looked for in other spellings of the same text, by the id of the group where OK gives no reference", async () => {
    const { ok, groupId, topic, reply, find } = setUp()
    const text = `${reply.text.replace("\n", "\r\n")} `.replace("всё", "{user:7}всё{user}")
    const key = ok.comment({ under: topic, authorId: groupId, text })
    ok.distort(key, { author_ref: undefined })
    expect(await find()).toMatchObject({ replyKey: key })
  })

  it.each([
    ["cut-before", "ambiguous", 0],
    ["cut-after", "ambiguous", 1],
    ["malformed", "ambiguous", 1],
    ["slow", "ambiguous", 0],
    ["server-error", "ambiguous", 0],
    ["captcha", "auth", 0],
    ["token-revoked", "auth", 0],
    ["token-expired", "auth", 0],
    ["rate-limit", "rate-limited", 0],
    ["daily-limit", "rate-limited", 0],
    ["flood", "rate-limited", 0],
    ["comments-closed", "refused", 0],
    ["links-forbidden", "refused", 0],
    ["too-many-replies", "refused", 0],
  ] as const)(
    "that meets %s ends in %s, or is found when it was published, and is published once when it is tried again",
    async (kind: SimulatedFaultKind, code, stands) => {
      const { ok, clock, send, find } = setUp()
      ok.inject({ kind, operation })
      const end = await send().then(
        () => "published",
        (error: unknown) => isDeskError(error) && error.code,
      )
      expect(end).toBe(stands === 1 ? "published" : code)
      expect(ok.replies()).toHaveLength(stands)
      expect((await find()) === undefined).toBe(stands === 0)
      clock.advance(61)
      const receipt = await send()
      expect(ok.replies().map(({ key }) => key)).toEqual([receipt.replyKey])
    },
  )

  it("needs no known answer: it is read back", async () => {
    const { ok, send } = setUp()
    ok.inject({ kind: "changed-shape", operation })
    const receipt = await send()
    expect(ok.replies().map(({ key }) => key)).toEqual([receipt.replyKey])
  })

  it("stands once although reading back fails and the process starts anew", async () => {
    const { ok, clock, connect, reply, failure } = setUp()
    const breakReading = () => ok.inject({ kind: "server-error", operation: "discussions.getComments", times: 8 })
    ok.inject({ kind: "meanwhile", operation, action: breakReading })
    expect(await failure()).toMatchObject({ code: "ambiguous" })
    for (const kind of ["duplicate", "reorder"] as const) ok.inject({ kind, operation: "discussions.getComments" })
    const again = connect()
    const [one, other] = await Promise.all([again.doReply?.(reply), again.doReply?.(reply)])
    expect(one).toEqual(other)
    expect(ok.replies()).toHaveLength(1)
    expect(clock.now() > now).toBe(true)
  })

  it.each([
    ["rate-limit", "rate-limited"],
    ["changed-shape", "protocol"],
    ["malformed", "protocol"],
  ] as const)("is not published where %s keeps it from being looked for: OK knows no idempotency key", async (kind, code) => {
    const { ok, failure } = setUp()
    ok.inject({ kind, operation: "discussions.getComments" })
    expect(await failure()).toMatchObject({ code })
    expect(ok.requests.map(({ operation: called }) => called)).toEqual(["discussions.getComments"])
  })

  it("is left to people where a discussion is too long to look it up", async () => {
    const { ok, connect, reply } = setUp()
    let pages = 0
    const fetch: typeof globalThis.fetch = async () => {
      pages += 1
      return Response.json({
        comments: [{ id: `c${pages}`, author_id: "7", date_ms: Date.parse(now), text: "Да" }],
        anchor: `a${pages}`,
        has_more: true,
      })
    }
    await expect(connect({ fetch }).doReply?.(reply)).rejects.toMatchObject({
      code: "refused",
      details: { reason: expect.stringContaining("by hand") },
    })
    expect(pages).toBe(200)
    expect(ok.replies()).toEqual([])
  })

  it("is refused where the message is gone or comments are closed", async () => {
    const { ok, topic, comment, failure } = setUp()
    const gone = comment(topic)
    ok.remove(gone)
    expect(await failure({ messageKey: gone })).toMatchObject({ code: "refused" })
    ok.closeComments(topic)
    expect(await failure()).toMatchObject({ code: "refused" })
    ok.remove(topic)
    expect(await failure()).toMatchObject({ code: "refused" })
  })

  it.each([
    ["ok:77_8", "capability"],
    ["ok:77_8_abc=", "capability"],
    ["ok:8", "config"],
    ["vk:-1_7", "config"],
    ["ok:77_8_§", "config"],
  ])("cannot be given to %s: %s", async (messageKey, code) => {
    expect(await setUp().failure({ messageKey })).toMatchObject({ code })
  })

  it("takes no photos, and tells which capability is missing", async () => {
    const { ok, failure } = setUp()
    const photos = [buildReplyPhoto({ url: "https://city.example.org/photo/1.png" })]
    expect(await failure({ photos })).toMatchObject({ code: "capability", details: { capability: "replyPhoto" } })
    expect(ok.replies()).toEqual([])
  })

  it("keeps its idempotency key to itself", async () => {
    const { ok, failure, send } = setUp()
    const first = send()
    expect(await failure({ text: "Другое" })).toMatchObject({ code: "duplicate" })
    await first
    expect(ok.replies()).toHaveLength(1)
    await expect(send({ idempotencyKey: "" })).rejects.toThrow(TypeError)
  })

  it("of somebody who is no administrator asks for one", async () => {
    const { ok, citizenId: accountId, connect, reply } = setUp()
    const token = ok.issueToken({ kind: "person", accountId })
    await expect(connect({ token }).doReply?.(reply)).rejects.toMatchObject({
      code: "auth",
      details: { action: expect.stringContaining("administrator") },
    })
  })
})
