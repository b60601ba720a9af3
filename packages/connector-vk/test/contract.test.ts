import type { IncomingMessage } from "@otklik/core"
import type { ConnectorSubject, ConnectorWorld } from "@otklik/testkit/connector"
import { describe } from "vitest"
import { describeContract } from "../../testkit/test/connector/certify.ts"
import type { VkConnectorOptions } from "../src/index.ts"
import { createWorld, minutesAgo, now, secret, type VkWorld } from "./world.ts"

const long = "Длинно, <с эмодзи> & знаками 🙏. ".repeat(120)
const brokenText = "Тайная улица, дом 5"

/** What a message of the world must arrive as. */
function expectedOf(world: VkWorld, key: string, text: string, at: string, more: Partial<IncomingMessage> = {}): IncomingMessage {
  const id = key.slice("vk:".length)
  const base = { key, network: "vk", kind: "post" as const, url: `https://vk.com/wall${id}`, text, publishedAt: at }
  return { ...base, authorId: world.citizenId, communityKey: `vk:${world.communityId}`, ...more }
}

function fillWall(world: VkWorld): IncomingMessage[] {
  const { vk, communityId: accountId, citizenId: authorId } = world
  const expected: IncomingMessage[] = []
  const post = (minutes: number, text: string): string => {
    const at = minutesAgo(minutes)
    const key = vk.publish({ accountId, authorId, text, at })
    expected.push(expectedOf(world, key, text, at))
    return key
  }
  const comment = (threadKey: string, under: string, minutes: number, text: string, rootId?: string): string => {
    const at = minutesAgo(minutes)
    const key = vk.comment({ under, authorId, text, at })
    const id = key.split("_").at(-1)
    const thread = rootId === undefined ? "" : `&thread=${rootId}`
    const url = `https://vk.com/wall${threadKey.slice("vk:".length)}?reply=${id}${thread}`
    expected.push(expectedOf(world, key, text, at, { kind: "comment", url, threadKey, parentKey: under }))
    return key
  }
  const first = post(200, "Не горит фонарь")
  const second = post(190, long)
  const broken = vk.publish({ accountId, authorId, text: brokenText, at: minutesAgo(185) })
  vk.distort(broken, { date: brokenText })
  for (const minutes of [180, 170, 160]) post(minutes, `Яма ${minutes}`)
  const top = comment(first, first, 150, long)
  const rootId = top.split("_").at(-1)
  const reply = comment(first, top, 140, "И у нас", rootId)
  comment(first, reply, 130, "И у них", rootId)
  for (let minutes = 125; minutes > 110; minutes -= 1) comment(second, second, minutes, `Ещё ${minutes}`)
  return expected
}

