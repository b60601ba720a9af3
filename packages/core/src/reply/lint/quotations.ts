import type { Span } from "../../base/index.ts"
import { wordsOf } from "./words-of.ts"

/**
 * The longest interval of a text that repeats another one word for word.
 *
 * @param text - a reply
 * @param other - the text that may be quoted
 * @param least - how many words make a quotation
 */
export function findQuoted(text: string, other: string, least: number): Span | undefined {
  const words = wordsOf(text)
  const source = wordsOf(other).map((word) => word.text)
  const runs = new Set(source.slice(least - 1).map((_, place) => source.slice(place, place + least).join(" ")))
  let best: { readonly first: number; readonly count: number } = { first: 0, count: 0 }
  let count = 0
  for (let first = 0; first + least <= words.length; first++) {
    const run = words.slice(first, first + least).map((word) => word.text)
    count = runs.has(run.join(" ")) ? count + 1 : 0
    if (count > best.count) best = { first: first - count + 1, count }
  }
  const [from, to] = [words[best.first], words[best.first + best.count + least - 2]]
  return best.count === 0 || from === undefined || to === undefined ? undefined : { start: from.start, end: to.end }
}

const quotation = /«[^«»]+»|“[^“”]+”|"[^"\n]+"|^>.+$/gmu

/**
 * What a text quotes by its signs: words in quotation marks, lines that begin with `>`; only those of so many words.
 */
export function findQuotations(text: string, least: number): readonly Span[] {
  return Array.from(text.matchAll(quotation))
    .filter(([quoted]) => wordsOf(quoted).length >= least)
    .map((match) => ({ start: match.index, end: match.index + match[0].length }))
}
