import { addMinutes, type Instant } from "../base/index.ts"
import {
  citizensGoals,
  isInWork,
  evolve,
  firstReplyGoal,
  promiseGoal,
  type EventOf,
  type Incident,
  type IncidentEvent,
} from "../incident/index.ts"

/** What the cycle counts: ways into the backlog and out of it, and what went back and forth. */
export const markKinds = [
  "received",
  "reopened",
  "unmerged",
  "restored",
  "dismissed",
  "closed",
  "merged",
  "converted",
  "refused",
  "transferred",
  "draft-submitted",
  "draft-returned",
  "draft-approved",
  "draft-finding",
  "repeat",
  "first-closed",
  "repeated",
  "guidance-published",
  "missed",
  "author-wrote",
  "thanked",
  "voice",
  "waived",
  "promise-moved",
  "fix-confirmed",
  "fix-refuted",
  "final-published",
  "reassigned-late",
  "dismissed-after-due",
  "term-lengthened",
  "survey-sent",
  "survey-answered",
] as const

/** What the cycle counts. */
export type MarkKind = (typeof markKinds)[number]

/** Ways into the backlog and out of it. */
export type BacklogMove = "received" | "reopened" | "unmerged" | "restored" | "dismissed" | "closed" | "merged" | "converted"

/** Which moves bring an incident into the backlog, and which take it out. */
export const backlogSigns: Readonly<Record<BacklogMove, 1 | -1>> = {
  received: 1,
  reopened: 1,
  unmerged: 1,
  restored: 1,
  dismissed: -1,
  closed: -1,
  merged: -1,
  converted: -1,
}

/**
 * Something countable that happened to an incident. It is stored beside the events, so that nobody reads them for a
 * count.
 */
export interface IncidentMark {
  /** What happened. */
  readonly kind: MarkKind
  /** When it was written; where a clock was set back, the latest moment before it in the incident's log. */
  readonly at: Instant
  /**
   * What it is about besides the incident: of `repeated` the earlier incident, of `guidance-published` the text, of
   * `missed` and `term-lengthened` the goal, of `closed` and `waived` the reason, of `fix-confirmed` and `fix-refuted`
   * who says so, of `draft-approved` `override` where somebody answered for a finding, of `draft-finding` the code of
   * what was found in an approved draft, of `promise-moved` `again` where it had been moved before, of
   * `final-published` the hash of its text, of `survey-answered` the score.
   */
  readonly subject: string | null
  /** Who owned the incident at that moment, of a change of owners the earlier one; null where nobody did. */
  readonly authorityId: string | null
}

const noted: Readonly<Partial<Record<IncidentEvent["type"], MarkKind>>> = {
  "assignment-refused": "refused",
  "incident-transferred": "transferred",
  "draft-submitted": "draft-submitted",
  "draft-returned": "draft-returned",
}

/** A first reaction this soon after the last of several owners was named is none of the first of them. Our choice. */
const lateMinutes = 5

/**
 * The marks of events, in their order.
 *
 * @param before - what the incident was before the first of them
 * @param since - the latest moment of its log before them; empty for one that is opened
 * @param events - what happened
 */
export function marksOf(before: Incident, since: Instant, events: readonly IncidentEvent[]): readonly IncidentMark[] {
  let state = before
  let at = since
  return events.flatMap((event): readonly IncidentMark[] => {
    const earlier = state
    state = evolve(state, event)
    at = event.at > at ? event.at : at
    return marksOfEvent(event, earlier, state, at)
  })
}

/**
 * The marks of one event.
 *
 * @param event - what happened
 * @param before - what the incident was before it
 * @param after - what it is after it
 * @param at - the latest moment of its log, with this event
 */
