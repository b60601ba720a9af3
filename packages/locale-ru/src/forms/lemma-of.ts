import type { FormTable, Part } from "./table.ts"

/** A form that several words have is taken for a noun before it is taken for anything else: `дороги`, `дорогой`. */
const order: readonly Part[] = ["noun", "adjective", "verb", "other"]

/**
 * The dictionary form that stands for all forms of a word: always the same one; undefined for a word that the table
 * does not have. A word that is a dictionary form itself stands for itself, and names give way to common words.
 *
 * @param table - the words
 * @param word - folded
 */
export function lemmaOf(table: FormTable, word: string): string | undefined {
  const readings = table.read(word)
  const common = readings.filter(({ isName }) => !isName)
  const chosen = common.length > 0 ? common : readings
  if (chosen.some(({ lemma }) => lemma === word)) return word
  const [first] = chosen.toSorted((one, other) => order.indexOf(one.part) - order.indexOf(other.part) || (one.lemma < other.lemma ? -1 : 1))
  return first?.lemma
}
