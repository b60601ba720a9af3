/**
 * What Russian word forms cost and how good they are: time to load in a process of its own, time a word, share of forms
 * found, look-alikes in real appeals.
 *
 *   npm run bench:locale -- [--runs 9]
 *
 * Loading is that of the built package (`npm run build` first); without it that of the sources, which Node must strip
 * of types, and it says so.
 */
import { execFileSync } from "node:child_process"
import { existsSync, statSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { russian } from "@otklik/locale-ru"
import { readTable } from "../packages/locale-ru/src/forms/table.ts"
import { unpackWords } from "../packages/locale-ru/src/forms/words/node.ts"
import { appealsPresent, measureLookAlikes } from "../packages/locale-ru/test/forms/measure-look-alikes.ts"
import { checkedWords } from "../packages/locale-ru/test/forms/read-words.ts"

const { values } = parseArgs({ options: { runs: { type: "string", default: "9" } } })
const runs = Number(values.runs)
if (!(runs >= 1)) throw new TypeError("--runs: a number of 1 or more was expected")

const median = (numbers: readonly number[]): number => numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? Number.NaN
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`

loading()
lookups()
quality()

/** Import and first use, each time in a fresh process: alone, and where the host has loaded the core already. */
function loading(): void {
  const built = fileURLToPath(new URL("../packages/locale-ru/dist/index.js", import.meta.url))
  const isBuilt = existsSync(built) && existsSync(fileURLToPath(new URL("../packages/core/dist/index.js", import.meta.url)))
  const program = `
    const start = performance.now()
    await import("@otklik/core")
    const core = performance.now()
    const { russian } = await import("@otklik/locale-ru")
    const imported = performance.now()
    if (!russian().formsOf("яма").includes("ям")) throw new Error("no forms")
    console.log(JSON.stringify([core - start, imported - core, performance.now() - imported]))`
  const conditions = isBuilt ? [] : ["--conditions=@otklik/source"]
  const samples = Array.from({ length: runs }, (): readonly number[] => {
    const output: unknown = JSON.parse(
      execFileSync(process.execPath, [...conditions, "--input-type=module", "--eval", program], {
        cwd: fileURLToPath(new URL("../examples/pages", import.meta.url)),
        encoding: "utf8",
      }),
    )
    return Array.isArray(output) ? output.map(Number) : []
  })
  const [core = 0, imported = 0, first = 0] = [0, 1, 2].map((part) => median(samples.map((sample) => sample[part] ?? Number.NaN)))
  const whole = median(samples.map((sample) => sample.reduce((sum, part) => sum + part, 0)))
  const what = isBuilt ? `the built package, ${Math.round(statSync(built).size / 1024)} KiB` : "the sources (not built: slower)"
  console.log(`loading ${what}, median of ${runs} processes`)
  console.log(
    `  core ${core.toFixed(0)} ms, this package ${imported.toFixed(0)} ms, first word ${first.toFixed(0)} ms; all ${whole.toFixed(0)} ms (target 150)`,
  )
}

/** Nanoseconds a word, warm. */
function lookups(): void {
  const known = [...new Set(checkedWords.flatMap(({ forms }) => forms))]
  const unknown = known.map((form) => `ъ${form}`)
  const table = readTable(unpackWords())
  const locale = russian()
  const rows: ReadonlyArray<readonly [string, readonly string[], (word: string) => number]> = [
    ["formsOf, remembered", known, (word) => locale.formsOf(word).length],
    ["formsOf, asked the first time", known, createFresh()],
    ["formsOf, no such word, remembered", unknown, (word) => locale.formsOf(word).length],
    ["formsOf, no such word, the first time", unknown, createFresh()],
    ["the table, a hit", known, (word) => table.read(word).length],
    ["the table, a miss", unknown, (word) => table.read(word).length],
    ["isCommon", known, (word) => (locale.isCommon?.(word) === true ? 1 : 0)],
  ]
  console.log(`nanoseconds a word, ${known.length} forms of ${checkedWords.length} words, median of ${runs}`)
  for (const [name, words, ask] of rows) {
    let sum = 0
    const times = Array.from({ length: runs + 3 }, () => {
      const before = process.cpuUsage()
      for (let round = 0; round < 5; round++) for (const word of words) sum += ask(word)
      const { user, system } = process.cpuUsage(before)
      return ((user + system) * 1000) / (words.length * 5)
    })
    console.log(`  ${name.padEnd(38)} ${median(times.slice(3)).toFixed(0)}${sum < 0 ? " ?" : ""}`)
  }
}

/** A lookup whose locale has never seen the word: it is thrown away before it could remember. */
function createFresh(): (word: string) => number {
  let locale = russian()
  let seen = new Set<string>()
  return (word) => {
    if (seen.has(word)) {
      locale = russian()
      seen = new Set()
    }
    seen.add(word)
    return locale.formsOf(word).length
  }
}

/** Forms found of the lists that were written by hand, and tokens of appeals that are another word. */
function quality(): void {
  const locale = russian()
  let listed = 0
  let found = 0
  for (const { word, forms } of checkedWords) {
    const given = new Set(locale.formsOf(word))
    listed += forms.length
    found += forms.filter((form) => given.has(form)).length
  }
  console.log(
    `forms written by hand: ${found} of ${listed} found, ${percent(found / listed)}, of ${checkedWords.length} words (target 99 %)`,
  )
  if (!appealsPresent) {
    console.log("look-alikes: the appeals are not next to the repository, nothing was measured")
    return
  }
  const { words, tokens, matches, wrong, unjudged } = measureLookAlikes(locale)
  console.log(
    `look-alikes: ${wrong} tokens are another word, ${percent(wrong / tokens)} of ${tokens} tokens of 999 appeals (target 0.5 %), ${percent(wrong / matches)} of ${matches} matches of ${words} words`,
  )
  if (unjudged.length > 0) console.log(`  not judged yet, counted as wrong: ${unjudged.join(", ")}`)
}
