import { minutesBetween, type Instant, type Interval } from "../base/index.ts"
import { evolve, initialIncident, isAnswer, type Incident, type IncidentEvent, type PublishedReply } from "../incident/index.ts"

/** A share with what it is a share of; null when there is nothing to take a share of. */
export interface CycleShare {
  readonly share: number | null
  readonly of: number
}

/** How long something took, by the wall clock: the middle one, and the one that nine of ten do not exceed (nearest rank). Null when there was none. */
export interface CycleDuration {
  readonly count: number
  readonly medianMinutes: number | null
  readonly p90Minutes: number | null
}

/**
 * What the whole cycle makes countable, for a half-open period. Each number but the repeat share is counted by what happened in the period, whatever happened later.
 *
 * The backlog adds up: `openBefore + received + reopened + unmerged - closed - merged - converted = openAfter`. Open is what was taken on and is neither closed nor
 * merged into another nor converted; candidates and rejected ones are not part of it.
 */
export interface CycleFigures {
  readonly openBefore: number
  readonly received: number
  /** Begun anew: refuted, repeated, ordered; or answered once more under a message that joined after the closing. */
  readonly reopened: number
  readonly unmerged: number
  readonly closed: number
  readonly merged: number
  readonly converted: number
  readonly openAfter: number
  /** Owners that gave it back, and owners that were changed. */
  readonly refused: number
  readonly transferred: number
  readonly draftsSubmitted: number
  readonly draftsReturned: number
  /** The same trouble reported again: a reopening as a repeat, or a new incident that was linked to the earlier one. */
  readonly repeats: number
  /** Of the incidents whose first cycle was closed in the period: those that were opened again or linked to a repeat at any time since. Both sides are the same incidents. */
  readonly repeatShare: CycleShare
  /** From the citizen's message to the first reply under any message of the incident, for first replies that stood in the period. A question is no reply. */
  readonly sincePublication: CycleDuration
  /** The same from the registration. */
  readonly sinceRegistration: CycleDuration
}

type Counted = "received" | "reopened" | "unmerged" | "closed" | "merged" | "converted"
type Noted = "refused" | "transferred" | "submitted" | "returned" | "repeats"

const notedBy: Readonly<Partial<Record<IncidentEvent["type"], Noted>>> = {
  "assignment-refused": "refused",
  "incident-transferred": "transferred",
  "draft-submitted": "submitted",
  "draft-returned": "returned",
  "repeat-linked": "repeats",
}

/**
 * Counts the cycle of incidents from their logs, each number by the one definition that {@link CycleFigures} gives.
 *
 * An event belongs to the moment at which it was written; where a clock was set back, to the latest moment before it in its log, so that nothing happens before
 * what it follows.
 *
 * @param logs - the whole log of each incident, oldest event first
 * @param period - half-open
 */
export function cycleFigures(logs: Iterable<readonly IncidentEvent[]>, period: Interval): CycleFigures {
  const moves: Record<Counted, number> = { received: 0, reopened: 0, unmerged: 0, closed: 0, merged: 0, converted: 0 }
  const notes: Record<Noted, number> = { refused: 0, transferred: 0, submitted: 0, returned: 0, repeats: 0 }
  const [published, registered]: [number[], number[]] = [[], []]
  const [closed, repeated] = [new Set<string>(), new Set<string>()]
  let [openBefore, openAfter] = [0, 0]
  for (const log of logs) {
    let state: Incident = initialIncident
    let moment: Instant = ""
    let [wasOpen, isOpenAtEnd] = [false, false]
    for (const event of log) {
      const before: Incident = state
      state = evolve(state, event)
      moment = event.at > moment ? event.at : moment
      if (event.type === "incident-reopened" && state.status !== "none") repeated.add(state.incidentId)
      if (event.type === "repeat-linked") repeated.add(event.repeatOf)
      if (moment < period.from) wasOpen = isOpen(state)
      if (moment < period.to) isOpenAtEnd = isOpen(state)
      if (moment < period.from || moment >= period.to) continue
      const move = moveOf(event, before, state)
      if (move !== null) moves[move] += 1
      if (event.type === "incident-closed" && state.status === "closed" && state.reopenings.length === 0) closed.add(state.incidentId)
      const note = event.type === "incident-reopened" && event.cause === "repeat" ? "repeats" : notedBy[event.type]
      if (note !== undefined) notes[note] += 1
    }
    openBefore += Number(wasOpen)
    openAfter += Number(isOpenAtEnd)
    const first = firstReplyOf(state)
    if (state.status === "none" || first === null || first.publishedAt < period.from || first.publishedAt >= period.to) continue
    published.push(minutesBetween(state.publishedAt, first.publishedAt))
    if ("registeredAt" in state) registered.push(minutesBetween(state.registeredAt, first.publishedAt))
  }
  const { refused, transferred, submitted, returned, repeats } = notes
  return {
    openBefore,
    ...moves,
    openAfter,
    refused,
    transferred,
    draftsSubmitted: submitted,
    draftsReturned: returned,
    repeats,
    repeatShare: shareOf([...closed].filter((id) => repeated.has(id)).length, closed.size),
    sincePublication: durationOf(published),
    sinceRegistration: durationOf(registered),
  }
}

/** Which way an incident came into the backlog or out of it; null for everything that leaves it where it is. */
function moveOf(event: IncidentEvent, before: Incident, after: Incident): Counted | null {
  if (isOpen(before) === isOpen(after)) return null
  switch (event.type) {
    case "incident-registered":
      return "received"
    case "incident-unmerged":
      return "unmerged"
    case "incident-closed":
      return "closed"
    case "incident-merged":
      return "merged"
    case "incident-converted":
      return "converted"
    default:
      return "reopened"
  }
}

function isOpen(state: Incident): boolean {
  if (!("registeredAt" in state) || state.conversion !== null) return false
  return state.status !== "closed" && state.status !== "merged" && state.status !== "converted"
}

function firstReplyOf(state: Incident): PublishedReply | null {
  if (state.status === "none") return null
  const replies = state.replies.filter((reply) => isAnswer(reply.replyKind))
  return replies.reduce<PublishedReply | null>(
    (first, next) => (first === null || next.publishedAt < first.publishedAt ? next : first),
    null,
  )
}

function shareOf(part: number, whole: number): CycleShare {
  return { share: whole === 0 ? null : part / whole, of: whole }
}

function durationOf(minutes: readonly number[]): CycleDuration {
  const sorted = minutes.toSorted((one, other) => one - other)
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
  return { count: sorted.length, medianMinutes: rank(0.5), p90Minutes: rank(0.9) }
}
