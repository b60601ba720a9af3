import { addMinutes, type Instant } from "@otklik/core"
import type { IncidentFacts } from "@otklik/core/reports"
import type { Interval, UnitOfWork } from "@otklik/core/storage"
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
 * Facts in which every pair of registered and due, of registered and answered, and of due and answered moments occurs,
 * spread over topics, authorities, territories and networks.
 *
 * @param nulls - whether some have no topic, no authority and no territory
 */
export function generateFacts(nulls: boolean): readonly IncidentFacts[] {
  const base = buildIncident({ status: "candidate" }).view.facts
  const facts: IncidentFacts[] = []
  for (const [row, registeredAt] of moments.entries()) {
    for (const [column, dueAt] of moments.entries()) {
      // Two Latin squares: each moment stands once in every row and in every column.
      for (const answered of [row + column, row + 2 * column + 3]) {
        const index = facts.length
        const keys = nulls ? [`key-${index % 3}`, null] : [`key-${index % 3}`, `key-${index % 2}`]
        facts.push({
          ...base,
          incidentId: `incident-${index}`,
          topic: keys[index % 2] ?? null,
          authorityId: keys[(index >> 1) % 2] ?? null,
          territoryId: keys[(index >> 2) % 2] ?? null,
          network: index % 5 === 0 ? "ok" : "vk",
          registeredAt,
          dueAt,
          answeredAt: moments[answered % moments.length] ?? null,
          closedAt: moments[(index * 5 + 1) % moments.length] ?? null,
          dismissedAt: moments[(index * 3 + row) % moments.length] ?? null,
          nextDueAt: index % 3 === 0 ? (moments[(index * 7 + column) % moments.length] ?? null) : null,
        })
      }
    }
  }
  return facts
}

/** A unit that stores incidents with given facts: a storage counts by the facts, whatever the log tells. */
export function unitOfFacts(facts: readonly IncidentFacts[]): UnitOfWork {
  const { events, incident } = buildIncident({ status: "candidate" })
  return {
    appends: facts.map((fact) => ({
      incidentId: fact.incidentId,
      expectedVersion: 0,
      events,
      view: { facts: fact, incident: { ...incident, incidentId: fact.incidentId }, wakeAt: null, clocks: [], labels: [] },
    })),
  }
}
