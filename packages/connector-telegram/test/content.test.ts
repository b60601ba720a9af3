import { describe, expect, it } from "vitest"
import { createWorld, groupId, now, readAll, secret } from "./world.ts"

const date = Date.parse(now) / 1000 - 100
const chat = { id: groupId, type: "supergroup", username: "neighbours" }
const messageOf = (id: number, fields: object) => ({ message_id: id, date, chat, from: { id: 6, is_bot: false }, ...fields })

/** Hands messages over as updates that are asked for. */
async function asked(messages: readonly object[], kind = "message") {
  const { api, connect } = createWorld()
  for (const message of messages) api.push({ [kind]: message })
  return readAll(connect())
}

/** Hands messages over as pushes, one by one. */
async function pushed(messages: readonly object[]) {
  const connector = createWorld().connect({ webhook: { secret } })
  const received = []
  for (const [index, message] of messages.entries()) {
    const headers = { "x-telegram-bot-api-secret-token": secret }
    const body = JSON.stringify({ update_id: index + 1, message })
    received.push(await connector.doReceive?.(new Request("https://desk.example.org/tg", { method: "POST", headers, body }), { now }))
  }
  return { messages: received.flatMap((one) => one?.messages ?? []), skipped: received.flatMap((one) => one?.skipped ?? []), connector }
}

const rich = {
  blocks: [
    { type: "section_heading", size: 1, text: "Провал" },
    {
      type: "paragraph",
      text: [
        "На улице ",
        { type: "bold", text: { type: "italic", text: "Ленина" } },
        " провалился ",
        { type: "custom_emoji", custom_emoji_id: "1", alternative_text: "🕳" },
        " люк",
      ],
    },
    { type: "list", items: [{ label: "1.", blocks: [{ type: "paragraph", text: "у дома 5" }] }] },
    {
      type: "table",
      cells: [
        [
          { text: "Дом", align: "left", valign: "top" },
          { text: "Подъезд", align: "left", valign: "top" },
        ],
      ],
      caption: "Где",
    },
    {
      type: "details",
      summary: "Ещё",
      blocks: [{ type: "blockquote", blocks: [{ type: "paragraph", text: "вторую неделю" }], credit: "жители" }],
    },
    {
      type: "collage",
      blocks: [
        { type: "photo", photo: [{}], caption: { text: "вот он", credit: "сосед" } },
        { type: "video", video: {} },
      ],
    },
    { type: "map", location: { latitude: 52.03, longitude: 113.5 }, zoom: 5, width: 1, height: 1 },
    { type: "thinking", text: "думаю" },
    { type: "a_block_of_tomorrow", text: "и завтра" },
    { type: "divider" },
  ],
}

describe("a rich message", () => {
  const text =
    "Провал\nНа улице Ленина провалился 🕳 люк\n1.\nу дома 5\nДом | Подъезд\nГде\nЕщё\nвторую неделю\nжители\nвот он\nсосед\nи завтра"

  it.each(["message", "edited_message", "channel_post"])("is read with the words of all its blocks: %s", async (kind) => {
    const { messages, skipped } = await asked([messageOf(15, { rich_message: rich, edit_date: date + 5 })], kind)
    expect(skipped).toEqual([])
    expect(messages).toMatchObject([
      { text, place: { latitude: 52.03, longitude: 113.5 }, attachments: [{ kind: "photo" }, { kind: "video" }] },
    ])
    expect((await pushed([messageOf(15, { rich_message: rich })])).messages).toMatchObject([{ text }])
  })

  it("that says nothing is told, and one that is too deep ends", async () => {
    expect((await asked([messageOf(15, { rich_message: { blocks: [] } })])).skipped).toMatchObject([{ path: "message.rich_message" }])
    let deep: object = { type: "paragraph", text: "дно" }
    for (let depth = 0; depth < 500; depth += 1) deep = { type: "blockquote", blocks: [deep] }
    expect((await asked([messageOf(15, { rich_message: { blocks: [deep] } })])).skipped).toHaveLength(1)
  })
})

