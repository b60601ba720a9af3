import { addMinutes, minutesBetween, type Instant } from "../base/index.ts"
import {
  approvalGoal,
  firstReplyGoal,
  followUpGoal,
  objectionGoal,
  promiseGoal,
  triageGoal,
  type ClockState,
  type GoalId,
  type PlannedClock,
  type PlannedResumption,
  type RegisteredIncident,
  type StageFacts,
  type StageMoment,
} from "../incident/index.ts"
import { escalationMarks, pausedDeadline, planClocks, planStageClocks, type ClockFacts, type Policy } from "../sla/index.ts"
import type { DeskContext } from "./context.ts"

/** Goals that neither a registration nor a hand-over starts: they have their own moments. */
const staged: readonly GoalId[] = [triageGoal, approvalGoal, promiseGoal, objectionGoal, followUpGoal]

type Facts = Omit<ClockFacts, "moments">

/** What the choice of a policy depends on. */
export function clockFactsOf({ topic, kind, importance, network, assignment }: RegisteredIncident): Facts {
  return { topic, kind, importance, network, authorityId: assignment?.authorityId ?? null }
}

/** Policies that registration and hand-over choose among. A term of a later cycle or of an approval keeps none of these from starting. */
export function startPolicies(context: DeskContext): readonly Policy[] {
  return context.policies.filter(
    ({ goal, startsAt }) => !staged.includes(goal) && startsAt !== "reopened" && startsAt !== "draft-submitted",
  )
}

/** The clocks that start with the moments given, each with its ladder. */
export function startClocksOf(context: DeskContext, facts: ClockFacts): readonly PlannedClock[] {
  return withMarks(context, planClocks(startPolicies(context), context.calendars, facts))
}

/** The clock of the decision on a candidate. */
export function triageClocks(context: DeskContext, facts: ClockFacts): readonly PlannedClock[] {
  const policies = context.policies.filter((policy) => policy.goal === triageGoal)
  return withMarks(context, planClocks(policies, context.calendars, facts))
}

/** The clocks of a later stage. */
export function stageClocks(context: DeskContext, incident: RegisteredIncident, stage: StageMoment, at: Instant): readonly PlannedClock[] {
  return withMarks(context, planStageClocks(context.policies, context.calendars, clockFactsOf(incident), stage, at))
}

/** What follows when a reply stands under its last message, as the host's policies say. */
export function stageFacts(context: DeskContext, incident: RegisteredIncident, at: Instant): StageFacts {
  const { pausedByQuestion, questionIsFirstReply } = context.handling
  return {
    clocks: stageClocks(context, incident, "interim-published", at),
    window: windowOf(context, incident, at),
    pausedGoals: pausedByQuestion,
    windowRestarts: context.handling.conversation.windowRestarts,
    clarifyIsFirstReply: questionIsFirstReply,
  }
}

/** The window for objections that begins at a moment; null where no policy names one. */
export function windowOf(context: DeskContext, incident: RegisteredIncident, at: Instant): StageFacts["window"] {
  const clock = stageClocks(context, incident, "final-published", at).find(({ goal }) => goal === objectionGoal)
  return clock === undefined ? null : { policyId: clock.policyId, policyVersion: clock.policyVersion, until: clock.dueAt }
}

/**
 * The clocks of a new cycle. Where no policy starts with a reopening, the first reply has its usual term once more: a citizen whose trouble came
 * back is never left without a clock.
 */
export function reopeningClocks(context: DeskContext, incident: RegisteredIncident, at: Instant): readonly PlannedClock[] {
  const planned = stageClocks(context, incident, "reopened", at)
  if (planned.some(({ goal }) => goal === firstReplyGoal)) return planned
  const moments = { published: at, detected: at, registered: at, assigned: at }
  const usual = startClocksOf(context, { ...clockFactsOf(incident), moments }).filter(({ goal }) => goal === firstReplyGoal)
  return [...usual.map((clock) => ({ ...clock, startsAt: "reopened" as const })), ...planned]
}

/** How the clocks that stand still go on at a moment: what had passed stays passed, and nothing is due at once. */
export function resumptions(context: DeskContext, incident: RegisteredIncident, at: Instant): readonly PlannedResumption[] {
  const earliest = addMinutes(at, context.handling.resumeGraceMinutes)
  return incident.clocks.flatMap((clock): readonly PlannedResumption[] => {
    if (clock.stoppedAt !== null || clock.pausedAt === null) return []
    const { goal, startedAt } = clock
    const pauses = [...clock.pauses, { from: clock.pausedAt, to: at < clock.pausedAt ? clock.pausedAt : at }]
    const policy = policyOf(context, clock)
    // A policy that the host has dropped since cannot be counted by any more: the time of the pause is added as it is.
    const reckoned =
      policy === undefined
        ? addMinutes(clock.dueAt, Math.max(0, minutesBetween(clock.pausedAt, at)))
        : pausedDeadline(policy, context.calendars, startedAt, pauses)
    const dueAt = reckoned < earliest ? earliest : reckoned
    const marks =
      policy === undefined ? [] : escalationMarks(policy, context.calendars, { goal, startedAt, dueAt, pauses }, context.handling.ladder)
    return [{ goal, dueAt, marks }]
  })
}

/** The pinned policy of a clock; undefined when the host has it no more. */
export function policyOf(context: DeskContext, clock: Pick<ClockState, "policyId" | "policyVersion">): Policy | undefined {
  return context.policies.find(({ id, version }) => id === clock.policyId && version === clock.policyVersion)
}

function withMarks(context: DeskContext, planned: readonly PlannedClock[]): readonly PlannedClock[] {
  const { ladder } = context.handling
  if (ladder.length === 0) return planned
  return planned.map((clock) => {
    const policy = policyOf(context, clock)
    return policy === undefined ? clock : { ...clock, marks: escalationMarks(policy, context.calendars, clock, ladder) }
  })
}
