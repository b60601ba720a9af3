import { describe, expect, it } from "vitest"
import type { Capabilities, Connector } from "../../src/connector/index.ts"
import { planReplies, replyFallback, type PlanOptions } from "../../src/reply/index.ts"

const connector = (id: string, change: Partial<Capabilities> = {}, network = "vk"): Connector => ({
  specificationVersion: "v1",
  id,
  network,
  capabilities: { pull: true, webhook: false, reply: true, replyPhoto: false, replyLimit: null, relay: false, ...change },
  sources: [],
  doPull: () => Promise.reject(new Error("not asked for")),
  doCheck: () => Promise.resolve({ ok: true, problems: [], expiresAt: null }),
})
const draft = { draftId: "drf_1", text: "Яму заделали 24 ноября.", photos: [] }
const key = "vk:-1_7"
const steps = (options: PlanOptions, connectors: readonly Connector[] = [connector("vk:a")]) =>
  planReplies(draft, [key], connectors, options)[0]?.ways.map(({ step, by }) => `${step} ${by}`)

describe("guard of replies: one reply answers many messages, one publication for each", () => {
  it("plans each message by itself, over networks and relays", () => {
    const connectors = [connector("vk:a"), connector("ok:b", {}, "ok"), connector("relay", { relay: true }, "archive")]
    const plans = planReplies(draft, ["vk:-1_7", "vk:-1_8_2", "ok:5", "facebook:9"], connectors)
    expect(plans.map((plan) => plan.connectorId)).toEqual(["vk:a", "vk:a", "ok:b", "relay"])
    expect(new Set(plans.map((plan) => plan.outboxId)).size).toBe(4)
  })

  it("gives the same keys whenever it is asked, and answers a message once that is named twice", () => {
    const once = planReplies(draft, [key], [connector("vk:a")])
    expect(planReplies(draft, [key, key], [connector("vk:b")]).map((plan) => plan.outboxId)).toEqual(once.map((plan) => plan.outboxId))
  })

  it("never shortens: a text over a network's limit is planned by hand there, with the reason, and goes out elsewhere", () => {
    const connectors = [connector("vk:a", { replyLimit: 10 }), connector("ok:b", { replyLimit: 100 }, "ok")]
    const [short, long] = planReplies(draft, ["vk:-1_7", "ok:5"], connectors)
    expect(short).toMatchObject({ step: "under-message", connectorId: null, text: draft.text })
    expect(short?.why).toBe("vk:a: the text has 23 characters, at most 10 are allowed")
    expect(long).toMatchObject({ connectorId: "ok:b", text: draft.text })
  })

  it("publishes the text that was written for a network, in that network alone", () => {
    const connectors = [connector("vk:a", { replyLimit: 10 }), connector("ok:b", {}, "ok")]
    const plans = planReplies({ ...draft, variants: [{ network: "vk", text: "Заделали." }] }, ["vk:-1_7", "ok:5"], connectors)
    expect(plans.map(({ connectorId, text }) => [connectorId, text])).toEqual([
      ["vk:a", "Заделали."],
      ["ok:b", draft.text],
    ])
  })

  it("takes the limit of a relay into account as well", () => {
    const relays = [connector("r1", { relay: true, replyLimit: 5 }, "archive"), connector("r2", { relay: true }, "archive")]
    expect(planReplies(draft, [key], relays)[0]?.connectorId).toBe("r2")
  })
})

describe("several connectors of one network", () => {
  const group = (id: string, only?: string): Connector => ({
    ...connector(`ok:${id}`, {}, "ok"),
    communityKey: `ok:${id}`,
    ...(only === undefined ? {} : { canAnswer: (messageKey) => messageKey.startsWith(only) }),
  })
  const planned = (messageKey: string, connectors: readonly Connector[], communityKey: string | null = null) =>
    planReplies(draft, [messageKey], connectors, { messages: [{ key: messageKey, communityKey }] })[0]

  it("each message goes to the one that says that it can answer it, in whatever order they stand", () => {
    const both = [group("1", "ok:1_"), group("2", "ok:2_")]
    for (const connectors of [both, both.toReversed()])
      expect(planReplies(draft, ["ok:1_7", "ok:2_8"], connectors).map(({ connectorId }) => connectorId)).toEqual(["ok:1", "ok:2"])
  })

  it("what none of them can answer is answered by hand, and each says why", () => {
    const plan = planned("ok:3_7", [group("1", "ok:1_"), group("2", "ok:2_")])
    expect(plan).toMatchObject({ step: "under-message", connectorId: null })
    expect(plan?.why).toBe("ok:1: the message is not one that it can answer; ok:2: the message is not one that it can answer")
  })

  it("the one of the message's community comes first; where that is not known, the host's order stands", () => {
    const both = [group("1"), group("2")]
    expect(planned("ok:77", both, "ok:2")?.connectorId).toBe("ok:2")
    expect(planned("ok:77", both, "ok:3")?.connectorId).toBe("ok:1")
    expect(planned("ok:77", both, null)?.connectorId).toBe("ok:1")
    expect(planned("ok:77", [connector("ok:any", {}, "ok"), connector("ok:more", {}, "ok")])?.connectorId).toBe("ok:any")
  })

  it("a community's own connector that cannot take the text leaves it to one that can", () => {
    const short = { ...group("2"), capabilities: { ...group("2").capabilities, replyLimit: 5 } }
    expect(planned("ok:77", [group("1"), short], "ok:2")?.connectorId).toBe("ok:1")
  })
})

