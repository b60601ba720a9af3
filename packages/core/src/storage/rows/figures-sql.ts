import { instantToMillis, millisToInstant, type Instant, type Interval } from "../../base/index.ts"
import {
  backlogSigns,
  conditionFields,
  dimensionFields,
  durations,
  metricOf,
  type Duration,
  type DurationId,
  type FigureConditions,
  type FigureDimension,
  type FigureLimit,
  type FiguresQuery,
  type FiguresRow,
  type Metric,
  type MetricAnchor,
  type MetricId,
  type Test,
} from "../../report/index.ts"

/** What one database writes in another way than the others. */
export interface FiguresDialect {
  /** Where figures are read from, with the index that is meant, as a database with that setting writes it. */
  readonly table: (name: "incident" | "clock_fact" | "label" | "mark", alias: string, index: FiguresIndex) => string
  /** The rows of a JSON text that holds a list of objects of texts, as a query. */
  readonly rowsOfJson: (place: string, columns: readonly string[]) => string
  /** Whole milliseconds from one column of canonical instants to another. */
  readonly millis: (from: string, to: string) => string
  /** Whole numbers and NULLs as one text, with commas between. */
  readonly list: (values: readonly string[]) => string
  /** The lists of count, median and nine of ten, by nearest rank, of `keys` and `v` of a query. */
  readonly ranks: (query: string, keys: readonly string[]) => string
  /** The place of a parameter, from 1. */
  readonly place: (ordinal: number) => string
  /** Whether a value that is used in several places is one parameter. */
  readonly reusesPlaces: boolean
  /** Goals and kinds of marks that are counted alike are one branch, grouped by them: for where a plan costs more. */
  readonly mergesBranches: boolean
}

/** An index that figures are counted by, without the name of its table; `id`: the incident's own key. */
export type FiguresIndex = "registered" | "due" | "answered" | "final" | "open" | "moment" | "subject" | "clock" | "id"

/** A statement with its parameters, and how its rows are read. */
export interface FiguresStatement {
  /** The statement. */
  readonly sql: string
  /** Its parameters. */
  readonly values: readonly string[]
  /**
   * The figures of the rows that it gives.
   *
   * @param rows - each of the part, three keys and the list
   */
  readonly read: (rows: readonly (readonly [part: number, keys: readonly (string | null)[], list: string])[]) => readonly FiguresRow[]
}

/** The incidents behind a number, as a condition on `i`, with the index of the moment that its period is laid over. */
export interface MetricSql {
  /** The condition; each `?` is the place of a value, in their order. */
  readonly sql: string
  /** Its parameters. */
  readonly values: readonly string[]
  /** Null: terms or marks are looked through, and the incidents are found by their ids. */
  readonly index: FiguresIndex | null
}

/** What the numbers of one list are. */
type Part = { readonly metrics: readonly MetricId[] } | { readonly duration: DurationId }

/** What is counted, and by which index. */
interface Branch {
  readonly kind: "case" | "clock" | "event"
  readonly anchor: MetricAnchor
  /** The goal or the kind of mark; null of marks: every way into the backlog and out of it. */
  readonly of: string | null
}

const mostKeys = 3

/** Incidents that are open now. */
const openBranch: Branch = { kind: "case", anchor: "registeredAt", of: null }
/** Every way into the backlog and out of it. */
const moving: Branch = { kind: "event", anchor: "mark.at", of: null }

/** The kinds of marks that lead into the backlog (1), or out of it (-1). */
function movesOf(sign: 1 | -1): string {
  return Object.entries(backlogSigns)
    .flatMap(([kind, one]) => (one === sign ? [literal(kind)] : []))
    .join(", ")
}

/**
 * The statement that gives what `figuresOf` gives, for a database whose tables have the columns of this package: a
 * branch for each anchor, goal and kind of mark, each a range of its index; in one statement, at one instant.
 *
 * @param query - which was checked
 * @param tenant - whose data
 * @param dialect - of the database
 */
