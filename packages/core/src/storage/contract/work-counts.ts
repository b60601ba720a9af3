import { compare, type Instant } from "../../base/index.ts"
import type { IncidentStatus, overStatuses } from "../../incident/index.ts"
import type { LeaseKind } from "./lease.ts"
import type { StoredIncident } from "./stored-incident.ts"
import type { OutboxEntry } from "./outbox-entry.ts"
import type { SourceCursor } from "./unit-of-work.ts"

/** Asks how much work there is. */
export interface WorkQuery {
  /** Decides what is due; and, in storages without a clock of their own, which leases have run out. */
  readonly now: Instant
  /** Nothing is counted beyond it, so that the question stays cheap however much there is: 1 to 100 000. */
  readonly limit: number
}

/** Incidents that want attention now, held by a worker or not. */
export interface ClockCount {
  /** As many as the limit: so many or more. */
  readonly due: number
  /** Since when the first of them has wanted it; null when none does. */
  readonly oldestAt: Instant | null
}

/**
 * What a reply waits for: `due`, for a worker now; `later`, for the moment of its first try; `retry`, handed to a
 * connector before and not settled, for its next try; `manual`, for a person, since no connector can publish it.
 */
export type ReplyWait = "due" | "later" | "retry" | "manual"

/** Replies of one connector that wait for the same. */
export interface ReplyCount {
  /** Null for those that no connector publishes. */
  readonly connectorId: string | null
  /** What they wait for. */
  readonly wait: ReplyWait
  /** 1 or more. */
  readonly count: number
  /** When the first of them was planned. */
  readonly plannedAt: Instant
  /** The nearest of their terms; null when none has one. */
  readonly dueAt: Instant | null
}

/** Leases of one kind. */
export interface LeaseCount {
  /** Leases that are held. */
  readonly held: number
  /**
   * Ran out without a commit or a settlement, and nobody has taken the thing over yet: its holder has ended, or is too
   * slow. Slots of a quota always run out.
   */
  readonly runOut: number
}

/** When a source was read last. */
export interface SourceMoment {
  /** The connector, by its id. */
  readonly connectorId: string
  /** The source, by its id in the connector. */
  readonly sourceId: string
  /** When it was last read. */
  readonly readAt: Instant
}

/** The states of incidents that are not over. */
export type OpenStatus = Exclude<IncidentStatus, "none" | (typeof overStatuses)[number]>

/** How much work there is, at one moment. */
export interface WorkCounts {
  /** Clocks that are due. */
  readonly clocks: ClockCount
  /**
   * In any order. Of more than `limit` planned ones those that were planned first are counted, and likewise of the
   * manual ones; then by id.
   */
  readonly replies: readonly ReplyCount[]
  /** Leases by what is leased. */
  readonly leases: Readonly<Record<LeaseKind, LeaseCount>>
  /** Every source that was ever read, in any order: as many as the host has, or had. */
  readonly sources: readonly SourceMoment[]
  /** Each as many as the limit: so many or more. */
  readonly incidents: Readonly<Record<OpenStatus, number>>
}

/** What is counted, all of it. */
export interface CountedWork {
  /** All incidents. */
  readonly incidents: Iterable<StoredIncident>
  /** All replies that wait to be published. */
  readonly outbox: Iterable<OutboxEntry>
  /** All leases. */
  readonly leases: Iterable<{
    /** What is leased. */
    readonly kind: LeaseKind
    /** When the lease ends. */
    readonly until: Instant
  }>
  /** How far sources are read. */
  readonly cursors: Iterable<SourceCursor>
}

/** No lease of any kind. */
export const noLeases: WorkCounts["leases"] = {
  source: { held: 0, runOut: 0 },
  clock: { held: 0, runOut: 0 },
  reply: { held: 0, runOut: 0 },
  slot: { held: 0, runOut: 0 },
  feed: { held: 0, runOut: 0 },
}

/** No incident that is not over. */
export const noIncidents: WorkCounts["incidents"] = {
  candidate: 0,
  registered: 0,
  assigned: 0,
  returned: 0,
  "in-work": 0,
  "needs-info": 0,
  "reply-review": 0,
  publishing: 0,
  "replied-interim": 0,
  "replied-final": 0,
  reopened: 0,
}

/** The states of incidents that are not over. */
export const openStatuses = Object.keys(noIncidents) as readonly OpenStatus[]

/**
 * Counts the work that there is: what every storage has to answer, in the fewest words.
 *
 * @param work - everything of a tenant
 * @param query - see {@link WorkQuery}
 */
export function workCounts({ incidents, outbox, leases, cursors }: CountedWork, { now, limit }: WorkQuery): WorkCounts {
  const [all, taken] = [[...incidents], [...leases]]
  const due = all.flatMap(({ wakeAt }) => (wakeAt !== null && wakeAt <= now ? [wakeAt] : [])).toSorted()
  const ofLeases = (kind: LeaseKind): LeaseCount => {
    const ours = taken.filter((lease) => lease.kind === kind)
    const held = ours.filter(({ until }) => until > now).length
    return { held, runOut: ours.length - held }
  }
  return {
    clocks: { due: Math.min(limit, due.length), oldestAt: due[0] ?? null },
    replies: replyCounts([...outbox], { now, limit }),
    leases: {
      source: ofLeases("source"),
      clock: ofLeases("clock"),
      reply: ofLeases("reply"),
      slot: ofLeases("slot"),
      feed: ofLeases("feed"),
    },
    sources: [...cursors].map(({ connectorId, sourceId, at }) => ({ connectorId, sourceId, readAt: at })),
    incidents: Object.fromEntries(
      openStatuses.map((status) => [status, Math.min(limit, all.filter(({ facts }) => facts.status === status).length)]),
    ) as Record<OpenStatus, number>,
  }
}

function replyCounts(outbox: readonly OutboxEntry[], { now, limit }: WorkQuery): readonly ReplyCount[] {
  const groups = new Map<string, ReplyCount>()
  for (const state of ["planned", "manual"] as const) {
    const waiting = outbox.filter((entry) => entry.state === state).toSorted(byPlan)
    for (const { connectorId, attempts, nextTryAt, plannedAt, dueAt } of waiting.slice(0, limit)) {
      const wait = state === "manual" ? "manual" : attempts > 0 ? "retry" : nextTryAt <= now ? "due" : "later"
      const key = JSON.stringify([connectorId, wait])
      const known = groups.get(key) ?? { connectorId, wait, count: 0, plannedAt, dueAt }
      const nearest = known.dueAt === null || (dueAt !== null && dueAt < known.dueAt) ? dueAt : known.dueAt
      groups.set(key, { ...known, count: known.count + 1, dueAt: nearest })
    }
  }
  return [...groups.values()]
}

function byPlan(one: OutboxEntry, other: OutboxEntry): number {
  return compare(one.plannedAt, other.plannedAt) || compare(one.outboxId, other.outboxId)
}
