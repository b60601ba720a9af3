import { readOptions, type Report } from "@otklik/core"
import { configError, schemaOf } from "@otklik/core/internal"
import * as z from "zod"
import { checkReport, reportOptions, type FormOptions } from "./options.ts"
import { tableView, totalLines, type View, type ViewCell, type ViewKind } from "./view.ts"
import { wording, type ReportLocale } from "./wording.ts"

/** How a table is written as CSV. */
export interface CsvOptions extends FormOptions {
  /** Which table: its place in `report.tables`, from 0; or the totals, a line a figure. Default: `totals`. */
  readonly table?: "totals" | number | undefined
}

const optionsSchema = schemaOf<Required<CsvOptions>, CsvOptions>()(
  z.strictObject({ ...reportOptions, table: z.union([z.literal("totals"), z.int().min(0)]).default("totals") }),
)

/**
 * A table of a report as CSV: one heading, a line a row, no line of totals, so that columns can be added up.
 *
 * Lines end with CR LF. `ru` is what a Russian spreadsheet opens by a double click: a byte order mark, `;` between
 * cells, a decimal comma; `en` has no mark, `,` and a decimal point. Shares are 0 to 100 under a heading with `%`,
 * lengths of time are minutes. A text that a spreadsheet would take for a formula gets an apostrophe before it; a
 * number never does.
 *
 * @param report - of `desk.report`
 * @param options - which table, in which language
 * @throws DeskError `config` for options that make no sense, and for a table that the report lacks
 */
export function toCsv(report: Report, options: CsvOptions): string {
  const { locale, titles, table } = readOptions(optionsSchema, options, "toCsv options")
  const { tables } = checkReport(report)
  if (table === "totals") return csvOf(totalsView(report, locale), locale)
  const asked = tables[table]
  if (asked === undefined)
    throw configError("toCsv options", [{ path: "table", message: `no such table; the report has ${tables.length}` }])
  return csvOf(tableView(report, asked, locale, titles), locale)
}

type Sheet = Pick<View, "columns" | "rows"> & { readonly kinds?: readonly ViewKind[] }

function totalsView(report: Report, locale: ReportLocale): Sheet {
  const words = wording[locale]
  const unit = { number: "", share: "%", minutes: words.minutes }
  const lines = totalLines(report, locale)
  return {
    columns: [
      { title: words.metric, kind: "text" },
      { title: words.value, kind: "number" },
      ...(report.comparedWith === null ? [] : [{ title: capital(words.previous), kind: "number" } as const]),
      { title: words.unit, kind: "text" },
      { title: words.definition, kind: "text" },
    ],
    rows: lines.map(({ title, kind, value, previous, definition }) => [
      title,
      inUnit(value, kind),
      ...(report.comparedWith === null ? [] : [inUnit(previous, kind)]),
      unit[kind],
      definition,
    ]),
  }
}

function csvOf({ columns, rows }: Sheet, locale: ReportLocale): string {
  const { mark, delimiter, decimal } = dialects[locale]
  const units = { text: "", number: "", share: ", %", minutes: `, ${wording[locale].minutes}` }
  const heading = columns.map(({ title, kind }) => quoted(guarded(`${title}${units[kind]}`), delimiter))
  const lines = rows.map((row) =>
    row.map((cell, index) => {
      if (typeof cell === "string") return quoted(guarded(cell), delimiter)
      const value = inUnit(cell, columns[index]?.kind ?? "number")
      return value === null ? "" : quoted(String(value).replace(".", decimal), delimiter)
    }),
  )
  return `${mark}${[heading, ...lines].map((line) => `${line.join(delimiter)}\r\n`).join("")}`
}

const dialects = {
  ru: { mark: "\uFEFF", delimiter: ";", decimal: "," },
  en: { mark: "", delimiter: ",", decimal: "." },
} as const satisfies Record<ReportLocale, { readonly mark: string; readonly delimiter: string; readonly decimal: string }>

/** A share in per cent, to four decimals; minutes to two. */
function inUnit(value: ViewCell, kind: ViewKind): ViewCell {
  if (typeof value !== "number") return value
  return kind === "share" ? Math.round(value * 1e6) / 1e4 : kind === "minutes" ? Math.round(value * 100) / 100 : value
}

/** What a spreadsheet would take for a formula or a command begins with one of these signs. */
function guarded(text: string): string {
  return /^[=+\-@|\t\r\n]/.test(text) ? `'${text}` : text
}

function quoted(text: string, delimiter: string): string {
  return /["\r\n]|^\s|\s$/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}
