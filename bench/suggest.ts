/**
 * How good suggestions of topics and owners are, by cross-validation on real appeals that lie beside the repository,
 * and what they cost: time an incident learned, time a suggestion, bytes stored.
 *
 *   npm run bench:suggest -- [--data ../shared/data] [--seeds 7,11,13] [--folds 5]
 *
 * Rules are those of `examples/zabaykalye`: what matched is a feature beside the words. Without the texts it says so
 * and measures nothing.
 */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import type { Lesson } from "@otklik/core/desk"
import { createMatcher } from "@otklik/core/rules"
import { createSuggester, measureLessons, type SuggesterMeasure } from "@otklik/suggest"
import * as z from "zod"
import { region } from "../examples/zabaykalye/src/region.ts"

const beside = fileURLToPath(new URL("../../shared/data", import.meta.url))
const { values } = parseArgs({
  options: {
    data: { type: "string", default: beside },
    seeds: { type: "string", default: "7,11,13" },
    folds: { type: "string", default: "5" },
  },
})
const file = join(values.data, "appeals/kursk-dev.jsonl")
const figures: Readonly<Record<string, (one: SuggesterMeasure) => number | null>> = {
  "topic accuracy": ({ accuracy }) => accuracy,
  "topic weighted F1": ({ weightedF1 }) => weightedF1,
  "topic macro F1": ({ macroF1 }) => macroF1,
  "topic recall at 3": ({ recall }) => recall.at3,
  "topic recall at 5": ({ recall }) => recall.at5,
  "category accuracy": ({ groupAccuracy }) => groupAccuracy,
  "owner recall at 3": ({ ownerRecallAt3 }) => ownerRecallAt3,
  "calibration error, topic": ({ calibrationError }) => calibrationError.topic,
  "calibration error, category": ({ calibrationError }) => calibrationError.group,
  "part of rows at topic precision .95": ({ coverage }) => coverage.topicAt95,
  "part of rows at category precision .95": ({ coverage }) => coverage.groupAt95,
}

if (existsSync(file)) measure()
else console.log("the appeals are not next to the repository (../shared): nothing was measured")

function measure(): void {
  const appeal = z.object({ id: z.number(), text: z.string(), topic: z.string(), category: z.number(), executor: z.string() })
  const lines = readFileSync(file, "utf8").trim().split("\n")
  const appeals = lines.map((line) => appeal.parse(JSON.parse(line)))
  const { locale, rules } = region
  const matcher = createMatcher(rules, { locale })
  const lessons = appeals.map(({ id, text, topic, executor }, index): Lesson => ({
    incidentId: `appeal-${id}`,
    number: index + 1,
    at: "2026-01-01T00:00:00.000Z",
    text,
    rules: matcher.match(text).map(({ ruleId, topic: ruleTopic }) => ({ ruleId, topic: ruleTopic ?? null })),
    territoryId: null,
    topic,
    authorityId: executor,
  }))
  const groups = new Map(appeals.map(({ topic, category }) => [topic, String(category)]))
  const topics = [...groups].map(([id, group]) => ({ id, title: id, group }))
  const authorities = [...new Set(appeals.map(({ executor }) => executor))].map((id) => ({ id, title: id }))
  const key = new TextEncoder().encode("a key for measuring only")
  const suggester = createSuggester({ locale, key, topics, authorities })

  const measured = values.seeds.split(",").map((seed) => {
    const one = measureLessons(suggester, lessons, {
      seed: Number(seed),
      folds: Number(values.folds),
      groupOf: (topic) => groups.get(topic),
    })
    print(`seed ${seed}`, one)
    return one
  })
  for (const [name, read] of Object.entries(figures))
    console.log(`${name.padEnd(44)} ${(measured.reduce((sum, one) => sum + (read(one) ?? Number.NaN), 0) / measured.length).toFixed(3)}`)

  // The first hundred of a desk without a history: each is judged before it is learned.
  const young = suggester.open(null)
  let found = 0
  for (const lesson of lessons.slice(0, 100)) {
    if (young.suggest(lesson).topics.some(({ topic }) => topic === lesson.topic)) found += 1
    young.learn(lesson)
  }
  console.log(`${"first 100 incidents, in order: recall at 5".padEnd(44)} ${(found / 100).toFixed(3)}`)
  cost(suggester, lessons)
}

function print(name: string, one: SuggesterMeasure): void {
  console.log(
    `${name}: ${Object.entries(figures)
      .map(([title, read]) => `${title} ${(read(one) ?? Number.NaN).toFixed(3)}`)
      .join(" · ")}`,
  )
}

/** As many incidents as are remembered one by one, of the same texts. */
function cost(suggester: ReturnType<typeof createSuggester>, lessons: readonly Lesson[]): void {
  const model = suggester.open(null)
  const rounds = 21
  let learning = 0
  for (let round = 0; round < rounds; round += 1) {
    const began = process.cpuUsage().user
    for (const lesson of lessons) {
      const number = lesson.number + round * lessons.length
      model.learn({ ...lesson, number, incidentId: `incident-${number}` })
    }
    if (round === rounds - 1) learning = (process.cpuUsage().user - began) / lessons.length
  }
  let began = process.cpuUsage().user
  for (const lesson of lessons) model.suggest(lesson)
  const suggesting = (process.cpuUsage().user - began) / lessons.length
  began = process.cpuUsage().user
  const body = model.body()
  const writing = (process.cpuUsage().user - began) / 1000
  began = process.cpuUsage().user
  suggester.open(body)
  const reading = (process.cpuUsage().user - began) / 1000
  console.log(`after ${rounds * lessons.length} incidents: learn ${learning.toFixed(0)} µs · suggest ${suggesting.toFixed(0)} µs`)
  console.log(`state ${(body.length / 1e6).toFixed(2)} MB · write ${writing.toFixed(0)} ms · read ${reading.toFixed(0)} ms`)
}
