import type { SheetCell } from "@otklik/report/spreadsheet"

/** What makes a spreadsheet read a text as something else; the mark before it makes it a text again. */
const dangerous = /^[=+\-@|\t\r]/

/**
 * A row of CSV as Excel in Russia opens it: semicolons, CRLF, decimal commas. A text that a spreadsheet would read as a
 * formula gets an apostrophe.
 */
export function csvLine(cells: readonly SheetCell[]): string {
  return `${cells.map(written).join(";")}\r\n`
}

/** What a file begins with, so that it is read as UTF-8. */
export const byteOrderMark = "\uFEFF"

function written(cell: SheetCell): string {
  if (cell === null) return ""
  if (typeof cell === "string") return quoted(dangerous.test(cell) ? `'${cell}` : cell)
  if (typeof cell === "object") return "days" in cell ? timed(cell.days) : String(cell.share).replace(".", ",")
  return String(cell).replace(".", ",")
}

function quoted(text: string): string {
  return /[";\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Hours, which may be more than 24, minutes and seconds. */
function timed(days: number): string {
  const seconds = Math.round(Math.abs(days) * 86_400)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"))
  return `${days < 0 ? "-" : ""}${parts.join(":")}`
}
