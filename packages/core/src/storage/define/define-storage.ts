import { DeskError } from "../../base/index.ts"
import type { IncidentEvent } from "../../incident/index.ts"
import type { MessageKey } from "../../message/index.ts"
import { compareRows, isEmptyRow, type FiguresQuery, type FiguresRow } from "../../report/index.ts"
import { checkBursts, checkLearned, checkLearnedName } from "./check-learned.ts"
import { checkJournal, checkRecords, checkSweeps, type JournalPlace } from "./check-keeping.ts"
import {
  checkEvidence,
  checkFeed,
  checkFigures,
  checkLease,
  checkLists,
  checkNames,
  checkRead,
  checkRenewal,
  checkSettlement,
  checkWatched,
  checkWork,
} from "./check-question.ts"
import { checkUnit } from "./check-unit.ts"
import type { KeyedKind, KeyedThings, SchemaStatus, Storage, StorageMoving, StoredEvent } from "../contract/contract.ts"
import type { BurstQuery, StoredBurst } from "../contract/burst.ts"
import type { CaseFilter, CaseQuery } from "../contract/case-query.ts"
import { placeIn } from "../rows/case-filter.ts"
import { checkCounts, checkFind } from "./check-find.ts"
import type { JournalPage, JournalQuery } from "../contract/journal.ts"
import type { LearnedName, LearnedState } from "../contract/learned.ts"
import type { Lease, LeaseOptions, Renewal, Settlement } from "../contract/lease.ts"
import type { SealedAuthor } from "../contract/sealed-author.ts"
import type { WatchedQuery } from "../contract/source-reading.ts"
import { checkTenant, stagingName } from "./tenant-name.ts"
import type { EvidencePage, EvidenceQuery } from "../contract/stored-evidence.ts"
import type { StoredCase, StoredIncident } from "../contract/stored-incident.ts"
import type { SweepQuery } from "../contract/sweep.ts"
import type { OutboxEntry } from "../contract/outbox-entry.ts"
import type { RecordKind, TenantCounts } from "../contract/record-kind.ts"
import type { RecordPage, TenantRecords } from "../contract/tenant-records.ts"
import type { Committed, SourceCursor, UnitOfWork } from "../contract/unit-of-work.ts"
import type { WorkCounts, WorkQuery } from "../contract/work-counts.ts"

/** What a driver gives: at once, or later. */
export type Answer<Value> = Value | Promise<Value>

/**
 * A database as `defineStorage` needs it. Whatever reaches a member was checked: names are texts, limits and moments
 * are what they must be, a unit is whole. A member that gives its answer at once is not waited for: its work is done
 * when the call returns.
 */
export interface StorageDriver {
  /** The package, as messages name it: `@otklik/storage-sqlite`. */
  readonly name: string
  /** Makes the schema. Never asked of one that is newer than the driver. */
  migrate(): Answer<void>
  /** Reads only; answers on a database that nobody has migrated too. */
  schemaStatus(): Answer<SchemaStatus>
  /**
   * What else may be done about a schema that is not ready, as half a sentence behind "call migrate()". Absent:
   * nothing.
   */
  readonly migrateAdvice?: string
  /** The data of one tenant. Called once for each name of a storage. */
  open(tenant: string): TenantDriver
  /** Frees what the driver itself holds. Absent: nothing. */
  close?(): Answer<void>
}

/**
 * The data of one tenant, behind the checks. Members promise what those of `Storage` promise, but for what is said
 * here.
 */