export function marksOfEvent(event: IncidentEvent, before: Incident, after: Incident, at: Instant): readonly IncidentMark[] {
  const authorityId = ownerOf(before) ?? ownerOf(after)
  const mark = (kind: MarkKind, subject: string | null = null): IncidentMark => ({ kind, at, subject, authorityId })
  const marks = backlogMove(event, before, after).map((kind): IncidentMark => ({
    ...mark(kind, event.type === "incident-closed" ? event.reason : null),
    // The same moment as the fact, so that what came in adds up with what is open.
    at: kind === "received" ? event.at : at,
  }))
  const kind = noted[event.type]
  if (kind !== undefined) marks.push(mark(kind))
  if (event.type === "deadline-missed") marks.push(mark("missed", event.goal))
  if (event.type === "repeat-linked") marks.push(mark("repeat"), mark("repeated", event.repeatOf))
  if (event.type === "incident-reopened" && after.status !== "none") {
    if (event.cause === "repeat" || event.cause === "author") marks.push(mark("repeat"))
    marks.push(mark("repeated", after.incidentId))
  }
  if (event.type === "incident-closed" && after.status === "closed" && after.reopenings.length === 0) marks.push(mark("first-closed"))
  const guidanceId = publishedGuidance(event, before)
  if (guidanceId !== null) marks.push(mark("guidance-published", guidanceId))
  switch (event.type) {
    case "author-wrote":
      marks.push(mark(event.act === "thanks" ? "thanked" : "author-wrote"))
      break
    case "voice-added":
      for (let count = 0; count < event.count; count += 1) marks.push(mark("voice"))
      break
    case "clock-cancelled":
      if (isPromiseMoved(event, before)) marks.push(mark("promise-moved", wasPromiseMoved(before) ? "again" : null))
      break
    case "fix-confirmed":
    case "fix-refuted":
      marks.push(mark(event.type, event.basis))
      break
    case "reply-published":
      if (isFirstFinal(before)) marks.push(mark("final-published", before.draft.textHash))
      break
    case "incident-dismissed":
      if (isFirstReplyOverdue(before, event.at)) marks.push(mark("dismissed-after-due"))
      break
    case "policy-changed":
      if (isTermLengthened(event, before)) marks.push(mark("term-lengthened", event.goal))
      break
    case "reply-waived":
      marks.push(mark("waived", event.reason))
      break
    case "draft-approved":
      // Once: of a reply that a network refused the rest is approved again.
      if (before.status === "reply-review" && !before.draft.approved) {
        const isOverridden = event.override !== undefined || before.draft.override !== null
        marks.push(mark("draft-approved", isOverridden ? "override" : null))
        for (const code of event.findings ?? []) marks.push(mark("draft-finding", code))
      }
      break
    case "draft-submitted":
      if (isReassignedLate(event, before)) marks.push(mark("reassigned-late"))
      break
    default:
  }
  return marks
}

function ownerOf(state: Incident): string | null {
  return "assignment" in state ? (state.assignment?.authorityId ?? null) : null
}

/** Another date took the place of one that had not come yet. */
function isPromiseMoved({ goal, reason, at }: EventOf<"clock-cancelled">, before: Incident): boolean {
  if (goal !== promiseGoal || reason !== "replaced" || before.status === "none") return false
  const clock = before.clocks.findLast((one) => one.goal === promiseGoal)
  return clock !== undefined && at < clock.dueAt
}

/** One of the promises before was moved as well. */
function wasPromiseMoved(before: Incident): boolean {
  return before.status !== "none" && before.clocks.some(({ goal, cancelled }) => goal === promiseGoal && cancelled === "replaced")
}

/** The first publication of a final reply, under whichever message. */
function isFirstFinal(before: Incident): before is Extract<Incident, { readonly status: "publishing" }> {
  if (before.status !== "publishing" || before.draft.replyKind !== "final") return false
  return !before.replies.some(({ draftId }) => draftId === before.draft.draftId)
}

/** The first reply was due, and had not come. */
function isFirstReplyOverdue(before: Incident, at: Instant): boolean {
  if (before.status === "none") return false
  const clock = before.clocks.find(({ goal }) => goal === firstReplyGoal)
  return (
    clock !== undefined && clock.dueAt < at && (clock.stoppedAt === null || (clock.cancelled !== null && clock.stoppedAt >= clock.dueAt))
  )
}

/** A running term of the citizen's was moved away. */
function isTermLengthened({ goal, mode, dueAt }: EventOf<"policy-changed">, before: Incident): boolean {
  if (before.status === "none" || mode === "new-only" || !citizensGoals.includes(goal)) return false
  const clock = before.clocks.findLast((one) => one.goal === goal)
  return clock !== undefined && clock.stoppedAt === null && dueAt > clock.dueAt
}

/** Handed in within minutes of the last naming of an owner, where others had it before. */
function isReassignedLate({ at }: EventOf<"draft-submitted">, before: Incident): boolean {
  if (!("owners" in before)) return false
  const last = before.owners.at(-1)
  const had = before.owners.some(({ authorityId }) => authorityId !== last?.authorityId)
  return last !== undefined && last.to === null && had && at < addMinutes(last.from, lateMinutes)
}

/** Which way an incident came into the backlog or out of it; nothing for everything that leaves it where it is. */
function backlogMove(event: IncidentEvent, before: Incident, after: Incident): readonly BacklogMove[] {
  if (isOpen(before) === isOpen(after)) return []
  switch (event.type) {
    case "incident-registered":
      return ["received"]
    case "incident-restored":
      return ["restored"]
    case "incident-dismissed":
      return ["dismissed"]
    case "incident-unmerged":
      return ["unmerged"]
    case "incident-closed":
      return ["closed"]
    case "incident-merged":
      return ["merged"]
    case "incident-converted":
      return ["converted"]
    default:
      return ["reopened"]
  }
}

function isOpen(state: Incident): boolean {
  return "registeredAt" in state && isInWork(state)
}

/** A text is used once for each draft, under however many messages it is published. */
function publishedGuidance(event: IncidentEvent, before: Incident): string | null {
  if (event.type !== "reply-published" || before.status !== "publishing") return null
  const { draftId, guidanceId } = before.draft
  return before.replies.some((reply) => reply.draftId === draftId) ? null : guidanceId
}
