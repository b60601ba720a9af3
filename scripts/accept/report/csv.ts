import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { toCsv } from "@otklik/report"
import { ask, askPython, inFolder, must, type Check } from "../check.ts"
import { convert, hostile, hostileTitles, report } from "./judged.ts"

const tables = report.tables.map((table, index) => ({ table, index }))

async function clean(): Promise<string> {
  return inFolder(async (folder) => {
    let lines = 0
    for (const locale of ["ru", "en"] as const) {
      for (const table of ["totals", ...tables.map(({ index }) => index)] as const) {
        const text = toCsv(report, { locale, titles: hostileTitles, table: table })
        const path = join(folder, `${locale}-${table}.csv`)
        await writeFile(path, text)
        const { code, err } = await ask("csvclean", ["-a", "-d", locale === "ru" ? ";" : ",", "-e", "utf-8-sig", path], "csvkit")
        must(code === 0 && err === "", `${locale} ${table}: ${err}`)
        lines += text.split("\r\n").length - 1
      }
    }
    return `${2 * (tables.length + 1)} files, ${lines} lines, csvclean -a is silent`
  })
}

async function sums(): Promise<string> {
  return inFolder(async (folder) => {
    let compared = 0
    for (const { table, index } of tables) {
      const path = join(folder, "table.csv")
      await writeFile(path, toCsv(report, { locale: "en", titles: hostileTitles, table: index }))
      const { out, code, err } = await ask("csvstat", ["--json", path], "csvkit")
      must(code === 0, err)
      const columns = JSON.parse(out) as readonly { readonly column_name: string; readonly sum?: number }[]
      for (const { id, kind, title } of report.metrics) {
        const column = columns.find(({ column_name: name }) => name === title.en)
        if (kind === "share" || kind === "duration" || table.rows[0]?.numbers[id] === undefined) continue
        must(
          column?.sum === report.totals.numbers[id],
          `${title.en} of table ${index}: csvstat ${column?.sum}, the report ${report.totals.numbers[id]}`,
        )
        compared += 1
      }
    }
    must(compared > 40, `only ${compared} columns were compared`)
    return `${compared} sums of csvstat are the report's totals, ${report.totals.numbers["received"]} received`
  })
}

const readCells = `
import json, sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1]).worksheets[0]
print(json.dumps([[{"type": cell.data_type, "value": cell.value} for cell in row] for row in sheet.iter_rows()]))
`

async function russian(): Promise<string> {
  return inFolder(async (folder) => {
    const topics = tables.find(({ table }) => table.by.length === 1 && table.by[0] === "topic")
    if (topics === undefined) throw new Error("the sample has no table by topic")
    await writeFile(join(folder, "ru.csv"), toCsv(report, { locale: "ru", titles: hostileTitles, table: topics.index }))
    // As a double click opens it: semicolons, UTF-8, Russian numbers; every cell is left to LibreOffice to understand.
    const filter = "--infilter=Text - txt - csv (StarCalc):59,34,76,1,,1049,false,true"
    await convert(folder, filter, "--convert-to", "xlsx", join(folder, "ru.csv"))
    const cells = (await askPython(readCells, [join(folder, "ru.xlsx")])) as readonly (readonly {
      readonly type: string
      readonly value: unknown
    }[])[]
    const [, ...rows] = cells
    must(rows.length === topics.table.rows.length, `${rows.length} rows, not ${topics.table.rows.length}`)
    for (const [place, title] of hostile.entries()) {
      const found = rows.flat().find(({ value }) => typeof value === "string" && value.replace(/^'/, "") === title.replace(/^'/, ""))
      must(found?.type === "s", `${JSON.stringify(hostile[place])} is ${JSON.stringify(found)}`)
    }
    let numbers = 0
    for (const [index, row] of topics.table.rows.entries()) {
      const read = new Set((rows[index] ?? []).map(({ value }) => value))
      for (const value of Object.values(row.numbers)) must(read.has(value), `row ${index} lacks ${value}`)
      const share = row.shares["inTime"]?.share
      if (typeof share === "number")
        must(
          [...read].some((value) => typeof value === "number" && Math.abs(value - share * 100) < 0.0001),
          `row ${index} lacks ${share * 100} %`,
        )
      numbers += row.numbers === undefined ? 0 : Object.keys(row.numbers).length
    }
    must(
      rows.flat().every(({ type }) => type !== "f"),
      "a cell became a formula",
    )
    return `LibreOffice splits ${rows.length} rows, ${numbers} numbers are numbers with decimal commas, ${hostile.length} hostile titles stay texts`
  })
}

/** CSV is what others say that it is. */
export const csvChecks: readonly Check[] = [
  { name: "CSV is clean", run: clean },
  { name: "columns of a CSV add up to the totals", run: sums },
  { name: "Russian CSV opens as a table, formulas stay texts", run: russian },
]
