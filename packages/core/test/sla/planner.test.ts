import { describe, expect, it } from "vitest"
import { evolve, initialIncident, type Incident, type RegisteredIncident } from "../../src/incident/index.ts"
import { createClockPlanner, policySchema, type EscalationStep, type PolicyInput } from "../../src/sla/index.ts"
import { calendars, handling, live } from "./simulate/history.ts"

const wall = (minutes: number) => ({ minutes, time: "wall" }) as const
const at = "2026-11-30T03:00:00.000Z"

function plannerOf(policies: readonly Omit<PolicyInput, "version">[], ladder: readonly EscalationStep[] = []) {
  const read = policies.map((policy) => policySchema.parse({ version: "1", ...policy }))
  return createClockPlanner({ policies: read, calendars, handling: { ...handling, conversation: { windowRestarts: true }, ladder } })
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

  it("starts the terms of an owner with the hand-over to that owner, also at a later stage", () => {
    const planner = plannerOf([
      { id: "general", goal: "final-reply", term: wall(60), startsAt: "interim-published" },
      { id: "of-b", goal: "final-reply", term: wall(30), startsAt: "interim-published", appliesTo: { authorityIds: ["b"] } },
      { id: "visit-of-b", goal: "visit", term: wall(90), startsAt: "assigned", appliesTo: { authorityIds: ["b"] } },
    ])
    expect(planner.onHandOver(inWork(), "a", at)).toEqual([])
    expect(planner.onHandOver(inWork(), "b", at)).toMatchObject([
      { policyId: "visit-of-b", startedAt: at, dueAt: "2026-11-30T04:30:00.000Z" },
    ])
    const ownedBy = (authorityId: string) => {
      const incident = inWork()
      if (incident.assignment === null) throw new Error("it was to have an owner")
      return { ...incident, assignment: { ...incident.assignment, authorityId } }
    }
    expect(planner.onStage(ownedBy("b"), "interim-published", at)).toMatchObject([{ policyId: "of-b" }])
    expect(planner.onStage(ownedBy("a"), "interim-published", at)).toMatchObject([{ policyId: "general" }])
    expect(planner.onStage({ ...inWork(), assignment: null }, "interim-published", at)).toMatchObject([{ policyId: "general" }])
  })

  it("lets the citizen of a split-off incident wait since the first one, and its owner accept from now on", () => {
    const planner = plannerOf([
      { id: "reply", goal: "first-reply", term: wall(60), startsAt: "registered", appliesTo: { authorityIds: ["b"] } },
      { id: "visit", goal: "visit", term: wall(60), startsAt: "assigned" },
      { id: "accept", goal: "acceptance", term: wall(60), startsAt: "assigned" },
    ])
    const earlier = { registeredAt: "2026-11-29T00:00:00.000Z", assignedAt: "2026-11-29T01:00:00.000Z" }
    const starts = (moments?: typeof earlier) =>
      planner.onHandOver(inWork(), "b", at, moments).map(({ goal, startedAt }) => [goal, startedAt])
    expect(starts(earlier)).toEqual([
      ["first-reply", earlier.registeredAt],
      ["visit", earlier.assignedAt],
      ["acceptance", at],
    ])
    expect(starts()).toEqual([
      ["first-reply", inWork().registeredAt],
      ["visit", at],
      ["acceptance", at],
    ])
  })

  it("plans with a reply the terms until the next one, and the window that its policy names", () => {
    const planner = plannerOf([
      { id: "next", goal: "final-reply", term: wall(60), startsAt: "interim-published" },
      { id: "other", goal: "follow-up", term: wall(60), startsAt: "final-published" },
      { id: "window", goal: "objection", term: wall(120), startsAt: "final-published" },
    ])
    expect(planner.onReply(inWork(), at)).toMatchObject({
      clocks: [{ goal: "final-reply", policyId: "next", startedAt: at }],
      window: { policyId: "window", policyVersion: "1", until: "2026-11-30T05:00:00.000Z" },
      pausedGoals: handling.pausedByQuestion,
      windowRestarts: true,
      clarifyIsFirstReply: false,
    })
    expect(plannerOf([]).onReply(inWork(), at)).toMatchObject({ clocks: [], window: null })
  })

  it("starts the first reply of a new cycle by the policy for reopenings, or by its usual one", () => {
    const usual = [
      { id: "usual", goal: "first-reply", term: wall(60), startsAt: "registered" },
      { id: "visit", goal: "visit", term: wall(60), startsAt: "registered" },
    ] as const
    const again = { id: "again", goal: "first-reply", term: wall(30), startsAt: "reopened" } as const
    const check = { id: "check", goal: "visit", term: wall(30), startsAt: "reopened" } as const
    const started = (policies: Parameters<typeof plannerOf>[0]) =>
      plannerOf(policies)
        .onReopened(inWork(), at)
        .map(({ policyId, startsAt, startedAt }) => [policyId, startsAt, startedAt])
    expect(started(usual)).toEqual([["usual", "reopened", at]])
    expect(started([...usual, again])).toEqual([["again", "reopened", at]])
    expect(started([...usual, check])).toEqual([
      ["usual", "reopened", at],
      ["check", "reopened", at],
    ])
  })

  it("lets a paused clock go on by its policy, or by the time of the pause where the host has dropped that policy", () => {
    const ladder = ["visit", "first-reply"].map((goal) => ({ goal, level: "half", share: 0.5 }))
    const planner = plannerOf([{ id: "p", goal: "visit", term: wall(120), startsAt: "registered" }], ladder)
    const paused = { pausedAt: "2026-11-30T03:30:00.000Z", dueAt: "2026-11-30T05:00:00.000Z" }
    const clocks = [
      { ...clock("visit", "p"), ...paused },
      { ...clock("first-reply", "dropped"), ...paused },
      clock("final-reply", "p"),
      { ...clock("approval", "p"), ...paused, stoppedAt: "2026-11-30T03:40:00.000Z" },
    ]
    const resumed = (to: string) => planner.onResumed({ ...inWork(), clocks }, to)
    expect(resumed("2026-11-30T04:30:00.000Z")).toEqual([
      // An hour of the two had passed when the pause was over: half of the term.
      { goal: "visit", dueAt: "2026-11-30T06:00:00.000Z", marks: [{ level: "half", at: "2026-11-30T05:00:00.000Z" }] },
      { goal: "first-reply", dueAt: "2026-11-30T06:00:00.000Z", marks: [] },
    ])
    // A clock of another machine may be behind: no pause is shorter than nothing.
    expect(resumed("2026-11-30T03:00:00.000Z").map(({ dueAt }) => dueAt)).toEqual([paused.dueAt, paused.dueAt])
  })

  it("brings running clocks under the present policies when a person asks, be it that they are over at once", () => {
    const planner = plannerOf([
      { id: "short", goal: "visit", term: wall(5), startsAt: "registered", appliesTo: { topics: ["roads"] } },
      { id: "long", goal: "visit", term: wall(60), startsAt: "registered" },
    ])
    const clocks = [clock("visit", "long"), { ...clock("visit", "long"), stoppedAt: at }, clock("visit", "short"), clock("gone", "long")]
    expect(planner.onPolicyChange({ ...inWork(), clocks }, "recompute")).toEqual([
      { goal: "visit", mode: "recompute", policyId: "short", policyVersion: "1", dueAt: "2026-11-30T03:05:00.000Z", marks: [] },
    ])
    // What comes nearer by a correction of facts leaves time to answer instead.
    expect(planner.onReclassified({ ...inWork(), clocks }, "recompute", at, false)).toMatchObject([{ dueAt: "2026-11-30T03:50:00.000Z" }])
  })

  it("lets the acceptance alone that begins anew with another owner", () => {
    const planner = plannerOf([
      { id: "a-new", goal: "acceptance", term: wall(240), startsAt: "assigned" },
      { id: "v-new", goal: "visit", term: wall(240), startsAt: "assigned" },
    ])
    const incident = { ...inWork(), clocks: [clock("acceptance", "old"), clock("visit", "old")] }
    const goals = (isHandedOver: boolean) => planner.onReclassified(incident, "recompute", at, isHandedOver).map(({ goal }) => goal)
    expect(goals(false)).toEqual(["acceptance", "visit"])
    expect(goals(true)).toEqual(["visit"])
  })

  it("marks the steps of the ladder on every clock that it starts, by the share of its term", () => {
    const ladder = [
      { goal: "visit", level: "half", share: 0.5 },
      { goal: "visit", level: "due", share: 1 },
      { goal: "first-reply", level: "quarter", share: 0.25 },
    ]
    const planner = plannerOf(
      [
        { id: "v", goal: "visit", term: wall(60), startsAt: "registered" },
        { id: "r", goal: "first-reply", term: { days: 3, time: "calendar-days", calendarId: "office" }, startsAt: "registered" },
        { id: "f", goal: "final-reply", term: wall(60), startsAt: "interim-published" },
      ],
      ladder,
    )
    const facts = { topic: "roads", kind: "problem", importance: "normal", network: "vk" } as const
    expect(planner.onRegistered(facts, { published: at, detected: at, registered: at }).map(({ goal, marks }) => [goal, marks])).toEqual([
      [
        "visit",
        [
          { level: "half", at: "2026-11-30T03:30:00.000Z" },
          { level: "due", at: "2026-11-30T04:00:00.000Z" },
        ],
      ],
      // Due at the end of the third day, 2026-12-03T14:59:59.999Z; a quarter of the time from now to then.
      ["first-reply", [{ level: "quarter", at: "2026-12-01T00:00:00.000Z" }]],
    ])
    expect(planner.onStage(inWork(), "interim-published", at)).toMatchObject([{ goal: "final-reply", marks: [] }])
  })
})
