import type { MatchLocale } from "../../match/index.ts"
import { foldText } from "../../match/index.ts"
import type { Territory } from "../territory.ts"
import type { TextWords } from "./text-words.ts"
import { wordForms, type FormSet } from "./word-forms.ts"

/** A name in a text: the positions that it takes, and who bears it. */
export interface NameHit {
  readonly from: number
  readonly to: number
  readonly territories: readonly Territory[]
}

/** Names of territories, ready to be searched for. */
export interface NameIndex {
  /** The names in a text, in their order; where one lies in a longer one, only the longer. */
  find(words: TextWords): readonly NameHit[]
}

/** A word of a name. */
interface NameWord {
  readonly forms: FormSet
  /** What its forms begin with. */
  readonly stem: string
}

interface Entry {
  readonly tokens: readonly NameWord[]
  readonly territory: Territory
}

/** Prepares the `textNames` of territories. */
export function createNameIndex(territories: readonly Territory[], locale: MatchLocale | undefined): NameIndex {
  const byForm = new Map<string, Entry[]>()
  const byStem = new Map<string, Entry[]>()
  for (const territory of territories) {
    for (const name of territory.textNames ?? []) {
      for (const tokens of variantsOf(name, locale)) {
        const [first, ...others] = tokens
        const entry = { tokens, territory }
        for (const form of first?.forms ?? []) file(byForm, form, entry)
        if (first !== undefined && others.length > 0 && first.stem.length >= shortestStem) file(byStem, first.stem, entry)
      }
    }
  }
  const entriesAt = (text: string): ReadonlySet<Entry> => {
    const found = new Set(byForm.get(text))
    for (let length = text.length; length >= Math.max(shortestStem, text.length - longestEnding); length -= 1)
      for (const entry of byStem.get(text.slice(0, length)) ?? []) found.add(entry)
    return found
  }
  const hitsAt = (words: TextWords, from: number): readonly NameHit[] => {
    const ends = new Map<number, Set<Territory>>()
    for (const token of words.at(from)) {
      for (const { tokens, territory } of entriesAt(token.text)) {
        const to = endOf(words, from, tokens)
        if (to !== null) ends.set(to, (ends.get(to) ?? new Set()).add(territory))
      }
    }
    return [...ends].map(([to, found]) => ({ from, to, territories: [...found] }))
  }
  return {
    find(words) {
      const hits = Array.from({ length: words.length }, (_, from) => hitsAt(words, from)).flat()
      // A part of a hyphenated word is not the name: "Петровск-Забайкальский" does not name Забайкальск.
      const whole = hits.filter(({ from, to }) => !isPartOfCompound(words, from, to))
      return whole.filter(
        (hit) => !whole.some((other) => other.from <= hit.from && hit.to <= other.to && other.to - other.from > hit.to - hit.from),
      )
    },
  }
}

function file(index: Map<string, Entry[]>, key: string, entry: Entry): void {
  const entries = index.get(key)
  if (entries === undefined) index.set(key, [entry])
  else entries.push(entry)
}

/** Whether a compound begins before an interval and reaches into it, or begins in it and reaches beyond. */
function isPartOfCompound(words: TextWords, from: number, to: number): boolean {
  for (let position = Math.max(0, from - longestCompound); position < to; position += 1) {
    for (const { width } of words.at(position)) {
      const end = position + width
      if (end > from && (position < from || end > to)) return true
    }
  }
  return false
}

/** The ways to write a name: as it is, and a hyphenated word also as separate ones. */
function variantsOf(name: string, locale: MatchLocale | undefined): readonly (readonly NameWord[])[] {
  const words = name.split(/\s+/).filter((word) => foldText(word).length > 0)
  const read = (word: string): NameWord => ({ forms: wordForms(word, locale), stem: stemOf(word) })
  if (words.length === 0) return []
  const whole = words.map(read)
  if (!words.some((word) => word.includes("-"))) return [whole]
  return [whole, words.flatMap((word) => word.split("-").map(read))]
}

/** A word without its last letter: a case ending mostly replaces that one or follows it. */
function stemOf(word: string): string {
  const folded = [...wordForms(word, undefined)][0] ?? ""
  return folded.slice(0, -1)
}

/** How many words a hyphenated name has at most. */
const longestCompound = 5
const shortestStem = 3
const longestEnding = 3

/**
 * Where a name ends that begins at a position; null when it is not there.
 *
 * One of its words occurs in one of its forms. Of the others it is enough that they begin as the name does: a locale
 * leaves out forms that are nearly always another word ("горе" of "гора") and words that it does not know ("Петровск"),
 * and beside "Шерловой" or "Забайкальском" there is no doubt which word it is.
 */
function endOf(words: TextWords, from: number, tokens: readonly NameWord[]): number | null {
  let position = from
  let exact = 0
  for (const [index, { forms, stem }] of tokens.entries()) {
    if (index > 0 && !/^(?:[^\S\n]*|-)$/.test(words.after(position - 1))) return null
    const isLike = (text: string): boolean =>
      tokens.length > 1 && stem.length >= shortestStem && text.startsWith(stem) && text.length <= stem.length + longestEnding
    const found = words.at(position)
    const token = found.find(({ text }) => forms.has(text)) ?? found.find(({ text }) => isLike(text))
    if (token === undefined) return null
    if (forms.has(token.text)) exact += 1
    position += token.width
  }
  return exact > 0 ? position : null
}
