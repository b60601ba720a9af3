// Random sets of words, random texts, and whether a sieve holds a text back that has one of the words.
import { createSieve } from "../../../../src/match/engine/prefilter/sieve.ts"
import { foldText } from "../../../../src/match/fold/fold.ts"
import { naiveFold } from "../../naive-fold.ts"
import { createDice, randomText } from "../../pairs.ts"

const plain =
  "нет вода воды свет света батарея он лайн онлайн еж дом домик ab abc 5 10 1й ооо ко авода нетсвета светав вв россия 가나".split(" ")
const tagged = ["#нетсвета", "#нет_воды", "@id1", "@ab"]
const beginnings = ["вод", "свет", "отопл", "нет", "abc", "онл", "дом", "рос"]

export interface SieveComparison {
  readonly difference:
    | { readonly seed: number; readonly words: readonly string[]; readonly prefixes: readonly string[]; readonly text: string }
    | undefined
  /** How many texts were held back, and how many had a word. */
  readonly heldBack: number
  readonly had: number
}

/**
 * Compares sieves with the tokens of the naive folding.
 *
 * @param seed - of the first pair; each pair has the next one
 * @param pairs - how many pairs
 */
export function compareSieves(seed: number, pairs: number): SieveComparison {
  let heldBack = 0
  let had = 0
  for (let pair = 0; pair < pairs; pair++) {
    const dice = createDice(seed + pair)
    const from = dice.chance(0.3) ? [...plain, ...tagged] : dice.chance(0.5) ? plain.filter((word) => !/[a-z]/.test(word)) : plain
    const words = Array.from({ length: 1 + dice.below(3) }, () => dice.pick(from))
    const prefixes = dice.chance(0.4) ? [dice.pick(beginnings)] : []
    const text = randomText(dice)
    const isWanted = (token: { readonly text: string }): boolean =>
      words.includes(token.text) || (/^[^#@]/.test(token.text) && prefixes.some((prefix) => token.text.startsWith(prefix)))
    const has = naiveFold(text).some(isWanted)
    const through = createSieve({ words, prefixes, hasOne: (piece) => foldText(piece).some(isWanted) })?.mightMatch(text)
    if (has) had += 1
    if (through === false) heldBack += 1
    if (has && through === false) return { difference: { seed: seed + pair, words, prefixes, text }, heldBack, had }
  }
  return { difference: undefined, heldBack, had }
}
