import { DeskError, type Clock, type IncidentEvent, type Storage } from "@otklik/core"
import { figuresOf } from "@otklik/core/reports"
import {
  createEventCodec,
  defineStorage,
  workCounts,
  type EventCodec,
  type StorageDriver,
  type TenantDriver,
  type Upcasters,
} from "@otklik/core/storage"
import { commitUnit } from "./commit.ts"
import { casesOf, countCases, findIncidents, watchedKeys } from "./find.ts"
import { frozenCopy } from "./frozen-copy.ts"
import { findRetentionDue, readJournal, readSealedAuthors } from "./keep.ts"
import { readBursts, readLearned, writeLearned } from "./learned.ts"
import { byPlan, leaseWork, renewLease, settleLease } from "./lease.ts"
import { countRecords, readRecords, recordKey } from "./records.ts"
import { createMemoryStore, tenantData, type MemoryStore, type TenantData } from "./store.ts"
import { clear, takeAll } from "./whole-tenant.ts"

/** What `createMemoryStorage` may be given. */
export interface MemoryStorageOptions {
  /** Whose data: a region or a city. Default `main`. Names that begin with `otklik/` are not the host's. */
  readonly tenant?: string
  /** Data to share with other storages of this process; a new empty one by default. */
  readonly store?: MemoryStore
  /**
   * Leases run out by it, as they do by the clock of a database that workers of several machines share. Absent: by the
   * `now` of whoever asks.
   */
  readonly clock?: Clock
  /**
   * How events of older schema versions are lifted to the present one, in place of the way of this package. Not for
   * daily work: for readers of what another version of the package writes, and for tests of a next one.
   */
  readonly upcasters?: Upcasters
}

/**
 * The reference storage: keeps everything in this process and forgets it at its end. For tests, demonstrations and as
 * the model that other storages are compared with.
 *
 * @param options - tenant and shared data
 * @throws DeskError `config` for an empty tenant or a store that `createMemoryStore` did not make
 */
export function createMemoryStorage(options: MemoryStorageOptions = {}): Storage {
  const { tenant = "main", store = createMemoryStore(), upcasters, clock } = options
  return defineStorage(createDriver(store, createEventCodec(upcasters), clock), { tenant })
}

function createDriver(store: MemoryStore, codec: EventCodec, clock: Clock | undefined): StorageDriver {
  const dataOf = (tenant: string): TenantData => {
    const found = tenantData(store, tenant)
    if (found !== undefined) return found
    const message = "a store made by createMemoryStore was expected"
    throw new DeskError("config", `createMemoryStorage: store: ${message}`, { issues: [{ path: "store", message }] })
  }
  return {
    name: "@otklik/storage-memory",
    migrate() {},
    schemaStatus: () => ({ state: "ready", version: 1, expected: 1 }),
    open: (tenant) => openTenant(dataOf(tenant), dataOf, { codec, clock }),
  }
}

function openTenant(
  data: TenantData,
  dataOf: (tenant: string) => TenantData,
  { codec, clock }: { readonly codec: EventCodec; readonly clock: Clock | undefined },
): TenantDriver {
  return {
    load: (incidentIds) => new Map(incidentIds.map((incidentId) => [incidentId, logOf(data, codec, incidentId)])),
    commit: (unit) => commitUnit(data, unit, codec),
    find: (query) => findIncidents(data, query),
    readCase(incidentId) {
      const stored = data.incidents.get(incidentId)
      if (stored === undefined) return undefined
      const isOwn = (thing: { readonly incidentId: string }) => thing.incidentId === incidentId
      return {
        ...stored,
        events: logOf(data, codec, incidentId),
        messages: stored.incident.messageKeys.flatMap((key) => data.messages.get(key) ?? []),
        drafts: [...data.drafts.values()].filter(isOwn),
        outbox: [...data.outbox.values()].filter(isOwn).toSorted(byPlan),
        evidence: [...data.evidence.values()].filter(isOwn),
      }
    },
    read: {
      incident: (ids) => ids.flatMap((id) => data.incidents.get(id) ?? []),
      message: (keys) => keys.flatMap((key) => data.messages.get(key) ?? []),
      claim: (keys) =>
        keys.flatMap((key) => {
          const incidentId = data.claims.get(key)
          return incidentId === undefined ? [] : [{ key, incidentId }]
        }),
      draft: (keys) => keys.flatMap((key) => data.drafts.get(key) ?? []),
    },
    readOutbox: (incidentId) => [...data.outbox.values()].filter((entry) => entry.incidentId === incidentId).toSorted(byPlan),
    readCursors: (connectorId) => [...data.cursors.values()].filter((cursor) => cursor.connectorId === connectorId),
    readWatched: (query) => watchedKeys(data, query),
    readEvidence({ incidentId, limit }, after) {
      const rest = [...data.evidence.values()]
        .map((piece, index) => ({ piece, ordinal: index + 1 }))
        .filter(({ piece, ordinal }) => ordinal > after && (incidentId === undefined || piece.incidentId === incidentId))
      const page = rest.slice(0, limit)
      return { evidence: page.map(({ piece }) => piece), next: rest.length > page.length ? String(page.at(-1)?.ordinal) : null }
    },
    readEvents: (after, limit) =>
      data.feed.slice(after, after + limit).map((stored) => {
        const event = lifted(codec, stored.event, `${stored.incidentId}@${stored.version}`)
        return event === stored.event ? stored : Object.freeze({ ...stored, event })
      }),
    lease: (options) => leaseWork(data, options, clock?.now() ?? options.now),
    renew: (renewal) => renewLease(data, renewal),
    settle: (settlement) => settleLease(data, settlement),
    counts: {
      figures: (query) => figuresOf(casesOf(data), query),
      countCases: (filters, limit) => countCases(data, filters, limit),
      countWork: (query) =>
        workCounts(
          {
            incidents: data.incidents.values(),
            outbox: data.outbox.values(),
            leases: data.leases.values(),
            cursors: data.cursors.values(),
          },
          query,
        ),
    },
    privacy: {
      readSealedAuthors: (messageKeys) => readSealedAuthors(data, messageKeys),
      readJournal: (query, after) => readJournal(data, query, after),
      findRetentionDue: (query) => findRetentionDue(data, query),
      recordKey,
      readRecords: (kind, after, limit) => readRecords(data, kind, after?.[0], limit),
    },
    learned: {
      readLearned: (name) => readLearned(data, name),
      writeLearned: (name, state, expectedPosition, bursts) => writeLearned(data, name, state, { expectedPosition, bursts }),
      readBursts: (query) => readBursts(data, query),
    },
    moving: {
      countRecords: () => countRecords(data),
      takeStaged: (staging, progress) => takeAll(dataOf(staging), data, progress),
      deleteEverything(staging) {
        for (const one of [data, dataOf(staging)]) clear(one)
      },
    },
  }
}

/** The events of an incident, oldest first. */
function logOf(data: TenantData, codec: EventCodec, incidentId: string): readonly IncidentEvent[] {
  return (data.logs.get(incidentId) ?? []).map((event, index) => lifted(codec, event, `${incidentId}@${index + 1}`))
}

/** An event in the version of the codec: most are in it already, and were checked when they were stored. */
function lifted(codec: EventCodec, event: IncidentEvent, place: string): IncidentEvent {
  return codec.isPresent(event) ? event : frozenCopy(codec.decode(JSON.stringify(event), place))
}
