// Mutation testing: `npm run mutate -- AREA …`, without names every area. Changes the code in a copy of the repository,
// one place at a time, and runs the tests that reach the place: a change that no test notices is printed. An area is
// sampled, in pieces of ten lines: `--share 1` takes all of it, `--seed N` another sample. Fails below an area's floor.
import { execFileSync, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { availableParallelism, tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { parseArgs } from "node:util"
import { areas, type Area } from "./mutate/areas.ts"
import { root } from "./root.ts"

/** What Stryker's report says of one change. */
interface Mutant {
  readonly file: string
  /** The text of the line. */
  readonly line: string
  readonly mutatorName: string
  readonly replacement?: string
  readonly status: string
  readonly location: { readonly start: Position; readonly end: Position }
}

/** Both from 1. */
interface Position {
  readonly line: number
  readonly column: number
}

/** How a change ends that a test could have noticed. */
const tried: ReadonlySet<string> = new Set(["Killed", "Timeout", "Survived", "NoCoverage"])

/** Lines that are drawn together, so that most blocks lie inside of a piece. */
const pieceLines = 10

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    share: { type: "string" },
    seed: { type: "string", default: "1" },
    jobs: { type: "string", default: String(availableParallelism()) },
  },
})
const unknown = positionals.filter((name) => areas[name] === undefined)
const share = values.share === undefined ? undefined : Number(values.share)
if (unknown.length > 0 || (share !== undefined && !(share > 0 && share <= 1))) {
  console.error(
    unknown.length > 0
      ? `no such area: ${unknown.join(", ")}; there are: ${Object.keys(areas).join(", ")}`
      : `--share must be above 0 and at most 1, got ${values.share}`,
  )
  process.exit(2)
}

const tools = join(root, "scripts/mutate")
if (!existsSync(join(tools, "node_modules"))) {
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: tools, stdio: ["ignore", "ignore", "inherit"] })
}

const copy = mkdtempSync(join(tmpdir(), "otklik-mutate-"))
try {
  copyTree()
  const below = (positionals.length > 0 ? positionals : Object.keys(areas)).filter((name) => !passes(name, areas[name] as Area))
  if (below.length > 0) console.log(`below the floor: ${below.join(", ")}`)
  process.exitCode = below.length === 0 ? 0 : 1
} finally {
  rmSync(copy, { recursive: true, force: true })
}

