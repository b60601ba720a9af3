/**
 * Twenty thousand messages over five networks that fail, under a process that is killed again and again:
 *
 *     node --conditions=@otklik/source packages/e2e/test/network/chaos/deep.ts --messages 20000 --seed 42
 */
import assert from "node:assert/strict"
import { randomInt } from "node:crypto"
import { parseArgs } from "node:util"
import { runChaos } from "@otklik/testkit/chaos"
import { fiveNetworks } from "./five-networks.ts"

const { values } = parseArgs({ options: { messages: { type: "string", default: "20000" }, seed: { type: "string" } } })
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
const messages = Number(values.messages)
console.log(`seed ${seed}, ${messages} messages over five networks`)
const { counts, ...wrong } = await runChaos(fiveNetworks({ seed, messages, rounds: Math.ceil(messages / 100) }))
console.log(counts)
assert.deepEqual(wrong, {
  lost: [],
  doubled: [],
  strangers: [],
  outdated: [],
  unnoticed: [],
  untold: [],
  replies: [],
  leaks: [],
  silent: [],
})
console.log("every message found once, edits and deletions heard of, every reply stands once, nothing told that is nobody's business")
