import { foldText } from "../fold/fold.ts"
import type { MatchLocale } from "../locale.ts"

/**
 * A word and its forms, each folded to one word; forms that are several words are left out.
 *
 * @param word - as the query writes it
 * @param folded - the word, folded
 * @param locale - gives the forms
 */
export function foldedForms(word: string, folded: string, locale: MatchLocale | undefined): ReadonlySet<string> {
  const forms = new Set([folded])
  for (const form of locale?.formsOf(word.toLowerCase()) ?? []) {
    const tokens = foldText(form)
    const whole = tokens.length === 1 ? tokens[0] : tokens.at(-1)?.kind === "compound" ? tokens.at(-1) : undefined
    if (whole !== undefined && (whole.kind === "word" || whole.kind === "compound")) forms.add(whole.text)
  }
  return forms
}
