import { readOptions, type Report } from "@otklik/core"
import { schemaOf } from "@otklik/core/internal"
import * as z from "zod"
import { checkReport, reportOptions, type FormOptions } from "./options.ts"
import { spreadsheet, type Sheet, type SheetCell } from "./spreadsheet/index.ts"
import { noteLines, tableView, totalLines, type View, type ViewCell, type ViewKind } from "./view.ts"
import { wording, type ReportLocale } from "./wording.ts"

/** How a workbook is written. */
export interface XlsxOptions extends FormOptions {
  /** What the workbook is called in its properties. Default: nothing. */
  readonly title?: string | undefined
}

const optionsSchema = schemaOf<XlsxOptions & Required<FormOptions>, XlsxOptions>()(
  z.strictObject({ ...reportOptions, title: z.string().min(1).max(255).optional() }),
)

/**
 * The report as an XLSX workbook: a sheet of totals with definitions, a sheet a table with its totals in the last row,
 * a sheet of notes.
 *
 * Numbers are numbers, shares are numbers that are shown as `62.5%`, lengths of time are fractions of days that are
 * shown as `[hh]:mm`; what is hidden or has no value is an empty cell. The same report gives the same bytes.
 *
 * @param report - of `desk.report`
 * @param options - language and titles
 * @throws DeskError `config` for options that make no sense
 */
export async function toXlsx(report: Report, options: XlsxOptions): Promise<Uint8Array> {
  const { locale, titles, title } = readOptions(optionsSchema, options, "toXlsx options")
  const { tables } = checkReport(report)
  const words = wording[locale]
  const names = new Set<string>()
  const named = (name: string): string => sheetName(name, names)
  return spreadsheet.write(
    [
      totalsSheet(report, locale, named(words.totals)),
      ...tables.map((table) => {
        const view = tableView(report, table, locale, titles)
        return tableSheet(view, named(view.title))
      }),
      {
        name: named(words.notes),
        columns: [
          { title: words.metric, width: 24 },
          { title: words.value, width: 100 },
        ],
        rows: [
          ...noteLines(report, locale),
          ...(tables.some(({ overlapping }) => overlapping) ? [[words.reading, words.overlapping]] : []),
        ],
      },
    ],
    { madeAt: report.at, ...(title === undefined ? {} : { title }) },
  )
}

function totalsSheet(report: Report, locale: ReportLocale, name: string): Sheet {
  const words = wording[locale]
  const isCompared = report.comparedWith !== null
  return {
    name,
    columns: [
      { title: words.metric, width: 44 },
      { title: words.value, width: 14 },
      ...(isCompared
        ? [
            { title: words.previous, width: 14 },
            { title: words.change, width: 14 },
            { title: words.changePercent, width: 14 },
          ]
        : []),
      { title: words.definition, width: 90 },
    ],
    rows: totalLines(report, locale).map(({ title, kind, value, previous, definition }) => {
      // A negative length of time is no time to Excel: it would show #########.
      const difference = value === null || previous === null || kind === "minutes" ? null : value - previous
      const percent = value === null || previous === null || kind === "share" || previous === 0 ? null : value / previous - 1
      const beside = [typed(previous, kind), typed(difference, kind), typed(percent, "share")]
      return [title, typed(value, kind), ...(isCompared ? beside : []), definition]
    }),
  }
}

function tableSheet({ columns, rows, totals }: View, name: string): Sheet {
  const typedRow = (row: readonly ViewCell[]): readonly SheetCell[] => row.map((cell, index) => typed(cell, columns[index]?.kind ?? "text"))
  return {
    name,
    columns: columns.map(({ title }) => ({ title })),
    rows: rows.map(typedRow),
    ...(rows.length === 0 ? {} : { totals: typedRow(totals) }),
  }
}

function typed(cell: ViewCell, kind: ViewKind): SheetCell {
  if (typeof cell !== "number") return cell
  return kind === "share" ? { share: cell } : kind === "minutes" ? { days: cell / 1440 } : cell
}

/** A name that the format allows, and that no other sheet has. */
function sheetName(title: string, taken: Set<string>): string {
  const plain = title
    .replace(/[[\]:*?/\\]/g, " ")
    .replace(/^'|'$/g, "")
    .trim()
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? "" : ` ${number}`
    const name = `${plain.slice(0, 31 - suffix.length).trim()}${suffix}`
    if (taken.has(name.toLowerCase())) continue
    taken.add(name.toLowerCase())
    return name
  }
}
