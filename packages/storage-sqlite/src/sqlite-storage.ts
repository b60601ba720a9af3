import { readOptions, type Storage } from "@otklik/core"
import { createEventCodec, defineStorage, type TenantDriver, type Upcasters } from "@otklik/core/storage"
import * as z from "zod"
import { readCursors } from "./read/cursors.ts"
import { commitUnit } from "./commit/commit.ts"
import { connect, type Connection } from "./handle/connection.ts"
import { readEvidence } from "./read/evidence.ts"
import { countCases, findIncidents } from "./read/find.ts"
import type { SqliteHandle } from "./handle/handle.ts"
import { findRetentionDue, readJournal, readSealedAuthors } from "./privacy/privacy.ts"
import { readBursts, readLearned, writeLearned } from "./learned.ts"
import { leaseWork, renewLease, settleLease } from "./lease.ts"
import {
  loadIncidents,
  readCase,
  readClaims,
  readDrafts,
  readFeed,
  readIncidents,
  readMessages,
  readOutbox,
  readWatched,
} from "./read/incidents.ts"
import { countRecords, readRecords, recordKey } from "./privacy/records.ts"
import { openSchema } from "./schema/schema.ts"
import { countFigures } from "./counts/figures.ts"
import { countWork } from "./counts/work.ts"
import { deleteEverything, takeStaged } from "./moving.ts"

/** What `createSqliteStorage` is given. */
export interface SqliteStorageOptions {
  /** An open handle, which stays the host's: it is never closed here and none of its settings is changed. */
  readonly database: SqliteHandle
  /**
   * Whose data: a region or a city. Default `main`. Several tenants may share a database; names that begin with
   * `otklik/` are not the host's.
   */
  readonly tenant?: string
  /**
   * How events of older schema versions are lifted to the present one, in place of the way of this package. Not for
   * daily work: for readers of what another version of the package writes, and for tests of a next one.
   */
  readonly upcasters?: Upcasters
}

const optionsSchema = z.strictObject({
  database: z.custom<SqliteHandle>(
    (value) => typeof value === "object" && value !== null && "exec" in value && "prepare" in value,
    "an open SQLite handle was expected: DatabaseSync of node:sqlite, or Database of better-sqlite3",
  ),
  tenant: z.string().default("main"),
  upcasters: z
    .custom<Upcasters>((value) => typeof value === "object" && value !== null, "upcasters by event type were expected")
    .optional(),
})

/**
 * A storage in an SQLite database: the embedded default, for one machine.
 *
 * Every call does its work at once on the host's handle and gives a promise that is settled already. Leases go by the
 * caller's `now`. A database that another writer holds for longer than the handle's busy timeout gives `conflict`,
 * which is retryable: nothing was stored.
 *
 * @param options - the host's handle and the tenant
 * @throws DeskError `config`
 *
 * @example
 * const database = new DatabaseSync("otklik.db")
 * for (const setting of sqliteSettings) database.exec(setting)
 * const storage = createSqliteStorage({ database })
 * await storage.migrate()
 */
export function createSqliteStorage(options: SqliteStorageOptions): Storage {
  const { database, tenant, upcasters } = readOptions(optionsSchema, options, "createSqliteStorage options")
  const connection = connect(database, createEventCodec(upcasters))
  const schema = openSchema(connection)
  return defineStorage(
    {
      name: "@otklik/storage-sqlite",
      migrate: schema.migrate,
      schemaStatus: schema.status,
      migrateAdvice: ", or have the statements of sqliteMigrations run",
      open: (name) => openTenant(connection, name),
      close: () => connection.forget(),
    },
    { tenant },
  )
}

function openTenant(connection: Connection, tenant: string): TenantDriver {
  return {
    load: (incidentIds) => loadIncidents(connection, tenant, incidentIds),
    commit: (unit) => commitUnit(connection, tenant, unit),
    find: (query) => findIncidents(connection, tenant, query),
    readCase: (incidentId) => readCase(connection, tenant, incidentId),
    read: {
      incident: (ids) => readIncidents(connection, tenant, ids),
      message: (keys) => readMessages(connection, tenant, keys),
      claim: (keys) => readClaims(connection, tenant, keys),
      draft: (keys) => readDrafts(connection, tenant, keys),
    },
    readOutbox: (incidentId) => readOutbox(connection, tenant, incidentId),
    readCursors: (connectorId) => readCursors(connection, tenant, connectorId),
    readWatched: (query) => readWatched(connection, tenant, query),
    readEvidence: (query, after) => readEvidence(connection, tenant, query, after),
    readEvents: (after, limit) => readFeed(connection, tenant, after, limit),
    lease: (options) => leaseWork(connection, tenant, options),
    renew: (renewal) => renewLease(connection, tenant, renewal),
    settle: (settlement) => settleLease(connection, tenant, settlement),
    counts: {
      figures: (query) => countFigures(connection, tenant, query),
      countCases: (filters, limit) => countCases(connection, tenant, filters, limit),
      countWork: (query) => countWork(connection, tenant, query),
    },
    privacy: {
      readSealedAuthors: (messageKeys) => readSealedAuthors(connection, tenant, messageKeys),
      readJournal: (query, after) => readJournal(connection, tenant, query, after),
      findRetentionDue: (query) => findRetentionDue(connection, tenant, query),
      recordKey,
      readRecords: (kind, after, limit) => readRecords(connection, tenant, kind, { after, limit }),
    },
    learned: {
      readLearned: (name) => readLearned(connection, tenant, name),
      writeLearned: (name, state, expectedPosition, bursts) =>
        writeLearned(connection, tenant, name, { ...state, expectedPosition, bursts }),
      readBursts: (query) => readBursts(connection, tenant, query),
    },
    moving: {
      countRecords: () => countRecords(connection, tenant),
      takeStaged: (staging, progress) => takeStaged(connection, tenant, staging, progress),
      deleteEverything: (staging) => deleteEverything(connection, tenant, staging),
    },
  }
}
