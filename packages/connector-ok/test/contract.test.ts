import type { IncomingMessage } from "@otklik/core"
import { runContract } from "@otklik/testkit"
import { connectorContract, type ConnectorSubject, type ConnectorWorld } from "@otklik/testkit/connector"
import { describe, expect, it } from "vitest"
import { describeContract } from "../../testkit/test/connector/certify.ts"
import type { OkConnector, OkConnectorOptions } from "../src/index.ts"
import { createWorld, minutesAgo, now, type OkWorld } from "./world.ts"

const long = "Длинно, <с эмодзи> & знаками 🙏. ".repeat(120)
const brokenText = "Тайная улица, дом 5"

/** What a message of the world must arrive as. */
function expectedOf(world: OkWorld, key: string, text: string, at: string, more: Partial<IncomingMessage> = {}): IncomingMessage {
  const [, topicId] = key.split("_")
  const url = `https://ok.ru/group/${world.groupId}/topic/${topicId}`
  const base = { key, network: "ok", kind: "post" as const, url, text, publishedAt: at }
  return { ...base, authorId: world.citizenId, communityKey: `ok:${world.groupId}`, ...more }
}

function fillGroup(world: OkWorld): IncomingMessage[] {
  const { ok, groupId: accountId, citizenId: authorId } = world
  const expected: IncomingMessage[] = []
  const topic = (minutes: number, text: string): string => {
    const at = minutesAgo(minutes)
    const key = ok.publish({ accountId, authorId, text, at })
    expected.push(expectedOf(world, key, text, at))
    return key
  }
  const comment = (threadKey: string, under: string, minutes: number, text: string): string => {
    const at = minutesAgo(minutes)
    const key = ok.comment({ under, authorId, text, at })
    expected.push(expectedOf(world, key, text, at, { kind: "comment", threadKey, parentKey: under }))
    return key
  }
  const first = topic(200, "Не горит фонарь")
  const second = topic(190, long)
  ok.distort(ok.publish({ accountId, authorId, text: brokenText, at: minutesAgo(185) }), { created_ms: brokenText })
  for (const minutes of [180, 170, 160]) topic(minutes, `Яма ${minutes}`)
  const top = comment(first, first, 150, long)
  comment(first, comment(first, top, 140, "И у нас"), 130, "И у них")
  for (let minutes = 125; minutes > 110; minutes -= 1) comment(second, second, minutes, `Ещё ${minutes}`)
  return expected
}

function fillMany(world: OkWorld): IncomingMessage[] {
  const { ok, groupId: accountId, citizenId: authorId } = world
  const all = Array.from({ length: 60 }, (_, index) => {
    const at = minutesAgo(100 - index)
    const text = index === 50 ? long : `яма ${index}`
    return expectedOf(world, ok.publish({ accountId, authorId, text, at }), text, at)
  })
  return all.slice(-50) // The call reaches 50 topics.
}

function fillOldTopic(world: OkWorld): IncomingMessage[] {
  const { ok, groupId: accountId, citizenId: authorId } = world
  const threadKey = ok.publish({ accountId, authorId, text: "Давняя тема", at: minutesAgo(60 * 24 * 100) })
  return Array.from({ length: 20 }, (_, index) => {
    const at = minutesAgo(100 - index)
    const text = index === 7 ? long : `И у нас ${index}`
    const key = ok.comment({ under: threadKey, authorId, text, at })
    return expectedOf(world, key, text, at, { kind: "comment", threadKey, parentKey: threadKey })
  })
}

interface Given {
  readonly fill: (world: OkWorld) => IncomingMessage[]
  readonly source?: "discussions"
  readonly options?: Partial<OkConnectorOptions>
  readonly holds: { readonly skips: boolean; readonly gaps: boolean }
  /** What is wrong with the connector, for a twin that must fail. */
  readonly spoil?: (connector: OkConnector) => OkConnector
}

