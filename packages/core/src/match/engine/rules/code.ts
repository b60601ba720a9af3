import { everyTerm, noTerm } from "../terms/term-table.ts"
import type { RuleSignature } from "./signature.ts"

/*
 * A rule in the code is its plan, which every match reads, and its outline behind it: 0 number of groups 1 number of
 * forbidden terms, doubled, and 1 when the outline is complete 2 the distance within which the groups must stand,
 * doubled, and 1 when it is ordered; 0 when there is none 3… groups, that under which the rule is filed first;
 * forbidden terms A group is its length, doubled, and 1 when it is left of NEAR; then its witnesses, two numbers
 * each: the term, and its proof.
 */
const header = 3
/**
 * The proof of a witness: alone; none; or the term adjacent to it, doubled, and 1 when that is before. Terms begin at
 * 2, so that these are other numbers.
 */
const alone = 0
const noProof = 1
const witnessLength = 2
/** So many terms of the second group are in a row. */
const rowTerms = 3

/** What a row says of a rule: see `rule-rows.ts`. */
export interface RowOf {
  readonly one: number
  readonly other: number
  readonly third: number
  readonly not: number
  /** Distance times four, and 2 when it is ordered, and 1 when the witness is the left one; 0 when there is none. */
  readonly near: number
  /** Whether the row says everything of a rule whose witness is proof, so that the plan need not be asked. */
  readonly complete: boolean
}

/** Outlines and plans of all rules, as numbers in one array. */
export interface RuleCode {
  /** The numbers; another array after {@link put}. */
  code: Int32Array
  /** Writes a rule in place of what its slot held. */
  put(slot: number, outline: RuleSignature, plan: readonly number[]): void
  /** Forgets a rule. */
  remove(slot: number): void
  has(slot: number): boolean
  /** Where the plan of a slot begins. */
  planAt(slot: number): number
  /** Puts the rarest group first, the others behind it in the order of their weight. */
  sortGroups(slot: number, weightOf: (term: number) => number): void
  /** Whether there is no group to file the rule under. */
  isUnfiled(slot: number): boolean
  /**
   * Gives each witness of the group under which a rule is filed: its term, the term adjacent it as in the code or 0,
   * and whether it is proof.
   */
  eachFiling(slot: number, use: (term: number, adjacent: number, isProof: boolean) => void): void
  rowOf(slot: number): RowOf
  bytes(): number
}

/** How much room is made for what is there and what comes. */
const growth = 1.4

