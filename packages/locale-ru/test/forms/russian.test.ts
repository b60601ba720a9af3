import { DeskError } from "@otklik/core"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { russian, type RussianOptions } from "../../src/index.ts"
import { functionWords } from "../../src/forms/function-words.ts"
import { checkedWords } from "./read-words.ts"

const locale = russian()
const anyWord = fc.constantFrom(...checkedWords.flatMap(({ forms }) => forms))
const anyLetters = fc
  .array(fc.constantFrom(..."абвгдежзийклмнопрстуфхцчшщъыьэюя-"), { minLength: 1, maxLength: 18 })
  .map((letters) => letters.join(""))

describe("russian().formsOf", () => {
  it.each([
    ["батарея", "батарей"],
    ["свалка", "свалок"],
    ["кровля", "кровель"],
    ["лёд", "льда"],
    ["человек", "людей"],
    ["ребёнок", "дети"],
    ["ЯМА", "ям"],
    ["Чита", "чите"],
    ["Хилок", "хилка"],
    ["участо\u0301к", "участков"],
    ["е\u0308лка", "елок"],
  ])("%s gives %s", (word, form) => {
    expect(locale.formsOf(word)).toContain(form)
  })

  it("takes a word in any of its forms", () => {
    expect(new Set(locale.formsOf("батареи"))).toEqual(new Set(locale.formsOf("батарея")))
    expect(new Set(locale.formsOf("людей"))).toEqual(new Set(locale.formsOf("человек")))
  })

  it("takes a dictionary form for nothing but itself", () => {
    expect(locale.formsOf("дорогой")).not.toContain("дорога")
    expect(locale.formsOf("дорога")).not.toContain("дорогая")
    expect(locale.formsOf("пила")).not.toContain("пить")
  })

  it("takes a participle for itself and not for its verb", () => {
    const forms = locale.formsOf("отключена")
    expect(forms).toEqual(expect.arrayContaining(["отключенный", "отключенная", "отключенных", "отключен", "отключено", "отключены"]))
    expect(forms.filter((form) => form.startsWith("отключи"))).toEqual([])
    expect(locale.formsOf("разбитый")).not.toContain("разбить")
  })

  it("gives pronouns, prepositions and what is no Russian word no forms", () => {
    for (const word of ["мой", "для", "уже", "три", "рядом", "жкх", "wifi", "яма5", "", "-", "яма-", "ы", "гибдд"])
      expect(locale.formsOf(word)).toEqual([])
  })

  it("gives no function word, not even as the dictionary form of the word", () => {
    expect(locale.formsOf("тома")).toContain("томами")
    for (const [word, pronoun] of [
      ["тома", "том"],
      ["ужи", "уж"],
      ["едим", "есть"],
    ] as const)
      expect(locale.formsOf(word)).not.toContain(pronoun)
  })

  it("has the word itself, no form twice, no function word, and only letters", () => {
    fc.assert(
      fc.property(fc.oneof(anyWord, anyLetters), (word) => {
        const forms = locale.formsOf(word)
        if (forms.length === 0) return
        expect(forms).toContain(word)
        expect(new Set(forms).size).toBe(forms.length)
        for (const form of forms) {
          expect(form).toMatch(/^[а-я]+(?:-[а-я]+)*$/)
          expect(functionWords.has(form)).toBe(false)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it("answers the same twice, in any order, whatever was asked in between, and in any case of the letters", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyWord, anyLetters), { minLength: 1, maxLength: 8 }), (words) => {
        const other = russian()
        const backwards = words.toReversed().map((word) => other.formsOf(word.toUpperCase()))
        expect(words.map((word) => locale.formsOf(word))).toEqual(backwards.toReversed())
      }),
    )
  })

  it("finds the forms again when it has had to forget them", () => {
    const other = russian()
    const before = other.formsOf("батарея")
    for (let index = 0; index < 10_050; index++) other.formsOf(`слово${"абвгдежзик".charAt(index % 10)}${String(index)}`)
    expect(other.formsOf("батарея")).toEqual(before)
  })

  it("gives a list that nobody can change", () => {
    expect(Object.isFrozen(locale.formsOf("яма"))).toBe(true)
    expect(Object.isFrozen(russian({ words: [["тосэр"]] }).formsOf("тосэр"))).toBe(true)
  })
})

describe("words that no dictionary has", () => {
  it.each([
    ["соцсеть", "соцсетей"],
    ["тепломагистраль", "тепломагистрали"],
    ["бизнес-центр", "бизнес-центра"],
    ["фотоловушка", "фотоловушек"],
    ["цифровизация", "цифровизации"],
    ["электросамокат", "электросамокатов"],
  ])("%s is declined as its ending or its second part is: %s", (word, form) => {
    expect(locale.formsOf(word)).toContain(form)
    expect(russian({ guess: false }).formsOf(word)).toEqual([])
  })

  it.each(["пцр", "абвгдежз", "кырлык", "ватсапчик1"])("%s is left alone", (word) => {
    expect(locale.formsOf(word)).toEqual([])
  })
})

describe("options", () => {
  it("gives a word of the host exactly its forms, whatever the dictionary says", () => {
    const own = russian({
      words: [
        ["ТОСЭР", "ТОСЭРа"],
        ["яма", "ямка"],
      ],
    })
    expect(own.formsOf("тосэр")).toEqual(["тосэр", "тосэра"])
    expect(own.formsOf("Яма")).toEqual(["яма", "ямка"])
    expect(own.formsOf("свалка")).toContain("свалок")
  })

  it("means the reflexive too when told to", () => {
    expect(locale.formsOf("убирать")).not.toContain("убирается")
    expect(russian({ reflexive: true }).formsOf("убирать")).toEqual(expect.arrayContaining(["убирает", "убирается"]))
  })

  it("says which words are common", () => {
    expect(locale.isCommon?.("Это")).toBe(true)
    expect(locale.isCommon?.("батарея")).toBe(false)
  })

  it.each<readonly [string, Readonly<Record<string, unknown>>]>([
    ["words", { words: [[]] }],
    ["words", { words: [[""]] }],
    ["guess", { guess: "yes" }],
    ["stems", { stems: true }],
  ])("refuses wrong %s", (path, options) => {
    try {
      // What a host without types could pass.
      Reflect.apply(russian, undefined, [options satisfies object as RussianOptions])
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(DeskError)
      expect(error).toMatchObject({ code: "config" })
      expect(JSON.stringify(error)).toContain(path)
    }
  })
})