export function figuresStatement(query: FiguresQuery, tenant: string, dialect: FiguresDialect): FiguresStatement {
  const writer = createWriter(query, tenant, dialect)
  const parts: Part[] = []
  const branches: string[] = []
  const add = (part: Part, sql: (ordinal: number) => string): void => void branches.push(sql(parts.push(part) - 1))
  const metrics = query.metrics.map(metricOf)
  const alike = new Map<string, (readonly [branch: Branch, ordinal: number])[]>()
  const testsOf = new Map<string, readonly Test[]>()
  for (const [branch, counted] of branchesOf(metrics)) {
    const ordinal = parts.push({ metrics: counted.map(({ id }) => id) }) - 1
    const tests = counted.map(({ test }) => test)
    const key = dialect.mergesBranches && branch.of !== null ? writer.formOf(branch, tests) : String(ordinal)
    alike.set(key, [...(alike.get(key) ?? []), [branch, ordinal]])
    testsOf.set(key, tests)
  }
  for (const [key, same] of alike) branches.push(writer.counts(same, testsOf.get(key) ?? []))
  const stocks = metrics.flatMap(({ kind, id }) => (kind === "stock" ? [id] : []))
  if (stocks.length > 0) {
    add({ metrics: stocks }, (ordinal) => writer.openNow(ordinal, stocks))
    add({ metrics: stocks }, (ordinal) => writer.movesSince(ordinal, stocks))
  }
  for (const duration of durations) {
    if (query.durations?.includes(duration.id) === true) add({ duration: duration.id }, (ordinal) => writer.lasting(ordinal, duration))
  }
  const { sql, values } = writer.whole(branches)
  return { sql, values, read: (rows) => readRows(rows, parts, query) }
}

/**
 * The condition that finds the incidents behind a number, from the same definition as {@link figuresStatement}: those
 * for which `timesIn` gives more than 0.
 *
 * @param metric - its name, its period and the moment of the report, which were checked
 * @param tenant - whose data
 * @param dialect - of the database; places are written as `?`
 */
export function metricSql(
  { id, period, at }: { readonly id: MetricId; readonly period: Interval; readonly at: Instant },
  tenant: string,
  dialect: FiguresDialect,
): MetricSql {
  const writer = createWriter({ metrics: [id], period, at }, tenant, { ...dialect, place: () => "?", reusesPlaces: false })
  const metric = metricOf(id)
  const index = metric.kind === "case" ? (caseIndexes[metric.anchor] ?? null) : null
  const written =
    metric.kind === "stock" ? [writer.wereOpen(id)] : branchesOf([metric]).map(([branch]) => writer.behind(branch, metric.test))
  return { ...writer.bound(`(${written.join(" OR ")})`), index }
}

/** Metrics by what they count and by which index, those of one anchor together. */
function branchesOf(metrics: readonly Metric[]): readonly (readonly [Branch, readonly Metric[]])[] {
  const found = new Map<string, [Branch, Metric[]]>()
  for (const metric of metrics) {
    const { kind, anchor, goals, marks } = metric
    if (kind === "stock") continue
    for (const of of kind === "case" ? [null] : kind === "clock" ? goals : marks) {
      const key = JSON.stringify([kind, anchor, of])
      const known = found.get(key)
      if (known === undefined) found.set(key, [{ kind, anchor, of }, [metric]])
      else known[1].push(metric)
    }
  }
  return [...found.values()]
}

/** The columns of the alias that each kind of thing is read under. */
const aliasOf = { case: "i", clock: "c", event: "m" } as const
const caseIndexes: Readonly<Partial<Record<MetricAnchor, FiguresIndex>>> = {
  registeredAt: "registered",
  dueAt: "due",
  answeredAt: "answered",
  finalAt: "final",
  openSince: "open",
}

/** `dueAt` as `i.due_at`, `clock.dueAt` as `c.due_at`. */
function columnOf(field: string): string {
  const [first = "", second] = field.split(".")
  const alias = second === undefined ? "i" : first === "clock" ? "c" : "m"
  return `${alias}.${(second ?? first).replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`
}

