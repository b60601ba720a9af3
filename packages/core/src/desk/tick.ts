import { diagnosticsChannels, isDeskError, publishDiagnostics } from "../base/index.ts"
import { decide, evolve, type Incident, type IncidentEvent } from "../incident/index.ts"
import { viewOf, type Lease } from "../storage/index.ts"
import { deskActor } from "./candidate.ts"
import type { DeskContext } from "./context.ts"
import { loadIncident, requireExisting } from "./load.ts"

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

async function wake(context: DeskContext, lease: Lease): Promise<number> {
  const { state, version } = await loadIncident(context, lease.id)
  const at = context.clock.now()
  const events: IncidentEvent[] = []
  for (const clock of state.clocks) {
    if (clock.stoppedAt !== null || clock.missedNoticedAt !== null || clock.dueAt > at) continue
    events.push(...decide({ type: "miss-deadline", at, by: deskActor, goal: clock.goal }, state))
  }
  if (events.length === 0) {
    await context.storage.settle({ lease })
    return 0
  }
  const incident = requireExisting(events.reduce<Incident>(evolve, state))
  try {
    await context.storage.commit({
      appends: [{ incidentId: lease.id, expectedVersion: version, events, view: viewOf(incident) }],
      leases: [lease],
    })
  } catch (error) {
    if (!isDeskError(error, "conflict")) throw error
    // Somebody wrote to the incident meanwhile. Its clock is due still and comes up again when the lease has run out.
    publishDiagnostics(diagnosticsChannels.workFailed, () => ({ work: "clock", id: lease.id, code: error.code }))
    return 0
  }
  context.newsroom.tellIncident(incident, events)
  return events.length
}
