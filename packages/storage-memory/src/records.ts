import type { RecordKind, RecordPage, TenantCounts, TenantRecords } from "@otklik/core/storage"
import { compare } from "./compare.ts"
import type { TenantData } from "./store.ts"

/** Everything of each kind, in the order in which it was stored first. */
function recordsOf(data: TenantData): { readonly [Kind in RecordKind]: () => readonly TenantRecords[Kind][] } {
  return {
    claim: () => [...data.claims].map(([key, incidentId]) => ({ key, incidentId })),
    message: () => [...data.messages.values()].map((message) => ({ message, erased: data.erased.has(message.key) })),
    draft: () => [...data.drafts.values()],
    outbox: () => [...data.outbox.values()],
    cursor: () => [...data.cursors.values()],
    "sealed-author": () => [...data.sealedAuthors.values()],
    journal: () => [...data.journal.values()],
    evidence: () => [...data.evidence.values()],
    mark: () => [...data.marks].flatMap(([incidentId, marks]) => marks.map((mark) => ({ incidentId, ...mark }))),
  }
}

type Named = Extract<RecordKind, "claim" | "sealed-author" | "journal">

/**
 * The names of what may go while its pages are read: a page begins after a name, since a count would pass over as many
 * as went.
 */
const nameOf: { readonly [Kind in Named]: (record: TenantRecords[Kind]) => string } = {
  claim: ({ key }) => key,
  "sealed-author": ({ messageKey }) => messageKey,
  journal: ({ entryId }) => entryId,
}

function isNamed(kind: RecordKind): kind is Named {
  return Object.hasOwn(nameOf, kind)
}

function namedPage<Kind extends Named>(data: TenantData, kind: Kind, from: string, limit: number): RecordPage<TenantRecords[Kind]> {
  const { [kind]: read } = recordsOf(data)
  const left = read()
    .map((record) => ({ record, name: nameOf[kind](record) }))
    .filter(({ name }) => compare(name, from) > 0)
    .toSorted((one, other) => compare(one.name, other.name))
  const last = left.length > limit ? left[limit - 1] : undefined
  return { records: left.slice(0, limit).map(({ record }) => record), next: last === undefined ? null : JSON.stringify([last.name]) }
}

/** The column of the key of a kind, as it is in the `next` of its pages. */
export function recordKey(kind: RecordKind): readonly string[] {
  return [isNamed(kind) ? "name" : "ordinal"]
}

/** A page of everything of one kind, from a place on. */
export function readRecords<Kind extends RecordKind>(
  data: TenantData,
  kind: Kind,
  from: string | number | undefined,
  limit: number,
): RecordPage<TenantRecords[Kind]> {
  if (isNamed(kind)) return namedPage(data, kind, String(from ?? ""), limit)
  const records = recordsOf(data)[kind]()
  const end = Number(from ?? 0) + limit
  return { records: records.slice(end - limit, end), next: end < records.length ? JSON.stringify([end]) : null }
}

/** How much there is of each kind. */
export function countRecords(data: TenantData): TenantCounts {
  return {
    incident: data.incidents.size,
    event: data.feed.length,
    claim: data.claims.size,
    message: data.messages.size,
    draft: data.drafts.size,
    outbox: data.outbox.size,
    cursor: data.cursors.size,
    "sealed-author": data.sealedAuthors.size,
    journal: data.journal.size,
    evidence: data.evidence.size,
    mark: recordsOf(data).mark().length,
  }
}
