import type { StoredIncident } from "@otklik/core"
import { countSql, findSql, metricSql, type FindDialect, type SqlPart } from "@otklik/core/internal"
import type { CaseFilter, CaseQuery, WordTest } from "@otklik/core/storage"
import type { Connection } from "../client/connection.ts"
import type { PostgresValue } from "../client/postgres-client.ts"
import { figuresDialectOf } from "../counts/figures.ts"
import { tenantWordOf } from "../schema/tenant-word.ts"
import { incidentColumns, incidentOf, numberAt, pageColumns } from "./rows.ts"
import { isStorable, textArray } from "./text-array.ts"

/** Ordered walks have an index each; what has none is left to the planner, which sees the values. */
function dialectOf(schema: string, tenant: string): FindDialect {
  return {
    columns: pageColumns,
    pageColumns: incidentColumns,
    tables: { incident: `${schema}.incident`, label: `${schema}.label`, clock: `${schema}.clock_fact` },
    numberPlace: "?::bigint",
    isIn: (column, values) => ({ sql: `${column} = ANY (?::text::text[])`, values: [textArray(values)] }),
    from: () => `FROM ${schema}.incident AS i`,
    choosesItself: true,
    mergesWalks: false,
    metric: (metric) => metricSql(metric, tenant, figuresDialectOf(schema)),
    words: ({ groups, in: kinds }) => ({
      sql: `SELECT l.incident_id FROM ${schema}.message AS m JOIN ${schema}.label AS l
        ON l.tenant = m.tenant AND l.kind IN (${kinds.map((kind) => `'${kind}'`).join(", ")}) AND l.value = m.key
        WHERE m.tenant = ? AND m.words @@ ?::tsquery`,
      values: [tenant, wordQuery(tenant, groups)],
    }),
  }
}

/** What finds the messages of a tenant that hold a word of every group. */
function wordQuery(tenant: string, groups: readonly (readonly WordTest[])[]): string {
  const spell = ({ term, prefix }: WordTest) => `${quoted(term)}${prefix === true ? ":*" : ""}`
  return [quoted(tenantWordOf(tenant)), ...groups.map((group) => `(${group.map(spell).join(" | ")})`)].join(" & ")
}

function quoted(term: string): string {
  return `'${term.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`
}

/** The places of a statement in their order. A text that no column holds is equal to nothing. */
function numbered({ sql, values }: SqlPart): { readonly text: string; readonly values: readonly PostgresValue[] } {
  let place = 0
  return {
    text: sql.replaceAll("?", () => `$${(place += 1)}`),
    values: values.map((value) => (typeof value === "string" && !isStorable(value) ? null : String(value))),
  }
}

/** Incidents in the order that is asked for, one more than a page. */
export async function findIncidents({ schema, read }: Connection, tenant: string, query: CaseQuery): Promise<readonly StoredIncident[]> {
  const found: StoredIncident[] = []
  for (const part of findSql(tenant, query, dialectOf(schema, tenant))) {
    const { text, values } = numbered(part)
    found.push(...(await read(text, ...values)).map(incidentOf))
    if (found.length > query.limit) break
  }
  return found.slice(0, query.limit + 1)
}

/** How many incidents each filter takes, in one statement. */
export async function countCases(
  { schema, read }: Connection,
  tenant: string,
  filters: readonly CaseFilter[],
  limit: number,
): Promise<readonly number[]> {
  const dialect = dialectOf(schema, tenant)
  const parts = filters.map((filter) => countSql(tenant, filter, dialect, limit))
  const { text, values } = numbered({
    sql: `SELECT ${parts.map(({ sql }) => `(${sql})::text`).join(", ")}`,
    values: parts.flatMap((part) => part.values),
  })
  const [row = []] = await read(text, ...values)
  return parts.map((_, index) => numberAt(row, index))
}
