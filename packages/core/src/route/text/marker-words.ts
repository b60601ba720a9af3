import type { MatchLocale } from "../../match/index.ts"
import type { AddressWords } from "../address-words.ts"
import { endsSentence, type TextWords } from "./text-words.ts"
import { wordForms, type FormSet } from "./word-forms.ts"

/** What is between a word and the name that it leads to, on one line. */
const justSpace = /^[^\S\n]*["«„]?$/
/** The same behind an abbreviation. */
const afterFullStop = /^[^\S\n]*\.[^\S\n]*["«„]?$/

/** What a word beside a name says of it. */
export type MarkerKind = keyof AddressWords

/** Finds the words around names. */
export interface Markers {
  /** Whether a marker is right before a position. */
  before(words: TextWords, position: number, kind: MarkerKind): boolean
  /** Whether a marker is right at a position, which comes after a name. */
  behind(words: TextWords, position: number, kind: MarkerKind): boolean
  /** Whether the word at a position is a marker. */
  at(words: TextWords, position: number, kind: MarkerKind): boolean
}

/** Prepares the words around names. */
export function createMarkers(given: AddressWords, locale: MatchLocale | undefined): Markers {
  const sets: Record<MarkerKind, FormSet> = {
    settlement: union(given.settlement, locale),
    district: union(given.district, locale),
    region: union(given.region, locale),
    street: union(given.street, locale),
    house: union(given.house, locale),
  }
  /** The width of the marker that ends right before a position; 0 when there is none. */
  const widthBefore = (words: TextWords, position: number, kind: MarkerKind): number => {
    for (let width = 1; width <= 2; width += 1) {
      const token = words.at(position - width).find((candidate) => candidate.width === width && sets[kind].has(candidate.text))
      if (token !== undefined) return width
    }
    return 0
  }
  return {
    before(words, position, kind) {
      const width = widthBefore(words, position, kind)
      if (width === 0) return false
      const signs = words.after(position - 1)
      const marker = words.wordAt(position - 1)
      // "п. Ясная" names a place, "с Ясной" does not: one letter alone is a marker with its full stop only.
      if (width === 1 && marker.length === 1) return afterFullStop.test(signs)
      return justSpace.test(signs) || (marker.length <= 4 && afterFullStop.test(signs))
    },
    behind(words, position, kind) {
      if (position >= words.length || endsSentence(words.after(position - 1)) || words.after(position - 1).includes(",")) return false
      return words.at(position).some((token) => sets[kind].has(token.text))
    },
    at: (words, position, kind) => words.at(position).some((token) => sets[kind].has(token.text)),
  }
}

function union(words: readonly string[], locale: MatchLocale | undefined): FormSet {
  return new Set(words.flatMap((word) => [...wordForms(word, locale)]))
}