export interface TenantDriver {
  /** The events of incidents, each once; those without any may be left out. */
  load(incidentIds: readonly string[]): Answer<ReadonlyMap<string, readonly IncidentEvent[]>>
  /** Stores a unit of work whole, or nothing of it; throws `conflict` where another writer came first. */
  commit(unit: UnitOfWork): Answer<Committed>
  /**
   * Incidents in the order that is asked for, from `after` on: at most one more than `limit`, by which it is known that
   * there is another page. A reach is not empty.
   */
  find(query: CaseQuery): Answer<readonly StoredIncident[]>
  /**
   * One incident with everything that belongs to it, of one moment; undefined where there is none. Messages and drafts
   * in any order.
   */
  readCase(incidentId: string): Answer<StoredCase | undefined>
  /** Those that are stored, in any order; every key is asked for once. */
  readonly read: { readonly [Kind in KeyedKind]: (keys: readonly string[]) => Answer<readonly KeyedThings[Kind][]> }
  /** The replies of an incident, in the order of their planning. */
  readOutbox(incidentId: string): Answer<readonly OutboxEntry[]>
  /** In any order. */
  readCursors(connectorId: string): Answer<readonly SourceCursor[]>
  /** Keys of messages that a connector watches, those of open incidents first. */
  readWatched(query: WatchedQuery): Answer<readonly MessageKey[]>
  /**
   * A page of evidence.
   *
   * @param after - the ordinal behind which the page begins; the `next` of a page is that of its last piece
   */
  readEvidence(query: EvidenceQuery, after: number): Answer<EvidencePage>
  /**
   * A part of the feed of all events, in the order of their positions.
   *
   * @param after - the position behind which the part begins, as a number; 0 for the beginning
   */
  readEvents(after: number, limit: number): Answer<readonly StoredEvent[]>
  /** Takes work that is due, for a time. */
  lease(options: LeaseOptions): Answer<readonly Lease[]>
  /** Makes a lease last from now on; throws `conflict` where another worker has it. */
  renew(renewal: Renewal): Answer<void>
  /** Gives a lease back; throws `conflict` where another worker has it. */
  settle(settlement: Settlement): Answer<void>
  /** Counts for reports and health. */
  readonly counts: {
    /** In any order; rows of zeros may be among them. */
    figures(query: FiguresQuery): Answer<readonly FiguresRow[]>
    /** How many incidents each filter takes, each up to a limit. A reach is not empty. */
    countCases(filters: readonly CaseFilter[], limit: number): Answer<readonly number[]>
    /** What is due, held and open, each up to a limit. */
    countWork(query: WorkQuery): Answer<WorkCounts>
  }
  /** What erasure and retention need. */
  readonly privacy: {
    /** Those that are stored and not dropped, in any order; every key is asked for once. */
    readSealedAuthors(messageKeys: readonly MessageKey[]): Answer<readonly SealedAuthor[]>
    /**
     * A page of the journal, oldest first.
     *
     * @param after - the entry behind which the page begins; the `next` of a page is `AT ENTRYID` of its last entry
     */
    readJournal(query: JournalQuery, after: JournalPlace): Answer<JournalPage>
    /** Incidents whose current version retention has not processed. */
    findRetentionDue(query: SweepQuery): Answer<readonly StoredIncident[]>
    /**
     * The columns of the key of a kind, as they are in `next` of its pages (a JSON list): `ordinal` is a whole
     * number, every other one a text.
     */
    recordKey(kind: RecordKind): readonly string[]
    /**
     * A page of records of a kind, in the order of their keys.
     *
     * @param after - the values of `recordKey` behind which the page begins; undefined for the first page
     */
    readRecords<Kind extends RecordKind>(
      kind: Kind,
      after: readonly (string | number)[] | undefined,
      limit: number,
    ): Answer<RecordPage<TenantRecords[Kind]>>
  }
  /** What is learned from the feed. */
  readonly learned: {
    /** What was learned under a name; undefined when nothing was. */
    readLearned(name: LearnedName): Answer<LearnedState | undefined>
    /**
     * Stores a state with the mass events, or throws `conflict` where another position is stored; null: where anything
     * is.
     */
    writeLearned(name: LearnedName, state: LearnedState, expectedPosition: string | null, bursts: readonly StoredBurst[]): Answer<void>
    /** Mass events in their order: the last found first, then by id in the order of UTF-16 units. */
    readBursts(query: BurstQuery): Answer<readonly StoredBurst[]>
  }
  /** Absent where tenants cannot be moved. */
  readonly moving?: {
    /** How many records of each kind the tenant has. */
    countRecords(): Answer<TenantCounts>
    /**
     * Takes everything that another tenant has, in one transaction.
     *
     * @param staging - the name of the tenant to take from, which is deleted
     */
    takeStaged(staging: string, progress: string): Answer<void>
    /**
     * Deletes everything of the tenant.
     *
     * @param staging - the name of the tenant that is deleted too
     */
    deleteEverything(staging: string): Answer<void>
  }
}

/** Whose data a storage keeps. */
export interface DefineStorageOptions {
  /** A region or a city: 1 to 100 units of well-formed Unicode. Names that begin with `otklik/` are not the host's. */
  readonly tenant: string
}

