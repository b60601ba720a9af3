import type { MatchableMessage, Rule } from "../../rule.ts"
import { planHolds } from "../judge/hold.ts"
import type { MessageTerms } from "../terms/message-terms.ts"
import { createRuleCode } from "./code.ts"
import { isNextTo, isNear } from "./places.ts"
import type { PlanCode } from "./plan-code.ts"
import { createRuleRows, rowLength } from "./rows.ts"
import type { RuleSignature } from "./signature.ts"

/** A rule as the table takes it in. */
export interface BookEntry {
  readonly rule: Rule
  readonly outline: RuleSignature
  /** The plan in numbers. */
  readonly plan: readonly number[]
}

/**
 * The rules of a matcher, each filed under one group of terms of which it needs at least one: a message meets only the
 * rules that are filed under its own terms.
 */
export interface RuleTable {
  /** Puts a rule in, in the place of another when a slot is given. @returns its slot */
  put(entry: BookEntry, slot?: number): number
  remove(slot: number): void
  ruleAt(slot: number): Rule | undefined
  /**
   * Id, topic, version and query of slot `s`, from `ruleTexts[s * 4]` on: interleaved, so that they lie in one line of
   * the processor's cache.
   */
  readonly ruleTexts: readonly (string | undefined)[]
  /** The plan of a rule; good until the next call. */
  planOf(slot: number): PlanCode
  /**
   * Finds the rules that hold for a message. @returns how many; their slots are the first values of {@link held}, in
   * order
   */
  tryRules(terms: MessageTerms, message: MatchableMessage): number
  held: Int32Array
  /**
   * Files every rule under its rarest group. @param weightOf - how often a term is met
   */
  refile(weightOf: (term: number) => number): void
  /** Another number after every change of how rules are filed; below 0 before they are. */
  filing(): number
  /**
   * The terms under which rules are filed; undefined when there are more than `limit`, or when a rule is filed under
   * none.
   */
  filingTerms(limit: number): readonly number[] | undefined
  /** How many rules were tried since the table was made. */
  tried(): number
  /** Bytes of plans and rows. */
  bytes(): number
}

const ruleTextLength = 4

/**
 * @param weightOf - a first guess of how often a term is met
 * @param strings - labels and values of plans
 */
