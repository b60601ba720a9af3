import { configError, instantToMillis, millisToInstant, type Instant, type Interval } from "../base/index.ts"
import type { Calendar } from "./calendar.ts"
import { dayStart, localDayAt, type EpochDay } from "./days.ts"
import { calendarOf, dayPlace, pausedDeadline, type Calendars } from "./deadline.ts"
import { append, calendarPieces, cutPauses, whyOff, type IntervalReason, type Piece, type PauseSpan } from "./explain-pieces.ts"
import { englishReasons, localText, reasonText, type DeadlineWording } from "./explain-wording.ts"
import type { Policy, Term } from "./policy.ts"
import { isWorkingDay } from "./working-time.ts"

/** An interval between the start and the due time. */
export interface ExplainedInterval {
  /** Its first moment. */
  readonly from: Instant
  /** The moment after its last. */
  readonly to: Instant
  /** Both ends as a person in the zone reads them. */
  readonly fromLocal: string
  /** That moment by the clock on the wall. */
  readonly toLocal: string
  /** Whether it counts. */
  readonly counted: boolean
  /** Why, or why not. */
  readonly reason: IntervalReason
  /** The exception's own reason, as a holiday's name; null where there is none. */
  readonly note: string | null
  /** Reason and note in words: `a holiday: National Unity Day`. */
  readonly why: string
  /** How long it really lasts. */
  readonly minutes: number
}

/** Why a goal is due when it is. */
export interface DeadlineExplanation {
  /** The policy. */
  readonly policyId: string
  /** Its edition. */
  readonly policyVersion: string
  /** What is to be reached in time. */
  readonly goal: string
  /** How long it may take. */
  readonly term: Term
  /** Where the term is published; null when the policy does not say. */
  readonly source: string | null
  /** The calendar that was counted by; null when the term needs none. */
  readonly calendar: {
    /** Its id. */
    readonly id: string
    /** The edition of its data; null: it has none. */
    readonly version: string | null
  } | null
  /** The zone of all local texts. */
  readonly zone: string
  /** The moment that it counts from. */
  readonly startedAt: Instant
  /** As `Fri 2026-11-27 17:30 +09:00`, or as the wording has it; so are all local texts. */
  readonly startedLocal: string
  /** When it is due. */
  readonly dueAt: Instant
  /** As `Mon 2026-11-30 12:30 +09:00`. */
  readonly dueLocal: string
  /** What the term counts: minutes, or days. */
  readonly counted: {
    /** What is counted. */
    readonly unit: "minutes" | "days"
    /** How many. */
    readonly amount: number
  }
  /**
   * From the start to the due time without holes; the counted ones make up the term: its minutes, or one interval a
   * day.
   */
  readonly intervals: readonly ExplainedInterval[]
}

/**
 * Explains a due time: every interval between the start and the due time, counted or skipped, with its reason.
 *
 * @param options - the policy (read with `policySchema`), the calendars by id and the start; `zone` is where a term by
 * the clock on the wall is shown (default `UTC`), since only the other terms have a zone of their own; `wording` is the
 * language (default English); `pauses` are those of the clock that are over, as `pausedDeadline` takes them;
 * `graceMinutes` is how long after the last of them it is due at the earliest, as a desk has it (absent: only the
 * pauses count)
 * @throws DeskError `config` when the zone is unknown, and as {@link deadline}
 */
export function explainDeadline(options: {
  /** The policy. */
  readonly policy: Policy
  /** Calendars by id. */
  readonly calendars: Calendars
  /** The moment that the clock counts from. */
  readonly startedAt: Instant
  /** The IANA zone of local moments, where the policy names none. Default `UTC`. */
  readonly zone?: string
  /** Sentences in the place of the English ones. */
  readonly wording?: Partial<DeadlineWording>
  /** Pauses that are over. Default: none. */
  readonly pauses?: readonly Interval[]
  /** After the last pause it is due no earlier than so many minutes later. Absent: only the pauses count. */
  readonly graceMinutes?: number
}): DeadlineExplanation {
  const { policy, calendars, pauses = [], graceMinutes } = options
  const { term } = policy
  const from = instantToMillis(options.startedAt, "startedAt")
  const to = instantToMillis(pausedDeadline(policy, calendars, millisToInstant(from), pauses))
  const lastPause = pauses.at(-1)
  const end =
    lastPause === undefined || graceMinutes === undefined ? to : Math.max(to, instantToMillis(lastPause.to) + graceMinutes * 60_000)
  const dueAt = millisToInstant(end)
  const calendar = "calendarId" in term && term.calendarId !== undefined ? calendarOf(policy, term.calendarId, calendars) : null
  const zone = calendar?.zone ?? (term.time === "calendar-days" ? dayPlace(policy, term, calendars) : (options.zone ?? "UTC"))
  const pauseSpans = pauses.map((pause) => ({ from: instantToMillis(pause.from), to: instantToMillis(pause.to) }))
  const reckoned = piecesOf(term, calendar, zone, from, to, pauseSpans)
  const grace: Piece = { from: to, to: end, counted: false, reason: "grace", note: null }
  const pieces = end > to ? [...reckoned, ...graced(grace, pauseSpans)] : reckoned
  const moment = options.wording?.moment ?? ((instant: Instant): string => localText(zone, instantToMillis(instant)))
  const reasons = options.wording?.reasons ?? englishReasons
  return {
    policyId: policy.id,
    policyVersion: policy.version,
    goal: policy.goal,
    term,
    source: policy.source ?? null,
    calendar: calendar === null ? null : { id: calendar.id, version: calendar.version },
    zone,
    startedAt: millisToInstant(from),
    startedLocal: moment(millisToInstant(from), zone),
    dueAt,
    dueLocal: moment(dueAt, zone),
    counted: countedOf(term, pieces),
    intervals: pieces.map((piece) => explained(piece, zone, { moment, reasons })),
  }
}

