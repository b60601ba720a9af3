import { createFacebookConnector } from "@otklik/connector-facebook"
import { createInstagramConnector } from "@otklik/connector-instagram"
import { createOkConnector } from "@otklik/connector-ok"
import { createVkConnector } from "@otklik/connector-vk"
import { createXConnector } from "@otklik/connector-x"
import type { Connector } from "@otklik/core"
import type { ManualClock, NetworkSimulator } from "@otklik/testkit"

/** The networks in which the conversation is played. */
export const conversationNetworks = ["vk", "ok", "facebook", "instagram", "x"] as const

/** The name of one of them. */
export type ConversationNetwork = (typeof conversationNetworks)[number]

interface Side {
  /** A connector that remembers nothing, as in a new process. */
  connect(): Connector
  /** As a resident must write to be found. */
  readonly text: (words: string) => string
}

type Make = (network: NetworkSimulator, accountId: string, clock: ManualClock) => Side

const plain = (words: string): string => words

/** How each network is connected: reading and replying, by sweeps alone. */
export const connectors: Readonly<Record<ConversationNetwork, Make>> = {
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
