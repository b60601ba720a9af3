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
