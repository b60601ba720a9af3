import { lexicalised } from "./irregular.ts"
import type { Lexeme } from "./lexeme.ts"

/**
 * Verbs of the second conjugation with a passive participle in `-енный`: those in `-ить`, and few in `-еть` (not
 * `лететь`, `умереть`, `белеть`).
 */
const passiveInEnny = /ить$|(?:[вбс]идеть|вертеть|смотреть|зреть|велеть|глядеть|терпеть|одолеть|печатлеть|жделеть)$/

/**
 * The dictionary forms of the participles that a verb could have; those that the dictionary lists as adjectives are
 * real.
 *
 * @param verb - a verb whose finite forms are complete
 */
export function participleLemmas(verb: Lexeme): readonly string[] {
  const reflexive = /с[яь]$/.test(verb.lemma)
  const base = verb.lemma.replace(/с[яь]$/, "")
  const plain = [...verb.forms].filter((form) => form !== verb.lemma).map((form) => form.replace(/с[яь]$/, ""))
  const found = new Set<string>()
  // `пить` has `пьешь` and no `пенный`; `стелить` has both `стелешь` and `стеленный`.
  const isSecond = plain.some((form) => form.endsWith("ишь")) || !plain.some((form) => form.endsWith("ешь"))
  const hasPassive = passiveInEnny.test(base) && (isSecond || base.endsWith("стелить"))
  for (const form of plain) {
    if (/[уюая]т$/.test(form)) found.add(`${form.slice(0, -1)}щий`)
    if (/[аеиоуыэюя]ла$/.test(form) && !base.endsWith("ти")) found.add(`${form.slice(0, -2)}вший`)
    if (form.endsWith("ла"))
      for (const tail of /(?:ст[ьи]|вянуть)$/.test(base) ? ["ший", "дший", "тший"] : ["ший"]) found.add(form.slice(0, -2) + tail)
    if (reflexive) continue
    if (/[еи]м$/.test(form)) found.add(`${form}ый`)
    if (/[ую]$/.test(form) && hasPassive) found.add(`${form.slice(0, -1)}енный`)
    if (/[еи]шь$/.test(form) && (/(?:[сз]т[ьи]|чь|йти)$/.test(base) || (hasPassive && /[рлнжшчщаеиоуыэюя].шь$/.test(form))))
      found.add(`${form.slice(0, -3)}енный`)
  }
  if (base.endsWith("йти")) found.add(`${base.slice(0, -3)}шедший`)
  if (base === "идти") found.add("шедший")
  if (!reflexive) {
    const head = base.slice(0, -2)
    if (/[ая]ть$/.test(base)) found.add(`${head}нный`)
    if (/[аяеиыуо]ть$/.test(base)) found.add(`${head}тый`)
    if (base.endsWith("еть") && hasPassive) found.add(`${head}нный`)
    if (base.endsWith("ереть")) found.add(`${base.slice(0, -3)}тый`)
    // The other consonants change (`меченный`), and `метенный` is of `мести`.
    if (/[рлнжшчщаеиоуыэюя]ить$/.test(base) && hasPassive) found.add(`${base.slice(0, -3)}енный`)
    if (base.endsWith("дить")) found.add(`${base.slice(0, -3)}жденный`.replace("джд", "жд"))
    if (base.endsWith("тить") && !plain.includes(`${base.slice(0, -4)}чу`)) found.add(`${base.slice(0, -4)}щенный`)
    if (base.endsWith("нуть")) found.add(`${base.slice(0, -4)}тый`)
  }
  return [...found].map((lemma) => (reflexive ? `${lemma}ся` : lemma)).filter((lemma) => !lexicalised.has(lemma))
}
