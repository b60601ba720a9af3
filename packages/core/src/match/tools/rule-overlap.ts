/** Two rules that hold for the same messages. */
export interface RuleOverlap {
  /** Both ids, in the order of the rules. */
  readonly ruleIds: readonly [string, string]
  /** Messages for which both hold. */
  readonly both: number
  /** Of the messages for which either holds, the share for which both do (Jaccard index), 0 to 1. */
  readonly jaccard: number
}

/** A rule whose messages are another's as well. */
export interface ContainedRule {
  /** The rule. */
  readonly ruleId: string
  /** The rule with as many hits or more. */
  readonly withinRuleId: string
  /** Messages for which both hold. */
  readonly both: number
  /** Of the messages for which `ruleId` holds, the share for which `withinRuleId` does, 0 to 1. */
  readonly containment: number
}

/** A rule that held but never first. */
export interface ShadowedRule {
  /** The rule. */
  readonly ruleId: string
  /** Messages that it matches. */
  readonly hits: number
  /** The rules that came first in its place: the most frequent first, at most 5. */
  readonly behind: readonly {
    /** The rule before it. */
    readonly ruleId: string
    /** Messages of which that rule names the topic. */
    readonly messages: number
  }[]
}

/** The most rules that are named before a shadowed one. */
const shadowLimit = 5

interface Used {
  readonly ruleId: string
  readonly hits: number
  readonly first: number
}

interface Pair {
  readonly one: number
  readonly other: number
  readonly both: number
}

/** Counts which rules hold together. */
export interface OverlapTally {
  /** Adds one message: the places of the rules that hold, rising. */
  add(ranks: readonly number[]): void
  /** Whether every pair that was met was counted. */
  isComplete(): boolean
  overlaps(uses: readonly Used[], limit: number): readonly RuleOverlap[]
  contained(uses: readonly Used[], limit: number): readonly ContainedRule[]
  shadowed(uses: readonly Used[]): readonly ShadowedRule[]
}

/**
 * Starts counting.
 *
 * @param limit - how many pairs are counted at most
 */
export function createOverlapTally(limit: number): OverlapTally {
  // Of each rule, the later ones that held with it. `first` counts only where the row's rule came first.
  const rows = new Map<number, Map<number, { both: number; first: number }>>()
  let size = 0
  let isComplete = true

  const cellOf = (one: number, other: number): { both: number; first: number } | undefined => {
    const row = rows.get(one) ?? new Map<number, { both: number; first: number }>()
    const known = row.get(other)
    if (known !== undefined) return known
    if (size >= limit) {
      isComplete = false
      return undefined
    }
    const cell = { both: 0, first: 0 }
    row.set(other, cell)
    rows.set(one, row)
    size += 1
    return cell
  }

  const pairs = (): readonly Pair[] =>
    Array.from(rows, ([one, row]) => Array.from(row, ([other, { both }]) => ({ one, other, both }))).flat()

  return {
    add(ranks) {
      ranks.forEach((one, place) => {
        for (let next = place + 1; next < ranks.length; next++) {
          const cell = cellOf(one, ranks[next] ?? 0)
          if (cell === undefined) continue
          cell.both += 1
          if (place === 0) cell.first += 1
        }
      })
    },
    isComplete: () => isComplete,
    overlaps(uses, most) {
      const hits = (at: number): number => uses[at]?.hits ?? 0
      return pairs()
        .map((pair) => ({ ...pair, jaccard: pair.both / (hits(pair.one) + hits(pair.other) - pair.both) }))
        .sort((a, b) => b.jaccard - a.jaccard || b.both - a.both || a.one - b.one || a.other - b.other)
        .slice(0, most)
        .map(({ one, other, both, jaccard }) => ({ ruleIds: [idAt(uses, one), idAt(uses, other)] as const, both, jaccard }))
    },
    contained(uses, most) {
      const hits = (at: number): number => uses[at]?.hits ?? 0
      return pairs()
        .map(({ one, other, both }) => {
          // Of two with as many hits, the later rule is the contained one, as in lint.
          const [inner, outer] = hits(one) < hits(other) ? [one, other] : [other, one]
          return { inner, outer, both, containment: both / hits(inner) }
        })
        .sort((a, b) => b.containment - a.containment || b.both - a.both || a.inner - b.inner || a.outer - b.outer)
        .slice(0, most)
        .map(({ inner, outer, both, containment }) => ({ ruleId: idAt(uses, inner), withinRuleId: idAt(uses, outer), both, containment }))
    },
    shadowed(uses) {
      const behind = new Map<number, { readonly rank: number; readonly messages: number }[]>()
      for (const [rank, row] of rows) {
        for (const [other, { first }] of row) {
          if (first === 0 || uses[other]?.first !== 0) continue
          const known = behind.get(other)
          if (known === undefined) behind.set(other, [{ rank, messages: first }])
          else known.push({ rank, messages: first })
        }
      }
      return uses.flatMap(({ ruleId, hits, first }, at) => {
        if (hits === 0 || first > 0) return []
        const most = (behind.get(at) ?? []).sort((a, b) => b.messages - a.messages || a.rank - b.rank).slice(0, shadowLimit)
        return [{ ruleId, hits, behind: most.map(({ rank, messages }) => ({ ruleId: idAt(uses, rank), messages })) }]
      })
    },
  }
}

function idAt(uses: readonly Used[], at: number): string {
  return uses[at]?.ruleId ?? ""
}
