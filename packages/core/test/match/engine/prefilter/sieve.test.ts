import { describe, expect, it } from "vitest"
import { createSieve } from "../../../../src/match/engine/prefilter/sieve.ts"
import { foldText } from "../../../../src/match/fold/fold.ts"
import { createMatcher } from "../../../../src/match/index.ts"
import { compareSieves } from "./sieves.ts"

const holdsBack = (words: readonly string[], prefixes: readonly string[], text: string): boolean =>
  createSieve({
    words,
    prefixes,
    hasOne: (piece) =>
      foldText(piece).some((token) => words.includes(token.text) || prefixes.some((prefix) => token.text.startsWith(prefix))),
  })?.mightMatch(text) === false

describe("createSieve", () => {
  it("never holds a text back that has a word, over 4 000 random sets and texts", () => {
    const { difference, heldBack, had } = compareSieves(3, 4_000)
    expect(difference).toBeUndefined()
    expect(heldBack).toBeGreaterThan(300)
    expect(had).toBeGreaterThan(600)
  }, 180_000)

  it("holds back what has none of the words", () => {
    for (const text of ["", "нет света", "водаа", "подвода", "СВЕТ 😡🔥 — нет!", "где-то 5-10", "https://example.org/a-b", "cвет", "#"]) {
      expect(holdsBack(["вода"], ["отопл"], text), text).toBe(true)
    }
  })

  it("looks at what single units cannot tell, and goes on behind it", () => {
    for (const text of ["что-нибудь и где-нибудь", "cвет тут", "№ 5", "#нетсвета", "све\u0301т", "ггг", "дом-вода1 вод"]) {
      expect(holdsBack(["вода"], ["отопл"], text), text).toBe(true)
      expect(holdsBack(["вода"], ["отопл"], `${text} вода`), text).toBe(false)
      expect(holdsBack(["вода"], ["отопл"], `${text} вoда`), text).toBe(false)
    }
  })

  it("lets through a word, whatever surrounds it and however it is written", () => {
    for (const text of [
      "вода",
      "ВОДА!",
      "(вода)",
      "нет-вода",
      "водааа",
      "вoда",
      "во\u0301да",
      "😡вода",
      "#НетВода",
      "#_НетВода",
      "во-да",
      "отопление",
      "ОТОПЛ",
    ]) {
      expect(holdsBack(["вода"], ["отопл"], text), text).toBe(false)
    }
  })

  it("reads a word of two scripts both ways when a term is Latin", () => {
    expect(holdsBack(["wifi"], [], "wіfі")).toBe(false)
    expect(holdsBack(["wifi"], [], "вода и свет")).toBe(true)
    expect(holdsBack(["авода", "wifi"], [], "a-вода")).toBe(false)
  })

  it("gives up before its table is too large", () => {
    const words = Array.from({ length: 60_000 }, (_, index) => `слово${index * 7919}`)
    expect(createSieve({ words, prefixes: [], hasOne: () => true })).toBeUndefined()
  })
})

describe("a matcher with few rules", () => {
  it("finds the same after thousands of messages as before the first", () => {
    const rules = [
      { id: "a", query: "вода" },
      { id: "b", query: '"нет света"' },
      { id: "c", query: "отопл* -тепло" },
    ]
    const texts = ["вода", "нет света", "света нет", "отопление", "отопление: тепло", "ничего", "#НетСвета", "вoда"]
    const matcher = createMatcher(rules)
    for (let message = 0; message < 4000; message++) matcher.match("ничего такого")
    expect(texts.map((text) => matcher.match(text))).toEqual(texts.map((text) => createMatcher(rules).match(text)))
    matcher.set({ id: "d", query: "ничего" })
    expect(Array.from({ length: 20 }, () => matcher.match("ничего").length)).toEqual(Array.from({ length: 20 }, () => 1))
    matcher.set({ id: "e", query: "-вода network:vk" })
    expect(matcher.match({ text: "пусто", network: "vk" }).map(({ ruleId }) => ruleId)).toEqual(["e"])
  })
})
