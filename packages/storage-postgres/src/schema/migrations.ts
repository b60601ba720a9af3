import { commitUnitFunction } from "./commit-unit.ts"
import { settleLeaseFunction } from "./settle-lease.ts"
import { tableStatements } from "./tables.ts"
import { wholeTenantFunctions } from "./whole-tenant.ts"

/** One step of the schema. */
export interface PostgresMigration {
  /** 1 for the first step. */
  readonly version: number
  /** What it does, in words. */
  readonly name: string
  /**
   * Statements, in order, for one transaction. The first waits for others who migrate, the fourth notes the step and
   * fails where it was taken before.
   */
  readonly statements: readonly string[]
}

/** A step before it is laid out for a schema. */
export interface SchemaStep {
  readonly name: string
  /** @param schema - the quoted name of the schema */
  readonly statements: (schema: string) => readonly string[]
}

/** Until 1.0 the schema is one step, changed in place; after it each change is a step at the end. */
export const schemaSteps: readonly SchemaStep[] = [
  {
    name: "tables and functions",
    statements: (schema) => [
      ...tableStatements(schema),
      commitUnitFunction(schema),
      settleLeaseFunction(schema),
      ...wholeTenantFunctions(schema),
    ],
  },
]

/** A schema name that needs no explaining: it is quoted in every statement, and never looked up by a search path. */
export const schemaNamePattern = /^(?!pg_)[a-z_][a-z0-9_]{0,62}$/

/**
 * Every step of the schema, oldest first: what `migrate()` runs, for a database administrator to read or to run
 * beforehand.
 *
 * The schema is made only where there is none: a role that may not create one can be given an empty one.
 *
 * @param schema - the name of the schema: small letters, digits and `_`, at most 63; default `otklik`
 * @throws TypeError for another name
 *
 * @example
 * for (const step of postgresMigrations("otklik")) console.log(`BEGIN;\n${step.statements.join(";\n")};\nCOMMIT;`)
 */
export function postgresMigrations(schema = "otklik"): readonly PostgresMigration[] {
  if (!schemaNamePattern.test(schema))
    throw new TypeError("postgresMigrations: small letters, digits and _ were expected in the name of the schema")
  return migrationsOf(schema, schemaSteps)
}

/** Steps as they are run in a schema, each one transaction. */
export function migrationsOf(schema: string, steps: readonly SchemaStep[]): readonly PostgresMigration[] {
  const quoted = `"${schema}"`
  return steps.map(({ name, statements }, index) => ({
    version: index + 1,
    name,
    statements: [
      `SELECT pg_advisory_xact_lock(hashtextextended('otklik migration of ${schema}', 0))`,
      `DO $otklik$ BEGIN IF to_regnamespace('${quoted}') IS NULL THEN CREATE SCHEMA ${quoted}; END IF; END $otklik$`,
      `CREATE TABLE IF NOT EXISTS ${quoted}.migration (version bigint NOT NULL PRIMARY KEY, name text NOT NULL)`,
      `INSERT INTO ${quoted}.migration (version, name) VALUES (${index + 1}, '${name}')`,
      ...statements(quoted),
    ],
  }))
}
