import { overStatuses } from "../../incident/index.ts"
import { caseOrders, type CaseFilter, type CaseQuery, type LabelTest, type ReachTest } from "../contract/case-query.ts"
import { listFields, rangeFields } from "./case-filter.ts"
import type { MetricSql } from "./figures-sql.ts"
import { columnOfFact } from "./fact-columns.ts"

/** A part of a statement; each `?` of its text is the place of a value, in their order. */
export interface SqlPart {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** How a database spells what a search for incidents is made of. */
export interface FindDialect {
  /** What is selected of `i`, the incident. */
  readonly columns: string
  /** What is selected of the rows of a page. Absent: they are given as they are. */
  readonly pageColumns?: string
  readonly tables: { readonly incident: string; readonly label: string; readonly clock: string }
  /** The place of a whole number. */
  readonly numberPlace: string
  /** The column has one of the values. */
  readonly isIn: (column: string, values: readonly string[]) => SqlPart
  /** What a walk of the table reads from, by an index of `walkIndexes`. Given none, by the incident's own key. */
  readonly from: (index: string | null) => string
  /** The planner knows how much there is of what: what no index has in order is left to it. */
  readonly choosesItself: boolean
  /** Ordered walks are merged row by row as they come: none needs to be cut. */
  readonly mergesWalks: boolean
  /** The incidents behind a number of a report. */
  readonly metric: (metric: NonNullable<CaseFilter["metric"]>) => MetricSql
  /** Ids of incidents of which a text holds the words. */
  readonly words: (words: NonNullable<CaseFilter["words"]>) => SqlPart
}

/** Longer lists are not merged value by value, but checked while walking. */
const mergeLimit = 50

/** Lists that may lead a walk, the one that usually allows fewest first, and the orders of which each has an index. */
const leads: readonly {
  readonly name: "executorIds" | "authorityIds" | "territoryIds" | "topics" | "waitsFor" | "statuses"
  readonly column: string
  readonly index: string
  readonly orders: readonly (string | null)[]
}[] = [
  { name: "executorIds", column: "executor_id", index: "executor", orders: [null] },
  {
    name: "authorityIds",
    column: "authority_id",
    index: "authority",
    orders: [null, "published_at", "updated_at", "next_due_at", "waiting_since"],
  },
  {
    name: "territoryIds",
    column: "territory_id",
    index: "territory",
    orders: [null, "published_at", "updated_at", "next_due_at", "waiting_since"],
  },
  { name: "topics", column: "topic", index: "topic", orders: [null, "published_at", "updated_at", "next_due_at", "waiting_since"] },
  { name: "waitsFor", column: "waits_for", index: "waits", orders: [null, "next_due_at"] },
  { name: "statuses", column: "status", index: "status", orders: [null] },
]

const suffixes: Readonly<Record<string, string>> = {
  published_at: "published",
  updated_at: "updated",
  next_due_at: "next_due",
  waiting_since: "waiting",
}

/** The name of the index that gives the incidents of one value of a lead in an order. */
function indexOf(lead: string | null, column: string | null): string {
  const parts = [lead, column === null ? null : suffixes[column]].filter((part) => part !== null)
  return parts.length === 0 ? "number" : parts.join("_")
}

/**
 * The statements of a page, one row longer than asked: the second is for what the first leaves open, and continues an
 * order with what has no moment.
 *
 * A list of values is merged from one ordered walk a value, each cut at a page, so that a page costs a page however
 * many incidents there are. So is a reach; walks of several limits leave out what the earlier ones give.
 *
 * @param tenant - whose data
 * @param query - checked
 * @param dialect - of the database
 * @param isRare - few incidents have the labels or the words: they are found first, and put into order
 */
export function findSql(tenant: string, query: CaseQuery, dialect: FindDialect, isRare = false): readonly SqlPart[] {
  const { order = "number", after, limit } = query
  const { field, isDescending } = caseOrders[order]
  const sort = field === null ? null : columnOfFact(field)
  const canBeNull = field === "nextDueAt" || field === "waitingSince"
  const direction = isDescending ? " DESC" : ""
  const sign = isDescending ? "<" : ">"
  const number = dialect.numberPlace
  const statement = (column: string | null, place: SqlPart | null, by: string): SqlPart => {
    const walks = walksOf(tenant, query, dialect, { column, isRare }).map((walk) => joined([walk, ...(place === null ? [] : [place])]))
    return merged(walks, { by, limit: limit + 1, dialect })
  }
  if (sort === null) {
    const place = after === undefined ? null : { sql: ` AND i.number > ${number}`, values: [after.number] }
    return [statement(null, place, "number")]
  }
  const byMoment = `${sort}${direction}, number${direction}`
  const isSet: SqlPart = { sql: canBeNull ? ` AND i.${sort} IS NOT NULL` : "", values: [] }
  const isUnset: SqlPart = { sql: ` AND i.${sort} IS NULL`, values: [] }
  if (after !== undefined && after.value === null)
    return [statement(null, joined([isUnset, { sql: ` AND i.number > ${number}`, values: [after.number] }]), "number")]
  const place =
    after === undefined ? [] : [{ sql: ` AND (i.${sort}, i.number) ${sign} (?, ${number})`, values: [after.value ?? "", after.number] }]
  const first = statement(sort, joined([isSet, ...place]), byMoment)
  return canBeNull ? [first, statement(null, isUnset, "number")] : [first]
}

/** Walks as one page, each cut at its length. */
function merged(walks: readonly SqlPart[], { by, limit, dialect }: { by: string; limit: number; dialect: FindDialect }): SqlPart {
  const cut = `ORDER BY ${by.replaceAll(/(\w+)( DESC)?(,|$)/g, "i.$1$2$3")} LIMIT ${limit}`
  const values = walks.flatMap((walk) => walk.values)
  const pages = walks.map(({ sql }) => `SELECT ${dialect.columns} ${sql} ${cut}`)
  const open = walks.map(({ sql }) => `SELECT ${dialect.columns} ${sql}`)
  const page =
    pages.length === 1
      ? (pages[0] ?? "")
      : `${(dialect.mergesWalks ? open : pages.map((one) => `SELECT * FROM (${one}) AS walk`)).join(" UNION ALL ")} ORDER BY ${by} LIMIT ${limit}`
  return {
    sql:
      dialect.pageColumns === undefined
        ? page
        : `SELECT ${dialect.pageColumns} FROM (${page}) AS page ORDER BY ${by.replaceAll(/(\w+)( DESC)?(,|$)/g, "page.$1$2$3")}`,
    values,
  }
}

/**
 * Counts the incidents that a filter takes, no further than a limit.
 *
 * @param tenant - whose data
 * @param filter - checked
 * @param dialect - of the database
 * @param limit - how far
 * @param isRare - as of {@link findSql}
 */
export function countSql(tenant: string, filter: CaseFilter, dialect: FindDialect, limit: number, isRare = false): SqlPart {
  const walks = walksOf(tenant, filter, dialect, { column: null, isRare })
  const sql = walks.map((walk) => `SELECT 1 AS one ${walk.sql}`).join(" UNION ALL ")
  return {
    sql: `SELECT count(*) AS counted FROM (SELECT one FROM (${sql}) AS walks LIMIT ${limit}) AS found`,
    values: walks.flatMap(({ values }) => values),
  }
}

interface WalkOptions {
  /** The moment of the order; null: the number. */
  readonly column: string | null
  readonly isRare: boolean
}

/** From where to read, each with its whole condition; no incident is given by two of them. */
function walksOf(tenant: string, filter: CaseFilter, dialect: FindDialect, { column, isRare }: WalkOptions): readonly SqlPart[] {
  const { reach } = filter
  const walk = (index: string | null, parts: readonly SqlPart[]): SqlPart =>
    joined([{ sql: `${dialect.from(index)} WHERE i.tenant = ?`, values: [tenant] }, ...parts.map(and)])
  const isReachLeading = reach !== undefined && reach.every((limit) => Object.values(limit).some((list) => list !== undefined))
  const reached = reach === undefined ? [] : [anyOf(reach.map((limit) => reachPart(limit, dialect)))]
  const all = (without?: string) => [...conditionsOf(filter, dialect, without), ...reached]
  if (isRare) {
    const { labels = [], ...rest } = filter
    const first = labels.map((test) => (test.not === true ? labelPart(test, dialect) : isAmong(labelledSql(tenant, test, dialect))))
    return [walk(null, [...first, ...conditionsOf(rest, dialect), ...reached])]
  }
  const { metric } = filter
  if (metric !== undefined) return [walk(dialect.metric(metric).index, all())]
  if (filter.numbers !== undefined) return [walk("number", all())]
  const lead = leads.find(({ name, orders }) => canLead(filter[name]) && (orders.includes(column) || isSorted(name, filter, dialect)))
  if (lead !== undefined) {
    const hasIndex = lead.orders.includes(column)
    const index = hasIndex ? indexOf(lead.index, column) : lead.index
    if (!hasIndex) return [walk(index, all())]
    return distinct(filter[lead.name]).map((value) => walk(index, [{ sql: `i.${lead.column} = ?`, values: [value] }, ...all(lead.name)]))
  }
  if (filter.authorWaits === true) return [walk("waiting", all())]
  if (filter.unowned === true && column === null) return [walk("unowned", all())]
  if (reach !== undefined && isReachLeading) {
    const walks = reachWalks(reach, column, dialect)
    const rest = conditionsOf(filter, dialect)
    if (walks.length <= mergeLimit) return walks.map(({ index, parts }) => walk(index, [...parts, ...rest]))
  }
  return [walk(indexOf(null, column), all())]
}

/** Where no index has the order, the few that a value allows are put into order. */
function isSorted(name: string, filter: CaseFilter, dialect: FindDialect): boolean {
  if (dialect.choosesItself) return false
  if (name === "executorIds") return true
  return name === "statuses" && (filter.statuses ?? []).every((status) => !overStatuses.some((over) => over === status))
}

/** One walk a value of each limit, without what the limits before it reach. */
function reachWalks(reach: readonly ReachTest[], column: string | null, dialect: FindDialect) {
  return reach.flatMap((limit, place) => {
    const earlier = reach.slice(0, place).map((other) => not(reachPart(other, dialect)))
    const { authorityIds, territoryIds, topics } = limit
    const lists = [
      ["authority", "authority_id", authorityIds],
      ["territory", "territory_id", territoryIds],
      ["topic", "topic", topics],
    ] as const
    const lead = lists.find(([, , list]) => canLead(list))
    const [index, name, values] = lead ?? [null, "", []]
    if (index === null) return [{ index: indexOf(null, column), parts: [reachPart(limit, dialect), ...earlier] }]
    const rest = lists.filter(([, other, list]) => other !== name && list !== undefined)
    const others = rest.map(([, other, list]) =>
      other === "authority_id" ? ownedPart(list ?? [], dialect) : dialect.isIn(`i.${other}`, list ?? []),
    )
    const walks = distinct(values).map((value) => ({
      index: indexOf(index, column),
      parts: [{ sql: `i.${name} = ?`, values: [value] }, ...others, ...earlier],
    }))
    if (name !== "authority_id") return walks
    // What they work on beside another owner.
    const beside = {
      index: indexOf(null, column),
      parts: [sharedPart(distinct(values), dialect), not(dialect.isIn("i.authority_id", distinct(values))), ...others, ...earlier],
    }
    return [...walks, beside]
  })
}

function canLead(list: readonly string[] | undefined): list is readonly string[] {
  return list !== undefined && list.length > 0 && list.length <= mergeLimit
}

function distinct(list: readonly string[] | undefined): readonly string[] {
  return [...new Set(list)]
}

/** Every condition of a filter but its reach, and but one list that leads. */
function conditionsOf(filter: CaseFilter, dialect: FindDialect, without?: string): readonly SqlPart[] {
  const { numbers, open, unowned, authorWaits, repeats, reopened, due, labels = [], words, metric } = filter
  const parts: SqlPart[] = []
  const plain = (sql: string, isWanted = true) => parts.push({ sql: isWanted ? sql : `(${sql}) IS NOT TRUE`, values: [] })
  if (numbers !== undefined) parts.push({ sql: `i.number IN (${numbers.map(() => dialect.numberPlace).join(", ")})`, values: numbers })
  if (open !== undefined) plain(`i.status ${open ? "NOT IN" : "IN"} (${quoted(overStatuses)})`)
  for (const [name, field] of Object.entries(listFields)) {
    const list = filter[name as keyof typeof listFields]
    if (list !== undefined && name !== without) parts.push(dialect.isIn(`i.${columnOfFact(field)}`, list))
  }
  for (const [name, field] of Object.entries(rangeFields)) {
    const { from, to } = filter[name as keyof typeof rangeFields] ?? {}
    if (from !== undefined) parts.push({ sql: `i.${columnOfFact(field)} >= ?`, values: [from] })
    if (to !== undefined) parts.push({ sql: `i.${columnOfFact(field)} < ?`, values: [to] })
  }
  // In the words of the partial indexes, or they could not be used.
  if (unowned !== undefined) plain(`i.authority_id IS NULL AND i.status NOT IN (${quoted(["candidate", ...overStatuses])})`, unowned)
  if (authorWaits !== undefined) plain(`i.waiting_since IS ${authorWaits ? "NOT " : ""}NULL`)
  if (repeats !== undefined) plain(`i.repeat_of IS ${repeats ? "NOT " : ""}NULL`)
  if (reopened !== undefined) plain(`i.cycle ${reopened ? ">" : "<="} 1`)
  if (due !== undefined) parts.push(duePart(due, dialect))
  for (const test of labels) parts.push(labelPart(test, dialect))
  if (words !== undefined) parts.push(isAmong(dialect.words(words)))
  if (metric !== undefined) parts.push(dialect.metric(metric))
  return parts
}

function duePart({ goals, from, to }: NonNullable<CaseFilter["due"]>, { tables, isIn }: FindDialect): SqlPart {
  return joined([
    {
      sql: `EXISTS (SELECT 1 FROM ${tables.clock} AS c WHERE c.tenant = i.tenant AND c.incident_id = i.incident_id
        AND c.reached_at IS NULL AND c.ended_at IS NULL AND c.paused_at IS NULL`,
      values: [],
    },
    ...(goals === undefined ? [] : [and(isIn("c.goal", goals))]),
    ...(from === undefined ? [] : [{ sql: " AND c.due_at >= ?", values: [from] }]),
    ...(to === undefined ? [] : [{ sql: " AND c.due_at < ?", values: [to] }]),
    { sql: ")", values: [] },
  ])
}

/** Ids of incidents that have one of the labels. */
export function labelledSql(tenant: string, { kind, values }: LabelTest, { tables, isIn }: FindDialect): SqlPart {
  return joined([
    { sql: `SELECT l.incident_id FROM ${tables.label} AS l WHERE l.tenant = ? AND l.kind = '${kind}' AND `, values: [tenant] },
    isIn("l.value", values),
  ])
}

function labelPart(test: LabelTest, dialect: FindDialect): SqlPart {
  const has = joined([
    {
      sql: `EXISTS (SELECT 1 FROM ${dialect.tables.label} AS l WHERE l.tenant = i.tenant AND l.incident_id = i.incident_id AND l.kind = '${test.kind}' AND `,
      values: [],
    },
    dialect.isIn("l.value", test.values),
    { sql: ")", values: [] },
  ])
  return test.not === true ? not(has) : has
}

function isAmong({ sql, values }: SqlPart): SqlPart {
  return { sql: `i.incident_id IN (${sql})`, values }
}

function reachPart({ territoryIds, topics, authorityIds }: ReachTest, dialect: FindDialect): SqlPart {
  const parts = [
    ...(territoryIds === undefined ? [] : [dialect.isIn("i.territory_id", territoryIds)]),
    ...(topics === undefined ? [] : [dialect.isIn("i.topic", topics)]),
    ...(authorityIds === undefined ? [] : [ownedPart(authorityIds, dialect)]),
  ]
  return parts.length === 0 ? { sql: "TRUE", values: [] } : grouped(parts, " AND ")
}

function ownedPart(authorityIds: readonly string[], dialect: FindDialect): SqlPart {
  return anyOf([dialect.isIn("i.authority_id", authorityIds), sharedPart(authorityIds, dialect)])
}

function sharedPart(authorityIds: readonly string[], dialect: FindDialect): SqlPart {
  return labelPart({ kind: "co-owner", values: authorityIds }, dialect)
}

/** None of nothing. */
function anyOf(parts: readonly SqlPart[]): SqlPart {
  return parts.length === 0 ? { sql: "FALSE", values: [] } : grouped(parts, " OR ")
}

function grouped(parts: readonly SqlPart[], by: string): SqlPart {
  return { sql: `(${parts.map(({ sql }) => sql).join(by)})`, values: parts.flatMap(({ values }) => values) }
}

/** Also where a value is null. */
function not({ sql, values }: SqlPart): SqlPart {
  return { sql: `(${sql}) IS NOT TRUE`, values }
}

function and({ sql, values }: SqlPart): SqlPart {
  return { sql: ` AND ${sql}`, values }
}

function joined(parts: readonly SqlPart[]): SqlPart {
  return { sql: parts.map(({ sql }) => sql).join(""), values: parts.flatMap(({ values }) => values) }
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(", ")
}
