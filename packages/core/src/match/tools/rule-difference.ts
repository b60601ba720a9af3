import type { Match, MatchedClause } from "../rule.ts"
import { decidingClauses, type DecidingClause } from "./deciding-clauses.ts"
import type { MessagePlace, PlacedMessage } from "./message-stream.ts"
import type { RuleField, RulePairs } from "./rule-pairs.ts"

/** A message for which a rule holds in one of two sets only. */
export interface DifferenceSample extends MessagePlace {
  /** What made the rule hold, in the set where it does. */
  readonly clauses: readonly MatchedClause[]
  /** Why it does not hold in the other set; empty when the rule is not there at all. */
  readonly because: readonly DecidingClause[]
}

/** Matches that appear or disappear. */
export interface MatchDifference {
  /** Exact. */
  readonly count: number
  /** The first ones, as many as were asked for. */
  readonly samples: readonly DifferenceSample[]
}

/** What an edit does to one rule. */
export interface RuleDifference {
  /** The rule. */
  readonly ruleId: string
  /** Whether the rule is new, gone or different. */
  readonly change: "added" | "removed" | "changed"
  /** What differs, of a changed rule. Where the query is the same, no match appears or disappears. */
  readonly fields: readonly RuleField[]
  /** Messages for which it holds before. */
  readonly hitsBefore: number
  /** Messages for which it holds after. */
  readonly hitsAfter: number
  /** Messages that match now and did not. */
  readonly appeared: MatchDifference
  /** Messages that matched and do not any more. */
  readonly disappeared: MatchDifference
}

/** Counts what happens to each rule that differs. */
export interface DifferenceTally {
  /**
   * Adds one message.
   *
   * @param placed - the message
   * @param was - all matches before
   * @param changed - the matches after of the rules whose query is new
   */
  add(placed: PlacedMessage, was: readonly Match[], changed: readonly Match[]): void
  /** Every rule that differs, in the order of the pairs. */
  list(): readonly RuleDifference[]
}

/**
 * Starts counting.
 *
 * @param pairs - the two sets
 * @param limit - samples a rule and direction
 */
export function createDifferenceTally(pairs: RulePairs, limit: number): DifferenceTally {
  const start = () => ({ count: 0, samples: new Array<DifferenceSample>() })
  const tallies = new Map(
    pairs.different.map((pair) => [pair.ruleId, { ...pair, hitsBefore: 0, hitsAfter: 0, appeared: start(), disappeared: start() }]),
  )

  const note = (
    side: ReturnType<typeof start>,
    { place, message }: PlacedMessage,
    match: Match,
    isChanged: boolean,
    isBefore: boolean,
  ): void => {
    side.count += 1
    if (side.samples.length >= limit) return
    const other = isBefore ? pairs.afterChanged : pairs.before
    const because = isChanged ? decidingClauses(other.explain(match.ruleId, message)) : []
    side.samples.push({ ...place, clauses: match.clauses, because })
  }

  return {
    add(placed, was, changed) {
      const before = new Set(was.map(({ ruleId }) => ruleId))
      const after = new Set(changed.map(({ ruleId }) => ruleId))
      for (const match of was) {
        const tally = tallies.get(match.ruleId)
        if (tally === undefined) continue
        tally.hitsBefore += 1
        if (pairs.unchanged.has(match.ruleId)) tally.hitsAfter += 1
        else if (!after.has(match.ruleId)) note(tally.disappeared, placed, match, tally.change === "changed", true)
      }
      for (const match of changed) {
        const tally = tallies.get(match.ruleId)
        if (tally === undefined) continue
        tally.hitsAfter += 1
        if (!before.has(match.ruleId)) note(tally.appeared, placed, match, tally.change === "changed", false)
      }
    },
    list: () => [...tallies.values()],
  }
}
