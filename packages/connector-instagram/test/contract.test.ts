import { createHmac } from "node:crypto"
import { createQuotaPlanner, requireWaitingClock } from "@otklik/connector-kit"
import type { IncomingMessage } from "@otklik/core"
import type { MessageNotice } from "@otklik/core/connector"
import { runContract } from "@otklik/testkit"
import { connectorContract, type ConnectorSubject, type ConnectorWorld } from "@otklik/testkit/connector"
import { describe, expect, it } from "vitest"
import { describeContract } from "../../testkit/test/connector/certify.ts"
import type { InstagramConnector, InstagramConnectorOptions, InstagramLogin } from "../src/index.ts"
import { citizenName, createWorld, linkOf, minutesAgo, now, verifyToken, type InstagramWorld } from "./world.ts"

const long = "Длинно, <с эмодзи> & знаками 🙏. ".repeat(60)
const brokenText = "Тайная улица, дом 5"

/** What a message of the world must arrive as. */
function expectedOf(world: InstagramWorld, key: string, text: string, at: string, more: Partial<IncomingMessage> = {}): IncomingMessage {
  const base = { key, network: "instagram", kind: "post" as const, url: linkOf(key), text, publishedAt: at }
  return { ...base, authorId: world.accountId, communityKey: `instagram:${world.accountId}`, ...photo(key), ...more }
}

/** The picture that the simulator gives everything without one. */
function photo(key: string): Pick<IncomingMessage, "attachments"> {
  return { attachments: [{ kind: "photo", url: `https://scontent.example.com/C${key.slice(-8)}.jpg` }] }
}

function commentOf(world: InstagramWorld, key: string, text: string, at: string, parentKey: string): IncomingMessage {
  const [threadKey = ""] = key.split("-")
  const { attachments: _, ...base } = expectedOf(world, key, text, at)
  return { ...base, kind: "comment", authorId: world.citizenId, threadKey, parentKey }
}

function fillMedia(world: InstagramWorld): IncomingMessage[] {
  const { instagram, accountId, citizenId: authorId } = world
  const expected: IncomingMessage[] = []
  const post = (minutes: number, text: string): string => {
    const at = minutesAgo(minutes)
    const key = instagram.publish({ accountId, authorId: accountId, text, at })
    expected.push(expectedOf(world, key, text, at))
    return key
  }
  const comment = (under: string, parentKey: string, minutes: number, text: string): string => {
    const at = minutesAgo(minutes)
    const key = instagram.comment({ under, authorId, text, at })
    expected.push(commentOf(world, key, text, at, parentKey))
    return key
  }
  const first = post(200, "Убираем снег")
  const second = post(190, "Чиним фонари")
  const third = post(180, "Засыпаем ямы")
  const top = comment(first, first, 150, long)
  const reply = comment(top, top, 140, "И у нас")
  comment(reply, top, 130, "И у них")
  instagram.distort(instagram.comment({ under: second, authorId, text: brokenText, at: minutesAgo(129) }), { timestamp: brokenText })
  for (let minutes = 125; minutes > 112; minutes -= 1) comment(third, third, minutes, `Ещё ${minutes}`)
  return expected
}

function fillTags(world: InstagramWorld): IncomingMessage[] {
  const { instagram, accountId, citizenId: authorId } = world
  const all = Array.from({ length: 60 }, (_, index) => {
    const at = minutesAgo(100 - index)
    const text = index === 50 ? long : `яма ${index}`
    const key = instagram.publish({ accountId, authorId, text, at })
    const { communityKey: _community, ...base } = expectedOf(world, key, text, at, { authorId: `@${citizenName}` })
    return base
  })
  return all.slice(-50) // The call reaches 50 of them.
}

