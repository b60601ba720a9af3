/**
 * The laws of working time, as deep as one likes:
 *
 *     node --conditions=@otklik/source packages/core/test/sla/deep.ts --runs 2000 --seed 42
 */
import { randomInt } from "node:crypto"
import { parseArgs } from "node:util"
import { checkArithmetic, checkDays, checkExplanation, checkWallClock } from "./laws.ts"

const { values } = parseArgs({ options: { runs: { type: "string", default: "500" }, seed: { type: "string" } } })
const run = { runs: Number(values.runs), seed: values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed) }
process.stdout.write(`seed ${run.seed}, ${run.runs} runs a law\n`)
const laws = { checkWallClock, checkDays, checkArithmetic, checkExplanation }
for (const [name, check] of Object.entries(laws)) {
  check(run)
  process.stdout.write(`${name}: holds\n`)
}
