import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { toXlsx } from "@otklik/report"
import { ask, askPython, inFolder, must, type Check } from "../check.ts"
import { convert, hostile, hostileTitles, report } from "./judged.ts"

const readBook = `
import json, sys, openpyxl, datetime
book = openpyxl.load_workbook(sys.argv[1])
def plain(value):
    if isinstance(value, datetime.timedelta): return {"minutes": value.total_seconds() / 60}
    if isinstance(value, (datetime.datetime, datetime.time)): return {"moment": str(value)}
    return value
print(json.dumps([{"name": sheet.title, "frozen": sheet.freeze_panes, "rows": [
    [{"type": cell.data_type, "format": cell.number_format, "value": plain(cell.value)} for cell in row] for row in sheet.iter_rows()]}
    for sheet in book.worksheets]))
`

interface JudgedCell {
  readonly type: string
  readonly format: string
  readonly value: string | number | { readonly minutes: number } | null
}

interface JudgedSheet {
  readonly name: string
  readonly frozen: string | null
  readonly rows: readonly (readonly JudgedCell[])[]
}

async function writeBook(folder: string): Promise<string> {
  const path = join(folder, "report.xlsx")
  await writeFile(path, await toXlsx(report, { locale: "ru", titles: hostileTitles, title: "Обращения, ноябрь 2026" }))
  return path
}

async function equal(): Promise<string> {
  return inFolder(async (folder) => {
    const sheets = (await askPython(readBook, [await writeBook(folder)])) as readonly JudgedSheet[]
    must(sheets.length === report.tables.length + 2, `${sheets.length} sheets`)
    must(
      sheets.every(({ frozen }) => frozen === "A2"),
      "a heading does not stay in sight",
    )
    let compared = 0
    const columnOf = (sheet: JudgedSheet, title: string): number => sheet.rows[0]?.findIndex(({ value }) => value === title) ?? -1
    for (const [index, table] of report.tables.entries()) {
      const sheet = sheets[index + 1]
      if (sheet === undefined) throw new Error(`table ${index} has no sheet`)
      for (const { id, kind, title } of report.metrics) {
        if (kind === "duration" || (kind === "share" ? table.rows[0]?.shares[id] : table.rows[0]?.numbers[id]) === undefined) continue
        const column = columnOf(sheet, title.ru)
        for (const [line, row] of [...table.rows, report.totals].entries()) {
          const cell = sheet.rows[line + 1]?.[column]
          const wanted = kind === "share" ? row.shares[id]?.share : row.numbers[id]
          must(
            cell?.value === wanted,
            `${sheet.name}, ${title.ru}, row ${line + 2}: openpyxl ${JSON.stringify(cell)}, the report ${wanted}`,
          )
          if (kind === "share" && wanted !== null) must(cell?.format === "0.0%", `${title.ru} is shown as ${cell?.format}`)
          compared += 1
        }
      }
    }
    const totals = sheets[0]?.rows ?? []
    for (const { id, kind, title } of report.metrics) {
      if (kind !== "duration") continue
      const cell = totals.find(([first]) => first?.value === `${title.ru}: медиана`)?.[1]
      const minutes = cell?.value !== null && typeof cell?.value === "object" ? cell.value.minutes : null
      must(
        minutes !== null && Math.abs(minutes - (report.totals.durations[id]?.medianMinutes ?? 0)) < 0.01,
        `${title.ru}: ${JSON.stringify(cell)}`,
      )
      must(cell?.format === "[hh]:mm", `${title.ru} is shown as ${cell?.format}`)
      compared += 1
    }
    const cells = sheets.flatMap(({ rows }) => rows.flat())
    must(
      cells.every(({ type }) => type !== "f"),
      "a cell is a formula",
    )
    for (const title of hostile)
      must(
        cells.some(({ type, value }) => type === "s" && value === title),
        `${title} is not as it was`,
      )
    return `openpyxl reads ${sheets.length} sheets without a warning, ${compared} numbers are equal`
  })
}

const addSums = `
import sys, json, openpyxl
from openpyxl.utils import get_column_letter
book = openpyxl.load_workbook(sys.argv[1])
added = []
for sheet in book.worksheets[1:-1]:
    last = sheet.max_row
    for column in range(1, sheet.max_column + 1):
        title, cell = sheet.cell(1, column).value, sheet.cell(last, column)
        if cell.data_type == "n" and cell.number_format == "General" and cell.value is not None:
            letter = get_column_letter(column)
            sheet.cell(last + 2, column).value = f"=SUM({letter}2:{letter}{last - 1})"
            added.append([sheet.title, last, column, title])
book.save(sys.argv[2])
print(json.dumps(added))
`

const readSums = `
import sys, json, openpyxl
book = openpyxl.load_workbook(sys.argv[1], data_only=True)
print(json.dumps([[book[name].cell(last, column).value, book[name].cell(last + 2, column).value] for name, last, column, _ in json.loads(sys.argv[2])]))
`

async function recalculated(): Promise<string> {
  return inFolder(async (folder) => {
    const added = (await askPython(addSums, [await writeBook(folder), join(folder, "sums.xlsx")])) as readonly (readonly [
      string,
      number,
      number,
      string,
    ])[]
    await convert(folder, "--convert-to", "ods", join(folder, "sums.xlsx"))
    await convert(folder, "--convert-to", "xlsx:Calc MS Excel 2007 XML", join(folder, "sums.ods"))
    const pairs = (await askPython(readSums, [join(folder, "sums.xlsx"), JSON.stringify(added)])) as readonly (readonly [number, number])[]
    for (const [index, [total, sum]] of pairs.entries()) must(total === sum, `${added[index]?.join(", ")}: SUM ${sum}, the totals ${total}`)
    must(pairs.length > 40, `only ${pairs.length} columns were summed`)
    return `LibreOffice recalculates ${pairs.length} SUMs, each is the row of totals`
  })
}

async function wellFormed(): Promise<string> {
  return inFolder(async (folder) => {
    const path = await writeBook(folder)
    const parts = (await askPython(
      `
import json, sys, zipfile, xml.dom.minidom
book = zipfile.ZipFile(sys.argv[1])
assert book.testzip() is None
names = book.namelist()
for name in names: xml.dom.minidom.parseString(book.read(name))
print(json.dumps(names))
`,
      [path],
    )) as readonly string[]
    const { out } = await ask("unzip", ["-p", path, "xl/workbook.xml"], "unzip")
    // Excel repairs a book whose names of ranges are not quoted.
    const ranges = [...out.matchAll(/<definedName [^>]*>([^<]*)</g)].map(([, range = ""]) => range.replaceAll("&apos;", "'"))
    must(ranges.length > 0 && ranges.every((range) => /^'.+'!\$1:\$1$/.test(range)), `ranges: ${ranges.join(" ")}`)
    const before = await readFile(path)
    const again = await writeBook(folder)
    must(before.equals(await readFile(again)), "the same report gave other bytes")
    return `${parts.length} parts are well-formed XML, ${ranges.length} ranges are quoted, the bytes are the same twice`
  })
}

/** The workbook is what others say that it is. */
export const workbookChecks: readonly Check[] = [
  { name: "every number of the workbook is the report's", run: equal },
  { name: "SUM over a column is the row of totals", run: recalculated },
  { name: "there is nothing to repair", run: wellFormed },
]
