/**
 * The laws of working time against the clock on the wall of the runtime's `Intl`, which shares no code with the
 * package, half minute by half minute: first in zones drawn at random, then in every zone that the runtime knows, one
 * after another.
 *
 *     node --conditions=@otklik/source packages/core/test/sla/deep.ts [--seed 42] [--runs 500] [--per-zone 3]
 *     [--minutes 10]
 *
 * With `--minutes` the rounds are repeated, each with the next seed, until that time is over.
 */
import { randomInt } from "node:crypto"
import { parseArgs } from "node:util"
import { checkArithmetic, checkDays, checkExplanation, checkWallClock, zones } from "./laws.ts"
import { checkPausedDays, checkPauses } from "./pause-laws.ts"

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    runs: { type: "string", default: "500" },
    "per-zone": { type: "string", default: "3" },
    minutes: { type: "string", default: "0" },
  },
})
const started = Date.now()
const runs = whole("runs", values.runs)
const perZone = whole("per-zone", values["per-zone"])
const minutes = whole("minutes", values.minutes)
const laws = { checkWallClock, checkDays, checkArithmetic, checkExplanation, checkPauses, checkPausedDays }

let seed = values.seed === undefined ? randomInt(2 ** 31) : whole("seed", values.seed)
let rounds = 0
let cases = 0
do {
  say(`seed ${seed}: ${runs} runs a law in random zones, ${perZone} in each of ${zones.length} zones`)
  for (const [name, check] of Object.entries(laws)) {
    check({ runs, seed })
    for (const zone of zones) within(zone, () => check({ runs: perZone, seed, zone }))
    cases += runs + perZone * zones.length
    say(`${name}: holds`)
  }
  rounds += 1
  seed += 1
} while (Date.now() - started < minutes * 60_000)
say(`${rounds} rounds, ${cases} cases, ${zones.length} zones, ${Math.round((Date.now() - started) / 1000)} s`)

/** Names the zone when a law fails in it. */
function within(zone: string, check: () => void): void {
  try {
    check()
  } catch (error) {
    throw new Error(`in ${zone}, seed ${seed}`, { cause: error })
  }
}

function whole(option: string, text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`--${option}: a whole number was expected, got ${text}`)
  return number
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
