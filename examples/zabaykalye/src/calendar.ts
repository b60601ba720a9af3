import type { CalendarOptions } from "@otklik/core/sla"
import { productionYears, workingWeekRu } from "@otklik/locale-ru"

/** The id under which policies name the calendar. */
export const officeCalendarId = "zabaykalye-office"

/**
 * Working time of a public office in Zabaykalye: nine to six with an hour of lunch, eight working hours a day, an hour
 * less before a holiday. Days off and transfers are those of the production calendar that the language package brings;
 * it says which year is a projection.
 */
export const officeCalendar: CalendarOptions = workingWeekRu({
  id: officeCalendarId,
  zone: "Asia/Chita",
  open: "09:00",
  close: "18:00",
  lunch: ["13:00", "14:00"],
  years: productionYears,
})
