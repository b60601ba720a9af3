// Runs the tests of an area against the mutants in a copy of the repository: `scripts/mutate.ts` starts it there, and
// again where it ended itself because a test did not end. MUTATE_TESTS names the files, MUTATE_LOG the log.
import { statSync } from "node:fs"
import { createVitest, type TestSpecification } from "vitest/node"
import { noticedIn, readLog, writeLog } from "./log.ts"

/** The CPU time after which a test without an end is given up, and the time for one that waits, in seconds. */
const [cpuLimit, waitLimit] = [60, 600]

const log = process.env["MUTATE_LOG"] ?? ""
const files = (process.env["MUTATE_TESTS"] ?? "").split(",")
// Of the entries before, the last may be a mutant whose test did not end.
const last = readLog(log).at(-1)
if (last?.kind === "try") writeLog(log, { kind: "endless", mutant: last.mutant, test: "" })

watch()
const vitest = await createVitest({
  config: "scripts/mutate/vitest.config.ts",
  watch: false,
  bail: 1,
  reporters: [{}],
  onConsoleLog: () => false,
  sequence: {
    sequencer: class {
      shard(specifications: TestSpecification[]): TestSpecification[] {
        return specifications
      }
      sort(specifications: TestSpecification[]): TestSpecification[] {
        return specifications.toSorted((a, b) => placeOf(a) - placeOf(b))
      }
    },
  },
})
// No server that outlives a mutant: the tests of PostgreSQL run on PGlite.
vitest.provide("postgres", null)
if (!readLog(log).some(({ kind }) => kind === "first-done")) {
  const test = await run("")
  writeLog(log, ...(test === null ? [] : [{ kind: "broken", test } as const]), { kind: "first-done" })
}
const entries = readLog(log)
const asked = new Set(entries.flatMap((entry) => (entry.kind === "asked" ? [entry.mutant] : [])))
const noticed = noticedIn(entries)
const afresh = new Set(entries.flatMap((entry) => (entry.kind === "afresh" ? entry.mutants : [])))
for (const mutant of afresh) {
  if (noticed.has(mutant) || asked.has(mutant)) continue
  writeLog(log, { kind: "try", mutant })
  const test = await run(mutant)
  writeLog(log, test === null ? { kind: "asked", mutant } : { kind: "noticed", mutant, test })
}
process.exit(0)

/** Runs the tests in a new worker and returns the first that fails. */
async function run(mutant: string): Promise<string | null> {
  vitest.provide("mutate", { log, mutant })
  vitest.state.filesMap.clear()
  vitest.state.errorsSet.clear()
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(await vitest.globTestSpecifications(files))
  for (const module of testModules) {
    for (const test of module.children.allTests("failed")) return test.fullName
    if (module.state() === "failed") return module.relativeModuleId
  }
  return unhandledErrors.length > 0 ? String(unhandledErrors[0]) : null
}

/** The place of a file of tests among those asked for. */
function placeOf({ moduleId }: TestSpecification): number {
  return files.findIndex((file) => moduleId.endsWith(file))
}

/** Ends the process where a test takes the processor without an end, or waits for nothing. */
function watch(): void {
  let [size, cpu, since] = [-1, 0, 0]
  setInterval(() => {
    const { user, system } = process.cpuUsage()
    const [now, used, grown] = [performance.now() / 1000, (user + system) / 1e6, statSync(log, { throwIfNoEntry: false })?.size ?? 0]
    if (grown !== size) [size, cpu, since] = [grown, used, now]
    else if (used - cpu > cpuLimit || now - since > waitLimit) process.exit(3)
  }, 500).unref()
}
