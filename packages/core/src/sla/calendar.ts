import { readOptions } from "../base/index.ts"
import { calendarSchema, type CalendarData, type CalendarException, type CalendarOptions, type Slot } from "./calendar-schema.ts"
import { epochDayOf, weekdayOf, type EpochDay } from "./local-day.ts"
import { reckonBlock, type WallSlot, type WorkBlock } from "./work-block.ts"

/** What a calendar says of one local date. */
export interface CalendarDay {
  readonly slots: readonly WallSlot[]
  /** The slots that the weekday has when no exception replaces them. */
  readonly usual: readonly WallSlot[]
  /** The exception that replaced the weekday's slots; null on an ordinary day. */
  readonly exception: CalendarException | null
}

/**
 * Working time of an authority: slots by weekday and exceptions by date, in its zone. Immutable; made by {@link createCalendar} and read by
 * `addWorkingTime`, `workingTimeBetween`, `addWorkingDays` and `explainDeadline`.
 */
export interface Calendar {
  readonly id: string
  /** The edition of its data; null when none was named. */
  readonly version: string | null
  readonly zone: string
  readonly week: CalendarData["week"]
  readonly exceptions: readonly CalendarException[]
  /**
   * What holds on a local date.
   *
   * @param day - days since 1970-01-01
   */
  readonly dayOn: (day: EpochDay) => CalendarDay
  /**
   * The working time of a stretch of 32 days, remembered for the next question.
   *
   * @internal
   * @param index - which stretch, counted from 1970-01-01T00:00Z
   */
  readonly blockAt: (index: number) => WorkBlock
}

/** How many blocks of 32 days a calendar remembers: more than eleven years, under a megabyte. */
const rememberedBlocks = 128

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const

/**
 * Makes a calendar of working time.
 *
 * A moment is working time exactly when the clock on the wall in `zone` shows a time inside a slot. So a slot that begins or ends in the gap
 * of a clock change begins or ends at the gap's end, and an hour that the clock shows twice counts twice.
 *
 * @param options - zone, week and exceptions; see `docs/stations/sla.md`
 * @throws DeskError `config` with field paths: unknown zone, reversed or overlapping slots, a date that stands twice, no slot at all
 *
 * @example
 * const office = createCalendar({
 *   id: "chita",
 *   zone: "Asia/Chita",
 *   week: { mon: [["09:00", "13:00"], ["14:00", "18:00"]], tue: [["09:00", "18:00"]] },
 *   exceptions: [{ date: "2026-11-04", slots: [], reason: "National Unity Day" }],
 * })
 */
export function createCalendar(options: CalendarOptions): Calendar {
  const { id, version, zone, week, exceptions } = readOptions(calendarSchema, options, "createCalendar options")
  const ordinary = weekdays.map((weekday): CalendarDay => {
    const slots = week[weekday].map(wallSlot)
    return { slots, usual: slots, exception: null }
  })
  const ordinaryOn = (day: EpochDay): CalendarDay => ordinary[weekdayOf(day)] ?? { slots: [], usual: [], exception: null }
  const special = new Map(
    exceptions.map((exception): [EpochDay, CalendarDay] => {
      const day = epochDayOf(exception.date)
      return [day, { slots: exception.slots.map(wallSlot), usual: ordinaryOn(day).usual, exception }]
    }),
  )
  const dayOn = (day: EpochDay): CalendarDay => special.get(day) ?? ordinaryOn(day)
  const blocks = new Map<number, WorkBlock>()
  return {
    id: id ?? zone,
    version: version ?? null,
    zone,
    week,
    exceptions,
    dayOn,
    blockAt(index) {
      const known = blocks.get(index)
      if (known !== undefined) return known
      const block = reckonBlock(zone, (day) => dayOn(day).slots, index)
      const oldest = blocks.keys().next()
      if (blocks.size >= rememberedBlocks && oldest.done !== true) blocks.delete(oldest.value)
      blocks.set(index, block)
      return block
    },
  }
}

function wallSlot([opens, closes]: Slot): WallSlot {
  return { opens: wallMillis(opens), closes: wallMillis(closes) }
}

/** `HH:MM` as milliseconds from midnight on the wall clock. */
function wallMillis(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000
}
