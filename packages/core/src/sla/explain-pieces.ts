import type { Calendar, CalendarDay } from "./calendar.ts"
import { dayMillis, weekdayOf, type EpochDay } from "./days.ts"
import { offsetSpans } from "./zone.ts"

/**
 * Why an interval counts or not:
 *
 * - counted: `working-hours`, `wall-clock` (every minute counts), `calendar-day`, `working-day`;
 * - skipped: `night` (before the first slot, after the last), `break` (between two slots), `weekend` (Saturday or
 *   Sunday without slots), `day-off` (another weekday without slots), `holiday` (an exception without slots),
 *   `short-day` (an exception opens later or closes earlier than its weekday), `start-day` (days are counted from the
 *   next one), `pause` (the clock was paused), `grace` (it went on, and is not due at once).
 */
export type IntervalReason =
  | "working-hours"
  | "wall-clock"
  | "calendar-day"
  | "working-day"
  | "night"
  | "break"
  | "weekend"
  | "day-off"
  | "holiday"
  | "short-day"
  | "start-day"
  | "pause"
  | "grace"

/** An interval with its reason; milliseconds since 1970, or from local midnight while it is on the wall clock. */
export interface Piece {
  readonly from: number
  readonly to: number
  readonly counted: boolean
  readonly reason: IntervalReason
  /** The exception's own reason, as a holiday's name. */
  readonly note: string | null
}

/** Why a date without slots does not work. */
export function whyOff(day: EpochDay, { exception }: CalendarDay): Pick<Piece, "reason" | "note"> {
  if (exception !== null) return { reason: "holiday", note: exception.reason ?? null }
  return { reason: weekdayOf(day) >= 5 ? "weekend" : "day-off", note: null }
}

/**
 * Splits an interval by what a calendar says of it, without holes and overlaps; neighbours differ in reason or note.
 *
 * @param calendar - made by `createCalendar`
 * @param from - milliseconds since 1970
 * @param to - milliseconds since 1970, not earlier
 */
export function calendarPieces(calendar: Calendar, from: number, to: number): readonly Piece[] {
  const pieces: Piece[] = []
  // Offsets are looked up at whole seconds; what lies outside is cut off below.
  const spans = offsetSpans(calendar.zone, Math.floor(from / 1000) * 1000, Math.floor(to / 1000) * 1000 + 1000)
  for (const span of spans) {
    const lastDay = Math.floor((span.to + span.offset - 1) / dayMillis)
    for (let day = Math.floor((span.from + span.offset) / dayMillis); day <= lastDay; day += 1) {
      const midnight = day * dayMillis - span.offset
      for (const piece of wallPieces(day, calendar.dayOn(day))) {
        const begins = Math.max(midnight + piece.from, span.from, from)
        const ends = Math.min(midnight + piece.to, span.to, to)
        if (begins < ends) append(pieces, { ...piece, from: begins, to: ends })
      }
    }
  }
  return pieces
}

/** Adds a piece, or lengthens the last one when it goes on for the same reason. */
export function append(pieces: Piece[], next: Piece): void {
  const last = pieces.at(-1)
  const goesOn = last !== undefined && last.to === next.from && last.reason === next.reason && last.note === next.note
  if (goesOn) pieces[pieces.length - 1] = { ...last, to: next.to }
  else pieces.push(next)
}

/** A local date on the wall clock, from 0 to 24 hours. */
function wallPieces(day: EpochDay, calendarDay: CalendarDay): readonly Piece[] {
  const { slots, usual, exception } = calendarDay
  const first = slots[0]
  const last = slots.at(-1)
  if (first === undefined || last === undefined) return [{ from: 0, to: dayMillis, counted: false, ...whyOff(day, calendarDay) }]
  const note = exception?.reason ?? null
  const usualOpening = usual[0]?.opens ?? first.opens
  const usualClosing = usual.at(-1)?.closes ?? last.closes
  const pieces: Piece[] = []
  let at = 0
  const skipTo = (to: number, reason: IntervalReason, why: string | null): void => {
    if (to > at) pieces.push({ from: at, to, counted: false, reason, note: why })
    at = Math.max(at, to)
  }
  skipTo(Math.min(usualOpening, first.opens), "night", null)
  skipTo(first.opens, "short-day", note)
  for (const { opens, closes } of slots) {
    skipTo(opens, "break", null)
    pieces.push({ from: opens, to: closes, counted: true, reason: "working-hours", note })
    at = closes
  }
  skipTo(usualClosing, "short-day", note)
  skipTo(dayMillis, "night", null)
  return pieces
}

/** An interval, half-open, in milliseconds since 1970. */
export interface PauseSpan {
  readonly from: number
  readonly to: number
}

/**
 * Takes out of counted pieces what lies in a pause; what was not counted anyway keeps its own reason.
 *
 * @param pieces - in order, without holes
 * @param pauses - in order and apart from each other
 */
export function cutPauses(pieces: readonly Piece[], pauses: readonly PauseSpan[]): readonly Piece[] {
  const cut: Piece[] = []
  for (const piece of pieces) {
    let at = piece.from
    for (const pause of piece.counted ? pauses : []) {
      const begins = Math.max(pause.from, at)
      const ends = Math.min(pause.to, piece.to)
      if (begins >= ends) continue
      if (begins > at) append(cut, { ...piece, from: at, to: begins })
      append(cut, { from: begins, to: ends, counted: false, reason: "pause", note: null })
      at = ends
    }
    if (at < piece.to) append(cut, { ...piece, from: at })
  }
  return cut
}
