import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { foldText } from "../../../src/match/fold/fold.ts"
import { naiveFold } from "../naive-fold.ts"
import { createDice, randomText } from "../pairs.ts"

const words = (text: string): readonly string[] => foldText(text).map((token) => token.text)
const underlined = (text: string): readonly string[] => foldText(text).map((token) => text.slice(token.start, token.end))

describe("foldText", () => {
  it.each([
    ["Нет ВОДЫ", ["нет", "воды"]],
    ["Ёлка елка е\u0308лка", ["елка", "елка", "елка"]],
    ["чай чаи\u0306", ["чай", "чай"]],
    ["ударе\u0301ние", ["ударение"]],
    ["cвет свeт", ["свет", "свет"]],
    ["Wi-Fi VКонтакте", ["wi", "fi", "wifi", "vkohtakte"]],
    ["светааа длиннный ООО 1000", ["света", "длиный", "ооо", "1000"]],
    ["ＡＢＣ 𝐯ода Ⓐ м²", ["abc", "vода", "a", "м2"]],
    ["во\u00adда во\u200bды", ["вода", "воды"]],
    ["нет воды.Когда", ["нет", "воды", "когда"]],
    ["№5 5% 5-10", ["5", "5", "5", "10"]],
    ["ещё 😡❤️👨‍👩‍👧 тут", ["еще", "тут"]],
  ])("folds %j", (text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it("takes links, e-mail addresses and markup for no words", () => {
    expect(words("а http://vk.com/нет-света?q=нет vk.com/нет www.пример.com почта ivan.p+1@mail.ru")).toEqual([
      "а",
      "www",
      "пример",
      "com",
      "почта",
    ])
    expect(words("[id12|Иван Петров], нет воды")).toEqual(["@id12", "нет", "воды"])
    expect(words("[нет|воды]")).toEqual(["нет", "воды"])
  })

  it("gives a hyphenated word as its parts and as a whole", () => {
    expect(foldText("на он‑лайн связи").map(({ text, position, width }) => [text, position, width])).toEqual([
      ["на", 0, 1],
      ["он", 1, 1],
      ["лайн", 2, 1],
      ["онлайн", 1, 2],
      ["связи", 3, 1],
    ])
  })

  it("gives a hashtag as a whole, with the words in it", () => {
    expect(foldText("#НетСвета@chita #ЖКХЧита #нет_света #нет").map(({ kind, text, position }) => `${kind} ${text} ${position}`)).toEqual([
      "word нет 0",
      "word света 1",
      "compound нетсвета 0",
      "hashtag #нетсвета 0",
      "word жкх 2",
      "word чита 3",
      "compound жкхчита 2",
      "hashtag #жкхчита 2",
      "word нет 4",
      "word света 5",
      "compound нетсвета 4",
      "hashtag #нет_света 4",
      "word нет 6",
      "hashtag #нет 6",
    ])
  })

  it("points at what a reader would underline", () => {
    expect(underlined("«Во\u200bда́», 𝐯ода; #НетСвета")).toEqual(["Во\u200bда́", "𝐯ода", "Нет", "Света", "НетСвета", "#НетСвета"])
  })

  it("agrees with the naive fold on pieces that meet in odd ways", () => {
    const dice = createDice(20_261_124)
    for (let count = 0; count < 5000; count++) {
      const text = randomText(dice)
      expect(foldText(text), JSON.stringify(text)).toEqual(naiveFold(text))
    }
  })

  it("is total: any string gives words inside it, in order, whose text folds to itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        let end = 0
        for (const token of foldText(text)) {
          expect(token.start).toBeGreaterThanOrEqual(0)
          expect(token.end).toBeGreaterThan(token.start)
          expect(token.end).toBeGreaterThanOrEqual(end)
          expect(token.end).toBeLessThanOrEqual(text.length)
          end = token.end
        }
      }),
      { numRuns: 2000 },
    )
  })

  it("does not depend on case, on the spelling of marks, or on invisible characters", () => {
    const letter = fc.constantFrom(..."абвгдеёжзийклмнопрстуфхцчшщъыьэюяabcxyz0129 -")
    fc.assert(
      fc.property(fc.array(letter), fc.constantFrom("\u00ad", "\u200b", "\u2060", ""), (letters, invisible) => {
        const text = letters.join("")
        const expected = words(text)
        expect(words(text.toUpperCase())).toEqual(expected)
        expect(words(text.normalize("NFD"))).toEqual(expected)
        expect(words(letters.join(invisible))).toEqual(expected)
      }),
    )
  })
})
