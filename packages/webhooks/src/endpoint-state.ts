import { addMinutes, minutesBetween, type Instant } from "@otklik/core"
import type { Consumer, FeedItem, Handled } from "@otklik/core/desk"
import type { Outcome } from "./attempt.ts"
import type { WebhookNotice } from "./notice.ts"

/** An event that an endpoint refused five times. */
export interface DeadLetter {
  /** Its place in the feed. */
  readonly position: string
  /** The incident. */
  readonly incidentId: string
  /** What the endpoint answered at last. */
  readonly status: number
  /** When it was put aside. */
  readonly at: Instant
}

/** Dead letters in the order of the feed. */
export interface DeadLetterPage {
  /** The letters. */
  readonly items: readonly DeadLetter[]
  /** For `after`; null: there are no more. */
  readonly next: string | null
}

/** How an endpoint is served. */
export interface WebhookStatus {
  /** The endpoint. */
  readonly id: string
  /**
   * `waiting`: it failed, and is tried again, at `nextTryAt` or just now. `paused`, after 75 hours or 1,000 dead
   * letters, and `disabled`, by its answer 410: nothing is sent until `resume`. None of them loses anything.
   */
  readonly state: "active" | "waiting" | "paused" | "disabled"
  /** The last event that it was sent, or that was not for it; null: none yet. */
  readonly position: string | null
  /** When `position` or anything else here changed; null: its sender has not begun. */
  readonly changedAt: Instant | null
  /** How often it failed in a row. */
  readonly failures: number
  /** Since when it fails; null: it does not. */
  readonly failingSince: Instant | null
  /** When it is tried next; null: as soon as there is an event, or not before `resume`. */
  readonly nextTryAt: Instant | null
  /** The status of its last failure; null: none, or there was no answer. */
  readonly lastStatus: number | null
  /** Events that it refused, and that were put aside. */
  readonly deadLetters: number
  /** Events that are still to be sent again, and those between them that are not for it. */
  readonly toReplay: number
}

/** What is kept of an endpoint beside its position. */
export interface EndpointState {
  readonly state: "active" | "paused" | "disabled"
  readonly failures: number
  readonly failingSince: Instant | null
  readonly lastStatus: number | null
  /** How often the event that is next was refused. */
  readonly refusals: number
  readonly dead: readonly DeadLetter[]
}

const fresh: EndpointState = { state: "active", failures: 0, failingSince: null, lastStatus: null, refusals: 0, dead: [] }

/** What a consumer's notes say; of one that has kept nothing yet, that all is well. */
export function stateOf(notes: unknown): EndpointState {
  return notes === null ? fresh : (notes as EndpointState)
}

/**
 * Minutes from one failure to the next try: 5 seconds, then up to 24 hours. The schedule that Standard Webhooks 1.0
 * recommends (its section "Deliverability and reliability"), and so are some 75 hours until the end.
 */
const waits = [5 / 60, 5, 30, 120, 300, 600, 840, 1200, 1440]
const outageMinutes = 75 * 60
/** Chance moves each wait by up to so much, so that endpoints that failed together do not come back together. */
const jitter = 0.2
/** How often an event is offered that the endpoint refuses, and how many are put aside. Our choice. */
const mostRefusals = 5
const mostDeadLetters = 1000

/** What is to be done after a try. */
export interface Verdict extends Required<Pick<Handled, "notes" | "isPaused">> {
  /** Whether the event is done: taken, or put aside. */
  readonly isDone: boolean
  readonly waitUntil: Instant | null
  readonly notices: readonly WebhookNotice[]
}

