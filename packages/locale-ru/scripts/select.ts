import { extraLexemes } from "./extra-words.ts"
import type { Lexeme } from "./lexeme.ts"
import { placeLexemes } from "./places.ts"

/**
 * The words that are shipped: without participles whose forms all belong to a verb (the reader finds them there), with
 * the place names and the words that are younger than the dictionary.
 *
 * @param lexemes - all words
 */
export function selectLexemes(lexemes: readonly Lexeme[]): readonly Lexeme[] {
  const participles = new Map<string, Lexeme[]>()
  for (const lexeme of lexemes) {
    if (lexeme.part !== "verb") continue
    for (const form of lexeme.forms) {
      if (!/[иы]й(?:ся)?$/.test(form)) continue
      participles.set(form, [...(participles.get(form) ?? []), lexeme])
    }
  }
  const isOfVerb = (lexeme: Lexeme): boolean =>
    lexeme.part === "adjective" &&
    (participles.get(lexeme.lemma) ?? []).some((verb) => [...lexeme.forms].every((form) => verb.forms.has(form)))
  const places = placeLexemes()
  const placeLemmas = new Set(places.map((place) => place.lemma))
  const kept = lexemes.filter(
    (lexeme) => !isOfVerb(lexeme) && !(lexeme.name && placeLemmas.has(lexeme.lemma)) && /^[а-я-]+$/.test(lexeme.lemma),
  )
  const known = new Set(kept.filter((lexeme) => !lexeme.name).map((lexeme) => `${lexeme.part} ${lexeme.lemma}`))
  return [...kept, ...extraLexemes(kept), ...places.filter((place) => !known.has(`${place.part} ${place.lemma}`))]
}
