/** A term of the benchmark's rules, folded. */
export interface BenchTerm {
  readonly kind: "word" | "prefix" | "phrase"
  readonly text: string
}

/** A single term, or `(any) & (all) & -not`, within `near` words where that is not 0. */
export type BenchRule =
  | BenchTerm
  | { readonly any: readonly BenchTerm[]; readonly all: readonly BenchTerm[]; readonly not: BenchTerm; readonly near: number }

interface Ready {
  readonly any: readonly number[]
  readonly all: readonly number[]
  readonly not: number
  readonly near: number
}

/** An inverted index over a set of tokens, as a careful developer would write it. Gives the numbers of the rules that hold. */
export function createRival(rules: readonly BenchRule[]): (text: string) => readonly number[] {
  const words = new Map<string, number>()
  const prefixes = new Map<string, number>()
  const phrases = new Map<string, number>()
  let terms = 0
  let longest = 0
  const number = (term: BenchTerm): number => {
    const map = term.kind === "word" ? words : term.kind === "prefix" ? prefixes : phrases
    if (term.kind === "prefix") longest = Math.max(longest, term.text.length)
    const known = map.get(term.text)
    if (known !== undefined) return known
    map.set(term.text, terms)
    return terms++
  }
  const ready: readonly Ready[] = rules.map((rule) =>
    "any" in rule
      ? { any: rule.any.map(number), all: rule.all.map(number), not: number(rule.not), near: rule.near }
      : { any: [number(rule)], all: [], not: -1, near: 0 },
  )
  const filed: number[][] = Array.from({ length: terms }, () => [])
  ready.forEach((rule, index) => {
    for (const term of rule.any) filed[term]?.push(index)
  })

  return (text) => {
    const tokens =
      text
        .toLowerCase()
        .replaceAll("ё", "е")
        .match(/[\p{L}\p{N}_]+/gu) ?? []
    const places = new Map<number, number[]>()
    const add = (term: number | undefined, at: number): void => {
      if (term === undefined) return
      const known = places.get(term)
      if (known === undefined) places.set(term, [at])
      else known.push(at)
    }
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at] ?? ""
      add(words.get(token), at)
      for (let length = Math.min(longest, token.length); length >= 3; length--) add(prefixes.get(token.slice(0, length)), at)
      if (phrases.size > 0 && at > 0) add(phrases.get(`${tokens[at - 1]} ${token}`), at)
    }
    const found = new Set<number>()
    for (const term of places.keys()) {
      for (const index of filed[term] ?? []) {
        const rule = ready[index]
        if (rule === undefined || found.has(index)) continue
        if (rule.not >= 0 && places.has(rule.not)) continue
        if (rule.all.length > 0 && !rule.all.some((one) => places.has(one))) continue
        if (rule.near > 0 && !isNear(rule, places)) continue
        found.add(index)
      }
    }
    return [...found]
  }
}

function isNear(rule: Ready, places: ReadonlyMap<number, readonly number[]>): boolean {
  return rule.any.some((one) =>
    places.get(one)?.some((at) => rule.all.some((other) => places.get(other)?.some((place) => Math.abs(place - at) <= rule.near))),
  )
}
