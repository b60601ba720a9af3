import { instantToMillis } from "@otklik/core"
import type { Burst, BurstWatch } from "@otklik/core/desk"
import type { Outage, Stream } from "./stream.ts"

/** What a detector made of a stream. */
export interface Score {
  readonly falseAlarms: readonly Burst[]
  readonly found: readonly FoundOutage[]
  readonly missed: readonly Outage[]
  readonly microsecondsAFact: number
}

/** An outage with its alarm. */
export interface FoundOutage {
  readonly outage: Outage
  /** Its messages that the desk had come to, the one that raised the alarm included. */
  readonly messages: number
  /** From its first message to the alarm. */
  readonly minutes: number
}

/** Plays a stream, and compares the alarms with the outages; alarms before `from` do not count. */
export function score(watch: BurstWatch, { region, facts, outages }: Stream, from: number, now: () => number = () => 0): Score {
  const memory = watch.open(null, region)
  const alarms = new Map<string, Burst>()
  const began = now()
  facts.forEach((fact, index) => {
    memory.take(fact)
    // As a desk asks: now and then. What is forgotten meanwhile is kept until it was asked for.
    if (index % 50 !== 0 && index !== facts.length - 1) return
    for (const burst of memory.changed()) if (!alarms.has(burst.burstId)) alarms.set(burst.burstId, burst)
  })
  const microsecondsAFact = ((now() - began) * 1000) / facts.length
  const seenAt = new Map(facts.map(({ incidentId, at }) => [incidentId, instantToMillis(at)]))
  const publishedAt = new Map(facts.map(({ incidentId, publishedAt: at }) => [incidentId, instantToMillis(at)]))
  const outageOf = new Map(outages.flatMap((outage) => outage.incidentIds.map((id) => [id, outage] as const)))
  const found = new Map<Outage, FoundOutage>()
  const falseAlarms: Burst[] = []
  for (const burst of alarms.values()) {
    const foundAt = instantToMillis(burst.foundAt)
    if (foundAt < from) continue
    const members = burst.incidents.map(({ incidentId }) => outageOf.get(incidentId))
    const outage = outages.find((one) => members.filter((member) => member === one).length >= burst.incidents.length / 2)
    if (outage === undefined) falseAlarms.push(burst)
    else if (!found.has(outage)) {
      const first = Math.min(...outage.incidentIds.map((id) => publishedAt.get(id) ?? Infinity))
      found.set(outage, {
        outage,
        messages: outage.incidentIds.filter((id) => (seenAt.get(id) ?? Infinity) <= foundAt).length,
        minutes: (foundAt - first) / 60_000,
      })
    }
  }
  return { falseAlarms, found: [...found.values()], missed: outages.filter((outage) => !found.has(outage)), microsecondsAFact }
}
