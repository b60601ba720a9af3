import { addMinutes, type IncidentFacts, type Instant, type Interval, type UnitOfWork } from "@otklik/core"
import { buildIncident } from "../build/index.ts"

/** A period that many of the generated incidents touch, also with moments exactly at its ends. */
export const generatedPeriod: Interval = { from: "2026-03-02T00:00:00.000Z", to: "2026-03-09T00:00:00.000Z" }

/** A moment of a report that lies inside the period, and is itself the moment of some things. */
export const generatedReportAt: Instant = "2026-03-07T12:00:00.000Z"

const moments: readonly (Instant | null)[] = [
  null,
  addMinutes(generatedPeriod.from, -1 / 60_000),
  generatedPeriod.from,
  "2026-03-04T08:00:00.000Z",
  generatedReportAt,
  addMinutes(generatedReportAt, 1 / 60_000),
  generatedPeriod.to,
]

/**
 * Facts in which every pair of registered, due, answered and closed moments occurs, spread over topics, authorities, territories and networks.
 *
 * @param nulls - whether some have no topic, no authority and no territory
 */
export function generateFacts(nulls: boolean): readonly IncidentFacts[] {
  const facts: IncidentFacts[] = []
  for (const registeredAt of moments) {
    for (const dueAt of moments) {
      for (const answeredAt of moments) {
        const index = facts.length
        const keys = nulls ? [`key-${index % 3}`, null] : [`key-${index % 3}`, `key-${index % 2}`]
        const id = `incident-${index}`
        const base = buildIncident({ incidentId: id, messageKey: `vk:-1_${index}` }).view.facts
        facts.push({
          ...base,
          topic: keys[index % 2] ?? null,
          authorityId: keys[(index >> 1) % 2] ?? null,
          territoryId: keys[(index >> 2) % 2] ?? null,
          network: index % 5 === 0 ? "ok" : "vk",
          registeredAt,
          dueAt,
          answeredAt,
          closedAt: moments[(index * 5 + 1) % moments.length] ?? null,
        })
      }
    }
  }
  return facts
}

/** A unit that stores incidents with given facts. */
export function unitOfFacts(facts: readonly IncidentFacts[]): UnitOfWork {
  return {
    appends: facts.map((fact) => {
      const { incidentId, events, view } = buildIncident({ incidentId: fact.incidentId, messageKey: `vk:${fact.incidentId}` })
      return { incidentId, expectedVersion: 0, events, view: { ...view, facts: fact } }
    }),
  }
}
