import { foldText, type FoldedToken } from "../../match/index.ts"

/** A text as words at positions, with what is between them. */
export interface TextWords {
  /** How many word positions there are. */
  readonly length: number
  /** The tokens that begin at a position: a word, and perhaps a compound that takes several positions. */
  readonly at: (position: number) => readonly FoldedToken[]
  /** The word at a position, folded; empty beyond the ends. */
  readonly wordAt: (position: number) => string
  /** The signs between the word at a position and the one after it. */
  readonly after: (position: number) => string
}

/** Splits a text into words. Hashtags and mentions are none. */
export function textWords(text: string): TextWords {
  const at: FoldedToken[][] = []
  for (const token of foldText(text)) {
    if (token.kind !== "word" && token.kind !== "compound") continue
    ;(at[token.position] ??= []).push(token)
  }
  const word = (position: number): FoldedToken | undefined => at[position]?.find(({ kind }) => kind === "word")
  return {
    length: at.length,
    at: (position) => at[position] ?? [],
    wordAt: (position) => word(position)?.text ?? "",
    after: (position) => {
      const [here, next] = [word(position), word(position + 1)]
      return here === undefined || next === undefined ? "\n" : text.slice(here.end, next.start)
    },
  }
}

/** Whether signs end a sentence: both sides then have nothing to do with each other. */
export function endsSentence(signs: string): boolean {
  return /[.!?;:\n…]/.test(signs)
}

const longestAbbreviation = 4

/**
 * Whether the word at a position belongs together with the one after it: no sentence ends between them; the full stop
 * of an abbreviation ends none.
 */
export function goesOn(words: TextWords, position: number): boolean {
  const signs = words.after(position)
  if (!endsSentence(signs)) return true
  return words.wordAt(position).length <= longestAbbreviation && /^[^\S\n]*\.[^\S\n]*$/.test(signs)
}
