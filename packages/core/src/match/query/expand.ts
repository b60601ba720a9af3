import { foldText } from "../fold/fold.ts"
import type { MatchLocale } from "../locale.ts"
import { parseQuery } from "./parse.ts"
import { printQuery } from "./print.ts"
import type { NearOperand, PhraseWord, Query } from "./query.ts"
import { foldedForms } from "./words.ts"

/** What one word of a query finds. */
export interface ExpandedWord {
  /** The word as the query says it. */
  readonly word: string
  /**
   * Every folded word that it finds, sorted; for a prefix, the prefix and `*`; with a typo, the words that may have
   * one.
   */
  readonly finds: readonly string[]
}

/**
 * What the words of a query find, so that an analyst sees it before saving a rule.
 *
 * @param query - a query, or its text
 * @param locale - the locale that the matcher will have
 * @throws DeskError `invalid-query`
 */
export function expandQuery(query: Query | string, locale?: MatchLocale): readonly ExpandedWord[] {
  const expanded = new Map<string, ExpandedWord>()
  for (const word of wordsOf(typeof query === "string" ? parseQuery(query) : query)) {
    const label = printQuery({ type: "word", ...word })
    if (!expanded.has(label)) expanded.set(label, { word: label, finds: findsOf(word, locale) })
  }
  return [...expanded.values()]
}

/**
 * Every folded word that one word of a query finds; of a prefix it and `*`.
 *
 * @param word - of a query
 * @param locale - that knows its forms
 */
export function findsOf(word: PhraseWord, locale: MatchLocale | undefined): readonly string[] {
  const tokens = foldText(word.text)
  const folded = tokens.map((token) => token.text).join(tokens.length > 1 ? " " : "")
  if (word.match === "prefix") return [`${tokens.at(-1)?.text ?? ""}*`]
  if (word.match === "exact") return tokens.length > 1 ? tokens.filter(({ kind }) => kind === "compound").map(({ text }) => text) : [folded]
  return [...foldedForms(word.text, tokens.at(-1)?.text ?? "", locale)].toSorted()
}

/** Every word of a query, those of phrases included, in order. */
export function wordsOf(query: Query | NearOperand): readonly PhraseWord[] {
  switch (query.type) {
    case "word":
      return [query]
    case "phrase":
      return query.words
    case "and":
    case "or":
      return query.clauses.flatMap((clause: Query | NearOperand) => wordsOf(clause))
    case "not":
      return wordsOf(query.clause)
    case "near":
      return [...wordsOf(query.left), ...wordsOf(query.right)]
    default:
      return []
  }
}
