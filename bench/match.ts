// The matcher beside what can be installed or written in its place, in one process, on the same texts:
//
//     npm run bench:match -- [--corpus DIRECTORY] [--seed 1] [--rules 100,1000,10000,50000] [--runs 7] [--json FILE]
//     [--only TEXT]
//
// A corpus is a directory with `posts.ndjson` ({text}) and `rules-{boolean,literal}-N.json`; without one it is made
// from the seed. Answers are compared before anything is timed. CPU time, sides by turns, medians, ratios. The matcher
// gives clauses with offsets and folds more; the rivals give ids.
import fs from "node:fs"
import path from "node:path"
import v8 from "node:v8"
import vm from "node:vm"
import { parseArgs } from "node:util"
import { loadCorpus, queryOf, plainTexts } from "./match-corpus.ts"
import type { RuleKind } from "./match-rules.ts"
import { compareAnswers } from "./match-answers.ts"
import { createMatcher, type Rule } from "../packages/core/src/match/index.ts"
import { measure, type Measured, type Side } from "./match-measure.ts"
import { measureSingles, type Single } from "./match-singles.ts"
import { automatons, everyRule, oneExpression, splitAndMap, type RivalKind } from "./match-rivals.ts"
import { summarise, type Row } from "./match-summary.ts"

v8.setFlagsFromString("--expose-gc")
globalThis.gc ??= vm.runInNewContext("gc") as typeof globalThis.gc

const { values } = parseArgs({
  options: {
    corpus: { type: "string" },
    seed: { type: "string", default: "1" },
    rules: { type: "string", default: "100,1000,10000,50000" },
    runs: { type: "string", default: "7" },
    only: { type: "string", default: "" },
    json: { type: "string", default: "node_modules/.cache/otklik/bench-match.json" },
  },
})
const runs = Number(values.runs)
/** Both sides are asked about so many posts first, of those that no run is measured on. */
const warmPosts = 20_000
const corpus = loadCorpus(values.corpus, Number(values.seed))
const sizes = values.rules.split(",").map(Number)
const texts = plainTexts(corpus.posts, 2000)
console.log(`${corpus.name}; Node ${process.version}; ${runs} accepted runs a row; microseconds of CPU a post`)

const rows: Row[] = []
for (const kind of ["boolean", "literal"] as const) for (const size of sizes) compareAt(kind, size)
const singles: readonly Single[] = values.only === "" || "singles".includes(values.only) ? measureSingles(corpus, runs) : []
const summary = summarise(rows, singles)
console.log("")
console.log(summary.table)
fs.mkdirSync(path.dirname(values.json), { recursive: true })
fs.writeFileSync(
  values.json,
  JSON.stringify({ corpus: corpus.name, node: process.version, runs, rows, singles, lines: summary.lines }, undefined, 2),
)
console.log(`\nwritten to ${values.json}`)

function compareAt(kind: RuleKind, size: number): void {
  const rivals = [...automatons, splitAndMap, ...(kind === "literal" ? [oneExpression] : []), ...(size <= 1000 ? [everyRule] : [])].filter(
    (rival) => `${kind} ${size} ${rival.name}`.includes(values.only),
  )
  if (rivals.length === 0) return
  const source = corpus.rules(kind, size)
  const rules: readonly Rule[] = source.map((rule) => ({ id: rule.id, query: queryOf(rule) }))
  const first = createMatcher(rules)
  compareAnswers(first, everyRule.create(source), everyRule, texts.slice(0, Math.ceil(200_000 / size)))
  // The code of the matcher is compiled for these rules before the first rival comes, so that all meet the same.
  warmUp(first.match, warmPosts * 2)
  for (const rival of rivals) {
    // A matcher of its own for each rival: otherwise it would remember the posts that it was measured on before.
    const matcher = createMatcher(rules)
    const side = rival.create(source)
    const isSlow = rival === everyRule || (rival === oneExpression && size >= 10_000)
    compareAnswers(matcher, side, rival, texts.slice(0, isSlow ? 50 : 2000))
    const perRun = isSlow ? 60 : 3000
    warmUp(matcher.match, warmPosts)
    warmUp(side, isSlow ? 60 : warmPosts)
    const measured = measure((text) => matcher.match(text), side, corpus.posts, perRun, runs)
    tell(kind, size, rival, measured)
    rows.push({ kind, size, rival: rival.name, ...measured })
  }
}

/** Code is compiled; the matcher files its rules by what it learned, and its memory of tokens is in use. */
function warmUp(side: Side, count: number): void {
  for (let done = 0; done < count; done += warmPosts) for (const text of corpus.posts.slice(-Math.min(count, warmPosts))) side(text)
}

function tell(kind: RuleKind, size: number, rival: RivalKind, measured: Measured): void {
  const figures = `${measured.ours.toFixed(2)} against ${measured.theirs.toFixed(2)}, ${measured.ratio.toFixed(1)} times; ${measured.toBaseline.toFixed(1)} times the loop`
  const quality = `${measured.runs} runs, ${measured.rejected} rejected`
  console.log(`${kind} ${size}, ${rival.name}: ${figures} (${quality}${rival.restriction === undefined ? "" : `; ${rival.restriction}`})`)
}