/** Creates an empty store. */
export function createRuleCode(): RuleCode {
  let used = 0
  let garbage = 0
  // Where the rule of a slot begins, or -1; the length of its plan, and of both.
  let codeAt: Int32Array = new Int32Array(64).fill(-1)
  let planLengths: Int32Array = new Int32Array(64)
  let lengths: Int32Array = new Int32Array(64)
  let slots = 0

  const outlineAt = (slot: number): number => (codeAt[slot] as number) + (planLengths[slot] as number)
  const makeRoom = (needed: number): void => {
    if (used + needed <= store.code.length) return
    const { code } = store
    // What replaced rules left behind is dropped.
    const next = new Int32Array(Math.max(1024, Math.ceil((used - garbage + needed) * growth)))
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
      const { groups, forbidden, complete, near } = outline
      const outlineLength = header + groups.reduce((sum, group) => sum + 1 + group.length * witnessLength, 0) + forbidden.length
      makeRoom(outlineLength + plan.length)
      if (slot >= codeAt.length) {
        codeAt = longerBy(codeAt, slot).fill(-1, slots)
        planLengths = longerBy(planLengths, slot)
        lengths = longerBy(lengths, slot)
      }
      slots = Math.max(slots, slot + 1)
      const { code } = store
      let at = used
      codeAt[slot] = at
      lengths[slot] = outlineLength + plan.length
      code.set(plan, at)
      planLengths[slot] = plan.length
      at += plan.length
      code[at++] = groups.length
      code[at++] = forbidden.length * 2 + (complete ? 1 : 0)
      code[at++] = near === undefined ? 0 : near.distance * 2 + (near.ordered ? 1 : 0)
      groups.forEach((group, index) => {
        code[at++] = group.length * 2 + (index === 0 ? 1 : 0)
        for (const { term, isProof, adjacent } of group) {
          code[at++] = term
          code[at++] = !isProof ? noProof : adjacent === undefined ? alone : adjacent.term * 2 + (adjacent.isBefore ? 1 : 0)
        }
      })
      for (const term of forbidden) code[at++] = term
      used = at
    },
    remove(slot) {
      if (!store.has(slot)) return
      garbage += lengths[slot] as number
      codeAt[slot] = -1
    },
    has: (slot) => slot < slots && (codeAt[slot] as number) >= 0,
    planAt: (slot) => codeAt[slot] as number,
    sortGroups(slot, weightOf) {
      const { code } = store
      const from = outlineAt(slot)
      const groups: { readonly numbers: Int32Array; readonly weight: number }[] = []
      let at = from + header
      for (let group = code[from] as number; group > 0; group--) {
        const end = at + 1 + ((code[at] as number) >> 1) * witnessLength
        let weight = 0
        for (let witness = at + 1; witness < end; witness += witnessLength) {
          turnToRarer(code, witness, weightOf)
          weight += weightOf(code[witness] as number)
        }
        groups.push({ numbers: code.slice(at, end), weight })
        at = end
      }
      if (groups.length < 2) return
      groups.sort((one, other) => one.weight - other.weight)
      at = from + header
      for (const { numbers } of groups) {
        code.set(numbers, at)
        at += numbers.length
      }
    },
    isUnfiled: (slot) => store.code[outlineAt(slot)] === 0,
    eachFiling(slot, use) {
      const { code } = store
      const from = outlineAt(slot) + header
      const end = from + 1 + ((code[from] as number) >> 1) * witnessLength
      for (let at = from + 1; at < end; at += witnessLength) {
        const proof = code[at + 1] as number
        use(code[at] as number, proof > noProof ? proof : 0, proof !== noProof)
      }
    },
    rowOf(slot) {
      const { code } = store
      const from = outlineAt(slot)
      const groups = code[from] as number
      const isLeft = (code[from + header] as number) & 1
      let behind = from + header
      let one = everyTerm
      let other = everyTerm
      let third = everyTerm
      let complete = ((code[from + 1] as number) & 1) === 1 && groups <= 2
      for (let group = 0; group < groups; group++) {
        const length = (code[behind] as number) >> 1
        if (group === 1 && length <= rowTerms) {
          one = code[behind + 1] as number
          other = code[behind + 1 + (length > 1 ? witnessLength : 0)] as number
          third = code[behind + 1 + (length - 1) * witnessLength] as number
          for (let witness = 0; witness < length; witness++) complete &&= code[behind + 2 + witness * witnessLength] === alone
        } else if (group > 0) complete = false
        behind += 1 + length * witnessLength
      }
      const forbidden = (code[from + 1] as number) >> 1
      const distance = code[from + 2] as number
      complete &&= forbidden <= 1
      return {
        one,
        other,
        third,
        not: forbidden === 0 ? noTerm : (code[behind] as number),
        near: complete ? distance * 2 + (distance === 0 ? 0 : isLeft) : 0,
        complete,
      }
    },
    bytes: () => store.code.byteLength + codeAt.byteLength + planLengths.byteLength + lengths.byteLength,
  }
  return store
}

function longerBy(array: Int32Array, index: number): Int32Array {
  const longer = new Int32Array(Math.max(array.length * 2, index + 1))
  longer.set(array)
  return longer
}

/** Of a phrase of two words the rarer one is searched for first. */
function turnToRarer(code: Int32Array, witness: number, weightOf: (term: number) => number): void {
  const term = code[witness] as number
  const proof = code[witness + 1] as number
  if (proof <= noProof || weightOf(proof >> 1) >= weightOf(term)) return
  code[witness] = proof >> 1
  code[witness + 1] = term * 2 + 1 - (proof & 1)
}
