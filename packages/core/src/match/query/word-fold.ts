import { foldText, type FoldedToken } from "../fold/fold.ts"

const recentLimit = 4096
let recent = new Map<string, readonly FoldedToken[]>()

/**
 * Folds a word of a query. Reading, checking and compiling a rule ask for the same words again and again, and rules share words, so the
 * last few thousand are remembered.
 *
 * @param word - as the query writes it
 */
export function foldQueryWord(word: string): readonly FoldedToken[] {
  const known = recent.get(word)
  if (known !== undefined) return known
  const tokens = foldText(word)
  if (recent.size >= recentLimit) recent = new Map()
  recent.set(word, tokens)
  return tokens
}
