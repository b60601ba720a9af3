import { minutesBetween, type Instant, type Interval } from "../../base/index.ts"
import type { Connector, Gap } from "../../connector/index.ts"
import { createPeriod, type PeriodOptions } from "../../report/index.ts"
import type { SourceCursor } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"

/** Which minutes of a period were really read from one source. */
export interface SourceCoverage {
  /** The connector, by its id. */
  readonly connectorId: string
  /** The source, by its id in the connector. */
  readonly sourceId: string
  /** For people; the id where the connector lists the source no more. */
  readonly title: string
  /** Minutes of the period that lie behind the present moment. */
  readonly minutes: number
  /** How many of them were read. */
  readonly readMinutes: number
  /** What was read, oldest first; intervals that touch are one. */
  readonly read: readonly Interval[]
  /**
   * What was not, cut to the period, oldest first, each with its reason; those that the connector reported may overlap.
   */
  readonly gaps: readonly Gap[]
}

/** Which minutes of a period were really read. */
export interface Coverage {
  /** The period up to the present moment. */
  readonly period: Interval
  /** By connector and source, in the order of the desk's connectors. */
  readonly sources: readonly SourceCoverage[]
}

/** Says for every source that can be pulled which minutes of a period were read. */
export async function coverage(context: DeskContext, request: PeriodOptions): Promise<Coverage> {
  const now = context.clock.now()
  const { from, to: end } = createPeriod(request)
  const to = [end, now].reduce((one, other) => (one < other ? one : other))
  const period = { from, to: to < from ? from : to }
  const sources: SourceCoverage[] = []
  for (const connector of context.connectors) {
    if (!connector.capabilities.pull) continue
    const cursors = await context.storage.readCursors(connector.id)
    for (const { id, title } of namedSources(connector, cursors)) {
      const place = { connectorId: connector.id, sourceId: id, title }
      const cursor = cursors.find(({ sourceId }) => sourceId === id)
      sources.push({ ...place, ...coverageOf(cursor, period) })
    }
  }
  return { period, sources }
}

/** The sources of a connector, and those that it had before. */
export function namedSources(
  { sources }: Connector,
  cursors: readonly SourceCursor[],
): readonly { readonly id: string; readonly title: string }[] {
  const former = cursors.filter(({ sourceId }) => !sources.some(({ id }) => id === sourceId))
  return [...sources, ...former.map(({ sourceId }) => ({ id: sourceId, title: sourceId }))]
}

/**
 * What a cursor says of a period.
 *
 * @param cursor - undefined for a source that was never read
 * @param period - up to the present moment at most
 */
export function coverageOf(cursor: SourceCursor | undefined, period: Interval): Omit<SourceCoverage, "connectorId" | "sourceId" | "title"> {
  const gaps = [...(cursor?.gaps ?? []), ...openEnds(cursor, period)]
    .flatMap((gap) => cut(gap, period))
    .toSorted((one, other) => (one.from === other.from ? 0 : one.from < other.from ? -1 : 1))
  const read: Interval[] = []
  let from = period.from
  for (const gap of gaps) {
    if (from < gap.from) read.push({ from, to: gap.from })
    if (gap.to > from) from = gap.to
  }
  if (from < period.to) read.push({ from, to: period.to })
  return {
    minutes: minutesBetween(period.from, period.to),
    readMinutes: read.reduce((sum, part) => sum + minutesBetween(part.from, part.to), 0),
    read,
    gaps,
  }
}

/** What lies before the first reading and after the last one that reached its end. */
function openEnds(cursor: SourceCursor | undefined, { from, to }: Interval): readonly Gap[] {
  // A cursor without a reading is none that this desk moved.
  if (cursor === undefined || cursor.reading === null) return [{ from, to, reason: "it was never read" }]
  const { since, readTo } = cursor.reading
  const notYet = readTo === null ? "the first reading has not finished" : "it has not been read to its end since"
  return [
    { from, to: since, reason: "before the first reading" },
    { from: later(readTo ?? since, from), to, reason: notYet },
  ]
}

function cut(gap: Gap, period: Interval): readonly Gap[] {
  const [from, to] = [later(gap.from, period.from), gap.to < period.to ? gap.to : period.to]
  return from < to ? [{ ...gap, from, to }] : []
}

function later(one: Instant, other: Instant): Instant {
  return one < other ? other : one
}
