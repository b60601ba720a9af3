import { createCalendar } from "@otklik/core/sla"
import { exportIncidents, im47Columns, im47Mapping, importIncidents } from "@otklik/exchange"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { ask, askPython, inFolder, must, type Check } from "../check.ts"
import { convert } from "../report/judged.ts"
import { authorities, openOffice, officer, rows, territories, topics, writeFileOfRows, zone } from "./town.ts"

const readSheet = `
import json, sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1]).worksheets[0]
print(json.dumps([[str(cell.value) if cell.value is not None else None for cell in row] for row in sheet.iter_rows()]))
`

type Sheet = readonly (readonly (string | null)[])[]

async function exported(folder: string): Promise<string> {
  const office = await openOffice(folder, await writeFileOfRows(folder))
  const weekdays = ["mon", "tue", "wed", "thu", "fri"] as const
  const calendar = createCalendar({ id: "office", zone, week: Object.fromEntries(weekdays.map((day) => [day, [["08:30", "17:30"]]])) })
  const byId = (list: readonly { readonly id: string; readonly title: string }[]) =>
    Object.fromEntries(list.map(({ id, title }) => [id, title]))
  const titles = { office: "Кабинет", topics: byId(topics), authorities: byId(authorities), territories }
  const path = join(folder, "export.xlsx")
  await writeFile(path, exportIncidents(office.desk, { where: {}, format: "im47-xlsx", zone, calendar, titles, texts: true }, officer))
  office.close()
  must(office.imported.errors.length === 0 && office.imported.created === rows.length, JSON.stringify(office.imported.errors.slice(0, 3)))
  return path
}

/** What must come back as it went in. */
const kept = [
  "externalId",
  "authority",
  "firstAnsweredAt",
  "firstAnswerText",
  "registeredAt",
  "closedAt",
  "step",
  "topic",
  "settlement",
  "kind",
  "url",
  "text",
  "closing",
] as const

function compare(sheet: Sheet): number {
  const [headings = [], ...body] = sheet
  must(headings.join("\n") === im47Columns.map(({ name }) => name).join("\n"), "the headings are not the 47 of the other system")
  must(body.length === rows.length, `${body.length} rows of ${rows.length}`)
  const place = (field: string) => im47Columns.findIndex((column) => column.field === field)
  const byId = new Map(body.map((cells) => [cells[place("externalId")], cells]))
  let compared = 0
  for (const row of rows) {
    const cells = byId.get(String(row.externalId))
    for (const field of kept) {
      const [given, back] = [row[field] === undefined ? null : String(row[field]), cells?.[place(field)] ?? null]
      must(given === back, `${field} of ${row.externalId}: ${given} went in, ${back} came out`)
      compared += 1
    }
  }
  return compared
}

async function byOpenpyxl(): Promise<string> {
  return inFolder(async (folder) => {
    const sheet = (await askPython(readSheet, [await exported(folder)])) as Sheet
    return `47 columns, ${rows.length} rows, ${compare(sheet)} cells as they went in`
  })
}

async function byLibreOffice(): Promise<string> {
  return inFolder(async (folder) => {
    const path = await exported(folder)
    await convert(folder, "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", path)
    const csv = join(folder, "export.csv")
    const { code, out, err } = await ask("csvjson", ["--no-inference", "--blanks", csv], "csvkit")
    must(code === 0, err)
    const read = JSON.parse(out) as readonly Readonly<Record<string, string>>[]
    const sheet = [
      im47Columns.map(({ name }) => name),
      ...read.map((row) => im47Columns.map(({ name }) => (row[name] === undefined || row[name] === "" ? null : row[name]))),
    ]
    return `LibreOffice opened it, csvkit read ${read.length} rows: ${compare(sheet)} cells as they went in`
  })
}

async function oldCsv(): Promise<string> {
  return inFolder(async (folder) => {
    const file = await writeFileOfRows(folder)
    await convert(folder, "--convert-to", "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false", file)
    const utf8 = join(folder, "history.csv")
    const { code, err } = await ask("iconv", ["-f", "utf-8", "-t", "cp1251", "-o", join(folder, "old.csv"), utf8], "libc-bin")
    must(code === 0, err)
    const bytes = await readFile(join(folder, "old.csv"))
    must(!bytes.equals(await readFile(utf8)), "the file is the same in both encodings")
    const office = await openOffice(folder, file)
    const mapping = im47Mapping(zone, { topics, authorities, territories })
    const again = await importIncidents(office.desk, { file: bytes, mapping, clocks: "as-of", open: "adopt" }, officer)
    office.close()
    must(again.errors.length === 0, JSON.stringify(again.errors.slice(0, 3)))
    must(again.known === rows.length && again.created === 0, JSON.stringify({ ...again, errors: [], oddTimes: [] }))
    return `${again.known} rows of a cp1251 file with ; are those of the workbook: none created, none changed`
  })
}

export const exchangeChecks: readonly Check[] = [
  { name: "openpyxl reads the 47 columns as they went in", run: byOpenpyxl },
  { name: "LibreOffice and csvkit read the same", run: byLibreOffice },
  { name: "a cp1251 file of LibreOffice and iconv imports as the workbook did", run: oldCsv },
]
