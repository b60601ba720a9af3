import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkRules, createMatcher, parseQuery, printQuery, type Rule } from "../../../src/match/index.ts"
import { naiveMatch } from "../naive.ts"
import { createDice, positiveQuery, randomMessage } from "../pairs.ts"

const heating: Rule = {
  id: "heating",
  query: "(батарея | радиатор) & (холод* | =нет) -(кот* | продам)",
  examples: {
    match: ["Радиатор холодный", "Батарея горячая", "Батарея холодная, кот мёрзнет"],
    skip: ["Продам радиатор холодный", "Нет, батарея села у радиатора"],
  },
}
const cats: Rule = { id: "cats", query: "кот*", examples: { match: ["Кот"], skip: [] } }
const photo: Rule = {
  id: "photo",
  query: "яма & has:photo & network:vk",
  examples: {
    match: [{ text: "яма", network: "vk", attachments: [{ kind: "photo" }] }],
    skip: ["яма", { text: "яма", network: "ok", attachments: [{ kind: "photo" }] }],
  },
}
const bare: Rule = { id: "bare", query: "свет" }

describe("checking rules", () => {
  it("tells every failing example with the clauses that decided", () => {
    const check = checkRules([heating, cats, photo, bare])
    expect(check.passed).toBe(false)
    expect(check.counts).toEqual({ rules: 4, match: 5, skip: 4, failed: 3, untested: 2 })
    expect(check.failures.map(({ ruleId, list, index }) => [ruleId, list, index])).toEqual([
      ["heating", "match", 1],
      ["heating", "match", 2],
      ["heating", "skip", 1],
    ])
    expect(check.failures.map(({ because }) => because)).toEqual([
      [{ clause: "холод* | =нет", holds: false, excluded: false, places: [] }],
      [{ clause: "кот*", holds: true, excluded: true, places: [{ start: 18, end: 21, text: "кот" }] }],
      [
        { clause: "батарея", holds: true, excluded: false, places: [{ start: 5, end: 12, text: "батарея" }] },
        { clause: "=нет", holds: true, excluded: false, places: [{ start: 0, end: 3, text: "Нет" }] },
      ],
    ])
    expect(check.failures[0]?.explanation).toEqual(createMatcher([heating]).explain("heating", "Батарея горячая"))
  })

  it("lets no other rule stand in for the one that is tested", () => {
    const [failure] = checkRules([heating, cats]).failures.filter(({ index, list }) => list === "match" && index === 2)
    expect(failure).toMatchObject({ ruleId: "heating", otherRuleIds: ["cats"] })
  })

  it("tells rules without examples, and which side is missing", () => {
    expect(checkRules([heating, cats, photo, bare]).untested).toEqual([
      { ruleId: "cats", lists: ["skip"] },
      { ruleId: "bare", lists: ["match", "skip"] },
    ])
    expect(checkRules([bare]).passed).toBe(true)
  })

  it("gives words the forms of the locale", () => {
    const rule: Rule = { id: "water", query: "вода", examples: { match: ["воды нет"], skip: ["свет"] } }
    expect(checkRules([rule]).counts.failed).toBe(1)
    expect(checkRules([rule], { locale: { formsOf: (word) => (word === "вода" ? ["воды"] : []) } }).passed).toBe(true)
  })

  it("shortens what decided, but never the explanation", () => {
    const text = "вода ".repeat(20)
    const [failure] = checkRules([{ id: "a", query: "вода", examples: { skip: [text] } }]).failures
    expect(failure?.because[0]?.places).toHaveLength(3)
    expect(failure?.explanation.places).toHaveLength(20)
  })

  it("refuses bad rules and options with their place", () => {
    expect(() => checkRules([bare, { ...bare, query: "(" }])).toThrow(expect.objectContaining({ code: "invalid-rule" }))
    expect(() => checkRules([bare], { locale: {} as never })).toThrow(expect.objectContaining({ code: "config" }))
  })

  it("fails exactly where an evaluator without any index says so, and always finds what decided", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const dice = createDice(seed)
        const rules: Rule[] = Array.from({ length: 4 }, (_, index) => ({
          id: `rule-${index}`,
          query: printQuery(positiveQuery(dice)),
          examples: { match: [randomMessage(dice), randomMessage(dice)], skip: [randomMessage(dice), randomMessage(dice)] },
        }))
        const expected = rules.flatMap((rule) =>
          (["match", "skip"] as const).flatMap((list) =>
            (rule.examples?.[list] ?? []).flatMap((example, index) => {
              const holds = naiveMatch(parseQuery(rule.query), typeof example === "string" ? { text: example } : example) !== undefined
              return holds === (list === "match") ? [] : [`${rule.id} ${list} ${index}`]
            }),
          ),
        )
        const { failures } = checkRules(rules)
        expect(failures.map(({ ruleId, list, index }) => `${ruleId} ${list} ${index}`)).toEqual(expected)
        for (const { list, because, explanation } of failures) {
          expect(explanation.holds).toBe(list === "skip")
          if (list === "match") {
            expect(because.length).toBeGreaterThan(0)
            expect(because.every(({ holds, excluded }) => holds === excluded)).toBe(true)
          } else expect(because.every(({ holds, excluded }) => holds && !excluded)).toBe(true)
        }
      }),
      { numRuns: 60, seed: 11 },
    )
  })
})
