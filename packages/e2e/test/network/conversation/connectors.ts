import { createFacebookConnector } from "@otklik/connector-facebook"
import { createInstagramConnector } from "@otklik/connector-instagram"
import { createOkConnector } from "@otklik/connector-ok"
import { createVkConnector } from "@otklik/connector-vk"
import { createXConnector } from "@otklik/connector-x"
import { createTelegramConnector } from "@otklik/connector-telegram"
import type { Connector, Desk, KnownAccount, MessageKey } from "@otklik/core"
import type { ManualClock } from "@otklik/testkit"
import { createNetworkSimulator, type NetworkSimulator } from "@otklik/testkit/networks"
import { createBotApi } from "../../../../connector-telegram/test/bot-api.ts"
import { createSystem } from "../../../../connector-http/test/system.ts"
import { channelId, createMemoryJournal, discussionId, token as telegramToken } from "../../../../connector-telegram/test/world.ts"

/** The networks in which the conversation is played. */
export const conversationNetworks = ["vk", "ok", "facebook", "instagram", "x", "telegram", "portal"] as const

/** The name of one of them. */
export type ConversationNetwork = (typeof conversationNetworks)[number]

/** A network with an official post, below which a resident and a neighbour write. */
export interface TalkingNetwork {
  readonly post: MessageKey
  /** The official account, where the desk knows it. */
  readonly account: KnownAccount | null
  /** A connector that remembers nothing, as in a new process. */
  connect(): Connector
  say(words: { readonly under: MessageKey; readonly words: string; readonly isNeighbour: boolean; readonly hasPhoto: boolean }): MessageKey
  /** Sends what was not sent yet; absent where the desk asks. */
  deliver?(desk: Desk): Promise<void>
  /** What the official account answered. */
  replies(): readonly { readonly key: MessageKey; readonly text: string }[]
}

/** Opens a network that is simulated. */
export function openNetwork(name: ConversationNetwork, clock: ManualClock): TalkingNetwork {
  if (name === "telegram") return openTelegram(clock)
  if (name === "portal") return openPortal(clock)
  const network = createNetworkSimulator(name, { clock })
  const accountId = network.addAccount({ kind: "official", name: "Администрация" })
  const citizenId = network.addAccount({ kind: "person", name: "Заявитель" })
  const neighbourId = network.addAccount({ kind: "person", name: "Сосед" })
  const { connect, text } = connectors[name](network, accountId, clock)
  return {
    post: network.publish({ accountId, authorId: accountId, text: "Пишите нам под этой записью", at: clock.now() }),
    account: { network: name, authorId: name === "ok" ? `group:${accountId}` : accountId, origin: "own-account" },
    connect,
    say({ under, words, isNeighbour, hasPhoto }) {
      const attachments = hasPhoto ? ([{ kind: "photo", url: "https://example.org/pit.jpg" }] as const) : []
      return network.comment({ under, authorId: isNeighbour ? neighbourId : citizenId, text: text(words), at: clock.now(), attachments })
    },
    replies: () => network.replies(),
  }
}

/** The Bot API of the connector's own tests: a channel whose posts are discussed in a group. */
function openTelegram(clock: ManualClock): TalkingNetwork {
  const api = createBotApi({ clock, token: telegramToken })
  api.addChat({ id: channelId, type: "channel", title: "Город", username: "city_channel" })
  api.addChat({ id: discussionId, type: "supergroup", title: "Город: обсуждение" })
  const shared = { clock, fetch: api.fetch, random: () => 0.5, token: telegramToken }
  const chats = [{ chatId: discussionId, discusses: { chatId: channelId, name: "city_channel" } }]
  const journal = createMemoryJournal()
  const keyOf = (id: number): MessageKey => `telegram:${discussionId}_${id}`
  return {
    post: keyOf(api.post(channelId, discussionId, "Пишите нам под этой записью", clock.now())),
    account: null,
    connect: () => createTelegramConnector({ ...shared, chats, journal }),
    say({ under, words, isNeighbour, hasPhoto }) {
      const from = { id: isNeighbour ? 9002 : 9001, is_bot: false, first_name: "Житель" }
      const photo = hasPhoto ? { photo: [{ file_id: "p", file_unique_id: "p", width: 9, height: 9 }], caption: words } : {}
      const more = { from, ...photo }
      const replyTo = Number(under.slice(under.lastIndexOf("_") + 1))
      return keyOf(api.write({ chatId: discussionId, ...(hasPhoto ? {} : { text: words }), at: clock.now(), replyTo, more }))
    },
    replies: () => api.sent().map(({ id, text }) => ({ key: keyOf(id), text })),
  }
}

