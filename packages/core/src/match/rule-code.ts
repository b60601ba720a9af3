import type { Outline } from "./filing.ts"
import { everyTerm, noTerm } from "./term-table.ts"

/*
 * A rule in the code, counted from where it begins:
 *   0  where its plan begins      1  number of groups      2  number of forbidden terms, doubled, and 1 when groups and forbidden terms say all
 *   3… groups, each a length and terms, the one under which the rule is filed first; forbidden terms; the plan
 */
const header = 3

/** What a row can say of a rule: see `rule-rows.ts`. */
export interface RowOf {
  readonly one: number
  readonly other: number
  readonly not: number
  /** Whether the row says everything, so that the plan need not be asked. */
  readonly complete: boolean
}

/** Outlines and plans of all rules, as numbers in one array. */
export interface RuleCode {
  /** The numbers; another array after {@link put}. */
  code: Int32Array
  /** Writes a rule in place of what its slot held. */
  put(slot: number, outline: Outline, plan: readonly number[]): void
  /** Forgets a rule. */
  remove(slot: number): void
  has(slot: number): boolean
  /** Where the plan of a slot begins. */
  planAt(slot: number): number
  /** Puts the rarest group first, the others behind it in the order of their weight. */
  sortGroups(slot: number, weightOf: (term: number) => number): void
  /** Whether there is no group to file the rule under. */
  isUnfiled(slot: number): boolean
  /** Gives each term of the group under which a rule is filed. */
  eachFiling(slot: number, use: (term: number) => void): void
  rowOf(slot: number): RowOf
  bytes(): number
}

/** Creates an empty store. */
export function createRuleCode(): RuleCode {
  let used = 0
  let garbage = 0
  // Where the rule of a slot begins, or -1; and its length.
  let codeAt = new Int32Array(64).fill(-1)
  let lengths = new Int32Array(64)
  let slots = 0

  const makeRoom = (needed: number): void => {
    if (used + needed <= store.code.length) return
    const { code } = store
    // What replaced rules left behind is dropped when it makes up half.
    const next = new Int32Array(
      garbage * 2 > used ? Math.max(code.length, (used - garbage + needed) * 2) : Math.max(code.length * 2, used + needed),
    )
    used = 0
    garbage = 0
    for (let slot = 0; slot < slots; slot++) {
      const from = codeAt[slot] as number
      if (from < 0) continue
      next.set(code.subarray(from, from + (lengths[slot] as number)), used)
      codeAt[slot] = used
      used += lengths[slot] as number
    }
    store.code = next
  }

  const store: RuleCode = {
    code: new Int32Array(1024),
    put(slot, outline, plan) {
      store.remove(slot)
      const { groups, forbidden, complete } = outline
      const outlineLength = header + groups.reduce((sum, group) => sum + 1 + group.length, 0) + forbidden.length
      makeRoom(outlineLength + plan.length)
      if (slot >= codeAt.length) {
        const longer = new Int32Array(codeAt.length * 2).fill(-1)
        longer.set(codeAt)
        codeAt = longer
        const longerLengths = new Int32Array(codeAt.length)
        longerLengths.set(lengths)
        lengths = longerLengths
      }
      slots = Math.max(slots, slot + 1)
      const { code } = store
      let at = used
      codeAt[slot] = at
      lengths[slot] = outlineLength + plan.length
      code[at++] = outlineLength
      code[at++] = groups.length
      code[at++] = forbidden.length * 2 + (complete ? 1 : 0)
      for (const group of groups) {
        code[at++] = group.length
        for (const term of group) code[at++] = term
      }
      for (const term of forbidden) code[at++] = term
      code.set(plan, at)
      used = at + plan.length
    },
    remove(slot) {
      if (!store.has(slot)) return
      garbage += lengths[slot] as number
      codeAt[slot] = -1
    },
    has: (slot) => slot < slots && (codeAt[slot] as number) >= 0,
    planAt(slot) {
      const from = codeAt[slot] as number
      return from + (store.code[from] as number)
    },
    sortGroups(slot, weightOf) {
      const { code } = store
      const from = codeAt[slot] as number
      const groups: { readonly terms: Int32Array; readonly weight: number }[] = []
      let at = from + header
      for (let group = code[from + 1] as number; group > 0; group--) {
        const end = at + 1 + (code[at] as number)
        let weight = 0
        for (let term = at + 1; term < end; term++) weight += weightOf(code[term] as number)
        groups.push({ terms: code.slice(at, end), weight })
        at = end
      }
      if (groups.length < 2) return
      groups.sort((one, other) => one.weight - other.weight)
      at = from + header
      for (const { terms } of groups) {
        code.set(terms, at)
        at += terms.length
      }
    },
    isUnfiled: (slot) => store.code[(codeAt[slot] as number) + 1] === 0,
    eachFiling(slot, use) {
      const from = (codeAt[slot] as number) + header
      const end = from + 1 + (store.code[from] as number)
      for (let at = from + 1; at < end; at++) use(store.code[at] as number)
    },
    rowOf(slot) {
      const { code } = store
      const from = codeAt[slot] as number
      const groups = code[from + 1] as number
      let behind = from + header
      let one = everyTerm
      let other = everyTerm
      let complete = ((code[from + 2] as number) & 1) === 1 && groups <= 2
      for (let group = 0; group < groups; group++) {
        const length = code[behind] as number
        if (group === 1 && length <= 2) {
          one = code[behind + 1] as number
          other = code[behind + length] as number
        } else if (group > 0) complete = false
        behind += 1 + length
      }
      const forbidden = (code[from + 2] as number) >> 1
      return { one, other, not: forbidden === 0 ? noTerm : (code[behind] as number), complete: complete && forbidden <= 1 }
    },
    bytes: () => store.code.byteLength + codeAt.byteLength + lengths.byteLength,
  }
  return store
}
