import { foldText } from "@otklik/core/rules"
import { describe, expect, it, vi } from "vitest"
import { makeTable } from "../../scripts/make-table.ts"
import { functionWords } from "../../src/forms/function-words.ts"
import { readTable } from "../../src/forms/table.ts"
import { loadWords as loadAnywhere, unpackWords as unpackAnywhere } from "../../src/forms/words/any.ts"
import { unpackWords } from "../../src/forms/words/node.ts"

// Some hundred thousand words with 1.6 million forms: a loaded machine needs its time.
vi.setConfig({ testTimeout: 60_000 })

const { lexemes, packed } = makeTable()
const table = readTable(unpackWords())

describe("the packed table", () => {
  it("is what scripts/build-forms.ts makes of the dictionary", () => {
    // Compared unpacked: how well a text is compressed depends on the version of Node.
    expect(Buffer.from(packed.plain).equals(unpackWords()), "run: node packages/locale-ru/scripts/build-forms.ts").toBe(true)
  })

  it("is the same where it is loaded and unpacked without Node, and is not there before", async () => {
    expect(unpackAnywhere).toThrow(expect.objectContaining({ code: "capability" }))
    expect(Buffer.from(packed.plain).equals(await loadAnywhere())).toBe(true)
  })

  it("gives back every word with exactly the forms that were packed", () => {
    const lost = lexemes.filter(({ lemma, part, name, forms }) => {
      const readings = table.read(lemma).filter((reading) => reading.lemma === lemma && reading.part === part && reading.isName === name)
      return !readings.some(({ stem, classId }) => isSame(table.formsOf(stem, classId), forms))
    })
    expect(lost.map(({ lemma }) => lemma)).toEqual([])
  })

  it("reads every form of every fifth word as a form of its word", () => {
    const unread = lexemes
      .filter((_, index) => index % 5 === 0)
      .flatMap(({ lemma, forms }) =>
        [...forms].filter((form) => !table.read(form).some((reading) => reading.lemma === lemma)).map((form) => `${lemma}: ${form}`),
      )
    expect(unread.slice(0, 20)).toEqual([])
  })

  it("reads nothing that it does not hold", () => {
    for (const word of ["", "-", "ъъъ", "яма1", "батареяя", "дорогойй", "поямы", "abc", "пояма"]) expect(table.read(word)).toEqual([])
  })

  it("holds words that are folded already, and no function word as a form of another word", () => {
    const wrong = lexemes.flatMap(({ lemma, forms }) =>
      [...forms].filter((form) => !/^[а-я]+(?:-[а-я]+)*$/.test(form) || (form !== lemma && functionWords.has(form))),
    )
    expect(wrong).toEqual([])
  })

  it("holds forms that the matcher folds to themselves, one word each", () => {
    const unlike = lexemes
      .flatMap(({ forms }) => [...forms])
      .filter((_, index) => index % 17 === 0)
      // Of three letters in a row the matcher makes one: it folds what it is given, `длинношеее` too.
      .filter((form) => !/(.)\1\1/.test(form))
      .filter((form) => {
        // The whole of a hyphenated word comes last.
        const whole = foldText(form).at(-1)
        return whole?.start !== 0 || whole.end !== form.length || whole.text !== form.replaceAll("-", "")
      })
    expect(unlike).toEqual([])
  })
})

function isSame(found: readonly string[], wanted: ReadonlySet<string>): boolean {
  return new Set(found).size === wanted.size && found.length === wanted.size && found.every((form) => wanted.has(form))
}
