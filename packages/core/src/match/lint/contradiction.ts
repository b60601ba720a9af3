import { printQuery } from "../query/print.ts"
import type { Query } from "../query/query.ts"
import type { Implication } from "./implication.ts"

/** Why a query can never hold. */
export interface Contradiction {
  readonly message: string
  readonly clause: string
}

/**
 * Finds two clauses that must both hold and can't: a word and its exclusion, or two values of a field that has one.
 *
 * @param query - a query
 * @param implication - compares clauses
 */
export function contradiction(query: Query, implication: Implication): Contradiction | undefined {
  switch (query.type) {
    case "or": {
      const found = query.clauses.map((clause) => contradiction(clause, implication))
      // One alternative that never holds is worth a word, too.
      return found.find((one) => one !== undefined)
    }
    case "and": {
      for (const clause of query.clauses) {
        const inside = contradiction(clause, implication)
        if (inside !== undefined) return inside
        const rest: Query = { type: "not", clause }
        const against = query.clauses.find((other) => other !== clause && implication.implies(other, rest))
        if (against !== undefined) {
          const message = `${printQuery(against)} and ${printQuery(clause)} cannot both match`
          return { message, clause: printQuery(query) }
        }
      }
      return undefined
    }
    default:
      return undefined
  }
}
