import { DeskError } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { productionCalendarRu, productionYears } from "../../src/index.ts"

/**
 * The norm of a 40-hour week that production calendars publish: days worked and hours a year; hours are eight a day
 * less one for each shortened day (Order 588n of the Ministry of Health and Social Development of 13.08.2009). Days off
 * by decree of the President (2020, 2021) do not lessen the norm: they are paid and stay in it.
 */
const norms: ReadonlyArray<readonly [year: number, days: number, hours: number]> = [
  [2018, 247, 1970],
  [2019, 247, 1970],
  [2020, 248, 1979],
  [2021, 247, 1972],
  [2022, 247, 1973],
  [2023, 247, 1973],
  [2024, 248, 1979],
  [2025, 247, 1972],
  [2026, 247, 1972],
]

/** Shortened days that a decree of the President turned into days off: they count in the norm of hours. */
const shortenedUnderDecree: Readonly<Record<number, readonly string[]>> = { 2020: ["2020-04-30", "2020-05-08"], 2021: ["2021-11-03"] }

const isWeekday = (date: string): boolean => new Date(`${date}T00:00:00Z`).getUTCDay() % 6 !== 0
const datesOf = (days: readonly { readonly date: string }[]): readonly string[] => days.map(({ date }) => date)

describe("productionCalendarRu", () => {
  it.each(norms)("agrees with the published norm of %i: %i days, %i hours", (year, days, hours) => {
    const calendar = productionCalendarRu(year)
    // Of weekdays off, those by decree of the President that the yearly decree of the government had as working days.
    const underDecree = calendar.daysOff.filter(
      ({ date, reason }) => isWeekday(date) && reason.includes("Указ Президента") && !isMoved(year, date),
    )
    expect(calendar.workingDays + underDecree.length).toBe(days)
    const shortened = calendar.shortDays.length + (shortenedUnderDecree[year]?.length ?? 0)
    expect(days * 8 - shortened).toBe(hours)
    expect(calendar.status).toBe("official")
  })

  it("knows the year between as what it is: a projection", () => {
    expect(productionYears).toEqual([2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027])
    expect(productionCalendarRu(2027).status).toBe("projected")
  })

  // As the decrees of the government say them.
  it.each([
    ["2018-04-28", "worked short"],
    ["2018-04-30", "off"],
    ["2018-03-09", "off"],
    ["2021-02-20", "worked short"],
    ["2021-02-22", "off"],
    ["2022-03-05", "worked short"],
    ["2022-03-07", "off"],
    ["2024-04-27", "worked"],
    ["2024-04-29", "off"],
    ["2024-12-28", "worked"],
    ["2024-12-30", "off"],
    ["2025-11-01", "worked short"],
    ["2025-11-03", "off"],
    ["2026-01-09", "off"],
    ["2026-12-31", "off"],
    ["2026-11-03", "short"],
    ["2026-03-09", "off"],
    ["2026-02-23", "off"],
    ["2026-01-12", "plain"],
  ])("has %s as %s", (date, kind) => {
    const { daysOff, workingWeekends, shortDays } = productionCalendarRu(Number(date.slice(0, 4)))
    expect({
      off: datesOf(daysOff).includes(date),
      worked: datesOf(workingWeekends).includes(date),
      short: datesOf(shortDays).includes(date),
    }).toEqual({ off: kind.includes("off"), worked: kind.includes("worked"), short: kind.includes("short") })
  })

  it("names the transfer on both sides", () => {
    const { daysOff, workingWeekends } = productionCalendarRu(2024)
    expect(daysOff.find(({ date }) => date === "2024-04-29")?.reason).toBe("Перенос выходного дня с 27.04.2024")
    expect(workingWeekends.find(({ date }) => date === "2024-04-27")?.reason).toBe("Рабочий выходной: перенесён на 29.04.2024")
  })

  it.each(productionYears)("keeps the laws of a calendar in %i", (year) => {
    const { daysOff, workingWeekends, shortDays } = productionCalendarRu(year)
    const off = datesOf(daysOff)
    const worked = datesOf(workingWeekends)
    const short = datesOf(shortDays)
    for (const list of [off, worked, short]) {
      expect(list).toEqual([...new Set(list)].toSorted())
      for (const date of list) expect(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(date)
      for (const date of list) expect(date.startsWith(`${year}-`)).toBe(true)
    }
    expect(worked.filter((date) => isWeekday(date) || off.includes(date))).toEqual([])
    // A day is shortened only when it is worked.
    expect(short.filter((date) => off.includes(date) || (!isWeekday(date) && !worked.includes(date)))).toEqual([])
    // The holidays of article 112, on whatever weekday.
    for (const day of ["01-01", "01-07", "01-08", "02-23", "03-08", "05-01", "05-09", "06-12", "11-04"])
      expect(off).toContain(`${year}-${day}`)
    for (const { reason } of [...daysOff, ...workingWeekends, ...shortDays]) expect(reason).not.toBe("")
  })

  it("gives several years in the order that they are asked for", () => {
    expect(productionCalendarRu([2026, 2024]).map(({ year }) => year)).toEqual([2026, 2024])
  })

  it.each([2017, 2028, 0, Number.NaN, 2026.5])("refuses the year %d", (year) => {
    try {
      productionCalendarRu(year)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(DeskError)
      expect(error).toMatchObject({ code: "config" })
    }
  })
})

/** Weekdays that the yearly decree had made days off before a decree of the President named them again. */
function isMoved(year: number, date: string): boolean {
  return year === 2021 && ["2021-11-05"].includes(date)
}
