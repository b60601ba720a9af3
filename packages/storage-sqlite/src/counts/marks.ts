import { backlogSigns, markKinds, type CycleTally, type MarkKind, type SubjectCount, type SubjectQuery } from "@otklik/core/reports"
import type { Interval } from "@otklik/core/storage"
import type { Connection } from "../handle/connection.ts"
import { numberOf, textOf, textOrNull } from "../read/rows.ts"

const countKind =
  "SELECT count(*) AS marks FROM otklik_mark INDEXED BY otklik_mark_moment WHERE tenant = ? AND kind = ? AND at >= ? AND at < ?"

const countClosed = `SELECT count(DISTINCT incident_id) AS closed, count(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM otklik_mark AS other
      WHERE other.tenant = mark.tenant AND other.kind IN ('repeated', 'final-published') AND other.kind = 'repeated' AND other.subject = mark.incident_id AND other.subject IS NOT NULL)
    THEN incident_id END) AS repeated
  FROM otklik_mark AS mark INDEXED BY otklik_mark_moment WHERE tenant = ? AND kind = 'first-closed' AND at >= ? AND at < ?`

const selectAnswers = `SELECT published_at, registered_at, answered_at FROM otklik_incident INDEXED BY otklik_incident_answered
  WHERE tenant = ? AND answered_at >= ? AND answered_at < ? ORDER BY answered_at, published_at, registered_at IS NULL, registered_at`

const countBySubject = `SELECT subject, count(*) AS marks FROM otklik_mark INDEXED BY otklik_mark_moment
  WHERE tenant = ? AND kind = ? AND at >= ? AND at < ? AND subject IS NOT NULL GROUP BY subject`

/** Earlier and later than every moment there can be. */
const always: Interval = { from: "", to: "~" }

/** The counts of the cycle, each by an index. */
export function tallyCycle(connection: Connection, tenant: string, period: Interval): CycleTally {
  return connection.snapshot(() => countsOf(connection, tenant, period))
}

function countsOf(connection: Connection, tenant: string, { from, to }: Interval): CycleTally {
  const counted = (kind: MarkKind, since: string, until: string) =>
    numberOf(connection.get(countKind, tenant, kind, since, until) ?? {}, "marks")
  const moves = Object.entries(backlogSigns) as [MarkKind, 1 | -1][]
  const closed = connection.get(countClosed, tenant, from, to) ?? {}
  return {
    openBefore: moves.reduce((sum, [kind, sign]) => sum + sign * counted(kind, always.from, from), 0),
    counts: Object.fromEntries(markKinds.map((kind) => [kind, counted(kind, from, to)])) as Record<MarkKind, number>,
    firstClosed: numberOf(closed, "closed"),
    firstClosedRepeated: numberOf(closed, "repeated"),
    firstAnswers: connection.all(selectAnswers, tenant, from, to).map((row) => ({
      publishedAt: textOf(row, "published_at"),
      registeredAt: textOrNull(row, "registered_at"),
      answeredAt: textOf(row, "answered_at"),
    })),
  }
}

/** How often each subject of a kind of mark occurs. */
export function countSubjects(connection: Connection, tenant: string, query: SubjectQuery): readonly SubjectCount[] {
  const { kind, period = always } = query
  const rows = connection.all(countBySubject, tenant, kind, period.from, period.to)
  return rows.map((row) => ({ subject: textOf(row, "subject"), count: numberOf(row, "marks") }))
}
