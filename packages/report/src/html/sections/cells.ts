import type { Report } from "@otklik/core"
import { shares, type ReportMetric, type Row, type RowFigures } from "@otklik/core/reports"
import { changeText, minutesText, numberText, percentText, type ChangeText } from "../../numbers.ts"
import type { ReportTitles } from "../../titles.ts"
import type { ReportLocale } from "../../wording.ts"
import { html, type Html, type Piece, type TableCell, type TableColumn } from "../markup.ts"
import { pageWords } from "../page-words.ts"

/** What every part of the page is made of. */
export interface PageContext {
  readonly report: Report
  readonly locale: ReportLocale
  readonly titles: ReportTitles
  /** Lists of incidents behind rows. */
  readonly behind: readonly ListBehind[]
}

/** A list of the host's that is behind a row of a table. */
export interface ListBehind {
  readonly id: string
  readonly table: number
  readonly keys: Row["keys"]
  readonly content: Html
  /** How many incidents there are. */
  readonly total: number
}

/** A part of the page; its heading is in the list of sections as well. */
export interface PagePart {
  readonly id: string
  readonly title: string
  readonly content: Html
}

/** Whether more is better (1), worse (-1), or neither: the colour of a change. */
const better: Readonly<Record<string, 1 | -1>> = {
  inTime: 1,
  fixed: 1,
  promisesKept: 1,
  satisfied: 1,
  answered: 1,
  closed: 1,
  fixConfirmed: 1,
  answeredInTime: 1,
  overdueOpen: -1,
  dueUnanswered: -1,
  answeredLate: -1,
  refuted: -1,
  promisesBroken: -1,
  reopened: -1,
  repeats: -1,
  repeated: -1,
  returned: -1,
  openAfter: -1,
  duration: -1,
}

/** The class of a change: good news or bad. */
export function toneOf(id: string, { direction }: ChangeText): string {
  const sign = better[id] ?? 0
  return direction === "same" || sign === 0 ? "" : (direction === "up") === (sign === 1) ? "good" : "bad"
}

/** A number of a row; ✱ where it is hidden, — where the row has none. */
export function numberOf(row: Row, id: string, locale: ReportLocale): string {
  const value = row.numbers[id]
  return value === undefined ? "—" : value === null ? "✱" : numberText(value, locale)
}

/** A share of a row with its two numbers: "78 %", "443 из 571". */
export function shareOf(
  row: Pick<Row, "numbers" | "shares">,
  id: string,
  locale: ReportLocale,
): { readonly percent: string; readonly of: string } {
  const share = row.shares[id]
  const rule = shares.find((one) => one.id === id)
  const part = rule === undefined ? undefined : row.numbers[rule.part]
  const words = pageWords[locale]
  if (share === undefined) return { percent: "—", of: "" }
  if (share.of === null || part === null)
    return { percent: "✱", of: share.of === null ? "" : words.partOf("✱", numberText(share.of, locale)) }
  if (share.share === null) return { percent: "—", of: share.of === 0 ? "" : words.partOf("✱", numberText(share.of, locale)) }
  return {
    percent: percentText(share.share, locale),
    of: words.partOf(numberText(part ?? Math.round(share.share * share.of), locale), numberText(share.of, locale)),
  }
}

/** How a number differs from that of the compared period. */
export function changeOf(row: Row, id: string, locale: ReportLocale): ChangeText | null {
  const [now, before] = [row.numbers[id], row.previous?.numbers[id]]
  return typeof now === "number" && typeof before === "number" ? changeText(now, before, locale) : null
}

export function comparedColumns(report: Report, locale: ReportLocale): readonly TableColumn[] {
  const words = pageWords[locale]
  return report.comparedWith === null ? [] : [{ title: words.wasShare }, { title: words.changeOf }]
}

export function changeCell(id: string, change: ChangeText | null): TableCell {
  return change === null
    ? { content: "—", tone: "zero" }
    : { content: change.direction === "same" ? "—" : change.text, tone: toneOf(id, change) }
}

/** The heading of a number; a share may have the same id. */
export function titleOf(report: Report, id: string, locale: ReportLocale): string {
  return report.metrics.find(({ id: one, kind }) => one === id && kind !== "share" && kind !== "duration")?.title[locale] ?? id
}

/** Whether there is anything of a metric: hidden counts as something. */
export function hasAny(row: RowFigures, { id, kind }: ReportMetric): boolean {
  return kind === "share" ? row.shares[id]?.of !== 0 : kind === "duration" ? row.durations[id]?.count !== 0 : row.numbers[id] !== 0
}

/** The median of a row, and what nine of ten do not exceed. */
export function lastedOf({ durations: lasted }: Pick<Row, "durations">, id: string, locale: ReportLocale): Piece {
  const { medianMinutes = null, p90Minutes = null } = lasted[id] ?? {}
  if (medianMinutes === null) return "—"
  return html`${minutesText(medianMinutes, locale)} <small>${p90Minutes === null ? "" : minutesText(p90Minutes, locale)}</small>`
}

/** What colours mean. */
export function keys(list: readonly (readonly [tone: string, text: string])[]): Html {
  return html`<p class="keys">${list.map(([tone, text]) => html`<span><span class="key ${tone}"></span>${text}</span> `)}</p>`
}
