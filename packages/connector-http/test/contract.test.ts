import type { IncomingMessage } from "@otklik/core"
import type { ConnectorSubject } from "@otklik/testkit/connector"
import { describe } from "vitest"
import { describeContract } from "../../testkit/test/connector/certify.ts"
import { createSystem, now, secret, url } from "./system.ts"

const long = "Длинно, <с эмодзи> & знаками 🙏. ".repeat(60)
const brokenText = "Тайная улица, дом 5"
const minutesAgo = (minutes: number): string => new Date(Date.parse(now) - minutes * 60_000).toISOString()

/** As the system sends it, and as it must arrive. */
const sent = Array.from({ length: 9 }, (_, index) => ({
  id: `a${index}`,
  text: index === 3 ? long : `Не горит фонарь ${index}`,
  publishedAt: minutesAgo(100 - index),
  ...(index % 2 === 0 ? {} : { authorId: `author-${index}`, url: `https://portal.example.org/a${index}` }),
  ...(index < 7 ? {} : { threadId: "a0", parentId: "a1" }),
}))
const expected = sent.map(({ id, threadId, parentId, url: link, ...rest }): IncomingMessage => {
  const thread = threadId === undefined ? {} : { threadKey: `portal:${threadId}`, parentKey: `portal:${parentId}` }
  const kind = threadId === undefined ? "post" : "comment"
  return { ...rest, ...thread, key: `portal:${id}`, network: "portal", kind, url: link ?? null }
})

const subject: ConnectorSubject = {
  capabilities: { pull: false, webhook: true, reply: true, replyPhoto: true, replyLimit: 4000, relay: false },
  offers: { append: false, skips: true, gaps: false, pushedNotices: true, retract: true, late: true, foreign: true },
  async setUp() {
    const system = createSystem()
    const connector = system.connect()
    let arrive = (): void => {}
    return {
      connector,
      reopen: async () => system.connect(),
      sourceId: "none",
      expected,
      expectedSkips: [{ path: "messages.1.publishedAt" }],
      secrets: [brokenText, "author-1", secret, url],
      now,
      pushes: {
        genuine: async () => ({ request: system.push({ messages: sent }), messages: expected }),
        forged: async () => system.push({ messages: sent }, { secret: `whsec_${Buffer.alloc(32, 1).toString("base64")}` }),
        unknown: async () => system.push({ holograms: [brokenText] }),
        withdrawn: async () => ({
          request: system.push({
            notices: [
              { kind: "deleted", id: "a1" },
              { kind: "comments-closed", id: "a2" },
            ],
          }),
          notices: [
            { kind: "deleted", messageKey: "portal:a1" },
            { kind: "comments-closed", messageKey: "portal:a2" },
          ],
        }),
      },
      replies: {
        messageKey: "portal:a0",
        foreignKey: "vk:-1_7",
        count: async () => system.replies.length,
        late: {
          delayNext: () =>
            system.answerNext("publish-reply", (handled) => {
              arrive = () => void handled()
              throw new TypeError("fetch failed")
            }),
          arrive: () => arrive(),
        },
      },
      close: async () => {},
    }
  },
}

describe("the connector contract", () => {
  describeContract(import.meta.url, "signed pushes in, signed commands out", subject)
})
