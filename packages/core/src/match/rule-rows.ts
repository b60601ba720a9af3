import type { RuleCode } from "./rule-code.ts"

/**
 * The rules that are filed under a term, in rows of eight numbers, so that nearly all are turned down or found without looking anywhere else:
 *
 *     0  the rule's slot, doubled, and 1 when the row says everything
 *     1, 2, 3  terms of which one must be there
 *     4  a term that must not be there
 *     5  how near one of those must stand: the distance times four, and 2 when it is ordered, and 1 when the filing term is the left one; or 0
 *     6  a term that must stand beside the filing one, doubled, and 1 when it stands before; or 0
 *
 * Rows are written for all rules at once. Rules that come later stand apart until the next time.
 */
export interface RuleRows {
  /** The rows of term `t`, which is below `from.length - 1`, are `rows[from[t]] .. rows[from[t + 1] - 1]`. */
  rows: Int32Array
  from: Int32Array
  /** One bit a slot whose rows are out of date. */
  stale: Int32Array
  /** Rules that came later, by term. */
  readonly late: ReadonlyMap<number, readonly number[]>
  /** Rules that are filed under no term: every message meets them. */
  readonly unfiled: readonly number[]
  /** Files all rules anew. @param slots - all slots are below it */
  fileAll(slots: number): void
  /** Files a rule that came later, or that has changed. */
  file(slot: number): void
  /** Takes a rule out, before the code forgets it. */
  forget(slot: number): void
  /** How many times rules were filed or taken out. */
  changes(): number
  /** The terms under which rules are filed; undefined when there are more than `limit`, or when a rule is filed under none. */
  terms(limit: number): readonly number[] | undefined
  bytes(): number
}

export const rowLength = 8
/** So many rules may stand apart before all are filed anew. */
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
    from: new Int32Array(1),
    stale: new Int32Array(1),
    late,
    unfiled,
    fileAll(slots) {
      changes += 1
      late.clear()
      unfiled.length = 0
      lateCount = 0
      slotLimit = slots
      const counts = count(slots)
      const from = new Int32Array(counts.length + 1)
      for (let term = 0; term < counts.length; term++) from[term + 1] = (from[term] as number) + (counts[term] ?? 0) * rowLength
      const rows = new Int32Array(from[counts.length] as number)
      const next = from.slice()
      for (let slot = 0; slot < slots; slot++) {
        if (!code.has(slot) || code.isUnfiled(slot)) continue
        const { one, other, third, not, near, complete } = code.rowOf(slot)
        code.eachFiling(slot, (term, beside, isProof) => {
          const at = next[term] as number
          next[term] = at + rowLength
          rows[at] = slot * 2 + (complete && isProof ? 1 : 0)
          rows[at + 1] = one
          rows[at + 2] = other
          rows[at + 3] = third
          rows[at + 4] = not
          rows[at + 5] = near
          rows[at + 6] = beside
        })
      }
      filed.rows = rows
      filed.from = from
      filed.stale = new Int32Array((slots >> 5) + 1)
    },
    file(slot) {
      changes += 1
      if (code.isUnfiled(slot)) {
        unfiled.push(slot)
        return
      }
      lateCount += 1
      if (lateCount > lateLimit) {
        filed.fileAll(Math.max(slotLimit, slot + 1))
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
      for (let term = 0; term + 1 < filed.from.length; term++) {
        if (terms.length > limit) return undefined
        if (filed.from[term] !== filed.from[term + 1]) terms.push(term)
      }
      return terms
    },
    bytes: () => filed.rows.byteLength + filed.from.byteLength,
  }
  return filed
}
