import { compare } from "../../base/index.ts"
import type { Gap } from "../../connector/index.ts"
import type { CursorMove } from "../../storage/index.ts"

/** So many gaps of a source are kept at most: every round of every worker reads them. Our choice. */
const mostGaps = 1000

/** So many of the oldest become half as many then. */
const oldest = mostGaps / 2

const mergedReason = "adjacent gaps, merged with what lies between them: more than a thousand were known"

/** What a page adds to the gaps that are known of its source, and how many of those became fewer. */
export interface AddedGaps extends Pick<CursorMove, "gaps" | "replacesGaps"> {
  /** Null where all stay. */
  readonly merged: { readonly before: number; readonly after: number } | null
}

/**
 * Adds gaps. Where more are known than a source keeps, each two of the oldest half that lie next to each other become
 * one, with what lies between them: what is reported as read was always read, and the older a gap the rougher it is
 * reported.
 *
 * @param known - as they are stored
 * @param added - of the page
 */
export function addGaps(known: readonly Gap[], added: readonly Gap[]): AddedGaps {
  if (known.length + added.length <= mostGaps) return { gaps: added, merged: null }
  let all = [...known, ...added].toSorted((one, other) => compare(one.from, other.from) || compare(one.to, other.to))
  const before = all.length
  while (all.length > mostGaps) all = [...halved(all.slice(0, -oldest)), ...all.slice(-oldest)]
  return { gaps: all, replacesGaps: true, merged: { before, after: all.length } }
}

function halved(gaps: readonly Gap[]): readonly Gap[] {
  const half: Gap[] = []
  for (let index = 0; index < gaps.length; index += 2) {
    const [one, other] = [gaps[index], gaps[index + 1]]
    if (one === undefined) break
    half.push(other === undefined ? one : { from: one.from, to: one.to > other.to ? one.to : other.to, reason: mergedReason })
  }
  return half
}
