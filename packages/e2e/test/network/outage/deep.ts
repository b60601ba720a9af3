/**
 * Outages of an hour to forty days at all five networks, with hundreds of messages, and with too few calls to read all
 * of them:
 *
 *     node --conditions=@otklik/source packages/e2e/test/network/outage/deep.ts --seed 42
 */
import { randomInt } from "node:crypto"
import { parseArgs } from "node:util"
import { checkOutage } from "./check.ts"
import { day, networkNames } from "./places.ts"

const { values } = parseArgs({ options: { seed: { type: "string" } } })
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
console.log(`seed ${seed}`)
for (const name of networkNames) {
  for (const days of [1 / 24, 1, 8, 40]) {
    // The seed moves the moments within the hours and days.
    const minutes = Math.round(days * day) + (seed % 53)
    await checkOutage({ name, minutes, steps: 40, maxCalls: 200 })
    for (const maxCalls of [1, 3 + (seed % 5)]) await checkOutage({ name, minutes, steps: 40, maxCalls })
  }
  console.log(`${name}: nothing was lost in silence`)
}
