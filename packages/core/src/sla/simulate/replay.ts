import type { Instant } from "../../base/index.ts"
import {
  evolve,
  finalReplyGoal,
  firstReplyGoal,
  initialIncident,
  type Incident,
  type IncidentEvent,
  type PlannedClock,
} from "../../incident/index.ts"
import type { Calendars } from "../calendars.ts"
import { planClocks } from "../plan-clocks.ts"
import type { Policy } from "../policy.ts"

/** A clock as it ran, or as it would have run. */
export interface ReplayedClock {
  readonly goal: string
  readonly policyId: string
  readonly policyVersion: string
  readonly startedAt: Instant
  readonly dueAt: Instant
  /** When the goal was reached; null while it is not. */
  readonly stoppedAt: Instant | null
}

/** The clocks of one incident, by goal. */
export type ReplayedClocks = ReadonlyMap<string, ReplayedClock>

/** What a history says of the clocks that ran, and what it would say under other policies. */
export interface Replay {
  readonly before: ReplayedClocks
  readonly after: ReplayedClocks
  /** When handling ended, by closing or by rejection; null while it goes on. After it no clock is waited for. */
  readonly endedAt: Instant | null
}

/**
 * Goes through a history and starts the clocks that other policies would have started, at the same events and with the facts that were known
 * then; what stopped the clocks that ran stops these.
 *
 * @param events - of one incident, from its detection on
 */
export function replay(events: readonly IncidentEvent[], policies: readonly Policy[], calendars: Calendars): Replay {
  const before = new Map<string, ReplayedClock>()
  const after = new Map<string, ReplayedClock>()
  let state: Incident = initialIncident
  let endedAt: Instant | null = null
  for (const event of events) {
    const answered = event.type === "reply-published" ? goalsOfReply(state) : []
    state = evolve(state, event)
    switch (event.type) {
      case "incident-registered":
      case "incident-assigned":
        for (const clock of planClocks(policies, calendars, factsOf(state)))
          if (!after.has(clock.goal)) after.set(clock.goal, running(clock))
        break
      case "clock-started":
        before.set(event.goal, running(event))
        break
      case "reply-published":
        for (const goal of answered) stop(after, goal, event.publishedAt)
        break
      case "clock-stopped":
        stop(before, event.goal, event.stoppedAt)
        // A goal that something else than a reply reaches was reached all the same.
        if (event.goal !== firstReplyGoal && event.goal !== finalReplyGoal) stop(after, event.goal, event.stoppedAt)
        break
      case "incident-closed":
      case "incident-rejected":
        endedAt = event.at
        break
      default:
    }
  }
  return { before, after, endedAt }
}

function running({ goal, policyId, policyVersion, startedAt, dueAt }: Omit<PlannedClock, "startsAt">): ReplayedClock {
  return { goal, policyId, policyVersion, startedAt, dueAt, stoppedAt: null }
}

function stop(clocks: Map<string, ReplayedClock>, goal: string, stoppedAt: Instant): void {
  const clock = clocks.get(goal)
  if (clock !== undefined && clock.stoppedAt === null) clocks.set(goal, { ...clock, stoppedAt })
}

/** The goals that a reply reaches: an interim one is a first reply and no final one. */
function goalsOfReply(state: Incident): readonly string[] {
  if (state.status !== "publishing") return []
  return state.draft.replyKind === "final" ? [firstReplyGoal, finalReplyGoal] : [firstReplyGoal]
}

/** The facts that the desk plans clocks by: at registration without the owner, at the hand-over with it. */
function factsOf(state: Incident): Parameters<typeof planClocks>[2] {
  if (!("registeredAt" in state)) throw new TypeError("a history from the detection on was expected")
  const { topic, kind, importance, network, publishedAt, detectedAt, registeredAt, assignment } = state
  const moments = { published: publishedAt, detected: detectedAt, registered: registeredAt }
  const facts = { topic, kind, importance, network, authorityId: assignment?.authorityId ?? null }
  return { ...facts, moments: assignment === null ? moments : { ...moments, assigned: assignment.at } }
}
