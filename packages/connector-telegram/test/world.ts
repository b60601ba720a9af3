import type { IncomingMessage, Instant } from "@otklik/core"
import type { ManualClock } from "@otklik/testkit"
import { createTelegramConnector, type ReplyJournal, type TelegramConnector, type TelegramConnectorOptions } from "../src/index.ts"
import { createFlowingClock } from "../../testkit/test/network/flowing-clock.ts"
import { createBotApi, type SimulatedBotApi } from "./bot-api.ts"

/** The present moment of the tests. */
export const now = "2026-11-24T03:00:00.000Z"

/** The bot's token, invented. */
export const token = "7000000001:AAE-invented-token-of-a-test_0123456789"

/** The secret of the webhook. */
export const secret = "webhook-secret-of-a-test"

/** The channel, its discussion group, and a public group. */
export const channelId = -1001000000001
export const discussionId = -1001000000002
export const groupId = -1001000000003

/** The name of the citizen; nothing may ever tell it. */
export const citizenName = "Заявителев"

/** A simulated Bot API with a channel that is discussed, a public group, a private one, and connectors to it. */
export interface TelegramWorld {
  readonly clock: ManualClock
  readonly api: SimulatedBotApi
  readonly journal: ReplyJournal & { readonly entries: Map<string, string> }
  connect(options?: Partial<TelegramConnectorOptions>): TelegramConnector
}

/** Makes a new world. */
export function createWorld(): TelegramWorld {
  const clock = createFlowingClock(now)
  const api = createBotApi({ clock, token })
  api.addChat({ id: channelId, type: "channel", title: "Город", username: "city_channel" })
  api.addChat({ id: discussionId, type: "supergroup", title: "Город: обсуждение" })
  api.addChat({ id: groupId, type: "supergroup", title: "Соседи", username: "neighbours" })
  api.addChat({ id: -1001000000009, type: "supergroup", title: "Чужая" })
  const journal = createMemoryJournal()
  return {
    clock,
    api,
    journal,
    connect: (options = {}) =>
      createTelegramConnector({
        clock,
        fetch: api.fetch,
        random: () => 0.5,
        token,
        chats: [{ chatId: discussionId, discusses: { chatId: channelId, name: "city_channel" } }, { chatId: groupId }],
        journal,
        ...options,
      }),
  }
}

/** A journal that lives as long as the network. */
export function createMemoryJournal(): TelegramWorld["journal"] {
  const entries = new Map<string, string>()
  return {
    entries,
    read: async (key) => entries.get(key),
    async replace(key, expected, value) {
      if (entries.get(key) !== expected) return false
      entries.set(key, value)
      return true
    },
  }
}

/** The moment so many minutes before now. */
export function minutesAgo(minutes: number): Instant {
  return new Date(Date.parse(now) - minutes * 60_000).toISOString()
}

/** Reads the updates to their end. */
export async function readAll(connector: TelegramConnector, cursor?: string, limit = 50) {
  const messages: IncomingMessage[] = []
  const gaps = []
  const skipped = []
  let at = cursor
  for (;;) {
    const page = await connector.doPull({ sourceId: "updates", limit, now, ...(at === undefined ? {} : { cursor: at }) })
    messages.push(...page.messages)
    gaps.push(...page.gaps)
    skipped.push(...page.skipped)
    at = page.cursor
    if (!page.more) return { messages, gaps, skipped, cursor: at, keys: messages.map(({ key }) => key) }
  }
}
