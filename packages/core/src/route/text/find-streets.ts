import type { AddressWords } from "../address-words.ts"
import type { MatchLocale } from "../../match/index.ts"
import { foldText } from "../../match/index.ts"
import { createMarkers } from "./marker-words.ts"
import { goesOn, textWords, type TextWords } from "./text-words.ts"

/** Finds the streets that texts name. */
export type StreetFinder = (text: string) => readonly string[]

/** How many words follow a number in a street's name, as in "улица 50 лет Октября". */
const longestNumbered = 2

/**
 * Prepares the search for streets in texts: names with a capital letter, or before a house number, next to a word like
 * "улица". "На улице темно" names none.
 *
 * @returns the keys of {@link streetKey}, each once
 */
export function createStreetFinder(addressWords: AddressWords, locale: MatchLocale | undefined): StreetFinder {
  const markers = createMarkers(addressWords, locale)
  return (text) => {
    const words = textWords(text)
    const found = new Set<string>()
    const take = (from: number, to: number): void => {
      found.add(streetKey(Array.from({ length: to - from }, (_, index) => words.wordAt(from + index)).join(" ")))
    }
    for (let position = 0; position < words.length; position += 1) {
      if (markers.at(words, position, "street")) continue
      if (markers.before(words, position, "street")) {
        const end = nameEnd(words, position)
        if (isCapital(words, position, text) || isNumber(words, position) || isNumber(words, end)) take(position, end)
      } else if (markers.behind(words, position + 1, "street") && isName(words, position, text)) take(position, position + 1)
    }
    return [...found]
  }
}

/**
 * What a street is compared by: its name without the endings of its words, so that "Карымская" and "на Карымской" are
 * one street.
 */
export function streetKey(name: string): string {
  const words = foldText(name).flatMap(({ kind, text }) => (kind === "word" ? [text] : []))
  return words.map((word) => word.slice(0, Math.max(3, word.length - 2))).join(" ")
}

function nameEnd(words: TextWords, from: number): number {
  let end = from + 1
  while (isNumber(words, from) && end <= from + longestNumbered && end < words.length && goesOn(words, end - 1)) end += 1
  return end
}

function isNumber(words: TextWords, position: number): boolean {
  return /^\d/.test(words.wordAt(position)) && (position === 0 || goesOn(words, position - 1))
}

/** A sentence begins with a capital letter, whatever its first word is. */
function isName(words: TextWords, position: number, text: string): boolean {
  return position > 0 && goesOn(words, position - 1) && isCapital(words, position, text)
}

function isCapital(words: TextWords, position: number, text: string): boolean {
  const start = words.at(position)[0]?.start
  return start !== undefined && /^\p{Lu}/u.test(text.slice(start))
}
