import type { StoredIncident } from "@otklik/core"
import {
  lostRace,
  type JournalEntry,
  type JournalPage,
  type JournalPlace,
  type JournalQuery,
  type BurstQuery,
  type StoredBurst,
  type LearnedName,
  type LearnedState,
  type RecordKind,
  type RecordPage,
  type SweepQuery,
  type TenantRecords,
  type UnitOfWork,
} from "@otklik/core/storage"
import type { Data } from "./document.ts"
import { compare } from "./compare.ts"

/** Tombstones, sealed authors, the journal and what retention has looked at. */
export function keep(data: Data, { tombstones = [], sealedAuthors = [], forgotten = [], journal = [], sweeps = [] }: UnitOfWork): void {
  for (const message of tombstones) {
    if (data.erased.has(message.key)) continue
    if (data.messages.get(message.key)?.revision !== message.revision)
      throw lostRace("message", message.key, "the message has another revision")
    data.messages.set(message.key, message)
    data.erased.add(message.key)
    data.sealedAuthors.delete(message.key)
  }
  for (const { messageKey, keyId, sealed, replaces } of sealedAuthors) {
    if (!data.messages.has(messageKey) || data.erased.has(messageKey)) continue
    const stored = data.sealedAuthors.get(messageKey)
    if (sealed === null || (replaces === undefined ? stored === undefined : stored?.sealed === replaces))
      data.sealedAuthors.set(messageKey, { messageKey, keyId, sealed })
  }
  for (const { entryId } of forgotten) data.journal.delete(entryId)
  for (const entry of journal) if (!data.journal.has(entry.entryId)) data.journal.set(entry.entryId, entry)
  for (const { incidentId, version, sweep } of sweeps) {
    if (data.incidents.get(incidentId)?.version === version) data.swept.set(`${sweep}:${incidentId}`, version)
  }
}

export function readLearned({ learned }: Data, name: LearnedName): LearnedState | undefined {
  const stored = learned.get(name)
  return stored === undefined ? undefined : { ...stored, body: Uint8Array.from(Buffer.from(stored.body, "base64")) }
}

export function writeLearned(
  { learned, bursts }: Data,
  name: LearnedName,
  { format, position, body }: LearnedState,
  { expectedPosition, bursts: changed }: { readonly expectedPosition: string | null; readonly bursts: readonly StoredBurst[] },
): void {
  if ((learned.get(name)?.position ?? null) !== expectedPosition) throw lostRace("learned", name, "another worker has learned meanwhile")
  learned.set(name, { format, position, body: Buffer.from(body).toString("base64") })
  for (const stored of changed) bursts.set(stored.burst.burstId, stored)
}

export function readBursts({ bursts }: Data, { burstIds, pending, after, limit }: BurstQuery): readonly StoredBurst[] {
  type Place = Pick<StoredBurst["burst"], "foundAt" | "burstId">
  const order = (one: Place, other: Place): number => compare(other.foundAt, one.foundAt) || compare(one.burstId, other.burstId)
  return [...bursts.values()]
    .filter((one) => burstIds === undefined || burstIds.includes(one.burst.burstId))
    .filter((one) => pending === undefined || one.pending === pending)
    .filter((one) => after === null || order(one.burst, after) > 0)
    .toSorted((one, other) => order(one.burst, other.burst))
    .slice(0, limit)
}

export function readJournal(data: Data, query: JournalQuery, after: JournalPlace): JournalPage {
  const { kind, incidentId, from = "", to, limit } = query
  const byMoment = (one: Pick<JournalEntry, "at" | "entryId">, other: Pick<JournalEntry, "at" | "entryId">) =>
    compare(one.at, other.at) || compare(one.entryId, other.entryId)
  const found = [...data.journal.values()]
    .filter((entry) => entry.kind === kind && (incidentId === undefined || entry.incidentId === incidentId))
    .filter((entry) => entry.at >= from && (to === undefined || entry.at < to) && byMoment(entry, after) > 0)
    .toSorted(byMoment)
  const last = found.length > limit ? found[limit - 1] : undefined
  return { entries: found.slice(0, limit), next: last === undefined ? null : `${last.at} ${last.entryId}` }
}

export function findRetentionDue(data: Data, query: SweepQuery): readonly StoredIncident[] {
  const { sweep, statuses, kinds, updatedBefore, limit } = query
  return [...data.incidents.values()]
    .filter(({ facts, version }) => facts.updatedAt < updatedBefore && data.swept.get(`${sweep}:${facts.incidentId}`) !== version)
    .filter(({ facts }) => statuses.some((status) => status === facts.status))
    .filter(({ facts }) => kinds === undefined || kinds.some((kind) => kind === facts.kind))
    .toSorted((one, other) => compare(one.facts.updatedAt, other.facts.updatedAt) || compare(one.facts.incidentId, other.facts.incidentId))
    .slice(0, limit)
}

function recordsOf(data: Data): { readonly [Kind in RecordKind]: readonly TenantRecords[Kind][] } {
  return {
    claim: [...data.claims].map(([key, incidentId]) => ({ key, incidentId })),
    message: [...data.messages.values()].map((message) => ({ message, erased: data.erased.has(message.key) })),
    draft: [...data.drafts.values()],
    outbox: [...data.outbox.values()],
    cursor: [...data.cursors.values()],
    "sealed-author": [...data.sealedAuthors.values()],
    journal: [...data.journal.values()],
    evidence: [...data.evidence.values()],
    mark: [...data.marks].flatMap(([incidentId, marks]) => marks.map((mark) => ({ incidentId, ...mark }))),
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

/** The key by which the pages of a kind go on. */
export function placeOf(kind: RecordKind): readonly string[] {
  return isNamed(kind) ? ["name"] : ["ordinal"]
}

function namedPage<Kind extends Named>(data: Data, kind: Kind, from: string, limit: number): RecordPage<TenantRecords[Kind]> {
  const { [kind]: records } = recordsOf(data)
  const left = records
    .map((record) => ({ record, name: nameOf[kind](record) }))
    .filter(({ name }) => compare(name, from) > 0)
    .toSorted((one, other) => compare(one.name, other.name))
  const last = left.length > limit ? left[limit - 1] : undefined
  return { records: left.slice(0, limit).map(({ record }) => record), next: last === undefined ? null : JSON.stringify([last.name]) }
}

export function pageOf<Kind extends RecordKind>(
  data: Data,
  kind: Kind,
  from: string | number | undefined,
  limit: number,
): RecordPage<TenantRecords[Kind]> {
  if (isNamed(kind)) return namedPage(data, kind, String(from ?? ""), limit)
  const done = Number(from ?? 0)
  const records = recordsOf(data)[kind]
  const end = done + limit
  return { records: records.slice(done, end), next: end < records.length ? JSON.stringify([end]) : null }
}
