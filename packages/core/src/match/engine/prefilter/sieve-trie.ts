import { column, type LetterColumns } from "./sieve-columns.ts"
import { firstFree, found, root } from "./sieve-states.ts"

/** A word, or a beginning of one, that is still wanted. */
export interface TrieState {
  /** The script seen so far: a group of Latin, Cyrillic, or digits for none. */
  readonly group: number
  /** Next states by columns; {@link found} ends a prefix. */
  readonly children: Map<number, number>
  readonly letter: number
  /** The letter stands here for the second time in a row. */
  readonly isDouble: boolean
  isWord: boolean
}

/** With more states the tables no longer fit the processor's cache, and finding words is quicker. */
const stateLimit = 1 << 14

/**
 * Grows the tree of words and prefixes.
 *
 * @param words - folded, no tags
 * @param prefixes - folded
 * @param letters - the columns of their letters
 * @returns the root and the states from {@link firstFree} on; undefined when there are too many
 */
export function growTrie(words: readonly string[], prefixes: readonly string[], letters: LetterColumns): readonly TrieState[] | undefined {
  const rootState: TrieState = { group: column.digit, children: new Map(), letter: 0, isDouble: false, isWord: false }
  const states: TrieState[] = []
  const stateOf = (number: number): TrieState => (number === root ? rootState : (states[number - firstFree] as TrieState))
  const walk = (word: string): number => {
    let at = root
    for (let index = 0; index < word.length; index++) {
      const letter = letters.of(word.charCodeAt(index))
      const from = stateOf(at)
      let to = from.children.get(letter)
      if (to === found) return found
      if (to === undefined) {
        const own = letters.groupOf(letter)
        const group = own === column.latin || own === column.cyrillic ? own : from.group
        to = firstFree + states.length
        states.push({ group, children: new Map(), letter, isDouble: from.letter === letter, isWord: false })
        from.children.set(letter, to)
      }
      at = to
    }
    return at
  }
  for (const prefix of prefixes) {
    const before = walk(prefix.slice(0, -1))
    if (before !== found) stateOf(before).children.set(letters.of(prefix.charCodeAt(prefix.length - 1)), found)
  }
  for (const word of words) {
    const end = walk(word)
    if (end !== found && end !== root) stateOf(end).isWord = true
    if (states.length > stateLimit) return undefined
  }
  // A letter that is met twice where the words have it once may become a stretched one.
  for (let index = states.length - 1; index >= 0; index--) {
    const { letter, isDouble, group, children } = states[index] as TrieState
    if (isDouble || children.has(letter)) continue
    children.set(letter, firstFree + states.length)
    states.push({ group, children: new Map(), letter, isDouble: true, isWord: false })
  }
  return states.length > stateLimit ? undefined : [rootState, ...states]
}
