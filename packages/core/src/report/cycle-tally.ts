import { compare, type Instant, type Interval } from "../base/index.ts"
import type { IncidentFacts } from "./facts.ts"
import { markKinds, type BacklogMove, type IncidentMark, type MarkKind } from "./marks.ts"

/** When an incident was first answered, and since when its citizen had waited. */
export interface FirstAnswer {
  /** When the message was published. */
  readonly publishedAt: Instant
  /** When the incident was registered; null: it was not. */
  readonly registeredAt: Instant | null
  /** When the first reply was published. */
  readonly answeredAt: Instant
}

/** The counts of a period that the cycle is made of, computed where the data is. */
export interface CycleTally {
  /** What was open when the period began: the moves in less the moves out before it. */
  readonly openBefore: number
  /** The marks of the period. */
  readonly counts: Readonly<Record<MarkKind, number>>
  /** Incidents with a `first-closed` in the period; and those of them with a `repeated` at any time. */
  readonly firstClosed: number
  /** Those of `firstClosed` that have a `repeated` at any time. */
  readonly firstClosedRepeated: number
  /** The incidents whose `answeredAt` lies in the period, by `answeredAt`, then `publishedAt`, then `registeredAt`. */
  readonly firstAnswers: readonly FirstAnswer[]
}

/** How often each subject of a kind of mark occurs in a period, by subject in the order of UTF-16 units. */
export interface SubjectQuery {
  /** Which marks. */
  readonly kind: MarkKind
  /** Absent: at any time. */
  readonly period?: Interval
}

/** One subject with its count. */
export interface SubjectCount {
  /** The subject. */
  readonly subject: string
  /** How often it occurs. */
  readonly count: number
}

/** An incident with its marks, as far as the cycle looks at it. */
export interface MarkedIncident {
  /** What it is counted by. */
  readonly facts: IncidentFacts
  /** What happened to it. */
  readonly marks: readonly IncidentMark[]
}

/** Which moves bring an incident into the backlog, and which take it out. */
export const backlogSigns: Readonly<Record<BacklogMove, 1 | -1>> = {
  received: 1,
  reopened: 1,
  unmerged: 1,
  restored: 1,
  dismissed: -1,
  closed: -1,
  merged: -1,
  converted: -1,
}

/**
 * The counts of the cycle: what every storage's `tallyCycle` must give for the incidents that it holds.
 *
 * @param incidents - all of them, with all their marks
 * @param period - half-open
 */
export function tallyMarks(incidents: Iterable<MarkedIncident>, period: Interval): CycleTally {
  const counts = Object.fromEntries(markKinds.map((kind) => [kind, 0])) as Record<MarkKind, number>
  const [closed, repeated] = [new Set<string>(), new Set<string>()]
  const firstAnswers: FirstAnswer[] = []
  let openBefore = 0
  for (const { facts, marks } of incidents) {
    for (const { kind, at, subject } of marks) {
      if (kind === "repeated" && subject !== null) repeated.add(subject)
      if (at < period.from && isMove(kind)) openBefore += backlogSigns[kind]
      if (at < period.from || at >= period.to) continue
      counts[kind] += 1
      if (kind === "first-closed") closed.add(facts.incidentId)
    }
    const { publishedAt, registeredAt, answeredAt } = facts
    if (answeredAt !== null && answeredAt >= period.from && answeredAt < period.to)
      firstAnswers.push({ publishedAt, registeredAt, answeredAt })
  }
  return {
    openBefore,
    counts,
    firstClosed: closed.size,
    firstClosedRepeated: [...closed].filter((id) => repeated.has(id)).length,
    firstAnswers: firstAnswers.toSorted((one, other) => compare(keyOf(one), keyOf(other))),
  }
}

/**
 * What every storage's `countSubjects` must give.
 *
 * @param marks - of all incidents
 * @param query - which kind, and when
 */
export function countSubjects(marks: Iterable<IncidentMark>, { kind, period }: SubjectQuery): readonly SubjectCount[] {
  const counts = new Map<string, number>()
  for (const { kind: of, at, subject } of marks) {
    if (of !== kind || subject === null || (period !== undefined && (at < period.from || at >= period.to))) continue
    counts.set(subject, (counts.get(subject) ?? 0) + 1)
  }
  return [...counts].map(([subject, count]) => ({ subject, count })).toSorted((one, other) => compare(one.subject, other.subject))
}

function isMove(kind: MarkKind): kind is BacklogMove {
  return Object.hasOwn(backlogSigns, kind)
}

/** Canonical moments have one length, and an absent one goes last. */
function keyOf({ answeredAt, publishedAt, registeredAt }: FirstAnswer): string {
  return `${answeredAt} ${publishedAt} ${registeredAt ?? "~"}`
}
