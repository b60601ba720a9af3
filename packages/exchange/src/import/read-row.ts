import type { Instant } from "@otklik/core"
import type { ReadCell } from "@otklik/report/spreadsheet"
import type { CheckedMapping, MappedField } from "../mapping.ts"
import { momentOf, readWall } from "../table/local-time.ts"
import type { TableRow } from "../table/table.ts"

/** What is wrong with a row of a table. */
export interface RowError {
  /** Its line in the file, or its number in the sheet, from 1. */
  readonly row: number
  /** The heading of the column; empty for the whole row. */
  readonly column: string
  /**
   * `missing`, `not-a-date`, `not-a-time`, `not-a-number`, `unknown-value`, `broken-quote`, `nul`, `duplicate`, or a
   * code of `DeskError`.
   */
  readonly code: string
  /** What was expected; never a text of the row. */
  readonly message: string
}

/** A column of a table that the mapping knows. */
export interface KnownColumn {
  readonly index: number
  readonly name: string
  readonly field: MappedField
}

/** Which columns of a heading a mapping knows. */
export function knownColumns(heading: readonly string[], { columns }: CheckedMapping): readonly KnownColumn[] {
  return heading.flatMap((name, index) => {
    const field = columns[name]?.to
    return field === undefined ? [] : [{ index, name, field }]
  })
}

/** One row, read by its mapping: each question notes what is wrong. */
export interface MappedRow {
  readonly row: number
  readonly errors: RowError[]
  /** Values that the mapping does not know. */
  readonly unknown: { readonly field: MappedField; readonly column: string; readonly value: string }[]
  /** Moments that were odd, and why. */
  readonly odd: { readonly column: string; readonly why: "gap" | "fold" }[]
  columnOf(field: MappedField): string
  /** What a column holds; undefined for one that the mapping does not know. */
  fieldOf(column: string): MappedField | undefined
  /** The text of a cell without its marks; null where nothing is. */
  text(field: MappedField): string | null
  /** What a value means here; null for nothing and for what is not known. */
  value(field: MappedField): string | null
  /** The same of a cell that holds several, between commas or semicolons. */
  values(field: MappedField): readonly string[]
  moment(field: MappedField): Instant | null
  /** A length of time, in milliseconds. */
  time(field: MappedField): number | null
  count(field: MappedField): number | null
  fail(field: MappedField, code: string, message: string): void
}

/** Reads a row. */
export function mapRow({ line, cells, problem }: TableRow, known: readonly KnownColumn[], mapping: CheckedMapping): MappedRow {
  const [errors, unknown, odd]: [RowError[], MappedRow["unknown"], MappedRow["odd"]] = [[], [], []]
  const byField = new Map(known.map((column) => [column.field, column]))
  const columnOf = (field: MappedField): string => byField.get(field)?.name ?? ""
  const cellOf = (field: MappedField): ReadCell => cells[byField.get(field)?.index ?? -1] ?? null
  const text = (field: MappedField): string | null => plainOf(cellOf(field), mapping.strip)
  const wordOf = (field: MappedField): string => text(field)?.trim() ?? ""
  const fail = (field: MappedField, code: string, message: string): void =>
    void errors.push({ row: line, column: columnOf(field), code, message })
  const meant = (field: MappedField, word: string): string | null => {
    const column = mapping.columns[columnOf(field)]
    if (word === "") return null
    if (column?.values === undefined) return word
    if (Object.hasOwn(column.values, word)) return column.values[word] ?? null
    if (column.unknown === "error") fail(field, "unknown-value", "a value of the mapping was expected")
    else unknown.push({ field, column: columnOf(field), value: word })
    return null
  }
  if (problem !== null) {
    const column = known.find(({ index }) => index === problem.column)?.name ?? `column ${problem.column + 1}`
    errors.push({ row: line, column, code: problem.code, message: problem.message })
  }
  return {
    row: line,
    errors,
    unknown,
    odd,
    columnOf,
    fieldOf: (column) => mapping.columns[column]?.to,
    text,
    value: (field) => meant(field, wordOf(field)),
    values(field) {
      const words = wordOf(field).split(/[,;]/)
      return words.flatMap((word) => meant(field, word.trim()) ?? [])
    },
    moment(field) {
      const word = wordOf(field)
      if (word === "") return null
      const cell = cellOf(field)
      const wall = isDays(cell) ? Date.parse(`${cell.local}Z`) : readWall(word, mapping.dates)
      if (wall === undefined || Number.isNaN(wall)) {
        fail(field, "not-a-date", `a moment was expected, as ${mapping.dates[0] ?? ""}`)
        return null
      }
      const found = momentOf(mapping.zone, wall)
      if (found.odd !== null) odd.push({ column: columnOf(field), why: found.odd })
      return found.at
    },
    time(field) {
      const days = timeOf(cellOf(field))
      if (days === undefined) fail(field, "not-a-time", "a length of time was expected, as 26:10:00")
      return typeof days === "number" ? Math.round(days * 86_400) * 1000 : null
    },
    count(field) {
      const word = wordOf(field).replace(/\s/g, "")
      if (word === "") return null
      if (/^\d+$/.test(word) && Number.isSafeInteger(Number(word))) return Number(word)
      fail(field, "not-a-number", "a whole number from 0 was expected")
      return null
    },
    fail,
  }
}

/**
 * What a row says, in one spelling whatever the file: a workbook, or the same as CSV in another encoding. Only columns
 * that the mapping knows count, so that a new column of the table changes nothing.
 */
export function saidBy({ cells }: TableRow, known: readonly KnownColumn[], { strip, dates }: CheckedMapping): string {
  const said = known.map(({ index, field }): readonly [string, string | number] => {
    const cell = cells[index] ?? null
    if (field.endsWith("Time")) {
      const days = timeOf(cell)
      if (typeof days === "number") return [field, Math.round(days * 86_400)]
    }
    if (isDays(cell)) return [field, cell.local.slice(0, 19)]
    const text = plainOf(cell, strip)?.trim() ?? ""
    const wall = field.endsWith("At") ? readWall(text, dates) : undefined
    return [field, wall === undefined ? text.replaceAll("\r\n", "\n") : new Date(wall).toISOString().slice(0, 19)]
  })
  return JSON.stringify(said.filter(([, value]) => value !== "").toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

function isDays(cell: ReadCell): cell is Extract<ReadCell, { readonly days: number }> {
  return typeof cell === "object" && cell !== null
}

function plainOf(cell: ReadCell, strip: readonly string[]): string | null {
  if (cell === null) return null
  const text = isDays(cell) ? cell.local : String(cell)
  const mark = strip.find((one) => text.startsWith(one))
  const plain = mark === undefined ? text : text.slice(mark.length)
  return plain.trim() === "" ? null : plain
}

/** A length of time in days; null for nothing, undefined for something else. Hours may be more than 24. */
function timeOf(cell: ReadCell): number | null | undefined {
  if (cell === null) return null
  if (isDays(cell)) return cell.days
  if (typeof cell === "number") return cell
  const text = String(cell).trim()
  if (text === "") return null
  const found = /^(\d+):(\d{2})(?::(\d{2}))?$/.exec(text)
  if (found === null) return undefined
  const [hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0))
  return (hours * 3600 + minutes * 60 + seconds) / 86_400
}
