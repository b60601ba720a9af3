import { completeAdjective } from "./adjective.ts"
import { functionWords } from "../src/forms/function-words.ts"
import type { Dictionary, Entry } from "./hunspell.ts"
import { irregularNouns } from "./irregular.ts"
import { type Lexeme, type LoosePool, type Part, createPool } from "./lexeme.ts"
import { completeBareNoun, completeNoun, pluralLemmas, regularPlural } from "./noun.ts"
import { participleLemmas } from "./participle.ts"
import { completeReflexive, completeVerb, infinitive, verbFlags } from "./verb.ts"

const nounFlags = "FGHIJKNO"

/**
 * Makes words of the entries of a spelling dictionary: one lexeme a word, with the forms of all the entries that it was
 * split into.
 *
 * @param dictionary - the Russian hunspell dictionary
 */
export function joinLexemes({ entries, rules }: Dictionary): readonly Lexeme[] {
  const lexemes: Lexeme[] = []
  const seen = new Map<string, Lexeme>()
  const loose = new Map<string, boolean>()
  const addLoose = (form: string, capital: boolean): void => void loose.set(form, (loose.get(form) ?? true) && capital)
  for (const entry of entries) {
    const parts = partsOf(entry)
    for (const [part, flags] of parts) {
      const lexeme = makeLexeme(entry, part, flags)
      const key = `${part} ${lexeme.lemma}`
      const twin = seen.get(key)
      // The dictionary spells many words twice, with ё and without.
      if (twin !== undefined) for (const form of lexeme.forms) twin.forms.add(form)
      if (twin !== undefined && !(twin.name && !lexeme.name)) continue
      const joined = twin === undefined ? lexeme : { ...twin, name: false }
      if (twin !== undefined) lexemes.splice(lexemes.indexOf(twin), 1)
      seen.set(key, joined)
      lexemes.push(joined)
    }
    const isVerbPiece = !infinitive.test(entry.word)
    if (parts.length === 0 || isVerbPiece) {
      const flags = parts.length === 0 ? `${verbFlags}EH` : verbFlags
      const pieces = [...flags].flatMap((flag) => entry.formsByFlag.get(flag) ?? [])
      if (parts.length === 0 || pieces.length > 0) for (const form of [entry.word, ...pieces]) addLoose(form, entry.capital)
    }
  }
  const anywhere = new Set([...loose.keys(), ...lexemes.flatMap((lexeme) => [...lexeme.forms])])
  const pool = createPool([...loose].flatMap(([form, capital]) => (capital || form.length < 3 || functionWords.has(form) ? [] : [form])))
  const byPart = (part: Part): readonly Lexeme[] => lexemes.filter((lexeme) => lexeme.part === part)
  const index = (part: Part): ReadonlyMap<string, Lexeme> => new Map(byPart(part).map((lexeme) => [lexeme.lemma, lexeme]))

  // Verbs that the dictionary gives as bare entries, like `идти`.
  const known = new Set(lexemes.map((lexeme) => lexeme.lemma))
  for (const [form, capital] of loose) {
    if (known.has(form)) continue
    if (!infinitive.test(form) || irregularNouns.has(form)) continue
    pool.take(form)
    lexemes.push({ lemma: form, part: "verb", name: capital, forms: new Set([form]) })
  }

  for (const noun of byPart("noun")) completeNoun(noun, pool)
  const adjectives = index("adjective")
  for (const adjective of adjectives.values()) completeAdjective(adjective, { adjectives, anywhere, pool })
  const verbs = index("verb")
  for (const verb of verbs.values()) completeVerb(verb, { rules, pool, anywhere })
  for (const verb of verbs.values()) {
    const plain = verb.lemma.endsWith("ся") || verb.lemma.endsWith("сь") ? verbs.get(verb.lemma.slice(0, -2)) : undefined
    if (plain !== undefined) completeReflexive(verb, plain, pool)
  }
  const joined = joinNouns(lexemes, pool, loose)
  joinParticiples(verbs, adjectives)
  for (const [form, capital] of loose) {
    if (!pool.isTaken(form) && !known.has(form)) lexemes.push({ lemma: form, part: "other", name: capital, forms: new Set([form]) })
  }
  return lexemes.filter((lexeme) => !joined.has(lexeme))
}

function partsOf(entry: Entry): ReadonlyArray<readonly [Part, string]> {
  const { word, flags } = entry
  const parts: (readonly [Part, string])[] = []
  const adjective = /(?:ый|ий|ой|ийся|ый?)$/.test(word) && flags.includes("A")
  if (adjective) parts.push(["adjective", "ASEXZ"])
  const has = (set: string): boolean => [...set].some((flag) => flags.includes(flag))
  // Comparatives with `по-`, and instrumentals (`лужей`, `лужею`), are forms of other entries.
  if ((flags === "E" && word.endsWith("ее")) || (flags === "H" && /[ое]й$/.test(word))) return parts
  if (!adjective && has(nounFlags + (has(verbFlags) ? "" : "AE"))) parts.push(["noun", `${nounFlags}AE`])
  if (has(verbFlags) && infinitive.test(word)) parts.push(["verb", verbFlags])
  return parts
}

