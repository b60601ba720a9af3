import { readOptions, type Storage } from "@otklik/core"
import { createEventCodec, defineStorage, type TenantDriver, type Upcasters } from "@otklik/core/storage"
import * as z from "zod"
import type { PostgresClient } from "./client/postgres-client.ts"
import { commitUnit } from "./commit/commit.ts"
import { connect, type Connection } from "./client/connection.ts"
import { readEvidence } from "./read/evidence.ts"
import { countCases, findIncidents } from "./read/find.ts"
import { findRetentionDue, readJournal, readSealedAuthors } from "./privacy/privacy.ts"
import { readBursts, readLearned, writeLearned } from "./learned.ts"
import { leaseWork, renewLease, settleLease, type LeaseClock } from "./lease.ts"
import { countFigures } from "./counts/figures.ts"
import { schemaNamePattern } from "./schema/migrations.ts"
import {
  loadIncidents,
  readCase,
  readClaims,
  readCursors,
  readDrafts,
  readFeed,
  readIncidents,
  readMessages,
  readOutbox,
  readWatched,
} from "./read/incidents.ts"
import { countRecords, readRecords, recordKey } from "./privacy/records.ts"
import { openSchema } from "./schema/schema.ts"
import { countWork } from "./counts/work.ts"
import { deleteEverything, takeStaged } from "./moving.ts"

/** What `createPostgresStorage` is given. */
export interface PostgresStorageOptions {
  /**
   * The host's database: `fromPg(pool)`, `fromPostgresJs(sql)` or `fromPglite(database)`. It stays the host's and is
   * never closed here.
   */
  readonly client: PostgresClient
  /**
   * The schema that holds the tables: small letters, digits and `_`. Default `otklik`. Another desk may have another
   * schema of the same database.
   */
  readonly schema?: string
  /**
   * Whose data: a region or a city. Default `main`. Several tenants may share a schema; names that begin with `otklik/`
   * are not the host's.
   */
  readonly tenant?: string
  /**
   * Whose clock decides which leases have run out. Default `database`: clocks of workers may differ. `caller` goes by
   * the `now` of each call, for one worker under a clock that is set by hand.
   */
  readonly leaseClock?: LeaseClock
  /**
   * How events of older schema versions are lifted to the present one, in place of the way of this package. Not for
   * daily work: for readers of what another version of the package writes, and for tests of a next one.
   */
  readonly upcasters?: Upcasters
}

const optionsSchema = z.strictObject({
  client: z.custom<PostgresClient>(
    (value) =>
      typeof value === "object" &&
      value !== null &&
      "query" in value &&
      typeof value.query === "function" &&
      "script" in value &&
      typeof value.script === "function",
    "a client was expected: fromPg(pool), fromPostgresJs(sql) or fromPglite(database)",
  ),
  schema: z
    .string()
    .regex(schemaNamePattern, "small letters, digits and _ were expected, a letter or _ first, at most 63, and not pg_ at the beginning")
    .default("otklik"),
  tenant: z.string().default("main"),
  leaseClock: z.enum(["database", "caller"]).default("database"),
  upcasters: z
    .custom<Upcasters>((value) => typeof value === "object" && value !== null, "upcasters by event type were expected")
    .optional(),
})

/**
 * A storage in PostgreSQL, version 13 or later: many workers on one database.
 *
 * Every call is one statement and one round trip, on any connection of the host's client; a commit is one call of a
 * function that `migrate()` made. What others rolled back (a deadlock, a serialization failure) is repeated inside. A
 * connection that breaks gives `network`, which is retryable: whether a commit that was under way then was stored is
 * not known, but its guards refuse to store it twice.
 *
 * @param options - the host's client, the schema and the tenant
 * @throws DeskError `config`
 *
 * @example
 * const pool = new Pool({ connectionString })
 * pool.on("error", reportIt)
 * const storage = createPostgresStorage({ client: fromPg(pool), tenant: "chita" })
 * await storage.migrate()
 */
export function createPostgresStorage(options: PostgresStorageOptions): Storage {
  const { client, schema, tenant, leaseClock, upcasters } = readOptions(optionsSchema, options, "createPostgresStorage options")
  const connection = connect(client, schema, createEventCodec(upcasters))
  const opened = openSchema(connection, schema)
  return defineStorage(
    {
      name: "@otklik/storage-postgres",
      migrate: opened.migrate,
      schemaStatus: opened.status,
      migrateAdvice: ", or let a role that may change the schema run the statements of postgresMigrations",
      open: (name) => openTenant(connection, name, leaseClock),
    },
    { tenant },
  )
}

function openTenant(connection: Connection, tenant: string, leaseClock: LeaseClock): TenantDriver {
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
    lease: (options) => leaseWork(connection, tenant, options, leaseClock),
    renew: (renewal) => renewLease(connection, tenant, renewal, leaseClock),
    settle: (settlement) => settleLease(connection, tenant, settlement),
    counts: {
      figures: (query) => countFigures(connection, tenant, query),
      countCases: (filters, limit) => countCases(connection, tenant, filters, limit),
      countWork: (query) => countWork(connection, tenant, query, leaseClock),
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
