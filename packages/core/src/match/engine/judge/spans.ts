/** A span of word positions `[first, after)` and of characters `[start, end)`. */
export interface Span {
  readonly first: number
  readonly after: number
  readonly start: number
  readonly end: number
}

interface RowState extends Span {
  readonly gap: number
}

/** The order of occurrences: by where they end, the shortest first. */
function compareSpans(one: Span, other: Span): number {
  return one.after - other.after || other.first - one.first || one.start - other.start
}

/** Merges lists of occurrences into one, in order, without doubles. */
export function mergeSpans(lists: readonly (readonly Span[])[]): readonly Span[] {
  if (lists.length === 1) return lists[0] ?? []
  const all = lists.flat().sort(compareSpans)
  return all.filter((one, index) => index === 0 || compareSpans(one, all[index - 1] as Span) !== 0)
}

/**
 * Occurrences of several things in a row. For each place where one ends, there is one: that with the fewest words in
 * between, and of several such the latest to begin. The time is proportional to the lists, but for sorting.
 *
 * @param parts - the occurrences of each thing
 * @param slack - how many words may be in between altogether
 */
export function rowSpans(parts: readonly (readonly Span[])[], slack: number): readonly Span[] {
  let states: readonly RowState[] = bestPerEnd((parts[0] ?? []).map((span) => ({ ...span, gap: 0 })))
  for (const part of parts.slice(1)) {
    if (states.length === 0) return []
    const byFirst = isSortedByFirst(part) ? part : part.toSorted((one, other) => one.first - other.first)
    const found: RowState[] = []
    let best: RowState | undefined
    let next = 0
    for (const span of byFirst) {
      for (let state = states[next]; state !== undefined && state.after <= span.first; state = states[++next]) {
        if (best === undefined || isCloser(state, best)) best = state
      }
      if (best === undefined) continue
      const gap = best.gap + span.first - best.after
      if (gap <= slack) found.push({ first: best.first, after: span.after, start: best.start, end: span.end, gap })
    }
    states = bestPerEnd(found)
  }
  return states
}

/**
 * What counts is the gap that a later thing would see: less the further away an end is and the fewer words were skipped
 * before it.
 */
function isCloser(one: RowState, other: RowState): boolean {
  const reach = one.after - one.gap - (other.after - other.gap)
  return reach > 0 || (reach === 0 && one.first > other.first)
}

function bestPerEnd(states: readonly RowState[]): readonly RowState[] {
  let isBest = true
  for (let index = 1; index < states.length && isBest; index++) isBest = (states[index - 1]?.after ?? 0) < (states[index]?.after ?? 0)
  if (isBest) return states
  const sorted = states.toSorted((one, other) => one.after - other.after || one.gap - other.gap || other.first - one.first)
  return sorted.filter((state, index) => index === 0 || state.after !== sorted[index - 1]?.after)
}

function isSortedByFirst(spans: readonly Span[]): boolean {
  for (let index = 1; index < spans.length; index++) {
    if ((spans[index]?.first ?? 0) < (spans[index - 1]?.first ?? 0)) return false
  }
  return true
}

/**
 * Pairs of occurrences near each other, as the span from the first to the last character of both. The two have no word
 * in common. For each place where one ends there is the shortest.
 *
 * @param left - occurrences of the one, in order
 * @param right - occurrences of the other, in order
 * @param distance - how many word positions apart at most; 1 is side by side
 * @param ordered - whether `left` must come first
 * @param onlyFirst - stop at the first place
 */
export function nearSpans(
  left: readonly Span[],
  right: readonly Span[],
  distance: number,
  ordered: boolean,
  onlyFirst: boolean,
): readonly Span[] {
  const found = [pairsInOrder(left, right, distance, onlyFirst)]
  if (!ordered) found.push(pairsInOrder(right, left, distance, onlyFirst))
  const merged = mergeSpans(found)
  return merged.filter((one, index) => index === 0 || one.after !== merged[index - 1]?.after)
}

function pairsInOrder(before: readonly Span[], behind: readonly Span[], distance: number, onlyFirst: boolean): readonly Span[] {
  const found: Span[] = []
  for (const second of behind) {
    const last = found.at(-1)
    if (onlyFirst && last !== undefined && last.after !== second.after) break
    for (let index = firstEndingAt(before, second.first + 1 - distance); ; index++) {
      const first = before[index]
      if (first === undefined || first.after > second.first) break
      found.push({ first: first.first, after: second.after, start: first.start, end: second.end })
    }
  }
  return found.sort(compareSpans)
}

function firstEndingAt(spans: readonly Span[], after: number): number {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((spans[middle]?.after ?? 0) < after) low = middle + 1
    else high = middle
  }
  return low
}
