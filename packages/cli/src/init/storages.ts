/** A storage that a new project may begin with. */
export interface StorageTemplate {
  /** For people. */
  readonly title: string
  /** Packages with their versions; those of Otklik have that of the command line. */
  readonly dependencies: Readonly<Record<string, string>>
  /** Types for the compiler. */
  readonly devDependencies: Readonly<Record<string, string>>
  /** Lines of the config. */
  readonly imports: readonly string[]
  /** Variables that it reads. */
  readonly env: Readonly<Record<string, { readonly title: string; readonly example: string }>>
  /** The function `storage` of the config. */
  readonly open: string
}

/** The storages by their names. */
export const storageTemplates = {
  sqlite: {
    title: "SQLite: one machine, nothing to install",
    dependencies: {},
    devDependencies: {},
    imports: [
      `import { DatabaseSync } from "node:sqlite"`,
      `import { createSqliteStorage, sqliteMigrations, sqliteSettings } from "@otklik/storage-sqlite"`,
    ],
    env: { DATABASE: { title: "the file of the database", example: "desk.db" } },
    open: `  storage({ env }) {
    const database = new DatabaseSync(env["DATABASE"] ?? "")
    for (const setting of sqliteSettings) database.exec(setting)
    return { storage: createSqliteStorage({ database }), migrations: sqliteMigrations, close: () => database.close() }
  },`,
  },
  postgres: {
    title: "PostgreSQL: several workers on several machines",
    dependencies: { pg: "^8.23.1" },
    devDependencies: { "@types/pg": "^8.23.1" },
    imports: [`import { Pool } from "pg"`, `import { createPostgresStorage, fromPg, postgresMigrations } from "@otklik/storage-postgres"`],
    env: { DATABASE_URL: { title: "the address of the database", example: "postgres://otklik:PASSWORD@127.0.0.1:5432/otklik" } },
    open: `  storage({ env }) {
    // A connection may go silent without a word: each wait has an end, the server's before the driver's.
    const waits = { connectionTimeoutMillis: 10_000, keepAlive: true, statement_timeout: 30_000, query_timeout: 40_000 }
    const pool = new Pool({ connectionString: env["DATABASE_URL"] ?? "", max: 10, ...waits })
    // Without a listener a connection that ends while it is idle ends the process.
    pool.on("error", (error) => console.error(error.message))
    return { storage: createPostgresStorage({ client: fromPg(pool) }), migrations: postgresMigrations(), close: () => pool.end() }
  },`,
  },
} as const satisfies Readonly<Record<string, StorageTemplate>>

/** A storage of {@link storageTemplates}. */
export type StorageName = keyof typeof storageTemplates

/** Every storage that a project may begin with. */
export const storageNames = Object.keys(storageTemplates) as readonly StorageName[]
