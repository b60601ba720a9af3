// Mutation testing: `npm run mutate -- AREA …`, without names every area. Changes the code in a copy of the repository,
// one place at a time, and runs the tests that reach the place: a change that no test notices is printed. An area is
// sampled: `--mutants N` draws as many, `--mutants all` takes them all, `--seed N` draws others; `--at FILE:LINE` takes
// those of a line alone. Fails below an area's floor. The changes are those of Stryker's instrumenter; the tests run in
// one process with modules loaded once, and no result depends on the load of the machine.
import { execFileSync, spawnSync } from "node:child_process"
import { existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { parseArgs } from "node:util"
import { areas, type Area } from "./mutate/areas.ts"
import { noticedIn, readLog, writeLog } from "./mutate/log.ts"
import { drawMutants, listMutants, loadInstrumenter, type Mutant, placeMutants } from "./mutate/mutants.ts"
import { root } from "./root.ts"

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mutants: { type: "string", default: "120" },
    seed: { type: "string", default: "1" },
    at: { type: "string", multiple: true, default: [] },
  },
})
const unknown = positionals.filter((name) => areas[name] === undefined)
const wanted = values.mutants === "all" ? Number.POSITIVE_INFINITY : Number(values.mutants)
if (unknown.length > 0 || !(wanted > 0)) {
  console.error(
    unknown.length > 0
      ? `no such area: ${unknown.join(", ")}; there are: ${Object.keys(areas).join(", ")}`
      : `--mutants must be a number above 0, or all; got ${values.mutants}`,
  )
  process.exit(2)
}

const tools = join(root, "scripts/mutate")
if (!existsSync(join(tools, "node_modules"))) {
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: tools, stdio: ["ignore", "ignore", "inherit"] })
}
const instrument = await loadInstrumenter(tools)

const copy = mkdtempSync(join(tmpdir(), "otklik-mutate-"))
try {
  copyTree()
  const below: string[] = []
  for (const name of positionals.length > 0 ? positionals : Object.keys(areas)) {
    if (!(await passes(name, areas[name] as Area))) below.push(name)
  }
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

/** Runs one area and prints what no test noticed. */
async function passes(name: string, area: Area): Promise<boolean> {
  const began = performance.now()
  const sources = area.sources.flatMap((pattern) => globSync(pattern, { cwd: root })).toSorted()
  const tests = [...new Set(area.tests.flatMap((pattern) => globSync(pattern, { cwd: root }).toSorted()))]
  const all = await listMutants(instrument, root, sources)
  const drawn =
    values.at.length > 0
      ? all.filter(({ file, range }) => values.at.includes(`${file}:${range.start.line + 1}`))
      : drawMutants(all, wanted, values.seed)
  const mutants = await placeMutants(instrument, root, copy, drawn)
  console.log(`${name}: ${mutants.length} of ${all.length} mutants, seed ${values.seed}`)
  const log = join(copy, `${name}.log`)
  writeLog(log, { kind: "drawn", mutants: mutants.map(({ id }) => id) })
  // Exit code 3: a test did not end under a mutant, the next run goes on after it.
  let status: number | null = 3
  while (status === 3) {
    status = spawnSync(process.execPath, ["scripts/mutate/drive.ts"], {
      cwd: copy,
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, MUTATE_TESTS: tests.join(","), MUTATE_LOG: log },
    }).status
  }
  for (const file of new Set(drawn.map((mutant) => mutant.file))) writeFileSync(join(copy, file), readFileSync(join(root, file)))
  const entries = readLog(log)
  const broken = entries.flatMap((entry) => (entry.kind === "broken" ? [entry.test] : []))
  if (status !== 0 || broken.length > 0) {
    console.log(`${name}: the tests fail without a mutant, or did not run: ${[...new Set(broken)].join("; ")}`)
    return false
  }
  const noticed = noticedIn(entries)
  const reached = new Set(entries.flatMap((entry) => (entry.kind === "reached" ? entry.mutants : [])))
  const unnoticed = mutants.filter(({ id }) => !noticed.has(id))
  for (const mutant of unnoticed) console.log(`  ${describe(mutant)}${reached.has(mutant.id) ? "" : " (no test reaches it)"}`)
  const endless = entries.filter(({ kind }) => kind === "endless").length
  const count = mutants.length - unnoticed.length
  const score = mutants.length === 0 ? 1 : count / mutants.length
  const [low, high] = intervalOf(count, mutants.length)
  console.log(
    `${name}: ${count} of ${mutants.length} noticed${endless > 0 ? `, ${endless} of them by a test that does not end` : ""}: ` +
      `${score.toFixed(3)} (${low.toFixed(2)} to ${high.toFixed(2)}; floor ${area.floor}), ${Math.round((performance.now() - began) / 1000)} s`,
  )
  return score >= area.floor
}

/** Where a mutant is, and what it makes of what. */
function describe({ file, range: { start, end }, mutator, replacement }: Mutant): string {
  const lines = readFileSync(join(root, file), "utf8")
    .split("\n")
    .slice(start.line, end.line + 1)
  const whole =
    lines.length === 1 ? (lines[0] ?? "").slice(start.column, end.column) : (lines[0] ?? "").slice(start.column) + lines.slice(1).join(" ")
  return `${file}:${start.line + 1}:${start.column + 1} ${mutator}  ${shorten(whole)}  →  ${shorten(replacement)}`
}

function shorten(code: string): string {
  const line = code.replaceAll(/\s+/g, " ")
  return line.length > 90 ? `${line.slice(0, 87)}…` : line
}

/** Wilson's interval of 95 %: where the score of all mutants of the area lies. */
function intervalOf(count: number, of: number): readonly [number, number] {
  if (of === 0) return [0, 1]
  const [share, z2] = [count / of, 1.96 ** 2]
  const middle = share + z2 / (2 * of)
  const half = 1.96 * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of))
  return [(middle - half) / (1 + z2 / of), (middle + half) / (1 + z2 / of)]
}
