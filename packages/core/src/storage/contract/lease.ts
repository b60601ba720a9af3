import type { Instant } from "../../base/index.ts"
import type { OutboxEntry } from "./outbox-entry.ts"

/**
 * What can be held by one worker at a time; `slot`: calls of a quota that processes share; `feed`: the place of a
 * consumer in the feed.
 */
export type LeaseKind = "source" | "clock" | "reply" | "slot" | "feed"

/** Each once: a kind that is added fails to compile until it is listed here. */
const kinds: Readonly<Record<LeaseKind, true>> = { source: true, clock: true, reply: true, slot: true, feed: true }

/** Every kind. */
export const leaseKinds: readonly string[] = Object.keys(kinds)

/**
 * Asks for work that nobody holds, not even the same owner. It comes in this order: sources, slots and consumers as in
 * `among`; clocks by `wakeAt`, then by the incident's number; replies that are planned before those that are to be read
 * back, then by `dueAt` (null last), `plannedAt` and `outboxId`.
 */
export interface LeaseOptions {
  /** What to take. */
  readonly kind: LeaseKind
  /** Names the worker. */
  readonly owner: string
  /** Decides what is due; and, in storages without a clock of their own, which leases have run out. */
  readonly now: Instant
  /** How long the lease holds, in milliseconds, 1 or more: from `now` until just before `now + ttlMillis`. */
  readonly ttlMillis: number
  /** At most this many, 1 or more. */
  readonly limit: number
  /**
   * For `source`: the ids that are worth pulling now (`connectorId/sourceId`). For `slot`: the slots that will do. For
   * `feed`: the consumers. For `reply`: the connectors that can be used now; absent: all.
   */
  readonly among?: readonly string[]
  /**
   * Names of the same kind: while anybody holds one of them, nothing is given. One that is taken at the same moment may
   * be overlooked.
   */
  readonly unless?: readonly string[]
}

/** The right to work on one thing until a moment. */
export interface Lease {
  /** What was taken. */
  readonly kind: LeaseKind
  /** `connectorId/sourceId`, an incident id, an outbox id, a slot, or a consumer. */
  readonly id: string
  /** Grows with every lease of the same thing: a worker that lost its lease cannot write. */
  readonly token: number
  /** The storage's present moment and `ttlMillis`: workers see from it whether their own clocks are in order. */
  readonly until: Instant
  /** An earlier holder's lease ran out without a commit or settlement: what it did in the world outside is unknown. */
  readonly takenOver: boolean
  /** The reply to send or to read back, for `reply`. */
  readonly reply: OutboxEntry | null
}

/** Makes a lease that is held last longer. */
export interface Renewal {
  /** The lease to renew. */
  readonly lease: Lease
  /** As in {@link LeaseOptions}. */
  readonly now: Instant
  /** How long it holds from `now` on, in milliseconds, 1 or more. */
  readonly ttlMillis: number
}

/** Gives a lease back without a commit. */
export interface Settlement {
  /** The lease to give back. */
  readonly lease: Lease
  /** For `reply`: when to try next, and that one more try was made. */
  readonly retry?: {
    /** Before this moment it is not taken again. */
    readonly nextTryAt: Instant
    /** How many attempts there were. */
    readonly attempts: number
  }
}
