import { millisToInstant } from "@otklik/core"
import type { BurstFact, BurstRegion } from "@otklik/core/desk"
import { createRandom } from "@otklik/testkit"

/** What happens in a region that there is not. */
export interface StreamOptions {
  readonly seed: number
  readonly days: number
  /** Ordinary incidents a day. */
  readonly daily: number
  /** Days before the first outage. */
  readonly quietDays: number
  /** Outages of each size a week. */
  readonly weekly: number
}

/** An outage that was put into a stream. */
export interface Outage {
  readonly size: "large" | "small"
  readonly topic: string
  readonly group: string
  readonly territoryId: string
  readonly from: number
  readonly to: number
  readonly incidentIds: readonly string[]
}

/** Facts in the order in which a desk would come to them, and what was put into them. */
export interface Stream {
  readonly region: BurstRegion
  readonly facts: readonly (BurstFact & { readonly kind: "registered" })[]
  readonly outages: readonly Outage[]
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const start = Date.UTC(2026, 0, 5)

/** People write by day and in the evening, and less on days off. */
const hours = [1, 1, 1, 1, 1, 2, 4, 8, 12, 13, 12, 12, 11, 11, 11, 11, 12, 13, 14, 15, 13, 9, 5, 2]

/** Makes a stream: the same for the same seed. */
export function createStream({ seed, days, daily, quietDays, weekly }: StreamOptions): Stream {
  const random = createRandom(seed)
  const between = (from: number, to: number): number => from + random() * (to - from)
  const exponential = (mean: number): number => -mean * Math.log(1 - random())
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const gamma = (shape: number): number => {
    // Of whole shapes, the mean being 1.
    let sum = 0
    for (let index = 0; index < shape; index += 1) sum += exponential(1)
    return sum / shape
  }
  const poisson = (mean: number): number => {
    if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
    let count = 0
    for (let product = random(); product > Math.exp(-mean); product *= random()) count += 1
    return count
  }

  const topics = Array.from({ length: 40 }, (_, index) => ({ id: `topic-${index}`, group: `group-${index % 10}` }))
  const territories: { id: string; kind: string; parentId?: string; weight: number }[] = [{ id: "region", kind: "region", weight: 0.05 }]
  // The first is the capital with two fifths of everything, of which half is known no closer.
  for (let district = 0; district < 12; district += 1) {
    const id = `district-${district}`
    const size = district === 0 ? 0.4 : 0.6 / (district + 1) / 2.1
    territories.push({ id, kind: "district", parentId: "region", weight: (district === 0 ? 0.5 : 0.15) * size })
    for (let index = 0; index < 5; index += 1)
      territories.push({
        id: `${id}-${index}`,
        kind: "settlement",
        parentId: id,
        weight: (size * (district === 0 ? 0.5 : 0.85)) / 2.3 / (index + 1),
      })
  }
  const topicWeights = topics.map((_, index) => 1 / (index + 1))
  const phases = topics.map(() => random() * 2 * Math.PI)
  const affinity = topics.map(() => territories.map(() => gamma(2)))
  const choose = (weights: readonly number[]): number => {
    let left = random() * weights.reduce((sum, weight) => sum + weight, 0)
    const index = weights.findIndex((weight) => (left -= weight) < 0)
    return index < 0 ? weights.length - 1 : index
  }
  const hourWeight = (at: number): number => {
    const date = new Date(at)
    return (hours[date.getUTCHours()] ?? 1) * (date.getUTCDay() === 0 || date.getUTCDay() === 6 ? 0.7 : 1)
  }

  interface Made {
    readonly at: number
    readonly topic: number
    readonly territory: number
    readonly outage: number | null
  }
  const made: Made[] = []
  const weekSum = Array.from({ length: 168 }, (_, index) => hourWeight(start + index * hour)).reduce((sum, weight) => sum + weight, 0)
  for (let at = 0; at < days; at += 1) {
    const weights = topics.map(
      (_, index) => (topicWeights[index] ?? 0) * gamma(4) * (1 + 0.4 * Math.sin((2 * Math.PI * at) / 365 + (phases[index] ?? 0))),
    )
    // A day is not like the other, anywhere.
    const ofToday = territories.map(() => gamma(4))
    const scale = topicWeights.reduce((sum, weight) => sum + weight, 0)
    const whole = weights.reduce((sum, weight) => sum + weight, 0) / scale
    for (let ofDay = 0; ofDay < 24; ofDay += 1) {
      const from = start + at * day + ofDay * hour
      const count = poisson((daily * 7 * whole * hourWeight(from)) / weekSum)
      for (let index = 0; index < count; index += 1) {
        const topic = choose(weights)
        const territory = choose(territories.map(({ weight }, place) => weight * (affinity[topic]?.[place] ?? 1) * (ofToday[place] ?? 1)))
        const one = { at: from + random() * hour, topic, territory, outage: null }
        made.push(one)
        // The same pit, reported by a neighbour or copied into another group: now and then by several.
        for (let chance = 0.05; random() < chance; chance = 0.15) made.push({ ...one, at: one.at + exponential(hour) })
      }
    }
  }

  const planned: Omit<Outage, "incidentIds">[] = []
  for (const size of ["large", "small"] as const) {
    const count = Math.round(((days - quietDays) / 7) * weekly)
    for (let index = 0; index < count; index += 1) {
      const topic = choose(topicWeights.map((weight) => Math.sqrt(weight)))
      const territory = 1 + choose(territories.slice(1).map(({ weight }) => Math.sqrt(weight)))
      // Waking hours: at night nobody writes for long, and then everybody does.
      const from = start + Math.floor(between(quietDays, days - 1)) * day + between(6, 21) * hour
      const messages = size === "large" ? Math.round(Math.exp(between(Math.log(25), Math.log(300)))) : Math.round(between(6, 12))
      const length = size === "large" ? between(1.5, 6) * hour : between(0.7, 2) * hour
      const moments = Array.from({ length: messages }, () => from + length * Math.min(1, -Math.log(1 - random() * (1 - Math.exp(-3))) / 3))
      for (const at of moments) made.push({ at, topic, territory, outage: planned.length })
      const { id: topicId, group } = topics[topic] ?? { id: "", group: "" }
      planned.push({ size, topic: topicId, group, territoryId: territories[territory]?.id ?? "", from, to: from + length })
    }
  }

  const facts = made
    .map((one, index) => {
      // Sources are read every two minutes; a few are read hours late.
      const delay = random() < 0.03 ? between(0, 5 * hour) : between(0.2, 2.5) * minute
      return { ...one, incidentId: `incident-${index}`, seenAt: one.at + delay }
    })
    .toSorted((one, other) => one.seenAt - other.seenAt)
  const members = new Map<number, string[]>()
  for (const { outage, incidentId } of facts) if (outage !== null) members.set(outage, [...(members.get(outage) ?? []), incidentId])
  return {
    region: { topics, territories },
    facts: facts.map(({ incidentId, topic, territory, at, seenAt }) => ({
      kind: "registered",
      incidentId,
      topic: topics[topic]?.id ?? null,
      territoryId: territories[territory]?.id === "region" ? null : (territories[territory]?.id ?? null),
      publishedAt: millisToInstant(Math.floor(at)),
      at: millisToInstant(Math.ceil(seenAt)),
    })),
    outages: planned.map((outage, index) => ({ ...outage, incidentIds: members.get(index) ?? [] })),
  }
}
