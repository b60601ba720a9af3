import { describe, expect, it } from "vitest"
import { region } from "../../src/region.ts"
import { bundledLines, labels, readMessage } from "./bundled-day.ts"

describe.each([
  { name: "before.ndjson", date: "2026-11-23", atLeast: 140, broken: 2 },
  { name: "day.ndjson", date: "2026-11-24", atLeast: 240, broken: 4 },
])("the bundled messages of $name", ({ name, date, atLeast, broken }) => {
  const lines = bundledLines(name)
  const messages = lines.map(readMessage).filter((message) => message !== undefined)

  it("are many, and all but the lines that are wrong on purpose are messages", () => {
    expect(messages.length).toBeGreaterThanOrEqual(atLeast)
    expect(lines.length - messages.length).toBe(broken)
  })

  it("were written on one local day", () => {
    const dates = new Set(messages.map((message) => new Date(Date.parse(message.publishedAt) + 9 * 3_600_000).toISOString().slice(0, 10)))
    expect([...dates]).toEqual([date])
  })

  it("come from five networks, as posts and as comments", () => {
    expect(new Set(messages.map((message) => message.network))).toEqual(new Set(["vk", "ok", "facebook", "instagram", "x"]))
    expect(new Set(messages.map((message) => message.kind))).toEqual(new Set(["post", "comment"]))
  })

  it("have a label each, and a third of them is a complaint", () => {
    const wanted = messages.map((message) => labels.get(message.key))
    expect(wanted).not.toContain(undefined)
    const complaints = wanted.filter((label) => label !== "noise").length
    expect(complaints / messages.length).toBeGreaterThan(0.3)
    expect(complaints / messages.length).toBeLessThan(0.4)
  })

  it("stand in communities that the region knows, at addresses that are nobody's", () => {
    const known = new Set(region.routing.territories.flatMap((territory) => territory.communities ?? []))
    const strangers = messages.filter((message) => message.communityKey !== undefined && !known.has(message.communityKey))
    expect(strangers.map((message) => message.communityKey)).toEqual([])
    expect(messages.filter((message) => message.url?.startsWith("https://example.org/") !== true).map((message) => message.url)).toEqual([])
  })

  it("are all different texts", () => {
    // One line is a copy on purpose, to be told as a duplicate key.
    const texts = new Map(messages.map((message) => [message.key, message.text]))
    expect(messages.length - texts.size).toBe(name === "day.ndjson" ? 1 : 0)
    const words = [...texts.values()].filter((text) => text.length > 12)
    expect(new Set(words).size).toBe(words.length)
  })
})

describe("the labels", () => {
  it("name topics of the region only, and many of them", () => {
    const topics = new Set(region.topics.map((topic) => topic.id))
    const named = new Set([...labels.values()].flatMap((label) => (label === "noise" ? [] : label)))
    expect([...named].filter((topic) => !topics.has(topic))).toEqual([])
    expect(named.size).toBeGreaterThanOrEqual(18)
  })
})
