// The long randomised runs: every `packages/*/test/**/deep.ts`, each with the same seed, as many at a time as there are
// cores, and beside them the one that mostly waits. `--seed N` repeats a run; without it the seed is drawn and printed.
// `--only TEXT` runs the files whose path holds TEXT; `--jobs N` runs N at a time, `--jobs 1` one after another.
import { spawn } from "node:child_process"
import { randomInt } from "node:crypto"
import { globSync } from "node:fs"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { root } from "./root.ts"

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    only: { type: "string", default: "" },
    jobs: { type: "string", default: String(availableParallelism()) },
  },
})
const seed = values.seed === undefined ? randomInt(1, 2 ** 31) : wholeNumber("seed", values.seed, 0)
const jobs = wholeNumber("jobs", values.jobs, 1)

/** Waits nearly all of its time: it takes no core from the others. */
const waiting = "packages/e2e/test/workers/pauses/deep.ts"
/** Take longest: begun first, so that no core is idle in the end. */
const longest = ["network/chaos", "workers/broken", "network/conversation", "simulation", "workers/deep.ts"]
const rank = (file: string): number => [...longest, ""].findIndex((name) => file.includes(name))
const files = globSync("packages/*/test/**/deep.ts", { cwd: root })
  .filter((file) => file.includes(values.only))
  .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
if (files.length === 0) {
  console.error("no deep.ts was found: nothing was tested")
  process.exit(1)
}

const failed: string[] = []
const isAlone = jobs === 1 || files.length === 1
const busy = files.filter((file) => isAlone || file !== waiting)
const beside = files.filter((file) => !busy.includes(file))
await Promise.all([...Array.from({ length: jobs }, async () => work(busy)), work(beside)])
console.log(
  failed.length === 0 ? `${files.length} deep runs passed with seed ${seed}` : `seed ${seed} failed in ${failed.toSorted().join(", ")}`,
)
process.exitCode = failed.length === 0 ? 0 : 1

/** Takes one file after another from a list, until none is left. */
async function work(list: string[]): Promise<void> {
  for (let file = list.shift(); file !== undefined; file = list.shift()) {
    if (!(await passes(file))) failed.push(file)
  }
}

/** Runs one file. Its output is printed at once when it runs alone, else whole at its end: lines never mix. */
function passes(file: string): Promise<boolean> {
  console.log(`deep ${file} --seed ${seed}`)
  const begin = performance.now()
  const child = spawn(process.execPath, ["--conditions=@otklik/source", file, "--seed", String(seed)], {
    cwd: root,
    // Workers are killed and started again by the hundred: what Node makes of their sources is kept.
    env: { ...process.env, NODE_COMPILE_CACHE: join(root, "node_modules/.cache/node-compile") },
    stdio: ["ignore", isAlone ? "inherit" : "pipe", isAlone ? "inherit" : "pipe"],
  })
  const output: Buffer[] = []
  child.stdout?.on("data", (part: Buffer) => output.push(part))
  child.stderr?.on("data", (part: Buffer) => output.push(part))
  return new Promise((done, fail) => {
    child.once("error", fail)
    child.once("close", (status) => {
      process.stdout.write(Buffer.concat(output))
      const seconds = Math.round((performance.now() - begin) / 1000)
      console.log(`deep ${file} ${status === 0 ? "passed" : "FAILED"} in ${seconds} s`)
      done(status === 0)
    })
  })
}

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= least) return number
  console.error(`--${name} must be a whole number of at least ${least}, got ${text}`)
  process.exit(2)
}
