import { durations, termMetricIds, type MetricId } from "./metrics.ts"
import type { Report, ReportTable, Row } from "./report.ts"

/** A number of a report. */
export interface Cell {
  /** `PLACE:NUMBER`, where the place is `totals` or `TABLE:ROW`. */
  readonly id: string
  readonly value: number
  readonly isTotal: boolean
}

/** A sum that is 0: numbers with their signs. */
export type Constraint = readonly { readonly id: string; readonly sign: 1 | -1 }[]

/** Numbers that are the sum of others in every row. */
export const partitions: readonly (readonly [whole: string, parts: readonly string[]])[] = [
  ["received", ["accepted", "dismissedOfReceived"]],
  ["due", ["answeredInTime", "answeredLate", "dueUnanswered"]],
  ["finals", ["fixConfirmed", "fixUnrefuted", "fixClaimed", "refuted", "explained", "cannotFix", "notCompetent", "outcomeUnknown"]],
  ["fixed", ["fixConfirmed", "fixUnrefuted"]],
  ["promisesDue", ["promisesKept", "promisesBroken"]],
  ["closed", ["closedSatisfied", "closedSilent", "closedByDecision"]],
  ["surveysAnswered", ["satisfied", "dissatisfied"]],
  ["due", ["term:first-reply:first:due"]],
  ["promisesDue", ["term:promise:first:due", "term:promise:later:due"]],
  ["promisesKept", ["term:promise:first:inTime", "term:promise:later:inTime"]],
  ["received", ["duration:toRegister", "imported"]],
  ["duration:toRegister", ["received"]],
  ["duration:toFinal", ["finals"]],
  ["duration:toFirstReply", ["duration:toFirstReplyRegistered"]],
  ...durations.flatMap(({ id, goals: [goal] }): [string, readonly string[]][] =>
    goal === undefined
      ? []
      : [[`duration:${id}`, ["first", "later"].flatMap((cycle) => [`term:${goal}:${cycle}:inTime`, `term:${goal}:${cycle}:late`])]],
  ),
]

/** The backlog: what was open, with every way in and out. */
const backlog: readonly (readonly [id: MetricId, sign: 1 | -1])[] = [
  ["openBefore", 1],
  ["received", 1],
  ["reopened", 1],
  ["unmerged", 1],
  ["restored", 1],
  ["closed", -1],
  ["merged", -1],
  ["converted", -1],
  ["dismissed", -1],
  ["openAfter", -1],
]

/**
 * The numbers of one period of a report, and every sum that a reader knows of them: rows make up the totals, and the
 * rows of finer tables those of coarser ones; partitions hold in every row; the backlog adds up.
 *
 * @param report - whose tables do not overlap
 * @param period - whose numbers
 */
export function constraintsOf(
  report: Report,
  period: "now" | "previous",
): { readonly cells: ReadonlyMap<string, Cell>; readonly constraints: readonly Constraint[] } {
  const cells = new Map<string, Cell>()
  const constraints: Constraint[] = []
  const numbersOf = (row: Row): Readonly<Record<string, number>> => {
    const figures = period === "now" ? row : row.previous
    const counts = Object.entries(figures?.durations ?? {}).map(([id, { count }]) => [`duration:${id}`, count ?? 0] as const)
    const numbers = Object.entries(figures?.numbers ?? {}).map(([id, number]) => [id, number ?? 0] as const)
    return Object.fromEntries([...numbers, ...counts])
  }
  const note = (row: Row, place: string): void => {
    const numbers = numbersOf(row)
    const goals = [...new Set(Object.keys(numbers).flatMap((id) => /^term:(.+):(?:first|later):due$/.exec(id)?.[1] ?? []))]
    for (const [id, value] of Object.entries(numbers))
      cells.set(`${place}:${id}`, { id: `${place}:${id}`, value, isTotal: place === "totals" })
    const ofTerms = termMetricIds(goals).filter((id) => id.endsWith(":due"))
    const terms = ofTerms.map((due): [string, readonly string[]] => [
      due,
      ["inTime", "late", "missed"].map((count) => due.replace(/due$/, count)),
    ])
    for (const [whole, parts] of [...partitions, ...terms]) {
      if (![whole, ...parts].every((id) => Object.hasOwn(numbers, id))) continue
      constraints.push([{ id: `${place}:${whole}`, sign: 1 }, ...parts.map((id) => ({ id: `${place}:${id}`, sign: -1 as const }))])
    }
    if (backlog.every(([id]) => Object.hasOwn(numbers, id))) constraints.push(backlog.map(([id, sign]) => ({ id: `${place}:${id}`, sign })))
  }
  note(report.totals, "totals")
  for (const [index, { rows }] of report.tables.entries()) for (const [place, row] of rows.entries()) note(row, `${index}:${place}`)
  for (const [index, fine] of report.tables.entries()) {
    constraints.push(...sums(fine, index, [{ row: report.totals, place: "totals" }], () => 0))
    for (const [other, coarse] of report.tables.entries()) {
      if (index === other || !isCoarser(coarse, fine)) continue
      const places = coarse.rows.map((row, place) => ({ row, place: `${other}:${place}` }))
      constraints.push(...sums(fine, index, places, (row) => coarse.rows.findIndex((one) => belongs(row, fine, one, coarse))))
    }
  }
  // What does not add up (something was written between two counts) is nothing that anybody could reckon with.
  const holds = (constraint: Constraint) =>
    constraint.every(({ id }) => cells.has(id)) &&
    constraint.reduce((sum, { id, sign }) => sum + sign * (cells.get(id)?.value ?? 0), 0) === 0
  return { cells, constraints: constraints.filter(holds) }

  function sums(
    { rows }: ReportTable,
    index: number,
    wholes: readonly { readonly row: Row; readonly place: string }[],
    wholeOf: (row: Row) => number,
  ): readonly Constraint[] {
    const parts = wholes.map((): string[] => [])
    for (const [place, row] of rows.entries()) parts[wholeOf(row)]?.push(`${index}:${place}`)
    return wholes.flatMap(({ row, place }, whole) =>
      Object.keys(numbersOf(row)).flatMap((id): readonly Constraint[] => {
        const found = (parts[whole] ?? []).map((part) => `${part}:${id}`)
        if (found.length === 0 || !found.every((one) => cells.has(one))) return []
        return [[{ id: `${place}:${id}`, sign: 1 }, ...found.map((one) => ({ id: one, sign: -1 as const }))]]
      }),
    )
  }
}

/** Whether the rows of a table are sums of the rows of another one. */
function isCoarser(coarse: ReportTable, fine: ReportTable): boolean {
  const isPart = coarse.by.every((dimension) => fine.by.includes(dimension))
  const isSame = coarse.by.length === fine.by.length && coarse.bucket === fine.bucket
  const isWider = coarse.bucket === null || coarse.bucket === fine.bucket || fine.bucket === "day"
  return isPart && !isSame && isWider
}

/** Whether a row of the finer table is part of one of the coarser table; buckets are named by their first date. */
function belongs(row: Row, fine: ReportTable, whole: Row, coarse: ReportTable): boolean {
  const isSame = coarse.by.every((dimension, index) => whole.keys[index] === row.keys[fine.by.indexOf(dimension)])
  if (!isSame || coarse.bucket === null) return isSame
  const [date, start] = [String(row.keys.at(-1)), String(whole.keys.at(-1))]
  const starts = coarse.rows.map(({ keys }) => String(keys.at(-1))).filter((one) => one <= date)
  return start === starts.reduce((last, one) => (one > last ? one : last), "")
}
