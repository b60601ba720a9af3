import type { IncidentFilter, Storage, StoredIncident } from "@otklik/core"
import { overStatuses } from "@otklik/core/incident"
import { countSubjects, inMetric, tallyFacts, tallyMarks, type IncidentFacts } from "@otklik/core/reports"
import {
  importNotesId,
  stagingName,
  checkEvidence,
  checkFeed,
  checkFilter,
  checkLease,
  checkNames,
  checkPeriod,
  checkRecords,
  checkRenewal,
  checkSettlement,
  checkSubjects,
  checkTally,
  checkUnit,
  checkWatched,
  checkWork,
  decodeEvent,
  lostRace,
  workCounts,
} from "@otklik/core/storage"
import { commitUnit } from "./commit.ts"
import { compare } from "./compare.ts"
import { decode, emptyData, format, openDocument, type Data, type DocumentHandle } from "./document.ts"
import { countAll, findUnswept, pageOf, placeOf, readJournal } from "./keep.ts"
import { byPlan, leaseWork, renewLease, settleLease } from "./lease.ts"

// #region storage
/** A storage that keeps a tenant in one document: enough for a village, and short enough to read in one sitting. */
export function createDocumentStorage(options: { readonly documents: DocumentHandle; readonly tenant?: string }): Storage {
  const { documents, tenant = "main" } = options
  return storageOf(documents, tenant)
}