function fillHashtag(world: InstagramWorld): IncomingMessage[] {
  const { instagram, citizenId: authorId } = world
  return Array.from({ length: 12 }, (_, index) => {
    const at = minutesAgo(100 - index)
    const text = `${index === 5 ? long : `дорога ${index}`} #яма`
    const key = instagram.publish({ accountId: authorId, authorId, text, at })
    const { communityKey: _community, authorId: _author, ...base } = expectedOf(world, key, text, at)
    return base
  })
}

function fillAccount(world: InstagramWorld): IncomingMessage[] {
  const { instagram } = world
  const shop = instagram.addAccount({ kind: "official", name: "city.water" })
  return Array.from({ length: 12 }, (_, index) => {
    const at = minutesAgo(100 - index)
    const text = index === 5 ? long : `Отключение ${index}`
    const key = instagram.publish({ accountId: shop, authorId: shop, text, at })
    return expectedOf(world, key, text, at, { authorId: shop, communityKey: `instagram:${shop}` })
  })
}

interface Given {
  readonly login?: InstagramLogin
  readonly source: string
  readonly fill: (world: InstagramWorld) => IncomingMessage[]
  readonly options?: Partial<InstagramConnectorOptions>
  readonly holds: { readonly skips: boolean; readonly gaps: boolean; readonly notices?: boolean }
  readonly append?: (world: InstagramWorld, expected: readonly IncomingMessage[]) => IncomingMessage
  readonly withdraw?: (world: InstagramWorld, expected: readonly IncomingMessage[]) => MessageNotice
  /** What is wrong with the connector, for a twin that must fail. */
  readonly spoil?: (connector: InstagramConnector) => InstagramConnector
}

/** A comment under the account's own media, which can be answered; where the source holds none, it is made. */
function answerable({ instagram, accountId, citizenId }: InstagramWorld, expected: readonly IncomingMessage[]): string {
  const known = expected.find(({ kind }) => kind === "comment")
  if (known !== undefined) return known.key
  const at = minutesAgo(60 * 24 * 30)
  const under = instagram.publish({ accountId, authorId: accountId, text: "Давний пост", at })
  return instagram.comment({ under, authorId: citizenId, text: "Давний вопрос", at })
}

/** A post of a kind that nobody knows, without words. */
function addUnknown({ instagram, accountId, citizenId }: InstagramWorld, source: string, expected: readonly IncomingMessage[]) {
  const authorId = source === "media" ? accountId : source.startsWith("account") ? (expected[0]?.authorId ?? "") : citizenId
  const page = source === "tags" || source === "media" ? accountId : authorId
  const key = instagram.publish({ accountId: page, authorId, text: "#яма", at: minutesAgo(0) })
  instagram.distort(key, { media_type: "HOLOGRAM", caption: undefined, children: undefined })
  return [{ path: "media_type" }]
}

