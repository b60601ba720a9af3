/** The longest query, in UTF-16 units. */
export const queryLengthLimit = 200_000
/** The most clauses (words, phrases, fields, operators) that one query may have. */
export const clauseLimit = 10_000
/** The most words that one phrase may have. */
export const phraseWordLimit = 32
/** The deepest nesting of brackets, `NOT` and groups. */
export const nestingLimit = 32
/** The longest word of a query, in UTF-16 units. */
export const wordLengthLimit = 64
/** The largest slack of a phrase and the largest distance of `NEAR`, in words. */
export const distanceLimit = 50
/** The shortest prefix, in letters, counted after folding. */
export const shortestPrefix = 3
/** The shortest word that may have a typo, in letters, counted after folding. */
export const shortestTypoWord = 5

/** The limits of the query language, so that an editor can say them before the matcher does. */
export const queryLimits = Object.freeze({
  /** The longest query, in UTF-16 units. */
  queryLength: queryLengthLimit,
  /** The most clauses (words, phrases, fields, operators) that one query may have. */
  clauses: clauseLimit,
  /** The most words that one phrase may have. */
  phraseWords: phraseWordLimit,
  /** The deepest nesting of brackets, `NOT` and groups. */
  nesting: nestingLimit,
  /** The longest word, in UTF-16 units. */
  wordLength: wordLengthLimit,
  /** The largest slack of a phrase and the largest distance of `NEAR`, in words. */
  distance: distanceLimit,
  /** The shortest prefix, in letters, counted after folding. */
  shortestPrefix,
  /** The shortest word that may have a typo, in letters, counted after folding. */
  shortestTypoWord,
} as const)

/**
 * Counts the clauses and levels of something that may be a query, without recursion: input of any depth is measured
 * safely.
 *
 * @param value - anything
 */
export function measureQuery(value: unknown): { readonly clauses: number; readonly depth: number } {
  let clauses = 0
  let depth = 0
  const open: { readonly node: unknown; readonly level: number }[] = [{ node: value, level: 1 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, level } = next
    if (typeof node !== "object" || node === null) continue
    clauses += 1
    depth = Math.max(depth, level)
    for (const [name, child] of Object.entries(node)) {
      if (name === "clauses" && Array.isArray(child)) for (const one of child) open.push({ node: one, level: level + 1 })
      else if (name === "clause" || name === "left" || name === "right") open.push({ node: child, level: level + 1 })
    }
  }
  return { clauses, depth }
}
