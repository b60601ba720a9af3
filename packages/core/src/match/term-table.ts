import { hashUnits, mixHash, needsRepair, seedHash, textOf, tokenKind, tokenText, type TokenList } from "../message/index.ts"
import { foldedForms } from "./forms.ts"
import type { MatchLocale } from "./locale.ts"
import { shortestPrefix, shortestTypoWord } from "./query-limits.ts"
import { createTypoIndex } from "./typo-index.ts"
import { createUnitTable, unitsOf } from "./unit-table.ts"

/**
 * All that the rules of a matcher look for in a single token. Every term has a number; equal terms of different rules share it.
 * A term that nobody retains is forgotten when it is released for the last time, and its number is given to another.
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

interface Entry {
  readonly key: string
  readonly words: readonly string[]
  readonly typoWords: readonly string[]
  readonly guess: number
  holders: number
}

/**
 * Creates an empty table.
 *
 * @param locale - gives the forms of words; without one a word has no other forms
 */
export function createTermTable(locale: MatchLocale | undefined): TermTable {
  const numbers = new Map<string, number>()
  const entries: (Entry | undefined)[] = [undefined, undefined]
  const freed: number[] = []
  const words = createUnitTable()
  const termsOfWord: number[][] = []
  const freedWords: number[] = []
  const prefixes = createUnitTable()
  const prefixCounts: number[] = []
  const typos = createTypoIndex()

  const add = (key: string, guess: number, filed: readonly string[], typoWords: readonly string[]): number => {
    const term = freed.pop() ?? entries.length
    entries[term] = { key, words: filed, typoWords, guess, holders: 0 }
    numbers.set(key, term)
    for (const word of filed) fileWord(word, term)
    for (const word of typoWords) typos.add(word, term)
    return term
  }
  const listOf = (word: string): number => {
    const units = unitsOf(word)
    return words.get(units, 0, units.length, hashUnits(units, 0, units.length))
  }
  const fileWord = (word: string, term: number): void => {
    const known = listOf(word)
    if (known >= 0) {
      termsOfWord[known]?.push(term)
      return
    }
    const list = freedWords.pop() ?? termsOfWord.length
    termsOfWord[list] = [term]
    words.set(word, list)
  }
  const unfileWord = (word: string, term: number): void => {
    const list = listOf(word)
    const terms = termsOfWord[list]
    if (terms === undefined) return
    terms.splice(terms.indexOf(term), 1)
    if (terms.length > 0) return
    words.delete(word)
    freedWords.push(list)
  }
  const exact = (text: string): number => numbers.get(`=${text}`) ?? add(`=${text}`, guessOf(text.length), [text], [])

  return {
    exact,
    forms(word, folded) {
      if (locale === undefined) return exact(folded)
      const key = `~${word.toLowerCase()}`
      return numbers.get(key) ?? add(key, guessOf(folded.length), [...foldedForms(word, folded, locale)], [])
    },
    prefix(text) {
      const key = `${text}*`
      const known = numbers.get(key)
      if (known !== undefined) return known
      const term = add(key, guessOf(text.length - 1), [], [])
      prefixes.set(text, term)
      prefixCounts[text.length] = (prefixCounts[text.length] ?? 0) + 1
      return term
    },
    typo(word, folded) {
      const key = `?${word.toLowerCase()}`
      const known = numbers.get(key)
      if (known !== undefined) return known
      const forms = [...foldedForms(word, folded, locale)]
      const typoWords = forms.filter((form) => form.length >= shortestTypoWord)
      return add(key, guessOf(folded.length), forms, typoWords)
    },
    retain(term) {
      const entry = entries[term]
      if (entry !== undefined) entry.holders += 1
    },
    release(term) {
      const entry = entries[term]
      if (entry === undefined) return
      entry.holders -= 1
      if (entry.holders > 0) return
      for (const word of entry.words) unfileWord(word, term)
      for (const word of entry.typoWords) typos.remove(word, term)
      if (entry.key.endsWith("*")) {
        const text = entry.key.slice(0, -1)
        prefixes.delete(text)
        prefixCounts[text.length] = (prefixCounts[text.length] ?? 0) - 1
      }
      numbers.delete(entry.key)
      entries[term] = undefined
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
      const known = words.get(units, from, to, hash)
      if (known >= 0) for (const term of termsOfWord[known] as number[]) into.push(term)
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
      const entry = entries[term]
      if (entry === undefined || entry.typoWords.length > 0) return undefined
      return entry.key.endsWith("*") ? { words: [], prefix: entry.key.slice(0, -1) } : { words: entry.words }
    },
    limit: () => entries.length,
    size: () => numbers.size,
    guess: (term) => entries[term]?.guess ?? 0,
  }
}

/** Every letter more makes a word about half as frequent; only the order matters, and only until messages were seen. */
function guessOf(length: number): number {
  return 2 ** -Math.max(0, length)
}
