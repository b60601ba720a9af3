import { tokenText } from "../../fold/fold.ts"
import { tokenKind, type TokenList } from "../../fold/tokens.ts"
import { hashUnits, mixHash, seedHash, textOf } from "../../fold/units.ts"
import { needsRepair } from "../../fold/word.ts"
import type { MatchLocale } from "../../locale.ts"
import { shortestPrefix, shortestTypoWord } from "../../query/limits.ts"
import { foldedForms } from "../../query/words.ts"
import { createTypoIndex } from "./typo-index.ts"
import { createUnitTable, unitsOf } from "./unit-table.ts"
import { createWordIndex } from "./word-index.ts"

/**
 * All that the rules of a matcher search for in a single token. Every term has a number; equal terms of different rules
 * share it. A term that nobody retains is forgotten when it is released for the last time, and its number is given to
 * another.
 */
export interface TermTable {
  /** The term of a word of exactly this form, of a hashtag (`#…`) or of a mention (`@…`), folded. */
  exact(text: string): number
  /** The term of a word in any form. */
  forms(word: string, folded: string): number
  /** The term of a beginning of words, folded. */
  prefix(text: string): number
  /** The term of a word in any form with at most one typo. */
  typo(word: string, folded: string): number
  retain(term: number): void
  release(term: number): void
  /** Adds the numbers of all terms that a token satisfies to a list. */
  termsOf(list: TokenList, token: number, into: number[]): void
  /** How a term is spelled; undefined when a word with a typo satisfies it. */
  spellingOf(term: number): TermSpelling | undefined
  /** The numbers in use are below this one. */
  limit(): number
  /** How many terms there are. */
  size(): number
  /** A guess of how often the term is met, from its length: smaller is rarer. */
  guess(term: number): number
}

/** What satisfies a term: one of some words, or every word with a prefix. */
export interface TermSpelling {
  readonly words: readonly string[]
  readonly prefix?: string | undefined
}

/** A term number that every message has, and one that none has: they fill rows of terms that are too short. */
export const everyTerm = 0
export const noTerm = 1

/** What is kept of a term adjacent its key: nearly all terms are one word, which the key says. */
interface Forms {
  readonly words: readonly string[]
  readonly typoWords: readonly string[]
}

/**
 * Creates an empty table.
 *
 * @param locale - gives the forms of words; without one a word has no other forms
 */
export function createTermTable(locale: MatchLocale | undefined): TermTable {
  const numbers = new Map<string, number>()
  // The keys of terms, their guesses and how many rules hold them, side by side: small, where an object each would be
  // large.
  const keys: (string | undefined)[] = [undefined, undefined]
  const lengths: number[] = [0, 0]
  const holders: number[] = [0, 0]
  const forms = new Map<number, Forms>()
  const freed: number[] = []
  const words = createWordIndex()
  const prefixes = createUnitTable()
  const prefixCounts: number[] = []
  const typos = createTypoIndex()

  const add = (key: string, length: number, filed: Forms | undefined): number => {
    const term = freed.pop() ?? keys.length
    keys[term] = key
    lengths[term] = length
    holders[term] = 0
    numbers.set(key, term)
    if (filed !== undefined) forms.set(term, filed)
    const { words: own, typoWords } = formsOf(term)
    for (const word of own) words.add(word, term)
    for (const word of typoWords) typos.add(word, term)
    return term
  }
  const formsOf = (term: number): Forms => {
    const key = keys[term] ?? "*"
    return forms.get(term) ?? (key.endsWith("*") ? noForms : { words: [key.slice(1)], typoWords: [] })
  }
  const exact = (text: string): number => numbers.get(`=${text}`) ?? add(`=${text}`, text.length, undefined)

  return {
    exact,
    forms(word, folded) {
      if (locale === undefined) return exact(folded)
      const key = `~${word.toLowerCase()}`
      return numbers.get(key) ?? add(key, folded.length, { words: [...foldedForms(word, folded, locale)], typoWords: [] })
    },
    prefix(text) {
      const key = `${text}*`
      const known = numbers.get(key)
      if (known !== undefined) return known
      const term = add(key, text.length - 1, undefined)
      prefixes.set(text, term)
      prefixCounts[text.length] = (prefixCounts[text.length] ?? 0) + 1
      return term
    },
    typo(word, folded) {
      const key = `?${word.toLowerCase()}`
      const known = numbers.get(key)
      if (known !== undefined) return known
      const all = [...foldedForms(word, folded, locale)]
      return add(key, folded.length, { words: all, typoWords: all.filter((form) => form.length >= shortestTypoWord) })
    },
    retain(term) {
      holders[term] = (holders[term] ?? 0) + 1
    },
    release(term) {
      const key = keys[term]
      if (key === undefined) return
      const left = (holders[term] ?? 0) - 1
      holders[term] = left
      if (left > 0) return
      const { words: own, typoWords } = formsOf(term)
      for (const word of own) words.remove(word, term)
      for (const word of typoWords) typos.remove(word, term)
      if (key.endsWith("*")) {
        const text = key.slice(0, -1)
        prefixes.delete(text)
        prefixCounts[text.length] = (prefixCounts[text.length] ?? 0) - 1
      }
      numbers.delete(key)
      keys[term] = undefined
      forms.delete(term)
      freed.push(term)
    },
    termsOf(list, token, into) {
      let { units } = list
      let from = list.from[token] as number
      let to = list.to[token] as number
      let hash = list.hash[token] as number
      if (needsRepair(units, from, to)) {
        units = unitsOf(tokenText(list, token))
        from = 0
        to = units.length
        hash = hashUnits(units, from, to)
      }
      words.find(units, from, to, hash, into)
      const kind = list.kind[token] as number
      if (kind === tokenKind.hashtag || kind === tokenKind.mention) return
      const longest = Math.min(prefixCounts.length - 1, to - from)
      let prefixHash = seedHash
      for (let length = 1; length <= longest; length++) {
        prefixHash = mixHash(prefixHash, units[from + length - 1] as number)
        if (length < shortestPrefix || (prefixCounts[length] ?? 0) === 0) continue
        const term = prefixes.get(units, from, from + length, prefixHash)
        if (term >= 0) into.push(term)
      }
      if (typos.reaches(to - from)) typos.find(textOf(units, from, to), into)
    },
    spellingOf(term) {
      const key = keys[term]
      const { words: own, typoWords } = formsOf(term)
      if (key === undefined || typoWords.length > 0) return undefined
      return key.endsWith("*") ? { words: [], prefix: key.slice(0, -1) } : { words: own }
    },
    limit: () => keys.length,
    size: () => numbers.size,
    guess: (term) => guessOf(lengths[term] ?? 0),
  }
}

const noForms: Forms = { words: [], typoWords: [] }

/** Every letter more makes a word about half as frequent; only the order matters, and only until messages were seen. */
function guessOf(length: number): number {
  return 2 ** -Math.max(0, length)
}
