import { shortestTypoWord } from "../../query/limits.ts"

/** Finds the words that are one typo away from a token. */
export interface TypoIndex {
  /** Files a word of a term. */
  add(word: string, term: number): void
  /** Takes a word of a term out. */
  remove(word: string, term: number): void
  /** Whether a token of this length may be a typo of any word. */
  reaches(length: number): boolean
  /** Adds the terms with a word exactly one typo away to a list, each once. */
  find(token: string, into: number[]): void
}

/**
 * Creates an empty index. A word is filed under itself and under itself less each letter; two words are one typo apart
 * only if they share such a key (the symmetric-deletion method), so a look-up costs as many keys as the token has
 * letters.
 */
export function createTypoIndex(): TypoIndex {
  const filed = new Map<string, { readonly word: string; readonly terms: number[] }[]>()
  const entries = new Map<string, { readonly word: string; readonly terms: number[] }>()
  let longest = 0

  return {
    add(word, term) {
      const known = entries.get(word)
      if (known !== undefined) {
        if (!known.terms.includes(term)) known.terms.push(term)
        return
      }
      const entry = { word, terms: [term] }
      entries.set(word, entry)
      longest = Math.max(longest, word.length)
      for (const key of deletions(word)) {
        const list = filed.get(key)
        if (list === undefined) filed.set(key, [entry])
        else list.push(entry)
      }
    },
    remove(word, term) {
      const entry = entries.get(word)
      if (entry === undefined) return
      entry.terms.splice(entry.terms.indexOf(term), 1)
      if (entry.terms.length > 0) return
      entries.delete(word)
      for (const key of deletions(word)) {
        const list = filed.get(key) ?? []
        list.splice(list.indexOf(entry), 1)
        if (list.length === 0) filed.delete(key)
      }
    },
    reaches: (length) => entries.size > 0 && length >= shortestTypoWord - 1 && length <= longest + 1,
    find(token, into) {
      for (const key of deletions(token)) {
        for (const { word, terms } of filed.get(key) ?? []) {
          if (word === token || !isOneTypoApart(word, token)) continue
          for (const term of terms) if (!into.includes(term)) into.push(term)
        }
      }
    },
  }
}

function deletions(word: string): ReadonlySet<string> {
  const keys = new Set([word])
  for (let index = 0; index < word.length; index++) keys.add(word.slice(0, index) + word.slice(index + 1))
  return keys
}

/**
 * Whether one letter wrong, missing or too many, or two neighbours swapped, turns one word into the other (two
 * different words).
 */
function isOneTypoApart(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (long.length - short.length > 1) return false
  let head = 0
  while (head < short.length && short.charCodeAt(head) === long.charCodeAt(head)) head += 1
  let tail = 0
  while (tail < short.length - head && short.charCodeAt(short.length - 1 - tail) === long.charCodeAt(long.length - 1 - tail)) tail += 1
  const shortRest = short.length - head - tail
  const longRest = long.length - head - tail
  if (longRest <= 1) return shortRest + longRest > 0
  return (
    shortRest === 2 &&
    longRest === 2 &&
    short.charCodeAt(head) === long.charCodeAt(head + 1) &&
    short.charCodeAt(head + 1) === long.charCodeAt(head)
  )
}
