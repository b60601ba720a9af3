export type { SqliteHandle, SqliteStatement, SqliteValue } from "./handle/handle.ts"
export { sqliteMigrations, type SqliteMigration } from "./schema/migrations.ts"
export { sqliteSettings } from "./handle/settings.ts"
export { createSqliteStorage, type SqliteStorageOptions } from "./sqlite-storage.ts"
