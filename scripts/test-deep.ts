// The long randomised runs: every `packages/*/test/**/deep.ts`, each with the same seed, as many at a time as there are
// cores. `--seed N` repeats a run; without it the seed is drawn and printed. `--only TEXT` runs the files whose path
// holds TEXT; `--jobs N` runs N at a time.
import { spawn } from "node:child_process"
import { randomInt } from "node:crypto"
import { globSync } from "node:fs"
import { availableParallelism } from "node:os"
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

/** Mostly waits and takes longest: started first, so that the others run beside it. */
const longest = "packages/e2e/test/workers/pauses/deep.ts"
const files = globSync("packages/*/test/**/deep.ts", { cwd: root })
  .filter((file) => file.includes(values.only))
  .toSorted((a, b) => Number(b === longest) - Number(a === longest) || (a < b ? -1 : 1))
if (files.length === 0) {
  console.error("no deep.ts was found: nothing was tested")
  process.exit(1)
}

const failed: string[] = []
const waiting = [...files]
await Promise.all(Array.from({ length: Math.min(jobs, files.length) }, work))
console.log(
  failed.length === 0 ? `${files.length} deep runs passed with seed ${seed}` : `seed ${seed} failed in ${failed.toSorted().join(", ")}`,
)
process.exitCode = failed.length === 0 ? 0 : 1

async function work(): Promise<void> {
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    if (!(await passes(file))) failed.push(file)
  }
}

/** Runs one file. Its output is printed at once when it runs alone, else whole at its end: lines never mix. */
function passes(file: string): Promise<boolean> {
  console.log(`deep ${file} --seed ${seed}`)
  const begin = performance.now()
  const alone = jobs === 1 || files.length === 1
  const child = spawn(process.execPath, ["--conditions=@otklik/source", file, "--seed", String(seed)], {
    cwd: root,
    stdio: ["ignore", alone ? "inherit" : "pipe", alone ? "inherit" : "pipe"],
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
