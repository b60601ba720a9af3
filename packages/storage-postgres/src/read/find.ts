import type { FoundPage, IncidentFilter } from "@otklik/core"
import type { PostgresValue } from "../client/postgres-client.ts"
import type { Connection } from "../client/connection.ts"
import { anchorOf, restSql, withinSql } from "../counts/metric-sql.ts"
import { incidentColumns, incidentOf } from "./rows.ts"
import { isStorable, textArray } from "./text-array.ts"

/** A list of allowed values of one column. */
interface Allowed {
  readonly column: string
  /** Whether an index gives the incidents of one value in the order of numbers. */
  readonly hasIndex: boolean
  readonly values: readonly string[]
}

/** Puts a value into the statement and gives its place, as `$3`. */
type Place = (value: string) => string

/** Longer lists are not merged value by value, but checked while walking by number. */
const mergeLimit = 50

/**
 * A page of incidents in the order of their numbers.
 *
 * A list of values is merged from one ordered walk a value, each cut at a page, so that a page costs a page however
 * many incidents there are. Only the drill-down into a report sorts, and no more than the incidents of its period.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param filter - every condition must hold
 * @param after - the number behind which the page begins
 */
export async function findIncidents(connection: Connection, tenant: string, filter: IncidentFilter, after: number): Promise<FoundPage> {
  const values: PostgresValue[] = [tenant, String(after)]
  const text = findSql(connection.schema, filter, (value) => `$${values.push(value)}`)
  const rows = await connection.read(text, ...values)
  const incidents = rows.slice(0, filter.limit).map(incidentOf)
  return { incidents, next: rows.length > filter.limit ? String(incidents.at(-1)?.number) : null }
}

/**
 * The statement of a page, with one row more than asked, to know whether there is another page. `$1` is the tenant,
 * `$2` the place after which it begins.
 */
function findSql(schema: string, filter: IncidentFilter, place: Place): string {
  const lists = allowedLists(filter)
  const lead = filter.metric === undefined && filter.unowned !== true && filter.authorWaits !== true ? lists.find(canLead) : undefined
  const rest = [
    ...lists.filter((list) => list !== lead).map(({ column, values }) => `${column} = ANY (${place(textArray(values))}::text::text[])`),
    ...otherConditions(filter, place),
  ]
  // The limit is in the text: a plan for a limit that is not known yet is made for a tenth of the table.
  const end = `ORDER BY incident.number LIMIT ${filter.limit + 1}`
  const walk = (conditions: readonly string[]) =>
    `SELECT ${incidentColumns} FROM ${schema}.incident WHERE ${["tenant = $1", ...conditions, "incident.number > $2::bigint"].join(" AND ")} ${end}`
  if (lead === undefined) return walk(rest)
  const walks = lead.values.map((value) => `(${walk([`${lead.column} = ${place(value)}`, ...rest])})`)
  if (walks.length === 1) return walks.join("")
  return `SELECT * FROM (${walks.join(" UNION ALL ")}) AS merged ORDER BY merged.number::bigint LIMIT ${filter.limit + 1}`
}

/** The lists of a filter, the one that usually allows fewest first. */
function allowedLists(filter: IncidentFilter): readonly Allowed[] {
  const lists: readonly (Omit<Allowed, "values"> & { readonly values: readonly string[] | undefined })[] = [
    { column: "authority_id", hasIndex: true, values: filter.authorityIds },
    { column: "territory_id", hasIndex: true, values: filter.territoryIds },
    { column: "topic", hasIndex: true, values: filter.topics },
    { column: "status", hasIndex: true, values: filter.statuses },
    // A network has too large a share of all incidents to lead.
    { column: "network", hasIndex: false, values: filter.networks },
  ]
  return lists.flatMap((list) => (list.values === undefined ? [] : [{ ...list, values: [...new Set(list.values)].filter(isStorable) }]))
}

function canLead({ hasIndex, values }: Allowed): boolean {
  return hasIndex && values.length > 0 && values.length <= mergeLimit
}

function otherConditions({ metric, unowned, authorWaits }: IncidentFilter, place: Place): readonly string[] {
  const conditions: string[] = []
  // In the words of the partial indexes, or they could not be used.
  if (authorWaits === true) conditions.push("waiting_since IS NOT NULL")
  if (unowned === true)
    conditions.push("authority_id IS NULL AND status NOT IN ('candidate', 'rejected', 'dismissed', 'closed', 'merged', 'converted')")
  if (metric !== undefined) {
    const places = { from: place(metric.period.from), to: place(metric.period.to), at: place(metric.at) }
    const rest = restSql(metric.id, places)
    conditions.push(withinSql(anchorOf(metric.id), places))
    if (rest !== null) conditions.push(`(${rest})`)
  }
  return conditions
}
