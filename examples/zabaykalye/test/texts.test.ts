import { findGuidance, guidanceSchema } from "@otklik/core/replies"
import { describe, expect, it } from "vitest"
import { authorities } from "../src/authorities.ts"
import { guidance } from "../src/guidance/index.ts"
import { region } from "../src/region.ts"
import { topics } from "../src/topics.ts"

describe("the guidance texts", () => {
  it("tell of every topic, once", () => {
    expect(guidance.map((text) => text.topic).toSorted()).toEqual(topics.map((topic) => topic.id).toSorted())
  })

  it.each(guidance.map((text) => [text.topic, text] as const))("%s: steps, and the contact of the body that answers for it", (_, text) => {
    const parsed = guidanceSchema.parse(text)
    const owner = authorities.find((authority) => authority.id === parsed.ownerId)
    expect(parsed.text).toMatch(/\n1\. .+\n2\. .+\n3\. /)
    expect(parsed.text).toContain(owner?.contact?.phone)
    expect(parsed.text.length).toBeLessThan(1000)
  })

  it("may stand in a reply: the region's own lint finds no error in them", () => {
    const contacts = authorities.flatMap(({ contact }) => [contact?.phone, contact?.url].filter((one) => one !== undefined))
    const facts = { replyKind: "final", outcome: { value: "explained" }, zone: "Asia/Chita", contacts } as const
    const errors = guidance.flatMap(({ topic, text }) =>
      (region.replies.lint?.lint(text, facts) ?? []).filter(({ severity }) => severity === "error").map(({ code }) => `${topic}: ${code}`),
    )
    expect(errors).toEqual([])
  })

  it("hold from the day they were approved", () => {
    const wanted = (at: string) => findGuidance(guidance, { topic: "heating", territoryIds: ["place-chita"], at })
    expect(wanted("2026-11-24T00:00:00.000Z")?.id).toBe("guidance-heating")
    expect(wanted("2025-12-31T23:59:59.000Z")).toBeUndefined()
  })
})
