import { createHmac } from "node:crypto"
import type { IncomingMessage } from "@otklik/core"
import type { ConnectorSubject, ConnectorWorld } from "@otklik/testkit/connector"
import type { SimulatedFaultKind } from "@otklik/testkit/networks"
import { describe } from "vitest"
import { describeContract } from "../../testkit/test/connector/certify.ts"
import type { XConnectorOptions, XSpelling } from "../src/index.ts"
import { createWorld, minutesAgo, now, secret, type XWorld } from "./world.ts"

const long = "Длинно: яма, <с эмодзи> & знаками 🙏. ".repeat(120).trim()
const brokenText = "Тайная улица, дом 5, яма"

/** What a post of the world must arrive as. */
function expectedOf(world: XWorld, key: string, text: string, at: string, more: Partial<IncomingMessage> = {}): IncomingMessage {
  const url = `https://x.com/i/status/${key.slice("x:".length)}`
  return { key, network: "x", kind: "post", url, text, publishedAt: at, authorId: world.citizenId, ...more }
}

/** Mentions of the account: posts and replies, one of them broken, one more edited. */
function fillMentions(world: XWorld): IncomingMessage[] {
  const { x, accountId, citizenId: authorId, account } = world
  const expected: IncomingMessage[] = []
  const name = `@${account.username}`
  const post = (minutes: number, text: string, more: Partial<IncomingMessage> = {}): string => {
    const at = minutesAgo(minutes)
    const attachments = more.attachments === undefined ? {} : { attachments: more.attachments }
    const key = x.publish({ accountId, authorId, text, at, ...attachments })
    expected.push(expectedOf(world, key, `${name} ${text}`, at, more))
    return key
  }
  const comment = (under: string, threadKey: string, minutes: number, text: string): string => {
    const at = minutesAgo(minutes)
    const key = x.comment({ under, authorId, text: `${text} ${name}`, at })
    expected.push(expectedOf(world, key, `${text} ${name}`, at, { kind: "comment", threadKey, parentKey: under }))
    return key
  }
  const first = post(200, "Не горит фонарь")
  post(190, long)
  x.distort(x.publish({ accountId, authorId, text: brokenText, at: minutesAgo(185) }), { created_at: brokenText })
  for (const minutes of [180, 170, 160]) post(minutes, `Яма ${minutes}`)
  const top = comment(first, first, 150, "И у нас")
  comment(top, first, 140, "И у них")
  const own = x.publish({ accountId, authorId: accountId, text: "Мы на связи", at: minutesAgo(130) })
  const at = minutesAgo(120)
  const answer = x.comment({ under: own, authorId, text: "А фонарь?", at })
  expected.push(expectedOf(world, answer, `${name} А фонарь?`, at, { kind: "comment", threadKey: own, parentKey: own }))
  return expected
}

function fillSearch(world: XWorld): IncomingMessage[] {
  const { x, citizenId: authorId } = world
  return Array.from({ length: 230 }, (_, index) => {
    const at = minutesAgo(100 - index / 60)
    const text = index === 100 ? long : `яма ${index}`
    return expectedOf(world, x.publish({ accountId: authorId, authorId, text, at }), text, at)
  })
}

interface Holds {
  readonly skips: boolean
  readonly gaps: boolean
}

/** What a connector must get over by itself when it reads. */
const stumbles: readonly (readonly [SimulatedFaultKind, number])[] = [
  ["rate-limit", 5],
  ["server-error", 7],
  ["cut-before", 11],
  ["cut-after", 13],
  ["duplicate", 2],
  ["reorder", 3],
]

function stumble({ x }: XWorld): void {
  for (const operation of ["getUsersMentions", "getUsersPosts"])
    for (const [kind, every] of stumbles) x.inject({ kind, every, operation, times: Infinity })
}

