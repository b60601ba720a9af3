import { foldText } from "./fold/fold.ts"
import type { MatchLocale } from "./locale.ts"
import { forbiddenPurpose } from "./lint/purpose.ts"
import { findsOf } from "./query/expand.ts"
import type { PhraseWord } from "./query/query.ts"

/** The longest word that is found, in UTF-16 units. */
const longestTerm = 64

/** Words of one text that are found: the first of them. */
const mostTerms = 2000

/**
 * The words by which a text is found: its distinct words and hashtags as they are written, folded as for rules. Nobody
 * is found by a mention.
 *
 * @param text - of a message or a note; null for one that was erased
 * @returns the first 2 000, of 64 characters at most each
 */
export function searchTermsOf(text: string | null): readonly string[] {
  if (text === null || text === "") return []
  const terms = new Set<string>()
  for (const { kind, text: term } of foldText(text)) {
    if (kind === "mention" || term.length > longestTerm || !term.isWellFormed() || term.includes("\u0000")) continue
    terms.add(term)
    if (terms.size === mostTerms) break
  }
  return [...terms]
}

/** A question for words. */
export interface SearchQuestion {
  /** A text is found when it has a word of every group. */
  readonly groups: readonly (readonly { readonly term: string; readonly prefix?: true }[])[]
  /** What about the question wants a purpose: it looks for a person, or for what a help desk must not look for. */
  readonly flagged: readonly string[]
}

/** The fewest letters of a prefix: of fewer, everything would be found. */
const shortestPrefix = 3

/**
 * Reads a question: words between spaces, each in every form that the locale knows, `=word` as it is written, `word*`
 * with any ending.
 *
 * @param text - as a person wrote it
 * @param locale - absent: words are found as they are written
 * @returns the question, or what is wrong with it
 */
export function readSearch(text: string, locale?: MatchLocale): SearchQuestion | { readonly wrong: string } {
  const words: PhraseWord[] = []
  for (const piece of text.split(/\s+/u)) {
    const match = piece.startsWith("=") ? "exact" : piece.endsWith("*") ? "prefix" : "forms"
    const bare = piece.replace(/^=/u, "").replace(/\*$/u, "")
    const tokens = foldText(bare).filter(({ kind }) => kind !== "mention")
    const whole = tokens.find(({ kind }) => kind === "compound" || kind === "hashtag")
    const parts = whole === undefined ? tokens.filter(({ kind }) => kind === "word") : [whole]
    for (const { start, end, text: folded } of parts) {
      if (match === "prefix" && folded.length < shortestPrefix)
        return { wrong: `"${piece}" is too short: ${shortestPrefix} letters or more were expected before *` }
      words.push({ text: bare.slice(start, end), match })
    }
  }
  if (words.length === 0) return { wrong: "a word was expected" }
  return {
    groups: words.map((word) =>
      findsOf(word, locale).map((term) => (word.match === "prefix" ? { term: term.slice(0, -1), prefix: true as const } : { term })),
    ),
    flagged: words.flatMap((word) => forbiddenPurpose({ type: "word", ...word }).map(({ message }) => message)),
  }
}
