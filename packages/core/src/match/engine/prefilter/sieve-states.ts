import { column, type LetterColumns } from "./sieve-columns.ts"

/** There is a word: the text is let through. */
export const found = 0
/** There may be a word, as only a check of more than single units can show. */
export const unclear = 1
/** Between words. */
export const root = 2
/** After the hyphen behind a word that may go on to be a wanted one. */
const afterHyphen = 3
const afterHash = 4
/** Four states after the first half of a character. */
const afterHalf = 5
/** The rest of a word that is none of the wanted, by what scripts were seen: none, Latin, Cyrillic. */
const dead = 9
/** After the hyphen behind such a word, by the same. */
const deadHyphen = 12
/** After a sign that an address may have, behind a word. */
const afterDot = 15
/** In what may be an address: a word may begin where it ends, in the middle of letters. */
const inAddress = 16
/** The first state of the tree of words. */
const firstFree = 17

/** A word, or a beginning of one, that is still wanted. */
export interface TrieState {
  /** The script seen so far: a group of Latin, Cyrillic, or digits for none. */
  readonly group: number
  /** Next states by columns; {@link found} ends a prefix. */
  readonly children: Map<number, number>
  readonly letter: number
  /** The letter is here for the second time in a row. */
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

/**
 * Writes the table of next states: `next[state << shift | column]`.
 *
 * @param trie - the root and the states of words
 * @param letters - the columns of letters
 * @param shift - so many bits hold a column
 */
export function fillStates([rootState, ...states]: readonly TrieState[], letters: LetterColumns, shift: number): Uint16Array {
  const next = new Uint16Array((firstFree + states.length) << shift)
  const { hasLatin, hasDigits } = letters
  const isLetter = (at: number): boolean => at >= column.firstLetter || (at >= column.latin && at <= column.letter)
  const groupRead = (at: number): number => letters.groupOf(letters.readAs(at))
  const isScript = (group: number): boolean => group === column.latin || group === column.cyrillic
  const write = (state: number, to: (at: number) => number): void => {
    for (let at = 0; at < letters.width; at++) next[(state << shift) | at] = to(at)
  }
  /** Behind a word, at what is no letter. No address begins in a word with a Cyrillic letter. */
  const behindWord = (at: number, seen: number = column.digit): number => {
    if (hasLatin && seen === column.cyrillic && at === column.dot) return root
    if (at === column.hyphen) return afterHyphen
    if (at === column.hash) return afterHash
    if (at === column.dot) return afterDot
    if (at === column.mark || at === column.unclear) return unclear
    return at >= column.firstHalf && at < column.secondHalf ? afterHalf + at - column.firstHalf : root
  }
  /** The state of a word that is not wanted, after one more letter. */
  const deadAfter = (seen: number, group: number): number => {
    if (!isScript(group)) return seen === column.latin ? dead + 1 : seen === column.cyrillic ? dead + 2 : dead
    if (isScript(seen) && seen !== group) return unclear
    return group === column.latin ? dead + 1 : dead + 2
  }
  const fromRoot = (at: number): number => {
    if (isLetter(at)) return rootState?.children.get(letters.readAs(at)) ?? deadAfter(column.digit, groupRead(at))
    // What is before is no word: a hyphen joins nothing, a mark marks nothing, an address does not begin.
    return at === column.hyphen || at === column.mark || at === column.dot ? root : behindWord(at)
  }
  write(root, fromRoot)
  write(found, () => found)
  write(unclear, () => unclear)
  write(afterHyphen, (at) => (isLetter(at) || at === column.mark ? unclear : fromRoot(at)))
  write(afterHash, (at) => (isLetter(at) || at === column.mark ? unclear : at === column.underscore ? afterHash : fromRoot(at)))
  const isInAddress = (at: number): boolean => at === column.hyphen || at === column.underscore || at === column.dot
  const addressGoesOn = (at: number): number => ((letters.groupOf(at) === column.digit ? hasDigits : hasLatin) ? unclear : inAddress)
  write(afterDot, (at) => {
    // A Latin word of an address and a Cyrillic one right behind it are let through as two scripts; other scripts would
    // not be.
    if (letters.groupOf(at) === column.latin && hasLatin) return letters.hasOthers ? unclear : fromRoot(at)
    if (letters.isAddress(at)) return addressGoesOn(at)
    return at === column.mark ? unclear : isInAddress(at) ? afterDot : fromRoot(at)
  })
  write(inAddress, (at) => {
    if (letters.isAddress(at)) return addressGoesOn(at)
    return isLetter(at) ? unclear : isInAddress(at) ? afterDot : behindWord(at)
  })
  for (let half = 0; half < 4; half++) {
    write(afterHalf + half, (at) => {
      if (at < column.secondHalf || at >= column.underscore) return fromRoot(at)
      return (((at - column.secondHalf) >> half) & 1) === 1 ? unclear : root
    })
  }
  for (const [state, seen] of [
    [dead, column.digit],
    [dead + 1, column.latin],
    [dead + 2, column.cyrillic],
  ] as const) {
    const behind = deadHyphen + state - dead
    write(state, (at) => (isLetter(at) ? deadAfter(seen, groupRead(at)) : at === column.hyphen ? behind : behindWord(at, seen)))
    // The parts and the whole: the whole is lost with its first part, unless the next part makes it one of two scripts.
    write(behind, (at) => {
      if (at === column.mark) return unclear
      return hasLatin && isLetter(at) && seen !== column.digit && groupRead(at) !== seen ? unclear : fromRoot(at)
    })
  }
  states.forEach(({ group, children, letter, isDouble, isWord }, index) => {
    write(firstFree + index, (at) => {
      if (!isLetter(at)) return isWord ? found : behindWord(at, group)
      const read = letters.readAs(at)
      const other = groupRead(at)
      if (isDouble && read === letter && other !== column.digit) return unclear
      return isScript(other) && isScript(group) && other !== group ? unclear : (children.get(read) ?? deadAfter(group, other))
    })
  })
  return next
}
