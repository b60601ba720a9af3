import type { ReportPeriod } from "@otklik/core/reports"
import type { ReportLocale } from "./wording.ts"

const day = 86_400_000
const wholeNumbers = { ru: new Intl.NumberFormat("ru"), en: new Intl.NumberFormat("en") }

/** A number as it is read: 12 345 in Russian, 12,345 in English. */
export function numberText(value: number, locale: ReportLocale): string {
  return wholeNumbers[locale].format(value)
}

/** A share in whole per cent: 100 % is said of all alone, and 0 % of none. */
export function percentText(share: number, locale: ReportLocale): string {
  const rounded = Math.round(share * 100)
  const percent = share < 1 && rounded === 100 ? 99 : share > 0 && rounded === 0 ? 1 : rounded
  return locale === "ru" ? `${percent}\u00A0%` : `${percent}%`
}

const units = {
  ru: { days: "сут", hours: "ч", minutes: "мин" },
  en: { days: "d", hours: "h", minutes: "min" },
} as const

/** A length of time by its two largest units: `2 сут 4 ч`, `3 ч 20 мин`. */
export function minutesText(minutes: number, locale: ReportLocale): string {
  const whole = Math.round(minutes)
  const { days, hours, minutes: small } = units[locale]
  const parts: readonly (readonly [number, string])[] =
    whole >= 2880
      ? [
          [Math.floor(whole / 1440), days],
          [Math.floor((whole % 1440) / 60), hours],
        ]
      : [
          [Math.floor(whole / 60), hours],
          [whole % 60, small],
        ]
  const said = parts.filter(([value]) => value !== 0)
  return said.length === 0 ? `0\u00A0${small}` : said.map(([value, unit]) => `${numberText(value, locale)}\u00A0${unit}`).join("\u00A0")
}

/** How a figure differs from what it was. */
export interface ChangeText {
  readonly direction: "up" | "down" | "same"
  /** As `▲ 44 (+88 %)`. */
  readonly text: string
}

/**
 * The change of a number, with a sign that is understood without colour. No per cent of numbers below ten: from 1 to 3
 * is no "+200 %".
 */
export function changeText(now: number, before: number, locale: ReportLocale): ChangeText {
  const difference = now - before
  if (difference === 0) return { direction: "same", text: locale === "ru" ? "без изменений" : "no change" }
  const share = percentText(Math.abs(difference) / (before === 0 ? 1 : before), locale)
  const percent = before < 10 ? "" : ` (${difference > 0 ? "+" : "−"}${share})`
  return {
    ...arrow(difference, numberText(Math.abs(difference), locale)),
    text: `${arrow(difference, numberText(Math.abs(difference), locale)).text}${percent}`,
  }
}

/** The change between two shares, in percentage points. */
export function pointsText(points: number, locale: ReportLocale): ChangeText {
  const rounded = Math.round(points)
  if (rounded === 0) return { direction: "same", text: locale === "ru" ? "без изменений" : "no change" }
  return arrow(rounded, `${Math.abs(rounded)}\u00A0${locale === "ru" ? "п.\u00A0п." : "pp"}`)
}

/** The change between two lengths of time. */
export function minutesChangeText(now: number, before: number, locale: ReportLocale): ChangeText {
  const difference = Math.round(now) - Math.round(before)
  if (difference === 0) return { direction: "same", text: locale === "ru" ? "без изменений" : "no change" }
  return arrow(difference, minutesText(Math.abs(difference), locale))
}

function arrow(difference: number, amount: string): ChangeText {
  return difference > 0 ? { direction: "up", text: `▲\u00A0${amount}` } : { direction: "down", text: `▼\u00A0${amount}` }
}

const plurals = { ru: new Intl.PluralRules("ru"), en: new Intl.PluralRules("en") }

/**
 * A number with its noun.
 *
 * @param forms - one, few, many: «обращение», «обращения», «обращений»; in English one and the rest
 */
export function countedText(count: number, forms: readonly [one: string, few: string, many: string], locale: ReportLocale): string {
  const rule = plurals[locale].select(count)
  return `${numberText(count, locale)}\u00A0${rule === "one" ? forms[0] : rule === "few" ? forms[1] : forms[2]}`
}

/** A period for people: a whole year or month by its name, else its first and last day. */
export function periodText({ fromDate, toDate }: Pick<ReportPeriod, "fromDate" | "toDate">, locale: ReportLocale): string {
  const from = new Date(`${fromDate}T00:00:00.000Z`)
  const last = new Date(Date.parse(`${toDate}T00:00:00.000Z`) - day)
  const year = from.getUTCFullYear()
  const isFirst = from.getUTCDate() === 1
  const endsMonth = toDate.endsWith("-01")
  const sameMonth = fromDate.slice(0, 7) === last.toISOString().slice(0, 7)
  if (fromDate === `${year}-01-01` && toDate === `${year + 1}-01-01`) return locale === "ru" ? `${year} год` : String(year)
  if (isFirst && endsMonth && sameMonth) return dateText(from, locale, { month: "long", year: "numeric" })
  if (from.getTime() === last.getTime()) return dateText(from, locale, { day: "numeric", month: "long", year: "numeric" })
  if (sameMonth && locale === "ru")
    return `${from.getUTCDate()}–${dateText(last, locale, { day: "numeric", month: "long", year: "numeric" })}`
  const first = dateText(from, locale, { day: "numeric", month: "long", ...(year === last.getUTCFullYear() ? {} : { year: "numeric" }) })
  return `${first} – ${dateText(last, locale, { day: "numeric", month: "long", year: "numeric" })}`
}

/** A local date in a few letters, for the axis of a chart: `3 нояб.`, or `нояб. 2026` for a month. */
export function shortDateText(date: string, locale: ReportLocale, isMonth: boolean): string {
  const moment = new Date(`${date}T00:00:00.000Z`)
  return dateText(moment, locale, isMonth ? { month: "short", year: "numeric" } : { day: "numeric", month: "short" })
}

/** A moment on the clocks of a zone. */
export function momentText(moment: string, zone: string, locale: ReportLocale): string {
  return new Intl.DateTimeFormat(locale === "ru" ? "ru" : "en-GB", {
    timeZone: zone,
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(moment))
}

function dateText(date: Date, locale: ReportLocale, options: Intl.DateTimeFormatOptions): string {
  const text = new Intl.DateTimeFormat(locale === "ru" ? "ru" : "en-GB", { ...options, timeZone: "UTC" }).format(date)
  // "ноябрь 2026 г.": the abbreviation is one of forms.
  return text.replace(/\s?г\.$/, options.month === "long" ? " года" : "")
}