/** What lies between the reckoned due time and the end of the grace; a pause in it is one. */
function graced(grace: Piece, pauses: readonly PauseSpan[]): readonly Piece[] {
  return cutPauses([{ ...grace, counted: true }], pauses).map((piece) => ({ ...piece, counted: false }))
}

function piecesOf(
  term: Term,
  calendar: Calendar | null,
  zone: string,
  from: number,
  to: number,
  pauses: readonly PauseSpan[],
): readonly Piece[] {
  if (term.time === "wall") return cutPauses([{ from, to, counted: true, reason: "wall-clock", note: null }], pauses)
  const isPaused = (day: EpochDay): boolean =>
    pauses.some((pause) => localDayAt(zone, Math.max(pause.from, from)) < day && day <= localDayAt(zone, pause.to))
  if (term.time === "calendar-days") {
    return dayPieces(zone, from, to, (day) =>
      isPaused(day) ? { counted: false, reason: "pause", note: null } : { counted: true, reason: "calendar-day", note: null },
    )
  }
  if (calendar === null)
    throw configError("explainDeadline", [
      { path: "term.calendarId", message: "a term of working time without a calendar: read policies with policySchema" },
    ])
  if (term.time === "working") return cutPauses(calendarPieces(calendar, from, to), pauses)
  return dayPieces(zone, from, to, (day) => {
    const calendarDay = calendar.dayOn(day)
    if (!isWorkingDay(calendar, day)) return { counted: false, ...whyOff(day, calendarDay) }
    if (isPaused(day)) return { counted: false, reason: "pause", note: null }
    return { counted: true, reason: "working-day", note: calendarDay.exception?.reason ?? null }
  })
}

/**
 * Splits an interval by local days: the start's own day is not counted, the others as `judge` says; every counted
 * day is alone.
 */
function dayPieces(
  zone: string,
  from: number,
  to: number,
  judge: (day: EpochDay) => Pick<Piece, "counted" | "reason" | "note">,
): readonly Piece[] {
  const pieces: Piece[] = []
  const first = localDayAt(zone, from)
  let begins = from
  for (let day = first; begins < to; day += 1) {
    const ends = Math.min(dayStart(zone, day + 1), to)
    if (ends <= begins) continue
    const piece = {
      from: begins,
      to: ends,
      ...(day === first ? ({ counted: false, reason: "start-day", note: null } as const) : judge(day)),
    }
    if (piece.counted) pieces.push(piece)
    else append(pieces, piece)
    begins = ends
  }
  return pieces
}

/**
 * What the counted intervals come to; dates that a zone left out count in a term of days, and there is nothing of them
 * to show.
 */
function countedOf(term: Term, pieces: readonly Piece[]): DeadlineExplanation["counted"] {
  if ("days" in term) return { unit: "days", amount: term.days }
  const millis = pieces.reduce((sum, { from, to, counted }) => (counted ? sum + to - from : sum), 0)
  return { unit: "minutes", amount: millis / 60_000 }
}

function explained({ from, to, counted, reason, note }: Piece, zone: string, { moment, reasons }: DeadlineWording): ExplainedInterval {
  return {
    from: millisToInstant(from),
    to: millisToInstant(to),
    fromLocal: moment(millisToInstant(from), zone),
    toLocal: moment(millisToInstant(to), zone),
    counted,
    reason,
    note,
    why: reasonText(reasons, reason, note),
    minutes: (to - from) / 60_000,
  }
}
