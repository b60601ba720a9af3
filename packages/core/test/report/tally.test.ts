import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { emptyTally, inMetric, metricIds, metrics, sumTallies, tallyFacts, type IncidentFacts } from "../../src/report/index.ts"
import { factsArbitrary, intervalArbitrary, momentArbitrary } from "./arbitrary-facts.ts"

const november = { from: "2026-10-31T15:00:00.000Z", to: "2026-11-30T15:00:00.000Z" }
const after = "2026-12-05T00:00:00.000Z"

const facts = (change: Partial<IncidentFacts>): IncidentFacts => ({
  incidentId: "inc_1",
  status: "registered",
  problem: "unknown",
  intake: "network",
  topic: "roads",
  authorityId: null,
  territoryId: null,
  network: "vk",
  kind: "problem",
  importance: "normal",
  publishedAt: "2026-11-10T00:00:00.000Z",
  detectedAt: "2026-11-10T00:00:00.000Z",
  registeredAt: "2026-11-10T00:00:00.000Z",
  dueAt: "2026-11-11T00:00:00.000Z",
  answeredAt: null,
  closedAt: null,
  dismissedAt: null,
  waitingSince: null,
  nextDueAt: null,
  executorId: null,
  answeredWorkingMinutes: null,
  finalAt: null,
  windowUntil: null,
  openSince: null,
  closing: null,
  dismissal: null,
  cycle: 1,
  repeatOf: null,
  voices: 0,
  score: null,
  waitsFor: "moderator",
  nextGoal: null,
  updatedAt: "2026-11-10T00:00:00.000Z",
  ...change,
})

const counted = (incident: IncidentFacts, at = after) => metricIds.filter((metric) => inMetric(incident, metric, november, at))

describe("the numbers of one incident", () => {
  const due = "2026-11-11T00:00:00.000Z"
  it.each([
    ["unanswered after its term", facts({}), after, ["received", "accepted", "due", "overdueOpen"]],
    ["unanswered at the very end of its term", facts({}), due, ["received", "accepted", "due", "overdueOpen"]],
    ["its term still running", facts({}), "2026-11-10T23:59:59.999Z", ["received", "accepted"]],
    [
      "answered at the very end of its term",
      facts({ answeredAt: due }),
      after,
      ["received", "accepted", "due", "answeredInTime", "answered"],
    ],
    [
      "answered a millisecond late",
      facts({ answeredAt: "2026-11-11T00:00:00.001Z" }),
      after,
      ["received", "accepted", "due", "answeredLate", "answered"],
    ],
    [
      "answered early, its term still running",
      facts({ answeredAt: "2026-11-10T01:00:00.000Z" }),
      "2026-11-10T02:00:00.000Z",
      ["received", "accepted", "answered"],
    ],
    [
      "answered after the moment of the report",
      facts({ answeredAt: "2026-11-20T00:00:00.000Z" }),
      "2026-11-15T00:00:00.000Z",
      ["received", "accepted", "due", "overdueOpen"],
    ],
    ["registered at the period's first moment", facts({ registeredAt: november.from, dueAt: null }), after, ["received", "accepted"]],
    ["registered at the period's end, which is outside", facts({ registeredAt: november.to, dueAt: november.to }), after, []],
    ["registered before, due inside", facts({ registeredAt: "2026-10-31T14:59:59.999Z", dueAt: november.from }), after, ["due"]],
    ["no policy: never due, never overdue", facts({ dueAt: null }), after, ["received", "accepted"]],
    ["no policy, answered", facts({ dueAt: null, answeredAt: due }), after, ["received", "accepted", "answered"]],
    [
      "answered, and its promise over",
      facts({ answeredAt: due, nextDueAt: "2026-11-12T00:00:00.000Z" }),
      after,
      ["received", "accepted", "due", "answeredInTime", "answered", "overdueOpen"],
    ],
    [
      "answered, and its promise still to come",
      facts({ answeredAt: due, nextDueAt: "2026-12-31T00:00:00.000Z" }),
      after,
      ["received", "accepted", "due", "answeredInTime", "answered"],
    ],
    ["dismissed before its term ended", facts({ dueAt: null, dismissedAt: due }), after, ["received"]],
    ["dismissed after its term ended", facts({ dismissedAt: "2026-11-12T00:00:00.000Z" }), after, ["received", "due", "overdueOpen"]],
    [
      "dismissed after the moment of the report",
      facts({ dueAt: null, dismissedAt: "2026-12-06T00:00:00.000Z" }),
      after,
      ["received", "accepted"],
    ],
    ["a candidate", facts({ status: "candidate", registeredAt: null, dueAt: null }), after, []],
    [
      "closed inside, registered before",
      facts({ registeredAt: "2026-09-01T00:00:00.000Z", dueAt: null, closedAt: due }),
      after,
      ["closed"],
    ],
    [
      "closed after the moment of the report",
      facts({ closedAt: "2026-11-20T00:00:00.000Z" }),
      "2026-11-10T12:00:00.000Z",
      ["received", "accepted"],
    ],
  ] as const)("%s", (_name, incident, at, expected) => {
    expect(counted(incident, at)).toEqual(expected)
  })

  it("are the registry's, each under its own name", () => {
    expect(Object.keys(metrics)).toEqual(metricIds)
    expect(metricIds).toEqual(Object.keys(emptyTally))
    for (const id of metricIds) expect(metrics[id].id).toBe(id)
    expect(new Set(metricIds.map((id) => metrics[id].definition)).size).toBe(metricIds.length)
  })
})

describe("tallyFacts", () => {
  it("gives one row of zeros when there is nothing to count", () => {
    expect(tallyFacts([], { period: november, at: after })).toEqual([{ key: null, tally: emptyTally }])
    expect(tallyFacts([], { period: november, at: after, by: "topic" })).toEqual([])
  })

  it("orders rows by key, what has none last, and leaves out keys without counts", () => {
    const incidents = [
      facts({ topic: null }),
      facts({ topic: "снег" }),
      facts({ topic: "heating" }),
      facts({ topic: "water", registeredAt: null, dueAt: null }),
    ]
    const rows = tallyFacts(incidents, { period: november, at: after, by: "topic" })
    expect(rows.map((row) => row.key)).toEqual(["heating", "снег", null])
  })

  it("keeps its identities", () => {
    fc.assert(
      fc.property(fc.array(factsArbitrary, { maxLength: 40 }), intervalArbitrary, momentArbitrary, (incidents, period, at) => {
        const total = tallyFacts(incidents, { period, at })[0]?.tally
        if (total === undefined) throw new Error("no total row")
        for (const by of ["topic", "authority", "territory", "network"] as const) {
          const rows = tallyFacts(incidents, { period, at, by })
          expect(sumTallies(rows.map((row) => row.tally))).toEqual(total)
          for (const row of rows) expect(Object.values(row.tally).some((count) => count > 0)).toBe(true)
        }
        const unanswered = incidents.filter(
          (incident) => inMetric(incident, "due", period, at) && (incident.answeredAt === null || incident.answeredAt > at),
        )
        expect(total.answeredInTime + total.answeredLate + unanswered.length).toBe(total.due)
        expect(total.answered).toBeLessThanOrEqual(total.received)
        expect(total.overdueOpen).toBeLessThanOrEqual(total.received)
        for (const metric of metricIds) {
          expect(incidents.filter((incident) => inMetric(incident, metric, period, at))).toHaveLength(total[metric])
        }
      }),
    )
  })
})