function subjectOf({ login, source, fill, options = {}, holds, append, withdraw, spoil = (one) => one }: Given): ConnectorSubject {
  return {
    capabilities: { pull: true, webhook: true, reply: true, replyPhoto: false, replyLimit: 300, relay: false },
    offers: {
      append: append !== undefined,
      foreign: true,
      late: true,
      retract: true,
      lessAtATime: !holds.gaps,
      ...(source === "media" ? { lastingErrors: [1, 2, 10, 200] } : {}),
      garbled: source !== "media",
      ...holds,
    },
    async setUp(): Promise<ConnectorWorld> {
      const world = createWorld(login)
      const { instagram, accountId, citizenId: authorId, token, app } = world
      const expected = fill(world)
      const messageKey = answerable(world, expected)
      // No limit of its own: nothing of the contract is about waiting.
      const planner = createQuotaPlanner({ clock: requireWaitingClock(world.clock, "the clock"), limits: [] })
      const connect = (): InstagramConnector => spoil(world.connect({ planner, webhook: { verifyToken }, ...options }))
      return {
        connector: connect(),
        reopen: async () => connect(),
        sourceId: source,
        expected,
        expectedSkips: holds.skips ? [{ path: "timestamp" }] : [],
        secrets: [brokenText, citizenName, token, app.appSecret, verifyToken],
        now,
        addUnknown: async () => addUnknown(world, source, expected),
        ...(append === undefined ? {} : { append: async () => append(world, expected) }),
        ...(withdraw === undefined ? {} : { withdraw: async () => withdraw(world, expected) }),
        async giveLess() {
          for (const operation of ["user/media", "media/comments", "user/tags", "hashtag/recent_media", "user.business_discovery"])
            instagram.inject({ kind: "too-much", operation: `GET ${operation}`, times: Infinity, most: 2 })
        },
        async garble() {
          for (const { key } of expected) instagram.distort(key, { timestamp: undefined, created_at: 1 })
        },
        async failThread(code) {
          const thread = expected.find(({ threadKey }) => threadKey !== undefined)?.threadKey ?? ""
          const about = thread.slice("instagram:".length)
          instagram.inject({ kind: "error-code", code, operation: "GET media/comments", about, times: Infinity })
          return expected.filter(({ threadKey }) => threadKey === thread).map(({ key }) => key)
        },
        pushes: {
          async unknown() {
            const change = { field: "comments", value: { hologram: 1 } }
            const body = JSON.stringify({ object: "instagram", entry: [{ id: accountId, time: 1, changes: [change] }] })
            const signature = createHmac("sha256", app.appSecret).update(body).digest("hex")
            const headers = { "x-hub-signature-256": `sha256=${signature}` }
            return new Request("https://desk.example.org/instagram", { method: "POST", body, headers })
          },
          async genuine() {
            const under = instagram.publish({ accountId, authorId: accountId, text: "Свежий пост" })
            instagram.subscribe({ accountId, url: "https://desk.example.org/instagram", secret: verifyToken })
            const key = instagram.comment({ under, authorId, text: "Из события" })
            const requests: Request[] = []
            await instagram.deliver(async (request) => {
              requests.push(request)
              return new Response("later", { status: 503 })
            })
            const request = requests.at(-1)
            if (request === undefined) throw new Error("a push was expected")
            return { request, messages: [commentOf(world, key, "Из события", now, under)] }
          },
          async forged() {
            const body = JSON.stringify({ object: "instagram", entry: [{ id: accountId, time: 1, changes: [] }] })
            const headers = { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }
            return new Request("https://desk.example.org/instagram", { method: "POST", body, headers })
          },
        },
        replies: {
          messageKey,
          foreignKey: "instagram:official",
          count: async () => instagram.replies().length,
          late: {
            delayNext() {
              for (const operation of ["POST media/comments", "POST comment/replies", "POST user/mentions"])
                instagram.inject({ kind: "late", operation })
            },
            arrive: () => void instagram.arriveLate(),
          },
        },
        close: async () => {},
      }
    },
  }
}

const media: Given = {
  source: "media",
  fill: fillMedia,
  holds: { skips: true, gaps: false, notices: true },
  append(world, expected) {
    const under = expected[0]?.key ?? ""
    const key = world.instagram.comment({ under, authorId: world.citizenId, text: "Новое", at: minutesAgo(0) })
    return commentOf(world, key, "Новое", minutesAgo(0), under)
  },
  withdraw({ instagram }, expected) {
    const messageKey = expected.findLast(({ kind }) => kind === "comment")?.key ?? ""
    instagram.remove(messageKey)
    return { kind: "deleted", messageKey }
  },
}

