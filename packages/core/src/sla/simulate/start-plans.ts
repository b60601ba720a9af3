import type { Instant } from "../../base/index.ts"
import {
  acceptanceGoal,
  approvalGoal,
  cycleOf,
  firstReplyGoal,
  followUpGoal,
  objectionGoal,
  promiseGoal,
  triageGoal,
  type GoalId,
  type IncidentEvent,
  type PlannedClock,
  type RegisteredIncident,
} from "../../incident/index.ts"
import type { Calendars } from "../calendars.ts"
import type { ClockFacts } from "../choose-policy.ts"
import { planClocks } from "../plan-clocks.ts"
import { planStageClocks } from "../plan-stage-clocks.ts"
import type { Policy } from "../policy.ts"
import type { EarlierMoments } from "./earlier-moments.ts"

/**
 * Goals that no simulation shows: of a candidate the log does not say the facts that its clock was chosen by, a promise is kept by its own
 * date, the end of a window is no breach, and what an author wrote later has a clock of its own.
 */
export const leftOut: readonly GoalId[] = [triageGoal, promiseGoal, objectionGoal, followUpGoal]

const staged: readonly GoalId[] = [...leftOut, approvalGoal]

/** The policies that registration and hand-over choose among. */
export function startPolicies(policies: readonly Policy[]): readonly Policy[] {
  return policies.filter(({ goal, startsAt }) => !staged.includes(goal) && startsAt !== "reopened" && startsAt !== "draft-submitted")
}

/** The facts of an incident that a policy is chosen by. */
export function factsOf({ topic, kind, importance, network, assignment }: RegisteredIncident): Omit<ClockFacts, "moments"> {
  return { topic, kind, importance, network, authorityId: assignment?.authorityId ?? null }
}

/** The moments up to the hand-over that have come. */
export function momentsOf({ publishedAt, detectedAt, registeredAt, assignment }: RegisteredIncident): ClockFacts["moments"] {
  const moments = { published: publishedAt, detected: detectedAt, registered: registeredAt }
  return assignment === null ? moments : { ...moments, assigned: assignment.at }
}

/**
 * The clocks that an event starts under the policies given, as the desk starts them.
 *
 * @param before - the status before the event
 * @param state - what the incident is after it
 * @param earlier - of an incident that was split off
 */
export function startedBy(
  event: IncidentEvent,
  before: string,
  state: RegisteredIncident,
  policies: readonly Policy[],
  calendars: Calendars,
  earlier: EarlierMoments = {},
): readonly PlannedClock[] {
  const facts = factsOf(state)
  // A split incident was registered and handed over at once; its citizen has waited since the first one was.
  const isOpening = event.at === state.registeredAt
  const known = isOpening ? sinceThen(momentsOf(state), earlier) : momentsOf(state)
  const stage = (moment: "draft-submitted" | "interim-published" | "reopened", at: Instant) =>
    planStageClocks(policies, calendars, facts, moment, at).filter(({ goal }) => !leftOut.includes(goal))
  switch (event.type) {
    case "incident-registered":
      return planClocks(startPolicies(policies), calendars, { ...facts, moments: known })
    case "incident-assigned":
    case "owner-decided":
    case "incident-transferred": {
      const planned = [
        // The new owner has had it since now only.
        ...planClocks(startPolicies(policies), calendars, { ...facts, moments: known }).filter(({ goal }) => goal !== acceptanceGoal),
        ...planClocks(startPolicies(policies), calendars, { ...facts, moments: { ...known, ...ownHandOver(state) } }).filter(
          ({ goal }) => goal === acceptanceGoal,
        ),
      ]
      return cycleOf(state) > 1 ? planned.filter(({ startsAt }) => startsAt === "assigned") : planned
    }
    case "draft-submitted":
      return stage("draft-submitted", event.at).filter(({ goal }) => goal === approvalGoal)
    case "incident-reopened": {
      const planned = stage("reopened", event.at)
      if (planned.some(({ goal }) => goal === firstReplyGoal)) return planned
      const { at } = event
      const moments = { published: at, detected: at, registered: at, assigned: at }
      const usual = planClocks(startPolicies(policies), calendars, { ...facts, moments }).filter(({ goal }) => goal === firstReplyGoal)
      return [...usual, ...planned]
    }
    case "reply-published":
      return state.status === "replied-interim" && before !== state.status ? stage("interim-published", event.publishedAt) : []
    case "draft-approved":
    case "reply-waived":
      return state.status === "replied-interim" && before !== state.status ? stage("interim-published", event.at) : []
    default:
      return []
  }
}

function sinceThen(moments: ClockFacts["moments"], { registeredAt, assignedAt }: EarlierMoments): ClockFacts["moments"] {
  const registered = registeredAt === undefined ? moments : { ...moments, registered: registeredAt }
  return assignedAt === undefined || moments.assigned === undefined ? registered : { ...registered, assigned: assignedAt }
}

function ownHandOver({ assignment }: RegisteredIncident): ClockFacts["moments"] {
  return assignment === null ? {} : { assigned: assignment.at }
}
