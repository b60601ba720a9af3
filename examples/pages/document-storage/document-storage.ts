import type { IncidentEvent, Storage, StoredIncident } from "@otklik/core"
import { overStatuses } from "@otklik/core/incident"
import { figuresOf } from "@otklik/core/reports"
import {
  comparePlaces,
  decodeEvent,
  defineStorage,
  filterCases,
  placeIn,
  searchTermsOf,
  workCounts,
  type FilteredCase,
  type TenantDriver,
  type WatchedQuery,
} from "@otklik/core/storage"
import { commitUnit } from "./commit.ts"
import { compare } from "./compare.ts"
import { decode, format, openDocument, type Data, type Document, type DocumentHandle } from "./document.ts"
import { findRetentionDue, pageOf, placeOf, readJournal, readBursts, readLearned, writeLearned } from "./keep.ts"
import { byPlan, leaseWork, renewLease, settleLease } from "./lease.ts"

// #region storage
/** A storage that keeps a tenant in one document: enough for a village, and short enough to read in one sitting. */
export function createDocumentStorage(options: { readonly documents: DocumentHandle; readonly tenant?: string }): Storage {
  const { documents, tenant = "main" } = options
  const document = openDocument(documents, tenant)
  return defineStorage(
    {
      name: "document-storage",
      migrate: () => document.create(),
      async schemaStatus() {
        const stored = await documents.read(tenant)
        const version = stored === null ? 0 : decode(stored.text).format
        const state = version === 0 ? "missing" : version > format ? "too-new" : version < format ? "too-old" : "ready"
        return { state, version, expected: format }
      },
      open: () => openTenant(document),
    },
    { tenant },
  )
}

// Whatever comes here was checked by `defineStorage`, which also puts answers into order. There is no `moving`: this
// one moves no tenants.
function openTenant(document: Document): TenantDriver {
  return {
    async load(incidentIds) {
      const { feed } = await document.read()
      return new Map(incidentIds.map((incidentId) => [incidentId, logOf(feed, incidentId)]))
    },
    commit: (unit) => document.change((data) => commitUnit(data, unit)),
    async find(query) {
      const { order = "number", after, limit } = query
      const place = (stored: StoredIncident) => placeIn(order, stored)
      return filterCases(casesOf(await document.read()), query)
        .map(({ stored }) => stored)
        .filter((stored) => after === undefined || comparePlaces(order, place(stored), after) > 0)
        .toSorted((one, other) => comparePlaces(order, place(one), place(other)))
        .slice(0, limit + 1)
    },
    async readCase(incidentId) {
      const { incidents, feed, messages, drafts, outbox, evidence } = await document.read()
      const stored = incidents.get(incidentId)
      if (stored === undefined) return undefined
      const isOwn = (thing: { readonly incidentId: string }) => thing.incidentId === incidentId
      return {
        ...stored,
        events: logOf(feed, incidentId),
        messages: pick(messages, stored.incident.messageKeys),
        drafts: [...drafts.values()].filter(isOwn),
        outbox: [...outbox.values()].filter(isOwn).toSorted(byPlan),
        evidence: [...evidence.values()].filter(isOwn),
      }
    },
    read: {
      incident: async (ids) => pick((await document.read()).incidents, ids),
      message: async (keys) => pick((await document.read()).messages, keys),
      claim: async (keys) =>
        [...(await document.read()).claims].flatMap(([key, incidentId]) => (keys.includes(key) ? [{ key, incidentId }] : [])),
      draft: async (draftIds) => pick((await document.read()).drafts, draftIds),
    },
    readOutbox: async (incidentId) =>
      [...(await document.read()).outbox.values()].filter((entry) => entry.incidentId === incidentId).toSorted(byPlan),
    readCursors: async (connectorId) =>
      [...(await document.read()).cursors.values()].filter((cursor) => cursor.connectorId === connectorId),
    readWatched: async (query) => watchedKeys(await document.read(), query),
    async readEvidence({ incidentId, limit }, after) {
      const all = [...(await document.read()).evidence.values()].map((piece, index) => ({ piece, ordinal: index + 1 }))
      const isWanted = (id: string) => incidentId === undefined || incidentId === id
      const rest = all.filter(({ piece, ordinal }) => ordinal > after && isWanted(piece.incidentId))
      const page = rest.slice(0, limit)
      return { evidence: page.map(({ piece }) => piece), next: rest.length > page.length ? String(page.at(-1)?.ordinal) : null }
    },
    async readEvents(after, limit) {
      const { feed } = await document.read()
      return feed.slice(after, after + limit).map(([incidentId, version, text], index) => {
        return { position: String(after + index + 1), incidentId, version, event: decodeEvent(text, `${incidentId}@${version}`) }
      })
    },
    lease: (options) => document.change((data) => leaseWork(data, options)),
    renew: (renewal) => document.change((data) => renewLease(data, renewal)),
    settle: (settlement) => document.change((data) => settleLease(data, settlement)),
    counts: {
      figures: async (query) => figuresOf(casesOf(await document.read()), query),
      async countCases(filters, limit) {
        const cases = casesOf(await document.read())
        return filters.map((filter) => Math.min(limit, filterCases(cases, filter).length))
      },
      async countWork(query) {
        const { incidents, outbox, leases, cursors } = await document.read()
        const [all, replies, held, read] = [incidents.values(), outbox.values(), leases.values(), cursors.values()]
        return workCounts({ incidents: all, outbox: replies, leases: held, cursors: read }, query)
      },
    },
    privacy: {
      readSealedAuthors: async (keys) => pick((await document.read()).sealedAuthors, keys).filter(({ sealed }) => sealed !== null),
      readJournal: async (query, after) => readJournal(await document.read(), query, after),
      findRetentionDue: async (query) => findRetentionDue(await document.read(), query),
      recordKey: placeOf,
      readRecords: async (kind, after, limit) => pageOf(await document.read(), kind, after?.[0], limit),
    },
    learned: {
      readLearned: async (name) => readLearned(await document.read(), name),
      writeLearned: (name, state, expectedPosition, bursts) =>
        document.change((data) => writeLearned(data, name, state, { expectedPosition, bursts })),
      readBursts: async (query) => readBursts(await document.read(), query),
    },
  }
}
// #endregion storage

