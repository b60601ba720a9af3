import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { buildQueries } from "../src/sources/query.ts"

const build = (keywords: readonly string[], filter = "", limit = 512) => buildQueries(keywords, filter, limit, "searches[0].keywords")

describe("queries", () => {
  it("join keywords by OR, leave reposts out, and put the filter behind", () => {
    expect(build(["яма", "#ямы", "@city", "не горит фонарь"], "lang:ru")).toEqual([
      '(яма OR #ямы OR @city OR "не горит фонарь") -is:retweet lang:ru',
    ])
  })

  it("take nothing out of a keyword for an operator of X", () => {
    expect(build(["OR", "and", 'say "hi" -x', "from:somebody", "(яма)"])).toEqual([
      '("OR" OR "and" OR "say hi -x" OR "from:somebody" OR "(яма)") -is:retweet',
    ])
  })

  it("are split where they would be too long, lose no keyword, and keep their order", () => {
    const word = fc.stringMatching(/^[а-я]{1,40}$/)
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 80 }), fc.integer({ min: 60, max: 512 }), (keywords, limit) => {
        const queries = build(keywords, "", limit)
        expect(queries.every((query) => query.length <= limit)).toBe(true)
        expect(queries.flatMap((query) => /^\((.*)\) -is:retweet$/.exec(query)?.[1]?.split(" OR ") ?? [])).toEqual(keywords)
        // No two neighbours would have fitted into one.
        for (const [index, query] of queries.slice(1).entries()) {
          const first = /^\((\S+)/.exec(query)?.[1]?.replace(")", "") ?? ""
          expect((queries[index] ?? "").length + " OR ".length + first.length).toBeGreaterThan(limit)
        }
      }),
    )
  })

  it.each([[['""']], [["я".repeat(600)]]])("refuse a keyword that fits into none: %j", (keywords) => {
    expect(() => build(["яма", ...keywords])).toThrow(
      expect.objectContaining({ code: "config", details: { issues: [expect.objectContaining({ path: "searches[0].keywords[1]" })] } }),
    )
  })
})
