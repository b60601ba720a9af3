// The long randomised runs: every `packages/*/test/**/deep.ts`, one after another, each with the same seed. `--seed N`
// repeats a run; without it the seed is drawn and printed. `--only TEXT` runs the files whose path holds TEXT.
import { spawnSync } from "node:child_process"
import { randomInt } from "node:crypto"
import { globSync } from "node:fs"
import { parseArgs } from "node:util"
import { root } from "./root.ts"

const { values } = parseArgs({ options: { seed: { type: "string" }, only: { type: "string", default: "" } } })
const seed = values.seed === undefined ? randomInt(1, 2 ** 31) : Number(values.seed)
if (!Number.isSafeInteger(seed) || seed < 0) {
  console.error(`--seed must be a whole number, got ${values.seed}`)
  process.exit(2)
}
const files = globSync("packages/*/test/**/deep.ts", { cwd: root })
  .filter((file) => file.includes(values.only))
  .toSorted()
if (files.length === 0) {
  console.error("no deep.ts was found: nothing was tested")
  process.exit(1)
}

const failed: string[] = []
for (const file of files) {
  console.log(`deep ${file} --seed ${seed}`)
  const begin = performance.now()
  const { status } = spawnSync(process.execPath, ["--conditions=@otklik/source", file, "--seed", String(seed)], {
    cwd: root,
    stdio: "inherit",
  })
  console.log(`deep ${file} took ${Math.round((performance.now() - begin) / 1000)} s`)
  if (status !== 0) failed.push(file)
}
console.log(failed.length === 0 ? `${files.length} deep runs passed with seed ${seed}` : `seed ${seed} failed in ${failed.join(", ")}`)
process.exitCode = failed.length === 0 ? 0 : 1
