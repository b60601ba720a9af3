import { figuresStatement, type FiguresDialect } from "@otklik/core/internal"
import type { FiguresQuery, FiguresRow } from "@otklik/core/reports"
import type { Connection } from "../client/connection.ts"
import { numberAt, textAt, textOrNullAt } from "../read/rows.ts"

/** How PostgreSQL writes figures. */
export function figuresDialectOf(schema: string): FiguresDialect {
  return {
    table: (name, alias) => `${schema}.${name} AS ${alias}`,
    // The parameter is a text: drivers would spell a value of the type json once more.
    rowsOfJson: (place, columns) =>
      `SELECT * FROM json_to_recordset(${place}::text::json) AS r(${columns.map((column) => `${column} text`).join(", ")})`,
    millis: (from, to) => `(extract(epoch FROM (${to}::timestamptz - ${from}::timestamptz)) * 1000)::bigint`,
    list: (values) => `ARRAY[${values.join(", ")}]::text`,
    ranks: (query) => `SELECT k0, k1, k2,
      ARRAY[count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY v), percentile_disc(0.9) WITHIN GROUP (ORDER BY v)]::text AS list
      FROM (${query}) AS lasting GROUP BY k0, k1, k2`,
    place: (ordinal) => `$${ordinal}`,
    reusesPlaces: true,
    mergesBranches: true,
  }
}

/**
 * The figures of a report, each anchor by a range of its index, in one statement and so at one instant.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param query - what to count and what to split by
 */
export async function countFigures({ schema, read }: Connection, tenant: string, query: FiguresQuery): Promise<readonly FiguresRow[]> {
  const statement = figuresStatement(query, tenant, figuresDialectOf(schema))
  const rows = await read(`SELECT part::text, k0, k1, k2, list FROM (${statement.sql}) AS figures`, ...statement.values)
  return statement.read(
    rows.map((row) => [numberAt(row, 0), [textOrNullAt(row, 1), textOrNullAt(row, 2), textOrNullAt(row, 3)], textAt(row, 4)]),
  )
}
