import { scanText } from "./scan.ts"
import { createTokenList, type TokenList } from "./tokens.ts"
import { textOf } from "./units.ts"
import { needsRepair, repairWord } from "./word.ts"

/** What a token of a text is. A compound is a hyphenated word, or the words of a hashtag, written together. */
export type FoldedTokenKind = "word" | "compound" | "hashtag" | "mention"

/** A word, hashtag or mention of a text, folded, with its place in the original. */
export interface FoldedToken {
  /** What kind of token it is. */
  readonly kind: FoldedTokenKind
  /** Folded; hashtags and mentions begin with their sign. */
  readonly text: string
  /** First UTF-16 unit in the original text. */
  readonly start: number
  /** After the last UTF-16 unit in the original text. */
  readonly end: number
  /** The first word position that it takes, from 0. Links, e-mail addresses and emoji take none. */
  readonly position: number
  /** How many word positions it takes: more than one for compounds, and for hashtags of several words. */
  readonly width: number
}

const kinds: readonly FoldedTokenKind[] = ["word", "compound", "hashtag", "mention"]

/** Reused by every call: nothing of it is handed out, and a call never waits. */
let scratch: TokenList | undefined

/**
 * Folds a text into its tokens, in the order in which they end.
 *
 * Folded are case, ё to е, look-alike letters of the other script inside a word, full-width and stylised letters
 * (NFKC), combining marks, soft hyphens and zero-width characters, and three or more repeats of a letter. Links, e-mail
 * addresses and `[id1|Name]` markup hold no words. A hyphenated word is its parts and, together, a compound; so are the
 * words of a hashtag.
 *
 * @param text - any text, lone surrogates included; the time is proportional to its length
 */
export function foldText(text: string): readonly FoldedToken[] {
  scratch ??= createTokenList()
  const list = scratch
  scanText(text, list)
  const tokens: FoldedToken[] = []
  for (let token = 0; token < list.count; token++) {
    tokens.push({
      kind: kinds[list.kind[token] ?? 0] ?? "word",
      text: tokenText(list, token),
      start: list.start[token] ?? 0,
      end: list.end[token] ?? 0,
      position: list.position[token] ?? 0,
      width: list.width[token] ?? 1,
    })
  }
  return tokens
}

/**
 * The finished spelling of one token.
 *
 * @param list - tokens of a text
 * @param token - which one
 */
export function tokenText(list: TokenList, token: number): string {
  const to = list.to[token] ?? 0
  const from = list.from[token] ?? 0
  const text = textOf(list.units, from, to)
  if (!needsRepair(list.units, from, to)) return text
  return (list.kind[token] ?? 0) < 2 ? repairWord(text) : text.charAt(0) + repairWord(text.slice(1))
}