/**
 * The keys of a network's messages that incidents hold which are not over, and then those of what may be answered
 * again.
 */
function watchedKeys({ incidents }: Data, { network, limit, overUpdatedSince }: WatchedQuery): readonly string[] {
  const all = [...incidents.values()].filter(({ facts }) => facts.network === network)
  const isOver = ({ facts }: StoredIncident) => overStatuses.some((status) => status === facts.status)
  const mayGoOn = ({ facts }: StoredIncident) => facts.status === "closed" || facts.status === "converted"
  const over = all
    .filter((stored) => mayGoOn(stored) && overUpdatedSince !== undefined && stored.facts.updatedAt >= overUpdatedSince)
    .toSorted((one, other) => compare(one.facts.updatedAt, other.facts.updatedAt) || one.number - other.number)
  const keys = [...over, ...all.filter((stored) => !isOver(stored))].flatMap(({ incident }) =>
    incident.messageKeys.filter((key) => key.startsWith(`${network}:`)),
  )
  return keys.toReversed().slice(0, limit)
}

function logOf(feed: Data["feed"], incidentId: string): readonly IncidentEvent[] {
  return feed.filter(([id]) => id === incidentId).map(([id, version, text]) => decodeEvent(text, `${id}@${version}`))
}

function pick<Value>(stored: ReadonlyMap<string, Value>, keys: readonly string[]): readonly Value[] {
  return keys.flatMap((key) => stored.get(key) ?? [])
}

/** Incidents with everything of them that is counted and looked for. */
function casesOf({ incidents, views, messages, marks: allMarks }: Data): readonly (FilteredCase & { readonly stored: StoredIncident })[] {
  return [...incidents.values()].map((stored) => {
    const { clocks = [], labels = [] } = views.get(stored.facts.incidentId) ?? {}
    const wordsOf = (key: string) => new Set(searchTermsOf(messages.get(key)?.text ?? null))
    const marks = allMarks.get(stored.facts.incidentId) ?? []
    return { stored, number: stored.number, facts: stored.facts, clocks, labels, marks, wordsOf }
  })
}
