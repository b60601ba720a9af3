/**
 * Deliveries in any order, repeated, between commands and work:
 *
 *     node --conditions=@otklik/source packages/e2e/test/road/deep.ts --runs 5000 --seed 42
 */
import { randomInt } from "node:crypto"
import { parseArgs } from "node:util"
import { checkShuffled } from "./shuffled.ts"

const { values } = parseArgs({ options: { runs: { type: "string", default: "5000" }, seed: { type: "string" } } })
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
const runs = Number(values.runs)
console.log(`seed ${seed}, ${runs} sequences of deliveries and commands`)
await checkShuffled({ runs, seed })
console.log("nothing lost, nothing twice")