/** A text of ours in a statement: kinds and states, by which planners know partial indexes. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function createWriter(query: FiguresQuery, tenant: string, dialect: FiguresDialect) {
  const { period, at, where, reach, groups = {} } = query
  const by = query.by ?? []
  const given: string[] = []
  const relations = new Map<string, string>()
  /** A parameter, kept apart from the text until the whole is known. */
  const bind = (value: string): string => {
    const known = given.indexOf(value)
    return `@${known >= 0 ? known : given.push(value) - 1}@`
  }
  const whose = bind(tenant)
  // Moments are whole milliseconds, so what had come by a moment is what came before the next one.
  const end = at < period.to ? earliest(period.to, nextMoment(at)) : period.to
  const bySlot = by.some((dimension) => dimension === "bucket" || dimension === "weekday" || dimension === "hour")
  const relation = (name: string, columns: readonly string[], rows: readonly (readonly string[])[]): string => {
    const json = JSON.stringify(rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ""]))))
    relations.set(name, `${name}(${columns.join(", ")}) AS MATERIALIZED (${dialect.rowsOfJson(bind(json), columns)})`)
    return name
  }
  const listOf = (name: string, values: readonly string[]): string => {
    relation(
      name,
      ["v"],
      values.map((value) => [value]),
    )
    return `(SELECT v FROM ${name})`
  }

  const conditions = conditionsOf(where, reach, { listOf, whose, dialect })
  if (bySlot) {
    const slots = (query.slots ?? []).flatMap(({ from, to, bucket, weekday, hour }) => {
      const [begins, ends] = [from > period.from ? from : period.from, earliest(to, end)]
      return begins < ends ? [[begins, ends, bucket, weekday, hour]] : []
    })
    relation("slot", ["begins", "ends", "bucket", "weekday", "hour"], slots)
  }
  for (const [dimension, pairs] of Object.entries(groups)) {
    if (by.some((one) => one === dimension)) relation(`g_${dimension.toLowerCase()}`, ["member", "grp"], pairs)
  }

  const countsOf = (branch: Branch, tests: readonly Test[]): readonly string[] =>
    tests.map((test) => {
      const sql = testSql(test, branch)
      return sql === "TRUE" ? "count(*)" : `count(*) FILTER (WHERE ${sql})`
    })
  const ownerOf = ({ kind, of }: Branch): string => {
    if (kind === "clock") return "c.authority_id"
    return kind === "case" || of === null || Object.hasOwn(backlogSigns, of) ? "i.authority_id" : "m.authority_id"
  }
  const valueOf = (dimension: FigureDimension, branch: Branch): string => {
    if (dimension === "subject") return branch.kind === "event" && branch.of !== null ? "m.subject" : "CAST(NULL AS text)"
    if (dimension === "bucket" || dimension === "weekday" || dimension === "hour") return `s.${dimension}`
    if (dimension === "community" || dimension === "rule") return `l_${dimension}.value`
    return dimension === "authority" || dimension === "authorityKind" ? ownerOf(branch) : columnOf(dimensionFields[dimension])
  }
  const groupOf = (dimension: FigureDimension): string | undefined => {
    const name = `g_${dimension.toLowerCase()}`
    return relations.has(name) ? name : undefined
  }
  const keyOf = (dimension: FigureDimension, branch: Branch): string => {
    const group = groupOf(dimension)
    if (group === undefined) return valueOf(dimension, branch)
    return dimension === "territory" ? `coalesce(${group}.grp, ${valueOf(dimension, branch)})` : `${group}.grp`
  }
  const keysOf = (branch: Branch): readonly string[] => by.map((dimension) => keyOf(dimension, branch))
  const padded = (keys: readonly string[]): string =>
    Array.from({ length: mostKeys }, (_, index) => `${keys[index] ?? "CAST(NULL AS text)"} AS k${index}`).join(", ")
  const grouped = by.length === 0 ? "" : ` GROUP BY ${by.map((_, index) => index + 2).join(", ")}`

  /** Only such goals or kinds of marks. */
  const isOf = (kind: Branch["kind"], among: readonly string[]): readonly string[] => {
    if (kind === "case" || among.length === 0) return []
    const [column, values] = kind === "clock" ? ["c.goal", among.map(bind)] : ["m.kind", among.map(literal)]
    return [values.length === 1 ? `${column} = ${values.join("")}` : `${column} IN (${values.join(", ")})`]
  }

  /** What is read, joined with what it is split by; `isWithin`: of the period alone, `among`: such goals or kinds. */
  const from = (branch: Branch, needs: string, isWithin: boolean, among = branch.of === null ? [] : [branch.of]): string => {
    const { kind, anchor } = branch
    const alias = aliasOf[kind]
    const index = kind === "case" ? (isWithin ? (caseIndexes[anchor] ?? "id") : "open") : kind === "clock" ? "clock" : "moment"
    const name = kind === "case" ? "incident" : kind === "clock" ? "clock_fact" : "mark"
    const joins = by.flatMap((dimension) => {
      const group = groupOf(dimension)
      const joined = group === undefined ? [] : [` LEFT JOIN ${group} ON ${group}.member = ${valueOf(dimension, branch)}`]
      if (dimension !== "community" && dimension !== "rule") return joined
      const label = `l_${dimension}`
      return [
        ` LEFT JOIN ${dialect.table("label", label, "id")} ON ${label}.tenant = ${whose} AND ${label}.incident_id = ${alias}.incident_id AND ${label}.kind = ${literal(dimension)}`,
      ]
    })
    const usesIncident = /\bi\./.test(`${needs} ${joins.join(" ")} ${conditions.join(" ")}`)
    const incident = kind === "case" || !usesIncident ? "" : ` CROSS JOIN ${dialect.table("incident", "i", "id")}`
    const tests = [
      `${alias}.tenant = ${whose}`,
      ...(incident === "" ? [] : [`i.tenant = ${whose} AND i.incident_id = ${alias}.incident_id`]),
      ...isOf(kind, among),
      ...(isWithin ? [within(columnOf(anchor), bySlot)] : []),
      ...conditions,
    ]
    const slots = bySlot ? "slot AS s CROSS JOIN " : ""
    return `${slots}${dialect.table(name, alias, index)}${incident}${joins.join("")} WHERE ${tests.join(" AND ")}`
  }
  const within = (column: string, isSlotted: boolean): string =>
    isSlotted ? `${column} >= s.begins AND ${column} < s.ends` : `${column} >= ${bind(period.from)} AND ${column} < ${bind(end)}`

  const testSql = (test: Test, branch: Branch): string => {
    if ("all" in test) return test.all.length === 0 ? "TRUE" : `(${test.all.map((one) => testSql(one, branch)).join(" AND ")})`
    if ("any" in test) return test.any.length === 0 ? "FALSE" : `(${test.any.map((one) => testSql(one, branch)).join(" OR ")})`
    if ("not" in test) return `(${testSql(test.not, branch)}) IS NOT TRUE`
    if ("repeated" in test) return markExists("repeated", `other.subject = ${aliasOf[branch.kind]}.incident_id`)
    if ("sharedSubject" in test) {
      return markExists(branch.of ?? "", "other.subject = m.subject AND other.incident_id <> m.incident_id")
    }
    const column = columnOf(test.field)
    if ("in" in test) {
      const values = test.in.flatMap((value) => (value === null ? [] : [typeof value === "number" ? String(value) : literal(value)]))
      const known = values.length === 0 ? [] : [`${column} IN (${values.join(", ")})`]
      return `(${[...known, ...(test.in.includes(null) ? [`${column} IS NULL`] : [])].join(" OR ")})`
    }
    if ("atLeast" in test) return `${column} >= ${test.atLeast}`
    if ("before" in test) return `${column} < ${columnOf(test.before)}`
    return `${column} <= ${test.notAfter === "at" ? bind(at) : columnOf(test.notAfter)}`
  }
  // In the words of the partial index, or it could not be used.
  const markExists = (kind: string, condition: string): string =>
    `EXISTS (SELECT 1 FROM ${dialect.table("mark", "other", "subject")} WHERE other.tenant = ${whose} AND other.kind IN ('repeated', 'final-published') AND other.kind = ${literal(kind)} AND ${condition} AND other.subject IS NOT NULL AND other.at <= ${bind(at)})`

  const sinceOf = (id: MetricId): Instant => earliest(id === "openBefore" ? period.from : period.to, nextMoment(at))
  const movedSince = (since: Instant): string => `m.kind IN (${movesOf(1)}, ${movesOf(-1)}) AND m.at >= ${bind(since)}`

  const select = (ordinal: number, keys: readonly string[], list: string, rest: string): string =>
    `SELECT ${ordinal} AS part, ${padded(keys)}, ${list} AS list FROM ${rest}${grouped}`

  return {
    /** What is the same of branches that can be one. */
    formOf: (branch: Branch, tests: readonly Test[]): string =>
      JSON.stringify([branch.kind, branch.anchor, ownerOf(branch), countsOf(branch, tests)]),
    /** One branch, or several of one form: then the goal or the kind of mark says whose part a row is. */
    counts(branches: readonly (readonly [branch: Branch, ordinal: number])[], tests: readonly Test[]): string {
      const [[branch, ordinal] = [openBranch, 0]] = branches
      const counted = countsOf(branch, tests)
      const keys = keysOf(branch)
      const needs = `${counted.join(" ")} ${keys.join(" ")}`
      if (branches.length === 1) return select(ordinal, keys, dialect.list(counted), from(branch, needs, true))
      const among = branches.map(([{ of }]) => of ?? "")
      const column = branch.kind === "clock" ? "c.goal" : "m.kind"
      const spelled = branch.kind === "clock" ? bind : literal
      const part = `CASE ${column} ${branches.map(([{ of }, place]) => `WHEN ${spelled(of ?? "")} THEN ${place}`).join(" ")} END`
      const kept = [column, ...by.map((_, index) => String(index + 2))].join(", ")
      return `SELECT ${part} AS part, ${padded(keys)}, ${dialect.list(counted)} AS list FROM ${from(branch, needs, true, among)} GROUP BY ${kept}`
    },
    /** What is open now, less what came in and plus what went out since: nobody counts the whole history. */
    openNow(ordinal: number, ids: readonly MetricId[]): string {
      return select(
        ordinal,
        keysOf(openBranch),
        dialect.list(ids.map(() => "count(*)")),
        `${from(openBranch, "", false)} AND i.open_since IS NOT NULL`,
      )
    },
    movesSince(ordinal: number, ids: readonly MetricId[]): string {
      const keys = keysOf(moving)
      const first = ids.map(sinceOf).reduce(earliest)
      // Counted by their kind: a sum of signs would look at the kind of every row.
      const counted = ids.map(
        (id) =>
          `count(*)${sinceOf(id) === first ? "" : ` FILTER (WHERE m.at >= ${bind(sinceOf(id))})`} * CASE WHEN m.kind IN (${movesOf(1)}) THEN -1 ELSE 1 END`,
      )
      const rest = `${from(moving, keys.join(" "), false)} AND ${movedSince(first)}`
      const kept = ["m.kind", ...by.map((_, index) => String(index + 2))].join(", ")
      return `SELECT ${ordinal} AS part, ${padded(keys)}, ${dialect.list(counted)} AS list FROM ${rest} GROUP BY ${kept}`
    },
    lasting(ordinal: number, { kind, anchor, goals, from: since, to, test }: Duration): string {
      const branch: Branch = { kind, anchor, of: goals[0] ?? null }
      const keys = keysOf(branch)
      const value = to === null ? `${columnOf(since)} * 60000` : dialect.millis(columnOf(since), columnOf(to))
      const tested = testSql(test, branch)
      const inner = `SELECT ${padded(keys)}, ${value} AS v FROM ${from(branch, `${value} ${tested} ${keys.join(" ")}`, true)} AND ${tested}`
      const names = by.map((_, index) => `k${index}`)
      return `SELECT ${ordinal} AS part, ranked.* FROM (${dialect.ranks(inner, names)}) AS ranked`
    },
    /** Of incidents, of those that have such terms or marks. */
    behind(branch: Branch, test: Test): string {
      const tested = testSql(test, branch)
      if (branch.kind === "case") return `${within(columnOf(branch.anchor), false)} AND ${tested}`
      const alias = aliasOf[branch.kind]
      return `i.incident_id IN (SELECT ${alias}.incident_id FROM ${from(branch, tested, true)} AND ${tested})`
    },
    /** What is open now, less the moves since: of the few that moved or are open, and not of the whole history. */
    wereOpen(id: MetricId): string {
      const moves = `SELECT m.incident_id, CASE WHEN m.kind IN (${movesOf(1)}) THEN -1 ELSE 1 END AS moved FROM ${from(moving, "", false)} AND ${movedSince(sinceOf(id))}`
      const open = `SELECT i.incident_id, 1 AS moved FROM ${from(openBranch, "", false)} AND i.open_since IS NOT NULL`
      return `i.incident_id IN (SELECT incident_id FROM (${open} UNION ALL ${moves}) AS moves GROUP BY incident_id HAVING sum(moved) > 0)`
    },
    whole(branches: readonly string[]): { readonly sql: string; readonly values: readonly string[] } {
      const begins = relations.size === 0 ? "" : `WITH ${[...relations.values()].join(", ")} `
      return this.bound(`${begins}${branches.join(" UNION ALL ")}`)
    },
    /** A text with its parameters in their places. */
    bound(text: string): { readonly sql: string; readonly values: readonly string[] } {
      const values: string[] = []
      const places = new Map<string, string>()
      const sql = text.replaceAll(/@(\d+)@/g, (_, index: string) => {
        const known = dialect.reusesPlaces ? places.get(index) : undefined
        if (known !== undefined) return known
        const place = dialect.place(values.push(given[Number(index)] ?? ""))
        places.set(index, place)
        return place
      })
      return { sql, values }
    },
  }
}

