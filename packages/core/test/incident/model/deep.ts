/**
 * The laws of the life cycle over thirty thousand sequences, or as many as one likes:
 *
 *     node --conditions=@otklik/source packages/core/test/incident/model/deep.ts --runs 30000 --seed 42
 */
import { randomInt } from "node:crypto"
import { parseArgs } from "node:util"
import { checkCoverage, checkModel } from "./run.ts"

const { values } = parseArgs({ options: { runs: { type: "string", default: "30000" }, seed: { type: "string" } } })
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
const runs = Number(values.runs)
console.log(`seed ${seed}, ${runs} sequences`)
const coverage = checkModel({
  runs,
  seed,
  told(done) {
    if (done % 10_000 === 0) console.log(`${done} sequences, no law broken`)
  },
})
if (runs >= 1000) checkCoverage(coverage)
console.log(`${coverage.steps} steps, ${coverage.refused} refused; of each command at least ${Math.min(...coverage.commands.values())}`)
