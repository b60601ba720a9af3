import { functionWords } from "../src/forms/function-words.ts"
import type { Lexeme } from "./lexeme.ts"

/**
 * Takes away forms that would mostly be another word in a text. A dictionary form is never taken.
 *
 * - No form is a function word (`для`, `мой`, `уже`).
 * - A verb gives up what is a noun's, an adjective's or an adverb's dictionary form: `строй`, `запрет`, `зря`.
 * - A noun gives up what is an infinitive: `вести` of `весть`.
 * - An adjective gives up short masculine, feminine and plural forms that are a noun's: `дорога` of `дорогой`, `парка` of `паркий`.
 *
 * A noun keeps what it shares with an adjective or another noun (`дорогой` of `дорога`): such forms are frequent and the noun is what complaints are about.
 *
 * @param lexemes - all words; their sets of forms are changed
 */
export function settleHomonyms(lexemes: readonly Lexeme[]): void {
  const lemmas = (part: Lexeme["part"]): ReadonlySet<string> =>
    new Set(lexemes.filter((lexeme) => lexeme.part === part && !lexeme.name).map((lexeme) => lexeme.lemma))
  const nouns = lemmas("noun")
  const adjectives = lemmas("adjective")
  const verbs = lemmas("verb")
  const others = lemmas("other")
  const nounForms = new Set(lexemes.filter((lexeme) => lexeme.part === "noun" && !lexeme.name).flatMap((lexeme) => [...lexeme.forms]))
  for (const { lemma, part, forms } of lexemes) {
    for (const form of forms) {
      if (form === lemma) continue
      const isYielded =
        functionWords.has(form) ||
        (part === "verb" &&
          !keptFinite.has(form) &&
          (nouns.has(form) || others.has(form) || (adjectives.has(form) && !/[нт]ый$|щий$|ший$|мый$|ся$/.test(form)))) ||
        (part === "noun" && verbs.has(form)) ||
        (part === "adjective" && nounForms.has(form) && isShort(lemma, form))
      if (isYielded) forms.delete(form)
    }
  }
}

/** Finite forms that complaints use more than the noun: to burn rubbish, not a cord. */
const keptFinite = new Set(["жгут"])

/** Short forms that are far more frequent than the noun that they look like (`гот`, `знак`). */
const keptShort = new Set(["готов", "знаком"])

/** Whether a form of an adjective is short and not neuter (the neuter is an adverb too, and wanted: `грязно`). */
function isShort(lemma: string, form: string): boolean {
  if (keptShort.has(form)) return false
  return form.length <= lemma.length - 1 && !/(?:[оеё]|ей)$/.test(form)
}
