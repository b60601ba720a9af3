import { collectClauses, createFoundClauses, type FoundClauses } from "./evaluate.ts"
import type { Outline } from "./filing.ts"
import { planHolds } from "./hold.ts"
import type { MessageTerms } from "./message-terms.ts"
import type { PlanCode } from "./plan-walk.ts"
import type { MatchableMessage, Rule } from "./rule.ts"
import { everyTerm, noTerm } from "./term-table.ts"

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
  /** Tries the rules that a message can meet; `onMatch` gets slots in no order, and clauses that are good until it returns. */
  tryRules(terms: MessageTerms, message: MatchableMessage, onMatch: (slot: number, found: FoundClauses) => void): void
  /**
   * Files every rule under its rarest group. @param weightOf - how often a term is met
   */
  refile(weightOf: (term: number) => number): void
  /** How many rules were tried since the book was made. */
  tried(): number
}

/*
 * The rules filed under a term stand in a row, four numbers each, so that nearly all are turned down without looking anywhere else:
 *   0  where the plan begins in the code      1, 2  two terms of which one must be there      3  a term that must not be there
 *
 * A rule in the code, counted from where it begins:
 *   0  where its plan begins      1  number of groups      2  number of forbidden terms
 *   3… groups, each a length and terms, the one under which the rule is filed first; forbidden terms; its slot, or -1 when the rule is
 *      gone; the length of the plan; the plan
 */
const header = 3
const rowLength = 4
/** So many rules may stand apart before all are filed anew. */
const lateLimit = 256

