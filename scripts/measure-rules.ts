// How well the example region's keyword rules do on real texts that lie beside the repository.
//   node --conditions=@otklik/source scripts/measure-rules.ts [--half even|odd|all] [--show missed|wrong|noise]
import { parseArgs } from "node:util"
import { region } from "../examples/zabaykalye/src/region.ts"
import { dataPresent, furtherOrdinary, measure, type Half, type Measured } from "../examples/zabaykalye/test/measure.ts"

const { values } = parseArgs({ options: { half: { type: "string", default: "both" }, show: { type: "string" } } })
const halves: readonly Half[] = values.half === "both" ? ["even", "odd", "all"] : [halfOf(values.half)]

if (!dataPresent) {
  console.log("the texts are not next to the repository (../shared): nothing was measured")
} else {
  const began = performance.now()
  for (const half of halves) report(half, measure(region.rules, region.locale, half))
  const { count, caught } = furtherOrdinary(region.rules, region.locale)
  console.log("further ordinary posts and sentences, odd lines")
  console.log(`  hit                  ${((100 * caught.length) / count).toFixed(2)} % of ${count}`)
  console.log(`${((performance.now() - began) / 1000).toFixed(1)} seconds`)
}

function halfOf(text: string): Half {
  if (text === "even" || text === "odd" || text === "all") return text
  throw new TypeError(`--half is even, odd or all, not "${text}"`)
}

function report(half: Half, measured: Measured): void {
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`
  console.log(`${half} lines`)
  console.log(`  appeals found        ${percent(measured.found)} of ${measured.appeals} (target 90, aim 95)`)
  console.log(`  category right       ${percent(measured.categoryRight)} of those found (target 75, aim 80)`)
  console.log(`  ordinary posts hit   ${percent(measured.ordinaryCaught)} of ${measured.ordinary} (limit 2, aim 0.5)`)
  console.log(`  channel posts hit    ${percent(measured.postsCaught)} of ${measured.posts} (limit 5, aim 3)`)
  if (halves.length === 1) details(measured)
}

function details(measured: Measured): void {
  const topics = new Map<string, { count: number; right: number }>()
  for (const {
    topics: [first],
    right,
  } of measured.verdicts) {
    if (first === undefined) continue
    const tally = topics.get(first) ?? { count: 0, right: 0 }
    topics.set(first, { count: tally.count + 1, right: tally.right + (right ? 1 : 0) })
  }
  const worst = [...topics].toSorted(([, a], [, b]) => b.count - b.right - (a.count - a.right)).slice(0, 15)
  console.log("  topics with the most wrong categories (wrong of all)")
  for (const [topic, { count, right }] of worst) console.log(`    ${topic}: ${count - right} of ${count}`)
  const loud = new Map<string, number>()
  for (const { ruleIds } of measured.noise) for (const id of ruleIds) loud.set(id, (loud.get(id) ?? 0) + 1)
  console.log("  rules that hit the most texts that are no appeals")
  for (const [id, count] of [...loud].toSorted(([, a], [, b]) => b - a).slice(0, 15)) console.log(`    ${id}: ${count}`)
  const line = (text: string) => text.replaceAll(/\s+/g, " ").slice(0, 300)
  if (values.show === "missed")
    for (const { appeal, topics: hit } of measured.verdicts)
      if (hit.length === 0) console.log(`    ${appeal.category} | ${line(appeal.text)}`)
  if (values.show === "wrong")
    for (const { appeal, topics: hit, right } of measured.verdicts)
      if (hit.length > 0 && !right) console.log(`    ${appeal.category} <- ${hit.slice(0, 4).join(",")} | ${line(appeal.text)}`)
  if (values.show === "noise") for (const { ruleIds, text } of measured.noise) console.log(`    ${ruleIds.join(",")} | ${line(text)}`)
}
