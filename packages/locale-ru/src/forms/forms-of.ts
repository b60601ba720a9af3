import type { FormTable, Reading } from "./table.ts"

const infinitiveEnding = /(?:ть|ти|чь)(?:ся|сь)?$/
const participleEnding = /[иы]й(?:ся)?$/

/**
 * The forms of a word of the table; undefined when it has none.
 *
 * A dictionary form gives its word, or all the words that it is a dictionary form of (`течь`, the noun and the verb).
 * Another form gives the word that it belongs to; when it belongs to several, all of them. Names give way to common
 * words.
 *
 * @param table - the words
 * @param word - folded
 */
export function knownForms(table: FormTable, word: string): ReadonlySet<string> | undefined {
  const all = table.read(word)
  if (all.length === 0) return undefined
  const common = all.filter((reading) => !reading.isName)
  const readings = common.length > 0 ? common : all
  const asLemma = readings.filter((reading) => reading.lemma === word)
  // A participle is the dictionary form of itself, although the table keeps it with its verb.
  const asParticiple = readings.filter((reading) => reading.part === "verb" && reading.lemma !== word && participleEnding.test(word))
  const chosen = asLemma.length > 0 || asParticiple.length > 0 ? [...asLemma, ...asParticiple] : readings
  return new Set([word, ...chosen.flatMap((reading) => narrow(table, reading, word))])
}

/** The forms of a reading; of a verb that the word is a participle of, those of the participle. */
function narrow(table: FormTable, { stem, classId, part, lemma }: Reading, word: string): readonly string[] {
  const forms = table.formsOf(stem, classId)
  if (part !== "verb" || word === lemma || !infinitiveEnding.test(lemma)) return forms
  const participle = forms
    .filter((form) => participleEnding.test(form))
    .map(participleStem)
    .filter((candidate) => (word.startsWith(candidate.full) && word !== candidate.full) || isShortForm(word, candidate.short))
    .toSorted((one, other) => other.full.length - one.full.length)[0]
  if (participle === undefined) return forms
  const reflexive = word.endsWith("ся")
  return forms.filter(
    (form) =>
      // `разбить` begins as `разбитый` does.
      form !== lemma && ((form.startsWith(participle.full) && form.endsWith("ся") === reflexive) || isShortForm(form, participle.short)),
  )
}

interface ParticipleStem {
  /** `отключенн` of `отключенный`. */
  readonly full: string
  /** `отключен` of `отключенный`; empty when there are no short forms. */
  readonly short: string
}

function participleStem(lemma: string): ParticipleStem {
  const full = lemma.replace(participleEnding, "")
  if (full.endsWith("нн")) return { full, short: full.slice(0, -1) }
  return { full, short: full.endsWith("т") ? full : "" }
}

function isShortForm(form: string, short: string): boolean {
  return short !== "" && form.startsWith(short) && /^[аоы]?$/.test(form.slice(short.length))
}
