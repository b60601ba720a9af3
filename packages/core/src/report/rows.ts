import type { MetricId, Tally } from "./facts.ts"
import type { OldReportRow } from "./report-schema.ts"
import { compareKeys, emptyTally, type TallyRow } from "./tally.ts"

type Figures = NonNullable<OldReportRow["previous"]>
type Changes = NonNullable<OldReportRow["change"]>

/**
 * One row: its figures, those of the compared period, and the change.
 *
 * @param key - of the row; null for the totals
 * @param tally - of the period
 * @param previous - of the compared period; null when none is compared
 */
export function reportRow(key: string | null, tally: Tally, previous: Tally | null): OldReportRow {
  const figures = figuresOf(tally)
  if (previous === null) return { key, ...figures, previous: null, change: null }
  const compared = figuresOf(previous)
  return { key, ...figures, previous: compared, change: changesOf(figures, compared) }
}

/**
 * The rows of a dimension, the most received first, what has no key last. A key that only one of the two periods has
 * stands with zeros for the other.
 *
 * @param rows - of the period
 * @param previous - of the compared period; null when none is compared
 */
export function reportRows(rows: readonly TallyRow[], previous: readonly TallyRow[] | null): OldReportRow[] {
  const now = new Map(rows.map((row) => [row.key, row.tally]))
  const before = new Map(previous?.map((row) => [row.key, row.tally]))
  return [...new Set([...now.keys(), ...before.keys()])]
    .map((key) => reportRow(key, now.get(key) ?? emptyTally, previous === null ? null : (before.get(key) ?? emptyTally)))
    .toSorted(
      (one, other) =>
        Number(one.key === null) - Number(other.key === null) ||
        other.tally.received - one.tally.received ||
        other.tally.due - one.tally.due ||
        compareKeys(one.key, other.key),
    )
}

function figuresOf(tally: Tally): Figures {
  return { tally: { ...tally }, inTime: { share: tally.due === 0 ? null : tally.answeredInTime / tally.due, of: tally.due } }
}

function changesOf(now: Figures, before: Figures): Changes {
  const change = (metric: MetricId) => {
    const absolute = now.tally[metric] - before.tally[metric]
    return { absolute, percent: before.tally[metric] === 0 ? null : (absolute * 100) / before.tally[metric] }
  }
  return {
    received: change("received"),
    accepted: change("accepted"),
    due: change("due"),
    answeredInTime: change("answeredInTime"),
    answeredLate: change("answeredLate"),
    answered: change("answered"),
    overdueOpen: change("overdueOpen"),
    closed: change("closed"),
    inTimePoints: now.inTime.share === null || before.inTime.share === null ? null : (now.inTime.share - before.inTime.share) * 100,
  }
}
