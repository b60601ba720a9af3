/**
 * Deliveries in any order, repeated, between commands and work; and a process that dies at every call over the doors,
 * on every storage:
 *
 *     node --conditions=@otklik/source packages/e2e/test/road/deep.ts --runs 5000 --seed 42
 */
import { randomInt } from "node:crypto"
import { parseArgs } from "node:util"
import { checkKilledDays } from "./kill-everywhere.ts"
import { storages } from "./road.ts"
import { checkShuffled } from "./shuffled.ts"

const { values } = parseArgs({ options: { runs: { type: "string", default: "5000" }, seed: { type: "string" } } })
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
const runs = Number(values.runs)
console.log(`seed ${seed}, ${runs} sequences of deliveries and commands`)
await checkShuffled({ runs, seed })
console.log("nothing lost, nothing twice")
for (const [name, open] of storages) {
  for (const merging of [false, true])
    for (const when of ["before", "after"] as const) await checkKilledDays({ open, when, merging, first: 1, step: 1 })
  console.log(`${name}: killed before and after every call, the day ends as if nothing had happened`)
}
