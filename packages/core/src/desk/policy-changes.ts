import type { Instant } from "../base/index.ts"
import type { PlannedChange, PolicyChangeMode, RegisteredIncident } from "../incident/index.ts"
import { choosePolicy, dueNoEarlier, escalationMarks, pausedDeadline, type Policy } from "../sla/index.ts"
import { clockFactsOf, policyOf, startPolicies } from "./clock-plans.ts"
import type { DeskContext } from "./context.ts"

/**
 * What becomes of the running clocks of an incident under the host's present policies, with the facts that it has now. Start, elapsed time and pauses stay; a clock
 * that keeps its policy, or whose goal no policy has any more, is left alone.
 *
 * @param earliest - a due time that comes nearer is due no earlier; absent: it may be over at once
 */
export function policyChanges(
  context: DeskContext,
  incident: RegisteredIncident,
  mode: PolicyChangeMode,
  earliest: Instant = "",
): readonly PlannedChange[] {
  return incident.clocks.flatMap((clock): readonly PlannedChange[] => {
    if (clock.stoppedAt !== null) return []
    const policy = presentPolicy(context, incident, clock.goal, policyOf(context, clock))
    if (policy === null || (policy.id === clock.policyId && policy.version === clock.policyVersion)) return []
    const { goal, startedAt, pauses } = clock
    const reckoned = pausedDeadline(policy, context.calendars, startedAt, pauses)
    const dueAt = dueNoEarlier(reckoned, clock.dueAt, earliest)
    const marks = escalationMarks(policy, context.calendars, { goal, startedAt, dueAt, pauses }, context.handling.ladder)
    return [{ goal, mode, policyId: policy.id, policyVersion: policy.version, dueAt, marks }]
  })
}

/** Of a clock that began at a later stage the policies of that stage; of any other those of registration and hand-over. */
function presentPolicy(context: DeskContext, incident: RegisteredIncident, goal: string, pinned: Policy | undefined): Policy | null {
  const facts = clockFactsOf(incident)
  const stage = pinned?.startsAt
  if (stage === "draft-submitted" || stage === "interim-published" || stage === "reopened") {
    const moments = { [stage]: incident.updatedAt }
    const policies = context.policies.filter((policy) => policy.startsAt === stage)
    return choosePolicy(policies, goal, { ...facts, moments }).policy
  }
  const { publishedAt, detectedAt, registeredAt, assignment } = incident
  const moments = { published: publishedAt, detected: detectedAt, registered: registeredAt }
  const known = assignment === null ? moments : { ...moments, assigned: assignment.at }
  return choosePolicy(startPolicies(context), goal, { ...facts, moments: known }).policy
}
