import { irregularComparatives } from "./irregular.ts"
import { type Lexeme, type LoosePool, takeAttested } from "./lexeme.ts"

/** What an adjective is completed from. */
export interface AdjectiveSources {
  readonly adjectives: ReadonlyMap<string, Lexeme>
  /** Every form that the dictionary lists. */
  readonly anywhere: ReadonlySet<string>
  /** The forms without an owner. */
  readonly pool: LoosePool
}

/** Words without short forms and degrees: pronouns, and those whose short forms would be past tenses (`прошел`). */
const pronominal = new Set(
  "какой такой оный самый многий иной другой всякий каждый любой никакой некий который мой твой свой прошлый пришлый пошлый ушлый дошлый".split(
    " ",
  ),
)

/**
 * Completes an adjective: short forms and comparatives that stand alone in the dictionary (`длинен`, `ниже`),
 * comparatives with `по-`, superlatives.
 *
 * @param adjective - the adjective with the forms of its own entry
 * @param sources - where the rest is searched for
 */
export function completeAdjective(adjective: Lexeme, { adjectives, anywhere, pool }: AdjectiveSources): void {
  const stem = adjective.lemma.slice(0, -2)
  if (pronominal.has(adjective.lemma) || adjective.lemma.endsWith("ся")) return
  takeAttested(adjective, [...shortForms(stem), ...comparatives(stem)], pool)
  // `тепло` is listed as a noun only.
  if (adjective.forms.has(`${stem}а`) && anywhere.has(`${stem}о`)) adjective.forms.add(`${stem}о`)
  const comparative = irregularComparatives.get(adjective.lemma) ?? []
  // A neuter in -ее would look the same on a soft stem.
  const regular = /[ыо]й$/.test(adjective.lemma) && adjective.forms.has(`${stem}ее`) ? [`по${stem}ее`, `по${stem}ей`] : []
  for (const form of [...comparative, ...regular]) {
    adjective.forms.add(form)
    pool.take(form)
  }
  const superlatives = [
    `${stem}ейший`,
    `${stem
      .replace(/к$/, "ч")
      .replace(/г$/, "ж")
      .replace(/х$/, "ш")
      .replace(/з[кч]$/, "ж")}айший`,
  ]
  for (const lemma of superlatives) for (const form of adjectives.get(lemma)?.forms ?? []) adjective.forms.add(form)
}

function shortForms(stem: string): readonly string[] {
  const last = stem.at(-1) ?? ""
  const head = stem.slice(0, -1)
  const full = ["а", "о", "ы", "и", "е", "я"].map((ending) => stem + ending)
  const masculine = [
    stem,
    `${stem}ь`,
    `${head}е${last}`,
    `${head}о${last}`,
    head.endsWith("ь") || head.endsWith("й") ? `${head.slice(0, -1)}е${last}` : "",
  ]
  return [...full, ...masculine, ...(stem.endsWith("нн") ? [head, `${head}а`, `${head}о`, `${head}ы`] : [])]
}

const softenings: ReadonlyArray<readonly [RegExp, string]> = [
  [/(?:зк|дк|г|д|з)$/, "ж"],
  [/(?:ст|ск)$/, "щ"],
  [/(?:тк|к|т|ч)$/, "ч"],
  [/(?:х|с)$/, "ш"],
  [/к$/, "ш"],
  [/в$/, "вл"],
]

function comparatives(stem: string): readonly string[] {
  const soft = softenings.flatMap(([pattern, replacement]) => (pattern.test(stem) ? [`${stem.replace(pattern, replacement)}е`] : []))
  // `низкий` → `ниже`, `короткий` → `короче`, `высокий` → `выше`, `глубокий` → `глубже`.
  return [`${stem}ее`, `${stem}ей`, ...soft].flatMap((form) => [form, `по${form}`])
}
