import { readOptions, type Storage } from "@otklik/core"
import { ownTenantPrefix } from "@otklik/core/internal"
import { stagingName, createEventCodec, type Upcasters } from "@otklik/core/storage"
import * as z from "zod"
import type { PostgresClient } from "./client/postgres-client.ts"
import { commitUnit } from "./commit/commit.ts"
import { connect, type Connection } from "./client/connection.ts"
import { readEvidence } from "./read/evidence.ts"
import { findIncidents } from "./read/find.ts"
import { findUnswept, readJournal, readSealedAuthors } from "./privacy/privacy.ts"
import { leaseWork, renewLease, settleLease, type LeaseClock } from "./lease.ts"
import { countSubjects, tallyCycle } from "./counts/marks.ts"
import { schemaNamePattern } from "./schema/migrations.ts"
import {
  findClaims,
  getIncident,
  loadIncident,
  readCursors,
  readDrafts,
  readFeed,
  readMessages,
  readOutbox,
  readWatched,
} from "./read/incidents.ts"
import { countRecords, readRecords } from "./privacy/records.ts"
import { openSchema, type Schema } from "./schema/schema.ts"
import { tallyIncidents } from "./counts/tally.ts"
import { countWork } from "./counts/work.ts"
import { isStorable } from "./read/text-array.ts"
import { deleteEverything, takeStaged } from "./moving.ts"

/** What `createPostgresStorage` is given. */
export interface PostgresStorageOptions {
  /** The host's database: `fromPg(pool)`, `fromPostgresJs(sql)` or `fromPglite(database)`. It stays the host's and is never closed here. */
  readonly client: PostgresClient
  /** The schema that holds the tables: small letters, digits and `_`. Default `otklik`. Another desk may have another schema of the same database. */
  readonly schema?: string
  /** Whose data: a region or a city. Default `main`. Several tenants may share a schema; names that begin with `otklik/` are not the host's. */
  readonly tenant?: string
  /**
   * Whose clock decides which leases have run out. Default `database`: clocks of workers may differ. `caller` goes by the `now` of each call, for one worker
   * under a clock that is set by hand.
   */
  readonly leaseClock?: LeaseClock
  /**
   * How events of older schema versions are lifted to the present one, in place of the way of this package. Not for daily work: for readers of what another
   * version of the package writes, and for tests of a next one.
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
  tenant: z
    .string()
    .min(1)
    .max(100)
    .refine(isStorable, "well-formed Unicode without U+0000 was expected")
    .refine((tenant) => !tenant.startsWith(ownTenantPrefix), `names that begin with "${ownTenantPrefix}" are Otklik's own`)
    .default("main"),
  leaseClock: z.enum(["database", "caller"]).default("database"),
  upcasters: z
    .custom<Upcasters>((value) => typeof value === "object" && value !== null, "upcasters by event type were expected")
    .optional(),
})

/**
 * A storage in PostgreSQL, version 13 or later: many workers on one database.
 *
 * Every call is one statement and one round trip, on any connection of the host's client; a commit is one call of a function that `migrate()` made. What
 * others rolled back (a deadlock, a serialization failure) is repeated inside. A connection that breaks gives `network`, which is retryable: whether a
 * commit that was under way then was stored is not known, but its guards refuse to store it twice.
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
  return storageOf({ connection, schema: openSchema(connection, schema), tenant, leaseClock })
}

interface Opened {
  readonly connection: Connection
  readonly schema: Schema
  readonly tenant: string
  readonly leaseClock: LeaseClock
}

function storageOf(opened: Opened): Storage {
  const { connection, schema, tenant, leaseClock } = opened
  async function ready<Result>(work: () => Promise<Result>): Promise<Result> {
    await schema.guard()
    return work()
  }
  return {
    specificationVersion: "v1",
    tenant,
    migrate: schema.migrate,
    schemaStatus: schema.status,
    load: async (incidentId) => ready(async () => loadIncident(connection, tenant, incidentId)),
    commit: async (unit) => ready(async () => commitUnit(connection, tenant, unit)),
    find: async (filter) => ready(async () => findIncidents(connection, tenant, filter)),
    get: async (incidentId) => ready(async () => getIncident(connection, tenant, incidentId)),
    readMessages: async (keys) => ready(async () => readMessages(connection, tenant, keys)),
    findClaims: async (keys) => ready(async () => findClaims(connection, tenant, keys)),
    readDrafts: async (draftIds) => ready(async () => readDrafts(connection, tenant, draftIds)),
    readOutbox: async (incidentId) => ready(async () => readOutbox(connection, tenant, incidentId)),
    readCursors: async (connectorId) => ready(async () => readCursors(connection, tenant, connectorId)),
    readWatched: async (query) => ready(async () => readWatched(connection, tenant, query)),
    lease: async (wanted) => ready(async () => leaseWork(connection, tenant, wanted, leaseClock)),
    renew: async (renewal) => ready(async () => renewLease(connection, tenant, renewal, leaseClock)),
    settle: async (settlement) => ready(async () => settleLease(connection, tenant, settlement)),
    countWork: async (query) => ready(async () => countWork(connection, tenant, query, leaseClock)),
    readEvents: async (after, limit) => ready(async () => readFeed(connection, tenant, after, limit)),
    tally: async (query) => ready(async () => tallyIncidents(connection, tenant, query)),
    tallyCycle: async (period) => ready(async () => tallyCycle(connection, tenant, period)),
    countSubjects: async (query) => ready(async () => countSubjects(connection, tenant, query)),
    readEvidence: async (query) => ready(async () => readEvidence(connection, tenant, query)),
    readSealedAuthors: async (messageKeys) => ready(async () => readSealedAuthors(connection, tenant, messageKeys)),
    readJournal: async (query) => ready(async () => readJournal(connection, tenant, query)),
    findUnswept: async (query) => ready(async () => findUnswept(connection, tenant, query)),
    countRecords: async () => ready(async () => countRecords(connection, tenant)),
    readRecords: async (kind, after, limit) => ready(async () => readRecords(connection, tenant, kind, { after, limit })),
    staging: () => storageOf({ ...opened, tenant: stagingName(tenant) }),
    takeStaged: async (progress) => ready(async () => takeStaged(connection, tenant, progress)),
    deleteEverything: async () => ready(async () => deleteEverything(connection, tenant)),
    // Nothing is held between calls.
    close: async () => {},
  }
}
