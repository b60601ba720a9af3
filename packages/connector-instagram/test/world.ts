import type { IncomingMessage, Instant, MessageKey } from "@otklik/core"
import type { MessageNotice } from "@otklik/core/connector"
import type { ManualClock } from "@otklik/testkit"
import { createNetworkSimulator, type NetworkSimulator } from "@otklik/testkit/networks"
import { createInstagramConnector, type InstagramConnector, type InstagramConnectorOptions, type InstagramLogin } from "../src/index.ts"
import { createFlowingClock } from "../../testkit/test/network/flowing-clock.ts"

/** The present moment of the tests. */
export const now = "2026-11-24T03:00:00.000Z"

/** The name of the account. */
export const accountName = "city.official"

/** The name of the citizen; nothing may ever tell it. */
export const citizenName = "petr.zayavitelev"

/** What stands in the application's settings beside the webhook's address. */
export const verifyToken = "verify-token-of-a-test"

/** A simulated Instagram with an official account and a citizen, and connectors to it. */
export interface InstagramWorld {
  readonly clock: ManualClock
  readonly instagram: NetworkSimulator
  readonly accountId: string
  readonly citizenId: string
  readonly token: string
  readonly app: { readonly appId: string; readonly appSecret: string }
  connect(options?: Partial<InstagramConnectorOptions>): InstagramConnector
}

const rights = ["instagram_business_basic", "instagram_business_manage_comments"]

/** What worlds share; by itself each has its own. */
export interface InstagramWorldOptions {
  readonly clock?: ManualClock
  readonly random?: () => number
}

/** Makes a new world. */
export function createWorld(
  login: InstagramLogin = "facebook",
  { clock = createFlowingClock(now), random = () => 0.5 }: InstagramWorldOptions = {},
): InstagramWorld {
  const instagram = createNetworkSimulator("instagram", { clock })
  const { key: appId, secret: appSecret } = instagram.application ?? { key: "", secret: "" }
  const accountId = instagram.addAccount({ kind: "official", name: accountName })
  const citizenId = instagram.addAccount({ kind: "person", name: citizenName })
  const token = instagram.issueToken({ kind: "account", accountId, ...(login === "instagram" ? { rights } : {}) })
  const app = { appId, appSecret }
  return {
    clock,
    instagram,
    accountId,
    citizenId,
    token,
    app,
    connect: (options = {}) =>
      createInstagramConnector({
        clock,
        fetch: instagram.fetch,
        random,
        login,
        accountId,
        token,
        app,
        ...options,
      }),
  }
}

/** The moment so many minutes before now. */
export function minutesAgo(minutes: number): Instant {
  return new Date(Date.parse(now) - minutes * 60_000).toISOString()
}

/** The id at the end of a key. */
export function idOf(key: MessageKey): string {
  return key.split(/[:-]/).at(-1) ?? ""
}

/** The link that the simulator gives a media object. */
export function linkOf(key: MessageKey): string {
  const [, mediaId = ""] = key.split(/[:-]/)
  return `https://www.instagram.com/p/C${mediaId.slice(-8)}/`
}

/** How a source is read. */
export interface ReadAllOptions {
  readonly cursor?: string | undefined
  readonly limit?: number
  readonly watchedKeys?: readonly MessageKey[]
  readonly at?: Instant
}

/** Reads a source to its end. */
export async function readAll(
  connector: InstagramConnector,
  sourceId = "media",
  { cursor, limit = 50, watchedKeys, at = now }: ReadAllOptions = {},
) {
  const messages: IncomingMessage[] = []
  const notices: MessageNotice[] = []
  const gaps = []
  const skipped = []
  let place = cursor
  for (;;) {
    const watched = watchedKeys === undefined ? {} : { watchedKeys }
    const page = await connector.doPull({ sourceId, limit, now: at, ...watched, ...(place === undefined ? {} : { cursor: place }) })
    messages.push(...page.messages)
    notices.push(...(page.notices ?? []))
    gaps.push(...page.gaps)
    skipped.push(...page.skipped)
    place = page.cursor
    if (!page.more) return { messages, notices, gaps, skipped, cursor: place, keys: messages.map(({ key }) => key) }
  }
}
