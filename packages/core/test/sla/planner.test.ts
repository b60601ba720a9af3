import { describe, expect, it } from "vitest"
import { evolve, initialIncident, type Incident, type RegisteredIncident } from "../../src/incident/index.ts"
import { createClockPlanner, policySchema, type PolicyInput } from "../../src/sla/index.ts"
import { calendars, handling, live } from "./simulate/history.ts"

const wall = (minutes: number) => ({ minutes, time: "wall" }) as const
const at = "2026-11-30T03:00:00.000Z"

function plannerOf(policies: readonly Omit<PolicyInput, "version">[]) {
  const read = policies.map((policy) => policySchema.parse({ version: "1", ...policy }))
  return createClockPlanner({ policies: read, calendars, handling: { ...handling, conversation: { windowRestarts: true }, ladder: [] } })
}

/** An incident about roads that is worked on. */
function inWork(): RegisteredIncident {
  const steps = (["register", "assign", "take"] as const).map((act) => ({ minutes: 5, act, authorityId: "a" }))
  const plot = { topic: "roads", importance: "normal", network: "vk", start: Date.parse("2026-11-30T00:00:00.000Z"), steps } as const
  const state = live(plot, []).events.reduce<Incident>(evolve, initialIncident)
  if (!("registeredAt" in state)) throw new Error("it was to be registered")
  return state
}

/** A clock that runs since {@link at}. */
const clock = (goal: string, policyId: string) => ({
  goal,
  cycle: 1,
  policyId,
  policyVersion: "1",
  startedAt: at,
  dueAt: "2026-11-30T04:00:00.000Z",
  stoppedAt: null,
  cancelled: null,
  pausedAt: null,
  pauses: [],
  missedNoticedAt: null,
  marks: [],
})

describe("createClockPlanner", () => {
  it("starts clocks at their own stage only, by the most special policy a goal", () => {
    const planner = plannerOf([
      { id: "general", goal: "final-reply", term: wall(60), startsAt: "interim-published" },
      { id: "roads", goal: "final-reply", term: wall(60), startsAt: "interim-published", appliesTo: { topics: ["roads"] } },
      { id: "window", goal: "objection", term: wall(60), startsAt: "final-published" },
      { id: "registered", goal: "final-reply", term: wall(60), startsAt: "registered" },
    ])
    expect(planner.onStage(inWork(), "interim-published", at)).toEqual([
      {
        goal: "final-reply",
        policyId: "roads",
        policyVersion: "1",
        startsAt: "interim-published",
        startedAt: at,
        dueAt: "2026-11-30T04:00:00.000Z",
      },
    ])
    expect(planner.onStage(inWork(), "reopened", at)).toEqual([])
  })

  it.each(["draft-submitted", "interim-published", "reopened", "author-wrote"] as const)(
    "brings a clock that began with %s under the policies of that stage when the facts change",
    (startsAt) => {
      const planner = plannerOf([
        { id: "usual", goal: "follow-up", term: wall(60), startsAt },
        { id: "heating", goal: "follow-up", term: wall(240), startsAt, appliesTo: { topics: ["heating"] } },
        { id: "registered", goal: "follow-up", term: wall(5), startsAt: "registered", appliesTo: { topics: ["heating"] } },
      ])
      const incident = { ...inWork(), topic: "heating", clocks: [clock("follow-up", "usual")] }
      expect(planner.onReclassified(incident, "recompute", at, false)).toMatchObject([
        { goal: "follow-up", policyId: "heating", dueAt: "2026-11-30T07:00:00.000Z" },
      ])
    },
  )

  it("judges the validity of a policy at the start of the clock, also when the facts change later", () => {
    const planner = plannerOf([
      { id: "old", goal: "final-reply", term: wall(60), startsAt: "interim-published", validTo: "2026-12-01T00:00:00.000Z" },
      { id: "new", goal: "final-reply", term: wall(90), startsAt: "interim-published", validFrom: "2026-12-01T00:00:00.000Z" },
    ])
    const updatedAt = "2026-12-02T00:00:00.000Z"
    const incident = { ...inWork(), topic: "heating", clocks: [clock("final-reply", "old")], updatedAt }
    expect(planner.onReclassified(incident, "recompute", updatedAt, false)).toEqual([])
  })
})