function subjectOf(
  fill: (world: VkWorld) => IncomingMessage[],
  sourceId: string,
  options: Partial<VkConnectorOptions>,
  holds: { readonly skips: boolean; readonly gaps: boolean },
): ConnectorSubject {
  return {
    capabilities: { pull: true, webhook: true, reply: true, replyPhoto: false, replyLimit: null, relay: false },
    offers: {
      append: true,
      foreign: true,
      late: true,
      notices: sourceId.startsWith("wall"),
      ...(sourceId.startsWith("wall") ? { lastingErrors: [1, 10] } : {}),
      garbled: true,
      pushedNotices: true,
      ...holds,
    },
    async setUp(): Promise<ConnectorWorld> {
      const world = createWorld()
      const { vk, communityId: accountId, citizenId: authorId, tokens } = world
      const expected = fill(world)
      const all = { callback: { secret }, ...options }
      return {
        connector: world.connect(all),
        reopen: async () => world.connect(all),
        sourceId,
        expected,
        expectedSkips: holds.skips ? [{ path: "date" }] : [],
        secrets: [brokenText, tokens.service, tokens.community, secret],
        now,
        async addUnknown() {
          const key = vk.publish({ accountId, authorId, text: "яма", at: minutesAgo(0) })
          vk.distort(key, { text: "", attachments: [{ type: "hologram", hologram: {} }] })
          return [{ path: "attachments.hologram" }]
        },
        async append() {
          const at = minutesAgo(0)
          return expectedOf(world, vk.publish({ accountId, authorId, text: "Новое: яма", at }), "Новое: яма", at)
        },
        async withdraw() {
          const key = expected.find(({ kind }) => kind === "comment")?.key ?? ""
          vk.remove(key)
          return { kind: "deleted", messageKey: key }
        },
        async garble() {
          for (const { key } of expected) vk.distort(key, { date: undefined, date_ts: 1 })
        },
        async failThread(code) {
          const thread = expected.find(({ threadKey }) => threadKey !== undefined)?.threadKey ?? ""
          vk.inject({ kind: "error-code", code, operation: "wall.getComments", about: thread.slice("vk:".length), times: Infinity })
          return expected.filter(({ threadKey }) => threadKey === thread).map(({ key }) => key)
        },
        pushes: {
          async unknown() {
            const body = JSON.stringify({
              type: "hologram_new",
              group_id: Math.abs(Number(accountId)),
              event_id: "e2",
              v: "5.199",
              secret,
              object: { id: 1 },
            })
            return new Request("https://desk.example.org/vk", { method: "POST", body })
          },
          async withdrawn() {
            const key = vk.comment({ under: expected[0]?.key ?? "", authorId, text: "Уже неважно" })
            vk.subscribe({ accountId, url: "https://desk.example.org/vk", secret })
            vk.remove(key)
            return { request: await lastPush(vk), notices: [{ kind: "deleted", messageKey: key }] }
          },
          async genuine() {
            vk.subscribe({ accountId, url: "https://desk.example.org/vk", secret })
            const key = vk.publish({ accountId, authorId, text: "Из события" })
            return { request: await lastPush(vk), messages: [expectedOf(world, key, "Из события", now)] }
          },
          async forged() {
            const body = JSON.stringify({
              type: "wall_post_new",
              group_id: 1,
              event_id: "e1",
              v: "5.199",
              secret: "somebody else's secret",
              object: { id: 1, owner_id: -1, date: 1, text: "x" },
            })
            return new Request("https://desk.example.org/vk", { method: "POST", body })
          },
        },
        replies: {
          messageKey: expected[0]?.key ?? "",
          foreignKey: "vk:-1_topic7_12",
          count: async () => vk.replies().length,
          late: { delayNext: () => vk.inject({ kind: "late", operation: "wall.createComment" }), arrive: () => void vk.arriveLate() },
        },
        close: async () => {},
      }
    },
  }
}

/** The last of the pushes that wait. */
async function lastPush(vk: VkWorld["vk"]): Promise<Request> {
  const requests: Request[] = []
  await vk.deliver(async (request) => {
    requests.push(request)
    return new Response("later", { status: 503 })
  })
  const request = requests.at(-1)
  if (request === undefined) throw new Error("a push was expected")
  return request
}

function fillSearch(world: VkWorld): IncomingMessage[] {
  const { vk, communityId: accountId, citizenId: authorId } = world
  const all = Array.from({ length: 210 }, (_, index) => {
    const at = minutesAgo(100 - index / 60)
    const text = index === 100 ? `яма ${long}` : `яма ${index}`
    return expectedOf(world, vk.publish({ accountId, authorId, text, at }), text, at)
  })
  return all.slice(-200) // The call reaches 200 hits.
}

const subjects: Readonly<Record<string, ConnectorSubject>> = {
  "a wall with comments": subjectOf(fillWall, "wall:-1", {}, { skips: true, gaps: false }),
  "a search that reaches too little": subjectOf(
    fillSearch,
    "search:pits",
    { searches: [{ id: "pits", query: "яма" }], maxCalls: 1, overlapMinutes: 0.05 },
    { skips: false, gaps: true },
  ),
}

describe.each(Object.entries(subjects))("the connector contract on %s", (title, subject) => {
  describeContract(import.meta.url, title, subject)
})
