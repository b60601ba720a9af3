import { column, columnsFor, letterColumns } from "./sieve-columns.ts"
import { fillStates, found, root } from "./sieve-states.ts"
import { growTrie } from "./sieve-trie.ts"

/** What a sieve lets through. */
export interface SieveWords {
  /** Whole words, folded; tags begin with their sign. */
  readonly words: readonly string[]
  /** Beginnings of words, folded. */
  readonly prefixes: readonly string[]
}

/**
 * Tells most of the messages that have none of some words from those that may have one, in one step a character and without finding words: an automaton
 * over UTF-16 units. What it lets through must be read; what it holds back has none. Everything that folding would have to look at more closely (marks
 * inside words, mixed scripts, stretched letters, hyphens, hashtags, stylised letters) is let through.
 */
export interface Sieve {
  letsThrough(text: string): boolean
}

/**
 * Builds a sieve.
 *
 * @param wanted - what to let through
 * @returns undefined when there are too many words
 */
export function createSieve({ words, prefixes }: SieveWords): Sieve | undefined {
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
    letsThrough(text) {
      let state = root
      for (let index = 0; index < text.length; index++) {
        state = next[(state << shift) | (columns[text.charCodeAt(index)] as number)] as number
        if (state === found) return true
      }
      return next[(state << shift) | column.separator] === found
    },
  }
}
