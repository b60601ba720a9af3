import { foldText } from "../fold/fold.ts"
import type { Lexeme } from "./lex.ts"
import { queryError } from "./parse-error.ts"
import { distanceLimit, phraseWordLimit, wordLengthLimit } from "./limits.ts"
import type { PhraseWord, WordMatch } from "./query.ts"
import { matchProblem, wordProblem } from "./words.ts"

/** Signs that open a phrase, each with those that close it. */
export const openingQuotes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["“", "”“"],
  ["„", "“”"],
  ["«", "»"],
])

const phraseWord = /(=?)([\p{L}\p{N}\p{M}\p{Cf}\p{So}]+(?:[-\u2010\u2011][\p{L}\p{N}\p{M}\p{Cf}\p{So}]+)*)(\*?)/gu
const slackSign = /~(\d*)/y

/**
 * Reads a phrase in quotes. Signs between its words are separators, as they are in a text.
 *
 * @param text - the query
 * @param at - where the opening quote stands
 * @throws DeskError `invalid-query`
 */
export function lexPhrase(text: string, at: number): Lexeme {
  const closing = openingQuotes.get(text.charAt(at)) ?? '"'
  let close = at + 1
  while (close < text.length && !closing.includes(text.charAt(close))) close += 1
  if (close >= text.length) throw queryError(at, text.length, "a closing quote")
  const words = phraseWords(text, at + 1, close)
  const first = words[0]
  if (first === undefined) throw queryError(at, close + 1, "at least one word between the quotes")
  if (words.length > phraseWordLimit) throw queryError(at, close + 1, `at most ${phraseWordLimit} words in a phrase`)
  slackSign.lastIndex = close + 1
  const sign = slackSign.exec(text)
  const end = close + 1 + (sign?.[0].length ?? 0)
  if (sign !== null && words.length === 1) {
    throw queryError(at, end, "no ~ after a single word in quotes", "to allow a typo, write the word without quotes: батарея~1")
  }
  if (words.length === 1) return { type: "leaf", query: { type: "word", ...first }, start: at, end }
  const slack = sign === null ? 0 : Number(sign[1])
  if (sign !== null && (sign[1] === "" || slack > distanceLimit))
    throw queryError(close + 1, end, `a number from 0 to ${distanceLimit} after ~`)
  return { type: "leaf", query: { type: "phrase", words, slack }, start: at, end }
}

function phraseWords(text: string, from: number, to: number): readonly PhraseWord[] {
  const words: PhraseWord[] = []
  for (const match of text.slice(from, to).matchAll(phraseWord)) {
    const word = match[2] ?? ""
    if (foldText(word).length === 0) continue
    const start = from + match.index
    const end = start + match[0].length
    const how: WordMatch = match[1] === "=" ? "exact" : match[3] === "*" ? "prefix" : "forms"
    if (match[1] === "=" && match[3] === "*") throw queryError(start, end, "either = or *")
    const problem = word.length > wordLengthLimit ? `a word has at most ${wordLengthLimit} characters` : wordProblem(word)
    const wrong = problem ?? matchProblem(word, how, undefined)
    if (wrong !== undefined) throw queryError(start, end, wrong)
    words.push({ text: word, match: how })
  }
  return words
}
