/**
 * How good alarms of mass events are, on streams of a region that there is not: false alarms a month, outages found,
 * messages and minutes to the alarm, time a message.
 *
 *   npm run bench:bursts -- [--seeds 101,102,103] [--days 240] [--daily 150] [--factor 1]
 *
 * The constants were chosen on other seeds (1 to 5). A stream has 60 days without outages first, then three large and
 * three small ones a week; what `packages/bursts/test/stream.ts` says of sizes, places and hours is all that is in it.
 */
import { parseArgs } from "node:util"
import { createBurstWatch } from "@otklik/bursts"
import { score, type FoundOutage } from "../packages/bursts/test/score.ts"
import { createStream } from "../packages/bursts/test/stream.ts"

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "101,102,103" },
    days: { type: "string", default: "240" },
    daily: { type: "string", default: "150" },
    factor: { type: "string", default: "1" },
  },
})
const [days, daily, chanceFactor] = [Number(values.days), Number(values.daily), Number(values.factor)]
if (!(days > 60 && daily > 0 && chanceFactor > 0)) throw new TypeError("--days above 60, --daily and --factor above 0 were expected")

const quietDays = 60
const day = 86_400_000
const start = Date.UTC(2026, 0, 5)
const middle = (numbers: readonly number[]): number => numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? Number.NaN
const share = (part: number, whole: number): string => (part / whole).toFixed(3)

for (const seed of values.seeds.split(",").map(Number)) {
  const stream = createStream({ seed, days, daily, quietDays, weekly: 3 })
  const watch = createBurstWatch({ zone: "UTC", chanceFactor })
  const result = score(watch, stream, start + quietDays * day, () => process.cpuUsage().user / 1000)
  const cold = score(watch, { ...stream, outages: [] }, 0).falseAlarms.filter(
    ({ foundAt }) => Date.parse(foundAt) < start + quietDays * day,
  )
  const ofSize = (size: string): readonly FoundOutage[] => result.found.filter(({ outage }) => outage.size === size)
  const [large, small] = [ofSize("large"), ofSize("small")]
  const planned = (size: string): number => stream.outages.filter((outage) => outage.size === size).length
  const months = (days - quietDays) / 30
  console.log(`seed ${seed}: ${stream.facts.length} incidents in ${days} days, ${stream.outages.length} outages`)
  console.log(`  false alarms a month  ${(result.falseAlarms.length / months).toFixed(2)}; in the first ${quietDays} days ${cold.length}`)
  console.log(
    `  found                 ${share(result.found.length, stream.outages.length)}; large ${share(large.length, planned("large"))}, small ${share(small.length, planned("small"))}`,
  )
  console.log(
    `  messages to the alarm ${middle(result.found.map(({ messages }) => messages))} (large ${middle(large.map(({ messages }) => messages))}, small ${middle(small.map(({ messages }) => messages))})`,
  )
  console.log(
    `  minutes to the alarm  large ${middle(large.map(({ minutes }) => minutes)).toFixed(1)}, small ${middle(small.map(({ minutes }) => minutes)).toFixed(1)}`,
  )
  console.log(`  time                  ${result.microsecondsAFact.toFixed(1)} µs of one core an incident`)
}
