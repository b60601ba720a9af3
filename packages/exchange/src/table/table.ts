import { configError } from "@otklik/core/internal"
import { spreadsheet, type ReadCell } from "@otklik/report/spreadsheet"
import { decode, type Encoding } from "./decode.ts"
import { findDelimiter, readCsv, type Delimiter, type RowProblem } from "./read-csv.ts"

/** How the bytes of a table are read. */
export interface TableFormat {
  readonly encoding: "auto" | Encoding
  readonly delimiter: "auto" | Delimiter
  /** The sheet of a workbook; absent: the first. */
  readonly sheet?: string | undefined
}

/** A row under the heading. */
export interface TableRow {
  /** Its line in the file, or its number in the sheet, from 1. */
  readonly line: number
  readonly cells: readonly ReadCell[]
  /** What is wrong with the row itself; null: nothing. */
  readonly problem: RowProblem | null
}

/** A table: its heading, then its rows. */
export interface Table {
  /** The texts of the first row. */
  readonly heading: readonly string[]
  readonly rows: AsyncIterable<TableRow>
}

/** The first bytes of a ZIP file, which a workbook is. */
const zipMark = [0x50, 0x4b, 0x03, 0x04]

/**
 * Reads a workbook (XLSX) or a text (CSV) by what its bytes are.
 *
 * @throws DeskError `config` for a table without a heading, and for bytes that are no workbook
 */
export async function readTable(bytes: Uint8Array, format: TableFormat): Promise<Table> {
  const rows = zipMark.every((byte, index) => bytes[index] === byte) ? workbookRows(bytes, format) : textRows(bytes, format)
  const first = await rows.next()
  if (first.done === true) throw configError("table", [{ path: "file", message: "a heading and rows were expected" }])
  const heading = first.value.cells.map((cell) => (typeof cell === "string" ? cell.trim() : ""))
  return { heading, rows }
}

async function* workbookRows(bytes: Uint8Array, { sheet }: TableFormat): AsyncGenerator<TableRow, void, undefined> {
  for await (const { line, cells } of spreadsheet.rows(bytes, sheet === undefined ? {} : { sheet })) {
    if (cells.some((cell) => cell !== null)) yield { line, cells, problem: nulIn(cells) }
  }
}

async function* textRows(bytes: Uint8Array, { encoding, delimiter }: TableFormat): AsyncGenerator<TableRow, void, undefined> {
  const text = decode(bytes, encoding)
  for (const row of readCsv(text, delimiter === "auto" ? findDelimiter(text) : delimiter)) {
    yield { ...row, cells: row.cells.map((cell) => (cell === "" ? null : cell)) }
  }
}

function nulIn(cells: readonly ReadCell[]): RowProblem | null {
  const column = cells.findIndex((cell) => typeof cell === "string" && cell.includes("\u0000"))
  return column === -1 ? null : { column, code: "nul", message: "a text without NUL was expected" }
}
