import type { Span } from "../../base/index.ts"
import { foldText, type FoldedToken } from "../../match/index.ts"

/** The plain words of a text, folded, in order; compounds are recognised by their parts. */
export function wordsOf(text: string): readonly FoldedToken[] {
  return foldText(text)
    .filter(({ kind }) => kind === "word")
    .toSorted((one, other) => one.start - other.start)
}

/** A sentence of a text. */
export interface Sentence extends Span {
  readonly text: string
}

/** An end of a sentence: signs before a space, but for the point of an abbreviation or of a number. */
const sentenceEnd = /(?<!(?<![\p{L}\d])(?:\p{L}{1,3}|\d{1,2})\.)(?<=[.!?…])\s+(?=\S)|\n+/gu

/** The sentences of a text, without the spaces around them. */
export function sentencesOf(text: string): readonly Sentence[] {
  const sentences: Sentence[] = []
  let start = 0
  const add = (end: number): void => {
    const piece = text.slice(start, end)
    const from = start + piece.length - piece.trimStart().length
    if (piece.trim() !== "") sentences.push({ text: piece.trim(), start: from, end: from + piece.trim().length })
  }
  for (const match of text.matchAll(sentenceEnd)) {
    add(match.index)
    start = match.index + match[0].length
  }
  add(text.length)
  return sentences
}