function subjectOf(
  fill: (world: XWorld) => IncomingMessage[],
  sourceId: string,
  options: Partial<XConnectorOptions>,
  holds: Holds,
  disturb: (world: XWorld) => void = () => undefined,
): ConnectorSubject {
  return {
    capabilities: {
      pull: true,
      webhook: true,
      reply: true,
      replyPhoto: false,
      replyLimit: 280,
      replyLinks: false,
      replyTextOnce: true,
      replyPlacements: ["under-message"],
      relay: false,
    },
    offers: { append: true, foreign: true, late: true, retract: true, ...holds },
    async setUp(): Promise<ConnectorWorld> {
      const world = createWorld()
      const { x, accountId, citizenId: authorId, tokens, account } = world
      const expected = fill(world)
      disturb(world)
      const all = { webhook: { consumerSecret: secret }, ...options }
      const asked = x.publish({ accountId, authorId, text: "Когда почините лавку?", at: minutesAgo(30_000) })
      return {
        connector: world.connect(all),
        reopen: async () => world.connect(all),
        sourceId,
        expected,
        expectedSkips: holds.skips ? [{ path: "created_at" }] : [],
        secrets: [brokenText, tokens.app, tokens.user, secret],
        now,
        async addUnknown() {
          const key = x.publish({ accountId, authorId, text: "яма", at: minutesAgo(1) })
          x.distort(key, { text: "", attachments: { hologram_ids: ["1"] } })
          return [{ path: "text" }]
        },
        async append() {
          const at = minutesAgo(1)
          const key = x.publish({ accountId, authorId, text: "Новое: яма", at })
          return expectedOf(world, key, `@${account.username} Новое: яма`, at)
        },
        pushes: {
          async unknown() {
            const body = JSON.stringify({ data: { event_type: "post.hologram.create", payload: { id: "1" } } })
            const signature = createHmac("sha256", secret).update(body).digest("base64")
            const headers = { "x-twitter-webhooks-signature": `sha256=${signature}` }
            return new Request("https://desk.example.org/x", { method: "POST", body, headers })
          },
          async genuine() {
            x.subscribe({ accountId, url: "https://desk.example.org/x", secret })
            const key = x.publish({ accountId, authorId, text: "Из события" })
            const requests: Request[] = []
            const connector = world.connect(all)
            await x.deliver(async (request) => {
              if (request.method === "GET") return (await connector.doReceive?.(request, { now }))?.response ?? Response.error()
              requests.push(request)
              return new Response("later", { status: 503 })
            })
            const request = requests.at(-1)
            if (request === undefined) throw new Error("a push was expected")
            return { request, messages: [expectedOf(world, key, `@${account.username} Из события`, now)] }
          },
          async forged() {
            const body = JSON.stringify({
              data: { event_type: "post.mention.create", payload: { id: "1", text: "x", created_at: now } },
            })
            const headers = { "x-twitter-webhooks-signature": "sha256=c29tZWJvZHkgZWxzZQ==" }
            return new Request("https://desk.example.org/x", { method: "POST", body, headers })
          },
        },
        replies: {
          messageKey: asked,
          foreignKey: "x:official",
          count: async () => x.replies().length,
          late: { delayNext: () => x.inject({ kind: "late", operation: "createPosts" }), arrive: () => void x.arriveLate() },
        },
        close: async () => {},
      }
    },
  }
}

const spellings: readonly XSpelling[] = ["post", "tweet"]

const subjects: Readonly<Record<string, ConnectorSubject>> = {
  ...Object.fromEntries(
    spellings.map((spelling) => [
      `mentions in the spelling ${spelling}`,
      subjectOf(fillMentions, "mentions", { spelling }, { skips: true, gaps: false }),
    ]),
  ),
  "mentions while X stumbles": subjectOf(fillMentions, "mentions", {}, { skips: true, gaps: false }, stumble),
  "a search of several pages that is read with few calls": subjectOf(
    fillSearch,
    "search:pits",
    { maxCalls: 1 },
    { skips: false, gaps: false },
  ),
}

describe.each(Object.entries(subjects))("the connector contract on %s", (title, subject) => {
  describeContract(import.meta.url, title, subject)
})
