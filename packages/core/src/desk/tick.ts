import { isDeskError } from "../base/index.ts"
import { decide, evolve, type Incident } from "../incident/index.ts"
import { lateGoals } from "../sla/index.ts"
import { viewOf, type Lease } from "../storage/index.ts"
import { deskActor } from "./candidate.ts"
import type { DeskContext } from "./context.ts"
import { loadIncident, requireExisting } from "./load.ts"
import { isLeaseLost } from "./lost-lease.ts"

/** What the clocks came to. */
export interface TickResult {
  /** Incidents looked at. */
  readonly woken: number
  /** Deadlines written down as missed. */
  readonly missed: number
}

const leaseMillis = 2 * 60_000
const batch = 100

/** Acts on every clock that is due. A breach is written once, with the moment it was due and the moment it was noticed. */
export async function tick(context: DeskContext, options: { readonly signal?: AbortSignal } = {}): Promise<TickResult> {
  const result = { woken: 0, missed: 0 }
  while (options.signal?.aborted !== true) {
    const leases = await context.storage.lease({
      kind: "clock",
      owner: context.workerId,
      now: context.clock.now(),
      ttlMillis: leaseMillis,
      limit: batch,
    })
    if (leases.length === 0) return result
    for (const lease of leases) {
      result.woken += 1
      result.missed += await wake(context, lease)
    }
  }
  return result
}

const conflictTries = 5

async function wake(context: DeskContext, lease: Lease): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const { state, version } = await loadIncident(context, lease.id)
    const at = context.clock.now()
    const events = lateGoals(state.clocks, at).flatMap((goal) => decide({ type: "miss-deadline", at, by: deskActor, goal }, state))
    const incident = requireExisting(events.reduce<Incident>(evolve, state))
    try {
      if (events.length === 0) await context.storage.settle({ lease })
      else {
        const append = { incidentId: lease.id, expectedVersion: version, events, view: viewOf(incident) }
        await context.storage.commit({ appends: [append], leases: [lease] })
      }
    } catch (error) {
      if (isLeaseLost(error, lease)) return 0
      // Somebody wrote to the incident meanwhile: look again at what stands now.
      if (attempt < conflictTries && isDeskError(error, "conflict")) continue
      throw error
    }
    if (events.length > 0) context.newsroom.tellIncident(incident, events)
    return events.length
  }
}