function makeLexeme(entry: Entry, part: Part, flags: string): Lexeme {
  const made = [...flags].flatMap((flag) => entry.formsByFlag.get(flag)?.filter((form) => flag !== "Z" || form.endsWith("о")) ?? [])
  const forms = new Set([entry.word, ...made])
  return { lemma: entry.word, part, name: entry.capital, forms }
}

/**
 * Adds bare nouns and joins plurals; gives the plurals that were joined to a singular and are no words of their own any
 * more (`граждане`).
 */
function joinNouns(lexemes: Lexeme[], pool: LoosePool, loose: ReadonlyMap<string, boolean>): ReadonlySet<Lexeme> {
  const nouns = lexemes.filter((lexeme) => lexeme.part === "noun")
  const known = new Set(nouns.map((noun) => noun.lemma))
  // A bare entry is a noun when the grammar finds oblique forms for it among the loose ones.
  // Consonants first: `ковер` takes `ковра` before `ковра` could pass for a word of its own.
  const isMasculine = ([form]: readonly [string, boolean]): number => (/[бвгджзйклмнпрстфхцчшщ]$/.test(form) ? 0 : 1)
  for (const [form, capital] of [...loose].toSorted((one, other) => isMasculine(one) - isMasculine(other))) {
    if (
      known.has(form) ||
      (form.length < 3 && !irregularNouns.has(form)) ||
      functionWords.has(form) ||
      // A plural (`лбы`) may have taken its own singular for a genitive.
      (pool.isTaken(form) && !irregularNouns.has(form) && isMasculine([form, capital]) > 0) ||
      !/[бвгджзйклмнпрстфхцчшщьяоеаыи]$/.test(form)
    )
      continue
    const noun: Lexeme = { lemma: form, part: "noun", name: capital, forms: new Set([form]) }
    completeBareNoun(noun, pool)
    if (noun.forms.size < (irregularNouns.has(form) ? 2 : 4)) continue
    pool.take(form)
    lexemes.push(noun)
    nouns.push(noun)
  }
  const byLemma = new Map(nouns.map((noun) => [noun.lemma, noun]))
  const allForms = new Set([...lexemes.flatMap((lexeme) => [...lexeme.forms]), ...loose.keys()])
  const joined = new Set<Lexeme>()
  for (const noun of nouns) {
    for (const form of irregularNouns.get(noun.lemma) ?? []) {
      const plural = byLemma.get(form)
      if (plural !== undefined && plural !== noun && isPluralOnly(plural)) joined.add(plural)
    }
    for (const lemma of irregularNouns.has(noun.lemma) ? [] : pluralLemmas(noun.lemma)) {
      if (suppletive.has(lemma)) continue
      const plural = byLemma.get(lemma)
      if (plural === undefined || plural === noun || !isPluralOnly(plural)) continue
      // A noun that has its own plural leaves the other one a word: `ворота` is not `ворот`.
      if (hasPlural(noun)) continue
      for (const form of plural.forms) noun.forms.add(form)
      joined.add(plural)
    }
    if (noun.name || hasPlural(noun) || !isRegular(noun)) continue
    for (const form of regularPlural(noun.lemma)) if (!allForms.has(form)) noun.forms.add(form)
  }
  return joined
}

/** Whether the stem stays the same in the singular: a fleeting vowel or a possessive adjective has another plural. */
function isRegular({ lemma, forms }: Lexeme): boolean {
  if (/[бвгджзклмнпрстфхцчшщ]$/.test(lemma)) return forms.has(`${lemma}а`)
  if (lemma.endsWith("й")) return forms.has(`${lemma.slice(0, -1)}я`) && forms.has(`${lemma.slice(0, -1)}ю`)
  if (lemma.endsWith("ь")) return forms.has(`${lemma}ю`) && forms.has(`${lemma.slice(0, -1)}и`)
  return true
}

/** Plurals that belong to a noun of another stem: `люди` is no plural of `люд`. */
const suppletive = new Set([...irregularNouns.values()].flat())

function hasPlural(noun: Lexeme): boolean {
  return [...noun.forms].some((form) => /[ая]м$/.test(form) && form !== noun.lemma)
}

function isPluralOnly(noun: Lexeme): boolean {
  return hasPlural(noun) && /[ыияае]$/.test(noun.lemma) && ![...noun.forms].some((form) => /(?:[оеуюы]м|ой|у|ю)$/.test(form))
}

function joinParticiples(verbs: ReadonlyMap<string, Lexeme>, adjectives: ReadonlyMap<string, Lexeme>): void {
  for (const verb of verbs.values()) {
    for (const lemma of participleLemmas(verb)) for (const form of adjectives.get(lemma)?.forms ?? []) verb.forms.add(form)
  }
}
