import type { CalendarOptions } from "@otklik/core"
import { productionCalendar, type DayOff, type ProductionYear } from "./production-calendar.ts"

/** A public office of the region: nine to six with an hour of lunch, eight working hours a day. */
const workday = [
  ["09:00", "13:00"],
  ["14:00", "18:00"],
] as const

/** The day before a holiday is an hour shorter (article 95 of the Labour Code). */
const shortDay = [
  ["09:00", "13:00"],
  ["14:00", "17:00"],
] as const

/** The id under which policies name the calendar. */
export const officeCalendarId = "zabaykalye-office"

/** Working time of offices in Zabaykalye, 2025 to 2027; 2027 is a projection. */
export const officeCalendar: CalendarOptions = {
  id: officeCalendarId,
  version: "2026-11-24",
  zone: "Asia/Chita",
  week: { mon: workday, tue: workday, wed: workday, thu: workday, fri: workday },
  exceptions: productionCalendar.flatMap(exceptionsOf),
}

function exceptionsOf(year: ProductionYear): NonNullable<CalendarOptions["exceptions"]>[number][] {
  const short = new Set(year.shortDays)
  return [
    ...year.daysOff.flatMap((dayOff) => datesOf(dayOff).map((date) => ({ date, slots: [], reason: `${dayOff.reason} (${year.source})` }))),
    ...year.shortDays.map((date) => ({
      date,
      slots: shortDay,
      reason: `${year.workingSaturdays.includes(date) ? "рабочая суббота, короче на час" : "предпраздничный день, короче на час"} (${year.source})`,
    })),
    ...year.workingSaturdays
      .filter((date) => !short.has(date))
      .map((date) => ({ date, slots: workday, reason: `рабочая суббота (${year.source})` })),
  ]
}

function datesOf({ from, to = from }: DayOff): string[] {
  const dates: string[] = []
  for (let day = Date.parse(from); day <= Date.parse(to); day += 86_400_000) dates.push(new Date(day).toISOString().slice(0, 10))
  return dates
}
