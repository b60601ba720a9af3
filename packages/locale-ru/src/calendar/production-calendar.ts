import { DeskError } from "@otklik/core"
import { yearRecords, type YearRecord } from "./production-years.ts"

/** A date that is not what its weekday says, and why. */
export interface SpecialDay {
  /** `YYYY-MM-DD`. */
  readonly date: string
  /** In Russian, for explanations. */
  readonly reason: string
}

/** The production calendar of one year of Russia (five-day week). */
export interface ProductionYear {
  /** The year. */
  readonly year: number
  /**
   * `projected`: derived from the Labour Code before the government's decree on transfers was known; dates may still
   * change.
   */
  readonly status: "official" | "projected"
  /** Holidays and days off by transfer or decree, also those on a weekend; in order. */
  readonly daysOff: readonly SpecialDay[]
  /** Saturdays and Sundays that are worked. */
  readonly workingWeekends: readonly SpecialDay[]
  /** Working days that end an hour earlier (Labour Code, article 95). */
  readonly shortDays: readonly SpecialDay[]
  /** How many days are worked. */
  readonly workingDays: number
}

/** The years that {@link productionCalendarRu} knows, in order: 2018 to 2027. */
export const productionYears: readonly number[] = yearRecords.map(({ year }) => year)

/**
 * The production calendar of Russia: days off, transferred working days, shortened days.
 *
 * Facts of 2018–2026 are those of the government's yearly decrees; 2027 is a projection and says so in `status`.
 *
 * @param years - one year or several, each of {@link productionYears}
 * @returns the year, or the years in the order given
 * @throws DeskError `config` for a year that is not known
 */
export function productionCalendarRu(years: number): ProductionYear
export function productionCalendarRu(years: readonly number[]): readonly ProductionYear[]
export function productionCalendarRu(years: number | readonly number[]): ProductionYear | readonly ProductionYear[] {
  return typeof years === "number" ? readYear(years) : years.map(readYear)
}

function readYear(year: number): ProductionYear {
  const record = yearRecords.find((candidate) => candidate.year === year)
  if (record === undefined) {
    const message = `the production calendar knows the years ${productionYears[0] ?? ""} to ${productionYears.at(-1) ?? ""}, not ${year}`
    throw new DeskError("config", `productionCalendarRu: ${message}`, { issues: [{ path: "years", message }] })
  }
  const daysOff = [...holidaysOf(record), ...movedOf(record)].toSorted((one, other) => (one.date < other.date ? -1 : 1))
  const workingWeekends = dates(record, record.workingWeekends).map((date) => ({ date, reason: weekendReason(date, daysOff) }))
  const shortDays = dates(record, record.short).map((date) => ({ date, reason: "Предпраздничный день: на час короче" }))
  return { year, status: record.status, daysOff, workingWeekends, shortDays, workingDays: countWorkingDays(year, daysOff, workingWeekends) }
}

function dates({ year }: YearRecord, list: string): readonly string[] {
  return list === "" ? [] : list.split(" ").map((day) => `${year}-${day}`)
}

function holidaysOf(record: YearRecord): readonly SpecialDay[] {
  return Object.entries(record.holidays).flatMap(([reason, list]) => dates(record, list).map((date) => ({ date, reason })))
}

function movedOf(record: YearRecord): readonly SpecialDay[] {
  return dates(record, record.moved).map((text) => {
    const [date = "", from] = text.split("<")
    return {
      date,
      reason: from === undefined ? "Перенос выходного дня" : `Перенос выходного дня с ${from.slice(3)}.${from.slice(0, 2)}.${record.year}`,
    }
  })
}

function weekendReason(date: string, daysOff: readonly SpecialDay[]): string {
  const written = `${date.slice(8)}.${date.slice(5, 7)}.${date.slice(0, 4)}`
  const target = daysOff.find(({ reason }) => reason.endsWith(` с ${written}`))
  return target === undefined
    ? "Рабочий выходной"
    : `Рабочий выходной: перенесён на ${target.date.slice(8)}.${target.date.slice(5, 7)}.${target.date.slice(0, 4)}`
}

function countWorkingDays(year: number, daysOff: readonly SpecialDay[], workingWeekends: readonly SpecialDay[]): number {
  const off = new Set(daysOff.map(({ date }) => date))
  const worked = new Set(workingWeekends.map(({ date }) => date))
  let count = 0
  for (let millis = Date.UTC(year, 0, 1); millis < Date.UTC(year + 1, 0, 1); millis += 86_400_000) {
    const date = new Date(millis).toISOString().slice(0, 10)
    if (worked.has(date) || (!isWeekend(date) && !off.has(date))) count += 1
  }
  return count
}

/**
 * Whether a date is a Saturday or a Sunday.
 *
 * @param date - `YYYY-MM-DD`
 */
export function isWeekend(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).getUTCDay() % 6 === 0
}
