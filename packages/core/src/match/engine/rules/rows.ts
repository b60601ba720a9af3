import type { RuleCode } from "./code.ts"

/**
 * The rules that are filed under a term, in rows of eight numbers, so that nearly all are turned down or found without
 * reading anything else:
 *
 *     0 the rule's slot, doubled, and 1 when the row says everything 1, 2, 3 terms of which one must be there 4 a term
 *     that must not be there 5 how near one of those must be: the distance times four, and 2 when it is ordered, and
 *     1 when the filing term is the left one; or 0 6 a term that must be adjacent to the filing one, doubled, and
 *     1 when it is before; or 0
 *
 * Rows are written for all rules at once. Rules that come later are kept apart until the next time.
 */
export interface RuleRows {
  /**
   * The rows of term `t`, where `spans` has it, are `rows[spans[t * 2]] .. rows[spans[t * 2 + 1] - 1]`; those
   * of frequent terms are together.
   */
  rows: Int32Array
  spans: Int32Array
  /** One bit a slot whose rows are out of date. */
  stale: Int32Array
  /** Rules that came later, by term. */
  readonly late: ReadonlyMap<number, readonly number[]>
  /** Rules that are filed under no term: every message meets them. */
  readonly unfiled: readonly number[]
  /**
   * Files all rules anew.
   *
   * @param slots - all slots are below it
   * @param weightOf - how often a term is met
   */
  fileAll(slots: number, weightOf: (term: number) => number): void
  /** Files a rule that came later, or that has changed. */
  file(slot: number, weightOf: (term: number) => number): void
  /** Takes a rule out, before the code forgets it. */
  forget(slot: number): void
  /** How many times rules were filed or taken out. */
  changes(): number
  /**
   * The terms under which rules are filed; undefined when there are more than `limit`, or when a rule is filed under
   * none.
   */
  terms(limit: number): readonly number[] | undefined
  bytes(): number
}

export const rowLength = 8
/** So many rules may be apart before all are filed anew. */
const lateLimit = 256

/** @param code - the rules */
export function createRuleRows(code: RuleCode): RuleRows {
  const late = new Map<number, number[]>()
  const unfiled: number[] = []
  let lateCount = 0
  let slotLimit = 0
  let changes = 0

  const count = (slots: number): number[] => {
    const counts: number[] = []
    for (let slot = 0; slot < slots; slot++) {
      if (!code.has(slot)) continue
      if (code.isUnfiled(slot)) unfiled.push(slot)
      else code.eachFiling(slot, (term) => (counts[term] = (counts[term] ?? 0) + 1))
    }
    return counts
  }

  const filed: RuleRows = {
    rows: new Int32Array(0),
    spans: new Int32Array(0),
    stale: new Int32Array(1),
    late,
    unfiled,
    fileAll(slots, weightOf) {
      changes += 1
      late.clear()
      unfiled.length = 0
      lateCount = 0
      slotLimit = slots
      const counts = count(slots)
      const spans = new Int32Array(counts.length * 2)
      let used = 0
      // A few terms have most of the hits: side by side their rows stay in the processor's cache.
      for (const term of termsByWeight(counts, weightOf)) {
        spans[term * 2] = used
        spans[term * 2 + 1] = used
        used += (counts[term] as number) * rowLength
      }
      const rows = new Int32Array(used)
      for (let slot = 0; slot < slots; slot++) {
        if (!code.has(slot) || code.isUnfiled(slot)) continue
        const { one, other, third, not, near, complete } = code.rowOf(slot)
        code.eachFiling(slot, (term, adjacent, isProof) => {
          const at = spans[term * 2 + 1] as number
          spans[term * 2 + 1] = at + rowLength
          rows[at] = slot * 2 + (complete && isProof ? 1 : 0)
          rows[at + 1] = one
          rows[at + 2] = other
          rows[at + 3] = third
          rows[at + 4] = not
          rows[at + 5] = near
          rows[at + 6] = adjacent
        })
      }
      filed.rows = rows
      filed.spans = spans
      filed.stale = new Int32Array((slots >> 5) + 1)
    },
    file(slot, weightOf) {
      changes += 1
      if (code.isUnfiled(slot)) {
        unfiled.push(slot)
        return
      }
      lateCount += 1
      if (lateCount > lateLimit) {
        filed.fileAll(Math.max(slotLimit, slot + 1), weightOf)
        return
      }
      slotLimit = Math.max(slotLimit, slot + 1)
      code.eachFiling(slot, (term) => {
        const slots = late.get(term)
        if (slots === undefined) late.set(term, [slot])
        else if (!slots.includes(slot)) slots.push(slot)
      })
    },
    forget(slot) {
      changes += 1
      if (slot >> 5 < filed.stale.length) filed.stale[slot >> 5] = (filed.stale[slot >> 5] as number) | (1 << slot)
      if (code.isUnfiled(slot)) {
        if (unfiled.includes(slot)) unfiled.splice(unfiled.indexOf(slot), 1)
        return
      }
      code.eachFiling(slot, (term) => {
        const slots = late.get(term)
        if (slots?.includes(slot) !== true) return
        if (slots.length === 1) late.delete(term)
        else slots.splice(slots.indexOf(slot), 1)
      })
    },
    changes: () => changes,
    terms(limit) {
      if (unfiled.length > 0) return undefined
      const terms = [...late.keys()]
      for (let term = 0; term * 2 < filed.spans.length; term++) {
        if (terms.length > limit) return undefined
        if (filed.spans[term * 2] !== filed.spans[term * 2 + 1]) terms.push(term)
      }
      return terms
    },
    bytes: () => filed.rows.byteLength + filed.spans.byteLength,
  }
  return filed
}

/** The terms that have a count, the most frequent first. */
function termsByWeight(counts: readonly (number | undefined)[], weightOf: (term: number) => number): readonly number[] {
  const weights = Float64Array.from(counts, (_, term) => weightOf(term))
  return [...counts.keys()]
    .filter((term) => counts[term] !== undefined)
    .sort((one, other) => (weights[other] as number) - (weights[one] as number))
}
