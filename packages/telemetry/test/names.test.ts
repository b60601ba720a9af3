import { readFileSync } from "node:fs"
import { createNoopMeter, type Meter } from "@opentelemetry/api"
import { describe, expect, it } from "vitest"
import { createGauges } from "../src/gauges.ts"
import { createInstruments } from "../src/instruments.ts"

/** The names of all instruments that something makes. */
function namesOf(make: (meter: Meter) => unknown): readonly string[] {
  const names: string[] = []
  const noop = createNoopMeter()
  const meter: Meter = {
    createGauge: (...given) => (names.push(given[0]), noop.createGauge(...given)),
    createHistogram: (...given) => (names.push(given[0]), noop.createHistogram(...given)),
    createCounter: (...given) => (names.push(given[0]), noop.createCounter(...given)),
    createUpDownCounter: (...given) => (names.push(given[0]), noop.createUpDownCounter(...given)),
    createObservableGauge: (...given) => (names.push(given[0]), noop.createObservableGauge(...given)),
    createObservableCounter: (...given) => (names.push(given[0]), noop.createObservableCounter(...given)),
    createObservableUpDownCounter: (...given) => (names.push(given[0]), noop.createObservableUpDownCounter(...given)),
    addBatchObservableCallback: () => undefined,
    removeBatchObservableCallback: () => undefined,
  }
  make(meter)
  return names
}

const made = [...namesOf(createInstruments), ...namesOf(createGauges)]
const namesIn = (page: string) => [
  ...new Set(readFileSync(new URL(page, import.meta.url), "utf8").match(/(?<=^\|.*`)otklik\.[a-z.-]+(?=`)/gm)),
]

describe("the names of metrics", () => {
  it("stand in the README, all of them and no others", () => {
    expect(namesIn("../README.md").toSorted()).toEqual(made.toSorted())
  })

  it("that operations watch are metrics", () => {
    const watched = namesIn("../../../docs/operations.md")
    expect(watched.length).toBeGreaterThan(10)
    expect(watched.filter((name) => !made.includes(name))).toEqual([])
  })
})