function storageOf(documents: DocumentHandle, tenant: string): Storage {
  const document = openDocument(documents, tenant)
  const staged = openDocument(documents, stagingName(tenant))
  return {
    specificationVersion: "v1",
    tenant,
    async migrate() {
      for (const one of [document, staged]) await one.create()
    },
    async schemaStatus() {
      const stored = await documents.read(tenant)
      const version = stored === null ? 0 : decode(stored.text).format
      const state = version === 0 ? "missing" : version > format ? "too-new" : version < format ? "too-old" : "ready"
      return { state, version, expected: format }
    },
    async commit(unit) {
      checkUnit(unit)
      return document.change((data) => commitUnit(data, unit))
    },
    async lease(wanted) {
      checkLease(wanted)
      return document.change((data) => leaseWork(data, wanted))
    },
    async renew(renewal) {
      checkRenewal(renewal)
      return document.change((data) => renewLease(data, renewal))
    },
    async settle(settlement) {
      checkSettlement(settlement)
      return document.change((data) => settleLease(data, settlement))
    },
    async load(incidentId) {
      checkNames("load", { incidentId })
      const events = (await document.read()).feed
        .filter(([id]) => id === incidentId)
        .map(([id, version, text]) => decodeEvent(text, `${id}@${version}`))
      return { incidentId, events, version: events.length }
    },
    async find(filter) {
      const after = checkFilter(filter)
      const found = [...(await document.read()).incidents.values()].filter(({ number, facts }) => number > after && passes(facts, filter))
      const incidents = found.slice(0, filter.limit)
      return { incidents, next: found.length > incidents.length ? String(incidents.at(-1)?.number) : null }
    },
    async readEvents(after, limit) {
      const start = checkFeed(after, limit)
      const { feed } = await document.read()
      return feed.slice(start, start + limit).map(([incidentId, version, text], index) => {
        return { position: String(start + index + 1), incidentId, version, event: decodeEvent(text, `${incidentId}@${version}`) }
      })
    },
    async tally(query) {
      checkTally(query)
      return tallyFacts(
        [...(await document.read()).incidents.values()].map(({ facts }) => facts),
        query,
      )
    },
    async tallyCycle(period) {
      checkPeriod(period)
      const { incidents, marks } = await document.read()
      return tallyMarks(
        [...incidents].map(([incidentId, { facts }]) => ({ facts, marks: marks.get(incidentId) ?? [] })),
        period,
      )
    },
    async countSubjects(query) {
      checkSubjects(query)
      return countSubjects([...(await document.read()).marks.values()].flat(), query)
    },
    async readEvidence(query) {
      const after = checkEvidence(query)
      const all = [...(await document.read()).evidence.values()].map((piece, index) => ({ piece, ordinal: index + 1 }))
      const isWanted = (id: string) => query.incidentId === undefined || query.incidentId === id
      const rest = all.filter(({ piece, ordinal }) => ordinal > after && isWanted(piece.incidentId))
      const page = rest.slice(0, query.limit)
      return { evidence: page.map(({ piece }) => piece), next: rest.length > page.length ? String(page.at(-1)?.ordinal) : null }
    },
    async get(incidentId) {
      checkNames("get", { incidentId })
      return (await document.read()).incidents.get(incidentId)
    },
    async readMessages(keys) {
      checkNames("readMessages", { keys })
      return pick((await document.read()).messages, keys)
    },
    async readDrafts(draftIds) {
      checkNames("readDrafts", { draftIds })
      return pick((await document.read()).drafts, draftIds)
    },
    async findClaims(keys) {
      checkNames("findClaims", { keys })
      const { claims } = await document.read()
      return new Map([...claims].filter(([key]) => keys.includes(key)))
    },
    async readOutbox(incidentId) {
      checkNames("readOutbox", { incidentId })
      return [...(await document.read()).outbox.values()].filter((entry) => entry.incidentId === incidentId).toSorted(byPlan)
    },
    async readCursors(connectorId) {
      checkNames("readCursors", { connectorId })
      const cursors = [...(await document.read()).cursors.values()].filter((cursor) => cursor.connectorId === connectorId)
      return cursors.toSorted((one, other) => compare(one.sourceId, other.sourceId))
    },
    async readWatched(query) {
      checkWatched(query)
      const { network, limit, overUpdatedSince } = query
      const all = [...(await document.read()).incidents.values()].filter(({ facts }) => facts.network === network)
      const isOver = ({ facts }: StoredIncident) => overStatuses.some((status) => status === facts.status)
      const mayGoOn = ({ facts }: StoredIncident) => facts.status === "closed" || facts.status === "converted"
      // What is over and may be answered again comes after all others, the last updated first.
      const over = all
        .filter((stored) => mayGoOn(stored) && overUpdatedSince !== undefined && stored.facts.updatedAt >= overUpdatedSince)
        .toSorted((one, other) => compare(one.facts.updatedAt, other.facts.updatedAt) || one.number - other.number)
      const keys = [...over, ...all.filter((stored) => !isOver(stored))].flatMap(({ incident }) =>
        incident.messageKeys.filter((key) => key.startsWith(`${network}:`)),
      )
      return keys.toReversed().slice(0, limit)
    },
    async countWork(query) {
      checkWork(query)
      const { incidents, outbox, leases, cursors } = await document.read()
      const [all, replies, held, read] = [incidents.values(), outbox.values(), leases.values(), cursors.values()]
      return workCounts({ incidents: all, outbox: replies, leases: held, cursors: read }, query)
    },
    async readSealedAuthors(messageKeys) {
      checkNames("readSealedAuthors", { messageKeys })
      return pick((await document.read()).sealedAuthors, messageKeys).filter(({ sealed }) => sealed !== null)
    },
    readJournal: async (query) => readJournal(await document.read(), query),
    findUnswept: async (query) => findUnswept(await document.read(), query),
    countRecords: async () => countAll(await document.read()),
    async readRecords(kind, after, limit) {
      const [from] = checkRecords(kind, after, limit, placeOf) ?? []
      return pageOf(await document.read(), kind, from, limit)
    },
    staging: () => storageOf(documents, stagingName(tenant)),
    async takeStaged(progress) {
      checkNames("takeStaged", { progress })
      const data = await staged.read()
      const notes = [...data.cursors].filter(([, { connectorId }]) => connectorId === importNotesId)
      if (!notes.some(([, { cursor }]) => cursor === progress)) throw lostRace("staging", "staging", "another import was there meanwhile")
      for (const [key] of notes) data.cursors.delete(key)
      // Two documents, two changes. The tenant's first: what is interrupted here stands in both, and in neither it never is.
      await document.change((mine) => {
        if (Object.values(countAll(mine)).some((count) => count > 0)) throw lostRace("tenant", "tenant", "the tenant has something already")
        Object.assign(mine, data, { leases: mine.leases, lastToken: mine.lastToken })
      })
      await staged.change(empty)
    },
    async deleteEverything() {
      for (const one of [document, staged]) await one.change(empty)
    },
    async close() {},
  }
}
// #endregion storage

/** Tokens go on growing, so that no lease of before is taken for one of afterwards. */
function empty(data: Data): void {
  Object.assign(data, structuredClone(emptyData), { lastToken: data.lastToken })
}

function pick<Value>(stored: ReadonlyMap<string, Value>, keys: readonly string[]): readonly Value[] {
  return keys.flatMap((key) => stored.get(key) ?? [])
}

function passes(facts: IncidentFacts, filter: IncidentFilter): boolean {
  // An empty list allows nothing.
  const allows = (list: readonly string[] | undefined, value: string | null) => list === undefined || list.some((one) => one === value)
  const isUnowned = facts.authorityId === null && ["candidate", ...overStatuses].every((status) => status !== facts.status)
  return (
    allows(filter.statuses, facts.status) &&
    allows(filter.topics, facts.topic) &&
    allows(filter.authorityIds, facts.authorityId) &&
    allows(filter.territoryIds, facts.territoryId) &&
    allows(filter.networks, facts.network) &&
    (filter.unowned !== true || isUnowned) &&
    (filter.authorWaits !== true || facts.waitingSince !== null) &&
    (filter.metric === undefined || inMetric(facts, filter.metric.id, filter.metric.period, filter.metric.at))
  )
}