function conditionsOf(
  where: FigureConditions | undefined,
  reach: readonly FigureLimit[] | undefined,
  {
    listOf,
    whose,
    dialect,
  }: { readonly listOf: (name: string, values: readonly string[]) => string; readonly whose: string; readonly dialect: FiguresDialect },
): readonly string[] {
  const wanted = (Object.keys(conditionFields) as (keyof FigureConditions)[]).flatMap((name) => {
    const values = where?.[name]
    return values === undefined ? [] : [`${columnOf(conditionFields[name])} IN ${listOf(`w_${name.toLowerCase()}`, values)}`]
  })
  if (reach === undefined) return wanted
  const limits = reach.map(({ territoryIds, topics, authorityIds }, index) => {
    const tests: string[] = []
    if (territoryIds !== undefined) tests.push(`i.territory_id IN ${listOf(`r_territory_${index}`, territoryIds)}`)
    if (topics !== undefined) tests.push(`i.topic IN ${listOf(`r_topic_${index}`, topics)}`)
    if (authorityIds !== undefined) {
      const list = listOf(`r_authority_${index}`, authorityIds)
      const label = dialect.table("label", "co", "id")
      tests.push(
        `(i.authority_id IN ${list} OR EXISTS (SELECT 1 FROM ${label} WHERE co.tenant = ${whose} AND co.incident_id = i.incident_id AND co.kind = 'co-owner' AND co.value IN ${list}))`,
      )
    }
    return tests.length === 0 ? "TRUE" : `(${tests.join(" AND ")})`
  })
  return [...wanted, limits.length === 0 ? "FALSE" : `(${limits.join(" OR ")})`]
}

