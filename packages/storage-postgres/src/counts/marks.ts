import {
  backlogSigns,
  markKinds,
  type CycleTally,
  type FirstAnswer,
  type MarkKind,
  type SubjectCount,
  type SubjectQuery,
} from "@otklik/core/reports"
import type { Interval } from "@otklik/core/storage"
import type { PostgresRow } from "../client/postgres-client.ts"
import type { Connection } from "../client/connection.ts"
import { numberAt, textAt, textOrNullAt } from "../read/rows.ts"

const signs = Object.entries(backlogSigns) as [MarkKind, 1 | -1][]
const incoming = signs.flatMap(([kind, sign]) => (sign === 1 ? [`'${kind}'`] : []))
const outgoing = signs.flatMap(([kind, sign]) => (sign === -1 ? [`'${kind}'`] : []))
const every = markKinds.map((kind) => `'${kind}'`)

/** The counts of the cycle in one statement, and so at one instant; each part by an index. */
export async function tallyCycle({ schema, read }: Connection, tenant: string, period: Interval): Promise<CycleTally> {
  const rows = await read(
    `SELECT 'before', NULL::text, ((SELECT count(*) FROM ${schema}.mark WHERE tenant = $1 AND kind IN (${incoming.join(", ")}) AND at < $2)
      - (SELECT count(*) FROM ${schema}.mark WHERE tenant = $1 AND kind IN (${outgoing.join(", ")}) AND at < $2))::text, NULL::text
    UNION ALL SELECT 'count', kind, count(*)::text, NULL::text FROM ${schema}.mark
      WHERE tenant = $1 AND kind IN (${every.join(", ")}) AND at >= $2 AND at < $3 GROUP BY kind
    UNION ALL SELECT 'closed', NULL::text, count(*)::text, count(*) FILTER (WHERE is_repeated)::text FROM (
      SELECT m.incident_id, EXISTS (SELECT 1 FROM ${schema}.mark AS o
        WHERE o.tenant = $1 AND o.kind = 'repeated' AND o.subject IS NOT NULL AND o.subject = m.incident_id) AS is_repeated
      FROM ${schema}.mark AS m WHERE m.tenant = $1 AND m.kind = 'first-closed' AND m.at >= $2 AND m.at < $3 GROUP BY m.incident_id) AS firsts
    UNION ALL SELECT 'answer', answered_at, published_at, registered_at FROM ${schema}.incident
      WHERE tenant = $1 AND answered_at >= $2 AND answered_at < $3`,
    tenant,
    period.from,
    period.to,
  )
  const of = (part: string): readonly PostgresRow[] => rows.filter(([name]) => name === part)
  const counts = new Map(of("count").map((row) => [textAt(row, 1), numberAt(row, 2)]))
  const [before, closed] = [of("before")[0], of("closed")[0]]
  return {
    openBefore: before === undefined ? 0 : numberAt(before, 2),
    counts: Object.fromEntries(markKinds.map((kind) => [kind, counts.get(kind) ?? 0])) as Record<MarkKind, number>,
    firstClosed: closed === undefined ? 0 : numberAt(closed, 2),
    firstClosedRepeated: closed === undefined ? 0 : numberAt(closed, 3),
    firstAnswers: of("answer").map(answerOf).toSorted(byMoments),
  }
}

/** How often each subject of a kind of mark occurs. */
export async function countSubjects({ schema, read }: Connection, tenant: string, query: SubjectQuery): Promise<readonly SubjectCount[]> {
  const { kind, period } = query
  const within = period === undefined ? "" : " AND at >= $3 AND at < $4"
  const rows = await read(
    `SELECT subject, count(*)::text FROM ${schema}.mark WHERE tenant = $1 AND kind = $2 AND subject IS NOT NULL${within} GROUP BY subject`,
    tenant,
    kind,
    ...(period === undefined ? [] : [period.from, period.to]),
  )
  return rows.map((row) => ({ subject: textAt(row, 0), count: numberAt(row, 1) }))
}

function answerOf(row: PostgresRow): FirstAnswer {
  return { answeredAt: textAt(row, 1), publishedAt: textAt(row, 2), registeredAt: textOrNullAt(row, 3) }
}

function byMoments(one: FirstAnswer, other: FirstAnswer): number {
  const [first, second] = [one, other].map(
    ({ answeredAt, publishedAt, registeredAt }) => `${answeredAt} ${publishedAt} ${registeredAt ?? "~"}`,
  )
  return first === second ? 0 : String(first) < String(second) ? -1 : 1
}
