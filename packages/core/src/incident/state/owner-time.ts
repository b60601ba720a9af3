import type { Instant, Interval } from "../../base/index.ts"
import type { ExistingIncident } from "./state.ts"
import { isRegistered } from "./cycle.ts"

/** The time that one authority had an incident for. */
export interface OwnerTime {
  /** The authority. */
  readonly authorityId: string
  /** Half-open, in order; measure them by the wall clock or by a calendar's working time. */
  readonly intervals: readonly Interval[]
}

/**
 * Who had an incident for which time: each authority's own share of the citizen's wait, in the order in which they
 * first owned it.
 *
 * An owner's time ends with the final reply, with a conversion or a merging, and begins anew with a reopening.
 *
 * @param incident - the state
 * @param until - the end of a time that still runs, mostly now
 */
export function ownerTimes(incident: ExistingIncident, until: Instant): readonly OwnerTime[] {
  if (!isRegistered(incident)) return []
  const end = incident.status === "merged" && incident.mergedAt < until ? incident.mergedAt : until
  const shares = new Map<string, Interval[]>()
  for (const { authorityId, from, to } of incident.owners) {
    const last = to === null || to > end ? end : to
    if (from >= last) continue
    const intervals = shares.get(authorityId)
    if (intervals === undefined) shares.set(authorityId, [{ from, to: last }])
    else intervals.push({ from, to: last })
  }
  return [...shares].map(([authorityId, intervals]) => ({ authorityId, intervals }))
}
