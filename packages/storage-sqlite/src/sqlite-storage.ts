import { readOptions, type Storage } from "@otklik/core"
import { ownTenantPrefix } from "@otklik/core/internal"
import { stagingName, createEventCodec, type Upcasters } from "@otklik/core/storage"
import * as z from "zod"
import { readCursors } from "./read/cursors.ts"
import { commitUnit } from "./commit/commit.ts"
import { connect, type Connection } from "./handle/connection.ts"
import { readEvidence } from "./read/evidence.ts"
import { findIncidents } from "./read/find.ts"
import type { SqliteHandle } from "./handle/handle.ts"
import { findUnswept, readJournal, readSealedAuthors } from "./privacy/privacy.ts"
import { leaseWork, renewLease, settleLease } from "./lease.ts"
import { findClaims, getIncident, loadIncident, readDrafts, readFeed, readMessages, readOutbox, readWatched } from "./read/incidents.ts"
import { countRecords, readRecords } from "./privacy/records.ts"
import { openSchema, type Schema } from "./schema/schema.ts"
import { countSubjects, tallyCycle } from "./counts/marks.ts"
import { tallyIncidents } from "./counts/tally.ts"
import { countWork } from "./counts/work.ts"
import { deleteEverything, takeStaged } from "./moving.ts"

/** What `createSqliteStorage` is given. */
export interface SqliteStorageOptions {
  /** An open handle, which stays the host's: it is never closed here and none of its settings is changed. */
  readonly database: SqliteHandle
  /** Whose data: a region or a city. Default `main`. Several tenants may share a database; names that begin with `otklik/` are not the host's. */
  readonly tenant?: string
  /**
   * How events of older schema versions are lifted to the present one, in place of the way of this package. Not for daily work: for readers of what another
   * version of the package writes, and for tests of a next one.
   */
  readonly upcasters?: Upcasters
}

const optionsSchema = z.strictObject({
  database: z.custom<SqliteHandle>(
    (value) => typeof value === "object" && value !== null && "exec" in value && "prepare" in value,
    "an open SQLite handle was expected: DatabaseSync of node:sqlite, or Database of better-sqlite3",
  ),
  tenant: z
    .string()
    .min(1)
    .max(100)
    .refine((tenant) => tenant.isWellFormed() && !tenant.includes("\u0000"), "well-formed Unicode without U+0000 was expected")
    .refine((tenant) => !tenant.startsWith(ownTenantPrefix), `names that begin with "${ownTenantPrefix}" are Otklik's own`)
    .default("main"),
  upcasters: z
    .custom<Upcasters>((value) => typeof value === "object" && value !== null, "upcasters by event type were expected")
    .optional(),
})

/**
 * A storage in an SQLite database: the embedded default, for one machine.
 *
 * Every call does its work at once on the host's handle and gives a promise that is settled already. Leases go by the caller's `now`. A database
 * that another writer holds for longer than the handle's busy timeout gives `conflict`, which is retryable: nothing was stored.
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
  return storageOf(connection, openSchema(connection), tenant)
}

function storageOf(connection: Connection, schema: Schema, tenant: string): Storage {
  function ready<Result>(work: () => Result): Result {
    schema.guard()
    return work()
  }
  return {
    specificationVersion: "v1",
    tenant,
    migrate: async () => schema.migrate(),
    schemaStatus: async () => schema.status(),
    load: async (incidentId) => ready(() => loadIncident(connection, tenant, incidentId)),
    commit: async (unit) => ready(() => commitUnit(connection, tenant, unit)),
    find: async (filter) => ready(() => findIncidents(connection, tenant, filter)),
    get: async (incidentId) => ready(() => getIncident(connection, tenant, incidentId)),
    readMessages: async (keys) => ready(() => readMessages(connection, tenant, keys)),
    findClaims: async (keys) => ready(() => findClaims(connection, tenant, keys)),
    readDrafts: async (draftIds) => ready(() => readDrafts(connection, tenant, draftIds)),
    readOutbox: async (incidentId) => ready(() => readOutbox(connection, tenant, incidentId)),
    readCursors: async (connectorId) => ready(() => readCursors(connection, tenant, connectorId)),
    readWatched: async (query) => ready(() => readWatched(connection, tenant, query)),
    lease: async (wanted) => ready(() => leaseWork(connection, tenant, wanted)),
    renew: async (renewal) => ready(() => renewLease(connection, tenant, renewal)),
    settle: async (settlement) => ready(() => settleLease(connection, tenant, settlement)),
    countWork: async (query) => ready(() => countWork(connection, tenant, query)),
    readEvents: async (after, limit) => ready(() => readFeed(connection, tenant, after, limit)),
    tally: async (query) => ready(() => tallyIncidents(connection, tenant, query)),
    tallyCycle: async (period) => ready(() => tallyCycle(connection, tenant, period)),
    countSubjects: async (query) => ready(() => countSubjects(connection, tenant, query)),
    readEvidence: async (query) => ready(() => readEvidence(connection, tenant, query)),
    readSealedAuthors: async (messageKeys) => ready(() => readSealedAuthors(connection, tenant, messageKeys)),
    readJournal: async (query) => ready(() => readJournal(connection, tenant, query)),
    findUnswept: async (query) => ready(() => findUnswept(connection, tenant, query)),
    countRecords: async () => ready(() => countRecords(connection, tenant)),
    readRecords: async (kind, after, limit) => ready(() => readRecords(connection, tenant, kind, { after, limit })),
    staging: () => storageOf(connection, schema, stagingName(tenant)),
    takeStaged: async (progress) => ready(() => takeStaged(connection, tenant, progress)),
    deleteEverything: async () => ready(() => deleteEverything(connection, tenant)),
    close: async () => connection.forget(),
  }
}
