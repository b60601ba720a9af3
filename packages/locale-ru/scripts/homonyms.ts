import { functionWords } from "../src/forms/function-words.ts"
import type { Lexeme } from "./lexeme.ts"

/**
 * Takes away forms that would mostly be another word in a text. A dictionary form is never taken.
 *
 * - No form is a function word (`для`, `мой`, `уже`).
 * - A verb gives up what is a noun's, an adjective's or an adverb's dictionary form: `строй`, `запрет`, `зря`.
 * - A verb gives up imperatives and gerunds that are a form of a noun: `соли` of `солить`, `поля` of `полоть`.
 * - A noun gives up what is an infinitive, `вести` of `весть`, and the forms of a short list that are mostly another
 *   word: `стали` of `сталь`.
 * - An adjective gives up short masculine, feminine and plural forms that are a noun's: `дорога` of `дорогой`, `парка`
 *   of `паркий`.
 *
 * A noun keeps what it shares with an adjective or another noun (`дорогой` of `дорога`): such forms are frequent and
 * the noun is what complaints are about.
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
        (part === "verb" && nounForms.has(form) && isBareCommand(form, forms)) ||
        (part === "noun" && (verbs.has(form) || rareForms.get(lemma)?.has(form) === true)) ||
        (part === "adjective" && nounForms.has(form) && (isShort(lemma, form) || rareForms.get(lemma)?.has(form) === true))
      if (isYielded) forms.delete(form)
    }
  }
}

/**
 * Forms that nearly always are another word in a text: `стали` is `стать`, `смогу` is `смочь`, `пару` is `пара`, `поле`
 * is `поле` and not `о поле`.
 */
const rareForms: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  "сталь стали|смог смогу|пар пару|пол поле|душ душу|жила жилой жилою|даль дали|ель ели|стан стану|гора горе|правый право"
    .split("|")
    .map((line) => {
      const [lemma = "", ...forms] = line.split(" ")
      return [lemma, new Set(forms)]
    }),
)

/** Whether a form of a verb is an imperative of the singular or a gerund. */
function isBareCommand(form: string, forms: ReadonlySet<string>): boolean {
  return forms.has(`${form}те`) || (/[^ь]я$/.test(form) && !/[щшнтм]ая$/.test(form))
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
