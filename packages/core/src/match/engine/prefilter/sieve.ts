import { column, columnsFor, letterColumns } from "./sieve-columns.ts"
import { fillStates, found, root, unclear, growTrie } from "./sieve-states.ts"

/** What a sieve lets through. */
export interface SieveWords {
  /** Whole words, folded; tags begin with their sign. */
  readonly words: readonly string[]
  /** Beginnings of words, folded. */
  readonly prefixes: readonly string[]
  /** Whether a piece of a text has one of them; asked where single units do not decide. */
  hasOne(piece: string): boolean
}

/**
 * Distinguishes most of the messages that have none of some words from those that may have one, in one step a character
 * and without finding words: an automaton over UTF-16 units. What it lets through must be read; what it holds back has
 * none. Where folding would have to look more closely (marks inside words, mixed scripts, stretched letters, hyphens,
 * hashtags, stylised letters), what is between two spaces is processed by itself, a few times a text.
 */
export interface Sieve {
  mightMatch(text: string): boolean
}

/**
 * Builds a sieve.
 *
 * @param wanted - what to let through
 * @returns undefined when there are too many words
 */
export function createSieve({ words, prefixes, hasOne }: SieveWords): Sieve | undefined {
  const plainWords = words.filter((word) => !/^[#@]/.test(word))
  const letters = letterColumns([...plainWords, ...prefixes])
  if (letters.width > 256) return undefined
  const trie = growTrie(plainWords, prefixes, letters)
  if (trie === undefined) return undefined
  const shift = Math.ceil(Math.log2(letters.width))
  const next = fillStates(trie, letters, shift)
  const hasMentions = words.some((word) => word.startsWith("@"))
  const columns = columnsFor(letters, hasMentions)
  return {
    mightMatch(text) {
      let from = 0
      for (let looks = 0; looks < lookLimit; looks++) {
        let state = root
        let index = from
        while (index < text.length && state > unclear) {
          state = next[(state << shift) | (columns[text.charCodeAt(index)] as number)] as number
          index += 1
        }
        if (state > unclear) state = next[(state << shift) | column.separator] as number
        if (state > unclear) return false
        // A mention may reach over spaces (`[id1|First Last]`).
        if (state === found || hasMentions) return true
        // No word does: what goes before is read, and the scan begins anew behind.
        const last = isSpace(text, index - 1) ? index - 2 : index - 1
        const first = pieceStart(text, last)
        from = pieceEnd(text, last)
        if (from - first > pieceLimit || hasOne(text.slice(first, from))) return true
      }
      return true
    },
  }
}

/** So many unclear words of a text are processed, and none that is longer. */
const lookLimit = 4
const pieceLimit = 64

function isSpace(text: string, index: number): boolean {
  const code = text.charCodeAt(index)
  return code === 0x20 || code === 0x0a
}

function pieceStart(text: string, from: number): number {
  let start = from
  while (start > 0 && from - start <= pieceLimit && !isSpace(text, start - 1)) start -= 1
  return start
}

function pieceEnd(text: string, from: number): number {
  let end = from
  while (end < text.length && end - from <= pieceLimit && !isSpace(text, end)) end += 1
  return end
}
