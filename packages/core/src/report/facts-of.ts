import {
  finalReplyGoal,
  firstReplyGoal,
  followUpGoal,
  isAnswer,
  promiseGoal,
  waitingOf,
  type ClockState,
  type Incident,
} from "../incident/index.ts"
import type { IncidentFacts } from "./facts.ts"

/** The goals whose terms run for the citizen; the others are the office's own. */
const citizensGoals: readonly string[] = [firstReplyGoal, followUpGoal, finalReplyGoal, promiseGoal]

/**
 * What reports count of an incident, taken from its state.
 *
 * `dueAt` is the due time of the goal `first-reply`. `answeredAt` is the earliest moment at which a reply, interim or
 * final, stood in the network; an approved reply that is not published is no answer (`docs/modules/sla.md`).
 *
 * @param incident - the state of an incident that exists
 */
export function factsOf(incident: Exclude<Incident, { status: "none" }>): IncidentFacts {
  const registered = "registeredAt" in incident ? incident : null
  const proposal = "proposal" in incident ? incident.proposal : null
  const firstReply = incident.clocks.find((clock) => clock.goal === firstReplyGoal)
  // A question to the author is no answer, unless the policy counts it and it stopped the clock.
  const reachedAt = firstReply === undefined || firstReply.cancelled !== null ? null : firstReply.stoppedAt
  const answers = incident.replies.filter((reply) => isAnswer(reply.replyKind)).map((reply) => reply.publishedAt)
  const running = incident.clocks.filter(
    ({ goal, stoppedAt, pausedAt }) => citizensGoals.includes(goal) && stoppedAt === null && pausedAt === null,
  )
  return {
    incidentId: incident.incidentId,
    status: incident.status,
    problem: incident.problem.value,
    intake: incident.intake,
    topic: registered?.topic ?? proposal?.topic ?? null,
    authorityId: registered?.assignment?.authorityId ?? proposal?.authorityId ?? null,
    territoryId: (registered ?? proposal)?.territory.territoryId ?? null,
    network: incident.network,
    kind: registered?.kind ?? null,
    importance: registered?.importance ?? null,
    publishedAt: incident.publishedAt,
    detectedAt: incident.detectedAt,
    registeredAt: registered?.registeredAt ?? null,
    dueAt: firstReply === undefined || wasDismissedBefore(firstReply) ? null : firstReply.dueAt,
    answeredAt: (reachedAt === null ? answers : [...answers, reachedAt]).toSorted()[0] ?? null,
    closedAt: registered?.closure?.at ?? null,
    dismissedAt: incident.status === "dismissed" ? incident.dismissedAt : null,
    waitingSince: waitingOf(incident)?.since ?? null,
    nextDueAt: running.map(({ dueAt }) => dueAt).toSorted()[0] ?? null,
    updatedAt: incident.updatedAt,
  }
}

/** What is dismissed in time was never due; what was overdue stays so. */
function wasDismissedBefore({ cancelled, stoppedAt, dueAt }: ClockState): boolean {
  return cancelled === "dismissed" && stoppedAt !== null && stoppedAt < dueAt
}
