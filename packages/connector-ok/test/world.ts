import type { IncomingMessage, Instant } from "@otklik/core"
import type { ManualClock } from "@otklik/testkit"
import { createNetworkSimulator, type NetworkSimulator } from "@otklik/testkit/networks"
import { createOkConnector, type OkConnector, type OkConnectorOptions } from "../src/index.ts"
import { createFlowingClock } from "../../testkit/test/network/flowing-clock.ts"

/** The present moment of the tests. */
export const now = "2026-11-24T03:00:00.000Z"

/** The name of the citizen; nothing may ever tell it. */
export const citizenName = "Пётр Заявителев"

/** A simulated OK with an official group and a citizen, and connectors to it. */
export interface OkWorld {
  readonly clock: ManualClock
  readonly ok: NetworkSimulator
  readonly groupId: string
  readonly citizenId: string
  readonly token: string
  readonly application: { readonly key: string; readonly secret: string }
  /** The source of the group. */
  readonly sourceId: string
  connect(options?: Partial<OkConnectorOptions>): OkConnector
}

/** What worlds share; by itself each has its own. */
export interface OkWorldOptions {
  readonly clock?: ManualClock
  readonly random?: () => number
}

/** Makes a new world. */
export function createWorld({ clock = createFlowingClock(now), random = () => 0.5 }: OkWorldOptions = {}): OkWorld {
  const ok = createNetworkSimulator("ok", { clock })
  const { application } = ok
  if (application === undefined) throw new Error("OK signs for an application")
  const groupId = ok.addAccount({ kind: "official", name: "Администрация" })
  const citizenId = ok.addAccount({ kind: "person", name: citizenName })
  const token = ok.issueToken({ kind: "account", accountId: groupId })
  return {
    clock,
    ok,
    groupId,
    citizenId,
    token,
    application,
    sourceId: `group:${groupId}`,
    connect: (options = {}) =>
      createOkConnector({
        clock,
        fetch: ok.fetch,
        random,
        applicationKey: application.key,
        applicationSecret: application.secret,
        token,
        groups: [{ groupId }],
        reply: { groupId },
        ...options,
      }),
  }
}

/** The moment so many minutes before now. */
export function minutesAgo(minutes: number): Instant {
  return new Date(Date.parse(now) - minutes * 60_000).toISOString()
}

/** Reads a source to its end. */
export async function readAll(connector: OkConnector, sourceId: string, cursor?: string, limit = 50) {
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
