// What a developer would install or write in place of the matcher. All of it gives the ids of rules only: no offsets,
// no reasons.
import FastScanner from "fastscan"
import ModernAhoCorasick from "modern-ahocorasick"
import { AhoCorasick } from "@monyone/aho-corasick/fast"
import { wordsOf } from "./match-corpus.ts"
import type { BenchRule, BenchTerm } from "./match-rules.ts"
import { createTerms, invertedIndex, type Places } from "./match-inverted.ts"

/** A rival: which rules hold for a text. */
export type Rival = (text: string) => readonly string[]

export interface RivalKind {
  readonly name: string
  /** What it leaves out, so that it can be told beside its figures. */
  readonly restriction?: string
  create(rules: readonly BenchRule[]): Rival
}

interface Found {
  readonly at: number
  readonly text: string
}

const lower = (text: string): string => text.toLowerCase().replaceAll("ё", "е")
const isLetter = (code: number): boolean =>
  (code >= 0x430 && code <= 0x44f) || (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x5f

/** Searches strings, then looks whether they are words, beginnings of words, or two words with one space between. */
function automaton(rules: readonly BenchRule[], build: (keywords: string[]) => (text: string) => Iterable<Found>): Rival {
  const terms = createTerms(rules)
  const ruleIndex = invertedIndex(rules, terms)
  const search = build([...new Set(terms.list.map(({ text }) => text))])
  return (given) => {
    const text = lower(given)
    const places: Places = new Map()
    for (const { at, text: keyword } of search(text)) {
      if (at > 0 && isLetter(text.charCodeAt(at - 1))) continue
      addPlace(places, terms.prefixes.get(keyword), at)
      const end = at + keyword.length
      if (end < text.length && isLetter(text.charCodeAt(end))) continue
      addPlace(places, terms.words.get(keyword) ?? terms.phrases.get(keyword), at)
    }
    // Distances in words are counted in the text, and only for the few rules that need one.
    return ruleIndex(places, (one, other) => wordsBetween(text, one, other))
  }
}

function addPlace(places: Places, term: number | undefined, at: number): void {
  if (term === undefined) return
  const known = places.get(term)
  if (known === undefined) places.set(term, [at])
  else known.push(at)
}

function wordsBetween(text: string, one: number, other: number): number {
  let words = 0
  for (let at = Math.min(one, other); at < Math.max(one, other); at++) {
    if (isLetter(text.charCodeAt(at)) && !isLetter(text.charCodeAt(at + 1))) words += 1
  }
  return words
}

const onlyOneSpace = "two words are found with one space between them only"

export const automatons: readonly RivalKind[] = [
  {
    name: "@monyone/aho-corasick/fast",
    restriction: onlyOneSpace,
    create: (rules) =>
      automaton(rules, (keywords) => {
        const engine = new AhoCorasick(keywords)
        return (text) => engine.matchInText(text).map(({ begin, keyword }) => ({ at: begin, text: keyword }))
      }),
  },
  {
    name: "modern-ahocorasick",
    restriction: onlyOneSpace,
    create: (rules) =>
      automaton(rules, (keywords) => {
        const engine = new ModernAhoCorasick(keywords)
        return (text) => engine.search(text).map(({ start, pattern }) => ({ at: start, text: pattern }))
      }),
  },
  {
    name: "fastscan",
    restriction: onlyOneSpace,
    create: (rules) =>
      automaton(rules, (keywords) => {
        const engine = new FastScanner(keywords)
        return (text) => engine.search(text).map(([at, keyword]) => ({ at, text: keyword }))
      }),
  },
]

/** Lower case, a split by a Unicode expression, a map of words, beginnings and pairs. */
export const splitAndMap: RivalKind = {
  name: "lower case, split, Map of prefix slices",
  create(rules) {
    const terms = createTerms(rules)
    const ruleIndex = invertedIndex(rules, terms)
    const lengths = [...new Set([...terms.prefixes.keys()].map((prefix) => prefix.length))].toSorted((one, other) => one - other)
    return (text) => {
      const words = wordsOf(text)
      const places: Places = new Map()
      for (let at = 0; at < words.length; at++) {
        const word = words[at] ?? ""
        addPlace(places, terms.words.get(word), at)
        for (const length of lengths) {
          if (length > word.length) break
          addPlace(places, terms.prefixes.get(word.slice(0, length)), at)
        }
        if (terms.phrases.size > 0 && at > 0) addPlace(places, terms.phrases.get(`${words[at - 1]} ${word}`), at - 1)
      }
      return ruleIndex(places, (one, other) => Math.abs(one - other))
    }
  },
}

/** All terms in one regular expression. Of terms that begin at the same letter it sees one, and none inside another. */
export const oneExpression: RivalKind = {
  name: "one RegExp",
  restriction: "overlaps are missed",
  create(rules) {
    const idsOf = (kinds: readonly string[]): ReadonlyMap<string, readonly string[]> => {
      const ids = new Map<string, string[]>()
      for (const rule of rules) {
        if ("any" in rule || !kinds.includes(rule.kind)) continue
        const known = ids.get(rule.text)
        if (known === undefined) ids.set(rule.text, [rule.id])
        else known.push(rule.id)
      }
      return ids
    }
    const whole = idsOf(["word", "phrase"])
    const begun = idsOf(["prefix"])
    const longestFirst = (list: Iterable<string>): string =>
      [...list].toSorted((one, other) => other.length - one.length).join("|") || "(?!)"
    const expression = new RegExp(
      `(?<![а-яa-z0-9_])(?:(${longestFirst(whole.keys())})(?![а-яa-z0-9_])|(${longestFirst(begun.keys())}))`,
      "g",
    )
    return (text) => {
      const ids = new Set<string>()
      for (const [, word, prefix] of lower(text).matchAll(expression)) {
        for (const id of (word === undefined ? begun.get(prefix ?? "") : whole.get(word)) ?? []) ids.add(id)
      }
      return [...ids]
    }
  },
}

/** Every rule is tried on the set of words: what is written first, before there are many rules. */
export const everyRule: RivalKind = {
  name: "every rule tried",
  create(rules) {
    const has = (term: BenchTerm, words: readonly string[], known: ReadonlySet<string>): readonly number[] => {
      if (term.kind === "word") return known.has(term.text) ? placesOf(words, (word) => word === term.text) : []
      if (term.kind === "prefix") return placesOf(words, (word) => word.startsWith(term.text))
      const [one = "", other = ""] = term.text.split(" ")
      return known.has(one) && known.has(other) ? placesOf(words, (word, at) => word === one && words[at + 1] === other) : []
    }
    return (text) => {
      const words = wordsOf(text)
      const known = new Set(words)
      return rules
        .filter((rule) => {
          if (!("any" in rule)) return has(rule, words, known).length > 0
          const any = rule.any.flatMap((term) => spread(term, has(term, words, known)))
          if (any.length === 0 || has(rule.not, words, known).length > 0) return false
          const all = rule.all.flatMap((term) => spread(term, has(term, words, known)))
          return rule.near === 0 ? all.length > 0 : any.some((one) => all.some((other) => isNear(one, other, rule.near)))
        })
        .map(({ id }) => id)
    }
  },
}

type Range = readonly [first: number, last: number]

function spread(term: BenchTerm, places: readonly number[]): readonly Range[] {
  return places.map((at) => [at, at + (term.kind === "phrase" ? 1 : 0)])
}

function isNear([first, last]: Range, [otherFirst, otherLast]: Range, distance: number): boolean {
  const gap = otherFirst > last ? otherFirst - last : first - otherLast
  return gap >= 1 && gap <= distance
}

function placesOf(words: readonly string[], fits: (word: string, at: number) => boolean): readonly number[] {
  return words.flatMap((word, at) => (fits(word, at) ? [at] : []))
}