/** A system that sends its messages, and sends one again until it was taken. */
function openPortal(clock: ManualClock): TalkingNetwork {
  const system = createSystem(clock)
  const post = "portal:post-1"
  const rootOf = new Map<MessageKey, MessageKey>()
  const unsent: object[] = []
  let count = 0
  const idOf = (key: MessageKey): string => key.slice("portal:".length)
  const rootAt = (key: MessageKey): MessageKey => {
    const answered = system.replies.find(({ replyId }) => replyId === idOf(key))?.messageId
    return answered === undefined ? (rootOf.get(key) ?? key) : rootAt(`portal:${answered}`)
  }
  return {
    post,
    account: null,
    connect: () => system.connect(),
    say({ under, words, isNeighbour, hasPhoto }) {
      count += 1
      const key = `portal:m${count}`
      rootOf.set(key, rootAt(under))
      const place = { threadId: idOf(rootAt(under)), parentId: idOf(under), authorId: isNeighbour ? "neighbour" : "citizen" }
      const attachments = hasPhoto ? [{ kind: "photo", url: "https://example.org/pit.jpg" }] : []
      unsent.push({ id: idOf(key), text: words, publishedAt: clock.now(), ...place, attachments })
      return key
    },
    async deliver(desk) {
      while (unsent.length > 0) {
        const { ok } = await desk.receive("http:portal", system.push({ messages: unsent.slice(0, 1) }))
        if (!ok) throw new Error("a push was not taken")
        unsent.shift()
      }
    },
    replies: () => system.replies.map(({ replyId, text }) => ({ key: `portal:${replyId}`, text })),
  }
}

/** How an official account of a simulated network is connected. */
export interface Side {
  /** A connector that remembers nothing, as in a new process. */
  connect(): Connector
  /** As a resident must write to be found. */
  readonly text: (words: string) => string
}

type Make = (network: NetworkSimulator, accountId: string, clock: ManualClock) => Side

const plain = (words: string): string => words

/** How each network is connected: reading and replying, by sweeps alone. */
export const connectors: Readonly<Record<Exclude<ConversationNetwork, "telegram" | "portal">, Make>> = {
  vk(network, accountId, clock) {
    const tokens = { service: network.issueToken({ kind: "application" }), community: network.issueToken({ kind: "account", accountId }) }
    const walls = [{ ownerId: Number(accountId) }]
    const communityId = Math.abs(Number(accountId))
    const shared = { clock, random: () => 0.5, fetch: network.fetch }
    return { text: plain, connect: () => createVkConnector({ ...shared, communityId, tokens, walls }) }
  },
  ok(network, accountId, clock) {
    const { key: applicationKey = "", secret: applicationSecret = "" } = network.application ?? {}
    const token = network.issueToken({ kind: "account", accountId })
    const shared = { clock, random: () => 0.5, fetch: network.fetch, applicationKey, applicationSecret, token }
    return { text: plain, connect: () => createOkConnector({ ...shared, groups: [{ groupId: accountId }], reply: { groupId: accountId } }) }
  },
  facebook(network, accountId, clock) {
    const app = { appId: network.application?.key ?? "", appSecret: network.application?.secret ?? "" }
    const token = network.issueToken({ kind: "account", accountId })
    const shared = { clock, random: () => 0.5, fetch: network.fetch }
    return { text: plain, connect: () => createFacebookConnector({ ...shared, pageId: accountId, token, app }) }
  },
  instagram(network, accountId, clock) {
    const token = network.issueToken({ kind: "account", accountId })
    const shared = { clock, random: () => 0.5, fetch: network.fetch }
    return { text: plain, connect: () => createInstagramConnector({ ...shared, login: "facebook", accountId, token }) }
  },
  x(network, accountId, clock) {
    const tokens = { app: network.issueToken({ kind: "application" }), user: network.issueToken({ kind: "account", accountId }) }
    const account = { id: accountId, username: `u${accountId}` }
    const searches = [{ id: "pits", keywords: ["яма"] }]
    const shared = { clock, random: () => 0.5, fetch: network.fetch }
    return {
      text: (words) => `@${account.username} ${words}`,
      connect: () => createXConnector({ ...shared, account, tokens, searches }),
    }
  },
}
