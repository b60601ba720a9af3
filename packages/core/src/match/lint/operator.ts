import type { Query } from "../query/query.ts"

/** A word that was probably meant as an operator. */
export interface OperatorWord {
  readonly message: string
  readonly clause: string
}

/** What each word was probably meant as. */
const operators: ReadonlyMap<string, string> = new Map([
  ["and", "AND or &"],
  ["not", "NOT or -"],
  ["or", "OR or |"],
  ["и", "AND or &"],
  ["или", "OR or |"],
])

/**
 * The words of a query that are between others as operators are, but are searched for like any word: operators are
 * upper case.
 */
export function operatorWords(query: Query): readonly OperatorWord[] {
  if (query.type === "not") return operatorWords(query.clause)
  if (query.type !== "and" && query.type !== "or") return []
  return query.clauses.flatMap((clause) => {
    if (clause.type !== "word") return operatorWords(clause)
    const meant = query.type === "and" && clause.match === "forms" ? operators.get(clause.text.toLowerCase()) : undefined
    if (meant === undefined) return []
    const message = `"${clause.text}" is searched as an ordinary word; write ${meant}, or =${clause.text} to search the word itself`
    return [{ message, clause: clause.text }]
  })
}
