// Figures of the matcher alone: building, changing, memory, word forms, and texts made to be slow.
import { russian } from "@otklik/locale-ru"
import { createMatcher, type Rule } from "../packages/core/src/match/index.ts"
import { queryOf } from "./match-corpus.ts"
import type { Corpus } from "./match-rules.ts"
import { bytesInUse, cpuSeconds, measure, median } from "./match-measure.ts"

/** One figure. */
export interface Single {
  readonly name: string
  readonly value: number
}

/**
 * Measures what needs no rival.
 *
 * @param corpus - posts and rules
 * @param runs - runs of each figure
 */
export function measureSingles(corpus: Corpus, runs: number): readonly Single[] {
  return [...wordForms(corpus, runs), ...building(corpus, runs), ...memory(corpus), ...longTexts(corpus)].map((single) => {
    console.log(`${single.name}: ${Number(single.value.toPrecision(3))}`)
    return single
  })
}

const rulesOf = (corpus: Corpus, kind: "boolean" | "literal", count: number): readonly Rule[] =>
  corpus.rules(kind, count).map((rule) => ({ id: rule.id, query: queryOf(rule) }))

/** A stream whose words come again, as the words of a region's communities do. */
function wordForms(corpus: Corpus, runs: number): readonly Single[] {
  const rules = rulesOf(corpus, "boolean", 1000)
  const on = createMatcher(rules, { locale: russian() })
  const off = createMatcher(rules)
  for (const text of corpus.posts.slice(-20_000)) {
    on.match(text)
    off.match(text)
  }
  const { ratio } = measure(
    (text) => on.match(text),
    (text) => off.match(text),
    corpus.posts,
    3000,
    runs,
  )
  return [{ name: "speed with word forms to without", value: ratio }]
}

function building(corpus: Corpus, runs: number): readonly Single[] {
  const rules = rulesOf(corpus, "boolean", 50_000)
  const times: number[] = []
  for (let run = 0; run < Math.min(runs, 7); run++) times.push(cpuSeconds(() => createMatcher(rules)))
  const matcher = createMatcher(rules)
  for (const text of corpus.posts.slice(0, 20_000)) matcher.match(text)
  const changes: number[] = []
  for (let change = 0; change < 300; change++) {
    const one = rules[(change * 7919) % rules.length]
    const other = rules[(change * 104_729) % rules.length]
    if (one === undefined || other === undefined) continue
    // The query of another rule: terms are let go and taken. The next message pays for what was forgotten.
    changes.push(cpuSeconds(() => (matcher.set({ id: one.id, query: other.query }), matcher.match(corpus.posts[change] ?? ""))) * 1000)
  }
  return [
    { name: "seconds to build 50000 boolean rules", value: median(times) },
    { name: "milliseconds to change one of them and match a post", value: median(changes) },
    {
      name: "milliseconds to change one of them and match a post, the slowest in a hundred",
      value: changes.toSorted((a, b) => a - b)[Math.floor(changes.length * 0.99)] ?? 0,
    },
  ]
}

function memory(corpus: Corpus): readonly Single[] {
  const rules = rulesOf(corpus, "boolean", 50_000)
  createMatcher(rules.slice(0, 100))
  const before = bytesInUse()
  const matcher = createMatcher(rules)
  matcher.match("")
  const built = bytesInUse()
  for (const text of corpus.posts) matcher.match(text)
  const after = bytesInUse()
  if (matcher.stats().rules === 0) throw new Error("the matcher was collected")
  return [
    { name: "bytes a boolean rule at 50000", value: (built - before) / rules.length },
    { name: "megabytes more after all posts", value: (after - built) / 2 ** 20 },
  ]
}

/**
 * Texts of a million characters. Milliseconds of CPU; the quickest of five, so that a collection of garbage is not
 * counted as reading.
 */
function longTexts(corpus: Corpus): readonly Single[] {
  const million = 1_000_000
  const matcher = createMatcher(rulesOf(corpus, "boolean", 1000))
  const posts = corpus.posts.slice(0, 5000).join("\n").slice(0, million)
  const word = corpus.rules("literal", 100).find(({ id }) => id !== "") ?? { text: "вода" }
  const repeated = `${"text" in word ? word.text : ""} `.repeat(10_000)
  const texts: readonly (readonly [string, string])[] = [
    ["posts", posts],
    ["one word of a rule again and again", repeated],
    ["one letter", "а".repeat(million)],
    ["hyphens", "а-б-".repeat(million / 4)],
    ["hashtags", "#аБ_".repeat(million / 4)],
    ["dots and signs of addresses", "a.b@c.".repeat(million / 6)],
    ["marks", "е\u0301\u200b".repeat(million / 3)],
  ]
  return texts.map(([name, text]) => {
    matcher.match(text)
    const times = Array.from({ length: 5 }, () => cpuSeconds(() => matcher.match(text)) * 1000)
    return { name: `milliseconds for ${text.length} characters: ${name}`, value: Math.min(...times) }
  })
}
