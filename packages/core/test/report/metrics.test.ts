import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  figuresOf,
  findMetric,
  isEmptyRow,
  metricIds,
  metrics,
  termMetricIds,
  timesIn,
  type CountedCase,
  type FiguresQuery,
  type IncidentFacts,
  type IncidentMark,
} from "../../src/report/index.ts"
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

const caseOf = (incident: IncidentFacts, marks: readonly IncidentMark[] = []): CountedCase => ({
  facts: incident,
  clocks: [],
  labels: [],
  marks,
})

/** The numbers of a table when none are named: those that one incident with no terms and no marks but its end is in. */
const asked = [
  "received",
  "accepted",
  "due",
  "answeredInTime",
  "answeredLate",
  "dueUnanswered",
  "answered",
  "overdueOpen",
  "closed",
] as const
const counted = (incident: IncidentFacts, at = after) => {
  const { closedAt } = incident
  const one = caseOf(incident, closedAt === null ? [] : [{ kind: "closed", at: closedAt, subject: null, authorityId: null }])
  return asked.filter((id) => timesIn(id, { period: november, at }, [one])(one) > 0)
}

describe("the numbers of one incident", () => {
  const due = "2026-11-11T00:00:00.000Z"
  it.each([
    ["unanswered after its term", facts({}), after, ["received", "accepted", "due", "dueUnanswered", "overdueOpen"]],
    ["unanswered at the very end of its term", facts({}), due, ["received", "accepted", "due", "dueUnanswered", "overdueOpen"]],
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
      ["received", "accepted", "due", "dueUnanswered", "overdueOpen"],
    ],
    ["registered at the period's first moment", facts({ registeredAt: november.from, dueAt: null }), after, ["received", "accepted"]],
    ["registered at the period's end, which is outside", facts({ registeredAt: november.to, dueAt: november.to }), after, []],
    [
      "registered before, due inside",
      facts({ registeredAt: "2026-10-31T14:59:59.999Z", dueAt: november.from }),
      after,
      ["due", "dueUnanswered"],
    ],
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
    ["dismissed after its term ended", facts({ dismissedAt: "2026-11-12T00:00:00.000Z" }), after, ["received", "due", "dueUnanswered"]],
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

  it("each have a name, a heading and a definition of their own", () => {
    expect(Object.keys(metrics)).toEqual(metricIds)
    for (const id of [...metricIds, ...termMetricIds(["repair"])]) expect(findMetric(id)?.id).toBe(id)
    for (const language of ["ru", "en"] as const)
      for (const part of ["title", "definition"] as const)
        expect([part, new Set(metricIds.map((id) => metrics[id][part][language])).size]).toEqual([part, metricIds.length])
    expect(findMetric("constructor")).toBeUndefined()
  })
})

describe("figuresOf", () => {
  const query = { period: november, at: after, metrics: asked } as const

  it("gives one row of zeros when there is nothing to count", () => {
    const zeros = Object.fromEntries(asked.map((id) => [id, 0]))
    expect(figuresOf([], query)).toEqual([{ keys: [], numbers: zeros, durations: {} }])
    expect(figuresOf([], { ...query, by: ["topic"] })).toEqual([])
  })

  it("orders rows by key, what has none last, and leaves out keys without counts", () => {
    const incidents = [
      facts({ topic: null }),
      facts({ topic: "снег" }),
      facts({ topic: "heating" }),
      facts({ topic: "water", registeredAt: null, dueAt: null }),
    ]
    const rows = figuresOf(
      incidents.map((incident) => caseOf(incident)),
      { ...query, by: ["topic"] },
    )
    expect(rows.map(({ keys }) => keys)).toEqual([["heating"], ["снег"], [null]])
  })

  it("keeps its identities", () => {
    fc.assert(
      fc.property(fc.array(factsArbitrary, { maxLength: 40 }), intervalArbitrary, momentArbitrary, (incidents, period, at) => {
        const cases = incidents.map((incident) => caseOf(incident))
        const any: FiguresQuery = { period, at, metrics: asked }
        const total = figuresOf(cases, any)[0]?.numbers
        if (total === undefined) throw new Error("no total row")
        const number = (id: (typeof asked)[number]) => total[id] ?? Number.NaN
        for (const by of ["topic", "authority", "territory", "network"] as const) {
          const rows = figuresOf(cases, { ...any, by: [by] })
          for (const id of asked) expect(rows.reduce((sum, { numbers }) => sum + (numbers[id] ?? 0), 0)).toBe(number(id))
          expect(rows.filter(isEmptyRow)).toEqual([])
        }
        expect(number("answeredInTime") + number("answeredLate") + number("dueUnanswered")).toBe(number("due"))
        expect(number("answered")).toBeLessThanOrEqual(number("accepted"))
        expect(number("overdueOpen")).toBeLessThanOrEqual(number("accepted"))
        for (const id of asked) expect(cases.filter((one) => timesIn(id, any, cases)(one) > 0)).toHaveLength(number(id))
      }),
    )
  })
})
