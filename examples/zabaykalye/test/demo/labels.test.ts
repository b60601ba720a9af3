import { createMatcher } from "@otklik/core/rules"
import { describe, expect, it } from "vitest"
import { region } from "../../src/region.ts"
import { bundledLines, labels, readMessage } from "./bundled-day.ts"

const matcher = createMatcher(region.rules, { locale: region.locale })
const messages = ["before.ndjson", "day.ndjson"]
  .flatMap(bundledLines)
  .map(readMessage)
  .filter((message) => message !== undefined)
const complaints = messages.filter((message) => labels.get(message.key) !== "noise")
const noise = messages.filter((message) => labels.get(message.key) === "noise")

describe("the region's rules on the bundled days", () => {
  it("find every complaint", () => {
    expect(complaints.filter((message) => matcher.match(message).length === 0).map((message) => message.text)).toEqual([])
  })

  it("find at most a few lines of noise: 3 in 100", () => {
    const found = noise.filter((message) => matcher.match(message).length > 0).map((message) => message.text)
    expect(found.length / noise.length, found.join("\n")).toBeLessThanOrEqual(0.03)
  })

  it("name a right topic first for nine complaints in ten", () => {
    const wrong = complaints.filter((message) => {
      const [first] = matcher.match(message)
      return first?.topic === undefined || labels.get(message.key)?.includes(first.topic) !== true
    })
    expect(wrong.length / complaints.length, wrong.map((message) => message.text).join("\n")).toBeLessThanOrEqual(0.1)
  })
})
