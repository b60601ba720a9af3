import { DeskError, sha256 } from "../base/index.ts"
import type { Storage, StoredEvent } from "./contract.ts"
import { recordPages } from "./record-pages.ts"
import type { StoredIncident } from "./stored-incident.ts"
import type { RecordKind, TenantCounts } from "./tenant-records.ts"

/** The version of the lines. */
export const exportFormat = 1

/** The kinds in the order of the lines: cursors first, so that whatever is read while the others are read is read again, and never left out. */
const recordKinds: readonly RecordKind[] = ["cursor", "claim", "message", "sealed-author", "draft", "outbox", "journal", "evidence"]

const pageSize = 500

/**
 * Everything that a tenant has, as lines of JSON: a header with format and counts, one line a record, and an end with the hash of all lines before. Texts that
 * are sealed stay sealed. No more than one page is in memory.
 *
 * Stop the desks of the tenant first: an export that was overtaken by a write ends with an error, and no end line.
 *
 * @param storage - the tenant's
 * @returns lines without a line break at their ends
 * @throws DeskError `conflict` when somebody wrote meanwhile; whatever the storage throws
 *
 * @example
 * for await (const line of exportTenant(storage)) file.write(`${line}\n`)
 */
export async function* exportTenant(storage: Storage): AsyncGenerator<string, void, undefined> {
  const counts = await storage.countRecords()
  let hash = ""
  const seal = (line: string): string => {
    hash = chained(hash, line)
    return line
  }
  yield seal(JSON.stringify({ otklik: "tenant", format: exportFormat, counts }))
  const seen: Record<keyof TenantCounts, number> = { ...counts }
  for (const kind of Object.keys(seen) as (keyof TenantCounts)[]) seen[kind] = 0
  for (const kind of recordKinds) {
    for await (const page of recordPages(storage, kind)) {
      for (const record of page) {
        seen[kind] += 1
        yield seal(JSON.stringify({ kind, record }))
      }
    }
  }
  const incidents = incidentsOf(storage)
  for await (const stored of eventsOf(storage)) {
    if (stored.version === 1) {
      // Incidents are numbered in the order of their first events: both come side by side, and none waits in memory.
      const { value: incident } = await incidents.next()
      if (incident === undefined || incident.incident.incidentId !== stored.incidentId) throw overtaken()
      const { number, facts, incident: state, wakeAt } = incident
      seen.incident += 1
      yield seal(JSON.stringify({ kind: "incident", record: { number, view: { facts, incident: state, wakeAt } } }))
    }
    seen.event += 1
    yield seal(JSON.stringify({ kind: "event", record: { incidentId: stored.incidentId, version: stored.version, event: stored.event } }))
  }
  for await (const page of recordPages(storage, "mark")) {
    for (const record of page) {
      seen.mark += 1
      yield seal(JSON.stringify({ kind: "mark", record }))
    }
  }
  const after = await storage.countRecords()
  for (const kind of Object.keys(counts) as (keyof TenantCounts)[])
    if (counts[kind] !== seen[kind] || counts[kind] !== after[kind]) throw overtaken()
  yield JSON.stringify({ end: true, hash })
}

/** The hash of all lines so far with one more: a chain, so that an import can go on in the middle. */
export function chained(hash: string, line: string): string {
  return sha256(`${hash}\n${line}`)
}

function overtaken(): DeskError<"conflict"> {
  return new DeskError("conflict", "the tenant was written to during the export: stop its desks and export again", { id: "tenant" })
}

async function* incidentsOf(storage: Storage): AsyncGenerator<StoredIncident, undefined, undefined> {
  let after: string | null = null
  do {
    const page: { readonly incidents: readonly StoredIncident[]; readonly next: string | null } = await storage.find(
      after === null ? { limit: pageSize } : { limit: pageSize, after },
    )
    yield* page.incidents
    after = page.next
  } while (after !== null)
}

async function* eventsOf(storage: Storage): AsyncGenerator<StoredEvent, void, undefined> {
  for (let after: string | null = null; ;) {
    const events: readonly StoredEvent[] = await storage.readEvents(after, pageSize)
    yield* events
    const last = events.at(-1)
    if (last === undefined || events.length < pageSize) return
    after = last.position
  }
}
