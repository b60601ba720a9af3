import fc from "fast-check"
import { afterEach, describe, expect, it, vi } from "vitest"
import { isDeskError } from "../../src/base/index.ts"
import {
  clauseLimit,
  createMatcher,
  nestingLimit,
  parseQuery,
  printQuery,
  queryLengthLimit,
  querySchema,
  wordLengthLimit,
} from "../../src/match/index.ts"

const anyText = fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.string({ unit: "grapheme", maxLength: 100 }))
const signs = fc
  .array(
    fc.constantFrom(
      "(",
      ")",
      "|",
      "&",
      "-",
      "!",
      '"',
      "«",
      "»",
      "~",
      "~2",
      "*",
      "=",
      "#",
      "@",
      "NEAR/3",
      "NEAR/2f",
      "AND",
      "NOT",
      " ",
      "вода",
      "свет*",
      "network:vk",
      "е\u0301",
      "\ud800",
      "\ufeff",
      "\u3164",
    ),
    {
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(""))

describe("any string", () => {
  it("is a query or a clear error with a place", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, signs), (text) => {
        let query
        try {
          query = parseQuery(text)
        } catch (error) {
          if (!isDeskError(error, "invalid-query")) throw error
          const { span, expected } = error.details
          expect(expected).not.toBe("")
          expect(span.start).toBeGreaterThanOrEqual(0)
          expect(span.end).toBeGreaterThanOrEqual(span.start)
          expect(span.end).toBeLessThanOrEqual(Math.max(text.length, span.start))
          return
        }
        // Outside of the try: what is printed must be readable, and an error about it is none about the text.
        expect(parseQuery(printQuery(query))).toEqual(query)
        expect(querySchema.parse(query)).toEqual(query)
      }),
      { numRuns: 3000, examples: [['яма"\u3164\ufeffӀ"'], ['"=\u3164\ufeffӀ"'], ['"\u3164\ufeffӀ*"']] },
    )
  })

  it("is a text, and what is found stands in it", () => {
    const rules = [
      "вода",
      "све*",
      "батарея~1",
      '"нет воды"~3',
      "нет NEAR/4 (вода | #света | @admin)",
      "#нетсвета | abc*",
      "-вода network:vk",
    ].map((query, index) => ({
      id: `r${index}`,
      query,
    }))
    const matcher = createMatcher(rules)
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(anyText, fc.constantFrom("вода", "нет", " ", "\u0301", "#", "@admin", "батарея", "-", "[id1|", "]", "света", "\u200b")),
          { maxLength: 12 },
        ),
        (parts) => {
          const text = parts.join("")
          for (const { clauses } of matcher.match({ text, network: "vk" })) {
            for (const clause of clauses) {
              expect(clause.text).toBe(text.slice(clause.start, clause.end))
              expect(clause.end).toBeGreaterThan(clause.start)
            }
          }
        },
      ),
      { numRuns: 1500 },
    )
  })
})

describe("limits", () => {
  const refusal = (query: string): string => {
    try {
      parseQuery(query)
    } catch (error) {
      if (isDeskError(error, "invalid-query")) return error.details.expected
      throw error
    }
    return ""
  }

  it("are told as such", () => {
    expect(refusal("я ".repeat(queryLengthLimit / 2 + 1))).toBe(`at most ${queryLengthLimit} characters`)
    expect(refusal(Array.from({ length: clauseLimit + 1 }, (_, index) => `я${index}`).join("|"))).toBe(`at most ${clauseLimit} clauses`)
    expect(refusal(`${"(".repeat(nestingLimit + 20)}вода${")".repeat(nestingLimit + 20)}`)).toMatch(/levels/)
    expect(refusal("я".repeat(wordLengthLimit + 1))).toMatch(/at most 64 characters/)
    expect(refusal(`"${"вода ".repeat(33)}"`)).toMatch(/32/)
  })

  it("hold for the JSON form too, however deep it is", () => {
    let deep: unknown = { type: "word", text: "вода", match: "forms" }
    for (let level = 0; level < 100_000; level++) deep = { type: "not", clause: deep }
    expect(querySchema.safeParse(deep).success).toBe(false)
  })
})

