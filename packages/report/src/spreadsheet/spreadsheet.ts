import { isDeskError, type DeskError, type Instant } from "@otklik/core"
import { configError } from "@otklik/core/internal"
import { readXlsx, streamXlsxRows, writeXlsx, writeXlsxStream, type CellStyle, type CellValue, type WriteSheet } from "hucre/xlsx"

/** A share of one: written as a number that is shown as `12.5%`. */
export interface ShareCell {
  /** 0 to 1. */
  readonly share: number
}

/** A length of time: written as a fraction of days, so that it can be added up and averaged. */
export interface DaysCell {
  /** Days and fractions of a day: 1.5 is 36 hours. */
  readonly days: number
  /** How it is shown, with hours beyond 24. Default `[hh]:mm`. */
  readonly format?: "[hh]:mm" | "[hh]:mm:ss"
}

/**
 * What a cell is written from. A text stays a text, whatever it begins with; signs that XML cannot hold (control
 * characters) are left out. Null leaves the cell out.
 */
export type SheetCell = string | number | boolean | null | ShareCell | DaysCell

/** A column of a sheet. */
export interface SheetColumn {
  /** The heading, in the first row. */
  readonly title: string
  /** In characters. Default: as wide as the widest cell, 8 to 60. */
  readonly width?: number
}

/** One sheet: a heading that stays visible, rows, and totals in bold. */
export interface Sheet {
  /** At most 31 characters, without `[ ] : * ? / \`; two names differ in more than case. */
  readonly name: string
  /** The columns, in order. */
  readonly columns: readonly SheetColumn[]
  /** The rows, a cell a column. */
  readonly rows: Iterable<readonly SheetCell[]>
  /** The last row, in bold. */
  readonly totals?: readonly SheetCell[]
}

/** One sheet that is written while its rows come. */
export interface StreamedSheet {
  /** As that of {@link Sheet}. */
  readonly name: string
  /** The columns, in order. */
  readonly columns: readonly (SheetColumn & {
    /** How numbers of the column are shown. Default: as they are. */
    readonly format?: "0.0%" | "[hh]:mm" | "[hh]:mm:ss"
  })[]
}

/** What a workbook says of itself. */
export interface WorkbookFacts {
  /** When it was made: the same sheets at the same moment are the same bytes. */
  readonly madeAt: Instant
  /** The title of the file. */
  readonly title?: string
}

/** A cell that is formatted as a date or as a length of time: the file does not distinguish the two. */
export interface ReadDays {
  /** The number in the cell: days and fractions of a day, exact to the millisecond. */
  readonly days: number
  /** The same number read as a moment without a zone, as `2026-11-24T10:30:00.000`. */
  readonly local: string
}

/** What a cell is read as. A share is a number, an empty cell null. */
export type ReadCell = string | number | boolean | null | ReadDays

/** One row that was read. */
export interface SheetRow {
  /** Its number in the sheet, from 1, as a spreadsheet shows it. */
  readonly line: number
  /** The cells, a column each. */
  readonly cells: readonly ReadCell[]
}

/** Which sheet is read. */
export interface RowsOptions {
  /** Its name. Default: the first sheet. */
  readonly sheet?: string
}

/** Writes and reads XLSX workbooks; all that the packages of Otklik know of the format is behind it. */
export interface Spreadsheet {
  /**
   * @param sheets - at least one
   * @param facts - what the workbook says of itself
   * @returns the bytes of an XLSX file
   * @throws DeskError `config` for a name or a cell that the format cannot hold, with its place: a number that is not
   *   finite, a text longer than {@link textLimitOfCell}
   */
  /** Writes a workbook. */
  readonly write: (sheets: readonly Sheet[], facts: WorkbookFacts) => Promise<Uint8Array>
  /**
   * Writes one sheet while its rows come: memory holds a part of it, however many there are.
   *
   * @param sheet - its name and columns
   * @param rows - under the heading; a share or a length of time is shown as its column is
   * @returns the bytes of an XLSX file, piece by piece
   * @throws DeskError as `write`, and whatever the rows throw
   */
  readonly stream: (sheet: StreamedSheet, rows: AsyncIterable<readonly SheetCell[]>) => AsyncGenerator<Uint8Array, void, undefined>
  /**
   * Reads the rows of one sheet in their order; the file is in memory, its rows are not. Rows without cells may be left
   * out: `line` says which.
   *
   * @param bytes - of an XLSX file
   * @param options - which sheet; absent: the first
   * @throws DeskError `config` when the bytes are no workbook, or the sheet is not in it
   */
  readonly rows: (bytes: Uint8Array, options?: RowsOptions) => AsyncGenerator<SheetRow, void, undefined>
}

/** The longest text that a cell of an XLSX file holds, in UTF-16 units. */
export const textLimitOfCell = 32_767

const day = 86_400_000
const since1904 = Date.UTC(1904, 0, 1)
const boldFont = { name: "Calibri", size: 11, bold: true }
const bold: CellStyle = { font: boldFont }
const heading: CellStyle = {
  font: boldFont,
  fill: { type: "pattern", pattern: "solid", fgColor: { rgb: "E8EEF3" } },
  alignment: { vertical: "top", wrapText: true },
}

