import * as z from "zod"
import { configError, readOptions, schemaOf, type InputIssue } from "../base/index.ts"
import { publicNote } from "./change-notes.ts"
import { constraintsOf, type Cell } from "./constraints.ts"
import { shares as allShares } from "./metrics.ts"
import type { ReportDimension, PublicReport, Report, ReportDuration, Row, RowChange, RowFigures } from "./report.ts"
import { determined } from "./solve.ts"

/** How a report is published. */
export interface PublishOptions {
  /** Numbers from 1 to `k - 1` are hidden. 2 to 100; default 5. */
  readonly k?: number
}

const optionsSchema = schemaOf<Required<PublishOptions>, PublishOptions>()(z.strictObject({ k: z.int().min(2).max(100).default(5) }))

/** What is too near to single people and their habits, or to one source. */
const neverPublished: readonly ReportDimension[] = ["rule", "community", "weekday", "hour"]
/** Pairs of which one is the sum of the other: who knows the groups would solve for a hidden number. */
const nested: readonly (readonly [ReportDimension, ReportDimension])[] = [
  ["topic", "topicGroup"],
  ["authority", "authorityKind"],
]

/**
 * Takes small numbers out of a report, so that it can be shown to everybody: numbers from 1 to `k - 1` go, and with
 * them as many others as keep anybody from reckoning them out along the sums (of rows, margins, buckets and
 * partitions). Zeros stay: nobody is behind one. Shares, durations and changes of a hidden number go too, and the names
 * of rules, connectors and sources in notes.
 *
 * Every hidden number could be at least one other one, by all the sums of this report together. Two reports of
 * overlapping periods or scopes are not looked at together.
 *
 * @param report - as `desk.report` gives it
 * @param options - what is small
 * @throws DeskError `config` for a table by rule, community, weekday or hour, an overlapping one, and for tables by a
 * dimension and its groups in one report
 */
export function publish(report: Report, options: PublishOptions = {}): PublicReport {
  const { k } = readOptions(optionsSchema, options, "publish options")
  refuse(report)
  const [now, before] = [hiddenOf(report, k, "now"), report.comparedWith === null ? new Set<string>() : hiddenOf(report, k, "previous")]
  const shown = (row: Row, place: string): Row => {
    const figures = shownFigures(row, place, now, k)
    const previous = row.previous === null ? null : shownFigures(row.previous, place, before, k)
    return { keys: row.keys, ...figures, previous, change: shownChange(row.change, figures, previous) }
  }
  return {
    ...report,
    totals: shown(report.totals, "totals"),
    tables: report.tables.map((table, index) => ({
      ...table,
      rows: table.rows.map((row, place) => shown(row, `${index}:${place}`)),
    })),
    notes: report.notes.map(publicNote),
    published: { k, hidden: now.size + before.size },
  }
}

function refuse({ tables }: Report): void {
  const dimensions = new Set(tables.flatMap(({ by }) => by))
  const issues: InputIssue[] = tables.flatMap(({ by, overlapping }, index) => [
    ...by
      .filter((one) => neverPublished.includes(one))
      .map((one) => ({ path: `tables[${index}].by`, message: `"${one}" is not published` })),
    ...(overlapping ? [{ path: `tables[${index}]`, message: "a table whose rows overlap is not published" }] : []),
  ])
  for (const [one, group] of nested)
    if (dimensions.has(one) && dimensions.has(group))
      issues.push({ path: "tables", message: `"${one}" and "${group}" are not published together: one is the sum of the other` })
  if (issues.length > 0) throw configError("publish", issues)
}

