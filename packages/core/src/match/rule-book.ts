import { createFoundClauses, evaluateCode, type FoundClauses, type PlanCode } from "./evaluate.ts"
import type { Outline } from "./filing.ts"
import type { MessageTerms } from "./message-terms.ts"
import type { MatchableMessage, Rule } from "./rule.ts"

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
 * A rule in the code, counted from where it begins:
 *   0  where its plan begins
 *   1  1 when groups and forbidden terms say everything, so that the plan need not be asked
 *   2  number of groups      3  number of forbidden terms
 *   4… groups, each a length and terms, the one under which the rule is filed first; forbidden terms; the plan
 */
const header = 4

/** @param weightOf - a first guess of how often a term is met */
export function createRuleBook(weightOf: (term: number) => number): RuleBook {
  let code = new Int32Array(1024)
  let used = 0
  let garbage = 0
  let codeAt = new Int32Array(64)
  const rules: (Rule | undefined)[] = []
  const strings: (readonly string[])[] = []
  const filed: (number[] | undefined)[] = []
  const unfiled: number[] = []
  let seen = new Int32Array(64)
  let trying = 0
  let tried = 0
  let weight = weightOf
  const found = createFoundClauses()
  const plan = { code, base: 0, strings: [] as readonly string[] } satisfies PlanCode as { code: Int32Array; base: number; strings: readonly string[] }

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
    for (let group = code[from + 2] as number; group > 0; group--) {
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
  const file = (slot: number): void => {
    const from = codeAt[slot] as number
    if (code[from + 2] === 0) {
      unfiled.push(slot)
      return
    }
    const end = from + header + 1 + (code[from + header] as number)
    for (let at = from + header + 1; at < end; at++) {
      const term = code[at] as number
      const slots = filed[term]
      if (slots === undefined) filed[term] = [slot]
      else slots.push(slot)
    }
  }
  const unfile = (slot: number): void => {
    const from = codeAt[slot] as number
    if (code[from + 2] === 0) {
      unfiled.splice(unfiled.indexOf(slot), 1)
      return
    }
    const end = from + header + 1 + (code[from + header] as number)
    for (let at = from + header + 1; at < end; at++) {
      const term = code[at] as number
      const slots = filed[term] ?? []
      slots.splice(slots.indexOf(slot), 1)
      if (slots.length === 0) filed[term] = undefined
    }
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
  }

  /** What the outline alone can say: false when the rule can't hold. The first group is known to be there. */
  const outlineHolds = (from: number, present: Int32Array, now: number): boolean => {
    let at = from + header
    const groups = code[from + 2] as number
    if (groups > 0) at += 1 + (code[at] as number)
    for (let group = 1; group < groups; group++) {
      const end = at + 1 + (code[at] as number)
      at += 1
      while (at < end && present[code[at] as number] !== now) at += 1
      if (at === end) return false
      at = end
    }
    const end = at + (code[from + 3] as number)
    for (; at < end; at++) if (present[code[at] as number] === now) return false
    return true
  }

  return {
    put(entry, given) {
      const slot = given ?? rules.length
      if (given !== undefined) {
        unfile(given)
        garbage += lengthAt(codeAt[given] as number)
        rules[given] = undefined
      }
      const { groups, forbidden, complete } = entry.outline
      const outlineLength = header + groups.reduce((sum, group) => sum + 1 + group.length, 0) + forbidden.length
      makeRoom(outlineLength + 1 + entry.plan.length)
      if (slot >= codeAt.length) {
        codeAt = longer(codeAt)
        seen = longer(seen)
      }
      let at = used
      codeAt[slot] = at
      code[at++] = outlineLength + 1
      code[at++] = complete ? 1 : 0
      code[at++] = groups.length
      code[at++] = forbidden.length
      for (const group of groups) {
        code[at++] = group.length
        for (const term of group) code[at++] = term
      }
      for (const term of forbidden) code[at++] = term
      code[at++] = entry.plan.length
      code.set(entry.plan, at)
      used = at + entry.plan.length
      rules[slot] = entry.rule
      strings[slot] = entry.strings
      sortGroups(codeAt[slot] as number)
      file(slot)
      return slot
    },
    remove(slot) {
      unfile(slot)
      garbage += lengthAt(codeAt[slot] as number)
      rules[slot] = undefined
      strings[slot] = []
    },
    ruleAt: (slot) => rules[slot],
    tryRules(terms, message, onMatch) {
      if (trying === 0x7fffffff) {
        trying = 0
        seen.fill(0)
      }
      trying += 1
      const present = terms.seen()
      const now = terms.now()
      const attempt = (slot: number): void => {
        tried += 1
        const from = codeAt[slot] as number
        if (!outlineHolds(from, present, now)) return
        plan.code = code
        plan.base = from + (code[from] as number)
        plan.strings = strings[slot] as readonly string[]
        found.count = 0
        if (evaluateCode(plan, plan.base, terms, message, found)) onMatch(slot, found)
      }
      const list = terms.present()
      for (let index = terms.presentCount() - 1; index >= 0; index--) {
        const slots = filed[list[index] as number]
        if (slots === undefined) continue
        for (let place = 0; place < slots.length; place++) {
          const slot = slots[place] as number
          if (seen[slot] === trying) continue
          seen[slot] = trying
          attempt(slot)
        }
      }
      for (const slot of unfiled) attempt(slot)
    },
    refile(nextWeight) {
      weight = nextWeight
      filed.length = 0
      unfiled.length = 0
      rules.forEach((rule, slot) => {
        if (rule === undefined) return
        sortGroups(codeAt[slot] as number)
        file(slot)
      })
    },
    tried: () => tried,
  }
}

function longer(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const next = new Int32Array(array.length * 2)
  next.set(array)
  return next
}
