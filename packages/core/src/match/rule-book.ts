import type { Outline } from "./filing.ts"
import { planHolds } from "./hold.ts"
import type { MessageTerms } from "./message-terms.ts"
import type { PlanCode } from "./plan-walk.ts"
import type { MatchableMessage, Rule } from "./rule.ts"
import { createRuleCode } from "./rule-code.ts"
import { standsBeside, standsNear } from "./row-places.ts"
import { createRuleRows, rowLength } from "./rule-rows.ts"

/** A rule as the book takes it in. */
export interface BookEntry {
  readonly rule: Rule
  readonly outline: Outline
  /** The plan in numbers. */
  readonly plan: readonly number[]
}

/** What a match tells of its rule. */
export interface RuleColumns {
  readonly ids: readonly (string | undefined)[]
  readonly topics: readonly (string | undefined)[]
  readonly versions: readonly (string | undefined)[]
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
  /** Ids, topics and versions of rules by their slots: a match needs these only, and they are close together. */
  readonly columns: RuleColumns
  /** The plan of a rule; good until the next call. */
  planOf(slot: number): PlanCode
  /** Finds the rules that hold for a message. @returns how many; their slots are the first values of {@link held}, in order */
  tryRules(terms: MessageTerms, message: MatchableMessage): number
  held: Int32Array
  /**
   * Files every rule under its rarest group. @param weightOf - how often a term is met
   */
  refile(weightOf: (term: number) => number): void
  /** Another number after every change of how rules are filed; below 0 before they are. */
  filing(): number
  /** The terms under which rules are filed; undefined when there are more than `limit`, or when a rule is filed under none. */
  filingTerms(limit: number): readonly number[] | undefined
  /** How many rules were tried since the book was made. */
  tried(): number
  /** Bytes of plans and rows. */
  bytes(): number
}

/**
 * @param weightOf - a first guess of how often a term is met
 * @param strings - labels and values of plans
 */
export function createRuleBook(weightOf: (term: number) => number, strings: readonly string[]): RuleBook {
  const code = createRuleCode()
  const filed = createRuleRows(code)
  const ids: (string | undefined)[] = []
  const queries: string[] = []
  const topics: (string | undefined)[] = []
  const versions: (string | undefined)[] = []
  let isFiled = false
  // One bit a slot: the rules that were tried for the present message, and the list of them.
  let triedBits = new Int32Array(8)
  let triedSlots = new Int32Array(64)
  let triedCount = 0
  let tried = 0
  let heldCount = 0
  let weight = weightOf
  const plan: { code: Int32Array; base: number; readonly strings: readonly string[] } = { code: code.code, base: 0, strings }

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
  const tryPlan = (slot: number, terms: MessageTerms, message: MatchableMessage): void => {
    const opened = openPlan(slot)
    if (planHolds(opened, opened.base, terms, message)) book.held[heldCount++] = slot
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
      const beside = rows[row + 6] as number
      const stands = near !== 0 ? standsNear(term, row, filed.rows, terms) : beside !== 0 ? standsBeside(term, beside, terms) : 1
      if (stands === 0) continue
      const rule = rows[row] as number
      const slot = rule >> 1
      if ((((stale[slot >> 5] as number) >>> slot) & 1) !== 0 || !isFirstTry(slot)) continue
      if ((rule & 1) === 1 && stands === 1) book.held[heldCount++] = slot
      else tryPlan(slot, terms, message)
    }
  }

  const book: RuleBook = {
    held: new Int32Array(64),
    put(entry, given) {
      const slot = given ?? ids.length
      if (given !== undefined) book.remove(given)
      if (slot >= triedSlots.length) {
        triedSlots = new Int32Array(triedSlots.length * 2)
        triedBits = new Int32Array((triedSlots.length >> 5) + 1)
        triedCount = 0
        book.held = new Int32Array(triedSlots.length)
      }
      code.put(slot, entry.outline, entry.plan)
      const { id, query, topic, version } = entry.rule
      ids[slot] = id
      queries[slot] = query
      topics[slot] = topic
      versions[slot] = version
      code.sortGroups(slot, weight)
      if (isFiled) filed.file(slot)
      return slot
    },
    remove(slot) {
      if (isFiled) filed.forget(slot)
      code.remove(slot)
      ids[slot] = undefined
      queries[slot] = ""
    },
    ruleAt(slot) {
      const id = ids[slot]
      return id === undefined ? undefined : { id, query: queries[slot] ?? "", topic: topics[slot], version: versions[slot] }
    },
    columns: { ids, topics, versions },
    planOf: openPlan,
    tryRules(terms, message) {
      for (let index = 0; index < triedCount; index++) triedBits[(triedSlots[index] as number) >> 5] = 0
      triedCount = 0
      heldCount = 0
      if (!isFiled) filed.fileAll(ids.length)
      isFiled = true
      const { from, late } = filed
      const { present, presentCount } = terms
      const last = from.length - 1
      for (let index = 0; index < presentCount; index++) {
        const term = present[index] as number
        if (term < last) tryRows(term, from[term] as number, from[term + 1] as number, terms, message)
        if (late.size > 0) for (const slot of late.get(term) ?? []) if (isFirstTry(slot)) tryPlan(slot, terms, message)
      }
      for (const slot of filed.unfiled) tryPlan(slot, terms, message)
      tried += triedCount + filed.unfiled.length
      sortFirst(book.held, heldCount)
      return heldCount
    },
    refile(nextWeight) {
      weight = nextWeight
      for (let slot = 0; slot < ids.length; slot++) if (code.has(slot)) code.sortGroups(slot, weight)
      filed.fileAll(ids.length)
      isFiled = true
    },
    filing: () => (isFiled ? filed.changes() : -1),
    filingTerms: filed.terms,
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

/** The bit of a term, with other bits above it. */
function hasBit(bits: Int32Array, term: number): number {
  return (bits[term >> 5] as number) >>> term
}
