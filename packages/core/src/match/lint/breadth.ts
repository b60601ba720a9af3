import { foldText } from "../fold/fold.ts"
import type { MatchLocale } from "../locale.ts"
import { shortestPrefix } from "../query/limits.ts"
import type { NearOperand, PhraseWord, Query } from "../query/query.ts"

/** Words of so few letters are particles and prepositions in nearly every language of letters. */
const shortWord = 2

/**
 * Whether a query holds for almost every message: nothing in it is rarer than a field, a particle, a very short prefix,
 * or a word that the locale calls common.
 */
export function isBroad(query: Query | NearOperand, locale: MatchLocale | undefined): boolean {
  switch (query.type) {
    case "or":
      return query.clauses.some((clause: Query | NearOperand) => isBroad(clause, locale))
    case "and":
      return query.clauses.every((clause) => isBroad(clause, locale))
    case "not":
      return true
    case "field":
      return query.field !== "source"
    case "word":
      return query.typos === undefined && isBroadWord(query, locale)
    case "near":
      return isBroad(query.left, locale) && isBroad(query.right, locale)
    case "phrase":
    case "hashtag":
    case "mention":
      return false
  }
}

function isBroadWord(word: PhraseWord, locale: MatchLocale | undefined): boolean {
  const folded = foldText(word.text).at(-1)?.text ?? ""
  if (word.match === "prefix") return folded.length <= shortestPrefix
  return folded.length <= shortWord || (locale?.isCommon?.(folded) ?? false)
}
