import type { Span } from "../../base/index.ts"

/** A date in a text. */
export interface FoundDate extends Span {
  readonly day: number
  /** 1 to 12. */
  readonly month: number
  /** Null where the text leaves it out. */
  readonly year: number | null
}

const iso = /(?<!\d)(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?!\d)/g
const dotted = /(?<![\d.])(?<day>\d{1,2})\.(?<month>\d{2})(?:\.(?<year>\d{4}|\d{2}))?(?![\d]|\.\d)/g
const dayFirst = /(?<!\d)(?<day>\d{1,2})[ \u00a0]+(?<name>\p{L}{3,12})(?!\p{L})(?:\.?[ \u00a0]+(?<year>\d{4})(?!\d))?/gu
const monthFirst = /(?<!\p{L})(?<name>\p{L}{3,12})\.?[ \u00a0]+(?<day>\d{1,2})(?!\d)(?:,?[ \u00a0]+(?<year>\d{4})(?!\d))?/gu

/**
 * The dates of a text: `2026-11-24`, `24.11.2026`, `24.11`, a day with a month in words before or after it.
 *
 * @param text - a reply
 * @param months - the spellings of the twelve months
 */
export function findDates(text: string, months: readonly (readonly string[])[]): readonly FoundDate[] {
  const numbers = new Map(months.flatMap((names, index) => names.map((name) => [name.toLowerCase(), index + 1] as const)))
  const found: FoundDate[] = []
  for (const pattern of [iso, dotted, dayFirst, monthFirst]) {
    for (const match of text.matchAll(pattern)) {
      const { day = "", month, year, name } = match.groups ?? {}
      const number = name === undefined ? Number(month) : numbers.get(name.toLowerCase())
      const date = { day: Number(day), month: number ?? 0, year: year === undefined ? null : fullYear(Number(year)) }
      if (number !== undefined && isDate(date)) found.push({ ...date, start: match.index, end: match.index + match[0].length })
    }
  }
  return found.toSorted((one, other) => one.start - other.start)
}

/** Two digits are of this century. */
function fullYear(year: number): number {
  return year < 100 ? 2000 + year : year
}

/** Whether there is such a day; without a year, in a leap year. */
function isDate({ day, month, year }: Pick<FoundDate, "day" | "month" | "year">): boolean {
  if (month < 1 || month > 12 || day < 1) return false
  return day <= new Date(Date.UTC(year ?? 2000, month, 0)).getUTCDate()
}
