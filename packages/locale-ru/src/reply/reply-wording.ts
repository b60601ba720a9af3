import type { ReplyWording } from "@otklik/core/replies"
import { formatDayRu, formatDueRu } from "../wording/due.ts"

/**
 * Times and numbers of a reply as a Russian reader writes them: `вт, 24 ноября 2026 г., 12:30`, `24 ноября 2026 года`,
 * `12 000,5`.
 */
export const replyWordingRu: ReplyWording = {
  moment: (instant, zone) => formatDueRu(instant, zone, { year: true }),
  day: formatDayRu,
  number: (value) => {
    const [whole = "", fraction] = String(Math.abs(value)).split(".")
    const grouped = whole.length > 4 ? whole.replaceAll(/\B(?=(?:\d{3})+$)/g, "\u00a0") : whole
    return `${value < 0 ? "−" : ""}${grouped}${fraction === undefined ? "" : `,${fraction}`}`
  },
}
