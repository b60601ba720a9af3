import { checkRules, createMatcher, expandQuery, lintRules } from "@otklik/core/rules"
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
    { timeout: 240_000 },
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
    expect(found("Как сообщает пресс-служба, в посёлке отремонтируют дорогу и тротуар")).toEqual([])
  })

  it.each([
    ["Москвичи жалуются: открытый люк без крышки у метро", "open-manholes"],
    ["Очевидцы сообщили: у школы искрит провод, висит над тротуаром. Подписаться", "broken-wires"],
    ["По предварительным данным, в подъезде запах газа, пострадавших нет", "gas-leak"],
    ["Очевидцы сняли, как горит трава у посёлка, огонь идёт к домам", "wildfires"],
    ["Следователи выясняют, чьи бродячие собаки покусали школьника", "stray-animals"],
  ])("catch a danger in the wording of news: %s", (text, id) => {
    expect(found(text)).toContain(id)
  })

  it.each([
    "Огромное спасибо дорожникам: на нашей улице теперь асфальт и тротуар",
    "Продам гараж, смотровая яма, свет, отопление, подвал сухой",
    "Сантехник: отопление, водоснабжение, канализация под ключ, недорого",
    "Розыгрыш! Подпишись и выиграй поездку на автобусе до парка",
  ])("leave thanks and offers alone: %s", (text) => {
    expect(found(text)).toEqual([])
  })

  it("hear a plea whatever it thanks for or tells besides", () => {
    expect(found("Большое спасибо за двор! Но просим починить фонарь у подъезда")).toContain("street-lights")
    expect(found("По словам соседей, свет дадут завтра. Просим включить, в доме нет света вторые сутки")).toContain("electricity")
  })

  it.each([
    ["Депутат обещал, глава обещал, а дорога на Заречную так и разбита, не проехать", "road-repair"],
    ["Перед выборами люк закрыли, после выборов он опять открытый", "open-manholes"],
    ["Возле храма третий месяц не вывозят мусор, администрация молчит", "waste-collection"],
  ])("look at the trouble, not at who is named beside it: %s", (text, id) => {
    expect(found(text)).toContain(id)
  })

  it("find a word in any of its forms, with a slip of the pen in a long one, and no word that only looks like it", () => {
    expect(found("Из четырёх кровель ни одна не чинена, течёт в каждой квартире")).toContain("roofs-and-entrances")
    expect(found("Отсутствие тратуара на Лесной")).toContain("plain-pavement")
    expect(found("Светафор на перекрёстке не работает")).toContain("traffic-lights")
    expect(found("Номер люкс, проводы зимы, дорогой друг, снежная королева")).toEqual([])
  })
})
