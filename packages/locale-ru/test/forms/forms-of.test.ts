import { describe, expect, it } from "vitest"
import { russian } from "../../src/index.ts"
import { checkedWords } from "./read-words.ts"

const { formsOf } = russian()

describe("the forms of the words of complaints", () => {
  it("has a list worth checking", () => {
    expect(checkedWords.length).toBeGreaterThanOrEqual(200)
    expect(new Set(checkedWords.map(({ word }) => word)).size).toBe(checkedWords.length)
  })

  it("finds at least 99 in 100 of them from the dictionary word", () => {
    const missing = checkedWords.flatMap(({ word, forms }) => {
      const found = new Set(formsOf(word))
      return forms.filter((form) => !found.has(form)).map((form) => `${word}: ${form}`)
    })
    const total = checkedWords.reduce((sum, { forms }) => sum + forms.length, 0)
    expect(missing.length / total, missing.join(", ")).toBeLessThanOrEqual(0.01)
  })
})
