import { createHmac } from "node:crypto"
import type { IncomingMessage } from "@otklik/core"
import type { ConnectorSubject, ConnectorWorld } from "@otklik/testkit/connector"
import { describe } from "vitest"
import { describeContract } from "../../testkit/test/connector/certify.ts"
import type { FacebookConnectorOptions } from "../src/index.ts"
import { createWorld, hook, minutesAgo, now, verifyToken, waitingPushes, type FacebookWorld } from "./world.ts"

const long = "Длинно, <с эмодзи> & знаками 🙏. ".repeat(120)
const brokenText = "Тайная улица, дом 5"

/** What a message of the world must arrive as. */
function expectedOf(world: FacebookWorld, key: string, text: string, at: string, more: Partial<IncomingMessage> = {}): IncomingMessage {
  const [owner, post] = key.slice("facebook:".length).split("_")
  const url = `https://www.facebook.com/${owner}/posts/${post}`
  const base = { key, network: "facebook", kind: "post" as const, url, text, publishedAt: at }
  return { ...base, authorId: world.citizenId, communityKey: `facebook:${owner}`, ...more }
}

interface Filled {
  readonly expected: IncomingMessage[]
  readonly brokenFields: readonly string[]
}

function fill(world: FacebookWorld, section?: string): Filled {
  const { facebook, pageId: accountId, citizenId: authorId } = world
  const expected: IncomingMessage[] = []
  const place = section === undefined ? {} : { section }
  // On pages of others the token is shown no authors.
  const told = (message: IncomingMessage): IncomingMessage => {
    const { authorId: author, ...rest } = message
    return section === undefined && author !== undefined ? message : rest
  }
  const post = (minutes: number, text: string): string => {
    const at = minutesAgo(minutes)
    const key = facebook.publish({ accountId, authorId, text, at, ...place })
    expected.push(told(expectedOf(world, key, text, at)))
    return key
  }
  const comment = (threadKey: string, under: string, minutes: number, text: string, parentKey = under): string => {
    const at = minutesAgo(minutes)
    const key = facebook.comment({ under, authorId, text, at })
    const { url } = expectedOf(world, threadKey, "", at)
    const [own, parent] = [key, parentKey].map((one) => one.split("_").at(-1))
    const query = parentKey === threadKey ? `?comment_id=${own}` : `?comment_id=${parent}&reply_comment_id=${own}`
    expected.push(told(expectedOf(world, key, text, at, { kind: "comment", url: `${url}${query}`, threadKey, parentKey })))
    return key
  }
  const first = post(200, "Не горит фонарь")
  const second = post(190, long)
  const broken = facebook.publish({ accountId, authorId, text: brokenText, at: minutesAgo(185), ...place })
  facebook.distort(broken, { created_time: brokenText })
  for (const minutes of [180, 170, 160]) post(minutes, `Яма ${minutes}`)
  const top = comment(first, first, 150, long)
  const reply = comment(first, top, 140, "И у нас")
  comment(first, reply, 130, "И у них", top)
  const odd = facebook.comment({ under: first, authorId, text: brokenText, at: minutesAgo(128) })
  facebook.distort(odd, { message: { words: brokenText } })
  for (let minutes = 125; minutes > 110; minutes -= 1) comment(second, second, minutes, `Ещё ${minutes}`)
  return { expected, brokenFields: ["created_time", "message"] }
}

