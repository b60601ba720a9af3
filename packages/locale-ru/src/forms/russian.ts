import { loadWords, unpackWords } from "#words"
import { readOptions } from "@otklik/core"
import { schemaOf } from "@otklik/core/internal"
import type { MatchLocale } from "@otklik/core/rules"
import * as z from "zod"
import { isJoiningRu, isPlainThanksRu } from "./conversation.ts"
import { knownForms } from "./forms-of.ts"
import { functionWords } from "./function-words.ts"
import { lemmaOf } from "./lemma-of.ts"
import { stemOf } from "./stem.ts"
import { readTable, type FormTable } from "./table.ts"
import { guessedForms } from "./unknown.ts"

/** Options of {@link russian}. */
export interface RussianOptions {
  /**
   * Words of the host's own, each a list that begins with the dictionary form: `[["ТОСЭР", "ТОСЭРа"]]`. Such a word has
   * exactly these forms, whatever the dictionary says. Default: none.
   */
  readonly words?: readonly (readonly string[])[]
  /**
   * Whether a verb also means its reflexive (`убирать` also `убирается`). Default false: they are two words, as
   * `находить` and `находиться` are.
   */
  readonly reflexive?: boolean
  /** Whether a word that is in no dictionary is declined where that can hardly be wrong. Default true. */
  readonly guess?: boolean
}

const russianSchema = schemaOf<Required<RussianOptions>, RussianOptions>()(
  z.strictObject({
    words: z
      .array(z.array(z.string().min(1).max(100)).min(1).readonly())
      .readonly()
      .default([]),
    reflexive: z.boolean().default(false),
    guess: z.boolean().default(true),
  }),
)

/**
 * Russian for the matcher: the real grammatical forms of a word of a query.
 *
 * Forms come from a dictionary of 95 000 words, never from a stem, so that `дорога` gives no `дорогой` район beyond the
 * form that it shares with it, and `кровля` gives `кровель`. They are folded: lower case, ё as е. A noun has all cases
 * and numbers; an adjective its genders, cases, short forms and degrees; a verb its persons, tenses, imperatives,
 * gerunds and participles. Which forms yield to a homonym: see `README.md`.
 *
 * The word may be given in any form: `батареи` means `батарея`. A dictionary form is never taken for a form of another
 * word: `дорогой` is the adjective. A participle (`отключенный`, `отключена`) means itself and not the whole verb.
 *
 * The table is unpacked once a process, at the first word; that takes some tens of milliseconds. Without Node, as on a
 * page, it is not there until {@link loadRussian} has loaded it: `formsOf` throws `capability` before.
 *
 * @param options - the host's own words, reflexives, guessing
 * @throws DeskError `config` with field paths
 *
 * @example
 * const matcher = createMatcher({ rules, locale: russian() })
 * russian().formsOf("яма") // ["яма", "ямы", "яму", …, "ям", "ямами", …]
 */
export function russian(options: RussianOptions = {}): MatchLocale {
  const { words, reflexive, guess } = readOptions(russianSchema, options, "russian options")
  const own = new Map<string, readonly string[]>()
  const ownKeys = new Map<string, string>()
  for (const forms of words) {
    const folded = [...new Set(forms.map(fold))]
    own.set(folded[0] ?? "", folded)
    for (const form of folded) ownKeys.set(form, folded[0] ?? form)
  }
  const look = (word: string): readonly string[] => {
    const ofHost = own.get(word)
    if (ofHost !== undefined) return ofHost
    if (!cyrillicWord.test(word) || functionWords.has(word)) return []
    const table = sharedTable()
    const forms = knownForms(table, word) ?? (guess ? guessedForms(table, word) : undefined)
    if (forms === undefined) return []
    const all = reflexive ? withReflexive(table, forms) : [...forms]
    // `тома` is a form of `том`, which is nearly always the pronoun.
    return all.filter((form) => !functionWords.has(form))
  }
  const remembered = new Map<string, readonly string[]>()
  const formsOf = (given: string): readonly string[] => {
    const known = remembered.get(given)
    if (known !== undefined) return known
    const forms = Object.freeze(look(fold(given)))
    if (remembered.size >= rememberedWords) remembered.clear()
    remembered.set(given, forms)
    return forms
  }
  const keys = new Map<string, string>()
  const keyOf = (given: string): string => {
    const known = keys.get(given)
    if (known !== undefined) return known
    const word = fold(given)
    const key = ownKeys.get(word) ?? (cyrillicWord.test(word) ? (lemmaOf(sharedTable(), word) ?? stemOf(word)) : word)
    if (keys.size >= rememberedWords) keys.clear()
    keys.set(given, key)
    return key
  }
  return { formsOf, keyOf, isCommon: (word) => functionWords.has(fold(word)), isPlainThanks: isPlainThanksRu, isJoining: isJoiningRu }
}

/**
 * How many words a locale remembers the forms of: rules ask for the same words again and again, and 10 000 different
 * ones with their forms take some 5 MB. More than that begin anew.
 */
const rememberedWords = 10_000

const cyrillicWord = /^[а-я]+(?:-[а-я]+)*$/

/** Lower case, ё as е, without combining marks of stress: the letters of a word as the table has them. */
function fold(word: string): string {
  return word.normalize("NFC").toLowerCase().replaceAll("ё", "е").replaceAll("\u0301", "")
}

let table: FormTable | undefined

/** The table is the same for every locale of a process. */
function sharedTable(): FormTable {
  table ??= readTable(unpackWords())
  return table
}

/**
 * {@link russian} where there is nothing of Node: on a page, in a worker at the edge. Loads the table (300 kB, a module
 * that bundlers keep apart) and unpacks it with `DecompressionStream`, once for all locales. Works in Node as well.
 *
 * @param options - the host's own words, reflexives, guessing
 * @throws DeskError `config` with field paths; `network` when the table cannot be loaded: the next call tries again
 *
 * @example
 * const matcher = createMatcher(rules, { locale: await loadRussian() })
 */
export async function loadRussian(options: RussianOptions = {}): Promise<MatchLocale> {
  const locale = russian(options)
  if (table !== undefined) return locale
  // Locales that are asked for together share one table.
  loading ??= loadWords()
    .then((bytes) => void (table ??= readTable(bytes)))
    .finally(() => (loading = undefined))
  await loading
  return locale
}

let loading: Promise<void> | undefined

/** Adds the forms of the reflexive of each infinitive among the forms. */
function withReflexive(words: FormTable, forms: ReadonlySet<string>): readonly string[] {
  const all = new Set(forms)
  for (const form of forms) {
    if (!/(?:ть|ти|чь)$/.test(form)) continue
    const twin = form + (form.endsWith("и") ? "сь" : "ся")
    if (words.read(twin).some(({ lemma, part }) => part === "verb" && lemma === twin))
      for (const other of knownForms(words, twin) ?? []) all.add(other)
  }
  return [...all]
}
