// A connector of one's own, proved by the contract, then at work in a desk.
import assert from "node:assert/strict"
import { createDesk, isDeskError, type IncomingMessage } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { certificate, createManualClock, runContract } from "@otklik/testkit"
import { connectorContract, type ConnectorSubject } from "@otklik/testkit/connector"
import { createForumConnector } from "./forum-connector.ts"
import { createSimulatedForum, type ForumPost } from "./simulated-forum.ts"

const now = "2026-11-24T03:00:00.000Z"
const settings = { token: "invented-token-of-the-forum", secret: "invented-secret-of-pushes", apiUrl: "https://forum.example.org/api/" }

function setUp() {
  const forum = createSimulatedForum({ ...settings, now })
  const clock = createManualClock({ at: now })
  const connect = () => createForumConnector({ clock, fetch: forum.fetch, random: () => 0.5, ...settings })
  return { forum, clock, connect }
}

function postOf(number: number, text: string): ForumPost {
  const createdAt = `2026-11-24T10:${String(number).padStart(2, "0")}:00+09:00`
  return { id: String(number), url: `https://forum.example.org/${number}`, author: `citizen-${number}`, text, createdAt }
}

function messageOf({ id, url, author, text, createdAt }: ForumPost): IncomingMessage {
  return { key: `forum:${id}`, network: "forum", kind: "post", url, text, authorId: author, publishedAt: new Date(createdAt).toISOString() }
}

const subject: ConnectorSubject = {
  capabilities: { pull: true, webhook: true, reply: true, replyPhoto: false, replyLimit: 2000, relay: false },
  offers: { append: true, skips: true, gaps: false, notices: true, pushedNotices: true },
  async setUp() {
    const { forum, connect } = setUp()
    const posts = Array.from({ length: 9 }, (_, index) => postOf(index + 1, index === 4 ? "Очень длинно. ".repeat(200) : "Не горит фонарь"))
    for (const post of posts) forum.write("written", post)
    forum.write("written", { ...postOf(10, "Тайная улица"), createdAt: "позавчера" })
    return {
      connector: connect(),
      reopen: async () => connect(),
      sourceId: "journal",
      expected: posts.map(messageOf),
      expectedSkips: [{ path: "publishedAt" }],
      secrets: ["Тайная улица", "citizen-10", settings.token, settings.secret],
      now,
      async addUnknown() {
        forum.write("hologram", postOf(20, "Тайная улица"))
        return [{ path: "type" }]
      },
      append: async () => messageOf(forum.write("written", postOf(11, "Опять темно")).post),
      withdraw: async () => ({ kind: "deleted", messageKey: `forum:${forum.write("removed", postOf(3, "")).post.id}` }),
      pushes: {
        async genuine() {
          const entry = forum.write("written", postOf(12, "Из события"))
          return { request: forum.push(entry), messages: [messageOf(entry.post)] }
        },
        unknown: async () => forum.push(forum.write("hologram", postOf(21, "Тайная улица"))),
        async withdrawn() {
          const request = forum.push(forum.write("removed", postOf(4, "")))
          return { request, notices: [{ kind: "deleted", messageKey: "forum:4" }] }
        },
        forged: async () => forum.push(forum.write("written", postOf(13, "Подделка")), "a secret that was guessed"),
      },
      replies: { messageKey: "forum:1", count: async () => forum.answers.size },
      close: async () => {},
    }
  },
}

const { holds, markdown } = certificate(await runContract(connectorContract, subject))
console.log(markdown)
assert.ok(holds)

// What no contract can ask in general: the connection breaks after the forum has published.
const { forum, clock, connect } = setUp()
const connector = connect()
const reply = { messageKey: "forum:1", text: "Заменили.", photos: [], idempotencyKey: "r1", now }
forum.cutNext()
const outcome = await connector.doReply?.(reply).catch((error: unknown) => (isDeskError(error) ? error.code : error))
const receipt = await connector.doReply?.(reply)
assert.deepEqual([outcome, forum.answers.size, await connector.doFindReplies?.(reply)], ["ambiguous", 1, [receipt]])
console.log(`A reply whose connection broke: ${String(outcome)}, then ${receipt?.url}; ${forum.answers.size} is published.`)

forum.write("written", postOf(1, "Третий день не горит фонарь"))
const desk = createDesk({
  storage: createMemoryStorage(),
  connectors: [connector],
  rules: [{ id: "lamps", query: "фонар*", topic: "lamps" }],
  routing: { authorities: [], territories: [], rules: [] },
  policies: [],
  authorKey: new Uint8Array(32), // in earnest: secret bytes that stay the same
  clock,
})
await desk.pull()
forum.write("removed", postOf(1, ""))
clock.advance(10)
await desk.pull()
const [found] = (await desk.find({}, { limit: 10 })).incidents
const [message] = found?.incident.messages ?? []
console.log(`Incident ${found?.number}: ${found?.facts.topic}; its message was found gone at ${message?.deletedAt}`)
assert.equal(message?.deletedAt, clock.now())
