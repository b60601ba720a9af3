import { describe, expect, it } from "vitest"
import { isDeskError } from "../../src/base/index.ts"
import type { Connector } from "../../src/connector/index.ts"
import { findGuidance, planReplies, renderReply } from "../../src/reply/index.ts"

describe("renderReply", () => {
  it("fills every slot", () => {
    expect(renderReply("{authority}: fixed on {date}.", { authority: "Heat", date: "24 Nov" })).toBe("Heat: fixed on 24 Nov.")
  })

  it("names every missing fact at once, blank ones and inherited names included", () => {
    let caught: unknown
    try {
      renderReply("{authority} {date} {toString} {authority}", { authority: " ", date: null })
    } catch (error) {
      caught = error
    }
    expect(isDeskError(caught, "missing-fact") && caught.details.facts).toEqual(["authority", "date", "toString"])
  })

  it("does not read what it filled in as a template again", () => {
    expect(renderReply("{a}", { a: "{b}" })).toBe("{b}")
  })
})

describe("findGuidance", () => {
  const texts = [
    { id: "old", topic: "heating", ownerId: "m", text: "old", validTo: "2026-11-01T00:00:00.000Z" },
    { id: "all", topic: "heating", ownerId: "m", text: "all" },
    { id: "local", topic: "heating", territoryId: "south", ownerId: "m", text: "local" },
  ]
  const at = "2026-11-24T00:00:00.000Z"
  it("prefers the nearest territory, then everywhere, and only what is valid", () => {
    expect(findGuidance(texts, { topic: "heating", territoryIds: ["south-town", "south"], at })?.id).toBe("local")
    expect(findGuidance(texts, { topic: "heating", territoryIds: ["north"], at })?.id).toBe("all")
    expect(findGuidance(texts, { topic: "heating", territoryIds: [], at: "2026-10-31T00:00:00.000Z" })?.id).toBe("old")
    expect(findGuidance(texts, { topic: "roads", territoryIds: [], at })).toBeUndefined()
  })
})

describe("planReplies", () => {
  const connector = (id: string, change: Partial<Connector["capabilities"]>): Connector => ({
    specificationVersion: "v1",
    id,
    network: "vk",
    capabilities: { pull: true, webhook: false, reply: true, replyPhoto: false, replyLimit: null, relay: false, ...change },
    sources: [],
    doPull: () => Promise.reject(new Error("not asked for")),
    doCheck: () => Promise.resolve({ ok: true, problems: [], expiresAt: null }),
  })
  const draft = { draftId: "drf_1", text: "a reply of 25 characters.", photos: [] }

  it("gives each message its own publication with its own stable key", () => {
    const plans = planReplies(draft, ["vk:-1_7", "vk:-1_8"], [connector("vk:a", {})])
    expect(plans.map((plan) => plan.connectorId)).toEqual(["vk:a", "vk:a"])
    expect(new Set(plans.map((plan) => plan.outboxId)).size).toBe(2)
    expect(planReplies(draft, ["vk:-1_7"], [connector("vk:a", {})])[0]?.outboxId).toBe(plans[0]?.outboxId)
  })

  it("says no before anyone tries: length, photos, network", () => {
    const short = connector("vk:short", { replyLimit: 24 })
    expect(planReplies(draft, ["vk:-1_7"], [short])[0]).toMatchObject({
      connectorId: null,
      why: "vk:short: the text has 25 characters, at most 24 are allowed",
    })
    expect(
      planReplies(
        { ...draft, photos: [{ url: "https://example.org/p", contentHash: "0".repeat(64) }] },
        ["vk:-1_7"],
        [connector("vk:a", {})],
      )[0]?.why,
    ).toBe("vk:a: photos cannot be attached")
    expect(planReplies(draft, ["ok:1"], [connector("vk:a", {})])[0]?.why).toBe('no connector can reply in "ok"')
    expect(planReplies(draft, ["ok:1"], [connector("relay", { relay: true })])[0]?.connectorId).toBe("relay")
    expect(planReplies(draft, ["vk:-1_7"], [short, connector("vk:long", {})])[0]?.connectorId).toBe("vk:long")
  })
})
