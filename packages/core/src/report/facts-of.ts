import {
  citizensGoals,
  isInWork,
  cycleOf,
  firstReplyGoal,
  isAnswer,
  standingReplyOf,
  waitingOf,
  type AssignmentSpan,
  type ClockState,
  type ExistingIncident,
  type IncidentStatus,
} from "../incident/index.ts"
import type { Instant } from "../base/index.ts"
import { workingTimeBetween, type Calendar } from "../sla/index.ts"
import type { ClockFact, IncidentFacts, IncidentLabel, Mover } from "./facts.ts"

/**
 * What reports count of an incident, taken from its state.
 *
 * `dueAt` is the due time of the goal `first-reply`. `answeredAt` is the earliest moment at which a reply, interim or
 * final, stood in the network; an approved reply that is not published is no answer (`docs/modules/sla.md`).
 *
 * @param incident - the state of an incident that exists
 * @param calendar - by which working minutes are counted; null: they are not
 */
export function factsOf(incident: ExistingIncident, calendar: Calendar | null = null): IncidentFacts {
  const registered = "registeredAt" in incident ? incident : null
  const proposal = "proposal" in incident ? incident.proposal : null
  const firstReply = incident.clocks.find((clock) => clock.goal === firstReplyGoal)
  const registeredAt = registered?.registeredAt ?? null
  const answeredAt = answerMoment(incident, firstReply)
  const waitingSince = waitingOf(incident)?.since ?? null
  const authorityId = registered?.assignment?.authorityId ?? proposal?.authorityId ?? null
  const next = nextTerm(incident)
  return {
    incidentId: incident.incidentId,
    status: incident.status,
    problem: incident.problem.value,
    intake: incident.intake,
    topic: registered?.topic ?? proposal?.topic ?? null,
    authorityId,
    executorId: registered?.owners.findLast(({ to }) => to === null)?.executorId ?? null,
    territoryId: (registered ?? proposal)?.territory.territoryId ?? null,
    network: incident.network,
    kind: registered?.kind ?? null,
    importance: registered?.importance ?? null,
    publishedAt: incident.publishedAt,
    detectedAt: incident.detectedAt,
    registeredAt,
    dueAt: firstReply === undefined || wasTakenBack(firstReply) ? null : firstReply.dueAt,
    answeredAt,
    answeredWorkingMinutes:
      calendar === null || registeredAt === null || answeredAt === null
        ? null
        : Math.max(0, Math.round(workingTimeBetween(calendar, registeredAt, answeredAt))),
    finalAt: earliest(incident.replies.flatMap(({ replyKind, publishedAt }) => (replyKind === "final" ? [publishedAt] : []))),
    windowUntil: registered?.window?.until ?? null,
    openSince: registered !== null && isInWork(registered) ? (registered.reopenings.at(-1)?.at ?? registered.registeredAt) : null,
    closedAt: registered?.closure?.at ?? null,
    closing: registered?.closure?.reason ?? null,
    dismissedAt: incident.status === "dismissed" ? incident.dismissedAt : null,
    dismissal: incident.status === "dismissed" ? incident.dismissal : null,
    cycle: cycleOf(incident),
    repeatOf: incident.repeatOf,
    voices: incident.voices,
    score: incident.surveys.findLast(({ cycle }) => cycle === cycleOf(incident))?.score ?? null,
    waitsFor: moverOf(incident.status, { isOwned: authorityId !== null, isAuthorWaiting: waitingSince !== null }),
    waitingSince,
    nextDueAt: next?.dueAt ?? null,
    nextGoal: next?.goal ?? null,
    updatedAt: incident.updatedAt,
  }
}

/** A question to the author is no answer, unless the policy counts it and it stopped the clock. */
function answerMoment(incident: ExistingIncident, firstReply: ClockState | undefined): Instant | null {
  const reachedAt = firstReply === undefined || firstReply.cancelled !== null ? null : firstReply.stoppedAt
  const answers = incident.replies.filter((reply) => isAnswer(reply.replyKind)).map((reply) => reply.publishedAt)
  return earliest(reachedAt === null ? answers : [...answers, reachedAt])
}

/** The citizen's term that is due first, of equal ones the one that began first. */
function nextTerm({ clocks }: ExistingIncident): ClockState | undefined {
  const running = clocks.filter(({ goal, stoppedAt, pausedAt }) => citizensGoals.includes(goal) && stoppedAt === null && pausedAt === null)
  return running.reduce<ClockState | undefined>(
    (first, clock) => (first === undefined || clock.dueAt < first.dueAt ? clock : first),
    undefined,
  )
}

