import { printQuery } from "../../query/print.ts"
import type { NearOperand, Query } from "../../query/query.ts"
import type { MatchableMessage } from "../../rule.ts"
import { encodePlan } from "../rules/plan-code.ts"
import { planClause } from "../rules/plan.ts"
import type { MessageTerms } from "../terms/message-terms.ts"
import type { TermTable } from "../terms/term-table.ts"
import { clauseSpans } from "./clause-places.ts"
import { fieldHolds } from "./hold.ts"
import { nearPairAt, nearTerm } from "./near-pair.ts"

/** A place in the message, for a reader to see underlined. */
export interface ExplainedPlace {
  /** First UTF-16 unit in the original text. */
  readonly start: number
  /** After the last UTF-16 unit in the original text. */
  readonly end: number
  /** `text.slice(start, end)` */
  readonly text: string
}

/** One clause of a query, and whether it held for a message. */
export interface ExplainedClause {
  /** The clause as the query says it; of a `NEAR` that holds, only the two operands at its first place. */
  readonly clause: string
  /** What kind of clause it is. */
  readonly type: Query["type"]
  /** Whether the message meets it. */
  readonly holds: boolean
  /**
   * Where the clause is in the text, in order of their ends; at most 1000. Empty for fields and operators but
   * `NEAR`.
   */
  readonly places: readonly ExplainedPlace[]
  /** The clauses that an operator joins; both sides of `NEAR`. */
  readonly clauses: readonly ExplainedClause[]
}

/** The most places that an explanation lists for one clause. */
const placeLimit = 1000

/** A message that was read, with the table of the rules' terms. */
export interface Explaining {
  readonly message: MatchableMessage
  readonly found: MessageTerms
  /** Must know all terms of the query. */
  readonly terms: TermTable
}

/** Explains a query, clause by clause. Clauses that do not matter for the answer are reported as well. */
export function explainQuery(query: Query | NearOperand, explaining: Explaining): ExplainedClause {
  const { message, found, terms } = explaining
  const clauses = partsOf(query).map((part) => explainQuery(part, explaining))
  const base = { clause: printQuery(query), type: query.type, clauses }
  if (query.type === "and") return { ...base, holds: clauses.every((part) => part.holds), places: [] }
  if (query.type === "or") return { ...base, holds: clauses.some((part) => part.holds), places: [] }
  if (query.type === "not") return { ...base, holds: !clauses.some((part) => part.holds), places: [] }
  const plan = planClause(query, terms, true)
  if (plan.kind === "field") return { ...base, holds: fieldHolds(plan.field, plan.value, message), places: [] }
  const code: number[] = []
  const strings: string[] = []
  encodePlan(plan, code, (text) => strings.push(text) - 1)
  const encoded = { code, base: 0, strings }
  const spans = clauseSpans(encoded, 0, found, false)
  const places = spans.slice(0, placeLimit).map(({ start, end }) => ({ start, end, text: message.text.slice(start, end) }))
  const first = spans[0]
  if (first === undefined || plan.kind !== "near") return { ...base, holds: first !== undefined, places }
  return { ...base, clause: nearTerm(encoded, 0, nearPairAt(encoded, 0, found, first)), holds: true, places }
}

function partsOf(query: Query | NearOperand): readonly (Query | NearOperand)[] {
  switch (query.type) {
    case "and":
    case "or":
      return query.clauses
    case "not":
      return [query.clause]
    case "near":
      return [query.left, query.right]
    default:
      return []
  }
}
