import { movingOf } from "../define/reading-storages.ts"
import { DeskError, sha256 } from "../../base/index.ts"
import type { Storage, StoredEvent } from "../contract/contract.ts"
import { recordPages } from "./record-pages.ts"
import type { CasePlace, FoundPage } from "../contract/case-query.ts"
import type { StoredIncident } from "../contract/stored-incident.ts"
import type { RecordKind, TenantCounts } from "../contract/record-kind.ts"

/** The version of the lines. */
export const exportFormat = 1

/** The kinds in the order of the lines. */
const firstKinds: readonly RecordKind[] = ["cursor", "claim", "message", "sealed-author", "draft", "outbox", "journal", "evidence"]

/** What may change in its place, or go while something else comes: the count does not show it. */
const changingKinds = ["cursor", "message", "sealed-author", "draft", "outbox", "journal", "evidence", "incident"] as const

const pageSize = 500

/**
 * Everything that a tenant has, as lines of JSON: a header with format, the tenant's name and counts, one line a
 * record, and an end with the hash of all lines before. Texts that are sealed stay sealed. No more than one page is in
 * memory.
 *
 * What may change in its place or be deleted is read twice, and everything is counted twice: when both readings are the
 * same, all lines are of one moment, that between them.
 *
 * @param storage - the tenant's
 * @returns lines without a line break at their ends
 * @throws DeskError `conflict` when somebody wrote meanwhile: then there is no end line; whatever the storage throws
 */
export async function* exportLines(storage: Storage): AsyncGenerator<string, void, undefined> {
  const counts = await movingOf(storage).countRecords()
  const kinds = Object.keys(counts) as (keyof TenantCounts)[]
  const seen = new Map(kinds.map((kind) => [kind, { count: 0, hash: "" }]))
  let hash = ""
  const seal = (line: string): string => {
    hash = chained(hash, line)
    return line
  }
  const line = (kind: keyof TenantCounts, record: unknown): string => {
    const text = JSON.stringify({ kind, record })
    const before = seen.get(kind)
    seen.set(kind, { count: (before?.count ?? 0) + 1, hash: isChanging(kind) ? chained(before?.hash ?? "", text) : "" })
    return seal(text)
  }
  yield seal(JSON.stringify({ otklik: "tenant", format: exportFormat, tenant: storage.tenant, counts }))
  for (const kind of firstKinds) for await (const record of recordsOf(storage, kind)) yield line(kind, record)
  const incidents = incidentsOf(storage)
  for await (const { incidentId, version, event } of eventsOf(storage)) {
    if (version === 1) {
      // Incidents are numbered in the order of their first events: both come side by side, and none waits in memory.
      const { value: incident } = await incidents.next()
      if (incident?.view.incident.incidentId !== incidentId) throw overtaken()
      yield line("incident", incident)
    }
    yield line("event", { incidentId, version, event })
  }
  for await (const mark of recordsOf(storage, "mark")) yield line("mark", mark)
  for (const kind of changingKinds) {
    let again = ""
    for await (const record of kind === "incident" ? incidentsOf(storage) : recordsOf(storage, kind))
      again = chained(again, JSON.stringify({ kind, record }))
    if (again !== seen.get(kind)?.hash) throw overtaken()
  }
  const after = await movingOf(storage).countRecords()
  for (const kind of kinds) if (counts[kind] !== seen.get(kind)?.count || counts[kind] !== after[kind]) throw overtaken()
  yield JSON.stringify({ end: true, hash })
}

/** The hash of all lines so far with one more: a chain, so that an import can go on in the middle. */
export function chained(hash: string, line: string): string {
  return sha256(`${hash}\n${line}`)
}

function isChanging(kind: keyof TenantCounts): boolean {
  return changingKinds.some((one) => one === kind)
}

function overtaken(): DeskError<"conflict"> {
  return new DeskError("conflict", "the tenant was written to during the export: stop its desks and export again", {
    what: "tenant",
    id: "tenant",
  })
}

async function* recordsOf(storage: Storage, kind: RecordKind): AsyncGenerator<unknown, void, undefined> {
  for await (const page of recordPages(storage, kind)) yield* page
}

/** Incidents as a line has them. */
async function* incidentsOf(
  storage: Storage,
): AsyncGenerator<Pick<StoredIncident, "number"> & { readonly view: Omit<StoredIncident, "number" | "version"> }, undefined, undefined> {
  let after: CasePlace | null = null
  do {
    const page: FoundPage = await storage.find(after === null ? { limit: pageSize } : { limit: pageSize, after })
    for (const { number, facts, incident, wakeAt } of page.incidents) yield { number, view: { facts, incident, wakeAt } }
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
