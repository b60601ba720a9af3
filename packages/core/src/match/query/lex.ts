import { DeskError } from "../../base/index.ts"
import { foldText } from "../fold/fold.ts"
import { clauseLimit, distanceLimit, phraseWordLimit, wordLengthLimit } from "./limits.ts"
import type { FieldName, FieldQuery, HashtagQuery, MentionQuery, PhraseQuery, PhraseWord, WordMatch, WordQuery } from "./query.ts"
import { fieldProblem, isOneTag, matchProblem, wordProblem } from "./words.ts"

/**
 * The error of a query that cannot be read.
 *
 * @param start - first character that is wrong
 * @param end - after the last one
 * @param expected - what was expected there, as a noun phrase
 * @param hint - how to write what was probably meant
 */
export function queryError(start: number, end: number, expected: string, hint?: string): DeskError<"invalid-query"> {
  const message = `invalid query at ${start}-${end}: ${expected}${hint === undefined ? "" : ` (${hint})`}`
  return new DeskError("invalid-query", message, { span: { start, end }, expected, ...(hint === undefined ? {} : { hint }) })
}

/** A query of its own, without operators. */
export type LeafQuery = WordQuery | PhraseQuery | HashtagQuery | MentionQuery | FieldQuery

/** A lexical piece of a query. */
export type Lexeme = { readonly start: number; readonly end: number } & (
  | { readonly type: "open" | "close" | "and" | "or" | "not" }
  | { readonly type: "near"; readonly distance: number; readonly ordered: boolean }
  | { readonly type: "leaf"; readonly query: LeafQuery }
)

