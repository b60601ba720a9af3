import type { FoundPage, IncidentFilter } from "@otklik/core"
import type { Connection } from "../handle/connection.ts"
import type { SqliteValue } from "../handle/handle.ts"
import { anchorIndexes, metricRules, momentValues, withinSql, withinValues } from "../counts/metric-sql.ts"
import { incidentOf } from "./rows.ts"

/** A condition with its values. */
interface Condition {
  readonly sql: string
  readonly values: readonly SqliteValue[]
}

/** A list of allowed values of one column, with the index that gives each value in the order of numbers. */
interface Allowed {
  readonly column: string
  readonly index: string | null
  readonly values: readonly string[]
}

/** Longer lists are not merged value by value, but checked while walking by number. */
const mergeLimit = 50

/**
 * A page of incidents in the order of their numbers.
 *
 * The index to walk is chosen here and not by the planner, which knows nothing of the data before somebody runs
 * ANALYZE: the narrowest kind of condition leads, and a list of values is merged from one ordered walk a value, so that
 * a page costs a page however many incidents there are. Only the drill-down into a report sorts, and no more than the
 * incidents of its period.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param filter - every condition must hold
 * @param after - the number behind which the page begins
 */
export function findIncidents(connection: Connection, tenant: string, filter: IncidentFilter, after: number): FoundPage {
  const { sql, values } = findQuery(tenant, filter, after)
  const rows = connection.all(sql, ...values)
  const incidents = rows.slice(0, filter.limit).map(incidentOf)
  return { incidents, next: rows.length > filter.limit ? String(incidents.at(-1)?.number) : null }
}

/** The statement of a page, with one row more than asked, to know whether there is another page. */
function findQuery(tenant: string, filter: IncidentFilter, after: number): Condition {
  const lists = allowedLists(filter)
  const lead = filter.metric === undefined && filter.unowned !== true && filter.authorWaits !== true ? lists.find(canLead) : undefined
  const rest = [...lists.filter((list) => list !== lead).map(inList), ...otherConditions(filter)]
  const walks =
    lead === undefined
      ? [walk(tenant, leadingIndex(filter), rest, after)]
      : lead.values.map((value) => walk(tenant, lead.index, [{ sql: `${lead.column} = ?`, values: [value] }, ...rest], after))
  return {
    sql: `${walks.map((part) => part.sql).join(" UNION ALL ")} ORDER BY number LIMIT ?`,
    values: [...walks.flatMap((part) => part.values), filter.limit + 1],
  }
}

function walk(tenant: string, index: string | null, conditions: readonly Condition[], after: number): Condition {
  const where = ["tenant = ?", ...conditions.map((condition) => condition.sql), "number > ?"]
  return {
    sql: `SELECT * FROM otklik_incident INDEXED BY ${index} WHERE ${where.join(" AND ")}`,
    values: [tenant, ...conditions.flatMap((condition) => condition.values), after],
  }
}

/** The lists of a filter, the one that usually allows fewest first. */
function allowedLists(filter: IncidentFilter): readonly Allowed[] {
  const lists: readonly (Omit<Allowed, "values"> & { readonly values: readonly string[] | undefined })[] = [
    { column: "authority_id", index: "otklik_incident_authority", values: filter.authorityIds },
    { column: "territory_id", index: "otklik_incident_territory", values: filter.territoryIds },
    { column: "topic", index: "otklik_incident_topic", values: filter.topics },
    { column: "status", index: "otklik_incident_status", values: filter.statuses },
    // A network has too large a share of all incidents to lead.
    { column: "network", index: null, values: filter.networks },
  ]
  return lists.flatMap((list) => (list.values === undefined ? [] : [{ ...list, values: [...new Set(list.values)] }]))
}

function canLead(list: Allowed): boolean {
  return list.index !== null && list.values.length > 0 && list.values.length <= mergeLimit
}

function inList({ column, values }: Allowed): Condition {
  return { sql: `${column} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(values)] }
}

function otherConditions({ metric, unowned, authorWaits }: IncidentFilter): readonly Condition[] {
  const conditions: Condition[] = []
  // In the words of the partial indexes, or they could not be used.
  if (authorWaits === true) conditions.push({ sql: "waiting_since IS NOT NULL", values: [] })
  if (unowned === true)
    conditions.push({
      sql: "authority_id IS NULL AND status NOT IN ('candidate', 'rejected', 'dismissed', 'closed', 'merged', 'converted')",
      values: [],
    })
  if (metric !== undefined) {
    const { anchor, rest } = metricRules[metric.id]
    conditions.push({ sql: withinSql(anchor), values: withinValues(metric.period, metric.at) })
    if (rest !== null) conditions.push({ sql: `(${rest})`, values: momentValues(rest, metric.at) })
  }
  return conditions
}

function leadingIndex({ metric, unowned, authorWaits }: IncidentFilter): string {
  if (metric !== undefined) return anchorIndexes[metricRules[metric.id].anchor]
  if (authorWaits === true) return "otklik_incident_waiting"
  return unowned === true ? "otklik_incident_unowned" : "otklik_incident_number"
}
