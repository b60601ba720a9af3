import { describe, expect, it } from "vitest"
import { communityKeyOf, findOrigin, incomingMessageSchema, toStoredMessage, type IncomingMessageInput } from "../../src/message/index.ts"

const message: IncomingMessageInput = {
  key: "vk:-1_7",
  network: "vk",
  kind: "post",
  url: "https://example.org/wall-1_7",
  text: "no heat",
  publishedAt: "2026-11-24T10:30:00+09:00",
  authorId: "42",
}
const pathsOf = (change: Record<string, unknown>): readonly string[] =>
  incomingMessageSchema.safeParse({ ...message, ...change }).error?.issues.map((issue) => issue.path.join(".")) ?? []

describe("an incoming message", () => {
  it("gets canonical moments", () => {
    expect(incomingMessageSchema.parse(message).publishedAt).toBe("2026-11-24T01:30:00.000Z")
  })

  it.each([
    ["key", { key: "7" }],
    ["key", { key: "vk: 7" }],
    ["key", { key: "ok:7" }],
    ["key", { key: `vk:${"7".repeat(600)}` }],
    ["key", { key: "vk:\ud800" }],
    ["network", { network: "VK" }],
    ["kind", { kind: "story" }],
    ["url", { url: "wall-1_7" }],
    ["url", { url: "javascript:alert(1)" }],
    ["publishedAt", { publishedAt: "2026-11-24T10:30:00" }],
    ["text", { text: 7 }],
    ["attachments.0.url", { attachments: [{ kind: "photo", url: "file:///etc/hosts" }] }],
    ["place.latitude", { place: { latitude: 52 } }],
    ["place.longitude", { place: { latitude: 52, longitude: 200 } }],
    ["threadKey", { threadKey: "7" }],
  ])("is refused with the path %s", (path, change) => {
    expect(pathsOf(change)).toContain(path)
  })

  it("stands in the community that its connector or its key names", () => {
    expect(communityKeyOf({ key: "vk:-1_7_12" })).toBe("vk:-1")
    expect(communityKeyOf({ key: "vk:-1_7", communityKey: "vk:club" })).toBe("vk:club")
    expect(communityKeyOf({ key: "x:1000" })).toBeNull()
  })

  it("loses its author at the door", () => {
    const incoming = incomingMessageSchema.parse(message)
    const options = {
      seenAt: "2026-11-24T02:00:00.000Z",
      origin: { origin: "citizen", reason: "" },
      authorKey: new Uint8Array(16),
      revision: 1,
    } as const
    const stored = toStoredMessage(incoming, options)
    expect(stored).not.toHaveProperty("authorId")
    expect(stored.authorPseudonym).toMatch(/^\w{6}\.\w{26}$/)
    expect(toStoredMessage({ ...incoming, authorId: undefined }, options).authorPseudonym).toBeNull()
  })

  it("is told apart from what known accounts and reposts say", () => {
    const incoming = incomingMessageSchema.parse(message)
    expect(findOrigin(incoming, [{ network: "vk", authorId: "42", origin: "media" }]).origin).toBe("media")
    expect(findOrigin(incoming, [{ network: "ok", authorId: "42", origin: "media" }]).origin).toBe("citizen")
    expect(findOrigin({ ...incoming, repostOf: "vk:-2_1" }, []).origin).toBe("repost")
  })
})
