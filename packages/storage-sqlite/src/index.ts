export type { SqliteHandle, SqliteStatement, SqliteValue } from "./handle.ts"
export { sqliteMigrations, type SqliteMigration } from "./migrations.ts"
export { sqliteSettings } from "./settings.ts"
export { createSqliteStorage, type SqliteStorageOptions } from "./sqlite-storage.ts"
