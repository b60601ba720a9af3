import { printOperand, printQuery } from "../../query/print.ts"
import type { FieldName, HashtagQuery, MentionQuery, NearOperand, PhraseWord, Query, WordQuery } from "../../query/query.ts"
import { foldQueryWord } from "../../query/words.ts"
import type { TermTable } from "../terms/term-table.ts"

/** Something at places of a text: a term, several in a row, or any of several. */
export type Placed =
  | { readonly kind: "term"; readonly term: number }
  | { readonly kind: "row"; readonly parts: readonly Placed[]; readonly slack: number }
  | { readonly kind: "any"; readonly options: readonly Placed[] }

/** The alternatives on both sides of `NEAR`, as the query says them. */
export interface NearLabels {
  readonly left: readonly string[]
  readonly right: readonly string[]
}

/**
 * A query over numbered terms. Negation is only at its leaves. What was inside a negation has no label: no
 * match reports it.
 */
export type Plan =
  | { readonly kind: "placed"; readonly placed: Placed; readonly label: string | undefined; readonly negated: boolean }
  | {
      readonly kind: "near"
      readonly left: Placed
      readonly right: Placed
      readonly distance: number
      readonly ordered: boolean
      readonly labels: NearLabels | undefined
      readonly negated: boolean
    }
  | { readonly kind: "field"; readonly field: FieldName; readonly value: string; readonly negated: boolean }
  | { readonly kind: "all" | "some"; readonly plans: readonly Plan[] }

/**
 * Turns a query into a plan, numbering its terms.
 *
 * @param query - a query
 * @param terms - where new terms are added
 */
export function planQuery(query: Query, terms: TermTable): Plan {
  return plan(query, false, true, terms)
}

function plan(query: Query, negated: boolean, isTold: boolean, terms: TermTable): Plan {
  switch (query.type) {
    case "and":
    case "or":
      return {
        kind: (query.type === "and") === negated ? "some" : "all",
        plans: query.clauses.map((clause) => plan(clause, negated, isTold, terms)),
      }
    case "not":
      return plan(query.clause, !negated, false, terms)
    default: {
      const clause = planClause(query, terms, isTold)
      return negated ? { ...clause, negated } : clause
    }
  }
}

/**
 * Plans a query without `AND`, `OR` and `NOT` at its top; alternatives of words count as one clause.
 *
 * @param query - the clause
 * @param terms - where new terms are added
 * @param isTold - whether a match may report the clause
 */
export function planClause(
  query: Exclude<Query, { readonly type: "and" | "or" | "not" }> | NearOperand,
  terms: TermTable,
  isTold: boolean,
): Extract<Plan, { readonly negated: boolean }> {
  if (query.type === "field") return { kind: "field", field: query.field, value: query.value, negated: false }
  if (query.type !== "near") {
    return { kind: "placed", placed: placeOf(query, terms), label: isTold ? printQuery(query) : undefined, negated: false }
  }
  const { distance, ordered } = query
  const labels = isTold ? { left: alternatives(query.left), right: alternatives(query.right) } : undefined
  return { kind: "near", left: placeOf(query.left, terms), right: placeOf(query.right, terms), distance, ordered, labels, negated: false }
}

function alternatives(operand: NearOperand): readonly string[] {
  return operand.type === "or" ? operand.clauses.map(printOperand) : [printOperand(operand)]
}

function placeOf(query: NearOperand, terms: TermTable): Placed {
  switch (query.type) {
    case "or":
      return { kind: "any", options: query.clauses.map((clause) => placeOf(clause, terms)) }
    case "phrase":
      return { kind: "row", parts: query.words.map((word) => placeOfWord(word, terms)), slack: query.slack }
    case "hashtag":
    case "mention":
      return { kind: "term", term: terms.exact(tagText(query)) }
    case "word":
      return placeOfWord(query, terms)
  }
}

function tagText(query: HashtagQuery | MentionQuery): string {
  return foldQueryWord(`${query.type === "hashtag" ? "#" : "@"}${query.text}`).at(-1)?.text ?? ""
}

/** A hyphenated word is its parts side by side, or the whole written together. */
function placeOfWord(word: PhraseWord | WordQuery, terms: TermTable): Placed {
  const tokens = foldQueryWord(word.text)
  const typos = "typos" in word ? word.typos : undefined
  if (tokens.length === 1) return { kind: "term", term: termOf(word.text, tokens[0]?.text ?? "", word.match, typos, terms) }
  const options: Placed[] = []
  const parts = tokens.filter((token) => token.kind === "word")
  options.push({
    kind: "row",
    slack: 0,
    parts: parts.map((part, index) => {
      // Of a hyphenated prefix only the last part is open at its end.
      const match = word.match === "prefix" && index < parts.length - 1 ? "exact" : word.match
      return { kind: "term", term: termOf(word.text.slice(part.start, part.end), part.text, match, undefined, terms) }
    }),
  })
  const whole = tokens.find((token) => token.kind === "compound")
  if (whole !== undefined) options.push({ kind: "term", term: termOf(word.text, whole.text, word.match, undefined, terms) })
  return options.length === 1 ? (options[0] as Placed) : { kind: "any", options }
}

function termOf(word: string, folded: string, match: WordQuery["match"], typos: 1 | undefined, terms: TermTable): number {
  if (typos !== undefined) return terms.typo(word, folded)
  if (match === "forms") return terms.forms(word, folded)
  return match === "exact" ? terms.exact(folded) : terms.prefix(folded)
}
