import { buildReplyPhoto } from "@otklik/testkit"
import type { PhotoToPublish } from "@otklik/core/connector"
import { inspect } from "node:util"
import { describe, expect, it } from "vitest"
import type { BotApiFault } from "./bot-api.ts"
import { createWorld, groupId, minutesAgo, now, token } from "./world.ts"

function setUp() {
  const world = createWorld()
  const { api } = world
  const messageId = api.write({ chatId: groupId, text: "Не горит фонарь", at: minutesAgo(60) })
  const reply = {
    messageKey: `telegram:${groupId}_${messageId}`,
    text: "Заменили.",
    photos: [] as readonly PhotoToPublish[],
    idempotencyKey: "reply-1",
    now,
  }
  const send = async (more: Partial<typeof reply> & { readonly placement?: "official-post" } = {}, connector = world.connect()) => {
    if (connector.doReply === undefined) throw new Error("the connector must be able to reply")
    return connector.doReply({ ...reply, ...more })
  }
  const failure = async (...given: Parameters<typeof send>) =>
    send(...given).then(
      () => expect.fail("a failure was expected"),
      (error: unknown) => error,
    )
  return { ...world, messageId, reply, send, failure }
}

describe("a reply", () => {
  it("stands under the message, with its link", async () => {
    const { api, messageId, send } = setUp()
    const receipt = await send()
    const [sent] = api.sent()
    expect(sent).toEqual({ chatId: groupId, id: sent?.id, replyTo: messageId, text: "Заменили.", photos: 0 })
    expect(receipt).toMatchObject({ replyKey: `telegram:${groupId}_${sent?.id}`, url: `https://t.me/neighbours/${sent?.id}` })
  })

  it.each([
    ["cut-before", "ambiguous", 0],
    ["cut-after", "ambiguous", 1],
    ["server-error", "ambiguous", 0],
    ["malformed", "ambiguous", 1],
    ["changed-shape", "ambiguous", 1],
    ["slow", "ambiguous", 0],
  ] as const)("that meets %s is never sent again, by no process: a person looks", async (fault: BotApiFault, code, stands) => {
    const { api, connect, reply, failure } = setUp()
    api.inject(fault, "sendMessage")
    expect(await failure()).toMatchObject({ code })
    expect(await failure({}, connect())).toMatchObject({ code: "ambiguous", message: expect.stringContaining("open the chat") })
    await expect(connect().doFindReplies?.(reply)).rejects.toMatchObject({ code: "ambiguous" })
    expect(api.sent()).toHaveLength(stands)
  })

  it("that Telegram has not taken is sent again", async () => {
    const { api, clock, send, failure, messageId } = setUp()
    api.inject("too-many", "sendMessage", 4) // as often as it is tried
    expect(await failure()).toMatchObject({ code: "rate-limited" })
    clock.advance(5)
    await send()
    expect(api.sent()).toHaveLength(1)
    api.remove(groupId, messageId)
    expect(await failure({ idempotencyKey: "reply-2" })).toMatchObject({ code: "refused", details: { reason: "the message is gone" } })
  })

  it("is not sent when it cannot be written down", async () => {
    const { api, journal, connect, failure } = setUp()
    const full = { read: journal.read, replace: async () => Promise.reject(new Error("disk full")) }
    expect(await failure({}, connect({ journal: full }))).toMatchObject({ message: "disk full" })
    expect(api.sent()).toEqual([])
  })

  it("with one photo and with several carries its text once", async () => {
    const { api, send, failure } = setUp()
    await send({ photos: [buildReplyPhoto({ url: "https://city.example.org/1.jpg" })] })
    await send({
      idempotencyKey: "reply-2",
      photos: [buildReplyPhoto({ url: "https://city.example.org/1.jpg" }), buildReplyPhoto({ url: "https://city.example.org/2.jpg" })],
    })
    expect(api.calls.map(({ method }) => method)).toEqual(["sendPhoto", "sendMediaGroup"])
    expect(api.sent().map(({ text }) => text)).toEqual(["Заменили.", "Заменили."])
    const photos = [buildReplyPhoto({ url: "https://city.example.org/1.jpg" })]
    expect(await failure({ idempotencyKey: "3", photos, text: "х".repeat(1025) })).toMatchObject({ code: "capability" })
    expect(await failure({ idempotencyKey: "4", photos: Array.from({ length: 11 }, () => photos[0] ?? buildReplyPhoto()) })).toMatchObject({
      code: "capability",
    })
  })

  it.each([
    [{ messageKey: "vk:-1_7" }, "config"],
    [{ messageKey: "telegram:-1005_7" }, "config"],
    [{ placement: "official-post" } as const, "capability"],
  ])("cannot be given elsewhere: %j", async (more, code) => {
    expect(await setUp().failure(more)).toMatchObject({ code })
  })

  it("keeps its idempotency key to itself", async () => {
    const { api, connect, send, failure } = setUp()
    const connector = connect()
    const first = send({}, connector)
    expect(await failure({ text: "Другое" }, connector)).toMatchObject({ code: "duplicate" })
    await first
    expect(api.sent()).toHaveLength(1)
  })

  it("tells no token, whatever goes wrong", async () => {
    const { api, connect, failure, send } = setUp()
    const wrong = connect({ token: `${token}x` })
    expect(await failure({}, wrong)).toMatchObject({ code: "auth" })
    api.inject("cut-after", "sendMessage")
    for (const error of [await failure({}, wrong), await failure(), await failure()])
      expect(inspect(error, { depth: 9 })).not.toContain(token.slice(12))
    await send({ idempotencyKey: "later" })
  })
})
