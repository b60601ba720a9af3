import fc from "fast-check"
import { millisToInstant } from "../../../src/base/index.ts"
import { decide, evolve, initialIncident, type Incident, type IncidentCommand, type IncidentEvent } from "../../../src/incident/index.ts"
import { createCalendar, planClocks, policySchema, type ClockFacts, type IncidentHistory, type Policy } from "../../../src/sla/index.ts"

const hours = [
  ["09:00", "13:00"],
  ["14:00", "18:00"],
] as const
const office = createCalendar({
  id: "office",
  zone: "Asia/Chita",
  week: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
})
export const calendars = { office }

/** A step of an invented incident, a number of minutes after the one before. */
export interface Step {
  readonly minutes: number
  readonly act: "register" | "assign" | "leave-unowned" | "take" | "interim" | "final" | "close" | "reject" | "miss"
  readonly authorityId: string
}

export interface Plot {
  readonly topic: string | null
  readonly importance: "normal" | "raised"
  readonly network: string
  readonly start: number
  readonly steps: readonly Step[]
}

const system = { id: "desk", kind: "system" } as const
const boss = { id: "approver", kind: "person" } as const

/** Lives through a plot as the desk does: clocks are planned at the registration and at every hand-over; what is not legal is passed over. */
export function live(plot: Plot, policies: readonly Policy[], incidentId = "inc_1"): IncidentHistory {
  const log: IncidentEvent[] = []
  let state: Incident = initialIncident
  const execute = (command: IncidentCommand): void => {
    for (const event of decide(command, state)) {
      log.push(event)
      state = evolve(state, event)
    }
  }
  const facts = (authorityId: string | null, moments: ClockFacts["moments"]): ClockFacts => {
    const { topic, importance, network } = plot
    return { topic, kind: "problem", importance, network, authorityId, moments }
  }
  let now = plot.start
  const published = millisToInstant(now - 600_000)
  const detected = millisToInstant(now)
  const detect = { incidentId, messageKey: "vk:-1_7", network: plot.network, publishedAt: published, matches: [] }
  execute({ type: "detect", at: detected, by: system, ...detect })
  plot.steps.forEach(({ minutes, act, authorityId }, index) => {
    now += minutes * 60_000
    const stamp = { at: millisToInstant(now), by: system }
    const registered = "registeredAt" in state ? state.registeredAt : stamp.at
    try {
      if (act === "register") {
        const { topic, importance } = plot
        const territory = { territoryId: null, basis: "unknown", confidence: 0, why: "invented" } as const
        const clocks = planClocks(policies, calendars, facts(null, { published, detected, registered }))
        execute({ type: "register", ...stamp, kind: "problem", importance, topic, territory, clocks })
      } else if (act === "assign") {
        const clocks = planClocks(policies, calendars, facts(authorityId, { published, detected, registered, assigned: stamp.at }))
        execute({ type: "assign", ...stamp, authorityId, ruleId: null, why: "invented", clocks })
      } else if (act === "leave-unowned") execute({ type: "leave-unowned", ...stamp, why: "invented" })
      else if (act === "take") execute({ type: "take", ...stamp, executorId: null })
      else if (act === "close") execute({ type: "close", ...stamp, reason: "decision" })
      else if (act === "reject") execute({ type: "reject", ...stamp, reason: "advert" })
      else if (act === "miss") {
        if (state.status === "none") return
        for (const { goal, dueAt } of state.clocks) if (dueAt <= stamp.at) execute({ type: "miss-deadline", ...stamp, goal })
      } else {
        const draft = { draftId: `d${index}`, textHash: "a".repeat(64) }
        const outcome = act === "final" ? ({ value: "explained" } as const) : ({ value: "unknown", noDateReason: "none yet" } as const)
        execute({ type: "submit-draft", ...stamp, ...draft, replyKind: act, outcome, evidenceRequired: false })
        execute({ type: "approve-draft", ...stamp, by: boss, ...draft, sameActorAllowed: false })
        const place = { messageKey: "vk:-1_7", replyKey: `vk:-1_${index + 100}`, url: "https://example.org/1" }
        execute({ type: "record-publication", ...stamp, draftId: draft.draftId, ...place, publishedAt: stamp.at })
      }
    } catch (error) {
      if (!(error instanceof Error && error.name === "DeskError")) throw error
    }
  })
  return { incidentId, events: log }
}

export const plots: fc.Arbitrary<Plot> = fc.record({
  topic: fc.option(fc.constantFrom("roads", "heating")),
  importance: fc.constantFrom("normal", "raised"),
  network: fc.constantFrom("vk", "ok"),
  start: fc.integer({ min: 0, max: 14 * 1440 }).map((minutes) => Date.parse("2026-11-16T00:00:00.000Z") + minutes * 60_000),
  steps: fc
    .array(
      fc.record({
        minutes: fc.integer({ min: 0, max: 2000 }),
        act: fc.constantFrom("assign", "leave-unowned", "take", "interim", "final", "close", "reject", "miss", "assign", "take"),
        authorityId: fc.constantFrom("a", "b"),
      }),
      { maxLength: 10 },
    )
    .map((steps): readonly Step[] => [{ minutes: 5, act: "register", authorityId: "a" }, ...steps]),
})

const terms = fc.oneof(
  fc.record({ minutes: fc.integer({ min: 1, max: 3000 }), time: fc.constantFrom("wall" as const) }),
  fc.record({ minutes: fc.integer({ min: 1, max: 1500 }), time: fc.constantFrom("working" as const), calendarId: fc.constant("office") }),
  fc.record({ days: fc.integer({ min: 0, max: 5 }), time: fc.constantFrom("calendar-days" as const), calendarId: fc.constant("office") }),
  fc.record({ days: fc.integer({ min: 1, max: 5 }), time: fc.constantFrom("working-days" as const), calendarId: fc.constant("office") }),
)

export const policyLists: fc.Arbitrary<readonly Policy[]> = fc
  .array(
    fc.record({
      goal: fc.constantFrom("first-reply", "final-reply", "triage"),
      startsAt: fc.constantFrom("published", "detected", "registered", "assigned", "interim-published"),
      term: terms,
      topics: fc.option(fc.constant(["roads"]), { nil: undefined }),
      importance: fc.option(fc.constantFrom("normal", "raised"), { nil: undefined }),
      authorityIds: fc.option(fc.constant(["b"]), { nil: undefined }),
    }),
    { maxLength: 6 },
  )
  .map((list) =>
    list.map(({ goal, startsAt, term, ...conditions }, index) => {
      const appliesTo = Object.fromEntries(Object.entries(conditions).filter(([, wanted]) => wanted !== undefined))
      return policySchema.parse({ id: `p${index}`, version: "1", goal, startsAt, term, appliesTo })
    }),
  )
