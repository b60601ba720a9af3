import type { IncomingMessage, Instant } from "@otklik/core"
import type { ManualClock } from "@otklik/testkit"
import { createNetworkSimulator, type NetworkSimulator } from "@otklik/testkit/networks"
import { createVkConnector, type VkConnector, type VkConnectorOptions } from "../src/index.ts"
import { createFlowingClock } from "../../testkit/test/network/flowing-clock.ts"

/** The present moment of the tests. */
export const now = "2026-11-24T03:00:00.000Z"

/** The secret of the callback server. */
export const secret = "callback-secret-of-a-test"

/** The name of the citizen; nothing may ever tell it. */
export const citizenName = "Пётр Заявителев"

/** A simulated VK with an official community (-1) and a citizen (101), and connectors to it. */
export interface VkWorld {
  readonly clock: ManualClock
  readonly vk: NetworkSimulator
  readonly communityId: string
  readonly citizenId: string
  readonly tokens: { readonly service: string; readonly community: string; readonly user: string }
  connect(options?: Partial<VkConnectorOptions>): VkConnector
}

/** What worlds share; by itself each has its own. */
export interface VkWorldOptions {
  readonly clock?: ManualClock
  readonly random?: () => number
}

/** Makes a new world. */
export function createWorld({ clock = createFlowingClock(now), random = () => 0.5 }: VkWorldOptions = {}): VkWorld {
  const vk = createNetworkSimulator("vk", { clock })
  const communityId = vk.addAccount({ kind: "official", name: "Администрация" })
  const citizenId = vk.addAccount({ kind: "person", name: citizenName })
  const tokens = {
    service: vk.issueToken({ kind: "application" }),
    community: vk.issueToken({ kind: "account", accountId: communityId }),
    user: vk.issueToken({ kind: "person", accountId: citizenId }),
  }
  return {
    clock,
    vk,
    communityId,
    citizenId,
    tokens,
    connect: (options = {}) =>
      createVkConnector({
        clock,
        fetch: vk.fetch,
        random,
        communityId: Math.abs(Number(communityId)),
        tokens: { service: tokens.service, community: tokens.community },
        walls: [{ ownerId: Number(communityId) }],
        ...options,
      }),
  }
}

/** The moment so many minutes before now. */
export function minutesAgo(minutes: number): Instant {
  return new Date(Date.parse(now) - minutes * 60_000).toISOString()
}

/** Reads a source to its end. */
export async function readAll(connector: VkConnector, sourceId: string, cursor?: string, limit = 50) {
  const messages: IncomingMessage[] = []
  const gaps = []
  const skipped = []
  let at = cursor
  for (;;) {
    const page = await connector.doPull({ sourceId, limit, now, ...(at === undefined ? {} : { cursor: at }) })
    messages.push(...page.messages)
    gaps.push(...page.gaps)
    skipped.push(...page.skipped)
    at = page.cursor
    if (!page.more) return { messages, gaps, skipped, cursor: at, keys: messages.map(({ key }) => key) }
  }
}
