import { DeskError, type Clock, type IncidentEvent, type Storage } from "@otklik/core"
import { ownTenantPrefix } from "@otklik/core/internal"
import { countSubjects, tallyFacts, tallyMarks } from "@otklik/core/reports"
import {
  stagingName,
  checkEvidence,
  checkFeed,
  checkNames,
  checkPeriod,
  checkSubjects,
  checkTally,
  checkWork,
  createEventCodec,
  workCounts,
  type EventCodec,
  type Upcasters,
} from "@otklik/core/storage"
import { commitUnit } from "./commit.ts"
import { findIncidents, watchedKeys } from "./find.ts"
import { deepFreeze } from "./frozen-copy.ts"
import { findUnswept, readJournal, readSealedAuthors } from "./keep.ts"
import { byPlan, leaseWork, renewLease, settleLease } from "./lease.ts"
import { countRecords, readRecords } from "./records.ts"
import { createMemoryStore, tenantData, type MemoryStore } from "./store.ts"
import { clear, takeAll } from "./whole-tenant.ts"

/** What `createMemoryStorage` may be given. */
export interface MemoryStorageOptions {
  /** Whose data: a region or a city. Default `main`. Names that begin with `otklik/` are not the host's. */
  readonly tenant?: string
  /** Data to share with other storages of this process; a new empty one by default. */
  readonly store?: MemoryStore
  /** Leases run out by it, as they do by the clock of a database that workers of several machines share. Absent: by the `now` of whoever asks. */
  readonly clock?: Clock
  /**
   * How events of older schema versions are lifted to the present one, in place of the way of this package. Not for daily work: for readers of what another
   * version of the package writes, and for tests of a next one.
   */
  readonly upcasters?: Upcasters
}

/**
 * The reference storage: keeps everything in this process and forgets it at its end. For tests, demonstrations and as the model that other
 * storages are compared with.
 *
 * @param options - tenant and shared data
 * @throws DeskError `config` for an empty tenant or a store that `createMemoryStore` did not make
 */
export function createMemoryStorage(options: MemoryStorageOptions = {}): Storage {
  const { tenant = "main", store = createMemoryStore(), upcasters, clock } = options
  if (typeof tenant !== "string" || tenant === "") throw wrongOption("tenant", "a text that is not empty was expected")
  if (tenant.startsWith(ownTenantPrefix)) throw wrongOption("tenant", `names that begin with "${ownTenantPrefix}" are Otklik's own`)
  return storageOf(store, tenant, createEventCodec(upcasters), clock)
}

