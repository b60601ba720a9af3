import { foldText, type MatchLocale } from "@otklik/core/rules"
import type { KeyedHash } from "./hash.ts"

/** A text as numbers: hashes of its terms, in ascending order, with their weights. */
export interface TermVector {
  readonly hashes: readonly number[]
  /** From 1; the vector is some {@link unit} long. */
  readonly weights: readonly number[]
}

/** A word of a text, and the hash that stands for all its forms. */
export interface WordPlace {
  readonly hash: number
  readonly start: number
  readonly end: number
}

/** A rule that matched, and what it says. */
export interface RuleHit {
  /** The rule. */
  readonly ruleId: string
  /** Its topic; null: it has none. */
  readonly topic: string | null
}

/** The length of a vector. Weights are whole numbers, so that what is added can be taken away without a rest. */
export const unit = 4095

/** So many words are remembered with their hashes; 20 000 take some 2 MB. More begin anew. */
const rememberedWords = 20_000

/** Turns texts into vectors. */
export interface Features {
  /** The words of a text that say something, in their order. */
  wordsOf(text: string): readonly WordPlace[]
  /** The vector of words and rule hits. */
  vectorOf(words: readonly WordPlace[], rules: readonly RuleHit[]): TermVector
}

/**
 * Makes vectors of texts: words by their keys without function words, weighted 1 + ln(count), rule ids and rule topics;
 * each of the three of length 1, rules times their weight, then everything together.
 */
export function createFeatures(locale: MatchLocale, hash: KeyedHash, ruleWeight: number): Features {
  const remembered = new Map<string, number>()
  /** The hash of a word; -1 for one that says nothing. */
  function hashOf(word: string): number {
    const known = remembered.get(word)
    if (known !== undefined) return known
    const isEmpty = locale.isCommon?.(word) === true || /^\d+$/.test(word) || word.length < 2
    const found = isEmpty ? -1 : hash.bits32(`w ${locale.keyOf?.(word) ?? word}`)
    if (remembered.size >= rememberedWords) remembered.clear()
    remembered.set(word, found)
    return found
  }
  return {
    wordsOf(text) {
      const words: WordPlace[] = []
      for (const { kind, text: word, start, end } of foldText(text)) {
        if (kind !== "word") continue
        const found = hashOf(word)
        if (found !== -1) words.push({ hash: found, start, end })
      }
      return words
    },
    vectorOf(words, rules) {
      const weights = new Map<number, number>()
      for (const { hash: word } of words) weights.set(word, (weights.get(word) ?? 0) + 1)
      for (const [word, count] of weights) weights.set(word, 1 + Math.log(count))
      scale(weights, 1)
      const ids = new Map(rules.map(({ ruleId }) => [hash.bits32(`r ${ruleId}`), 1]))
      const topics = new Map(rules.flatMap(({ topic }) => (topic === null ? [] : [[hash.bits32(`t ${topic}`), 1] as const])))
      for (const block of [ids, topics]) {
        scale(block, ruleWeight)
        for (const [term, weight] of block) weights.set(term, (weights.get(term) ?? 0) + weight)
      }
      scale(weights, unit)
      const entries = [...weights].toSorted(([one], [other]) => one - other)
      return { hashes: entries.map(([term]) => term), weights: entries.map(([, weight]) => Math.max(1, Math.round(weight))) }
    },
  }
}

/** Makes a vector of a length. */
function scale(weights: Map<number, number>, length: number): void {
  let squares = 0
  for (const weight of weights.values()) squares += weight * weight
  const factor = squares === 0 ? 0 : length / Math.sqrt(squares)
  for (const [term, weight] of weights) weights.set(term, weight * factor)
}
