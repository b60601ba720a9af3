/**
 * The whole crew in one process, simulated under one seed after another; a plan that breaks a promise is made small and
 * printed:
 *
 *     node --conditions=@otklik/source packages/e2e/test/simulation/deep.ts --seed 42 --runs 1
 */
import { randomInt } from "node:crypto"
import { parseArgs } from "node:util"
import { createPlan } from "./plan.ts"
import { describe, shrink } from "./shrink.ts"
import { simulate } from "./simulate.ts"

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    runs: { type: "string", default: "200" },
    minutes: { type: "string", default: "60" },
    trace: { type: "boolean", default: false },
  },
})
const first = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
const [runs, minutes] = [Number(values.runs), Number(values.minutes)]
console.log(`seeds ${first} to ${first + runs - 1}, ${minutes} minutes each`)
const total = { steps: 0, incidents: 0, replies: 0, strikes: 0 }
for (let seed = first; seed < first + runs; seed += 1) {
  const plan = createPlan({ seed, minutes })
  const run = await simulate(plan)
  if (values.trace) console.log(run.lines.join("\n"))
  if (run.broken !== null) {
    console.error(`seed ${seed} breaks "${run.broken.promise}": ${run.broken.message}`)
    const shrunk = await shrink(plan, run)
    console.error(describe(shrunk))
    console.error(`replay it: --seed ${seed} --minutes ${minutes} --runs 1 --trace`)
    process.exit(1)
  }
  total.steps += run.steps
  for (const name of ["incidents", "replies", "strikes"] as const) total[name] += run.counts[name]
}
console.log(`every promise held: ${JSON.stringify(total)}`)
