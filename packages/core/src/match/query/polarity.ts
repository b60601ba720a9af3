import type { Query } from "./query.ts"

/**
 * Whether a query holds only for messages that have something it names. `a`, `a -b` and `network:vk` do; `-a` and `a | -b` do not.
 *
 * @param query - a query
 */
export function isPositive(query: Query): boolean {
  return needsSomething(query, true)
}

function needsSomething(query: Query, positive: boolean): boolean {
  switch (query.type) {
    case "not":
      return needsSomething(query.clause, !positive)
    case "and":
    case "or":
      return (query.type === "and") === positive
        ? query.clauses.some((clause) => needsSomething(clause, positive))
        : query.clauses.every((clause) => needsSomething(clause, positive))
    default:
      return positive
  }
}
