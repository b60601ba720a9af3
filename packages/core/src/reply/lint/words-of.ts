import { foldText, type FoldedToken } from "../../match/index.ts"

/** The plain words of a text, folded, in order; compounds are recognised by their parts. */
export function wordsOf(text: string): readonly FoldedToken[] {
  return foldText(text)
    .filter(({ kind }) => kind === "word")
    .toSorted((one, other) => one.start - other.start)
}
