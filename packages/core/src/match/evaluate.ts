import { fieldOrder, operation, placeOperation } from "./plan-code.ts"
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
function after({ code, base }: PlanCode, at: number): number {
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
 * Evaluates a node of a plan.
 *
 * @param plan - the plan
 * @param at - where the node begins
 * @param terms - the message's terms
 * @param message - the message
 * @param found - receives the first place of each clause that made the node hold; nothing when it does not hold
 */
export function evaluateCode(plan: PlanCode, at: number, terms: MessageTerms, message: MatchableMessage, found: FoundClauses): boolean {
  const { code, strings } = plan
  switch (code[at]) {
    case operation.term: {
      const term = code[at + 1] as number
      if (terms.seen()[term] !== terms.now()) return false
      const token = terms.firstToken(term)
      add(found, strings[code[at + 2] as number] as string, terms.tokens.start[token] as number, terms.tokens.end[token] as number)
      return true
    }
    case operation.noTerm:
      return terms.seen()[code[at + 1] as number] !== terms.now()
    case operation.placed:
    case operation.near: {
      const first = clauseStretches(plan, at, terms, true)[0]
      if (first === undefined) return false
      add(found, strings[code[at + 2] as number] as string, first.start, first.end)
      return true
    }
    case operation.notPlaced:
    case operation.notNear:
      return clauseStretches(plan, at, terms, true).length === 0
    case operation.field: {
      const field = fieldOrder[code[at + 1] as number] ?? "network"
      return fieldHolds(field, strings[code[at + 2] as number] as string, message) === (code[at + 3] === 0)
    }
    case operation.all: {
      const end = after(plan, at)
      const before = found.count
      for (let part = at + 2; part < end; part = after(plan, part)) {
        if (evaluateCode(plan, part, terms, message, found)) continue
        found.count = before
        return false
      }
      return true
    }
    default: {
      const end = after(plan, at)
      let holds = false
      for (let part = at + 2; part < end; part = after(plan, part)) {
        if (evaluateCode(plan, part, terms, message, found)) holds = true
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
  if (code[at] === operation.placed || code[at] === operation.notPlaced) return placeStretches(plan, at + 3, terms)
  const left = placeStretches(plan, at + 5, terms)
  if (left.length === 0) return []
  const right = placeStretches(plan, afterPlace(plan, at + 5), terms)
  return nearStretches(left, right, code[at + 3] as number, code[at + 4] === 1, onlyFirst)
}

function afterPlace({ code, base }: PlanCode, at: number): number {
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

/** Whether a message has a value in a field. */
export function fieldHolds(field: (typeof fieldOrder)[number], value: string, message: MatchableMessage): boolean {
  switch (field) {
    case "network":
      return message.network === value
    case "kind":
      return message.kind === value
    case "has":
      return message.attachments?.some((attachment) => attachment.kind === value) ?? false
    case "source": {
      const key = message.communityKey
      if (key === null || key === undefined) return false
      return key === value || key.slice(key.indexOf(":") + 1) === value
    }
  }
}

/** The clauses that held, as the reader of a message sees them: in the order of the text, each once. */
export function matchedClauses(found: FoundClauses, text: string): readonly MatchedClause[] {
  const clauses: MatchedClause[] = []
  const known = found.count > 1 ? new Set<string>() : undefined
  for (let index = 0; index < found.count; index++) {
    const term = found.labels[index] as string
    const start = found.starts[index] as number
    const end = found.ends[index] as number
    // The same clause has the same first place wherever the query repeats it.
    if (known?.has(term) === true) continue
    known?.add(term)
    clauses.push({ term, start, end, text: text.slice(start, end) })
  }
  return clauses.length < 2 ? clauses : clauses.sort(byPlace)
}

function byPlace(one: MatchedClause, other: MatchedClause): number {
  return one.start - other.start || one.end - other.end || (one.term < other.term ? -1 : 1)
}
