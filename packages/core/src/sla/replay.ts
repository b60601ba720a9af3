import type { Instant } from "../base/index.ts"
import {
  changePolicies,
  evolve,
  initialIncident,
  objectionGoal,
  promiseGoal,
  triageGoal,
  withClocks,
  type ClockEvent,
  type ClockPlans,
  type ClockState,
  type ExistingIncident,
  type GoalId,
  type Incident,
  type IncidentEvent,
  type RegisteredIncident,
} from "../incident/index.ts"
import type { ClockPlanner } from "./planner.ts"

/** A clock as it ran, or as it would have run, with what the state forgets of it. */
export interface ReplayedClock extends ClockState {
  /** A due time that had passed and was put off later: a breach stays one. Null when there is none. */
  readonly missedDueAt: Instant | null
  /** Since when it is paused, also where it ended paused; null while it does not. */
  readonly stillSince: Instant | null
}

/** What a history says of the clocks that ran, and what it would say under other policies. */
export interface Replay {
  readonly before: readonly ReplayedClock[]
  readonly after: readonly ReplayedClock[]
  /** Whether it was merged into another incident: of it only the citizen's own clock is awake. */
  readonly isMerged: boolean
}

/**
 * Goals that no simulation shows: of a candidate the log does not say the facts that its clock was chosen by, a promise
 * is kept by its own date, and the end of a window is no breach.
 */
const leftOut: readonly GoalId[] = [triageGoal, promiseGoal, objectionGoal]

/**
 * Goes through a history and starts the clocks that other policies would have started, at the same events and with the
 * facts that were known then. What stops, pauses and ends clocks is read from what happened, not from the clocks that
 * ran.
 *
 * @param events - of one incident, from its beginning on
 * @param planner - of the policies to try
 */
export function replay(events: readonly IncidentEvent[], planner: ClockPlanner): Replay {
  const ran = createRun()
  const wouldRun = createRun()
  events.forEach((event, index) => {
    const state = wouldRun.state()
    ran.add([event])
    if (state.status === "none") wouldRun.add([event])
    else if (!isClockEvent(event)) wouldRun.add(withClocks(event, state, plansOf(events, index, state, planner)).filter(isNoWindow))
    else if (event.type === "window-opened") wouldRun.add([event])
    else if (isRegistered(state) && isChangeOfPolicies(events, index)) {
      wouldRun.add(changePolicies(state.clocks, planner.onPolicyChange(state, "recompute"), event))
    }
  })
  return { before: ran.clocks(), after: wouldRun.clocks(), isMerged: ran.state().status === "merged" }
}

/** The state of an incident event by event, with notes on its clocks. */
function createRun() {
  let state: Incident = initialIncident
  const notes: Pick<ReplayedClock, "missedDueAt" | "stillSince">[] = []
  return {
    state: () => state,
    add(events: readonly IncidentEvent[]): void {
      for (const event of events) {
        const clocks = state.status === "none" ? [] : state.clocks
        state = evolve(state, event)
        if (!("goal" in event)) continue
        const at = event.type === "clock-started" ? clocks.length : clocks.findLastIndex(({ goal }) => goal === event.goal)
        const clock = clocks[at]
        notes[at] = noted(notes[at] ?? { missedDueAt: null, stillSince: null }, clock, event)
      }
    },
    clocks(): readonly ReplayedClock[] {
      const clocks = state.status === "none" ? [] : state.clocks
      return clocks
        .map((clock, index) => ({ missedDueAt: null, stillSince: null, ...notes[index], ...clock }))
        .filter(({ goal }) => !leftOut.includes(goal))
    },
  }
}

function noted(
  note: Pick<ReplayedClock, "missedDueAt" | "stillSince">,
  clock: ClockState | undefined,
  event: ClockEvent,
): Pick<ReplayedClock, "missedDueAt" | "stillSince"> {
  if (clock === undefined) return note
  const { dueAt, pausedAt } = clock
  switch (event.type) {
    case "clock-paused":
      return { missedDueAt: note.missedDueAt ?? (dueAt < event.pausedAt ? dueAt : null), stillSince: event.pausedAt }
    case "clock-resumed":
      return { ...note, stillSince: null }
    case "policy-changed": {
      const isPutOff = event.mode === "recompute" && event.dueAt !== dueAt && pausedAt === null && dueAt <= event.at
      return { ...note, missedDueAt: note.missedDueAt ?? (isPutOff ? dueAt : null) }
    }
    default:
      return note
  }
}

