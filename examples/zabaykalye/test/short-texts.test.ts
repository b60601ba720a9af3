import { createMatcher } from "@otklik/core/rules"
import { describe, expect, it } from "vitest"
import { region } from "../src/region.ts"
import { complaints, others } from "./short-texts.ts"

const matcher = createMatcher(region.rules, { locale: region.locale })
const topicOf = (text: string) => matcher.match(text)[0]?.topic

/** What the rules are known to miss: words that say too little alone, or are mostly other words. */
const missed = ["темно на улице", "связи нет", "смог опять"]

/** What they are known to take for complaints. */
const taken = ["Новосибирск замерзает без отопления", "Яма желаний"]

describe("short texts", () => {
  it("that complain are found, with the right topic", () => {
    const wrong = complaints.flatMap(([topics, text]) => {
      const topic = topicOf(text)
      return topic !== undefined && topics.split(",").includes(topic) ? [] : [text]
    })
    expect(wrong).toEqual(missed)
  })

  it("that thank, announce, offer, or speak of another region are left alone", () => {
    expect(others.filter((text) => topicOf(text) !== undefined)).toEqual(taken)
  })
})
