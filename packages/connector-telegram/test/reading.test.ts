import { isDeskError } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { channelId, createWorld, discussionId, groupId, minutesAgo, now, readAll, secret } from "./world.ts"

const setUp = () => {
  const world = createWorld()
  return { ...world, connector: world.connect() }
}

describe("updates", () => {
  it("are given up only after their last page was stored: whatever was not, comes again", async () => {
    const { api, connect } = setUp()
    for (let index = 0; index < 250; index += 1) api.write({ chatId: groupId, text: `Яма ${index}`, at: minutesAgo(300 - index) })
    const seen: string[] = []
    let cursor: string | undefined
    for (let round = 0; round < 40; round += 1) {
      const pull = { sourceId: "updates", limit: 30, now, ...(cursor === undefined ? {} : { cursor }) }
      // The process dies after every page, once before and once after it was stored.
      const lost = await connect().doPull(pull)
      const page = await connect().doPull(pull)
      expect(page).toEqual(lost)
      seen.push(...page.messages.map(({ key }) => key))
      cursor = page.cursor
      if (!page.more) break
    }
    expect(seen).toEqual(Array.from({ length: 250 }, (_, index) => `telegram:${groupId}_${index + 1}`))
  })

  it("that Telegram threw away are a gap, from the last end to the first that is left", async () => {
    const { api, connector } = setUp()
    api.write({ chatId: groupId, text: "Яма", at: minutesAgo(50) })
    const { cursor } = await readAll(connector)
    api.write({ chatId: groupId, text: "Потеряно" })
    api.forget()
    const at = "2026-11-26T03:00:00.000Z"
    api.write({ chatId: groupId, text: "Ещё яма", at })
    const { gaps, keys } = await readAll(connector, cursor)
    expect(keys).toEqual([`telegram:${groupId}_3`])
    expect(gaps).toEqual([{ from: now, to: at, reason: expect.stringContaining("no longer") }])
  })

  it("of an edit follow the message on a page of their own", async () => {
    const { api, connector } = setUp()
    const id = api.write({ chatId: groupId, text: "Яма", at: minutesAgo(50) })
    api.edit(groupId, id, "Яма и фонарь")
    const { messages } = await readAll(connector)
    expect(messages.map(({ text, editedAt }) => [text, editedAt !== undefined])).toEqual([
      ["Яма", false],
      ["Яма и фонарь", true],
    ])
  })

  it.each([
    ["a private chat", { message: { message_id: 1, date: 1, chat: { id: 5, type: "private" }, text: "Личное" } }],
    [
      "a chat that is not monitored",
      { message: { message_id: 1, date: 1, chat: { id: -1001000000009, type: "supergroup" }, text: "Чужое" } },
    ],
    [
      "the channel itself, whose posts are taken where they can be answered",
      { channel_post: { message_id: 1, date: 1, chat: { id: channelId, type: "channel" }, text: "Пост" } },
    ],
    [
      "a service message",
      { message: { message_id: 1, date: 1, chat: { id: groupId, type: "supergroup" }, new_chat_members: [{ id: 5 }] } },
    ],
    ["another kind", { poll_answer: { poll_id: "1" } }],
  ])("of %s hold no message and are no fault", async (_, update) => {
    const { api, connector } = setUp()
    api.push(update)
    const { messages, skipped } = await readAll(connector)
    expect({ messages, skipped }).toEqual({ messages: [], skipped: [] })
  })

  it("tell of media, place, repost and the sender of a channel", async () => {
    const { api, connector } = setUp()
    const photo = [{ file_id: "f", file_unique_id: "u", width: 1, height: 1 }]
    const url = "https://t.me/neighbours/1"
    const origin = { type: "channel", chat: { id: -1005, type: "channel" }, message_id: 4, date: 1 }
    api.write({
      chatId: groupId,
      at: minutesAgo(9),
      more: { caption: "Яма", photo, forward_origin: origin, sender_chat: { id: -1006, type: "channel" } },
    })
    api.write({
      chatId: groupId,
      at: minutesAgo(8),
      more: { venue: { title: "Мост", address: "ул. Мира" }, location: { latitude: 52.03, longitude: 113.5 } },
    })
    const [first, second] = (await readAll(connector)).messages
    expect(first).toMatchObject({ text: "Яма", attachments: [{ kind: "photo", url }], repostOf: "telegram:-1005_4", authorId: "-1006" })
    expect(second).toMatchObject({ text: "", place: { name: "Мост, ул. Мира", latitude: 52.03, longitude: 113.5 } })
  })

  it("meet failures: a cut connection is tried again, a webhook in the way is told", async () => {
    const { api, connector } = setUp()
    api.write({ chatId: groupId, text: "Яма" })
    for (const fault of ["cut-before", "server-error", "too-many"] as const) api.inject(fault, "getUpdates")
    expect((await readAll(connector)).keys).toHaveLength(1)
    api.inject("changed-shape", "getUpdates")
    await expect(readAll(connector)).rejects.toMatchObject({ code: "protocol", details: { path: "result" } })
    api.webhook = { ...api.webhook, url: "https://desk.example.org" }
    await expect(readAll(connector)).rejects.toMatchObject({ code: "auth", details: { action: expect.stringContaining("deleteWebhook") } })
  })
})

