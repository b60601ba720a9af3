import { paradigmEndings } from "../src/forms/endings.ts"
import type { Lexeme } from "./lexeme.ts"

/** The words as one text, and how many there are. */
export interface Packed {
  /** What is compressed and shipped: `src/forms/table.ts` tells the layout. */
  readonly plain: Uint8Array
  readonly classes: number
  readonly lexemes: number
}

interface Filed {
  readonly stem: string
  readonly ending: string
  readonly key: string
}

/**
 * Packs words into one text. A word is a stem and a class; a class is the ending of the dictionary form and all the
 * other endings. See `src/forms/table.ts` for the reader and the layout.
 *
 * @param lexemes - the words
 */
export function packLexemes(lexemes: readonly Lexeme[]): Packed {
  const filed = lexemes.map(fileLexeme)
  const byClass = new Map<string, string[]>()
  for (const { stem, key } of filed) {
    const stems = byClass.get(key) ?? []
    byClass.set(key, stems)
    stems.push(stem)
  }
  // Classes that resemble each other lie side by side: it compresses better.
  const keys = [...byClass.keys()].toSorted((one, other) => compare(one.slice(1), other.slice(1)) || compare(one, other))
  const classLines = keys.map((key) => key)
  const stemLines = keys.map((key) => frontCode((byClass.get(key) ?? []).toSorted(compare)))
  const analogies = analogiesOf(filed, new Map(keys.map((key, index) => [key, index])))
  const text = [classLines, stemLines, analogies].map((lines) => lines.join("\n")).join("\n\n")
  const plain = Buffer.from(toLetters(text), "latin1")
  return { plain, classes: keys.length, lexemes: filed.length }
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

const partLetters = { noun: "n", adjective: "a", verb: "v", other: "o" } as const

function fileLexeme({ lemma, part, name, forms }: Lexeme): Filed {
  const softened = [...forms].filter(
    (form) => form.startsWith("по") && form.length > 4 && /(?:е|ей)$/.test(form) && forms.has(form.slice(2)),
  )
  const all = [...new Set([lemma, ...forms])].filter((form) => !softened.includes(form))
  let length = lemma.length
  for (const form of all) {
    let same = 0
    while (same < length && form[same] === lemma[same]) same += 1
    length = same
  }
  const ending = lemma.slice(length)
  const letter = partLetters[part]
  const others = [
    ...all.filter((form) => form !== lemma).map((form) => form.slice(length)),
    ...softened.map((form) => `+${form.slice(2 + length)}`),
  ]
  const key = `${name ? letter.toUpperCase() : letter}${ending}${others.length === 0 ? "" : `:${foldParadigms(others)}`}`
  return { stem: lemma.slice(0, length), ending, key }
}

/**
 * Endings as a list in which a whole declension of an adjective (of participles, mostly) is one item: its stem and the
 * declension's digit.
 */
function foldParadigms(endings: readonly string[]): string {
  const left = new Set(endings)
  const groups: string[] = []
  paradigmEndings.forEach((declension, digit) => {
    const first = declension[0] ?? ""
    for (const ending of endings) {
      if (!ending.endsWith(first)) continue
      const stem = ending.slice(0, ending.length - first.length)
      if (!declension.every((tail) => left.has(stem + tail))) continue
      for (const tail of declension) left.delete(stem + tail)
      groups.push(`${stem}${digit}`)
    }
  })
  return [...groups.toSorted(compare), ...[...left].toSorted(compare)].join(",")
}

/** Sorted words, each as the number of letters that it shares with the one before (a digit of base 36) and the rest. */
function frontCode(words: readonly string[]): string {
  let before = ""
  return words
    .map((word) => {
      let same = 0
      while (same < 35 && same < word.length && word[same] === before[same]) same += 1
      before = word
      return same.toString(36) + word.slice(same)
    })
    .join("")
}

/**
 * Endings of dictionary forms that foretell the class: at least this many known words end so, and at least this share
 * of them is of one class.
 */
const analogyWords = 25
const analogyShare = 0.9

/**
 * How a word that is in no dictionary is declined: as nearly all known words with the same ending are. The longest
 * ending decides; an ending whose shorter one says the same is left out.
 */
function analogiesOf(filed: readonly Filed[], ids: ReadonlyMap<string, number>): readonly string[] {
  const counts = new Map<string, Map<string, number>>()
  for (const { stem, ending, key } of filed) {
    if (!/^[anv]/.test(key)) continue
    const lemma = stem + ending
    for (let length = 3; length <= 6 && length < lemma.length - 1; length++) {
      if (length <= ending.length) continue
      const tail = lemma.slice(-length)
      const ofTail = counts.get(tail) ?? new Map<string, number>()
      counts.set(tail, ofTail)
      ofTail.set(key, (ofTail.get(key) ?? 0) + 1)
    }
  }
  const chosen = new Map<string, string>()
  for (const tail of [...counts.keys()].toSorted((one, other) => one.length - other.length || compare(one, other))) {
    const ofTail = [...(counts.get(tail) ?? [])]
    const total = ofTail.reduce((sum, [, count]) => sum + count, 0)
    const [best, count] = ofTail.toSorted((one, other) => other[1] - one[1] || compare(one[0], other[0]))[0] ?? ["", 0]
    const sure = total >= analogyWords && count / total >= analogyShare
    const shorter = longestKnown(tail.slice(1), chosen)
    if (sure && shorter !== best) chosen.set(tail, best)
    // A longer ending about which the shorter one would be wrong.
    else if (!sure && shorter !== undefined && total >= analogyWords) chosen.set(tail, "")
  }
  return [...chosen].map(([tail, key]) => `${tail}${key === "" ? "-" : (ids.get(key) ?? 0).toString(36)}`)
}

function longestKnown(tail: string, chosen: ReadonlyMap<string, string>): string | undefined {
  for (let from = 0; from < tail.length; from++) {
    const known = chosen.get(tail.slice(from))
    if (known !== undefined) return known
  }
  return undefined
}

/** Cyrillic а–я as the bytes 0xE0–0xFF, one a letter; everything else of the layout is ASCII. */
function toLetters(text: string): string {
  return text.replaceAll(/[а-я]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x430 + 0xe0))
}