const space = /\s+/y
const bareWord = /[^\s()|&"“”„«»~*!=#@:/<>+^[\]{}]+/y
const nearOperator = /NEAR\/(\d{1,6})(f?)(?=[\s("“„«=#@]|$)/y
const fieldStart = /([A-Za-z]+):(?=\S)/y
const fieldValue = /[^\s()|&"]+/y
const tagBody = /[\p{L}\p{N}\p{M}\p{Cf}_.]+/uy
const wordOperators: ReadonlyMap<string, "and" | "or" | "not"> = new Map([
  ["AND", "and"],
  ["OR", "or"],
  ["NOT", "not"],
])
const fieldNames: ReadonlySet<string> = new Set<FieldName>(["network", "kind", "has", "source"])

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/**
 * Splits a query into its pieces.
 *
 * @param text - the query
 * @throws DeskError `invalid-query`
 */
export function lexQuery(text: string): readonly Lexeme[] {
  const lexemes: Lexeme[] = []
  let at = 0
  while (at < text.length) {
    const blank = matchAt(space, text, at)
    if (blank !== null) {
      at += blank[0].length
      continue
    }
    const lexeme = lexAt(text, at)
    if (lexemes.length >= clauseLimit * 2) throw queryError(at, text.length, `at most ${clauseLimit} clauses`)
    lexemes.push(lexeme)
    at = lexeme.end
  }
  return lexemes
}

function lexAt(text: string, at: number): Lexeme {
  const sign = text.charAt(at)
  switch (sign) {
    case "(":
      return { type: "open", start: at, end: at + 1 }
    case ")":
      return { type: "close", start: at, end: at + 1 }
    case "|":
      return { type: "or", start: at, end: at + (text.charAt(at + 1) === "|" ? 2 : 1) }
    case "&":
      return { type: "and", start: at, end: at + (text.charAt(at + 1) === "&" ? 2 : 1) }
    case "-":
    case "!":
      if (at + 1 >= text.length || /\s/.test(text.charAt(at + 1))) {
        throw queryError(at, at + 1, `a clause directly after ${sign}`, `write ${sign}слово without a space`)
      }
      return { type: "not", start: at, end: at + 1 }
    case "#":
    case "@":
      return lexTag(text, at, sign)
    case "=":
      return lexWord(text, at, at + 1)
  }
  if (openingQuotes.has(sign)) return lexPhrase(text, at)
  const near = matchAt(nearOperator, text, at)
  if (near !== null) return lexNear(near, at)
  const field = matchAt(fieldStart, text, at)
  if (field !== null) return lexField(text, at, field[1] ?? "", at + field[0].length)
  return lexWord(text, at, at)
}

function lexNear(match: RegExpExecArray, at: number): Lexeme {
  const distance = Number(match[1])
  const end = at + match[0].length
  if (distance < 1 || distance > distanceLimit) throw queryError(at, end, `a distance from 1 to ${distanceLimit} after NEAR/`)
  return { type: "near", distance, ordered: match[2] === "f", start: at, end }
}

function lexField(text: string, at: number, name: string, valueAt: number): Lexeme {
  const value = matchAt(fieldValue, text, valueAt)?.[0] ?? ""
  const end = valueAt + value.length
  if (!fieldNames.has(name))
    throw queryError(
      at,
      end,
      `one of the fields ${[...fieldNames].join(", ")}`,
      `to search for words with a colon in between, write them in quotes`,
    )
  const field = name as FieldName
  const problem = fieldProblem(field, value)
  if (problem !== undefined) throw queryError(valueAt, Math.max(end, valueAt + 1), problem)
  return { type: "leaf", query: { type: "field", field, value }, start: at, end }
}

function lexTag(text: string, at: number, sign: "#" | "@"): Lexeme {
  const type = sign === "#" ? "hashtag" : "mention"
  const body = matchAt(tagBody, text, at + 1)?.[0] ?? ""
  const end = at + 1 + body.length
  if (body.length > wordLengthLimit || !isOneTag(sign + body, type)) {
    throw queryError(
      at,
      Math.max(end, at + 1),
      type === "hashtag" ? "a hashtag of letters, digits and underscores" : "a name of letters, digits, underscores and full stops",
    )
  }
  return { type: "leaf", query: { type, text: body }, start: at, end }
}

function lexWord(text: string, at: number, wordAt: number): Lexeme {
  const isExact = wordAt > at
  const word = matchAt(bareWord, text, wordAt)?.[0] ?? ""
  let end = wordAt + word.length
  if (!isExact) {
    const operator = wordOperators.get(word)
    if (operator !== undefined) return { type: operator, start: at, end }
    if (/^near$/i.test(word) && (text.charAt(end) === "/" || word === "NEAR")) {
      throw queryError(at, end, "NEAR with a distance in words", "write NEAR/3, in upper case")
    }
  }
  const problem =
    word === ""
      ? "a word, phrase, field or bracket was expected"
      : word.length > wordLengthLimit
        ? `a word has at most ${wordLengthLimit} characters`
        : wordProblem(word)
  if (problem !== undefined) throw queryError(at, Math.max(end, at + 1), problem, hintFor(word, text.charAt(at)))
  const isPrefix = text.charAt(end) === "*"
  if (isPrefix) end += 1
  if (isExact && isPrefix) throw queryError(at, end, "either = or *", "= is exactly this form, * is every word that begins so")
  const typo = /~\d*/y
  const tilde = matchAt(typo, text, end)?.[0]
  if (tilde !== undefined) end += tilde.length
  if (tilde !== undefined && tilde !== "~1") throw queryError(at, end, "~1 after a word", "one typo is the most that is allowed")
  const match = isExact ? "exact" : isPrefix ? "prefix" : "forms"
  const wrong = matchProblem(word, match, tilde === undefined ? undefined : 1)
  if (wrong !== undefined) throw queryError(at, end, wrong)
  return { type: "leaf", query: { type: "word", text: word, match, ...(tilde === undefined ? {} : { typos: 1 as const }) }, start: at, end }
}

function hintFor(word: string, sign: string): string | undefined {
  if (word === "")
    return sign === "*" ? "* is allowed only at the end of a word" : sign === "+" ? "every clause is required already" : undefined
  if (/^[−–—]/.test(word)) return "to exclude a word, write the sign - directly before it"
  return "to search for words with signs in between, write them in quotes"
}

/** Signs that open a phrase, each with those that close it. */
const openingQuotes: ReadonlyMap<string, string> = new Map([
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
 * @param at - where the opening quote is
 * @throws DeskError `invalid-query`
 */
function lexPhrase(text: string, at: number): Lexeme {
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
