import { paradigmEndings } from "./endings.ts"
import { firstByte, firstLetter, lineEnd } from "./letters.ts"
import { indexStems } from "./stem-index.ts"

/** What a word is in the table. */
export type Part = "noun" | "adjective" | "verb" | "other"

/** One way to read a word: a stem of the table and the class of its endings. */
export interface Reading {
  readonly stem: string
  readonly classId: number
  readonly part: Part
  /** A personal name or another proper name. */
  readonly isName: boolean
  /** The dictionary form of the word that it is read as. */
  readonly lemma: string
}

/** The table of words. */
export interface FormTable {
  /** Every way in which a folded word is a form of a word of the table. */
  readonly read: (word: string) => readonly Reading[]
  /** All forms of a stem in a class, the dictionary form first. */
  readonly formsOf: (stem: string, classId: number) => readonly string[]
  /**
   * The class of words that end like this one, as nearly all known words with that ending are; undefined when they
   * differ.
   */
  readonly analogyOf: (word: string) => Omit<Reading, "lemma"> | undefined
}

const parts: Readonly<Record<string, Part>> = { n: "noun", a: "adjective", v: "verb", o: "other" }
/**
 * A comparative with `по-`, as `поскорее`: its ending has a mark in the table, because its beginning is not the stem.
 */
const softened = /^по.+(?:е|ей)$/
const softenedMark = "+"

function join(stem: string, ending: string): string {
  return ending.startsWith(softenedMark) ? `по${stem}${ending.slice(1)}` : stem + ending
}

/**
 * Reads the table.
 *
 * Its text has three sections, an empty line between them, а–я as the bytes 0xE0–0xFF:
 * 1. A class a line: the part's letter (a capital for names), the ending of the dictionary form, `:`, the other endings
 *    with commas between (no colon when there are none). An ending with a digit means its letters followed by each
 *    ending of that declension of `endings.ts`; one with a plus has `по` before the stem.
 * 2. The stems of each class, in the order of the classes, sorted: how many letters are as in the stem before (a digit
 *    of base 36), then the rest.
 * 3. An ending of dictionary forms and the number of its class in base 36, or `-` where a shorter ending would be
 *    wrong.
 *
 * @param bytes - the text, unpacked
 */
export function readTable(bytes: Uint8Array): FormTable {
  const afterClasses = emptyLineAfter(bytes, 0)
  const afterStems = emptyLineAfter(bytes, afterClasses + 2)
  const classes = lettersOf(bytes.subarray(0, afterClasses)).split("\n").map(readClass)
  const stems = indexStems(bytes.subarray(afterClasses + 2, afterStems), classes.length)
  const analogies = readAnalogies(lettersOf(bytes.subarray(afterStems + 2)))

  const read = (word: string): readonly Reading[] => {
    const readings: Reading[] = []
    const readAs = (text: string, mark: string): void =>
      stems.eachPrefix(text, (length, classId) => {
        const found = classes[classId]
        if (found === undefined || !hasEnding(found, mark + text.slice(length))) return
        const stem = text.slice(0, length)
        readings.push({ stem, classId, part: found.part, isName: found.isName, lemma: stem + found.lemmaEnding })
      })
    readAs(word, "")
    if (softened.test(word)) readAs(word.slice(2), softenedMark)
    return readings
  }
  return {
    read,
    formsOf(stem, classId) {
      const found = classes[classId]
      return found === undefined ? [] : [found.lemmaEnding, ...expand(found.endings)].map((ending) => join(stem, ending))
    },
    analogyOf(word) {
      for (let length = Math.min(6, word.length - 2); length >= 3; length--) {
        const classId = analogies.get(word.slice(-length))
        if (classId === undefined) continue
        const found = classes[classId]
        if (found === undefined || !word.endsWith(found.lemmaEnding)) return undefined
        return { stem: word.slice(0, word.length - found.lemmaEnding.length), classId, part: found.part, isName: false }
      }
      return undefined
    },
  }
}

interface EndingClass {
  readonly part: Part
  readonly isName: boolean
  readonly lemmaEnding: string
  /** `,ы,е,у,` with declensions abbreviated; empty when there are no other forms. */
  readonly endings: string
  /** All of them, spread out; absent until a word was compared with them. */
  allEndings?: ReadonlySet<string>
}

function readClass(line: string): EndingClass {
  const letter = line.charAt(0)
  const colon = line.indexOf(":")
  const part = parts[letter.toLowerCase()] ?? "other"
  if (colon === -1) return { part, isName: letter < "a", lemmaEnding: line.slice(1), endings: "" }
  return { part, isName: letter < "a", lemmaEnding: line.slice(1, colon), endings: `,${line.slice(colon + 1)},` }
}

function hasEnding(found: EndingClass, ending: string): boolean {
  // A class is spread out when a word needs it: most are never asked for.
  found.allEndings ??= new Set([found.lemmaEnding, ...expand(found.endings)])
  return found.allEndings.has(ending)
}

function expand(endings: string): readonly string[] {
  if (endings === "") return []
  return endings
    .slice(1, -1)
    .split(",")
    .flatMap((item) => {
      const declension = /\d$/.test(item) ? paradigmEndings[Number(item.at(-1))] : undefined
      return declension === undefined ? [item] : declension.map((tail) => item.slice(0, -1) + tail)
    })
}

/** Where the next empty line begins. */
function emptyLineAfter(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(lineEnd, from)
  while (at !== -1 && bytes[at + 1] !== lineEnd) at = bytes.indexOf(lineEnd, at + 1)
  return at
}

/**
 * The text of a section. By hand into UTF-16, because a decoder of single bytes is many times slower while it is cold;
 * in pieces, because a call takes so many arguments.
 */
function lettersOf(bytes: Uint8Array): string {
  const units = Uint16Array.from(bytes, (byte) => (byte >= firstByte ? byte - firstByte + firstLetter : byte))
  let text = ""
  for (let at = 0; at < units.length; at += pieceUnits) text += String.fromCharCode(...units.subarray(at, at + pieceUnits))
  return text
}

const pieceUnits = 8192

const analogyLine = /^([а-я-]*[а-я])(.*)$/

function readAnalogies(section: string): ReadonlyMap<string, number> {
  const analogies = new Map<string, number>()
  for (const line of section.split("\n")) {
    const [, tail = "", id = ""] = analogyLine.exec(line) ?? []
    analogies.set(tail, id === "-" ? -1 : Number.parseInt(id, 36))
  }
  return analogies
}
