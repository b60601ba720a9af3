import { createFacebookConnector } from "@otklik/connector-facebook"
import { createInstagramConnector } from "@otklik/connector-instagram"
import { createOkConnector } from "@otklik/connector-ok"
import { createVkConnector } from "@otklik/connector-vk"
import { createXConnector } from "@otklik/connector-x"
import type { Connector, KnownAccount, MessageKey } from "@otklik/core"
import { createNetworkSimulator, type ManualClock, type NetworkSimulator } from "@otklik/testkit"

/** Names of citizens; none may be told anywhere. */
export const names = ["Пётр Заявителев", "Марфа Прохожая", "Елена Гостева"] as const

const hookSecret = "hook-secret-of-a-chaotic-day"

/** One simulated network with its official account. */
export interface Outside {
  readonly name: string
  readonly network: NetworkSimulator
  /** The share of all messages. */
  readonly share: number
  /** A connector that remembers nothing, as after a restart. */
  connect(): Connector
  /** Everything that must stay secret. */
  readonly secrets: readonly string[]
  readonly account: KnownAccount
  /** Whoever complains. */
  readonly author: string
  /** Somebody else. */
  readonly stranger: string
  /** Somebody writes at the account's place; a post of the account itself where citizens write below only. */
  publish(text: string, authorId: string): MessageKey
  /** Somebody writes below it, and speaks to the account: X lets nobody answer who was not spoken to. */
  comment(under: MessageKey, text: string, authorId: string): MessageKey
  /** Whether what citizens publish themselves is found. */
  readonly hasPosts: boolean
}

interface Made {
  readonly share: number
  readonly hasPosts?: boolean
  readonly tokens: readonly string[]
  connect(): Connector
  text?(text: string): string
}

type Make = (network: NetworkSimulator, accountId: string, shared: { readonly clock: ManualClock; readonly random: () => number }) => Made

const secretsOf = ({ application }: NetworkSimulator): readonly string[] => (application === undefined ? [] : [application.secret])

const makers: Readonly<Record<"vk" | "ok" | "facebook" | "instagram" | "x", Make>> = {
  vk(network, accountId, shared) {
    const tokens = { service: network.issueToken({ kind: "application" }), community: network.issueToken({ kind: "account", accountId }) }
    const communityId = Math.abs(Number(accountId))
    const walls = [{ ownerId: Number(accountId) }]
    const more = { communityId, tokens, walls, callback: { secret: hookSecret }, longPoll: true }
    return {
      share: 0.4,
      tokens: Object.values(tokens),
      connect: () => createVkConnector({ ...shared, fetch: network.fetch, id: "vk", ...more }),
    }
  },
  ok(network, accountId, shared) {
    const token = network.issueToken({ kind: "account", accountId })
    const { key: applicationKey = "", secret: applicationSecret = "" } = network.application ?? {}
    const more = { applicationKey, applicationSecret, token, groups: [{ groupId: accountId }], reply: { groupId: accountId } }
    return { share: 0.25, tokens: [token], connect: () => createOkConnector({ ...shared, fetch: network.fetch, id: "ok", ...more }) }
  },
  facebook(network, accountId, shared) {
    const token = network.issueToken({ kind: "account", accountId })
    const app = { appId: network.application?.key ?? "", appSecret: network.application?.secret ?? "" }
    const more = { pageId: accountId, token, app, webhook: { verifyToken: hookSecret } }
    return {
      share: 0.2,
      tokens: [token],
      connect: () => createFacebookConnector({ ...shared, fetch: network.fetch, id: "facebook", ...more }),
    }
  },
  instagram(network, accountId, shared) {
    const token = network.issueToken({ kind: "account", accountId })
    const app = { appId: network.application?.key ?? "", appSecret: network.application?.secret ?? "" }
    const more = { login: "facebook" as const, accountId, token, app, webhook: { verifyToken: hookSecret } }
    return {
      share: 0.1,
      hasPosts: false,
      tokens: [token],
      connect: () => createInstagramConnector({ ...shared, fetch: network.fetch, id: "instagram", ...more }),
    }
  },
  x(network, accountId, shared) {
    const tokens = { app: network.issueToken({ kind: "application" }), user: network.issueToken({ kind: "account", accountId }) }
    const account = { id: accountId, username: `u${accountId}` }
    const more = { account, tokens, searches: [{ id: "pits", keywords: ["яма"] }], webhook: { consumerSecret: hookSecret } }
    return {
      share: 0.05,
      tokens: Object.values(tokens),
      text: (text) => `@${account.username} ${text}`,
      connect: () => createXConnector({ ...shared, fetch: network.fetch, id: "x", ...more }),
    }
  },
}

/**
 * Makes the five networks, each with an official account, citizens and subscriptions.
 *
 * @param shared - the clock and the chance of everybody
 */
export function createNetworks(shared: { readonly clock: ManualClock; readonly random: () => number }): readonly Outside[] {
  return (Object.keys(makers) as (keyof typeof makers)[]).map((name) => {
    const network = createNetworkSimulator(name, shared)
    const accountId = network.addAccount({ kind: "official", name: "Администрация" })
    const [author = "", stranger = ""] = names.map((one) => network.addAccount({ kind: "person", name: one }))
    const { share, hasPosts = true, tokens, connect, text: textOf = (text) => text } = makers[name](network, accountId, shared)
    if (name !== "ok") network.subscribe({ accountId, url: `https://desk.example.org/${name}`, secret: hookSecret })
    return {
      name,
      network,
      share,
      hasPosts,
      connect,
      author,
      stranger,
      secrets: [...tokens, ...secretsOf(network), hookSecret],
      // OK tells apart groups from people.
      account: { network: name, authorId: name === "ok" ? `group:${accountId}` : accountId, origin: "own-account" },
      comment: (under, text, authorId) => network.comment({ under, authorId, text: textOf(text) }),
      publish: (text, authorId) =>
        network.publish({ accountId, authorId: hasPosts ? authorId : accountId, text: textOf(text), at: shared.clock.now() }),
    }
  })
}
