import type { Instant } from "../../base/index.ts"
import type { IncidentEvent } from "../../incident/index.ts"

/** Moments of the incident that another was split off from: the citizen has waited since then. */
export interface EarlierMoments {
  readonly registeredAt?: Instant
  readonly assignedAt?: Instant
}

const handOvers: ReadonlySet<string> = new Set<IncidentEvent["type"]>(["incident-assigned", "owner-decided", "incident-transferred"])

/**
 * Since when the citizen of a split incident has waited, as the log of the first one says.
 *
 * @param events - of the incident
 * @param logs - of all that are simulated, by incident; where the first one is not among them nothing is known of it
 */
export function earlierMoments(events: readonly IncidentEvent[], logs: ReadonlyMap<string, readonly IncidentEvent[]>): EarlierMoments {
  const [opening] = events
  if (opening?.type !== "incident-split-off") return {}
  const source = logs.get(opening.from) ?? []
  const end = source.findIndex((event) => event.type === "incident-split" && event.into === opening.incidentId)
  const before = source.slice(0, Math.max(0, end))
  const registeredAt = before.find(({ type }) => type === "incident-registered")?.at
  const assignedAt = before.find(({ type }) => handOvers.has(type))?.at
  return { ...(registeredAt === undefined ? {} : { registeredAt }), ...(assignedAt === undefined ? {} : { assignedAt }) }
}
