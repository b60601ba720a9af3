import { checkRules, createMatcher, expandQuery, lintRules } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { region } from "../src/region.ts"
import { ruleOrder, rules } from "../src/rules/index.ts"
import { topics } from "../src/topics.ts"

/** Words that have one form only, whatever stands around them. */
const unchanging = new Set(
  "авто битком бы вдвое граффити кафе кофе лэп нечем никого никто ничего пцр сих соц такси тбо фото шоссе".split(" "),
)

const matcher = createMatcher(rules, { locale: region.locale })
const found = (text: string) => matcher.match(text).map((match) => match.ruleId)

describe("the keyword rules of the region", () => {
  it("compile, and stand in the order that names each of them once", () => {
    expect(rules.map((rule) => rule.id)).toEqual(ruleOrder)
    expect(new Set(ruleOrder).size).toBe(ruleOrder.length)
  })

  it("name known topics, and every topic has a rule", () => {
    const named = new Set(rules.map((rule) => rule.topic))
    expect([...named].toSorted()).toEqual(topics.map((topic) => topic.id).toSorted())
  })

  it.each(rules.map((rule) => [rule.id, rule] as const))(
    "%s has three texts or more to catch and two or more to leave alone",
    (_, { examples }) => {
      expect(examples.match.length).toBeGreaterThanOrEqual(3)
      expect(examples.skip.length).toBeGreaterThanOrEqual(2)
    },
  )

  it("do what their examples say, every one of them", () => {
    const { failures, untested } = checkRules(rules, { locale: region.locale })
    const told = failures.map(({ ruleId, list, index, because }) => {
      const reasons = because.map(({ clause, holds }) => `${clause} ${holds ? "is there" : "is missing"}`)
      return `${ruleId}: ${list}[${index}]: ${reasons.join(", ")}`
    })
    expect(told).toEqual([])
    expect(untested).toEqual([])
  })

  it(
    "are clean for lint: none is too broad, contradicts itself, is covered by another, or hunts for what a desk must not look for",
    { timeout: 60_000 },
    () => {
      expect(lintRules(rules, { locale: region.locale })).toEqual([])
    },
  )

  it("are written in words that the language knows: a word of a rule has forms, or is marked as it stands", () => {
    const words = rules.flatMap(({ query }) => expandQuery(query, region.locale))
    const unknown = words.filter(({ word, finds }) => /^[а-яё]+$/.test(word) && finds.length === 1 && !unchanging.has(word))
    expect([...new Set(unknown.map(({ word }) => word))].filter((word) => region.locale.isCommon?.(word) !== true)).toEqual([])
  })

  it("name the danger before what surrounds it", () => {
    const topicOf = (text: string) => matcher.match(text)[0]?.topic
    expect(topicOf("У школы открытый люк возле тротуара, прошу закрыть")).toBe("open-manholes")
    expect(topicOf("Запах газа в подъезде, управляющая компания не отвечает")).toBe("gas-leak")
    expect(topicOf("Стая бродячих собак на детской площадке во дворе")).toBe("stray-animals")
  })

  it("tell of every match which words made it", () => {
    const [match] = matcher.match("Третьи сутки нет воды в доме на улице Подгорной")
    expect(match?.topic).toBe("water")
    expect(match?.clauses.map((clause) => clause.text)).toContain("нет воды")
  })

  it("leave a news item alone unless it tells of danger", () => {
    expect(found("В столичном районе отключили отопление, пострадавших нет. Подписаться")).toEqual([])
    expect(found("Москвичи жалуются: открытый люк без крышки у метро")).toContain("open-manholes")
  })
})