/** Copies what is tracked; its own node_modules link the packages of the copy, so that no test runs other code. */
function copyTree(): void {
  const files = execFileSync("git", ["ls-files", "-coz", "--exclude-standard"], { cwd: root, maxBuffer: 2 ** 26 })
    .toString()
    .split("\0")
  for (const file of files.filter((name) => name !== "" && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    writeFileSync(join(copy, file), readFileSync(join(root, file)))
  }
  linkModules("node_modules")
  mkdirSync(join(copy, "node_modules/@otklik"))
  for (const name of readdirSync(join(root, "node_modules/@otklik"))) {
    symlinkSync(join(copy, "packages", name), join(copy, "node_modules/@otklik", name))
  }
  for (const folder of globSync("packages/*/node_modules", { cwd: root })) linkModules(folder)
}

function linkModules(folder: string): void {
  mkdirSync(join(copy, folder), { recursive: true })
  for (const name of readdirSync(join(root, folder))) {
    if (name !== "@otklik") symlinkSync(join(root, folder, name), join(copy, folder, name))
  }
}

/** The pieces of an area's sources that the seed draws, as Stryker names them: `file:FROM-TO`. */
function drawPieces(area: Area): readonly string[] {
  const wanted = share ?? area.share
  return area.sources
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .toSorted()
    .flatMap((file) => {
      const lines = readFileSync(join(root, file), "utf8").split("\n").length
      return Array.from({ length: Math.ceil(lines / pieceLines) }, (_, index) => ({ file, index }))
    })
    .filter(({ file, index }) => fraction(`${values.seed}:${file}:${index}`) < wanted)
    .map(({ file, index }) => `${file}:${index * pieceLines + 1}-${(index + 1) * pieceLines}`)
}

/** A number from 0 to 1 that a text alone decides. */
function fraction(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE() / 2 ** 32
}

/** Runs one area and prints what no test noticed. */
function passes(name: string, area: Area): boolean {
  const pieces = drawPieces(area)
  console.log(`${name}: ${pieces.length} pieces of ${pieceLines} lines, seed ${values.seed}`)
  const first = runStryker(area, pieces, "perTest")
  if (first === null) return false
  // What a file of tests makes once for all is counted to none of them: such a place is tried again with them all.
  const doubtful = first.filter(({ status }) => status !== "Killed" && status !== "Timeout")
  const again = doubtful.length === 0 ? [] : runStryker(area, [...new Set(doubtful.map(rangeOf))], "off")
  if (again === null) return false
  const noticed = new Set(again.filter(({ status }) => status === "Killed" || status === "Timeout").map(keyOf))
  const unnoticed = doubtful.filter((mutant) => !noticed.has(keyOf(mutant)))
  for (const { file, location, mutatorName, replacement = "", line } of unnoticed) {
    console.log(`  ${file}:${location.start.line} ${mutatorName} ${replacement.replaceAll(/\s+/g, " ").slice(0, 60)} | ${line}`)
  }
  const score = first.length === 0 ? 1 : 1 - unnoticed.length / first.length
  console.log(`${name}: ${first.length - unnoticed.length} of ${first.length} noticed, ${score.toFixed(3)} (floor ${area.floor})`)
  return score >= area.floor
}

/** Mutates the places one after another; null when the run itself failed, which is printed. */
function runStryker(area: Area, sources: readonly string[], coverage: "perTest" | "off"): readonly Mutant[] | null {
  const report = join(copy, "mutants.json")
  rmSync(report, { force: true })
  // Texts are left out, for most are a sentence of an error; at first also what a module makes as it is loaded, for
  // each such change takes all tests.
  const config = {
    mutate: sources,
    inPlace: true,
    testRunner: "vitest",
    plugins: [join(tools, "node_modules/@stryker-mutator/vitest-runner/dist/src/index.js")],
    vitest: { configFile: "scripts/mutate/vitest.config.ts", related: false },
    concurrency: Number(values.jobs),
    coverageAnalysis: coverage,
    ignoreStatic: coverage === "perTest",
    mutator: { excludedMutations: ["StringLiteral"] },
    disableTypeChecks: false,
    timeoutMS: 20_000,
    dryRunTimeoutMinutes: 15,
    reporters: ["json"],
    jsonReporter: { fileName: report },
    warnings: false,
  }
  writeFileSync(join(copy, "stryker.config.json"), JSON.stringify(config))
  const run = spawnSync(process.execPath, [join(tools, "node_modules/@stryker-mutator/core/bin/stryker.js"), "run"], {
    cwd: copy,
    encoding: "utf8",
    env: { ...process.env, MUTATE_TESTS: area.tests.join(",") },
  })
  if (!existsSync(report)) {
    console.log(`the run failed with exit code ${String(run.status)}\n${run.stdout.slice(-4000)}${run.stderr}`)
    return null
  }
  const { files } = JSON.parse(readFileSync(report, "utf8")) as {
    readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Omit<Mutant, "file" | "line">[] }>>
  }
  return Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split("\n")
    return mutants
      .filter(({ status }) => tried.has(status))
      .map((mutant) => ({ ...mutant, file, line: (lines[mutant.location.start.line - 1] ?? "").trim() }))
  })
}

/** The place of a mutant, as Stryker takes it: lines from 1, columns from 0. */
function rangeOf({ file, location: { start, end } }: Mutant): string {
  return `${file}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`
}

function keyOf(mutant: Mutant): string {
  return `${rangeOf(mutant)} ${mutant.mutatorName} ${mutant.replacement ?? ""}`
}