/**
 * Makes a storage of a driver: checks every question and unit, lets nothing through while the schema does not fit,
 * names the tenant, and puts answers into the order of the contract.
 *
 * @param driver - of a database
 * @param options - the tenant
 * @throws DeskError `config` for a tenant that cannot be one
 *
 * @example
 * export const createMyStorage = ({ client, tenant = "main" }) => defineStorage(myDriver(client), { tenant })
 */
export function defineStorage(driver: StorageDriver, { tenant }: DefineStorageOptions): Storage {
  checkTenant(driver.name, tenant)
  const schema = { ready: false }
  return storageOf(driver, tenant, schema)
}

/** Storages of one driver share what they know of the schema. */
interface KnownSchema {
  ready: boolean
}

function storageOf(driver: StorageDriver, tenant: string, schema: KnownSchema): Storage {
  const data = driver.open(tenant)
  /** Does the work at once where the schema is known to fit. */
  function ready<Value>(work: () => Answer<Value>): Answer<Value> {
    if (schema.ready) return work()
    const pass = (status: SchemaStatus): Answer<Value> => {
      if (status.state !== "ready") throw notReady(driver, status)
      schema.ready = true
      return work()
    }
    const status = driver.schemaStatus()
    return status instanceof Promise ? status.then(pass) : pass(status)
  }
  const { moving } = data
  return {
    specificationVersion: "v1",
    tenant,
    async migrate() {
      const status = await driver.schemaStatus()
      if (status.state === "too-new") throw notReady(driver, status)
      await driver.migrate()
    },
    schemaStatus: async () => driver.schemaStatus(),
    async load(incidentIds) {
      checkLists("load", { incidentIds })
      const logs = await ready(() => data.load([...new Set(incidentIds)]))
      return incidentIds.map((incidentId) => {
        const events = logs.get(incidentId) ?? []
        return { incidentId, events, version: events.length }
      })
    },
    async commit(unit) {
      checkUnit(unit)
      return ready(() => data.commit(unit))
    },
    async find(query) {
      checkFind(query)
      const { limit, order = "number", reach } = query
      const found = await ready(() => (reach?.length === 0 ? [] : data.find(query)))
      const incidents = found.slice(0, limit)
      const last = found.length > limit ? incidents.at(-1) : undefined
      return { incidents, next: last === undefined ? null : placeIn(order, last) }
    },
    async get(incidentId) {
      checkNames("get", { incidentId })
      return (await ready(() => data.read.incident([incidentId])))[0]
    },
    async readCase(incidentId) {
      checkNames("readCase", { incidentId })
      const found = await ready(() => data.readCase(incidentId))
      if (found === undefined) return undefined
      const { incident, messages, drafts } = found
      return {
        ...found,
        messages: inOrder(incident.messageKeys, messages, keyOf.message),
        drafts: drafts.toSorted((one, other) => compare(one.createdAt, other.createdAt) || compare(one.draftId, other.draftId)),
      }
    },
    async read(kind, keys) {
      checkRead(kind, keys)
      const found = await ready(() => data.read[kind]([...new Set(keys)]))
      return inOrder(keys, found, keyOf[kind])
    },
    async readOutbox(incidentId) {
      checkNames("readOutbox", { incidentId })
      return ready(() => data.readOutbox(incidentId))
    },
    async readCursors(connectorId) {
      checkNames("readCursors", { connectorId })
      const cursors = await ready(() => data.readCursors(connectorId))
      return cursors.toSorted((one, other) => compare(one.sourceId, other.sourceId))
    },
    async readWatched(query) {
      checkWatched(query)
      return ready(() => data.readWatched(query))
    },
    async readEvidence(query) {
      const after = checkEvidence(query)
      return ready(() => data.readEvidence(query, after))
    },
    async readEvents(after, limit) {
      const start = checkFeed(after, limit)
      return ready(() => data.readEvents(start, limit))
    },
    async lease(options) {
      checkLease(options)
      return ready(() => data.lease(options))
    },
    async renew(renewal) {
      checkRenewal(renewal)
      return ready(() => data.renew(renewal))
    },
    async settle(settlement) {
      checkSettlement(settlement)
      return ready(() => data.settle(settlement))
    },
    counts: {
      async figures(query) {
        checkFigures(query)
        const rows = await ready(() => data.counts.figures(query))
        return rows.filter((row) => row.keys.length === 0 || !isEmptyRow(row)).toSorted(compareRows)
      },
      async countCases(filters, limit) {
        checkCounts(filters, limit)
        const reached = filters.filter(({ reach }) => reach?.length !== 0)
        const counts = [...(await ready(() => (reached.length === 0 ? [] : data.counts.countCases(reached, limit))))]
        return filters.map(({ reach }) => (reach?.length === 0 ? 0 : (counts.shift() ?? 0)))
      },
      async countWork(query) {
        checkWork(query)
        return ready(() => data.counts.countWork(query))
      },
    },
    privacy: {
      async readSealedAuthors(messageKeys) {
        checkLists("readSealedAuthors", { messageKeys })
        const found = await ready(() => data.privacy.readSealedAuthors([...new Set(messageKeys)]))
        return inOrder(messageKeys, found, (author) => author.messageKey)
      },
      async readJournal(query) {
        const after = checkJournal(query)
        return ready(() => data.privacy.readJournal(query, after))
      },
      async findRetentionDue(query) {
        checkSweeps(query)
        return ready(() => data.privacy.findRetentionDue(query))
      },
      async readRecords(kind, after, limit) {
        const place = checkRecords(kind, after, limit, data.privacy.recordKey)
        return ready(() => data.privacy.readRecords(kind, place, limit))
      },
    },
    learned: {
      async readLearned(name) {
        checkLearnedName("readLearned", name)
        return ready(() => data.learned.readLearned(name))
      },
      async writeLearned(name, state, expectedPosition, bursts = []) {
        checkLearned(name, state, expectedPosition, bursts)
        return ready(() => data.learned.writeLearned(name, state, expectedPosition, bursts))
      },
      async readBursts(query) {
        checkBursts(query)
        return query.burstIds?.length === 0 ? ready(() => []) : ready(() => data.learned.readBursts(query))
      },
    },
    ...(moving === undefined ? {} : { moving: movingOf(moving, ready, { driver, tenant, schema }) }),
    close: async () => driver.close?.(),
  }
}