/** What a planner says of the clocks that an event of a log touches, asked as the desk asks it. */
export function plansOf(events: readonly IncidentEvent[], index: number, state: ExistingIncident, planner: ClockPlanner): ClockPlans {
  const [opening] = events
  const event = events[index]
  if (event === undefined) return {}
  const { at } = event
  const earlier = opening?.type === "incident-split-off" ? opening.earlier : undefined
  if (event.type === "incident-registered") {
    const { topic, kind, importance } = event
    const { network, publishedAt, detectedAt } = state
    const moments = { published: publishedAt, detected: detectedAt, registered: earlier?.registeredAt ?? at }
    return { start: planner.onRegistered({ topic, kind, importance, network }, moments) }
  }
  if (!isRegistered(state)) return {}
  switch (event.type) {
    case "incident-assigned":
    case "owner-decided":
    case "incident-transferred":
      // A split incident was registered and handed over at once.
      return { start: planner.onHandOver(state, event.authorityId, at, at === state.registeredAt ? earlier : undefined) }
    case "incident-reclassified": {
      if (areLeftAlone(events, index)) return {}
      const owner = newOwner(events, index)
      const { kind, importance, topic, territory } = event
      const corrected: RegisteredIncident = { ...state, kind, importance, topic, territory }
      const owned = owner === undefined ? corrected : evolve(corrected, owner)
      return isRegistered(owned) ? { changes: planner.onReclassified(owned, "recompute", at, owner !== undefined) } : {}
    }
    case "draft-submitted":
      return { start: planner.onStage(state, "draft-submitted", at) }
    case "author-wrote":
      // A new cycle brings clocks of its own.
      return nextStep(events, index)?.type === "incident-reopened" ? {} : { start: planner.onStage(state, "author-wrote", at) }
    case "incident-reopened":
      return { start: planner.onReopened(state, at) }
    case "reply-published":
    case "late-reply-published":
      return { stage: planner.onReply(state, event.publishedAt) }
    case "draft-approved":
    case "reply-waived":
      return { stage: planner.onReply(state, at) }
    case "wait-ended":
    case "incident-dismissed":
      return { resumptions: planner.onResumed(state, at) }
    default:
      return {}
  }
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

/** Windows are as they were. */
function isNoWindow({ type }: IncidentEvent): boolean {
  return type !== "window-opened"
}

function isRegistered(state: Incident): state is RegisteredIncident {
  return "registeredAt" in state
}

/** What else happened in the same step, clocks apart. */
function nextStep(events: readonly IncidentEvent[], index: number): IncidentEvent | undefined {
  const next = events.slice(index + 1).find((event) => !isClockEvent(event))
  const event = events[index]
  return next?.at === event?.at && next?.by.id === event?.by.id ? next : undefined
}

/** The owner that followed corrected facts. */
function newOwner(events: readonly IncidentEvent[], index: number): IncidentEvent | undefined {
  const next = nextStep(events, index)
  // Whom a person names has no rule.
  return next?.type === "owner-not-found" || (next?.type === "incident-assigned" && next.ruleId !== null) ? next : undefined
}

/** Whether the desk was asked to leave running clocks alone when the facts changed. */
function areLeftAlone(events: readonly IncidentEvent[], index: number): boolean {
  const rest = events.slice(index + 1)
  const end = rest.findIndex((event) => !isClockEvent(event))
  return rest.slice(0, end === -1 ? rest.length : end).some((event) => event.type === "policy-changed" && event.mode === "new-only")
}

/** Whether a person brought the running clocks under the present policies here: the first event of such a step. */
function isChangeOfPolicies(events: readonly IncidentEvent[], index: number): boolean {
  const event = events[index]
  if (event?.type !== "policy-changed" || event.mode === "new-only") return false
  const before = events
    .slice(0, index)
    .findLast((other) => other.at !== event.at || other.type === "policy-changed" || !isClockEvent(other))
  if (before?.at !== event.at) return true
  return before.type === "policy-changed" ? before.mode === "new-only" : before.type !== "incident-reclassified"
}