function earliest(one: Instant, other: Instant): Instant {
  return one < other ? one : other
}

/** The millisecond after a moment; after the last one there is none that anything could lie behind. */
function nextMoment(at: Instant): Instant {
  return at >= "9999-12-31T23:59:59.999Z" ? "~" : millisToInstant(instantToMillis(at) + 1)
}

function readRows(
  rows: readonly (readonly [part: number, keys: readonly (string | null)[], list: string])[],
  parts: readonly Part[],
  { by = [], metrics, durations: lasting = [] }: FiguresQuery,
): readonly FiguresRow[] {
  const none = { count: 0, medianMillis: null, p90Millis: null }
  const found = new Map<
    string,
    { keys: readonly (string | null)[]; numbers: Record<string, number>; durations: Record<string, typeof none> }
  >()
  const rowAt = (keys: readonly (string | null)[]) => {
    const id = JSON.stringify(keys)
    const row = found.get(id) ?? {
      keys,
      numbers: Object.fromEntries(metrics.map((metric) => [metric, 0])),
      durations: Object.fromEntries(lasting.map((duration) => [duration, none])),
    }
    found.set(id, row)
    return row
  }
  if (by.length === 0) rowAt([])
  for (const [ordinal, keys, list] of rows) {
    const part = parts[ordinal]
    if (part === undefined) continue
    const row = rowAt(keys.slice(0, by.length))
    const values = list.replaceAll(/[{}]/g, "").split(",")
    if ("metrics" in part)
      for (const [index, id] of part.metrics.entries()) row.numbers[id] = (row.numbers[id] ?? 0) + Number(values[index])
    else {
      const [count, median, p90] = values.map((value) => (value === "NULL" || value === "" ? null : Number(value)))
      row.durations[part.duration] = { count: count ?? 0, medianMillis: median ?? null, p90Millis: p90 ?? null } as typeof none
    }
  }
  return [...found.values()] as readonly FiguresRow[]
}