/** XLSX by `hucre`. */
export const spreadsheet: Spreadsheet = {
  async write(sheets, { madeAt, title }) {
    const made = new Date(madeAt)
    const written = sheets.map(writtenSheet)
    return asConfig("sheets", () =>
      writeXlsx({
        sheets: written,
        properties: { created: made, modified: made, ...(title === undefined ? {} : { title: plainText(title) }) },
        // Printed sheets repeat their heading. Not by `printTitlesRow`, which leaves names with spaces without quotes.
        namedRanges: sheets.map(({ name }) => ({
          name: "_xlnm.Print_Titles",
          range: `'${name.replaceAll("'", "''")}'!$1:$1`,
          scope: name,
        })),
      }),
    )
  },

  async *stream({ name, columns }, rows) {
    const written = columns.map(({ title, width, format }) => ({
      header: title,
      width: width ?? Math.max(8, Math.min(24, title.length + 2)),
      ...(format === undefined ? {} : { style: { numFmt: format } }),
    }))
    async function* values() {
      let line = 0
      for await (const row of rows) {
        const cells = row.map((cell, column) => cellValue(cell, `rows[${line}][${column}]`))
        line += 1
        yield cells
      }
    }
    const reader = writeXlsxStream(values(), { name, columns: written, freezePane: { rows: 1 } }).getReader()
    try {
      for (;;) {
        const next = await reader.read()
        if (next.done) return
        yield next.value
      }
    } finally {
      await reader.cancel()
    }
  },

  async *rows(bytes, options = {}) {
    const names: string[] = []
    // Reads the list of sheets alone.
    const { dateSystem } = await asConfig("bytes", () => readXlsx(bytes, { sheets: ({ name }) => names.push(name) < 0 }))
    const index = options.sheet === undefined ? 0 : names.indexOf(options.sheet)
    if (names[index] === undefined)
      throw unfit("sheet", `no such sheet; the workbook has ${names.map((name) => JSON.stringify(name)).join(", ")}`)
    // The calendar of 1900 holds a day that never was, by which 59.5 and 60.5 days would be read as one moment. That of
    // 1904 has none, so that every number comes back.
    const rows = streamXlsxRows(bytes, { sheet: index, dateSystem: "1904" })
    for (;;) {
      const next = await asConfig("bytes", () => rows.next())
      if (next.done === true) return
      yield { line: next.value.index + 1, cells: next.value.values.map((value) => readCell(value, dateSystem === "1904")) }
    }
  },
}

function writtenSheet(sheet: Sheet, at: number): WriteSheet {
  const cells = new Map<string, { value: CellValue; style?: CellStyle }>()
  const widths = sheet.columns.map(({ title }) => Math.max(8, Math.min(24, title.length + 2)))
  const rows = [sheet.columns.map(({ title }) => title), ...sheet.rows, ...(sheet.totals === undefined ? [] : [sheet.totals])]
  const values = rows.map((row, line) =>
    row.map((cell, column): CellValue => {
      const value = cellValue(cell, `sheets[${at}].rows[${line - 1}][${column}]`)
      const style = line === 0 ? heading : styleOf(cell, sheet.totals !== undefined && line === rows.length - 1)
      if (value !== null && style !== undefined) cells.set(`${line},${column}`, { value, style })
      if (line > 0)
        widths[column] = Math.max(widths[column] ?? 8, Math.min(60, String(value ?? "").length + 2, typeof value === "number" ? 12 : 60))
      return value
    }),
  )
  return {
    name: sheet.name,
    columns: sheet.columns.map(({ width }, column) => ({ width: width ?? widths[column] ?? 8 })),
    rows: values,
    cells,
    freezePane: { rows: 1 },
    pageSetup: { paperSize: "a4", orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  }
}

function cellValue(cell: SheetCell, path: string): string | number | boolean | null {
  const value = typeof cell === "object" && cell !== null ? ("share" in cell ? cell.share : cell.days) : cell
  if (typeof value === "number" && !Number.isFinite(value)) throw unfit(path, "must be a finite number")
  if (typeof value !== "string") return value
  const text = plainText(value)
  if (text.length > textLimitOfCell) throw unfit(path, `a cell holds at most ${textLimitOfCell} characters`)
  return text
}

/** What XML cannot hold goes; what the format would read as a sign's number (`_x0041_`) is written as it is meant. */
function plainText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "")
    .replace(/_(?=x[\dA-Fa-f]{4}_)/g, "_x005F_")
}

function styleOf(cell: SheetCell, isTotal: boolean): CellStyle | undefined {
  const isTyped = typeof cell === "object" && cell !== null
  if (!isTyped) return isTotal ? bold : undefined
  const numFmt = "share" in cell ? "0.0%" : (cell.format ?? "[hh]:mm")
  return isTotal ? { ...bold, numFmt } : { numFmt }
}

function readCell(value: CellValue, is1904: boolean): ReadCell {
  if (!(value instanceof Date)) return value
  const since = value.getTime() - since1904
  const days = since / day
  // Excel's day 60 is 29 February 1900, which never was: days before it are counted from one day later.
  const start = is1904 ? since1904 : Date.UTC(1899, 11, days < 60 ? 31 : 30)
  return { days, local: new Date(start + since).toISOString().slice(0, -1) }
}

async function asConfig<Value>(path: string, act: () => Promise<Value>): Promise<Value> {
  try {
    return await act()
  } catch (error) {
    if (isDeskError(error)) throw error
    throw unfit(path, error instanceof Error ? error.message : String(error))
  }
}

function unfit(path: string, message: string): DeskError<"config"> {
  return configError("the workbook", [{ path, message }])
}
