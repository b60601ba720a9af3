import type { IncomingMessage, Instant } from "@otklik/core"
import type { MessageNotice } from "@otklik/core/connector"
import type { ManualClock } from "@otklik/testkit"
import { createNetworkSimulator, type NetworkSimulator } from "@otklik/testkit/networks"
import { createFacebookConnector, type FacebookConnector, type FacebookConnectorOptions } from "../src/index.ts"
import { createFlowingClock } from "../../testkit/test/network/flowing-clock.ts"

/** The present moment of the tests. */
export const now = "2026-11-24T03:00:00.000Z"

/** What the application's settings hold beside the webhook's address. */
export const verifyToken = "verify-token-of-a-test"

/** Where the webhook is. */
export const hook = "https://desk.example.org/facebook"

/** The name of the citizen; nothing may ever tell it. */
export const citizenName = "Пётр Заявителев"

/** A simulated Facebook with an official Page and a citizen, and connectors to it. */
export interface FacebookWorld {
  readonly clock: ManualClock
  readonly facebook: NetworkSimulator
  readonly pageId: string
  readonly citizenId: string
  readonly token: string
  readonly app: { readonly appId: string; readonly appSecret: string }
  connect(options?: Partial<FacebookConnectorOptions>): FacebookConnector
}

/** What worlds share; by itself each has its own. */
export interface FacebookWorldOptions {
  readonly clock?: ManualClock
  readonly random?: () => number
}

/** Makes a new world. */
export function createWorld({ clock = createFlowingClock(now), random = () => 0.5 }: FacebookWorldOptions = {}): FacebookWorld {
  const facebook = createNetworkSimulator("facebook", { clock })
  const pageId = facebook.addAccount({ kind: "official", name: "Администрация" })
  const citizenId = facebook.addAccount({ kind: "person", name: citizenName })
  const token = facebook.issueToken({ kind: "account", accountId: pageId })
  facebook.issueToken({ kind: "application" })
  const { key: appId, secret: appSecret } = facebook.application ?? { key: "", secret: "" }
  const app = { appId, appSecret }
  return {
    clock,
    facebook,
    pageId,
    citizenId,
    token,
    app,
    connect: (options = {}) => createFacebookConnector({ clock, fetch: facebook.fetch, random, pageId, token, app, ...options }),
  }
}

/** The moment so many minutes before now. */
export function minutesAgo(minutes: number): Instant {
  return new Date(Date.parse(now) - minutes * 60_000).toISOString()
}

/** Reads a source to its end. */
export async function readAll(
  connector: FacebookConnector,
  sourceId = "feed",
  { cursor, limit = 50, at = now, watchedKeys }: { cursor?: string; limit?: number; at?: Instant; watchedKeys?: readonly string[] } = {},
) {
  const messages: IncomingMessage[] = []
  const notices: MessageNotice[] = []
  const gaps = []
  const skipped = []
  const watched = watchedKeys === undefined ? {} : { watchedKeys }
  let place = cursor
  for (;;) {
    const page = await connector.doPull({ sourceId, limit, now: at, ...watched, ...(place === undefined ? {} : { cursor: place }) })
    messages.push(...page.messages)
    notices.push(...(page.notices ?? []))
    gaps.push(...page.gaps)
    skipped.push(...page.skipped)
    place = page.cursor
    if (!page.more) return { messages, notices, gaps, skipped, cursor: place, keys: messages.map(({ key }) => key) }
  }
}

/** The pushes that wait, taken without being acknowledged. */
export async function waitingPushes(facebook: NetworkSimulator): Promise<readonly Request[]> {
  const requests: Request[] = []
  await facebook.deliver(async (request) => {
    const challenge = new URL(request.url).searchParams.get("hub.challenge")
    if (request.method === "GET") return new Response(challenge)
    requests.push(request)
    return new Response("later", { status: 503 })
  })
  return requests
}
