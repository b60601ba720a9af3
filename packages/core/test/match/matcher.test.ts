import { describe, expect, it } from "vitest"
import { isDeskError } from "../../src/base/index.ts"
import { createMatcher } from "../../src/match/index.ts"

const forms = new Map([
  ["вода", ["воды", "воду", "водой"]],
  ["свет", ["света", "свете"]],
])
const locale = { formsOf: (word: string): readonly string[] => forms.get(word) ?? [] }

const idsOf = (matches: readonly { readonly ruleId: string }[]): readonly string[] => matches.map(({ ruleId }) => ruleId)

describe("createMatcher", () => {
  it("tells rules in the order in which they were given, whatever the text's", () => {
    const matcher = createMatcher([
      { id: "z", query: "свет" },
      { id: "a", query: "вода" },
      { id: "m", query: "network:vk" },
    ])
    expect(idsOf(matcher.match({ text: "вода и свет", network: "vk" }))).toEqual(["z", "a", "m"])
  })

  it("keeps the order of a hundred rules that all hold", () => {
    const rules = Array.from({ length: 100 }, (_, index) => ({
      id: `rule-${(index * 37) % 100}`,
      query: index % 2 === 0 ? "вода" : "вод*",
    }))
    expect(idsOf(createMatcher(rules).match("вода"))).toEqual(rules.map(({ id }) => id))
  })

  it("tells topic and version of a rule when it has them, and nothing else", () => {
    const rules = [
      { id: "both", query: "вода", topic: "water", version: "3" },
      { id: "topic", query: "вода", topic: "water" },
      { id: "version", query: "вода", version: "3" },
      { id: "none", query: "вода" },
    ]
    const clauses = [{ term: "вода", start: 0, end: 4, text: "Вода" }]
    expect(createMatcher(rules).match("Вода")).toEqual([
      { ruleId: "both", ruleVersion: "3", topic: "water", clauses },
      { ruleId: "topic", topic: "water", clauses },
      { ruleId: "version", ruleVersion: "3", clauses },
      { ruleId: "none", clauses },
    ])
  })

  it("answers the same question in the same way, before and after it has learned", () => {
    const rules = Array.from({ length: 60 }, (_, index) => ({
      id: `r${index}`,
      query: `(вода | слово${index % 7}) (свет | нет) -слово${index % 5}`,
    }))
    const matcher = createMatcher(rules)
    const first = matcher.match("нет воды, есть вода и слово1")
    for (let message = 0; message < 2000; message++) matcher.match(`слово${message % 11} и свет`)
    expect(matcher.match("нет воды, есть вода и слово1")).toEqual(first)
    expect(first.length).toBeGreaterThan(0)
  })

  it("names every bad rule, with place and span, and takes none", () => {
    const error = caught(() =>
      createMatcher([
        { id: "one", query: "вода" },
        { id: "one", query: "свет" },
        { id: "two", query: "нет (свет" },
      ]),
    )
    if (!isDeskError(error, "invalid-rule")) throw new Error("an invalid-rule error was expected")
    expect(error.details.issues.map(({ path }) => path)).toEqual(["rules[1].id", "rules[2].query"])
    expect(error.details.issues[1]?.span).toEqual({ start: 4, end: 5 })
  })

  describe("set and delete", () => {
    it("add, replace in place, and remove, without building anew", () => {
      const matcher = createMatcher(
        [
          { id: "a", query: "вода" },
          { id: "b", query: "вода" },
        ],
        { locale },
      )
      expect(idsOf(matcher.match("воды"))).toEqual(["a", "b"])
      matcher.set({ id: "a", query: "свет" })
      expect(idsOf(matcher.match("воды"))).toEqual(["b"])
      expect(idsOf(matcher.match("света, воды"))).toEqual(["a", "b"])
      matcher.set({ id: "c", query: '"нет света"' })
      expect(idsOf(matcher.match("нет света"))).toEqual(["a", "c"])
      expect(matcher.delete("a")).toBe(true)
      expect(matcher.delete("a")).toBe(false)
      expect(idsOf(matcher.match("нет света и воды"))).toEqual(["b", "c"])
      matcher.set({ id: "a", query: "света" })
      expect(idsOf(matcher.match("нет света и воды"))).toEqual(["b", "c", "a"])
    })

    it("leave the rules as they were when the new one is bad", () => {
      const matcher = createMatcher([{ id: "a", query: "вода" }])
      expect(
        isDeskError(
          caught(() => matcher.set({ id: "a", query: "-вода" })),
          "invalid-rule",
        ),
      ).toBe(true)
      expect(idsOf(matcher.match("вода"))).toEqual(["a"])
    })

    it("answer as a matcher that was built anew, over hundreds of changes", () => {
      const words = "вода свет дом двор яма люк снег лёд газ лифт".split(" ")
      const word = (seed: number): string => words[Math.abs(seed * 7919 + (seed >> 3)) % words.length] ?? ""
      const query = (seed: number): string =>
        [
          `${word(seed)} | "${word(seed + 1)} ${word(seed + 2)}"`,
          `${word(seed)} NEAR/2 (${word(seed + 3)} | ${word(seed + 4)})`,
          `${word(seed)}* -${word(seed + 5)}`,
        ][seed % 3]?.replace(/^(\S{1,2})\*/, "$1") ?? ""
      const rules = new Map<string, string>()
      const matcher = createMatcher([])
      for (let change = 0; change < 900; change++) {
        const id = `r${(change * 31) % 300}`
        if (change % 5 === 4) {
          expect(matcher.delete(id)).toBe(rules.delete(id))
        } else {
          rules.set(id, query(change))
          matcher.set({ id, query: query(change) })
        }
        if (change % 30 > 0) continue
        const fresh = createMatcher(Array.from(rules, ([ruleId, text]) => ({ id: ruleId, query: text })))
        for (let text = 0; text < 10; text++) {
          const message = Array.from({ length: 6 }, (_, index) => word(change + text * 3 + index * 5)).join(" ")
          expect(matcher.match(message)).toEqual(fresh.match(message))
        }
      }
      expect(matcher.stats().rules).toBe(rules.size)
      for (const id of rules.keys()) matcher.delete(id)
      expect(matcher.stats()).toMatchObject({ rules: 0, terms: 0 })
    })
  })

  describe("explain", () => {
    it("tells every clause, held or not, with all places", () => {
      const matcher = createMatcher([{ id: "a", query: "вода (свет | газ)" }], { locale })
      const explained = matcher.explain("a", "вода, воды и газ")
      expect(explained.holds).toBe(true)
      expect(explained.clauses.map(({ clause, holds }) => [clause, holds])).toEqual([
        ["вода", true],
        ["свет | газ", true],
      ])
      expect(explained.clauses[0]?.places.map(({ text }) => text)).toEqual(["вода", "воды"])
      expect(explained.clauses[1]?.clauses.map(({ clause, holds }) => [clause, holds])).toEqual([
        ["свет", false],
        ["газ", true],
      ])
    })

    it("refuses a rule that is not there", () => {
      expect(
        isDeskError(
          caught(() => createMatcher([]).explain("a", "вода")),
          "not-found",
        ),
      ).toBe(true)
    })
  })

  it("expands a word as it will match it", () => {
    const matcher = createMatcher([], { locale })
    expect(matcher.expand("вода")).toEqual([{ word: "вода", finds: ["вода", "водой", "воду", "воды"] }])
    expect(matcher.expand('=воды "отопл* нет"')).toEqual([
      { word: "=воды", finds: ["воды"] },
      { word: "отопл*", finds: ["отопл*"] },
      { word: "нет", finds: ["нет"] },
    ])
    for (const found of matcher.expand("вода")[0]?.finds ?? []) {
      expect(createMatcher([{ id: "a", query: "вода" }], { locale }).match(found)).toHaveLength(1)
    }
    expect(
      isDeskError(
        caught(() => matcher.expand("(вода")),
        "invalid-query",
      ),
    ).toBe(true)
  })

  it("counts honestly", () => {
    const matcher = createMatcher([
      { id: "a", query: "вода свет" },
      { id: "b", query: "вода" },
    ])
    expect(matcher.stats()).toMatchObject({ rules: 2, terms: 2, rememberedTokens: 0, messages: 0, triedRules: 0 })
    matcher.match("вода, вода, огонь")
    matcher.match("огонь")
    const stats = matcher.stats()
    expect(stats).toMatchObject({ rules: 2, terms: 2, rememberedTokens: 2, messages: 2 })
    expect(stats.triedRules).toBeGreaterThan(0)
    expect(stats.tableBytes).toBeGreaterThan(0)
  })
})

function caught(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}