function earliest(moments: readonly Instant[]): Instant | null {
  return moments.toSorted()[0] ?? null
}

/** A term that was taken back in time was never due; what was overdue stays so. */
function wasTakenBack({ cancelled, stoppedAt, dueAt }: ClockState): boolean {
  return cancelled !== null && stoppedAt !== null && stoppedAt < dueAt
}

/** Whose move it is in each state, where nobody waits: `owned` needs an owner, and is a moderator's without one. */
const moves: Readonly<Record<Exclude<IncidentStatus, "none">, Mover | "owned" | null>> = {
  candidate: "moderator",
  rejected: null,
  dismissed: null,
  registered: "moderator",
  assigned: "owner",
  returned: "moderator",
  "in-work": "executor",
  "needs-info": "author",
  "reply-review": "approver",
  publishing: "publisher",
  "replied-interim": "executor",
  "replied-final": "author",
  closed: null,
  reopened: "owned",
  merged: null,
  converted: null,
}

function moverOf(
  status: Exclude<IncidentStatus, "none">,
  { isOwned, isAuthorWaiting }: { readonly isOwned: boolean; readonly isAuthorWaiting: boolean },
): Mover | null {
  if (isAuthorWaiting && (status === "replied-final" || status === "closed" || status === "converted")) return "moderator"
  const mover = moves[status]
  return mover === "owned" ? (isOwned ? "owner" : "moderator") : mover
}

/**
 * The clocks of an incident, in the order in which they began; those that have ended too.
 *
 * @param incident - the state
 */
export function clockFactsOf(incident: ExistingIncident): readonly ClockFact[] {
  const owners = "owners" in incident ? incident.owners : []
  return incident.clocks.map(({ goal, cycle, startedAt, dueAt, pausedAt, stoppedAt, cancelled }) => ({
    goal,
    cycle,
    startedAt,
    dueAt,
    pausedAt,
    reachedAt: cancelled === null ? stoppedAt : null,
    endedAt: cancelled === null ? null : stoppedAt,
    ended: cancelled,
    authorityId: ownerAt(owners, stoppedAt),
  }))
}

/** Where one owner followed another at that very moment: the earlier one. */
function ownerAt(owners: readonly AssignmentSpan[], moment: Instant | null): string | null {
  const span =
    moment === null
      ? owners.findLast(({ to }) => to === null)
      : owners.find(({ from, to }) => from <= moment && (to === null || moment <= to))
  return span?.authorityId ?? null
}

/** A key that no index of a database can hold is found by nobody. */
function isIndexable(value: string): boolean {
  return value !== "" && value.length <= 600 && value.isWellFormed() && !value.includes("\u0000")
}

/** The label of an incident that an official account answered in the network, and nobody has recorded. */
export const answeredByHand = "answered-by-hand"

/** The label of an incident whose standing reply newcomers get. */
export const hasStandingReply = "standing-reply"

/**
 * What an incident is found by, each pair once. The community goes with the message that was published there.
 *
 * @param incident - the state
 */
export function labelsOf(incident: ExistingIncident): readonly IncidentLabel[] {
  const { messageKeys, matches, communityKey, messages, tags, notes, external, officialReplies } = incident
  const coExecutors = "assignment" in incident ? (incident.assignment?.coExecutors ?? []) : []
  const community = communityKey === null || messages[0]?.erasedAt !== null ? [] : [communityKey]
  const { system, id, number } = external ?? { system: "", id: "", number: null }
  const elsewhere = external === null ? [] : [`${system}:${id}`, ...(number === null ? [] : [`${system}-number:${number}`])]
  const all: Readonly<Record<IncidentLabel["kind"], readonly string[]>> = {
    message: messageKeys,
    note: notes.map(({ noteId }) => noteId),
    rule: matches.map(({ ruleId }) => ruleId),
    community,
    "co-owner": coExecutors.map(({ authorityId }) => authorityId),
    tag: tags,
    mention: notes.flatMap(({ mentions }) => mentions),
    external: elsewhere,
    sign: [...(officialReplies.length === 0 ? [] : [answeredByHand]), ...(standingReplyOf(incident) === null ? [] : [hasStandingReply])],
  }
  return Object.entries(all).flatMap(([kind, values]) =>
    [...new Set(values)].filter(isIndexable).map((value): IncidentLabel => ({ kind: kind as IncidentLabel["kind"], value })),
  )
}
