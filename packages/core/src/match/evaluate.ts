import { planHolds } from "./hold.ts"
import { operation, placeOperation } from "./plan-code.ts"
import type { MessageTerms } from "./message-terms.ts"
import type { MatchableMessage, MatchedClause } from "./rule.ts"
import { mergeStretches, nearStretches, rowStretches, type Stretch } from "./spans.ts"

/** A plan in numbers, somewhere inside a longer row of them. */
export interface PlanCode {
  readonly code: ArrayLike<number>
  /** Where the plan begins. */
  readonly base: number
  readonly strings: readonly string[]
}

/** The first places of the clauses that made a rule hold. */
export interface FoundClauses {
  count: number
  readonly labels: string[]
  readonly starts: number[]
  readonly ends: number[]
}

/** An empty list. */
export function createFoundClauses(): FoundClauses {
  return { count: 0, labels: [], starts: [], ends: [] }
}

function add(found: FoundClauses, label: string, start: number, end: number): void {
  found.labels[found.count] = label
  found.starts[found.count] = start
  found.ends[found.count++] = end
}

/** Where the node after the one at `at` begins. */
export function afterNode(code: ArrayLike<number>, base: number, at: number): number {
  switch (code[at]) {
    case operation.term:
      return at + 3
    case operation.noTerm:
      return at + 2
    case operation.field:
      return at + 4
    default:
      return base + (code[at + 1] as number)
  }
}

/**
 * Collects the first place of each clause that makes a node of a plan hold.
 *
 * @param plan - the plan
 * @param at - where the node begins
 * @param terms - the message's terms
 * @param found - receives the places; nothing when the node does not hold
 * @returns whether the node holds
 */
export function collectClauses(plan: PlanCode, at: number, terms: MessageTerms, message: MatchableMessage, found: FoundClauses): boolean {
  const { code, base, strings } = plan
  switch (code[at]) {
    case operation.term: {
      const term = code[at + 1] as number
      if ((((terms.bits()[term >> 5] as number) >>> term) & 1) === 0) return false
      const token = terms.firstToken(term)
      add(found, strings[code[at + 2] as number] as string, terms.tokens.start[token] as number, terms.tokens.end[token] as number)
      return true
    }
    case operation.placed:
    case operation.near: {
      const first = clauseStretches(plan, at, terms, true)[0]
      if (first === undefined) return false
      add(found, strings[code[at + 2] as number] as string, first.start, first.end)
      return true
    }
    case operation.noTerm:
    case operation.notPlaced:
    case operation.notNear:
    case operation.field:
      return planHolds(plan, at, terms, message)
    case operation.all: {
      const end = afterNode(code, base, at)
      const before = found.count
      for (let part = at + 2; part < end; part = afterNode(code, base, part)) {
        if (collectClauses(plan, part, terms, message, found)) continue
        found.count = before
        return false
      }
      return true
    }
    default: {
      const end = afterNode(code, base, at)
      let holds = false
      for (let part = at + 2; part < end; part = afterNode(code, base, part)) {
        if (collectClauses(plan, part, terms, message, found)) holds = true
      }
      return holds
    }
  }
}

/**
 * Where a clause stands in the text, in order.
 *
 * @param plan - the plan
 * @param at - where a node begins that is a term, something placed, or `NEAR`, negated or not
 * @param terms - the message's terms
 * @param onlyFirst - whether the first place is enough; more may come
 */
export function clauseStretches(plan: PlanCode, at: number, terms: MessageTerms, onlyFirst: boolean): readonly Stretch[] {
  const { code } = plan
  if (code[at] === operation.term) return terms.occurrences(code[at + 1] as number)
  if (code[at] === operation.noTerm) return terms.occurrences(code[at + 1] as number)
  if (code[at] === operation.placed || code[at] === operation.notPlaced) return placeStretches(plan, at + 3, terms)
  const left = placeStretches(plan, at + 5, terms)
  if (left.length === 0) return []
  const right = placeStretches(plan, afterPlace(plan, at + 5), terms)
  return nearStretches(left, right, code[at + 3] as number, code[at + 4] === 1, onlyFirst)
}

/** Where the place after the one at `at` begins. */
export function afterPlace({ code, base }: PlanCode, at: number): number {
  return code[at] === placeOperation.term ? at + 2 : base + (code[at + 1] as number)
}

function placeStretches(plan: PlanCode, at: number, terms: MessageTerms): readonly Stretch[] {
  const { code } = plan
  if (code[at] === placeOperation.term) return terms.occurrences(code[at + 1] as number)
  const end = afterPlace(plan, at)
  const parts: (readonly Stretch[])[] = []
  const isRow = code[at] === placeOperation.row
  for (let part = at + (isRow ? 3 : 2); part < end; part = afterPlace(plan, part)) {
    const stretches = placeStretches(plan, part, terms)
    if (stretches.length > 0) parts.push(stretches)
    else if (isRow) return []
  }
  return isRow ? rowStretches(parts, code[at + 2] as number) : mergeStretches(parts)
}

/** The clauses that held, as the reader of a message sees them: in the order of the text, each once. */
export function matchedClauses(found: FoundClauses, text: string): readonly MatchedClause[] {
  const { labels, starts, ends, count } = found
  const clauses: MatchedClause[] = []
  const known = count > fewClauses ? new Set<string>() : undefined
  for (let index = 0; index < count; index++) {
    const term = labels[index] as string
    // The same clause has the same first place wherever the query repeats it.
    if (known === undefined ? clauses.some((clause) => clause.term === term) : known.has(term)) continue
    known?.add(term)
    const start = starts[index] as number
    const end = ends[index] as number
    clauses.push({ term, start, end, text: text.slice(start, end) })
  }
  return clauses.length < 2 ? clauses : clauses.sort(byPlace)
}

/** Up to so many clauses, doubles are found faster by looking than by a set. */
const fewClauses = 8

function byPlace(one: MatchedClause, other: MatchedClause): number {
  return one.start - other.start || one.end - other.end || (one.term < other.term ? -1 : 1)
}
