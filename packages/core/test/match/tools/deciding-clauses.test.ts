import { describe, expect, it } from "vitest"
import { decidingClauses } from "../../../src/match/tools/deciding-clauses.ts"
import { createMatcher } from "../../../src/match/index.ts"

const clausesOf = (query: string, text: string): readonly (readonly [string, string])[] | undefined =>
  createMatcher([{ id: "a", query }])
    .match(text)[0]
    ?.clauses.map(({ term, text: found }) => [term, found])

describe("the clause of NEAR", () => {
  it("names the two operands that stand there, and no others", () => {
    const query = '("пешеходный переход" | светофор | зебра) NEAR/8 (=прошу | =просим | "очень нужен")'
    expect(clausesOf(query, "Прошу сделать пешеходный переход")).toEqual([
      ['"пешеходный переход" NEAR/8 =прошу', "Прошу сделать пешеходный переход"],
    ])
    expect(clausesOf(query, "нам очень нужен светофор")).toEqual([['светофор NEAR/8 "очень нужен"', "очень нужен светофор"]])
  })

  it("stays as it is when there is nothing to leave out", () => {
    expect(clausesOf("нет NEAR/2f вода", "нет горячей вода")).toEqual([["нет NEAR/2f вода", "нет горячей вода"]])
  })

  it("names the operands of the first place, not of an earlier alternative", () => {
    expect(clausesOf("(а | б) NEAR/1 (в | г)", "г б в а")).toEqual([["б NEAR/1 г", "г б"]])
  })

  it.each([
    ["(вод* | вода) NEAR/2 (нет* | нет)", "вод* NEAR/2 нет*", "нет вода"],
    ["(вода | вод*) NEAR/2 (нет | нет*)", "вода NEAR/2 нет", "нет вода"],
    // Through lists of places, as there are phrases.
    ['("а б" | вод* | вода) NEAR/2 (нет* | нет | "в г")', "вод* NEAR/2 нет*", "нет вода"],
    ['("а б" | вода | вод*) NEAR/2 (нет | нет* | "в г")', "вода NEAR/2 нет", "нет вода"],
    // The place is the shortest of those that end first: the second of the query alone makes it.
    ['("на улице" | =улице) NEAR/4 (=нет | "нет света")', "=улице NEAR/4 =нет", "на улице нет света"],
  ])("%s: of several operands at one place the first of the query is named", (query, term, text) => {
    expect(clausesOf(query, text)?.[0]?.[0]).toBe(term)
  })

  it("is told once when two parts of a query come to the same", () => {
    expect(clausesOf("(нет | без) NEAR/2 вода нет NEAR/2 (вода | свет)", "нет вода")).toEqual([["нет NEAR/2 вода", "нет вода"]])
  })

  it("names the same two when the words stand there a thousand times", () => {
    const text = "вода или нет ".repeat(1000)
    expect(clausesOf("(свет | вода) NEAR/2 (=без | =нет)", text)).toEqual([["вода NEAR/2 =нет", "вода или нет"]])
  })

  it("is found among thousands of alternatives", () => {
    const words = (prefix: string): string => Array.from({ length: 4000 }, (_, index) => `"${prefix}${index} x"`).join(" | ")
    expect(clausesOf(`(${words("a")}) NEAR/5 (${words("b")})`, "b3999 x и a3998 x")).toEqual([
      ['"a3998 x" NEAR/5 "b3999 x"', "b3999 x и a3998 x"],
    ])
  })

  it("is narrowed in an explanation when it holds, and whole when it does not", () => {
    const matcher = createMatcher([{ id: "a", query: "(вода | свет | газ) NEAR/3 (нет | без) дом" }])
    const held = matcher.explain("a", "в доме: дом, нет света, без газ")
    expect(held.clauses[0]).toMatchObject({ clause: "газ NEAR/3 без", holds: true })
    expect(held.clauses[0]?.clauses[0]).toMatchObject({ clause: "вода | свет | газ", holds: true })
    expect(matcher.explain("a", "дом и вода").clauses[0]).toMatchObject({ clause: "(вода | свет | газ) NEAR/3 (нет | без)", holds: false })
    expect(decidingClauses(held).map(({ clause }) => clause)).toEqual(["газ NEAR/3 без", "дом"])
  })

  it("keeps the words of other rules when a rule that shares them is replaced or removed", () => {
    const matcher = createMatcher([
      { id: "a", query: "(вода | свет) NEAR/2 (нет | без)" },
      { id: "b", query: "(вода | газ) NEAR/2 (нет | мало)" },
    ])
    matcher.set({ id: "a", query: "тепло" })
    matcher.delete("a")
    matcher.set({ id: "c", query: "снег NEAR/1 лёд" })
    expect(matcher.match("мало газ, снег лёд").map(({ clauses }) => clauses[0]?.term)).toEqual(["газ NEAR/2 мало", "снег NEAR/1 лёд"])
    matcher.delete("b")
    matcher.delete("c")
    expect(matcher.stats()).toMatchObject({ rules: 0, terms: 0 })
  })
})

describe("a clause inside a negation", () => {
  it.each([
    ["нет -(вода -свет)", "нет вода и свет", [["нет", "нет"]]],
    ["нет -(вода -свет)", "нет", [["нет", "нет"]]],
    ["нет -(-свет)", "нет свет", [["нет", "нет"]]],
    ['нет -(а | -"вода есть")', "нет, вода есть", [["нет", "нет"]]],
    ["нет -(-(вода NEAR/2 есть))", "нет, вода есть", [["нет", "нет"]]],
    ["-(-свет)", "свет", []],
    ['-(-"нет света")', "нет света", []],
    ["-(-(нет NEAR/3 свет))", "свет есть, нет свет", []],
    // Told where it stands outside as well.
    ["свет -(вода -свет)", "вода и свет", [["свет", "свет"]]],
  ])("%s holds for «%s», and tells nothing of it", (query, text, expected) => {
    expect(clausesOf(query, text)).toEqual(expected)
  })
})
