import { figuresStatement, type FiguresDialect, type FiguresIndex } from "@otklik/core/internal"
import type { FiguresQuery, FiguresRow } from "@otklik/core/reports"
import type { Connection } from "../handle/connection.ts"
import { numberOf, textOf, textOrNull } from "../read/rows.ts"

const indexes: Readonly<Record<FiguresIndex, string | null>> = {
  registered: "otklik_incident_registered",
  due: "otklik_incident_due",
  answered: "otklik_incident_answered",
  final: "otklik_incident_final",
  open: "otklik_incident_open",
  moment: "otklik_mark_moment",
  subject: "otklik_mark_subject",
  clock: "otklik_clock_fact_due",
  id: null,
}

/** Whole milliseconds since 1970 of a canonical instant. */
const millis = (column: string): string => `(strftime('%s', ${column}) * 1000 + substr(${column}, 21, 3))`

/** How SQLite writes figures. */
export const figuresDialect: FiguresDialect = {
  table(name, alias, index) {
    const indexed = indexes[index]
    return `otklik_${name} AS ${alias}${indexed === null ? "" : ` INDEXED BY ${indexed}`}`
  },
  rowsOfJson: (place, columns) =>
    `SELECT ${columns.map((column) => `json_extract(value, '$.${column}')`).join(", ")} FROM json_each(${place})`,
  millis: (from, to) => `${millis(to)} - ${millis(from)}`,
  list: (values) => values.map((value) => `(${value})`).join(" || ',' || "),
  ranks: (
    query,
  ) => `SELECT k0, k1, k2, count(*) || ',' || max(CASE WHEN place = (n + 1) / 2 THEN v END) || ',' || max(CASE WHEN place = (9 * n + 9) / 10 THEN v END) AS list
    FROM (SELECT k0, k1, k2, v, row_number() OVER (PARTITION BY k0, k1, k2 ORDER BY v) AS place, count(*) OVER (PARTITION BY k0, k1, k2) AS n
      FROM (${query})) GROUP BY k0, k1, k2`,
  place: () => "?",
  reusesPlaces: false,
  mergesBranches: false,
}

/**
 * The figures of a report, each anchor by a range of its index, in one statement.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param query - what to count and what to split by
 */
export function countFigures(connection: Connection, tenant: string, query: FiguresQuery): readonly FiguresRow[] {
  const { sql, values, read } = figuresStatement(query, tenant, figuresDialect)
  const rows = connection.all(sql, ...values)
  return read(
    rows.map((row) => [numberOf(row, "part"), [textOrNull(row, "k0"), textOrNull(row, "k1"), textOrNull(row, "k2")], textOf(row, "list")]),
  )
}
