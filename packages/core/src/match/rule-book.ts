import type { Outline } from "./filing.ts"
import { planHolds } from "./hold.ts"
import type { MessageTerms } from "./message-terms.ts"
import type { PlanCode } from "./plan-walk.ts"
import type { MatchableMessage, Rule } from "./rule.ts"
import { createRuleCode } from "./rule-code.ts"
import { createRuleRows, rowLength } from "./rule-rows.ts"

/** A rule as the book takes it in. */
export interface BookEntry {
  readonly rule: Rule
  readonly outline: Outline
  /** The plan in numbers. */
  readonly plan: readonly number[]
  readonly strings: readonly string[]
}

/**
 * The rules of a matcher, each filed under one group of terms of which it needs at least one: a message meets only the rules that are
 * filed under its own terms.
 */
export interface RuleBook {
  /** Puts a rule in, in the place of another when a slot is given. @returns its slot */
  put(entry: BookEntry, slot?: number): number
  remove(slot: number): void
  ruleAt(slot: number): Rule | undefined
  /** The plan of a rule; good until the next call. */
  planOf(slot: number): PlanCode
  /** Finds the rules that hold for a message. @returns how many; their slots are the first values of {@link held}, in order */
  tryRules(terms: MessageTerms, message: MatchableMessage): number
  held: Int32Array
  /**
   * Files every rule under its rarest group. @param weightOf - how often a term is met
   */
  refile(weightOf: (term: number) => number): void
  /** How many rules were tried since the book was made. */
  tried(): number
  /** Bytes of plans and rows. */
  bytes(): number
}

/** @param weightOf - a first guess of how often a term is met */
export function createRuleBook(weightOf: (term: number) => number): RuleBook {
  const code = createRuleCode()
  const filed = createRuleRows(code)
  const rules: (Rule | undefined)[] = []
  const strings: (readonly string[])[] = []
  let isFiled = false
  // One bit a slot: the rules that were tried for the present message, and the list of them.
  let triedBits = new Int32Array(8)
  let triedSlots = new Int32Array(64)
  let triedCount = 0
  let tried = 0
  let heldCount = 0
  let weight = weightOf
  const plan: { code: Int32Array; base: number; strings: readonly string[] } = { code: code.code, base: 0, strings: [] }

  const openPlan = (slot: number): PlanCode => {
    plan.code = code.code
    plan.base = code.planAt(slot)
    plan.strings = strings[slot] as readonly string[]
    return plan
  }
  /** @returns whether the rule is tried for the first time */
  const isFirstTry = (slot: number): boolean => {
    const word = triedBits[slot >> 5] as number
    if (((word >>> slot) & 1) !== 0) return false
    triedBits[slot >> 5] = word | (1 << slot)
    triedSlots[triedCount++] = slot
    return true
  }
  const tryPlan = (slot: number, terms: MessageTerms, message: MatchableMessage): void => {
    const opened = openPlan(slot)
    if (planHolds(opened, opened.base, terms, message)) book.held[heldCount++] = slot
  }
  const tryRows = (from: number, to: number, terms: MessageTerms, message: MatchableMessage): void => {
    const { rows, stale } = filed
    const { bits } = terms
    for (let row = from; row < to; row += rowLength) {
      const one = rows[row + 1] as number
      const other = rows[row + 2] as number
      if (((((bits[one >> 5] as number) >>> one) | ((bits[other >> 5] as number) >>> other)) & 1) === 0) continue
      const not = rows[row + 3] as number
      if ((((bits[not >> 5] as number) >>> not) & 1) !== 0) continue
      const rule = rows[row] as number
      const slot = rule >> 1
      if ((((stale[slot >> 5] as number) >>> slot) & 1) !== 0 || !isFirstTry(slot)) continue
      if ((rule & 1) === 1) book.held[heldCount++] = slot
      else tryPlan(slot, terms, message)
    }
  }

  const book: RuleBook = {
    held: new Int32Array(64),
    put(entry, given) {
      const slot = given ?? rules.length
      if (given !== undefined) book.remove(given)
      if (slot >= triedSlots.length) {
        triedSlots = new Int32Array(triedSlots.length * 2)
        triedBits = new Int32Array((triedSlots.length >> 5) + 1)
        triedCount = 0
        book.held = new Int32Array(triedSlots.length)
      }
      code.put(slot, entry.outline, entry.plan)
      rules[slot] = entry.rule
      strings[slot] = entry.strings
      code.sortGroups(slot, weight)
      if (isFiled) filed.file(slot)
      return slot
    },
    remove(slot) {
      if (isFiled) filed.forget(slot)
      code.remove(slot)
      rules[slot] = undefined
      strings[slot] = []
    },
    ruleAt: (slot) => rules[slot],
    planOf: openPlan,
    tryRules(terms, message) {
      for (let index = 0; index < triedCount; index++) triedBits[(triedSlots[index] as number) >> 5] = 0
      triedCount = 0
      heldCount = 0
      if (!isFiled) filed.fileAll(rules.length)
      isFiled = true
      const { from, late } = filed
      const { present, presentCount } = terms
      const last = from.length - 1
      for (let index = 0; index < presentCount; index++) {
        const term = present[index] as number
        if (term < last) tryRows(from[term] as number, from[term + 1] as number, terms, message)
        if (late.size > 0) for (const slot of late.get(term) ?? []) if (isFirstTry(slot)) tryPlan(slot, terms, message)
      }
      for (const slot of filed.unfiled) tryPlan(slot, terms, message)
      tried += triedCount + filed.unfiled.length
      sortFirst(book.held, heldCount)
      return heldCount
    },
    refile(nextWeight) {
      weight = nextWeight
      for (let slot = 0; slot < rules.length; slot++) if (code.has(slot)) code.sortGroups(slot, weight)
      filed.fileAll(rules.length)
      isFiled = true
    },
    tried: () => tried,
    bytes: () => code.bytes() + filed.bytes(),
  }
  return book
}

/** Up to so many numbers are sorted by hand; the native sort has to be called into. */
const fewNumbers = 24

function sortFirst(numbers: Int32Array, count: number): void {
  if (count > fewNumbers) {
    numbers.subarray(0, count).sort()
    return
  }
  for (let index = 1; index < count; index++) {
    const number = numbers[index] as number
    let at = index
    while (at > 0 && (numbers[at - 1] as number) > number) {
      numbers[at] = numbers[at - 1] as number
      at -= 1
    }
    numbers[at] = number
  }
}
