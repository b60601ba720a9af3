import { russian } from "@otklik/locale-ru"
import { stemOf } from "../../src/forms/stem.ts"
import { describe, expect, it } from "vitest"

const keyOf = (word: string) => russian().keyOf?.(word)

describe("the key of a word", () => {
  it("is the same for all forms of a word of the table", () => {
    for (const forms of [
      ["яма", "ямы", "яму", "ям", "ямами"],
      ["дорога", "дороги", "дорогу", "дорог", "дорогами"],
      ["убирать", "убирает", "убирали", "убирайте"],
      ["дорогой", "дорогого", "дорогая", "дорогие"],
    ])
      expect(forms.map(keyOf)).toEqual(forms.map(() => forms[0]))
  })

  it("is one of several words always in the same way: a dictionary form itself, a noun before others, no name", () => {
    expect(keyOf("дорогой")).toBe("дорогой")
    expect(keyOf("мыла")).toBe("мыло")
    expect(keyOf("роз")).toBe("роза")
  })

  it("is the Snowball stem of a word that no dictionary has", () => {
    // Of the sample vocabulary of https://snowballstem.org/algorithms/russian/stemmer.html.
    const sample = {
      вавиловка: "вавиловк",
      вагнера: "вагнер",
      важнее: "важн",
      важнейшие: "важн",
      важничал: "важнича",
      важности: "важност",
      валандался: "валанда",
      павлиний: "павлин",
      падаешь: "пада",
      падший: "падш",
    }
    expect(Object.fromEntries(Object.keys(sample).map((word) => [word, stemOf(word)]))).toEqual(sample)
    expect(["квазимодовка", "квазимодовки", "квазимодовкой"].map(keyOf)).toEqual(Array(3).fill("квазимодовк"))
    expect(["щебеноукладочнейший", "щебеноукладочность"].map(keyOf)).toEqual(["щебеноукладочн", "щебеноукладочн"])
  })

  it("is the host's own word where it gave one, and the word itself where it is not Russian", () => {
    const own = russian({ words: [["ТОСЭР", "ТОСЭРа", "ТОСЭРом"]] })
    expect(own.keyOf?.("тосэром")).toBe("тосэр")
    expect(["wifi", "112", "№5"].map(keyOf)).toEqual(["wifi", "112", "№5"])
  })
})