describe("content that cannot be read", () => {
  it.each(["checklist", "paid_media", "story", "poll", "something_of_tomorrow"])("is told, and never passed over: %s", async (field) => {
    const message = messageOf(13, { [field]: { id: 1, question: "Где яма?" } })
    for (const { messages, skipped } of [await asked([message]), await pushed([message])]) {
      expect(messages).toEqual([])
      expect(skipped).toEqual([{ code: "invalid", path: `message.${field}`, message: expect.not.stringContaining("яма") }])
    }
  })

  it.each(["sticker", "dice", "contact", "pinned_message", "forum_topic_created", "migrate_from_chat_id"])(
    "says nothing in words, or is a note of Telegram: %s",
    async (field) => {
      expect(await asked([messageOf(13, { [field]: field === "migrate_from_chat_id" ? -5 : {} })])).toMatchObject({
        messages: [],
        skipped: [],
      })
    },
  )
})

describe("an album", () => {
  const part = (id: number, fields: object = {}) => messageOf(id, { media_group_id: "g1", photo: [{}], ...fields })
  const caption = { caption: "Яма на Ленина" }

  it("is one message with all its photos, whichever part has the words", async () => {
    for (const [parts, key] of [
      [[part(1, caption), part(2), part(3, { photo: undefined, video: {} })], 1],
      [[part(1), part(2, caption), part(3, { photo: undefined, video: {} })], 2],
      [[part(1), part(2), part(3, { photo: undefined, video: {} })], 1],
    ] as const) {
      const { messages } = await asked(parts)
      expect(messages.map((message) => [message.key, message.attachments?.map(({ kind }) => kind)])).toEqual([
        [`telegram:${groupId}_${key}`, ["photo", "photo", "video"]],
      ])
    }
  })

  it("loses no words: parts with words of their own are messages, and so are other albums and chats", async () => {
    const parts = [part(1, caption), part(2, { caption: "И у дома 7" }), part(3, { media_group_id: "g2" })]
    expect((await asked(parts)).messages.map(({ text }) => text)).toEqual(["Яма на Ленина", "И у дома 7", ""])
    expect((await pushed(parts)).messages).toHaveLength(3)
  })

  it("that is pushed part by part is one message too", async () => {
    expect((await pushed([part(1, caption), part(2), part(3)])).messages.map(({ text }) => text)).toEqual(["Яма на Ленина"])
  })
})

describe("a topic of a forum", () => {
  const topic = { message_thread_id: 3, is_topic_message: true }

  it("holds posts, and replies to them have a parent", async () => {
    const { messages } = await asked([
      messageOf(7, { ...topic, text: "Яма", reply_to_message: { message_id: 3 } }),
      messageOf(8, { ...topic, text: "И фонарь" }),
      messageOf(9, { ...topic, text: "и у нас", reply_to_message: { message_id: 7 } }),
    ])
    const parent = `telegram:${groupId}_7`
    expect(messages.map(({ kind, parentKey, threadKey }) => [kind, parentKey, threadKey])).toEqual([
      ["post", undefined, undefined],
      ["post", undefined, undefined],
      ["comment", parent, parent],
    ])
  })
})

describe("a group that became a supergroup", () => {
  it("is told at once and by every check, with its new id", async () => {
    const { messages, skipped, connector } = await pushed([messageOf(11, { migrate_to_chat_id: -1_001_000_000_099 })])
    expect(messages).toEqual([])
    expect(skipped).toMatchObject([{ path: "message.migrate_to_chat_id" }])
    expect((await connector.doCheck()).problems).toContainEqual(expect.stringContaining("became the supergroup -1001000000099"))
  })

  it("is told where Telegram answers a call with its new id", async () => {
    const { api, connect } = createWorld()
    const fetch: typeof globalThis.fetch = async (input, init) => {
      if (!String(input instanceof Request ? input.url : input).endsWith("getChat")) return api.fetch(input, init)
      const parameters = { migrate_to_chat_id: -1_001_000_000_099 }
      return Response.json({ ok: false, error_code: 400, description: "Bad Request: group chat was upgraded", parameters }, { status: 400 })
    }
    const { problems } = await connect({ fetch }).doCheck()
    expect(problems).toContainEqual(expect.stringContaining("became the supergroup -1001000000099"))
  })
})
