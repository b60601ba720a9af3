import { clauseStretches } from "./clause-places.ts"
import { planHolds } from "./hold.ts"
import type { MessageTerms } from "./message-terms.ts"
import { operation } from "./plan-code.ts"
import { afterNode, type PlanCode } from "./plan-walk.ts"
import type { MatchableMessage, MatchedClause } from "./rule.ts"

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
