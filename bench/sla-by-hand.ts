import { DateTime } from "luxon"

/** Working time as a developer writes it down: slots by weekday (1 is Monday), and dates that differ. */
export interface OfficeHours {
  readonly zone: string
  readonly slots: Readonly<Record<number, readonly (readonly [string, string])[]>>
  readonly exceptions: ReadonlyMap<string, readonly (readonly [string, string])[]>
}

/** Adds working minutes with luxon, day by day and slot by slot: what most projects do by hand. */
export function addMinutesByHand(hours: OfficeHours, instant: string, minutes: number): string {
  let at: DateTime = DateTime.fromISO(instant, { zone: hours.zone })
  let left = minutes * 60_000
  for (;;) {
    for (const [opens, closes] of hours.exceptions.get(at.toISODate() ?? "") ?? hours.slots[at.weekday] ?? []) {
      const open = onDay(at, opens)
      const close = onDay(at, closes)
      const from = at > open ? at : open
      const worked = close.toMillis() - from.toMillis()
      if (worked <= 0) continue
      if (left <= worked) return from.plus(left).toUTC().toISO() ?? ""
      left -= worked
      at = close
    }
    at = at.startOf("day").plus({ days: 1 })
  }
}

function onDay(day: DateTime, time: string): DateTime {
  return day.set({ hour: Number(time.slice(0, 2)), minute: Number(time.slice(3)), second: 0, millisecond: 0 })
}
