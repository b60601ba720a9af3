import type { StoredIncident } from "@otklik/core"
import {
  lostRace,
  type JournalEntry,
  type JournalPage,
  type JournalPlace,
  type JournalQuery,
  type SealedAuthor,
  type SealedAuthorWrite,
  type SweepQuery,
  type SweptStatus,
  type UnitOfWork,
} from "@otklik/core/storage"
import { compare } from "./compare.ts"
import type { Step, TenantData } from "./store.ts"
import { frozenCopy } from "./frozen-copy.ts"

/**
 * What a unit does to keep promises of privacy: tombstones, sealed authors, the journal, and what retention has
 * processed.
 *
 * @throws DeskError `conflict` when a tombstone was decided on another revision
 */
export function keepingSteps(data: TenantData, unit: UnitOfWork): readonly Step[] {
  const tombstones = (unit.tombstones ?? []).map(frozenCopy)
  for (const { key, revision } of tombstones) {
    // A message of the same unit is stored first, where it is newer.
    const stored = data.messages.get(key)
    const given = (unit.messages ?? []).filter((message) => message.key === key).map((message) => message.revision)
    if (data.erased.has(key)) continue
    if (Math.max(stored?.revision ?? 0, ...given) !== revision)
      throw lostRace("message", key, `${key} has another revision by now: read it again`)
  }
  return [
    ...tombstones.map((message) => () => {
      if (data.erased.has(message.key)) return
      data.messages.set(message.key, message)
      data.erased.add(message.key)
      data.sealedAuthors.delete(message.key)
    }),
    ...(unit.sealedAuthors ?? []).map((write) => () => sealAuthor(data, write)),
    ...(unit.forgotten ?? []).map(
      ({ entryId }) =>
        () =>
          void data.journal.delete(entryId),
    ),
    ...(unit.journal ?? []).map(frozenCopy).map((entry) => () => {
      if (!data.journal.has(entry.entryId)) data.journal.set(entry.entryId, entry)
    }),
    ...(unit.sweeps ?? []).map(({ incidentId, version, sweep }) => () => {
      if (data.incidents.get(incidentId)?.version === version) data.swept[sweep].set(incidentId, version)
    }),
  ]
}

function sealAuthor(data: TenantData, { messageKey, keyId, sealed, replaces }: SealedAuthorWrite): void {
  if (!data.messages.has(messageKey) || data.erased.has(messageKey)) return
  const stored = data.sealedAuthors.get(messageKey)
  const fits = sealed === null || (replaces === undefined ? stored === undefined : stored?.sealed === replaces)
  if (fits) data.sealedAuthors.set(messageKey, Object.freeze({ messageKey, keyId, sealed }))
}

/** Those that are stored and not dropped. */
export function readSealedAuthors(data: TenantData, messageKeys: readonly string[]): readonly SealedAuthor[] {
  return messageKeys.flatMap((key) => data.sealedAuthors.get(key) ?? []).filter(({ sealed }) => sealed !== null)
}

/** A page of the journal. */
export function readJournal(data: TenantData, query: JournalQuery, after: JournalPlace): JournalPage {
  const { kind, incidentId, from = "", to, limit } = query
  const entries = [...data.journal.values()]
    .filter((entry) => entry.kind === kind && (incidentId === undefined || entry.incidentId === incidentId))
    .filter((entry) => entry.at >= from && (to === undefined || entry.at < to) && compareEntries(entry, after) > 0)
    .toSorted(compareEntries)
  const last = entries[limit - 1]
  return { entries: entries.slice(0, limit), next: last === undefined || entries.length === limit ? null : `${last.at} ${last.entryId}` }
}

function compareEntries(one: Pick<JournalEntry, "at" | "entryId">, other: Pick<JournalEntry, "at" | "entryId">): number {
  return compare(one.at, other.at) || compare(one.entryId, other.entryId)
}

/** Incidents whose current version retention has not processed. */
export function findRetentionDue(data: TenantData, query: SweepQuery): readonly StoredIncident[] {
  const { sweep, statuses, kinds, updatedBefore, limit } = query
  return [...data.incidents.values()]
    .filter(({ facts, version }) => facts.updatedAt < updatedBefore && data.swept[sweep].get(facts.incidentId) !== version)
    .filter(
      ({ facts }) =>
        statuses.includes(facts.status as SweptStatus) && (kinds === undefined || (facts.kind !== null && kinds.includes(facts.kind))),
    )
    .toSorted((one, other) => compare(one.facts.updatedAt, other.facts.updatedAt) || compare(one.facts.incidentId, other.facts.incidentId))
    .slice(0, limit)
}
