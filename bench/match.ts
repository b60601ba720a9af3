// How many posts a second the matcher takes, beside an engine that a developer would write by hand, in one process.
//
//     node corpus.mjs DIRECTORY                      writes posts.ndjson and rules-{boolean,literal}-N.json
//     node --conditions=@otklik/source bench/match.ts DIRECTORY [--rules 100,1000,10000,50000] [--kind boolean,literal] [--runs 7]
//
// The rival splits a lower-case text with a Unicode regular expression, looks words, prefixes and pairs up in maps, and files every rule
// under its first group. It gives ids only; the matcher gives clauses with offsets, and folds more. Times are CPU times; each side is
// warmed up, runs alternate, and the median is told.
import fs from "node:fs"
import path from "node:path"
import { parseArgs } from "node:util"
import { createMatcher, type Rule } from "../packages/core/src/match/index.ts"
import { createRival, type BenchRule, type BenchTerm } from "./match-rival.ts"

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rules: { type: "string", default: "100,1000,10000,50000" },
    kind: { type: "string", default: "boolean,literal" },
    runs: { type: "string", default: "7" },
    posts: { type: "string", default: "20000" },
  },
})
const directory = positionals[0]
if (directory === undefined) throw new Error("a directory written by corpus.mjs was expected")
const posts = fs
  .readFileSync(path.join(directory, "posts.ndjson"), "utf8")
  .split("\n", Number(values.posts))
  .map((line) => (JSON.parse(line) as { text: string }).text)

const said = (term: BenchTerm): string => (term.kind === "prefix" ? `${term.text}*` : term.kind === "phrase" ? `"${term.text}"` : term.text)
const group = (terms: readonly BenchTerm[]): string => `(${terms.map(said).join(" | ")})`

function queryOf(rule: BenchRule): string {
  if (!("any" in rule)) return said(rule)
  return `${group(rule.any)} ${rule.near > 0 ? `NEAR/${rule.near} ` : ""}${group(rule.all)} -${said(rule.not)}`
}

function seconds(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const spent = process.cpuUsage(before)
  return (spent.user + spent.system) / 1e6
}

const median = (numbers: readonly number[]): number => numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? 0

let units = 0
function readUnits(): void {
  for (const text of posts) for (let index = 0; index < text.length; index++) units = (units + text.charCodeAt(index)) | 0
}

for (const kind of values.kind.split(",")) {
  for (const count of values.rules.split(",")) {
    const file = path.join(directory, `rules-${kind}-${count}.json`)
    const source = JSON.parse(fs.readFileSync(file, "utf8")) as readonly (BenchRule & { readonly id: string })[]
    const rules: readonly Rule[] = source.map((rule) => ({ id: rule.id, query: queryOf(rule) }))
    globalThis.gc?.()
    const heapBefore = process.memoryUsage()
    const matchers: ReturnType<typeof createMatcher>[] = []
    const building = seconds(() => matchers.push(createMatcher(rules)))
    globalThis.gc?.()
    const heapAfter = process.memoryUsage()
    const memory = heapAfter.heapUsed + heapAfter.arrayBuffers - heapBefore.heapUsed - heapBefore.arrayBuffers
    const matcher = matchers[0]
    if (matcher === undefined) continue
    const rival = createRival(source)
    let ours = 0
    let theirs = 0
    const runs: { ours: number; theirs: number; units: number }[] = []
    for (let run = 0; run <= Number(values.runs); run++) {
      ours = 0
      theirs = 0
      const one = seconds(() => {
        for (const text of posts) ours += matcher.match(text).length
      })
      const other = seconds(() => {
        for (const text of posts) theirs += rival(text).length
      })
      const base = seconds(readUnits)
      if (run > 0) runs.push({ ours: one, theirs: other, units: base })
    }
    const speed = posts.length / median(runs.map((run) => run.ours))
    const rivalSpeed = posts.length / median(runs.map((run) => run.theirs))
    const changing = seconds(() => {
      for (let index = 0; index < 20; index++) matcher.set(rules[(index * 37) % rules.length] as Rule)
    })
    console.log(
      JSON.stringify({
        kind,
        rules: Number(count),
        postsPerSecond: Math.round(speed),
        rivalPostsPerSecond: Math.round(rivalSpeed),
        ratio: Number(median(runs.map((run) => run.theirs / run.ours)).toFixed(1)),
        toReadingUnits: Number(median(runs.map((run) => run.ours / run.units)).toFixed(1)),
        matches: ours,
        rivalMatches: theirs,
        triedPerPost: Number((matcher.stats().triedRules / matcher.stats().messages).toFixed(1)),
        buildSeconds: Number(building.toFixed(2)),
        changeMilliseconds: Number(((changing / 20) * 1000).toFixed(2)),
        bytesPerRule: globalThis.gc === undefined ? "run with --expose-gc" : Math.round(memory / rules.length),
      }),
    )
  }
}
if (units === 1) console.log("")
