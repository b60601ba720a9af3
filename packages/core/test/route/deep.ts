/**
 * The laws of routing, as deep as one likes:
 *
 *     node --conditions=@otklik/source packages/core/test/route/deep.ts [--seed 42] [--times 20]
 */
import { randomInt } from "node:crypto"
import { parseArgs } from "node:util"
import { routingLaws } from "./lint/laws.ts"

const { values } = parseArgs({ options: { seed: { type: "string" }, times: { type: "string", default: "20" } } })
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
const times = Number(values.times)
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(times) || times < 1)
  throw new Error("--seed and --times: whole numbers were expected")
process.stdout.write(`seed ${seed}, ${times} times the runs of every day\n`)
for (const { name, runs, check } of routingLaws) {
  check({ numRuns: runs * times, seed })
  process.stdout.write(`${name}: holds, ${runs * times} runs\n`)
}
