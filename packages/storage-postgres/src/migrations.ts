import { countingStatements } from "./counting-tables.ts"
import { functionStatements } from "./functions.ts"
import { keepingFunctionStatements } from "./keeping-functions.ts"
import { keepingTableStatements } from "./keeping-tables.ts"
import { readingStatements } from "./reading-step.ts"
import { tableStatements } from "./tables.ts"
import { waitingStatements } from "./waiting-step.ts"
import { wholeTenantStatements } from "./whole-tenant-step.ts"

/** One step of the schema. Published steps never change; new ones are added at the end. */
export interface PostgresMigration {
  /** 1 for the first step. */
  readonly version: number
  readonly name: string
  /** Statements, in order, for one transaction. The first waits for others who migrate, the fourth notes the step and fails where it was taken before. */
  readonly statements: readonly string[]
}

interface Step {
  readonly name: string
  readonly statements: (schema: string) => readonly string[]
}

const steps: readonly Step[] = [
  { name: "first tables and functions", statements: (schema) => [...tableStatements(schema), ...functionStatements(schema)] },
  { name: "readings and watched messages", statements: readingStatements },
  {
    name: "sealed authors, journal, retention",
    statements: (schema) => [...keepingTableStatements(schema), ...keepingFunctionStatements(schema)],
  },
  { name: "marks and evidence", statements: countingStatements },
  { name: "replies that wait", statements: waitingStatements },
  { name: "a whole tenant", statements: wholeTenantStatements },
]

/** The version of the schema that this package works with. */
export const schemaVersion = steps.length

/** A schema name that needs no explaining: it is quoted in every statement, and never looked up by a search path. */
export const schemaNamePattern = /^(?!pg_)[a-z_][a-z0-9_]{0,62}$/

/**
 * Every step of the schema, oldest first: what `migrate()` runs, for a database administrator to read or to run beforehand.
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
