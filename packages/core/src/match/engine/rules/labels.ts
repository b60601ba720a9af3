/**
 * The strings of all plans (labels of clauses, values of fields), each once. A string that nobody retains is forgotten
 * when it is released for the last time, and its number is given to another.
 */
export interface LabelStore {
  /** Strings by their numbers. */
  readonly list: readonly string[]
  /** The number of a string; retain it if it is kept. */
  numberOf(text: string): number
  retain(label: number): void
  release(label: number): void
}

/** Creates an empty store. */
export function createLabelStore(): LabelStore {
  const list: string[] = []
  const holders: number[] = []
  const numbers = new Map<string, number>()
  const freed: number[] = []
  return {
    list,
    numberOf(text) {
      const known = numbers.get(text)
      if (known !== undefined) return known
      const label = freed.pop() ?? list.length
      list[label] = text
      holders[label] = 0
      numbers.set(text, label)
      return label
    },
    retain(label) {
      holders[label] = (holders[label] ?? 0) + 1
    },
    release(label) {
      const left = (holders[label] ?? 0) - 1
      holders[label] = left
      if (left > 0) return
      numbers.delete(list[label] ?? "")
      list[label] = ""
      freed.push(label)
    },
  }
}