describe("work is proportional to what is read", () => {
  afterEach(() => vi.restoreAllMocks())

  /** How many letters and patterns are looked at: steps that can be counted on any machine. */
  function stepsOf(work: () => void): number {
    const letters = vi.spyOn(String.prototype, "charCodeAt")
    const patterns = vi.spyOn(RegExp.prototype, "exec")
    const points = vi.spyOn(String.prototype, "codePointAt")
    work()
    const steps = letters.mock.calls.length + patterns.mock.calls.length + points.mock.calls.length
    vi.restoreAllMocks()
    return steps
  }

  const texts: readonly (readonly [string, (length: number) => string])[] = [
    ["one letter", (length) => "а".repeat(length)],
    ["dots", (length) => "a.".repeat(length / 2)],
    ["addresses that are none", (length) => "a@b.".repeat(length / 4)],
    ["hyphens", (length) => "а-".repeat(length / 2)],
    ["hashtags", (length) => "#а_Б".repeat(length / 4)],
    ["brackets", (length) => "[id1|".repeat(length / 5)],
    ["marks", (length) => "е\u0301\u0301".repeat(length / 3)],
    ["colons", (length) => "a:/".repeat(length / 3)],
    ["emoji", (length) => "😡а".repeat(length / 3)],
  ]

  it.each(texts)("in a text of %s", (_, make) => {
    const matcher = createMatcher([{ id: "a", query: "вода" }])
    const [short, long] = [make(1500), make(12_000)]
    const ratio = stepsOf(() => matcher.match(long)) / stepsOf(() => matcher.match(short))
    expect(ratio).toBeLessThan(10)
  })

  it.each([
    ["words", (length: number): string => "я".repeat(length)],
    ["brackets", (length: number): string => "(".repeat(length)],
    ["quotes", (length: number): string => '"'.repeat(length)],
    ["alternatives", (length: number): string => Array.from({ length: length / 6 }, (_, index) => `я${index}`).join("|")],
    ["exclusions", (length: number): string => "-".repeat(length)],
    ["near", (length: number): string => "я NEAR/3 ".repeat(length / 9)],
  ])("in a query of %s", (_, make) => {
    const ask = (query: string) => (): void => {
      try {
        parseQuery(query)
      } catch (error) {
        if (!isDeskError(error)) throw error
      }
    }
    // What is made once, by the first that needs it, is not counted; the table of words grows by doubling.
    for (const length of [6000, 12_000]) ask(make(length))()
    const ratio = stepsOf(ask(make(12_000))) / Math.max(1, stepsOf(ask(make(6000))))
    expect(ratio).toBeLessThan(3)
  })

  it("when a word of many rules is repeated ten thousand times", () => {
    const rules = ['"вода вода"', "вода NEAR/5 вода", '"вода вода вода"~4', "(вода | вод*) NEAR/3f (свет | вода)", "вода -свет"].map(
      (query, index) => ({ id: `r${index}`, query }),
    )
    const matcher = createMatcher(rules)
    const matches = matcher.match("вода ".repeat(10_000))
    expect(matches.map(({ ruleId }) => ruleId)).toEqual(["r0", "r1", "r2", "r3", "r4"])
    expect(matches[0]?.clauses).toEqual([{ term: '"вода вода"', start: 0, end: 9, text: "вода вода" }])
    expect(matcher.explain("r0", "вода ".repeat(10_000)).places).toHaveLength(1000)
  })

  it("when a rule has five thousand alternatives", () => {
    const words = Array.from({ length: 5000 }, (_, index) => `слово${index}`)
    const matcher = createMatcher([
      { id: "any", query: words.join(" | ") },
      { id: "near", query: `(${words.slice(0, 2500).join(" | ")}) NEAR/1 (${words.slice(2500).join(" | ")})` },
    ])
    const [any, near] = matcher.match(words.join(" "))
    expect(any?.clauses).toHaveLength(5000)
    expect(any?.clauses[4999]?.term).toBe("слово4999")
    expect(near?.clauses.map(({ text }) => text)).toEqual(["слово2499 слово2500"])
    expect(matcher.match("слово")).toEqual([])
  })

  it("and no expression is made of a query", () => {
    const made = vi.spyOn(globalThis, "RegExp")
    const matcher = createMatcher([{ id: "a", query: '(вода* | "нет света"~2) NEAR/3 (а | б) -#тег' }])
    matcher.match("вода а, нет света")
    expect(made).not.toHaveBeenCalled()
  })
})