function storageOf(store: MemoryStore, tenant: string, codec: EventCodec, clock: Clock | undefined): Storage {
  const dataOf = (name: string) => {
    const found = tenantData(store, name)
    if (found === undefined) throw wrongOption("store", "a store made by createMemoryStore was expected")
    return found
  }
  const data = dataOf(tenant)
  return {
    specificationVersion: "v1",
    tenant,
    async migrate() {},
    async schemaStatus() {
      return { state: "ready", version: 1, expected: 1 }
    },
    async load(incidentId) {
      checkNames("load", { incidentId })
      const events = (data.logs.get(incidentId) ?? []).map((event, index) => lifted(codec, event, `${incidentId}@${index + 1}`))
      return { incidentId, events, version: events.length }
    },
    async commit(unit) {
      return commitUnit(data, unit, codec)
    },
    async find(filter) {
      return findIncidents(data, filter)
    },
    async get(incidentId) {
      checkNames("get", { incidentId })
      return data.incidents.get(incidentId)
    },
    async readMessages(keys) {
      checkNames("readMessages", { keys })
      return keys.flatMap((key) => data.messages.get(key) ?? [])
    },
    async findClaims(keys) {
      checkNames("findClaims", { keys })
      return new Map(keys.flatMap((key) => pairOf(key, data.claims.get(key))))
    },
    async readDrafts(draftIds) {
      checkNames("readDrafts", { draftIds })
      return draftIds.flatMap((draftId) => data.drafts.get(draftId) ?? [])
    },
    async readOutbox(incidentId) {
      checkNames("readOutbox", { incidentId })
      return [...data.outbox.values()].filter((entry) => entry.incidentId === incidentId).toSorted(byPlan)
    },
    async readCursors(connectorId) {
      checkNames("readCursors", { connectorId })
      const cursors = [...data.cursors.values()].filter((cursor) => cursor.connectorId === connectorId)
      return cursors.toSorted((one, other) => (one.sourceId < other.sourceId ? -1 : 1))
    },
    async readWatched(query) {
      return watchedKeys(data, query)
    },
    async lease(wanted) {
      return leaseWork(data, wanted, clock?.now() ?? wanted.now)
    },
    async renew(renewal) {
      renewLease(data, renewal)
    },
    async settle(settlement) {
      settleLease(data, settlement)
    },
    async countWork(query) {
      checkWork(query)
      const { incidents, outbox, leases, cursors } = data
      const [all, replies, held, read] = [incidents.values(), outbox.values(), leases.values(), cursors.values()]
      return workCounts({ incidents: all, outbox: replies, leases: held, cursors: read }, query)
    },
    async readEvents(after, limit) {
      const start = checkFeed(after, limit)
      return data.feed.slice(start, start + limit).map((stored) => {
        const event = lifted(codec, stored.event, `${stored.incidentId}@${stored.version}`)
        return event === stored.event ? stored : Object.freeze({ ...stored, event })
      })
    },
    async tally(query) {
      checkTally(query)
      return tallyFacts(
        [...data.incidents.values()].map((stored) => stored.facts),
        query,
      )
    },
    async tallyCycle(period) {
      checkPeriod(period)
      return tallyMarks(
        [...data.incidents].map(([incidentId, { facts }]) => ({ facts, marks: data.marks.get(incidentId) ?? [] })),
        period,
      )
    },
    async countSubjects(query) {
      checkSubjects(query)
      return countSubjects([...data.marks.values()].flat(), query)
    },
    async readEvidence(query) {
      const after = checkEvidence(query)
      const all = [...data.evidence.values()].map((piece, index) => ({ piece, ordinal: index + 1 }))
      const rest = all.filter(
        ({ piece, ordinal }) => ordinal > after && (query.incidentId === undefined || piece.incidentId === query.incidentId),
      )
      const page = rest.slice(0, query.limit)
      const next = rest.length > page.length ? String(page.at(-1)?.ordinal) : null
      return { evidence: page.map(({ piece }) => piece), next }
    },
    readSealedAuthors: async (messageKeys) => readSealedAuthors(data, messageKeys),
    readJournal: async (query) => readJournal(data, query),
    findUnswept: async (query) => findUnswept(data, query),
    countRecords: async () => countRecords(data),
    readRecords: async (kind, after, limit) => readRecords(data, kind, after, limit),
    staging: () => storageOf(store, stagingName(tenant), codec, clock),
    takeStaged: async (progress) => takeAll(dataOf(stagingName(tenant)), data, progress),
    async deleteEverything() {
      for (const one of [data, dataOf(stagingName(tenant))]) clear(one)
    },
    async close() {},
  }
}

/** An event in the version of the codec: most are in it already, and were checked when they were stored. */
function lifted(codec: EventCodec, event: IncidentEvent, place: string): IncidentEvent {
  return codec.isPresent(event) ? event : deepFreeze(codec.decode(JSON.stringify(event), place))
}

function pairOf(key: string, incidentId: string | undefined): readonly (readonly [string, string])[] {
  return incidentId === undefined ? [] : [[key, incidentId]]
}

function wrongOption(path: string, message: string): DeskError<"config"> {
  return new DeskError("config", `createMemoryStorage: ${path}: ${message}`, { issues: [{ path, message }] })
}