const subjects: Readonly<Record<string, Given>> = {
  "media with comments, by Facebook Login": media,
  "media with comments, by Instagram Login": { ...media, login: "instagram" },
  "comments that are closed": {
    ...media,
    withdraw({ instagram }, expected) {
      const messageKey = expected.findLast(({ kind }) => kind === "comment")?.key ?? ""
      instagram.closeComments(messageKey)
      return { kind: "comments-closed", messageKey }
    },
  },
  "tags that are read too rarely": {
    source: "tags",
    fill: fillTags,
    options: { tags: true, maxCalls: 1 },
    holds: { skips: false, gaps: true },
  },
  "a hashtag": {
    source: "hashtag:яма",
    fill: fillHashtag,
    options: { hashtags: [{ name: "яма" }] },
    holds: { skips: false, gaps: false },
    append(world) {
      const { instagram, citizenId: authorId } = world
      const key = instagram.publish({ accountId: authorId, authorId, text: "Новая #яма", at: minutesAgo(0) })
      const { communityKey: _community, authorId: _author, ...base } = expectedOf(world, key, "Новая #яма", minutesAgo(0))
      return base
    },
  },
  "another account": {
    source: "account:city.water",
    fill: fillAccount,
    options: { accounts: [{ username: "city.water" }] },
    holds: { skips: false, gaps: false },
  },
}

describe.each(Object.entries(subjects))("the connector contract on %s", (title, given) => {
  const subject = subjectOf(given)
  describeContract(import.meta.url, title, subject)
})

/** Connectors that break one promise each; the contract must notice. */
const twins: Readonly<Record<string, (connector: InstagramConnector) => InstagramConnector>> = {
  "drops the last message of a page": (connector) => ({
    ...connector,
    async doPull(pull) {
      const page = await connector.doPull(pull)
      return { ...page, messages: page.messages.slice(0, -1) }
    },
  }),
  "hides what could not be read": (connector) => ({
    ...connector,
    doPull: async (pull) => ({ ...(await connector.doPull(pull)), skipped: [] }),
  }),
  "does not tell that a message is gone": (connector) => ({
    ...connector,
    doPull: async (pull) => ({ ...(await connector.doPull(pull)), notices: [] }),
  }),
  "begins anew with a foreign cursor": (connector) => ({
    ...connector,
    async doPull({ cursor, ...pull }) {
      return connector.doPull({ ...pull, ...(cursor?.startsWith('["ig1"') === true ? { cursor } : {}) })
    },
  }),
  "believes pushes of anybody": (connector) => ({
    ...connector,
    doReceive: async () => ({ messages: [], skipped: [], response: new Response("ok") }),
  }),
  "does not know replies that stand": (connector) => ({ ...connector, doFindReplies: async () => [] }),
  "publishes once for every try": (connector) => {
    let tries = 0
    return {
      ...connector,
      async doReply(reply) {
        tries += 1
        const receipt = await connector.doReply?.({
          ...reply,
          text: `${reply.text} ${tries}`,
          idempotencyKey: `${reply.idempotencyKey} ${tries}`,
        })
        if (receipt === undefined) throw new Error("a receipt was expected")
        return receipt
      },
    }
  },
  "claims to attach photos": (connector) => ({ ...connector, capabilities: { ...connector.capabilities, replyPhoto: true } }),
}

/** The case of the contract that notices each. */
const noticedBy: Readonly<Record<string, string>> = {
  "drops the last message of a page": "pages: gives every message exactly once, whatever the limit",
  "hides what could not be read": "reports: reports every item that it cannot understand, once, whatever the limit",
  "does not tell that a message is gone": "notices: reports an edit or a deletion of a message that was read, on one page, and not again",
  "begins anew with a foreign cursor": "pages: refuses a cursor that it did not give, with config or protocol, and does not begin anew",
  "believes pushes of anybody": "pushes: takes nothing from a push that the network did not send, and answers with a refusal",
  "does not know replies that stand": "replies: finds the receipt of a reply that it published",
  "publishes once for every try": "replies: publishes once when the same idempotency key is used again",
  "claims to attach photos": "shape: does not let anybody change its capabilities, and keeps them after a restart",
}

describe("a broken twin", () => {
  it.each(Object.entries(twins))("that %s fails its case of the contract", async (name, spoil) => {
    const asked = connectorContract.filter((contractCase) => contractCase.name === noticedBy[name])
    const results = await runContract(asked, subjectOf({ ...media, spoil }))
    expect(results.map(({ outcome }) => outcome)).toEqual(["broken"])
  })
})
