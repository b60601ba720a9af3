import type { ExplainedClause, ExplainedPlace } from "../engine/index.ts"

/** A clause that decided whether a rule holds. */
export interface DecidingClause {
  /** The clause as the query says it; alternatives of single words are together. */
  readonly clause: string
  /** Whether it is in the message. */
  readonly holds: boolean
  /** Whether the rule excludes it: then a rule fails because this holds. */
  readonly excluded: boolean
  /** The first places where it is, at most 3. */
  readonly places: readonly ExplainedPlace[]
}

/** The most places that a deciding clause lists. The whole explanation has more. */
const decidingPlaceLimit = 3

/**
 * The clauses that answer "why": of a rule that does not hold, those that are missing or forbidden; of one that
 * matches, those that are in the text.
 *
 * @param explained - what `Matcher.explain` says
 */
export function decidingClauses(explained: ExplainedClause): readonly DecidingClause[] {
  const found = deciding(explained, false)
  return explained.holds ? found.filter(({ excluded }) => !excluded) : found
}

function deciding(explained: ExplainedClause, excluded: boolean): readonly DecidingClause[] {
  const { type, holds, clauses } = explained
  if (type === "not") return clauses.flatMap((part) => deciding(part, !excluded))
  const isJoined = type === "and" || type === "or"
  // Of alternatives that all fail, a list of words says more as a whole than word by word.
  const isWordList = type === "or" && !holds && clauses.every((part) => !isOperator(part))
  if (isJoined && !isWordList) return clauses.filter((part) => part.holds === holds).flatMap((part) => deciding(part, excluded))
  return [{ clause: explained.clause, holds, excluded, places: explained.places.slice(0, decidingPlaceLimit) }]
}

function isOperator({ type }: ExplainedClause): boolean {
  return type === "and" || type === "or" || type === "not"
}
