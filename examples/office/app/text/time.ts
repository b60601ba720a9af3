import type { Dictionary, Language } from "./index.ts"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** "2 ч 10 мин", "3 дн 4 ч": two parts at most, never nothing. */
export function durationText(millis: number, t: Dictionary): string {
  const rounded = Math.max(minute, Math.round(millis / minute) * minute)
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(rounded / day), t.duration.day],
    [Math.floor((rounded % day) / hour), t.duration.hour],
    [rounded >= 2 * day ? 0 : Math.floor((rounded % hour) / minute), t.duration.minute],
  ]
  return parts
    .filter(([amount]) => amount > 0)
    .slice(0, 2)
    .map(([amount, unit]) => `${amount}\u00a0${unit}`)
    .join("\u00a0")
}

/** How near a due time is. */
export type Urgency = "late" | "soon" | "near" | "calm"

/** How near a due time is: within an hour, within four, or later. */
export function urgencyOf(dueAt: string, now: number): Urgency {
  const left = Date.parse(dueAt) - now
  return left < 0 ? "late" : left < hour ? "soon" : left < 4 * hour ? "near" : "calm"
}

/** "через 2 ч 10 мин", "просрочено на 40 мин". */
export function dueText(dueAt: string, now: number, t: Dictionary): string {
  const left = Date.parse(dueAt) - now
  return left < 0 ? t.duration.late(durationText(-left, t)) : t.duration.in(durationText(left, t))
}

/** "12 мин назад", then the time of the day, then the date. */
export function agoText(at: string, now: number, t: Dictionary, language: Language, zone: string): string {
  const passed = now - Date.parse(at)
  if (passed < minute) return t.duration.justNow
  return passed < 12 * hour ? t.duration.ago(durationText(passed, t)) : momentText(at, now, t, language, zone)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(language: Language, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${JSON.stringify(options)}`
  const made = formats.get(key) ?? new Intl.DateTimeFormat(language === "ru" ? "ru" : "en-GB", { timeZone: zone, ...options })
  formats.set(key, made)
  return made
}

/** "14:02". */
export function timeText(at: string | number, language: Language, zone: string): string {
  return format(language, zone, { hour: "2-digit", minute: "2-digit" }).format(new Date(at))
}

/** "24 ноября". */
export function dateText(at: string | number, language: Language, zone: string): string {
  return format(language, zone, { day: "numeric", month: "long" }).format(new Date(at))
}

/** "сегодня, 14:02", "вчера, 09:15", "22 ноября, 18:40". */
export function momentText(at: string, now: number, t: Dictionary, language: Language, zone: string): string {
  const dateOf = (moment: string | number) => isoDate(moment, zone)
  const date = dateOf(at)
  const word =
    date === dateOf(now)
      ? t.today
      : date === dateOf(now - day)
        ? t.yesterday
        : date === dateOf(now + day)
          ? t.tomorrow
          : dateText(at, language, zone)
  return `${word}, ${timeText(at, language, zone)}`
}

/** "24 ноября 2026 г., 14:02": whole, for who hovers. */
export function wholeText(at: string, language: Language, zone: string): string {
  return format(language, zone, { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" }).format(new Date(at))
}

/** "2026-11-24", as a field of a form has it. */
export function isoDate(at: string | number, zone: string): string {
  return new Intl.DateTimeFormat("sv", { timeZone: zone }).format(new Date(at))
}

/** The moment of a local date and time of day: "2026-11-24T18:00". */
export function localMoment(text: string, zone: string): string {
  const asUtc = Date.parse(`${text}:00Z`)
  const shown = (moment: number): number => {
    const parts = new Intl.DateTimeFormat("sv", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(new Date(moment))
    return Date.parse(`${parts.replace(" ", "T")}Z`)
  }
  return new Date(asUtc - (shown(asUtc) - asUtc)).toISOString()
}

/** As a field for date and time has it: "2026-11-24T18:00". */
export function localField(at: string | number, zone: string): string {
  return new Intl.DateTimeFormat("sv", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(new Date(at)).replace(" ", "T")
}
