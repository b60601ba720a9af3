import type { MatchableMessage, MatchedClause } from "../../rule.ts"
import { operation, untold, afterNode, type PlanCode } from "../rules/plan-code.ts"
import type { MessageTerms } from "../terms/message-terms.ts"
import { findFirstPlace, type FirstPlace } from "./first-place.ts"
import { planHolds } from "./hold.ts"
import { isNearExplained, nearTerm } from "./near-pair.ts"

/**
 * The first places of the clauses that made a rule hold, by the numbers of their labels; a clause may be there more
 * than once. A `NEAR` is reported by a text of its own: its label is below 0, that of the first is -1.
 */
interface FoundClauses {
  count: number
  readonly nears: string[]
  labels: Int32Array
  starts: Int32Array
  ends: Int32Array
}

const found: FoundClauses = { count: 0, nears: [], labels: new Int32Array(64), starts: new Int32Array(64), ends: new Int32Array(64) }

const firstPlace: FirstPlace = { first: 0, after: 0, start: 0, end: 0, left: 0, right: 0 }

function add(label: number, start: number, end: number): void {
  const at = found.count++
  if (at === found.labels.length) {
    found.labels = longer(found.labels)
    found.starts = longer(found.starts)
    found.ends = longer(found.ends)
  }
  found.labels[at] = label
  found.starts[at] = start
  found.ends[at] = end
}

function longer(array: Int32Array): Int32Array {
  const next = new Int32Array(array.length * 2)
  next.set(array)
  return next
}

/**
 * The clauses that made a rule hold, as the reader of a message sees them: in the order of the text, each once.
 *
 * @param plan - the plan of a rule that holds
 * @param terms - the message's terms
 * @param message - the message
 */
export function matchedClauses(plan: PlanCode, terms: MessageTerms, message: MatchableMessage): readonly MatchedClause[] {
  const { code, base, strings } = plan
  const { text } = message
  if (code[base] === operation.term && code[base + 2] !== untold) {
    const token = terms.firstToken[code[base + 1] as number] as number
    return [
      clauseOf(strings[code[base + 2] as number] as string, terms.tokens.start[token] as number, terms.tokens.end[token] as number, text),
    ]
  }
  found.count = 0
  found.nears.length = 0
  collectClauses(plan, base, terms, message)
  const clauses: MatchedClause[] = []
  sortByPlace(strings)
  const { count, labels, starts, ends } = found
  for (let index = 0; index < count; index++) {
    const label = labels[index] as number
    // The same clause has the same first place wherever the query repeats it, so that it is adjacent to itself.
    if (index > 0 && compare(index - 1, index, strings) === 0) continue
    clauses.push(clauseOf(labelText(label, strings), starts[index] as number, ends[index] as number, text))
  }
  return clauses
}

function labelText(label: number, strings: readonly string[]): string {
  return (label < 0 ? found.nears[-1 - label] : strings[label]) as string
}

function clauseOf(term: string, start: number, end: number, text: string): MatchedClause {
  return { term, start, end, text: text.slice(start, end) }
}

/**
 * Collects the first place of each clause that makes a node of a plan hold; nothing when it does not. @returns whether
 * it holds
 */
function collectClauses(plan: PlanCode, at: number, terms: MessageTerms, message: MatchableMessage): boolean {
  const { code, base } = plan
  switch (code[at]) {
    case operation.term: {
      const term = code[at + 1] as number
      if (!isThere(terms.bits, term)) return false
      const label = code[at + 2] as number
      if (label === untold) return true
      const token = terms.firstToken[term] as number
      add(label, terms.tokens.start[token] as number, terms.tokens.end[token] as number)
      return true
    }
    case operation.placed: {
      if (!findFirstPlace(plan, at, terms, firstPlace)) return false
      if (code[at + 2] !== untold) add(code[at + 2] as number, firstPlace.start, firstPlace.end)
      return true
    }
    case operation.near: {
      if (!findFirstPlace(plan, at, terms, firstPlace)) return false
      if (isNearExplained(plan, at)) add(-found.nears.push(nearTerm(plan, at, firstPlace)), firstPlace.start, firstPlace.end)
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
        if (collectClauses(plan, part, terms, message)) continue
        found.count = before
        return false
      }
      return true
    }
    default: {
      const end = afterNode(code, base, at)
      let holds = false
      for (let part = at + 2; part < end; part = afterNode(code, base, part)) {
        // Nearly all alternatives are single terms that are not there: they are passed over without a call.
        if (code[part] === operation.term && !isThere(terms.bits, code[part + 1] as number)) continue
        if (collectClauses(plan, part, terms, message)) holds = true
      }
      return holds
    }
  }
}

function isThere(bits: Int32Array, term: number): boolean {
  return (((bits[term >> 5] as number) >>> term) & 1) !== 0
}

/** Up to so many clauses are sorted in place. */
const fewClauses = 16

function sortByPlace(strings: readonly string[]): void {
  const { count, labels, starts, ends } = found
  if (count > fewClauses) {
    const order = Array.from({ length: count }, (_, index) => index).sort((one, other) => compare(one, other, strings))
    for (const array of [labels, starts, ends]) {
      array.set(
        order.map((index) => array[index] as number),
        0,
      )
    }
    return
  }
  for (let index = 1; index < count; index++) {
    for (let at = index; at > 0 && compare(at - 1, at, strings) > 0; at--) {
      swapWithPrevious(labels, at)
      swapWithPrevious(starts, at)
      swapWithPrevious(ends, at)
    }
  }
}

function swapWithPrevious(array: Int32Array, at: number): void {
  const held = array[at] as number
  array[at] = array[at - 1] as number
  array[at - 1] = held
}

function compare(one: number, other: number, strings: readonly string[]): number {
  const { labels, starts, ends } = found
  const byPlace = (starts[one] as number) - (starts[other] as number) || (ends[one] as number) - (ends[other] as number)
  if (byPlace !== 0 || labels[one] === labels[other]) return byPlace
  const text = labelText(labels[one] as number, strings)
  const otherText = labelText(labels[other] as number, strings)
  return text === otherText ? 0 : text < otherText ? -1 : 1
}
