import { russian } from "@otklik/locale-ru"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fromHash, toHash, type Shared } from "../../../docs/site/src/playground/share.ts"
import { tryQuery } from "../../../docs/site/src/playground/trial.ts"
import { wordsOf } from "../../../docs/site/src/playground/words.ts"

describe("a link to what was tried", () => {
  it("gives back the query and the texts, whatever is in them", async () => {
    const anyShared: fc.Arbitrary<Shared> = fc.record({
      query: fc.string({ unit: "grapheme" }),
      texts: fc.array(fc.string({ unit: "grapheme" }), { maxLength: 5 }),
      forms: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(anyShared, async (shared) => {
        const hash = await toHash(shared)
        expect(hash).toMatch(/^[\w-]+$/)
        expect(await fromHash(`#${hash}`)).toEqual(shared)
      }),
      { numRuns: 50 },
    )
  })

  it("that was cut, is of another page or holds something else is none", async () => {
    const hash = await toHash({ query: "вода", texts: ["Где вода?"], forms: true })
    const other = await toHash(JSON.parse('{"query":1,"texts":["вода"],"forms":true}') as Shared)
    for (const wrong of ["", "#the-file", hash.slice(0, -4), `${hash}!`, other, "A".repeat(20_001)])
      expect(await fromHash(wrong)).toBeUndefined()
  })
})

describe("what is tried", () => {
  it("says of each text by which words it holds, or what is missing or excluded", () => {
    const texts = ["Батареи холодные", "Батареи тёплые", "Продам холодные батареи"]
    const { findings, words, texts: tried } = tryQuery({ query: "батарея холодный -продам", texts }, russian())
    expect(findings).toEqual([])
    expect(words.map(({ word }) => word)).toEqual(["батарея", "холодный", "продам"])
    expect(tried.map(({ holds }) => holds)).toEqual([true, false, false])
    expect(tried[0]?.clauses.map(({ text }) => text)).toEqual(["Батареи", "холодные"])
    expect(tried[1]?.because).toMatchObject([{ clause: "холодный", holds: false }])
    expect(tried[2]?.because).toMatchObject([{ clause: "продам", holds: true }])
  })

  it("is told where it cannot be read, and that it is too long; nothing is nothing", () => {
    expect(tryQuery({ query: "(вода", texts: ["вода"] })).toMatchObject({
      findings: [{ code: "invalid-query", span: { start: 0 } }],
      texts: [],
    })
    expect(tryQuery({ query: "вода ".repeat(10_000), texts: [] }).findings).toMatchObject([{ code: "invalid-query" }])
    expect(tryQuery({ query: " ", texts: ["вода"] })).toEqual({ findings: [], words: [], texts: [] })
  })

  it("is shown by examples that find most of their texts and lint has nothing to say of", () => {
    for (const example of wordsOf("ru").tried) {
      const { findings, texts } = tryQuery(example, russian())
      expect(findings).toEqual([])
      const found = texts.filter(({ holds }) => holds).length
      expect(found, example.title).toBeGreaterThan(texts.length / 2)
      expect(found, example.title).toBeLessThan(texts.length)
    }
  })
})
