import { createSourceList, type CapabilityNote } from "@otklik/connector-kit"
import { readOptions, type Connector } from "@otklik/core"
import { createTelegramApi } from "./api/client.ts"
import { capabilitiesOf, describeCapabilities, checkHealth } from "./health.ts"
import { telegramConnectorOptionsSchema, type MonitoredChat, type TelegramConnectorOptions } from "./options.ts"
import { createReplier } from "./reply/reply.ts"
import { createPollReader } from "./sources/poll.ts"
import { createReceiver } from "./webhook/receive.ts"

/** A connector to Telegram. */
export interface TelegramConnector extends Connector {
  /** What the settings at hand allow, and what is missing and how to get it: sentences for people. */
  describeCapabilities(): readonly CapabilityNote[]
}

const sourceId = "updates"

/**
 * A connector to Telegram (Bot API 10.1): posts of public channels, comments in their discussion groups, messages of
 * public groups, by `getUpdates` or webhook, and replies as the bot.
 *
 * @param options - see {@link TelegramConnectorOptions}
 * @throws DeskError `config` for wrong options, and for a clock that cannot wait
 */
export function createTelegramConnector(options: TelegramConnectorOptions): TelegramConnector {
  const read = readOptions(telegramConnectorOptionsSchema, options, "createTelegramConnector options")
  const { webhook, journal, everyMinutes } = read
  const api = createTelegramApi(read)
  const chats = new Map<string, MonitoredChat>(read.chats.map((chat) => [chat.chatId, chat]))
  const movedChats = new Map<string, string>()
  const moved = (from: string, to: string): void => void (chats.has(from) && !chats.has(to) && movedChats.set(from, to))
  const sources = createSourceList("telegram")
  if (webhook === undefined)
    sources.add({ id: sourceId, title: "updates of the bot", everyMinutes }, { pull: createPollReader(api, chats, moved) })
  const receive = webhook === undefined ? undefined : createReceiver(webhook, chats, moved)
  const replier = journal === undefined ? undefined : createReplier(api, journal, chats)

  return {
    specificationVersion: "v1",
    id: read.id ?? `telegram:${read.token.slice(0, read.token.indexOf(":"))}`,
    network: "telegram",
    capabilities: capabilitiesOf(read),
    sources: sources.listed,
    doPull: (pull) => sources.pull(pull),
    ...(receive === undefined ? {} : { doReceive: (request) => receive(request) }),
    ...replier,
    doCheck: (check) => checkHealth(read, api, movedChats, check),
    describeCapabilities: () => describeCapabilities(read),
  }
}