describe("guard of replies: the fallback by capabilities", () => {
  it("has its order as data", () => {
    expect(replyFallback).toEqual(["under-message", "official-post", "public-page", "unpublishable"])
    expect(steps({ publicPage: true })).toEqual([
      "under-message connector",
      "official-post person",
      "public-page host",
      "unpublishable nobody",
    ])
    expect(steps({ fallback: ["under-message", "unpublishable"] })).toEqual(["under-message connector", "unpublishable nobody"])
  })

  it("VK: closed comments, no right: a post of the official account with a mention, by the connector that can", () => {
    const poster = connector("vk:official", { replyPlacements: ["under-message", "official-post"] })
    const refused = [{ messageKey: key, step: "under-message" as const, reason: "comments are closed" }]
    const [plan] = planReplies(draft, [key, "vk:-1_8"], [connector("vk:a"), poster], { refused })
    expect(plan).toMatchObject({ step: "official-post", connectorId: "vk:official", why: null })
    expect(plan?.closed).toContainEqual({ step: "under-message", why: "refused: comments are closed" })
    expect(plan?.outboxId).not.toBe(planReplies(draft, [key], [poster])[0]?.outboxId)
    expect(planReplies(draft, ["vk:-1_8"], [connector("vk:a"), poster], { refused })[0]?.step).toBe("under-message")
  })

  it("then the public page, then unpublishable, which is recorded and told", () => {
    const refused = [
      { messageKey: key, step: "under-message" as const, reason: "closed" },
      { messageKey: key, step: "official-post" as const, reason: "blocked" },
    ]
    expect(planReplies(draft, [key], [connector("vk:a")], { refused, publicPage: true })[0]?.step).toBe("public-page")
    const last = planReplies(draft, [key], [connector("vk:a")], { refused })[0]
    expect(last?.ways).toEqual([
      { step: "unpublishable", by: "nobody", connectorId: null, why: "it is recorded as unpublishable, and the supervisor is notified" },
    ])
    expect(last?.closed.map(({ step }) => step)).toEqual(["under-message", "official-post", "public-page"])
  })

  it("Instagram: media that cannot be commented: the answer page and a mention where possible", () => {
    const instagram = connector("ig:official", { replyPlacements: ["official-post"] }, "instagram")
    expect(
      planReplies(draft, ["instagram:1"], [instagram], { publicPage: true, fallback: ["public-page", "official-post"] })[0]?.ways,
    ).toEqual([
      { step: "public-page", by: "host", connectorId: null, why: "the host puts it on its page of answers" },
      { step: "official-post", by: "connector", connectorId: "ig:official", why: null },
    ])
  })

  it("post deleted before the answer: the public page, neither a comment nor a mention", () => {
    const plan = planReplies(draft, [key], [connector("vk:a")], { deleted: [key], publicPage: true })[0]
    expect(plan?.step).toBe("public-page")
    expect(plan?.closed).toEqual([
      { step: "under-message", why: "the message was deleted" },
      { step: "official-post", why: "the message was deleted" },
    ])
  })

  it("links where a network takes none, photos where it takes none: by hand, with the reason", () => {
    const withLink = { ...draft, text: "Подробнее: https://example.org/1" }
    const plain = connector("vk:a", { replyLinks: false })
    expect(planReplies(withLink, [key], [plain])[0]).toMatchObject({ connectorId: null, why: "vk:a: links are not allowed" })
    expect(planReplies(draft, [key], [plain])[0]?.connectorId).toBe("vk:a")
    expect(planReplies(withLink, [key], [plain, connector("vk:b")])[0]?.connectorId).toBe("vk:b")
    expect(
      planReplies({ ...draft, photos: [{ url: "https://example.org/p", contentHash: "0".repeat(64) }] }, [key], [connector("vk:a")])[0]
        ?.why,
    ).toBe("vk:a: photos cannot be attached")
  })

  it("a connector that cannot reply is asked for nothing, whatever its placements", () => {
    const silent = connector("vk:a", { reply: false, replyPlacements: ["under-message"] })
    expect(planReplies(draft, [key], [silent])[0]).toMatchObject({ connectorId: null, why: 'no connector can reply in "vk"' })
    expect(steps({ fallback: ["official-post"] }, [silent])).toEqual(["official-post person"])
  })
})
