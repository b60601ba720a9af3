import { instantToMillis, type Storage } from "@otklik/core"
import type { Lease } from "@otklik/core/storage"
import type { WaitingClock } from "../http/wait.ts"
import { order, type QuotaJob } from "./job.ts"

/** Informs other processes that somebody waits for a call of a limit, and how urgently. */
export interface WaitingMarks {
  /** The names of which none may be held when a job of this urgency wants a call. */
  barring(urgency: number): readonly string[]
  /** Makes known that a job of this urgency waits; again and again while it does. */
  mark(urgency: number): Promise<void>
  /** Takes back what was made known: nobody of this urgency waits here any more. */
  unmark(urgency: number): Promise<void>
}

/** What marks need. */
export interface WaitingMarksOptions {
  readonly storage: Pick<Storage, "lease" | "settle">
  readonly clock: WaitingClock
  /** Names the limit, the same in every process. */
  readonly name: string
  /** Who marks. */
  readonly owner: string
  /** How often a waiting job checks again, milliseconds. */
  readonly pauseMillis: number
}

/** A reply whose term is nearer than this goes before other replies. */
const soonMillis = 15 * 60_000

/** From 0, the most urgent: replies that are due soon, other replies, messages of open incidents, discovery. */
export function urgencyOf({ priority, dueAt }: QuotaJob, now: number): number {
  const isSoon = priority === "reply" && dueAt !== undefined && instantToMillis(dueAt) - now <= soonMillis
  return isSoon ? 0 : order[priority] + 1
}

/** Nobody waits for the least urgent to be done. */
const leastUrgent = order.discovery + 1

/** As many processes can make one urgency known at a time without waiting for another's mark to end. */
const places = 4

/**
 * A mark is a lease of some polls' length, renewed at half of it while its job waits: one of a killed process ends by
 * itself.
 *
 * @param options - see {@link WaitingMarksOptions}
 */
export function createWaitingMarks({ storage, clock, name, owner, pauseMillis }: WaitingMarksOptions): WaitingMarks {
  const names = Array.from({ length: leastUrgent }, (_, urgency) =>
    Array.from({ length: places }, (__, place) => `${name}/waiting ${urgency}/${place}`),
  )
  const barring = Array.from({ length: leastUrgent + 1 }, (_, urgency) => names.slice(0, urgency).flat())
  const ttlMillis = Math.max(500, Math.ceil(4 * pauseMillis))
  const held = new Map<number, { readonly leases: readonly Lease[]; readonly renewAt: number }>()
  return {
    barring: (urgency) => barring[urgency] ?? [],
    async mark(urgency) {
      const [among, own, now] = [names[urgency], held.get(urgency), clock.now()]
      const moment = instantToMillis(now)
      if (among === undefined || moment < (own?.renewAt ?? 0)) return
      const leases = await storage.lease({ kind: "slot", owner, now, ttlMillis, limit: 1, among })
      // The one before holds on until its end, so that there is no gap between the two.
      if (leases.length > 0) held.set(urgency, { leases: [...(own?.leases.slice(-1) ?? []), ...leases], renewAt: moment + ttlMillis / 2 })
    },
    async unmark(urgency) {
      const own = held.get(urgency)
      held.delete(urgency)
      // One that has run out, or that another process has got since, cannot be given back and need not be.
      await Promise.allSettled((own?.leases ?? []).map((lease) => storage.settle({ lease })))
    },
  }
}