/** @param weightOf - a first guess of how often a term is met */
export function createRuleBook(weightOf: (term: number) => number): RuleBook {
  let code = new Int32Array(1024)
  let used = 0
  let garbage = 0
  let codeAt = new Int32Array(64)
  const rules: (Rule | undefined)[] = []
  const strings: (readonly string[])[] = []
  // Terms' rows in one array, made when the rules are filed; rules that came later stand apart until the next filing.
  let rows = new Int32Array(0)
  let rowsFrom = new Int32Array(1)
  const late = new Map<number, number[]>()
  let isFiled = false
  let lateCount = 0
  const unfiled: number[] = []
  // One bit a slot: the rules that were tried for the present message, and the list of them.
  let triedBits = new Int32Array(8)
  let triedSlots = new Int32Array(64)
  let triedCount = 0
  let tried = 0
  let weight = weightOf
  const found = createFoundClauses()
  const plan = { code, base: 0, strings: [] as readonly string[] } satisfies PlanCode as {
    code: Int32Array
    base: number
    strings: readonly string[]
  }

  const groupWeight = (from: number): number => {
    const end = from + 1 + (code[from] as number)
    let sum = 0
    for (let at = from + 1; at < end; at++) sum += weight(code[at] as number)
    return sum
  }
  /** Puts the rarest group first, the others behind it in the order of their weight. */
  const sortGroups = (from: number): void => {
    const groups: { readonly terms: Int32Array; readonly weight: number }[] = []
    let at = from + header
    for (let group = code[from + 1] as number; group > 0; group--) {
      const end = at + 1 + (code[at] as number)
      groups.push({ terms: code.slice(at, end), weight: groupWeight(at) })
      at = end
    }
    groups.sort((one, other) => one.weight - other.weight)
    at = from + header
    for (const { terms } of groups) {
      code.set(terms, at)
      at += terms.length
    }
  }
  const fileLate = (slot: number): void => {
    const from = codeAt[slot] as number
    if (code[from + 1] === 0) unfiled.push(slot)
    else {
      lateCount += 1
      const end = from + header + 1 + (code[from + header] as number)
      for (let at = from + header + 1; at < end; at++) {
        const slots = late.get(code[at] as number)
        if (slots === undefined) late.set(code[at] as number, [slot])
        else slots.push(slot)
      }
    }
  }
  /** Writes the rows of all rules: counts them by term, then puts each in its place. */
  const fileAll = (): void => {
    isFiled = true
    late.clear()
    lateCount = 0
    unfiled.length = 0
    const counts: number[] = []
    const eachFiling = (use: (term: number, from: number) => void): void => {
      for (let slot = 0; slot < rules.length; slot++) {
        const from = codeAt[slot] as number
        if (rules[slot] === undefined || code[from + 1] === 0) continue
        const end = from + header + 1 + (code[from + header] as number)
        for (let at = from + header + 1; at < end; at++) use(code[at] as number, from)
      }
    }
    eachFiling((term) => (counts[term] = (counts[term] ?? 0) + 1))
    rowsFrom = new Int32Array(counts.length + 1)
    for (let term = 0; term < counts.length; term++) rowsFrom[term + 1] = (rowsFrom[term] as number) + (counts[term] ?? 0) * rowLength
    rows = new Int32Array(rowsFrom[counts.length] as number)
    const next = rowsFrom.slice()
    eachFiling((term, from) => {
      const at = next[term] as number
      next[term] = at + rowLength
      writeRow(at, from)
    })
    rules.forEach((rule, slot) => {
      if (rule !== undefined && code[(codeAt[slot] as number) + 1] === 0) unfiled.push(slot)
    })
  }
  const writeRow = (at: number, from: number): void => {
    const groups = code[from + 1] as number
    let behind = from + header
    for (let group = 0; group < groups; group++) {
      const length = code[behind] as number
      if (group === 1) {
        rows[at + 1] = length > 2 ? everyTerm : (code[behind + 1] as number)
        rows[at + 2] = length > 2 ? everyTerm : (code[behind + length] as number)
      }
      behind += 1 + length
    }
    rows[at] = from + (code[from] as number)
    if (groups === 1) rows[at + 1] = everyTerm
    if (groups === 1) rows[at + 2] = everyTerm
    rows[at + 3] = code[from + 2] === 0 ? noTerm : (code[behind] as number)
  }
  /** Takes a rule out of the lists that are not rows; its rows stay until the next filing, and are turned down by what stands in its slot. */
  const forget = (slot: number): void => {
    const from = codeAt[slot] as number
    if (code[from + 1] === 0 && unfiled.includes(slot)) unfiled.splice(unfiled.indexOf(slot), 1)
    code[from + (code[from] as number) - 2] = -1
  }
  const lengthAt = (from: number): number => {
    const planAt = from + (code[from] as number)
    return planAt + (code[planAt - 1] as number) - from
  }
  const makeRoom = (needed: number): void => {
    if (used + needed <= code.length) return
    const next = new Int32Array(Math.max(code.length * (garbage * 2 > used ? 1 : 2), used + needed))
    let at = 0
    rules.forEach((rule, slot) => {
      if (rule === undefined) return
      const from = codeAt[slot] as number
      const length = lengthAt(from)
      next.set(code.subarray(from, from + length), at)
      codeAt[slot] = at
      at += length
    })
    code = next
    used = at
    garbage = 0
    isFiled = false
  }

  return {
    put(entry, given) {
      const slot = given ?? rules.length
      if (given !== undefined) {
        forget(given)
        garbage += lengthAt(codeAt[given] as number)
        rules[given] = undefined
      }
      const { groups, forbidden } = entry.outline
      const outlineLength = header + groups.reduce((sum, group) => sum + 1 + group.length, 0) + forbidden.length
      makeRoom(outlineLength + 2 + entry.plan.length)
      if (slot >= codeAt.length) {
        codeAt = longer(codeAt)
        triedSlots = longer(triedSlots)
        triedBits = new Int32Array((triedSlots.length >> 5) + 1)
      }
      const from = used
      let at = from
      codeAt[slot] = from
      code[at++] = outlineLength + 2
      code[at++] = groups.length
      code[at++] = forbidden.length
      for (const group of groups) {
        code[at++] = group.length
        for (const term of group) code[at++] = term
      }
      for (const term of forbidden) code[at++] = term
      code[at++] = slot
      code[at++] = entry.plan.length
      code.set(entry.plan, at)
      used = at + entry.plan.length
      rules[slot] = entry.rule
      strings[slot] = entry.strings
      sortGroups(from)
      if (isFiled) fileLate(slot)
      if (lateCount > lateLimit) fileAll()
      return slot
    },
    remove(slot) {
      forget(slot)
      garbage += lengthAt(codeAt[slot] as number)
      rules[slot] = undefined
      strings[slot] = []
    },
    ruleAt: (slot) => rules[slot],
    tryRules(terms, message, onMatch) {
      for (let index = 0; index < triedCount; index++) triedBits[(triedSlots[index] as number) >> 5] = 0
      triedCount = 0
      const bits = terms.bits()
      const attempt = (planAt: number): void => {
        const slot = code[planAt - 2] as number
        if (slot < 0) return
        const word = triedBits[slot >> 5] as number
        if (((word >>> slot) & 1) !== 0) return
        triedBits[slot >> 5] = word | (1 << slot)
        triedSlots[triedCount++] = slot
        tried += 1
        plan.code = code
        plan.base = planAt
        plan.strings = strings[slot] as readonly string[]
        if (!planHolds(plan, planAt, terms, message)) return
        found.count = 0
        collectClauses(plan, planAt, terms, message, found)
        onMatch(slot, found)
      }
      const attemptSlot = (slot: number): void => {
        const from = codeAt[slot] as number
        attempt(from + (code[from] as number))
      }
      if (!isFiled) fileAll()
      const list = terms.present()
      for (let index = terms.presentCount() - 1; index >= 0; index--) {
        const term = list[index] as number
        if (term + 1 < rowsFrom.length) {
          const end = rowsFrom[term + 1] as number
          for (let row = rowsFrom[term] as number; row < end; row += rowLength) {
            const one = rows[row + 1] as number
            const other = rows[row + 2] as number
            if (((((bits[one >> 5] as number) >>> one) | ((bits[other >> 5] as number) >>> other)) & 1) === 0) continue
            const not = rows[row + 3] as number
            if ((((bits[not >> 5] as number) >>> not) & 1) === 0) attempt(rows[row] as number)
          }
        }
        if (lateCount > 0) for (const slot of late.get(term) ?? []) attemptSlot(slot)
      }
      for (const slot of unfiled) attemptSlot(slot)
    },
    refile(nextWeight) {
      weight = nextWeight
      rules.forEach((rule, slot) => {
        if (rule !== undefined) sortGroups(codeAt[slot] as number)
      })
      fileAll()
    },
    tried: () => tried,
  }
}

function longer(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const next = new Int32Array(array.length * 2)
  next.set(array)
  return next
}
