import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { measureXText } from "../src/index.ts"

const lengthOf = (text: string): number => measureXText(text).length

describe("the length of a text at X", () => {
  it.each([
    ["", 0],
    ["Яма", 3],
    ["№ 7", 4],
    ["«Ёлка» — да…", 13],
    ["ẞ", 2],
    ["日本", 4],
    ["😀", 2],
    ["👨‍👩‍👧‍👦", 2],
    ["🇷🇺", 2],
    ["й", 1],
    ["й", 1],
    ["https://example.org/a/very/long/address?with=parameters", 23],
    ["смотрите на госуслуги.рф", 12 + 23],
    ["x.com", 23],
    ["д.5, кв.7", 9],
    ["name@example.org", 16],
    ["а\nб", 3],
  ])("%j counts %i", (text, length) => {
    expect(lengthOf(text)).toBe(length)
  })

  const cyrillic = fc.stringMatching(/^[а-яё ,.!?A-Za-z0-9-]{0,40}$/).map((text) => text.replaceAll(".", ". "))
  const heavy = fc.constantFrom("№", "☀", "日", "→", "😀", "👍🏽", "❤️")

  it("adds up: light signs count one, heavy ones and emoji two, however they are mixed", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cyrillic, heavy), { maxLength: 12 }), (parts) => {
        const text = parts.map(([light, sign]) => `${light} ${sign} `).join("")
        const expected = parts.reduce((sum, [light]) => sum + [...light].length + 4, 0)
        expect(lengthOf(text)).toBe(expected)
      }),
    )
  })

  it("grows with the text, never counts less than half a code unit, and marks exactly what is too much", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), fc.string({ unit: "grapheme", maxLength: 10 }), (text, more) => {
        const { length, limit, excess } = measureXText(text)
        expect(measureXText(`${text} ${more}`).length).toBeGreaterThanOrEqual(length > 23 ? length - 23 : 0)
        expect(excess === null).toBe(length <= limit)
        if (excess === null) return
        expect(excess.end).toBe(text.length)
        expect(excess.start).toBeGreaterThan(0)
        expect(excess.start).toBeLessThan(text.length)
      }),
    )
  })

  it("names the first character that is too much", () => {
    expect(measureXText("я".repeat(281)).excess).toEqual({ start: 280, end: 281 })
    expect(measureXText(`${"№".repeat(140)}я`).excess).toEqual({ start: 140, end: 141 })
    expect(measureXText(`${"я".repeat(279)}😀`).excess).toEqual({ start: 279, end: 281 })
    expect(measureXText("я".repeat(280)).excess).toBeNull()
    const link = measureXText(`${"я".repeat(270)} https://example.org`)
    expect([link.length, link.excess, link.links]).toEqual([294, { start: 271, end: 290 }, [{ start: 271, end: 290 }]])
  })
})