export function createRuleTable(weightOf: (term: number) => number, strings: readonly string[]): RuleTable {
  const code = createRuleCode()
  const filed = createRuleRows(code)
  const ruleTexts: (string | undefined)[] = []
  let isFiled = false
  // One bit a slot: the rules that were tried for the present message, and the list of them.
  let triedBits = new Int32Array(8)
  let triedSlots = new Int32Array(64)
  let triedCount = 0
  let tried = 0
  let heldCount = 0
  let weight = weightOf
  let rowTerms = new Int32Array(64)
  let rowStarts = new Int32Array(64)
  let rowEnds = new Int32Array(64)
  let lastRead = 0
  const plan: { code: Int32Array; base: number; readonly strings: readonly string[] } = { code: code.code, base: 0, strings }

  const tell = (slot: number, ...texts: readonly (string | undefined)[]): void => {
    for (let index = 0; index < ruleTextLength; index++) ruleTexts[slot * ruleTextLength + index] = texts[index]
  }
  const openPlan = (slot: number): PlanCode => {
    plan.code = code.code
    plan.base = code.planAt(slot)
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
  /**
   * Finds the terms that have rows, and reads a number of each: without a branch that must wait for it, so that the
   * processor fetches many rows at once.
   */
  const findRows = (present: Int32Array, presentCount: number): number => {
    const { spans, rows } = filed
    if (presentCount > rowTerms.length) {
      rowTerms = new Int32Array(presentCount * 2)
      rowStarts = new Int32Array(presentCount * 2)
      rowEnds = new Int32Array(presentCount * 2)
    }
    const limit = spans.length >> 1
    let count = 0
    let read = 0
    for (let index = 0; index < presentCount; index++) {
      const term = present[index] as number
      if (term >= limit) continue
      const start = spans[term * 2] as number
      const end = spans[term * 2 + 1] as number
      if (start === end) continue
      rowTerms[count] = term
      rowStarts[count] = start
      rowEnds[count++] = end
      read ^= rows[start] as number
    }
    // What is never used would not be read.
    lastRead = read
    return count
  }
  /** Reads a little of what every match needs, without waiting for it. */
  const readAhead = (count: number): void => {
    const { held } = table
    let read = 0
    for (let index = 0; index < count; index++) {
      const slot = held[index] as number
      read ^= code.code[code.planAt(slot)] as number
      if (ruleTexts[slot * ruleTextLength] === undefined) read ^= 1
    }
    lastRead = read
  }
  const tryPlan = (slot: number, terms: MessageTerms, message: MatchableMessage): void => {
    const opened = openPlan(slot)
    if (planHolds(opened, opened.base, terms, message)) table.held[heldCount++] = slot
  }
  const tryRows = (term: number, from: number, to: number, terms: MessageTerms, message: MatchableMessage): void => {
    const { rows, stale } = filed
    const { bits } = terms
    for (let row = from; row < to; row += rowLength) {
      const one = rows[row + 1] as number
      const other = rows[row + 2] as number
      const third = rows[row + 3] as number
      if (((hasBit(bits, one) | hasBit(bits, other) | hasBit(bits, third)) & 1) === 0) continue
      const not = rows[row + 4] as number
      if ((hasBit(bits, not) & 1) !== 0) continue
      const near = rows[row + 5] as number
      const adjacent = rows[row + 6] as number
      const holds = near !== 0 ? isNear(term, row, filed.rows, terms) : adjacent !== 0 ? isNextTo(term, adjacent, terms) : 1
      if (holds === 0) continue
      const rule = rows[row] as number
      const slot = rule >> 1
      if ((((stale[slot >> 5] as number) >>> slot) & 1) !== 0 || !isFirstTry(slot)) continue
      if ((rule & 1) === 1 && holds === 1) table.held[heldCount++] = slot
      else tryPlan(slot, terms, message)
    }
  }

  const table: RuleTable = {
    held: new Int32Array(64),
    put(entry, given) {
      const slot = given ?? ruleTexts.length / ruleTextLength
      if (given !== undefined) table.remove(given)
      if (slot >= triedSlots.length) {
        triedSlots = new Int32Array(triedSlots.length * 2)
        triedBits = new Int32Array((triedSlots.length >> 5) + 1)
        triedCount = 0
        table.held = new Int32Array(triedSlots.length)
      }
      code.put(slot, entry.outline, entry.plan)
      const { id, query, topic, version } = entry.rule
      tell(slot, id, topic, version, query)
      code.sortGroups(slot, weight)
      if (isFiled) filed.file(slot, weight)
      return slot
    },
    remove(slot) {
      if (isFiled) filed.forget(slot)
      code.remove(slot)
      tell(slot)
    },
    ruleAt(slot) {
      const [id, topic, version, query = ""] = ruleTexts.slice(slot * ruleTextLength, (slot + 1) * ruleTextLength)
      return slot < 0 || id === undefined ? undefined : { id, query, topic, version }
    },
    ruleTexts,
    planOf: openPlan,
    tryRules(terms, message) {
      for (let index = 0; index < triedCount; index++) triedBits[(triedSlots[index] as number) >> 5] = 0
      triedCount = 0
      heldCount = 0
      if (!isFiled) filed.fileAll(ruleTexts.length / ruleTextLength, weight)
      isFiled = true
      const { present, presentCount } = terms
      const withRows = findRows(present, presentCount)
      for (let index = 0; index < withRows; index++) {
        tryRows(rowTerms[index] as number, rowStarts[index] as number, rowEnds[index] as number, terms, message)
      }
      const { late } = filed
      for (let index = 0; index < presentCount && late.size > 0; index++) {
        for (const slot of late.get(present[index] as number) ?? []) if (isFirstTry(slot)) tryPlan(slot, terms, message)
      }
      for (const slot of filed.unfiled) tryPlan(slot, terms, message)
      tried += triedCount + filed.unfiled.length
      sortFirst(table.held, heldCount)
      readAhead(heldCount)
      return heldCount
    },
    refile(nextWeight) {
      weight = nextWeight
      for (let slot = 0; slot < ruleTexts.length / ruleTextLength; slot++) if (code.has(slot)) code.sortGroups(slot, weight)
      filed.fileAll(ruleTexts.length / ruleTextLength, weight)
      isFiled = true
    },
    filing: () => (isFiled ? filed.changes() : -1),
    filingTerms: filed.terms,
    tried: () => tried,
    bytes: () => code.bytes() + filed.bytes(),
  }
  void lastRead
  return table
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

/** The bit of a term, with other bits above it. */
function hasBit(bits: Int32Array, term: number): number {
  return (bits[term >> 5] as number) >>> term
}