describe("a push", () => {
  it("is the same message as an update that was asked for", async () => {
    const { api, connect, connector } = setUp()
    const copy = api.post(channelId, discussionId, "Отключение воды", minutesAgo(60))
    api.write({ chatId: discussionId, text: "Когда?", at: minutesAgo(50), replyTo: copy })
    const pushed = connect({ webhook: { secret } })
    const received = await Promise.all(api.pushes(secret).map(async (request) => pushed.doReceive?.(request, { now })))
    expect(received.flatMap((one) => one?.messages ?? [])).toEqual((await readAll(connector)).messages)
    expect(received.every((one) => one?.response.status === 200)).toBe(true)
  })

  it.each([
    [new Request("https://desk.example.org", { method: "GET" }), 405],
    [new Request("https://desk.example.org", { method: "POST", body: "{}" }), 403],
    [new Request("https://desk.example.org", { method: "POST", body: "{", headers: { "x-telegram-bot-api-secret-token": secret } }), 400],
    [
      new Request("https://desk.example.org", {
        method: "POST",
        body: " ".repeat(1_100_000),
        headers: { "x-telegram-bot-api-secret-token": secret },
      }),
      413,
    ],
  ])("that is none is refused: %#", async (request, status) => {
    const received = await createWorld().connect({ webhook: { secret } }).doReceive?.(request, { now })
    expect(received).toMatchObject({ messages: [], response: { status } })
  })
})

describe("options", () => {
  it.each([
    [{ token: "no" }, "token"],
    [{ chats: [] }, "chats"],
    [{ chats: [{ chatId: 5 }] }, "chats[0].chatId"],
    [{ chats: [{ chatId: groupId }, { chatId: String(groupId) }] }, "chats[1].chatId"],
    [{ webhook: { secret: "short" } }, "webhook.secret"],
  ])("that are wrong are named: %j", (options, path) => {
    expect(() => createWorld().connect(options)).toThrow(
      expect.objectContaining({ code: "config", details: { issues: [expect.objectContaining({ path })] } }),
    )
  })

  it("decide what it can, in words", () => {
    const { connect } = createWorld()
    const topics = (connector: ReturnType<typeof connect>) =>
      connector.describeCapabilities().flatMap(({ topic, has }) => (has ? [topic] : []))
    expect(topics(connect())).toEqual(["updates", "reply"])
    expect(topics(connect({ webhook: { secret }, journal: undefined }))).toEqual(["webhook"])
  })

  it.each([
    ["token", { token: "rubbish" }, /a token of @BotFather was expected, like/],
    ["chats", { chats: [] }, /a list that is not empty was expected/],
    ["chats[0].chatId", { chats: [{ chatId: "city_channel" }] }, /like -1001234567890/],
    ["journal", { journal: { read: async () => undefined, write: async () => {} } as never }, /read and replace over a table/],
    ["webhook.secret", { webhook: { secret: "short" } }, /16 to 256 letters/],
    ["chat", { chat: "-100" } as never, /did you mean "chats"\?/],
  ])("are not derived from wrong options: %s", (path, options, says) => {
    try {
      createWorld().connect(options)
      expect.fail("an error was expected")
    } catch (error) {
      if (!isDeskError(error, "config")) throw error
      expect(error.details.issues[0]).toEqual({ path, message: expect.stringMatching(says) })
    }
  })
})
