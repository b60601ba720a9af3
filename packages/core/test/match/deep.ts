// The comparison with the naive evaluator, for as long as one likes:
// node --conditions=@otklik/source packages/core/test/match/deep.ts [--pairs 400000] [--seed 1]
import { parseArgs } from "node:util"
import { comparePairs } from "./compare.ts"
import { compareSieves } from "./engine/prefilter/sieves.ts"

const { values } = parseArgs({ options: { pairs: { type: "string", default: "400000" }, seed: { type: "string" } } })
const pairs = Number(values.pairs)
const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed)
console.log(`seed ${seed}, ${pairs} pairs`)
let told = 0
const difference = comparePairs(seed, pairs, (done) => {
  if (done - told < 100_000) return
  told = done
  console.log(`${done} pairs, no difference`)
})
if (difference === undefined) console.log("no difference")
else {
  console.error(`a difference; again with --seed ${difference.seed} --pairs 400`)
  console.error(JSON.stringify(difference, undefined, 2))
  process.exitCode = 1
}

const sieves = compareSieves(seed, Math.ceil(pairs / 4))
if (sieves.difference === undefined) console.log(`sieves: ${sieves.had} texts had a word, ${sieves.heldBack} were held back, none of both`)
else {
  console.error(`a sieve held back what it must not: ${JSON.stringify(sieves.difference)}`)
  process.exitCode = 1
}
