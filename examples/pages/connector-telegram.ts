import assert from "node:assert/strict"
import { rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
// #region use
import { createJournalFile, createTelegramConnector } from "@otklik/connector-telegram"
import { createDesk, type Clock } from "@otklik/core"
// #endregion use
import { createMemoryStorage } from "@otklik/storage-memory"

const storage = createMemoryStorage()
const clock: Clock = {
  now: () => new Date().toISOString(),
  sleep: async (millis, signal) => {
    await setTimeout(millis, undefined, { signal }).catch(() => undefined)
  },
}
const chatId = -1001000000002
const settings = {
  token: "7000000001:AAE-invented-token-of-an-example_01",
  journal: join(tmpdir(), `otklik-journal-${process.pid}.ndjson`),
}

// What Telegram would answer: one post of the channel, as its copy in the discussion group, and one comment.
const chat = { id: chatId, type: "supergroup", title: "Город: обсуждение" }
const date = Math.floor(Date.now() / 1000) - 600
const post = {
  message_id: 1,
  chat,
  date,
  text: "Открыли каток",
  is_automatic_forward: true,
  sender_chat: { id: -1001000000001, type: "channel" },
}
const comment = {
  message_id: 2,
  chat,
  date,
  text: "А фонарь у катка не горит",
  from: { id: 5 },
  message_thread_id: 1,
  reply_to_message: post,
}
const updates = [
  { update_id: 10, message: post },
  { update_id: 11, message: comment },
]
const sent: unknown[] = []
const fetch: typeof globalThis.fetch = async (input, init) => {
  const request = new Request(input, init)
  const params = (await request.json()) as { readonly offset?: number }
  if (request.url.endsWith("/getUpdates"))
    return Response.json({ ok: true, result: updates.filter((one) => one.update_id >= (params.offset ?? 0)) })
  sent.push(params)
  return Response.json({ ok: true, result: { message_id: 3, chat, date, text: "Заменим завтра" } })
}

// #region use
const connector = createTelegramConnector({
  clock, // with `sleep`: calls time out and wait by it
  fetch,
  random: Math.random,
  token: settings.token, // of @BotFather
  // the bot is a member of the discussion group
  chats: [{ chatId, discusses: { chatId: -1001000000001, name: "city_channel" } }],
  journal: createJournalFile({ path: settings.journal }), // what was sent is written down: no bot can look
})
for (const { topic, has, sentence } of connector.describeCapabilities()) console.log(has ? "+" : "-", topic, sentence)

const desk = createDesk({
  storage,
  connectors: [connector],
  // what the channel itself says is no complaint
  accounts: [{ network: "telegram", authorId: "-1001000000001", origin: "own-account" }],
  rules: [{ id: "lamps", query: "фонар*", topic: "lamps" }],
  routing: { authorities: [], territories: [], rules: [] },
  policies: [],
  authorKey: new Uint8Array(32), // in earnest: secret bytes that stay the same
  clock,
})
await desk.pull() // or desk.run({ signal })
// #endregion use

const { incidents } = await desk.find({}, { limit: 10 })
assert.deepEqual(
  incidents.map(({ incident }) => incident.messageKeys),
  [[`telegram:${chatId}_2`]],
)
const reply = { messageKey: `telegram:${chatId}_2`, text: "Заменим завтра", photos: [], idempotencyKey: "1", now: clock.now() }
const receipts = [await connector.doReply?.(reply), await connector.doReply?.(reply), (await connector.doFindReplies?.(reply))?.[0]]
assert.deepEqual(
  receipts.map((receipt) => receipt?.replyKey),
  Array.from({ length: 3 }, () => `telegram:${chatId}_3`),
)
assert.equal(sent.length, 1)
await rm(settings.journal)
console.log("the page of the Telegram connector works")