/** The cells of one period that are hidden, by their ids. */
function hiddenOf(report: Report, k: number, period: "now" | "previous"): ReadonlySet<string> {
  const { cells, constraints } = constraintsOf(report, period)
  const hidden = new Set([...cells.values()].filter(({ value }) => value > 0 && value < k).map(({ id }) => id))
  const containing = new Map<string, Set<number>>()
  for (const [index, constraint] of constraints.entries())
    for (const { id } of constraint) containing.set(id, (containing.get(id) ?? new Set()).add(index))
  for (;;) {
    const solved = determined(
      constraints.map((constraint) => constraint.flatMap(({ id, sign }) => (hidden.has(id) ? [[id, sign] as const] : []))),
    )
    if (solved.length === 0) return hidden
    const before = hidden.size
    for (const id of solved) hide(id, { cells, constraints, containing, hidden })
    // Sums in which nothing but one number is above 0 have no two sides: those were left out.
    if (hidden.size === before) throw new TypeError(`publish: ${solved.join(", ")} cannot be hidden`)
  }
}

interface Hiding {
  readonly cells: ReadonlyMap<string, Cell>
  readonly constraints: readonly (readonly { readonly id: string; readonly sign: 1 | -1 }[])[]
  readonly containing: ReadonlyMap<string, ReadonlySet<number>>
  readonly hidden: Set<string>
}

/**
 * Hides the smallest number that is in one sum with a hidden one, or, where every other one of those sums is hidden
 * or 0, in one sum with one of them. Only numbers above 0 are hidden, so that what is hidden can be both more and less.
 */
function hide(solved: string, { cells, constraints, containing, hidden }: Hiding): void {
  const seen = new Set([solved])
  for (let level: readonly string[] = [solved]; level.length > 0;) {
    const beside = [...new Set(level.flatMap((id) => [...(containing.get(id) ?? [])]))].flatMap((index) => constraints[index] ?? [])
    const open = beside.flatMap(({ id }) => (hidden.has(id) ? [] : (cells.get(id) ?? []))).filter(({ value }) => value > 0)
    const [smallest] = open.toSorted((one, other) => Number(one.isTotal) - Number(other.isTotal) || one.value - other.value)
    if (smallest !== undefined) {
      hidden.add(smallest.id)
      return
    }
    level = [...new Set(beside.map(({ id }) => id))].filter((id) => hidden.has(id) && !seen.has(id))
    for (const id of level) seen.add(id)
  }
}

function shownFigures({ numbers, shares, durations }: RowFigures, place: string, hidden: ReadonlySet<string>, k: number): RowFigures {
  const shown = Object.fromEntries(Object.entries(numbers).map(([id, number]) => [id, hidden.has(`${place}:${id}`) ? null : number]))
  const isShown = ({ count }: ReportDuration, id: string) =>
    count === 0 ||
    (count !== null &&
      count >= k &&
      !hidden.has(`${place}:duration:${id}`) &&
      // What was imported is not in it: the rest may be told by nothing else.
      !(id === "toRegister" && hidden.has(`${place}:received`)))
  return {
    numbers: shown,
    shares: Object.fromEntries(
      Object.entries(shares).map(([id, share]) => {
        const { part = "", of = "" } = allShares.find((one) => one.id === id) ?? {}
        return [id, shown[part] === null || shown[of] === null ? { share: null, of: shown[of] ?? null } : share]
      }),
    ),
    durations: Object.fromEntries(
      Object.entries(durations).map(([id, duration]) => [
        id,
        isShown(duration, id) ? duration : { count: null, medianMinutes: null, p90Minutes: null },
      ]),
    ),
  }
}

function shownChange(change: RowChange | null, now: RowFigures, before: RowFigures | null): RowChange | null {
  if (change === null || before === null) return null
  return {
    numbers: Object.fromEntries(
      Object.entries(change.numbers).map(([id, one]) => [id, now.numbers[id] === null || before.numbers[id] === null ? null : one]),
    ),
    sharePoints: Object.fromEntries(
      Object.entries(change.sharePoints).map(([id, points]) => [
        id,
        now.shares[id]?.share === null || before.shares[id]?.share === null ? null : points,
      ]),
    ),
  }
}
