/**
 * The known name that was probably meant: the nearest by edit distance, where no more than a third of its letters
 * differ, or one.
 *
 * @param given - what was written
 * @param known - every name that there is
 * @returns undefined when none is near enough
 */
export function nearestName(given: string, known: Iterable<string>): string | undefined {
  // A name of a stranger may be as long as it likes; one that is much longer than all names resembles none.
  if (given.length > 100) return undefined
  let best: { readonly name: string; readonly edits: number } | undefined
  for (const name of known) {
    const edits = editsBetween(given.toLowerCase(), name.toLowerCase())
    const length = Math.max(given.length, name.length)
    if (edits < length && edits <= Math.max(1, length / 3) && (best === undefined || edits < best.edits)) best = { name, edits }
  }
  return best?.name
}

/**
 * The end of an error's sentence: `; did you mean "authorisation"?`, or nothing where no known name is near.
 *
 * @param given - what was written
 * @param known - every name that there is
 */
export function didYouMean(given: string, known: Iterable<string>): string {
  const name = nearestName(given, known)
  return name === undefined ? "" : `; did you mean "${name}"?`
}

/** How many letters are put in, left out, replaced or exchanged with their neighbour (optimal string alignment). */
function editsBetween(one: string, other: string): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row]
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1
      let edits = Math.min((last[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + same)
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1])
        edits = Math.min(edits, (before[column - 2] ?? 0) + 1)
      next.push(edits)
    }
    before = last
    last = next
  }
  return last[other.length] ?? 0
}