function movingOf(
  moving: NonNullable<TenantDriver["moving"]>,
  ready: <Value>(work: () => Answer<Value>) => Answer<Value>,
  { driver, tenant, schema }: { readonly driver: StorageDriver; readonly tenant: string; readonly schema: KnownSchema },
): StorageMoving {
  const staging = stagingName(tenant)
  return {
    countRecords: async () => ready(() => moving.countRecords()),
    staging() {
      const staged = storageOf(driver, staging, schema)
      // A driver that moves one tenant moves every one.
      if (staged.moving === undefined) throw new TypeError(`${driver.name}: every tenant of a driver can be moved, or none`)
      return { ...staged, moving: staged.moving }
    },
    async takeStaged(progress) {
      checkNames("takeStaged", { progress })
      await ready(() => moving.takeStaged(staging, progress))
    },
    deleteEverything: async () => ready(() => moving.deleteEverything(staging)),
  }
}

const keyOf: { readonly [Kind in KeyedKind]: (thing: KeyedThings[Kind]) => string } = {
  incident: ({ facts }) => facts.incidentId,
  message: ({ key }) => key,
  claim: ({ key }) => key,
  draft: ({ draftId }) => draftId,
}

/** Things in the order in which their keys were asked for, as often as they were. */
function inOrder<Thing>(keys: readonly string[], things: readonly Thing[], keyOfThing: (thing: Thing) => string): readonly Thing[] {
  const found = new Map(things.map((thing) => [keyOfThing(thing), thing]))
  return keys.flatMap((key) => {
    const thing = found.get(key)
    return thing === undefined ? [] : [thing]
  })
}

/** By UTF-16 units, which is not the order of UTF-8 bytes. */
function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1
}

function notReady({ name, migrateAdvice = "" }: StorageDriver, { state, version, expected }: SchemaStatus): DeskError<"config"> {
  const advice = state === "too-new" ? `update ${name}` : `call migrate()${migrateAdvice}`
  const message = `the schema is ${state}: it is at version ${version}, this package needs ${expected}; ${advice}`
  return new DeskError("config", `${name}: ${message}`, { issues: [{ path: "schema", message }] })
}
