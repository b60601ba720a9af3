import { foldText } from "../message/index.ts"
import { createTypoIndex, type TypoIndex } from "./typo-index.ts"
import { shortestPrefix, shortestTypoWord } from "./query-limits.ts"
import type { MatchLocale } from "./locale.ts"

/**
 * All that the rules of a matcher look for in a single token. Every term has a number; equal terms of different rules share it.
 */
export interface TermTable {
  /** The term of a word in any form, of a word of exactly this form, of a hashtag (`#…`) or of a mention (`@…`). Texts are folded. */
  exact(text: string): number
  forms(word: string, folded: string): number
  prefix(text: string): number
  typo(word: string, folded: string): number
  /** Adds the numbers of all terms that a folded token satisfies to a list. */
  termsOf(token: string, isTag: boolean, into: number[]): void
  /** How many terms there are. */
  size(): number
  /** Letters of a term, to guess how rare it is, and whether it is a prefix. */
  lengthOf(term: number): number
}

/**
 * Creates an empty table.
 *
 * @param locale - gives the forms of words; without one a word has no other forms
 */
export function createTermTable(locale: MatchLocale | undefined): TermTable {
  const numbers = new Map<string, number>()
  const lengths: number[] = []
  const words = new Map<string, number[]>()
  const prefixes = new Map<string, number>()
  const typos: TypoIndex = createTypoIndex()
  let longestPrefix = 0

  const number = (key: string, length: number): { readonly term: number; readonly isNew: boolean } => {
    const known = numbers.get(key)
    if (known !== undefined) return { term: known, isNew: false }
    const term = lengths.length
    numbers.set(key, term)
    lengths.push(length)
    return { term, isNew: true }
  }
  const file = (word: string, term: number): void => {
    const terms = words.get(word)
    if (terms === undefined) words.set(word, [term])
    else if (!terms.includes(term)) terms.push(term)
  }
  const exact = (text: string): number => {
    const { term, isNew } = number(`=${text}`, text.length)
    if (isNew) file(text, term)
    return term
  }

  return {
    exact,
    forms(word, folded) {
      if (locale === undefined) return exact(folded)
      const { term, isNew } = number(`~${word.toLowerCase()}`, folded.length)
      if (isNew) for (const form of foldedForms(word, folded, locale)) file(form, term)
      return term
    },
    prefix(text) {
      const { term, isNew } = number(`${text}*`, text.length - 3)
      if (isNew) {
        prefixes.set(text, term)
        longestPrefix = Math.max(longestPrefix, text.length)
      }
      return term
    },
    typo(word, folded) {
      const { term, isNew } = number(`?${word.toLowerCase()}`, folded.length - 1)
      if (!isNew) return term
      for (const form of foldedForms(word, folded, locale)) {
        file(form, term)
        if (form.length >= shortestTypoWord) typos.add(form, term)
      }
      return term
    },
    termsOf(token, isTag, into) {
      const terms = words.get(token)
      if (terms !== undefined) for (const term of terms) into.push(term)
      if (isTag) return
      const longest = Math.min(longestPrefix, token.length)
      for (let length = shortestPrefix; length <= longest; length++) {
        const term = prefixes.get(token.slice(0, length))
        if (term !== undefined) into.push(term)
      }
      typos.find(token, into)
    },
    size: () => lengths.length,
    lengthOf: (term) => lengths[term] ?? 0,
  }
}

/** The word and its forms, each folded to one word; forms that are several words are left out. */
export function foldedForms(word: string, folded: string, locale: MatchLocale | undefined): ReadonlySet<string> {
  const forms = new Set([folded])
  for (const form of locale?.formsOf(word.toLowerCase()) ?? []) {
    const tokens = foldText(form)
    const whole = tokens.length === 1 ? tokens[0] : tokens.at(-1)?.kind === "compound" ? tokens.at(-1) : undefined
    if (whole !== undefined && (whole.kind === "word" || whole.kind === "compound")) forms.add(whole.text)
  }
  return forms
}
