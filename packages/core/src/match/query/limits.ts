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