/** What follows from a try, by the state that was before it. */
export function verdictOf(
  endpointId: string,
  { position, incidentId }: Pick<FeedItem, "position" | "incidentId">,
  before: EndpointState,
  outcome: Outcome,
  { now, random }: { readonly now: Instant; readonly random: () => number },
): Verdict {
  const wait = (tries: number, retryAt: Instant | null): Instant => {
    const minutes = (waits[Math.min(tries, waits.length) - 1] ?? 0) * (1 - jitter + 2 * jitter * random())
    const own = addMinutes(now, minutes)
    return retryAt !== null && retryAt > own ? retryAt : own
  }
  /** Whatever else an answer says: it was one. */
  const { failingSince } = before
  const answered = { failures: 0, failingSince: null, lastStatus: null }
  const recovered: readonly WebhookNotice[] = failingSince === null ? [] : [{ type: "recovered", endpointId, failingSince }]
  const next = (
    change: Partial<EndpointState>,
    verdict: Partial<Omit<Verdict, "notes">>,
    dead: (letters: readonly DeadLetter[]) => readonly DeadLetter[] = (letters) => letters,
  ): Verdict => ({
    isDone: false,
    waitUntil: null,
    isPaused: false,
    notices: [],
    ...verdict,
    // Somebody may have resumed it meanwhile: dead letters are those of now, the rest is what this try came to.
    notes: (notes) => ({ ...stateOf(notes), ...change, dead: dead(stateOf(notes).dead) }),
  })
  switch (outcome.kind) {
    case "delivered":
      return next({ ...answered, state: "active", refusals: 0 }, { isDone: true, notices: recovered }, (letters) =>
        without(letters, position),
      )
    case "gone":
      return next({ ...answered, lastStatus: 410, state: "disabled" }, { isPaused: true, notices: [{ type: "disabled", endpointId }] })
    case "event": {
      const { status, retryAt } = outcome
      const refusals = before.refusals + 1
      if (refusals < mostRefusals)
        return next({ ...answered, lastStatus: status, refusals }, { waitUntil: wait(refusals, retryAt), notices: recovered })
      if (without(before.dead, position).length >= mostDeadLetters) {
        const notices: readonly WebhookNotice[] = [{ type: "paused", endpointId, reason: "too-many-dead-letters", failingSince: null }]
        return next({ ...answered, lastStatus: status, refusals, state: "paused" }, { isPaused: true, notices })
      }
      const letter: DeadLetter = { position, incidentId, status, at: now }
      const notices: readonly WebhookNotice[] = [...recovered, { type: "dead-letter", endpointId, position, incidentId, status }]
      return next({ ...answered, lastStatus: status, refusals: 0 }, { isDone: true, notices }, (letters) =>
        [...without(letters, position), letter].toSorted((one, other) => Number(one.position) - Number(other.position)),
      )
    }
    case "endpoint": {
      const { cause, status, retryAt } = outcome
      const failures = before.failures + 1
      const since = failingSince ?? now
      const failing = { failures, failingSince: since, lastStatus: status }
      if (minutesBetween(since, now) >= outageMinutes) {
        const notices: readonly WebhookNotice[] = [{ type: "paused", endpointId, reason: "outage", failingSince: since }]
        return next({ ...failing, state: "paused" }, { isPaused: true, notices })
      }
      const nextTryAt = wait(failures, retryAt)
      const notices: readonly WebhookNotice[] = failures === 1 ? [{ type: "failing", endpointId, cause, status, nextTryAt }] : []
      return next(failing, { waitUntil: nextTryAt, notices })
    }
  }
}

function without(letters: readonly DeadLetter[], position: string): readonly DeadLetter[] {
  return letters.filter((letter) => letter.position !== position)
}

/** An endpoint that is tried anew, as if it had never failed. */
export function resumed(notes: unknown): EndpointState {
  return { ...fresh, dead: stateOf(notes).dead }
}

/** What is shown of an endpoint. */
export function statusOf(id: string, consumer: Consumer | undefined, now: Instant): WebhookStatus {
  const { position = null, again = [], waitUntil = null, at = null, notes = null } = consumer ?? {}
  const { state, failures, failingSince, lastStatus, dead } = stateOf(notes)
  const nextTryAt = waitUntil === null || waitUntil <= now ? null : waitUntil
  return {
    id,
    state: state === "active" && (nextTryAt !== null || failures > 0) ? "waiting" : state,
    position,
    changedAt: at,
    failures,
    failingSince,
    nextTryAt,
    lastStatus,
    deadLetters: dead.length,
    toReplay: again.reduce((sum, { from, to }) => sum + Number(to) - Number(from) + 1, 0),
  }
}
