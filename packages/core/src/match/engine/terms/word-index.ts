import { hashUnits } from "../../fold/units.ts"
import { createUnitTable, unitsOf } from "./unit-table.ts"

/** The terms of words. */
export interface WordIndex {
  add(word: string, term: number): void
  remove(word: string, term: number): void
  /** Adds the terms of a word, given by its units, to a list. */
  find(units: Uint16Array, from: number, to: number, hash: number, into: number[]): void
}

/**
 * Creates an empty index. Nearly every word has one term, which is in the table itself, doubled, plus 1; others
 * have a list, whose number is doubled.
 */
export function createWordIndex(): WordIndex {
  const table = createUnitTable()
  const lists: number[][] = []
  const freed: number[] = []

  const get = (word: string): number => {
    const units = unitsOf(word)
    return table.get(units, 0, units.length, hashUnits(units, 0, units.length))
  }
  return {
    add(word, term) {
      const known = get(word)
      if (known < 0) table.set(word, term * 2 + 1)
      else if ((known & 1) === 0) lists[known >> 1]?.push(term)
      else {
        const list = freed.pop() ?? lists.length
        lists[list] = [known >> 1, term]
        table.set(word, list * 2)
      }
    },
    remove(word, term) {
      const known = get(word)
      if (known < 0) return
      if ((known & 1) === 1) {
        if (known >> 1 === term) table.delete(word)
        return
      }
      const left = (lists[known >> 1] ?? []).filter((one) => one !== term)
      lists[known >> 1] = left
      if (left.length > 1) return
      table.set(word, (left[0] ?? 0) * 2 + 1)
      lists[known >> 1] = []
      freed.push(known >> 1)
    },
    find(units, from, to, hash, into) {
      const known = table.get(units, from, to, hash)
      if (known < 0) return
      if ((known & 1) === 1) into.push(known >> 1)
      else for (const term of lists[known >> 1] as number[]) into.push(term)
    },
  }
}
