import { tableStatements } from "./tables.ts"

/** One step of the schema. */
export interface SqliteMigration {
  /** 1 for the first step. */
  readonly version: number
  /** What it does, in words. */
  readonly name: string
  /** Statements, in order, for one transaction; the last one notes the step. */
  readonly statements: readonly string[]
}

/** A step before it is numbered. */
export interface SchemaStep {
  readonly name: string
  readonly statements: readonly string[]
}

/** Until 1.0 the schema is one step, changed in place; after it each change is a step at the end. */
export const schemaSteps: readonly SchemaStep[] = [{ name: "tables", statements: tableStatements }]

/** Steps as they are run, each one transaction. */
export function migrationsOf(steps: readonly SchemaStep[]): readonly SqliteMigration[] {
  return steps.map(({ name, statements }, index) => ({
    version: index + 1,
    name,
    statements: [
      // Which steps were taken. Belongs to the database and to no tenant.
      "CREATE TABLE IF NOT EXISTS otklik_migration (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT",
      ...statements,
      `INSERT INTO otklik_migration (version, name) VALUES (${index + 1}, '${name}')`,
    ],
  }))
}

/**
 * Every step of the schema, oldest first: what `migrate()` runs, for a database administrator to read or to run
 * beforehand.
 *
 * @example
 * for (const step of sqliteMigrations) console.log(step.statements.join(";\n"))
 */
export const sqliteMigrations: readonly SqliteMigration[] = migrationsOf(schemaSteps)
