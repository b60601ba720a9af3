/** A piece of a text beside an earlier one. */
export interface Piece {
  readonly kind: "same" | "added" | "removed"
  readonly text: string
}

/**
 * What was changed between two versions of a text, by words: what both have, what the later one adds, what it leaves
 * out. The pieces that are not removed are the later text, those that are not added the earlier one.
 */
export function diffOf(earlier: string, later: string): readonly Piece[] {
  const [before, after] = [wordsOf(earlier), wordsOf(later)]
  // The longest common row of words from each place on.
  const longest = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1))
  const at = (row: number, column: number): number => longest[row]?.[column] ?? 0
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const length = before[row] === after[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1))
      longest[row]?.fill(length, column, column + 1)
    }
  }
  const pieces: Piece[] = []
  const push = (kind: Piece["kind"], text: string): void => {
    const last = pieces.at(-1)
    if (last?.kind === kind) pieces.splice(-1, 1, { kind, text: last.text + text })
    else pieces.push({ kind, text })
  }
  let [row, column] = [0, 0]
  while (row < before.length || column < after.length) {
    const [old = "", fresh = ""] = [before[row], after[column]]
    if (row < before.length && column < after.length && old === fresh) {
      push("same", fresh)
      row += 1
      column += 1
    } else if (row < before.length && (column >= after.length || at(row + 1, column) >= at(row, column + 1))) {
      push("removed", old)
      row += 1
    } else {
      push("added", fresh)
      column += 1
    }
  }
  return pieces
}

/** Words, and what is between them. */
function wordsOf(text: string): readonly string[] {
  return text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? []
}
