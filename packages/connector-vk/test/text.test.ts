import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { commentKey, commentUrl, readKey, thingKey, thingUrl } from "../src/api/keys.ts"
import { comparableText, plainText } from "../src/api/text.ts"

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")

describe("plainText", () => {
  it("gives back every text that VK escapes, once", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(plainText(escape(text))).toBe(text)
      }),
    )
  })

  it.each([
    ["&#9992;&#65039; Вильнюс", "✈️ Вильнюс"],
    ["&#x1F64F;", "🙏"],
    ["a<br>b<br/>c", "a\nb\nc"],
    ["&amp;lt;", "&lt;"],
    ["&#0; &#55357; &#99999999; &unknown; AT&T", "&#0; &#55357; &#99999999; &unknown; AT&T"],
    ["[id1|Имя], да", "[id1|Имя], да"],
  ])("reads %j", (text, plain) => {
    expect(plainText(text)).toBe(plain)
  })

  it("does not slow down on long texts", () => {
    const text = "&".repeat(200_000) + "<br".repeat(100_000)
    expect(plainText(text)).toBe(text)
  })
})

describe("comparableText", () => {
  it("does not care for entities, line ends, outer spaces, and who is named first", () => {
    expect(comparableText("[id1:bp-1_2|Имя], Да &amp; нет\r\n ")).toBe(comparableText(" Да & нет\n"))
    expect(comparableText("Да")).not.toBe(comparableText("Да."))
  })
})

describe("keys", () => {
  it("are read back as they were written", () => {
    const id = fc.bigInt({ min: 1n, max: 99_999_999_999_999_999n }).map(String)
    const thing = fc.record({
      kind: fc.constantFrom("wall" as const, "topic" as const, "photo" as const, "video" as const, "market" as const),
      ownerId: fc.oneof(
        id,
        id.map((one) => `-${one}`),
      ),
      thingId: id,
    })
    fc.assert(
      fc.property(thing, id, (one, commentId) => {
        expect(readKey(thingKey(one))).toEqual(one)
        expect(readKey(commentKey(one, commentId))).toEqual({ ...one, commentId })
        expect(URL.canParse(thingUrl(one)) && URL.canParse(commentUrl(one, commentId, "1"))).toBe(true)
      }),
    )
  })

  it("of others are none", () => {
    for (const key of ["ok:1_2", "vk:", "vk:1", "vk:-1_x_2", "vk:-1_7_12_3", "vk:-1_wall7", "vk:--1_7", "vk:-1_7_12 "])
      expect(readKey(key)).toBeUndefined()
  })
})
