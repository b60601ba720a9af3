import { createFacebookConnector } from "@otklik/connector-facebook"
import { createInstagramConnector } from "@otklik/connector-instagram"
import { createOkConnector } from "@otklik/connector-ok"
import { createVkConnector } from "@otklik/connector-vk"
import { createXConnector } from "@otklik/connector-x"
import type { Clock, Connector, KnownAccount, MessageKey } from "@otklik/core"
import { createNetworkSimulator, type NetworkSimulator } from "@otklik/testkit/networks"
import type { CallKind } from "./fault.ts"
import type { Server } from "./machine.ts"

/** The networks that are simulated. */
export const networkNames = ["ok", "facebook", "vk", "instagram", "x"] as const

/** The name of one of them. */
export type NetworkName = (typeof networkNames)[number]

/** What the connectors of one process share. */
interface Shared {
  readonly clock: Clock
  readonly fetch: typeof globalThis.fetch
  readonly random: () => number
}

/** A network, and the official account in it. */
export interface Place {
  readonly name: NetworkName
  readonly simulator: NetworkSimulator
  readonly server: Server
  readonly account: KnownAccount
  /** A connector of a new process. */
  connect(shared: Shared): Connector
  /** The citizen with a number writes, where citizens write in this network. */
  complain(citizen: number, words: string): MessageKey
  /** The citizen with a number adds something below a message. */
  add(citizen: number, under: MessageKey, words: string): MessageKey
  /** Whether a source is the list in which complaints stand. */
  listsPosts(sourceId: string): boolean
  /** Whether a text can be changed later, and the connector hears of it. */
  readonly canEdit: boolean
}

const everyMinutes = 3
const citizens = 4

const lists: Readonly<Record<NetworkName, RegExp>> = {
  vk: /^wall:/,
  ok: /^group:/,
  facebook: /^visitor_posts$/,
  instagram: /^$/,
  x: /^mentions$/,
}

type Maker = (simulator: NetworkSimulator, accountId: string) => (shared: Shared) => Connector

const makers: Readonly<Record<NetworkName, Maker>> = {
  vk(simulator, accountId) {
    const tokens = {
      service: simulator.issueToken({ kind: "application" }),
      community: simulator.issueToken({ kind: "account", accountId }),
    }
    const more = { communityId: Math.abs(Number(accountId)), tokens, walls: [{ ownerId: Number(accountId) }], everyMinutes }
    return (shared) => createVkConnector({ ...shared, id: "vk", ...more })
  },
  ok(simulator, accountId) {
    const { key: applicationKey = "", secret: applicationSecret = "" } = simulator.application ?? {}
    const token = simulator.issueToken({ kind: "account", accountId })
    const more = { applicationKey, applicationSecret, token, groups: [{ groupId: accountId }], reply: { groupId: accountId }, everyMinutes }
    return (shared) => createOkConnector({ ...shared, id: "ok", ...more })
  },
  facebook(simulator, accountId) {
    const app = { appId: simulator.application?.key ?? "", appSecret: simulator.application?.secret ?? "" }
    const token = simulator.issueToken({ kind: "account", accountId })
    const more = { pageId: accountId, token, app, lists: ["visitor_posts" as const], everyMinutes }
    return (shared) => createFacebookConnector({ ...shared, id: "facebook", ...more })
  },
  instagram(simulator, accountId) {
    const token = simulator.issueToken({ kind: "account", accountId })
    const more = { login: "facebook" as const, accountId, token, everyMinutes }
    return (shared) => createInstagramConnector({ ...shared, id: "instagram", ...more })
  },
  x(simulator, accountId) {
    const tokens = { app: simulator.issueToken({ kind: "application" }), user: simulator.issueToken({ kind: "account", accountId }) }
    const account = { id: accountId, username: `u${accountId}` }
    return (shared) => createXConnector({ ...shared, id: "x", account, tokens, everyMinutes })
  },
}

/** Opens a network: an official account, some citizens, and on Instagram a post of the account to write under. */
export function openPlace(name: NetworkName, clock: Clock): Place {
  const simulator = createNetworkSimulator(name, { clock })
  const accountId = simulator.addAccount({ kind: "official", name: "Администрация" })
  const people = Array.from({ length: citizens }, (_, index) => simulator.addAccount({ kind: "person", name: `Житель ${index}` }))
  const authorOf = (citizen: number): string => people[citizen % citizens] ?? ""
  const news = name === "instagram" ? simulator.publish({ accountId, authorId: accountId, text: "Новости" }) : undefined
  const say = (words: string): string => (name === "x" ? `@u${accountId} ${words}` : words)
  return {
    name,
    simulator,
    listsPosts: (sourceId) => lists[name].test(sourceId),
    canEdit: name === "vk" || name === "facebook",
    account: { network: name, authorId: name === "ok" ? `group:${accountId}` : accountId, origin: "own-account" },
    connect: makers[name](simulator, accountId),
    complain: (citizen, words) =>
      news === undefined
        ? simulator.publish({ accountId, authorId: authorOf(citizen), text: say(words) })
        : simulator.comment({ under: news, authorId: authorOf(citizen), text: words }),
    add: (citizen, under, words) => simulator.comment({ under, authorId: authorOf(citizen), text: say(words) }),
    server: {
      fetch: simulator.fetch,
      nameOf: (request, body) => nameOf(name, request, body),
      fail: () => simulator.inject({ kind: "server-error", times: 1 }),
    },
  }
}

/** What a request asks for, and whether it publishes a reply. */
function nameOf(name: NetworkName, { method, url }: Request, body: string): { readonly what: string; readonly kind: CallKind } {
  const { pathname, searchParams } = new URL(url)
  const last = pathname.split("/").at(-1) ?? ""
  const operation =
    name === "ok"
      ? (searchParams.get("method") ?? new URLSearchParams(body).get("method") ?? "")
      : name === "vk"
        ? last
        : `${method} ${last}`
  const replies = /addDiscussionComment|createComment|^POST (comments|replies|mentions|tweets)$/
  return {
    what: `${name}: ${/^\w+ \d+/.test(operation) ? `${method} node` : operation}`,
    kind: replies.test(operation) ? "reply" : "reading",
  }
}
