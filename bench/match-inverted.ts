// The index of rules that every rival gets: each rule is filed under the terms of one of its groups, as a careful
// developer would do by hand.
import type { BenchRule, BenchTerm } from "./match-rules.ts"

/** Terms of a set of rules, numbered. */
export interface Terms {
  readonly list: readonly BenchTerm[]
  readonly words: ReadonlyMap<string, number>
  readonly prefixes: ReadonlyMap<string, number>
  readonly phrases: ReadonlyMap<string, number>
  numberOf(term: BenchTerm): number
}

/** Where each term that was found begins, in order, in any unit. */
export type Places = Map<number, number[]>

/** Numbers the terms of rules. */
export function createTerms(rules: readonly BenchRule[]): Terms {
  const list: BenchTerm[] = []
  const maps = { word: new Map<string, number>(), prefix: new Map<string, number>(), phrase: new Map<string, number>() }
  for (const rule of rules) {
    for (const term of "any" in rule ? [...rule.any, ...rule.all, rule.not] : [rule]) {
      const map = maps[term.kind]
      if (map.has(term.text)) continue
      map.set(term.text, list.length)
      list.push(term)
    }
  }
  return {
    list,
    words: maps.word,
    prefixes: maps.prefix,
    phrases: maps.phrase,
    numberOf: (term) => maps[term.kind].get(term.text) ?? -1,
  }
}

interface ReadyRule {
  readonly id: string
  readonly any: readonly number[]
  readonly all: readonly number[]
  readonly not: number
  readonly near: number
}

/**
 * Files rules under their terms: literal rules under the term, boolean ones under their rarer group.
 *
 * @returns gives the ids of the rules that hold, in no order; the second argument counts the words between two places
 */
export function invertedIndex(
  rules: readonly BenchRule[],
  terms: Terms,
): (places: Places, distance: (one: number, other: number) => number) => readonly string[] {
  const ready: readonly ReadyRule[] = rules.map((rule) =>
    "any" in rule
      ? {
          id: rule.id,
          any: rule.any.map(terms.numberOf),
          all: rule.all.map(terms.numberOf),
          not: terms.numberOf(rule.not),
          near: rule.near,
        }
      : { id: rule.id, any: [terms.numberOf(rule)], all: [], not: -1, near: 0 },
  )
  const isPhrase = terms.list.map(({ kind }) => kind === "phrase")
  const filed: ReadyRule[][] = terms.list.map(() => [])
  for (const rule of ready) for (const term of new Set(rule.any)) filed[term]?.push(rule)

  const near = (rule: ReadyRule, places: Places, distance: (one: number, other: number) => number): boolean =>
    rule.any.some((one) =>
      (places.get(one) ?? []).some((at) =>
        rule.all.some((other) =>
          (places.get(other) ?? []).some((place) => {
            const words = distance(at, place)
            const gap = at < place && isPhrase[one] === true ? words - 1 : place < at && isPhrase[other] === true ? words - 1 : words
            return gap >= 1 && gap <= rule.near
          }),
        ),
      ),
    )

  return (places, distance) => {
    const found: string[] = []
    const tried = new Set<ReadyRule>()
    for (const term of places.keys()) {
      for (const rule of filed[term] ?? []) {
        if (rule.not >= 0 && places.has(rule.not)) continue
        if (rule.all.length > 0 && !rule.all.some((one) => places.has(one))) continue
        if (tried.has(rule)) continue
        tried.add(rule)
        if (rule.near > 0 && !near(rule, places, distance)) continue
        found.push(rule.id)
      }
    }
    return found
  }
}
