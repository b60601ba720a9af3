import { addMinutes, type Instant, type Interval } from "../../base/index.ts"
import {
  acceptanceGoal,
  approvalGoal,
  cycleOf,
  evolve,
  initialIncident,
  type ClockEvent,
  type Incident,
  type IncidentEvent,
  type PlannedClock,
  type RegisteredIncident,
} from "../../incident/index.ts"
import type { Calendars } from "../calendars.ts"
import { dueNoEarlier, pausedDeadline } from "../paused-deadline.ts"
import type { Policy } from "../policy.ts"
import type { EarlierMoments } from "./earlier-moments.ts"
import type { SimulatedHandling } from "./handling.ts"
import { presentPolicy } from "./present-policy.ts"
import { reachedBy } from "./reached-goals.ts"
import { recorded } from "./recorded-clocks.ts"
import {
  cancelled,
  pausedAt,
  repinned,
  restored,
  resumed,
  started,
  stopped,
  type ReplayedClock,
  type ReplayedClocks,
} from "./replayed-clock.ts"
import { leftOut, startedBy } from "./start-plans.ts"

/** What a history says of the clocks that ran, and what it would say under other policies. */
export interface Replay {
  readonly before: ReplayedClocks
  readonly after: ReplayedClocks
  /** Whether it was merged into another incident: of it only the citizen's own clock is awake. */
  readonly isMerged: boolean
}

/** What clocks are reckoned by. */
export interface ReplayRules {
  readonly policies: readonly Policy[]
  readonly calendars: Calendars
  readonly handling: SimulatedHandling
  /** Of an incident that was split off. */
  readonly earlier?: EarlierMoments
}

/**
 * Goes through a history and starts the clocks that other policies would have started, at the same events and with the facts that were known
 * then. What stops, pauses and ends clocks is read from what happened, not from the clocks that ran.
 *
 * @param events - of one incident, from its beginning on
 */
export function replay(events: readonly IncidentEvent[], rules: ReplayRules): Replay {
  let before: ReplayedClocks = []
  let after: ReplayedClocks = []
  let state: Incident = initialIncident
  events.forEach((event, index) => {
    const was = state
    state = evolve(was, event)
    if (isClockEvent(event)) {
      if ("goal" in event && leftOut.includes(event.goal)) return
      before = recorded(before, event, state.status === "none" ? 1 : cycleOf(state))
      return
    }
    const { stop, pause, moment, cancel, kept, resume } = reachedBy(event, was, state, rules.handling)
    for (const goal of stop) after = stopped(after, goal, moment)
    const go = (): void => {
      for (const { goal } of after) after = resumed(after, goal, event.at, (clock, pauses) => resumedDue(clock, pauses, event.at, rules))
    }
    const isDismissal = event.type === "incident-dismissed"
    // What stood still for a question goes on before it ends.
    if (isDismissal && resume) go()
    const given = cancel === "all" ? after.map(({ goal }) => goal).filter((goal) => !kept.includes(goal)) : cancel
    for (const goal of new Set(given)) after = cancelled(after, goal, event.at, isDismissal)
    for (const goal of pause.filter((wanted) => !stop.includes(wanted))) after = pausedAt(after, goal, moment)
    if (resume) go()
    if (event.type === "incident-restored") for (const { goal } of after) if (!repeatable.includes(goal)) after = restored(after, goal)
    if (!("registeredAt" in state)) return
    if (event.type === "incident-reclassified" && !areLeftAlone(events, index)) after = reclassified(after, state, event.at, rules)
    const cycle = cycleOf(state)
    const planned = startedBy(event, was.status, state, rules.policies, rules.calendars, rules.earlier)
    after = planned.reduce((clocks, clock) => begun(clocks, clock, cycle), after)
  })
  return { before, after, isMerged: state.status === "merged" }
}

const clockEvents: ReadonlySet<string> = new Set<ClockEvent["type"]>([
  "clock-started",
  "clock-stopped",
  "clock-paused",
  "clock-resumed",
  "clock-cancelled",
  "deadline-missed",
  "policy-changed",
  "escalation-raised",
  "window-opened",
])

function isClockEvent(event: IncidentEvent): event is ClockEvent {
  return clockEvents.has(event.type)
}

/** Goals that have a clock for each owner or draft; all others run once a cycle. */
const repeatable: readonly string[] = [acceptanceGoal, approvalGoal]

function begun(clocks: ReplayedClocks, planned: PlannedClock, cycle: number): ReplayedClocks {
  const isRepeatable = repeatable.includes(planned.goal)
  const stands = clocks.some((other) => other.goal === planned.goal && (isRepeatable ? other.stoppedAt === null : other.cycle === cycle))
  return stands ? clocks : started(clocks, planned, cycle)
}

function resumedDue(clock: ReplayedClock, pauses: readonly Interval[], at: Instant, rules: ReplayRules): Instant {
  const policy = rules.policies.find(({ id, version }) => id === clock.policyId && version === clock.policyVersion)
  const due = policy === undefined ? clock.dueAt : pausedDeadline(policy, rules.calendars, clock.startedAt, pauses)
  const earliest = addMinutes(at, rules.handling.resumeGraceMinutes)
  return due < earliest ? earliest : due
}

/** Whether the desk was told to leave running clocks alone when the facts changed. */
function areLeftAlone(events: readonly IncidentEvent[], index: number): boolean {
  const rest = events.slice(index + 1)
  const end = rest.findIndex((event) => !isClockEvent(event))
  return rest.slice(0, end === -1 ? rest.length : end).some((event) => event.type === "policy-changed" && event.mode === "new-only")
}

/** Other facts may mean other policies for the clocks that run. */
function reclassified(
  clocks: ReplayedClocks,
  state: RegisteredIncident,
  at: Instant,
  { policies, calendars, handling }: ReplayRules,
): ReplayedClocks {
  const earliest = addMinutes(at, handling.reclassify.graceMinutes)
  return clocks
    .filter(({ stoppedAt }) => stoppedAt === null)
    .reduce((list, clock) => {
      const policy = presentPolicy(policies, clock, state, at)
      if (policy === null || (policy.id === clock.policyId && policy.version === clock.policyVersion)) return list
      const reckoned = pausedDeadline(policy, calendars, clock.startedAt, clock.pauses)
      const dueAt = dueNoEarlier(reckoned, clock.dueAt, earliest)
      return repinned(list, clock.goal, at, { policyId: policy.id, policyVersion: policy.version, dueAt })
    }, clocks)
}
