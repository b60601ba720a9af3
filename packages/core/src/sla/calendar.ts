import { readOptions } from "../base/index.ts"
import { calendarSchema, type CalendarData, type CalendarException, type CalendarOptions, type Slot } from "./calendar-schema.ts"
import { dayMillis, epochDayOf, weekdayOf, type EpochDay } from "./days.ts"
import { blockMillis, offsetSpans } from "./zone.ts"

/** Working time of a local day as milliseconds from its midnight on the wall clock, half-open, in order. */
export interface WallSlot {
  /** When it begins, in minutes of the local day. */
  readonly opens: number
  /** When it ends, in minutes of the local day. */
  readonly closes: number
}

/** The working time of one interval of {@link blockMillis} as instants, with running sums. */
export interface WorkBlock {
  /** Beginnings of the working intervals, milliseconds since 1970, ascending. */
  readonly starts: readonly number[]
  /** Their ends, exclusive. */
  readonly ends: readonly number[]
  /** Working milliseconds of the block before each interval. */
  readonly before: readonly number[]
  /** Working milliseconds of the whole block. */
  readonly total: number
}

/**
 * Reckons the working time of one block: a moment works exactly when the clock on the wall shows a time inside a slot
 * of the date that it shows. From this one rule follows what happens around changes of the clock: what a gap leaves out
 * does not work, and an hour that a fold repeats works both times.
 *
 * @param zone - a valid IANA zone
 * @param slotsOn - the slots of a local date
 * @param index - which block: it begins at `index * blockMillis`
 */
function reckonBlock(zone: string, slotsOn: (day: EpochDay) => readonly WallSlot[], index: number): WorkBlock {
  const starts: number[] = []
  const ends: number[] = []
  const before: number[] = []
  let total = 0
  for (const span of offsetSpans(zone, index * blockMillis, (index + 1) * blockMillis)) {
    const lastDay = Math.floor((span.to + span.offset - 1) / dayMillis)
    for (let day = Math.floor((span.from + span.offset) / dayMillis); day <= lastDay; day += 1) {
      const midnight = day * dayMillis - span.offset
      for (const { opens, closes } of slotsOn(day)) {
        const from = Math.max(midnight + opens, span.from)
        const to = Math.min(midnight + closes, span.to)
        if (from >= to) continue
        if (ends.at(-1) === from) ends[ends.length - 1] = to
        else {
          starts.push(from)
          ends.push(to)
          before.push(total)
        }
        total += to - from
      }
    }
  }
  return { starts, ends, before, total }
}

/** Working milliseconds of a block before a moment that lies in it. */
export function workBefore(block: WorkBlock, millis: number): number {
  const at = lastAtMost(block.starts, millis)
  if (at === -1) return 0
  return (block.before[at] ?? 0) + Math.min(millis, block.ends[at] ?? 0) - (block.starts[at] ?? 0)
}

/**
 * The earliest moment of a block by which that much working time of the block has passed; `work` is more than 0 and at
 * most the total.
 */
export function momentOfWork(block: WorkBlock, work: number): number {
  // One less: a sum that is reached exactly at an interval's end must not slip into the next interval.
  const at = lastAtMost(block.before, work - 1)
  return (block.starts[at] ?? 0) + work - (block.before[at] ?? 0)
}

/** The index of the last number that is not greater, in an ascending list; -1 when there is none. */
function lastAtMost(ascending: readonly number[], limit: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] ?? Infinity) <= limit) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** What a calendar says of one local date. */
export interface CalendarDay {
  /** The working time of the day, in order. */
  readonly slots: readonly WallSlot[]
  /** The slots that the weekday has when no exception replaces them. */
  readonly usual: readonly WallSlot[]
  /** The exception that replaced the weekday's slots; null on an ordinary day. */
  readonly exception: CalendarException | null
}

/**
 * Working time of an authority: slots by weekday and exceptions by date, in its zone. Immutable; made by
 * {@link createCalendar} and read by `addWorkingTime`, `workingTimeBetween`, `addWorkingDays` and `explainDeadline`.
 */
export interface Calendar {
  /** Names it in policies. */
  readonly id: string
  /** The edition of its data; null when none was named. */
  readonly version: string | null
  /** The IANA zone of its days. */
  readonly zone: string
  /** Slots by weekday. */
  readonly week: CalendarData["week"]
  /** Dates that differ from their weekday. */
  readonly exceptions: readonly CalendarException[]
  /**
   * What holds on a local date.
   *
   * @param day - days since 1970-01-01
   */
  readonly dayOn: (day: EpochDay) => CalendarDay
  /**
   * The working time of an interval of 32 days, remembered for the next question.
   *
   * @internal
   * @param index - which interval, counted from 1970-01-01T00:00Z
   */
  readonly blockAt: (index: number) => WorkBlock
}

/** How many blocks of 32 days a calendar remembers: more than eleven years, under a megabyte. */
const rememberedBlocks = 128

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const

/**
 * Makes a calendar of working time.
 *
 * A moment is working time exactly when the clock on the wall in `zone` shows a time inside a slot. So a slot that
 * begins or ends in the gap of a clock change begins or ends at the gap's end, and an hour that the clock shows twice
 * counts twice.
 *
 * @param options - zone, week and exceptions; see `docs/modules/sla.md`
 * @throws DeskError `config` with field paths: unknown zone, reversed or overlapping slots, a date that is given twice,
 * no slot at all
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
