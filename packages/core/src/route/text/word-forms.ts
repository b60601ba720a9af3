import type { MatchLocale } from "../../match/index.ts"
import { foldText } from "../../match/index.ts"

/** The forms of a word, folded, hyphens removed as a compound has it. */
export type FormSet = ReadonlySet<string>

/**
 * Every form in which a word may occur in a text.
 *
 * @param word - in the dictionary form
 * @param locale - gives the forms; absent: the word is only itself
 */
export function wordForms(word: string, locale: MatchLocale | undefined): FormSet {
  const forms = [word, ...(locale?.formsOf(word.toLowerCase()) ?? [])]
  return new Set(forms.map(fold).filter((form) => form !== ""))
}

/** The longest token of a word: the word itself, or the compound that it makes. */
function fold(word: string): string {
  return foldText(word).reduce((longest, token) => (token.text.length > longest.length ? token.text : longest), "")
}
