import type { StoredIncident } from "@otklik/core"
import { countSql, findSql, labelledSql, metricSql, type FindDialect, type SqlPart } from "@otklik/core/internal"
import type { CaseFilter, CaseQuery } from "@otklik/core/storage"
import { wordQuery } from "../commit/words.ts"
import type { Connection } from "../handle/connection.ts"
import { figuresDialect } from "../counts/figures.ts"
import { incidentOf, numberOf } from "./rows.ts"

/** What so few incidents have is found first, and put into order. */
const fewHits = 2000

/**
 * The index to walk is chosen by `findSql` and not by the planner, which knows nothing of the data before somebody runs
 * ANALYZE.
 */
function dialectOf(tenant: string): FindDialect {
  return {
    columns: "i.*",
    tables: { incident: "otklik_incident", label: "otklik_label", clock: "otklik_clock_fact" },
    numberPlace: "?",
    isIn: (column, values) => ({ sql: `${column} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify([...new Set(values)])] }),
    // The key of the table is the first index that SQLite made for it.
    from: (index) =>
      `FROM otklik_incident AS i INDEXED BY ${index === null ? "sqlite_autoindex_otklik_incident_1" : `otklik_incident_${index}`}`,
    choosesItself: false,
    mergesWalks: true,
    metric: (metric) => metricSql(metric, tenant, figuresDialect),
    words: ({ groups, in: kinds }) => ({
      sql: `SELECT l.incident_id FROM otklik_words CROSS JOIN otklik_message AS m CROSS JOIN otklik_label AS l INDEXED BY otklik_label_value
        WHERE otklik_words MATCH ? AND m.id = otklik_words.rowid AND l.tenant = m.tenant AND l.kind IN (${kinds.map((kind) => `'${kind}'`).join(", ")}) AND l.value = m.key`,
      values: [wordQuery(tenant, groups)],
    }),
  }
}

/** Incidents in the order that is asked for, one more than a page. */
export function findIncidents(connection: Connection, tenant: string, query: CaseQuery): readonly StoredIncident[] {
  const dialect = dialectOf(tenant)
  return connection.snapshot(() => {
    const found: StoredIncident[] = []
    for (const { sql, values } of findSql(tenant, query, dialect, isRare(connection, tenant, query, dialect))) {
      found.push(...connection.all(sql, ...values).map(incidentOf))
      if (found.length > query.limit) break
    }
    return found.slice(0, query.limit + 1)
  })
}

/** How many incidents each filter takes. */
export function countCases(connection: Connection, tenant: string, filters: readonly CaseFilter[], limit: number): readonly number[] {
  const dialect = dialectOf(tenant)
  return connection.snapshot(() =>
    filters.map((filter) => {
      const { sql, values } = countSql(tenant, filter, dialect, limit, isRare(connection, tenant, filter, dialect))
      return numberOf(connection.get(sql, ...values) ?? {}, "counted")
    }),
  )
}

/** Whether few incidents have one of the labels, or the words. */
function isRare(connection: Connection, tenant: string, { labels = [], words }: CaseFilter, dialect: FindDialect): boolean {
  const asked: SqlPart[] = labels.filter(({ not }) => not !== true).map((test) => labelledSql(tenant, test, dialect))
  if (words !== undefined) asked.push(dialect.words(words))
  return asked.some(({ sql, values }) => {
    const row = connection.get(`SELECT count(*) AS counted FROM (${sql} LIMIT ${fewHits + 1})`, ...values)
    return numberOf(row ?? {}, "counted") <= fewHits
  })
}
