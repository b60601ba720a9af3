import { countRu, type PluralForms } from "./plural.ts"

/** How a duration is written. */
export interface DurationWording {
  /** `short`: `2 ч 15 мин`. Absent or `long`: `2 часа 15 минут`. */
  readonly style?: "long" | "short"
  /** Whether 24 hours are a day. Off for working time, whose days are shorter. Absent: off. */
  readonly days?: boolean
}

const units: ReadonlyArray<{ readonly minutes: number; readonly forms: PluralForms; readonly short: string }> = [
  { minutes: 1440, forms: ["день", "дня", "дней"], short: "д" },
  { minutes: 60, forms: ["час", "часа", "часов"], short: "ч" },
  { minutes: 1, forms: ["минута", "минуты", "минут"], short: "мин" },
]

/**
 * A duration in Russian words: `2 часа 15 минут`; of days, whole hours besides: `3 дня 4 часа`.
 *
 * @param minutes - zero or more; seconds are cut
 * @param wording - style, and whether there are days
 * @throws TypeError when the number is negative or not finite
 */
export function formatDurationRu(minutes: number, { style = "long", days = false }: DurationWording = {}): string {
  if (!Number.isFinite(minutes) || minutes < 0) throw new TypeError("formatDurationRu: minutes of zero or more were expected")
  let left = Math.floor(minutes)
  const words: string[] = []
  for (const unit of days ? units : units.slice(1)) {
    const count = Math.floor(left / unit.minutes)
    left -= count * unit.minutes
    if (count > 0) words.push(style === "short" ? `${count} ${unit.short}` : countRu(count, unit.forms))
    if (unit.minutes === 60 && days && minutes >= 1440) break
  }
  if (words.length > 0) return words.join(" ")
  return style === "short" ? "0 мин" : "0 минут"
}
