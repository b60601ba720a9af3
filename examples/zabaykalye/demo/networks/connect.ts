import { createFacebookConnector } from "@otklik/connector-facebook"
import { createInstagramConnector } from "@otklik/connector-instagram"
import { createOkConnector } from "@otklik/connector-ok"
import { createVkConnector } from "@otklik/connector-vk"
import { createXConnector } from "@otklik/connector-x"
import type { Connector } from "@otklik/core"
import type { NetworkSimulator, SimulatedNetwork } from "@otklik/testkit/networks"
import { answerLimitMinutes, type NetworkClock } from "./network-clock.ts"

/** Invented, as everything here: with a real network it lies in the host's vault. */
export const hookSecret = "hook-secret-of-an-invented-day"

/**
 * How often what pushes nothing is read: a little less than an hour, since reading takes some seconds by the clock.
 * Real desks read every few minutes.
 */
const sweepMinutes = 55

/** How often what is pushed is read all the same: pushes get lost. */
const safetyMinutes = 235

/** An official account in a network. */
export interface Account {
  readonly network: SimulatedNetwork
  /** As the network names it. */
  readonly accountId: string
  /** Whether the network pushes to the desk what happens there. */
  readonly hasPushes: boolean
}

/** The same for every connector. */
interface Shared {
  readonly id: string
  readonly clock: NetworkClock
  readonly random: () => number
  readonly timeoutMillis: number
  readonly fetch: typeof globalThis.fetch
}

/** What a connector is made of: tokens as each network issues them, the account, and a webhook where there is one. */
const makers: Readonly<Record<SimulatedNetwork, (network: NetworkSimulator, account: Account, shared: Shared) => Connector>> = {
  vk(network, { accountId, hasPushes }, shared) {
    return createVkConnector({
      ...shared,
      communityId: Math.abs(Number(accountId)),
      walls: [{ ownerId: Number(accountId) }],
      tokens: {
        service: network.issueToken({ kind: "application" }),
        community: network.issueToken({ kind: "account", accountId }),
        // Photos of a fix are uploaded by an administrator of the community.
        user: network.issueToken({ kind: "person", accountId: network.addAccount({ kind: "person", name: "Администратор" }) }),
      },
      everyMinutes: hasPushes ? safetyMinutes : sweepMinutes,
      ...(hasPushes ? { callback: { secret: hookSecret } } : {}),
    })
  },
  ok(network, { accountId }, shared) {
    const { key: applicationKey = "", secret: applicationSecret = "" } = network.application ?? {}
    return createOkConnector({
      ...shared,
      applicationKey,
      applicationSecret,
      token: network.issueToken({ kind: "account", accountId }),
      groups: [{ groupId: accountId }],
      reply: { groupId: accountId },
      everyMinutes: sweepMinutes,
    })
  },
  facebook(network, { accountId }, shared) {
    const { key: appId = "", secret: appSecret = "" } = network.application ?? {}
    const token = network.issueToken({ kind: "account", accountId })
    return createFacebookConnector({
      ...shared,
      pageId: accountId,
      token,
      app: { appId, appSecret },
      webhook: { verifyToken: hookSecret },
      everyMinutes: safetyMinutes,
    })
  },
  instagram(network, { accountId }, shared) {
    const { key: appId = "", secret: appSecret = "" } = network.application ?? {}
    const token = network.issueToken({ kind: "account", accountId })
    const webhook = { verifyToken: hookSecret }
    return createInstagramConnector({
      ...shared,
      login: "facebook",
      accountId,
      token,
      app: { appId, appSecret },
      webhook,
      tags: true,
      everyMinutes: safetyMinutes,
    })
  },
  x(network, { accountId }, shared) {
    return createXConnector({
      ...shared,
      account: { id: accountId, username: `u${accountId}` },
      tokens: { app: network.issueToken({ kind: "application" }), user: network.issueToken({ kind: "account", accountId }) },
      webhook: { consumerSecret: hookSecret },
      everyMinutes: safetyMinutes,
    })
  },
}

/**
 * Connects an account. Nothing here knows that the network is simulated: with a real one, the tokens and the host's own
 * `fetch` stand here.
 *
 * @param network - where the account is
 * @param account - whose messages are read, and who answers
 * @param clock - of the day
 */
export function connect(network: NetworkSimulator, account: Account, clock: NetworkClock, fetch = network.fetch): Connector {
  const id = `${account.network}:${account.accountId}`
  return makers[account.network](network, account, {
    id,
    clock,
    fetch,
    // Chance spreads the tries of many workers; there is one, and every run is to be the same.
    random: () => 0.5,
    timeoutMillis: answerLimitMinutes * 60_000,
  })
}
