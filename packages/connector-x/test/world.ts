import type { IncomingMessage, Instant, MessageKey } from "@otklik/core"
import type { MessageNotice } from "@otklik/core/connector"
import type { ManualClock } from "@otklik/testkit"
import { createNetworkSimulator, type NetworkSimulator } from "@otklik/testkit/networks"
import { createXConnector, type XConnector, type XConnectorOptions } from "../src/index.ts"
import { createFlowingClock } from "../../testkit/test/network/flowing-clock.ts"

/** The present moment of the tests. */
export const now = "2026-11-24T03:00:00.000Z"

/** The secret that pushes are signed with. */
export const secret = "webhook-secret-of-a-test"

/** The name of the citizen; nothing may ever tell it. */
export const citizenName = "Пётр Заявителев"

/** A simulated X with an official account and a citizen, and connectors to it. */
export interface XWorld {
  readonly clock: ManualClock
  readonly x: NetworkSimulator
  readonly accountId: string
  readonly citizenId: string
  readonly account: { readonly id: string; readonly username: string }
  readonly tokens: { readonly app: string; readonly user: string }
  connect(options?: Partial<XConnectorOptions>): XConnector
}

/** What worlds share; by itself each has its own. */
export interface XWorldOptions {
  readonly clock?: ManualClock
  readonly random?: () => number
}

/** Makes a new world. */
export function createWorld({ clock = createFlowingClock(now), random = () => 0.5 }: XWorldOptions = {}): XWorld {
  const x = createNetworkSimulator("x", { clock })
  const accountId = x.addAccount({ kind: "official", name: "Администрация" })
  const citizenId = x.addAccount({ kind: "person", name: citizenName })
  const account = { id: accountId, username: `u${accountId}` }
  const tokens = { app: x.issueToken({ kind: "application" }), user: x.issueToken({ kind: "account", accountId }) }
  return {
    clock,
    x,
    accountId,
    citizenId,
    account,
    tokens,
    connect: (options = {}) =>
      createXConnector({
        clock,
        fetch: x.fetch,
        random,
        account,
        tokens,
        searches: [{ id: "pits", keywords: ["яма", "фонарь", "#ямы"] }],
        ...options,
      }),
  }
}

/** The moment so many minutes before now. */
export function minutesAgo(minutes: number): Instant {
  return new Date(Date.parse(now) - Math.round(minutes * 60) * 1000).toISOString()
}

/** How a source is read. */
export interface ReadAllOptions {
  readonly cursor?: string
  readonly limit?: number
  readonly at?: Instant
  readonly watchedKeys?: readonly MessageKey[]
}

/** Reads a source to its end. */
export async function readAll(connector: XConnector, sourceId: string, options: ReadAllOptions = {}) {
  const { limit = 50, at: present = now, watchedKeys } = options
  const messages: IncomingMessage[] = []
  const notices: MessageNotice[] = []
  const gaps = []
  const skipped = []
  let { cursor } = options
  for (;;) {
    const page = await connector.doPull({
      sourceId,
      limit,
      now: present,
      ...(cursor === undefined ? {} : { cursor }),
      ...(watchedKeys === undefined ? {} : { watchedKeys }),
    })
    messages.push(...page.messages)
    notices.push(...(page.notices ?? []))
    gaps.push(...page.gaps)
    skipped.push(...page.skipped)
    cursor = page.cursor
    if (!page.more) return { messages, notices, gaps, skipped, cursor, keys: messages.map(({ key }) => key) }
  }
}