function subjectOf({ fill, source, options = {}, holds, spoil = (connector) => connector }: Given): ConnectorSubject {
  return {
    capabilities: { pull: true, webhook: false, reply: true, replyPhoto: false, replyLimit: null, relay: false },
    offers: {
      append: true,
      foreign: true,
      late: true,
      retract: true,
      notices: source === undefined && fill === fillGroup,
      ...(source === undefined && fill === fillGroup ? { lastingErrors: [1, 10] } : {}),
      // Under old topics the ids of comments tell their moments.
      garbled: source === undefined,
      ...holds,
    },
    async setUp(): Promise<ConnectorWorld> {
      const world = createWorld()
      const { ok, groupId: accountId, citizenId: authorId, token, application } = world
      const expected = fill(world)
      const connect = (): OkConnector => spoil(world.connect(options))
      return {
        connector: connect(),
        reopen: async () => connect(),
        sourceId: source ?? world.sourceId,
        expected,
        expectedSkips: holds.skips ? [{ path: "created_ms" }] : [],
        secrets: [brokenText, token, application.secret],
        now,
        async addUnknown() {
          const at = minutesAgo(0)
          if (source === undefined) {
            ok.distort(ok.publish({ accountId, authorId, text: "", at }), { media: [{ type: "hologram" }] })
            return [{ path: "media.hologram" }]
          }
          // Of a comment OK tells its words alone.
          ok.comment({ under: expected[0]?.threadKey ?? "", authorId, text: "", at })
          return [{ path: "text" }]
        },
        async append() {
          const at = minutesAgo(0)
          const text = "Новое: яма"
          if (source === undefined) return expectedOf(world, ok.publish({ accountId, authorId, text, at }), text, at)
          const threadKey = expected[0]?.threadKey ?? ""
          const key = ok.comment({ under: threadKey, authorId, text, at })
          return expectedOf(world, key, text, at, { kind: "comment", threadKey, parentKey: threadKey })
        },
        async withdraw() {
          const key = expected.find(({ kind }) => kind === "comment")?.key ?? ""
          ok.remove(key)
          return { kind: "deleted", messageKey: key }
        },
        async garble() {
          for (const { key } of expected) ok.distort(key, { created_ms: undefined, date_ms: undefined, date: undefined })
        },
        async failThread(code) {
          const thread = expected.find(({ threadKey }) => threadKey !== undefined)?.threadKey ?? ""
          const about = thread.split("_")[1] ?? ""
          ok.inject({ kind: "error-code", code, operation: "discussions.getComments", about, times: Infinity })
          return expected.filter(({ threadKey }) => threadKey === thread).map(({ key }) => key)
        },
        replies: {
          messageKey: expected[0]?.key ?? "",
          foreignKey: "ok:1_1",
          count: async () => ok.replies().length,
          late: {
            delayNext: () => ok.inject({ kind: "late", operation: "discussions.addDiscussionComment" }),
            arrive: () => void ok.arriveLate(),
          },
        },
        close: async () => {},
      }
    },
  }
}

const plain = { skips: false, gaps: false }
const group: Given = { fill: fillGroup, holds: { skips: true, gaps: false } }

const subjects: Readonly<Record<string, Given>> = {
  "a group with comments": group,
  "a group that is read too rarely": { fill: fillMany, options: { maxCalls: 1, overlapMinutes: 0 }, holds: { skips: false, gaps: true } },
  "discussions under old topics": { fill: fillOldTopic, source: "discussions", options: { discussions: true }, holds: plain },
}

describe.each(Object.entries(subjects))("the connector contract on %s", (title, given) => {
  const subject = subjectOf(given)
  describeContract(import.meta.url, title, subject)
})

/** Connectors that break one promise each; the contract must notice. */
const twins: Readonly<Record<string, (connector: OkConnector) => OkConnector>> = {
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
  "begins anew with a foreign cursor": (connector) => ({
    ...connector,
    async doPull({ cursor, ...pull }) {
      return connector.doPull({ ...pull, ...(cursor?.startsWith('["ok1"') === true ? { cursor } : {}) })
    },
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
  "begins anew with a foreign cursor": "pages: refuses a cursor that it did not give, with config or protocol, and does not begin anew",
  "does not know replies that stand": "replies: finds the receipt of a reply that it published",
  "publishes once for every try": "replies: publishes once when the same idempotency key is used again",
  "claims to attach photos": "shape: does not let anybody change its capabilities, and keeps them after a restart",
}

describe("a broken twin", () => {
  it.each(Object.entries(twins))("that %s fails its case of the contract", async (name, spoil) => {
    const asked = connectorContract.filter((contractCase) => contractCase.name === noticedBy[name])
    const results = await runContract(asked, subjectOf({ ...group, spoil }))
    expect(results.map(({ outcome }) => outcome)).toEqual(["broken"])
  })
})
