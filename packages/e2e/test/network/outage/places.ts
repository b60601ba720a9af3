import { createFacebookConnector } from "@otklik/connector-facebook"
import { createInstagramConnector } from "@otklik/connector-instagram"
import { createOkConnector } from "@otklik/connector-ok"
import { createVkConnector } from "@otklik/connector-vk"
import { createXConnector } from "@otklik/connector-x"
import type { Connector, KnownAccount } from "@otklik/core"
import type { ManualClock } from "@otklik/testkit"
import type { NetworkSimulator } from "@otklik/testkit/networks"

/** The networks that are played. */
export const networkNames = ["vk", "ok", "facebook", "instagram", "x"] as const

/** The name of a network that is played. */
export type NetworkName = (typeof networkNames)[number]

/** A day in minutes. */
export const day = 24 * 60

/** What the network lets anybody find afterwards. */
export interface Place {
  /**
   * A connector that remembers nothing, as in a new process. Nothing is pushed to it: what came while all were down
   * must be found by reading.
   */
  connect(): Connector
  readonly account: KnownAccount
  /** Citizens publish at the account's place; elsewhere they write below its posts only. */
  readonly hasPosts: boolean
  /** As a citizen must write to be found, and to be answered. */
  text(words: string): string
  /** How far back lists go, minutes. */
  readonly reachMinutes: number
}

interface Shared {
  readonly clock: ManualClock
  readonly random: () => number
  readonly fetch: typeof globalThis.fetch
}

type Make = (network: NetworkSimulator, accountId: string, shared: Shared, maxCalls: number) => Pick<Place, "connect"> & Partial<Place>

const makers: Readonly<Record<NetworkName, Make>> = {
  vk(network, accountId, shared, maxCalls) {
    const walls = [{ ownerId: Number(accountId) }]
    const tokens = { service: network.issueToken({ kind: "application" }) }
    return { connect: () => createVkConnector({ ...shared, id: "vk", tokens, walls, maxCalls }) }
  },
  ok(network, accountId, shared, maxCalls) {
    const { key: applicationKey = "", secret: applicationSecret = "" } = network.application ?? {}
    const token = network.issueToken({ kind: "account", accountId })
    const more = { applicationKey, applicationSecret, token, groups: [{ groupId: accountId }], maxCalls }
    return { connect: () => createOkConnector({ ...shared, id: "ok", ...more }) }
  },
  facebook(network, accountId, shared, maxCalls) {
    const app = { appId: network.application?.key ?? "", appSecret: network.application?.secret ?? "" }
    const token = network.issueToken({ kind: "account", accountId })
    return {
      connect: () => createFacebookConnector({ ...shared, id: "facebook", pageId: accountId, token, app, maxCalls }),
    }
  },
  instagram(network, accountId, shared, maxCalls) {
    const token = network.issueToken({ kind: "account", accountId })
    const more = { login: "facebook" as const, accountId, token, maxCalls }
    return { hasPosts: false, connect: () => createInstagramConnector({ ...shared, id: "instagram", ...more }) }
  },
  x(network, accountId, shared, maxCalls) {
    const tokens = { app: network.issueToken({ kind: "application" }), user: network.issueToken({ kind: "account", accountId }) }
    const account = { id: accountId, username: `u${accountId}` }
    return {
      text: (words) => `@${account.username} ${words}`,
      reachMinutes: 7 * day,
      connect: () => createXConnector({ ...shared, id: "x", account, tokens, searches: [{ id: "pits", keywords: ["яма"] }], maxCalls }),
    }
  },
}

/**
 * Makes the place of an official account, as its connector sees it.
 *
 * @param maxCalls - the most calls of one reading
 */
export function createPlace(
  name: NetworkName,
  network: NetworkSimulator,
  accountId: string,
  shared: Omit<Shared, "fetch">,
  maxCalls: number,
): Place {
  const account = { network: name, authorId: name === "ok" ? `group:${accountId}` : accountId, origin: "own-account" } as const
  const made = makers[name](network, accountId, { ...shared, fetch: network.fetch }, maxCalls)
  return { account, hasPosts: true, text: (words) => words, reachMinutes: Infinity, ...made }
}
