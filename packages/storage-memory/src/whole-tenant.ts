import { importNotesId, lostRace } from "@otklik/core/storage"
import type { TenantData } from "./store.ts"

/**
 * Everything of the staging but leases becomes the tenant's.
 *
 * @throws DeskError `conflict` when the tenant has anything, or the import is elsewhere
 */
export function takeAll(from: TenantData, to: TenantData, progress: string): void {
  const notes = [...from.cursors].filter(([, { connectorId }]) => connectorId === importNotesId)
  if (!notes.some(([, { cursor }]) => cursor === progress))
    throw lostRace("staging", "staging", "another import was there meanwhile; nothing was taken")
  const parts = partsOf(from)
  if (partsOf(to).some((part) => part.size > 0)) throw lostRace("tenant", "tenant", "the tenant has something already; nothing was taken")
  to.learned.clear()
  to.bursts.clear()
  for (const [key] of notes) from.cursors.delete(key)
  for (const [index, part] of partsOf(to).entries()) for (const [key, value] of parts[index] ?? []) part.set(key, value)
  // One by one: as arguments of one call a large tenant would be too many.
  for (const incidentId of from.numbered) to.numbered.push(incidentId)
  for (const event of from.feed) to.feed.push(event)
  for (const key of from.erased) to.erased.add(key)
  clear(from)
}

/** Nothing stays of a tenant. Tokens of leases go on growing. */
export function clear(data: TenantData): void {
  for (const part of partsOf(data)) part.clear()
  data.numbered.length = 0
  data.feed.length = 0
  data.erased.clear()
  data.leases.clear()
  data.learned.clear()
  data.bursts.clear()
}

function partsOf(data: TenantData): readonly Map<string, unknown>[] {
  const { incidents, logs, marks, clocks, labels, evidence, claims, messages, drafts, outbox, cursors, sealedAuthors, journal, swept } =
    data
  return [
    incidents,
    logs,
    marks,
    clocks,
    labels,
    evidence,
    claims,
    messages,
    drafts,
    outbox,
    cursors,
    sealedAuthors,
    journal,
    swept.author,
    swept.text,
  ] as Map<string, unknown>[]
}