function subjectOf(sourceId: string, section: string | undefined, options: Partial<FacebookConnectorOptions> = {}): ConnectorSubject {
  return {
    capabilities: { pull: true, webhook: true, reply: true, replyPhoto: true, replyLimit: null, relay: false },
    offers: {
      append: true,
      foreign: true,
      late: true,
      retract: true,
      skips: true,
      gaps: false,
      notices: true,
      pushedNotices: true,
      lessAtATime: true,
      // On the page of another party 10 and 200 say that its comments are not public: there is nothing to read.
      lastingErrors: section === "tagged" ? [1, 2] : [1, 2, 10, 200],
      garbled: true,
    },
    async setUp(): Promise<ConnectorWorld> {
      const world = createWorld()
      const { facebook, pageId: accountId, citizenId: authorId, token, app } = world
      const { expected, brokenFields } = fill(world, section)
      const all = { webhook: { verifyToken }, ...options }
      const place = section === undefined ? {} : { section }
      return {
        connector: world.connect(all),
        reopen: async () => world.connect(all),
        sourceId,
        expected,
        expectedSkips: brokenFields.map((path) => ({ path })),
        secrets: [brokenText, token, app.appSecret, verifyToken],
        now,
        async addUnknown() {
          const key = facebook.publish({ accountId, authorId, text: "", at: minutesAgo(0), ...place })
          facebook.distort(key, { message: undefined, full_picture: undefined, attachments: { data: [{ type: "hologram" }] } })
          return [{ path: "attachments.hologram" }]
        },
        async append() {
          const at = minutesAgo(0)
          const made = expectedOf(world, facebook.publish({ accountId, authorId, text: "Новое: яма", at, ...place }), "Новое: яма", at)
          const { authorId: author, ...rest } = made
          return section === undefined && author !== undefined ? made : rest
        },
        async withdraw() {
          const messageKey = expected.at(-1)?.key ?? ""
          facebook.remove(messageKey)
          return { kind: "deleted", messageKey }
        },
        async giveLess() {
          for (const operation of [sourceId, "comments"]) facebook.inject({ kind: "too-much", operation, times: Infinity, most: 2 })
        },
        async garble() {
          for (const { key } of expected) facebook.distort(key, { created_time: undefined, created_at: 1 })
        },
        async failThread(code) {
          const thread = expected[0]?.key ?? ""
          facebook.inject({ kind: "error-code", code, operation: "comments", about: thread.slice("facebook:".length), times: Infinity })
          return expected.filter(({ threadKey }) => threadKey === thread).map(({ key }) => key)
        },
        pushes: {
          async unknown() {
            facebook.subscribe({ accountId, url: hook, secret: verifyToken })
            facebook.publish({ accountId, authorId, text: "Из события" })
            const request = (await waitingPushes(facebook)).at(-1)
            if (request === undefined) throw new Error("a push was expected")
            const body = (await request.text()).replace(/"item":"\w+"/, '"item":"hologram"')
            const signature = createHmac("sha256", app.appSecret).update(body).digest("hex")
            return new Request(hook, { method: "POST", body, headers: { "x-hub-signature-256": `sha256=${signature}` } })
          },
          async genuine() {
            facebook.subscribe({ accountId, url: hook, secret: verifyToken })
            const key = facebook.publish({ accountId, authorId, text: "Из события" })
            const request = (await waitingPushes(facebook)).at(-1)
            if (request === undefined) throw new Error("a push was expected")
            return { request, messages: [expectedOf(world, key, "Из события", now)] }
          },
          async forged() {
            const value = { item: "post", verb: "add", post_id: `${accountId}_1`, created_time: 1, message: "x" }
            const body = JSON.stringify({ object: "page", entry: [{ id: accountId, time: 1, changes: [{ field: "feed", value }] }] })
            return new Request(hook, { method: "POST", body, headers: { "x-hub-signature-256": `sha256=${"0".repeat(64)}` } })
          },
          async withdrawn() {
            facebook.subscribe({ accountId, url: hook, secret: verifyToken })
            const messageKey = facebook.publish({ accountId, authorId, text: "Ненадолго" })
            await facebook.deliver(async (request) => new Response(new URL(request.url).searchParams.get("hub.challenge")))
            facebook.remove(messageKey)
            const request = (await waitingPushes(facebook)).at(-1)
            if (request === undefined) throw new Error("a push was expected")
            return { request, notices: [{ kind: "deleted", messageKey }] }
          },
        },
        replies: {
          messageKey: expected[0]?.key ?? "",
          foreignKey: "facebook:official",
          count: async () => facebook.replies().length,
          late: {
            delayNext: () => facebook.inject({ kind: "late", operation: "POST comments" }),
            arrive: () => void facebook.arriveLate(),
          },
        },
        close: async () => {},
      }
    },
  }
}

const subjects: Readonly<Record<string, ConnectorSubject>> = {
  "the Page's feed": subjectOf("feed", undefined),
  "posts of visitors alone": subjectOf("visitor_posts", undefined, { lists: ["visitor_posts"] }),
  "posts elsewhere that tag the Page": subjectOf("tagged", "tagged"),
}

describe.each(Object.entries(subjects))("the connector contract on %s", (title, subject) => {
  describeContract(import.meta.url, title, subject)
})
