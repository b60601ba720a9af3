import type { IncomingMessage } from "@otklik/core"
import type { ConnectorSubject, ConnectorWorld } from "@otklik/testkit/connector"
import { describe } from "vitest"
import { describeContract } from "../../testkit/test/connector/certify.ts"
import { channelId, citizenName, createWorld, discussionId, groupId, minutesAgo, now, secret, token, type TelegramWorld } from "./world.ts"

const long = "Длинно, <с эмодзи> & знаками 🙏. ".repeat(120)
const brokenText = "Тайная улица, дом 5"

function expectedOf(chatId: number, id: number, text: string, at: string, more: Partial<IncomingMessage> = {}): IncomingMessage {
  const url = chatId === groupId ? `https://t.me/neighbours/${id}` : `https://t.me/c/${String(chatId).slice(4)}/${id}`
  const base = { key: `telegram:${chatId}_${id}`, network: "telegram", kind: "post" as const, url, text, publishedAt: at }
  return { ...base, authorId: "5000000001", communityKey: `telegram:${chatId}`, ...more }
}

function fill({ api }: TelegramWorld): IncomingMessage[] {
  const expected: IncomingMessage[] = []
  const write = (minutes: number, text: string, replyTo?: number, root = replyTo): number => {
    const at = minutesAgo(minutes)
    const id = api.write({ chatId: groupId, text, at, ...(replyTo === undefined ? {} : { replyTo }) })
    const parent = { kind: "comment" as const, threadKey: `telegram:${groupId}_${root}`, parentKey: `telegram:${groupId}_${replyTo}` }
    expected.push(expectedOf(groupId, id, text, at, replyTo === undefined ? {} : parent))
    return id
  }
  const first = write(200, "Не горит фонарь")
  write(190, long)
  api.push({ message: { message_id: 900, chat: { id: groupId, type: "supergroup" }, date: brokenText, text: brokenText } })
  const reply = write(180, "И у нас", first)
  write(170, "И у них", reply, first)
  const at = minutesAgo(160)
  const copy = api.post(channelId, discussionId, "Отключение воды", at)
  const url = "https://t.me/city_channel/1"
  expected.push(expectedOf(discussionId, copy, "Отключение воды", at, { url, authorId: String(channelId) }))
  for (let minutes = 150; minutes > 140; minutes -= 1) {
    const moment = minutesAgo(minutes)
    const id = api.write({ chatId: discussionId, text: `Когда? ${minutes}`, at: moment, replyTo: copy })
    const key = `telegram:${discussionId}_${copy}`
    expected.push(expectedOf(discussionId, id, `Когда? ${minutes}`, moment, { kind: "comment", threadKey: key, parentKey: key }))
  }
  return expected
}

function subjectOf(isPushed: boolean): ConnectorSubject {
  return {
    capabilities: { pull: !isPushed, webhook: isPushed, reply: true, replyPhoto: true, replyLimit: 4096, relay: false },
    offers: { append: true, foreign: true, retract: true, skips: true, gaps: false },
    async setUp(): Promise<ConnectorWorld> {
      const world = createWorld()
      const { api } = world
      const expected = fill(world)
      const connect = () => world.connect(isPushed ? { webhook: { secret } } : {})
      return {
        connector: connect(),
        reopen: async () => connect(),
        sourceId: "updates",
        expected,
        expectedSkips: [{ path: "message.date" }],
        secrets: [brokenText, token, secret, citizenName],
        now,
        async addUnknown() {
          api.push({
            message: { message_id: 901, chat: { id: groupId, type: "supergroup" }, date: 1, poll: { id: "1", question: brokenText } },
          })
          api.push({ hologram: { text: brokenText } })
          return [{ path: "message.poll" }, { path: "hologram" }]
        },
        async append() {
          const at = minutesAgo(0)
          return expectedOf(groupId, api.write({ chatId: groupId, text: "Новое: яма", at }), "Новое: яма", at)
        },
        ...(isPushed ? { pushes: pushesOf(world) } : {}),
        replies: { messageKey: expected[0]?.key ?? "", foreignKey: "telegram:-1_1", count: async () => api.sent().length },
        close: async () => {},
      }
    },
  }
}

function pushesOf({ api }: TelegramWorld): NonNullable<ConnectorWorld["pushes"]> {
  return {
    async unknown() {
      api.forget()
      api.push({ hologram: { text: brokenText } })
      const request = api.pushes(secret).at(-1)
      if (request === undefined) throw new Error("a push was expected")
      return request
    },
    async genuine() {
      api.forget()
      const at = minutesAgo(1)
      const id = api.write({ chatId: groupId, text: "Из события", at })
      const [request] = api.pushes(secret)
      if (request === undefined) throw new Error("a push was expected")
      return { request, messages: [expectedOf(groupId, id, "Из события", at)] }
    },
    async forged() {
      api.write({ chatId: groupId, text: "Подделка" })
      const request = api.pushes("a secret that was guessed").at(-1)
      if (request === undefined) throw new Error("a push was expected")
      return request
    },
  }
}

describe.each([
  ["asked for updates", subjectOf(false)],
  ["pushed by Telegram", subjectOf(true)],
])("the connector contract, %s", (title, subject) => {
  describeContract(import.meta.url, title, subject)
})
