import { createDesk, type Desk } from "@otklik/core"
import { im47Columns, im47Mapping, importIncidents, type ImportReport, type MappedField } from "@otklik/exchange"
import { spreadsheet, type SheetCell } from "@otklik/report/spreadsheet"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { createManualClock } from "@otklik/testkit"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"

export const zone = "Asia/Chita"
export const topics = [
  { id: "heating", title: "Отопление" },
  { id: "roads", title: "Дороги" },
  { id: "lamps", title: "Освещение" },
]
export const authorities = [
  { id: "heat", title: "Теплосеть", kind: "utility" as const },
  { id: "town", title: "Администрация", kind: "administration" as const },
]
export const territories = [{ id: "settlement", title: "Посёлок", kind: "settlement" as const }]
export const officer = { actor: { id: "officer-1", kind: "person" } } as const

/** A row of the invented file, by what its column is. */
export type Row = Readonly<Partial<Record<MappedField, string | number>>>

/** Of last November and of this one: 87.5 % more. */
export const counts = { before: 80, now: 150 } as const

const two = (value: number) => String(value).padStart(2, "0")

/** Two Novembers that nobody wrote: every third answer is late, every fifth row is still open. */
export const rows: readonly Row[] = [
  ...Array.from({ length: counts.before }, (_, index) => rowOf(2025, index)),
  ...Array.from({ length: counts.now }, (_, index) => rowOf(2026, index)),
]

function rowOf(year: number, index: number): Row {
  const number = year * 1000 + index
  const day = two(1 + (index % 24))
  const topic = topics[index % topics.length]?.title ?? ""
  const isLate = index % 3 === 0
  const answered = `${year}-11-${day} ${isLate ? "21" : "12"}:${two(index % 60)}:07`
  const isOpen = index % 5 === 0
  return {
    externalId: number,
    externalNumber: number,
    authority: authorities[index % 2]?.title ?? "",
    registeredAt: `${year}-11-${day} 10:40:00`,
    firstAnsweredAt: answered,
    firstAnswerText: `'Ответ № ${number}: сделано; «проверьте», пожалуйста`,
    topic,
    settlement: "Посёлок",
    kind: "Решаемый",
    outcome: index % 2 === 0 ? "Решено" : "Разъяснено",
    url: `https://vk.com/wall-1_${number}`,
    text: `'Обращение ${number}: ${topic.toLowerCase()}, третий день; «помогите»`,
    ...(isOpen
      ? { step: "Оценка удовлетворенности" }
      : {
          step: "Готово",
          closedAt: `${year}-11-${two(Number(day) + 5)} 10:40:00`,
          closing: index % 4 === 0 ? "Автор доволен" : "Нет ответа от автора",
        }),
  }
}

/** Writes the file as the other system would. */
export async function writeFileOfRows(folder: string): Promise<string> {
  const path = join(folder, "history.xlsx")
  const cells = rows.map((row) => im47Columns.map(({ field }): SheetCell => row[field] ?? null))
  const sheet = { name: "Инциденты", columns: im47Columns.map(({ name }) => ({ title: name })), rows: cells }
  await writeFile(path, await spreadsheet.write([sheet], { madeAt: "2026-12-01T00:00:00.000Z" }))
  return path
}

/** A desk on a file of SQLite, with the two Novembers imported. */
export async function openOffice(folder: string, file: string, name = "office.sqlite") {
  const path = join(folder, name)
  const database = new DatabaseSync(path)
  const storage = createSqliteStorage({ database })
  await storage.migrate()
  const desk: Desk = createDesk({
    storage,
    connectors: [],
    rules: [],
    topics,
    routing: { authorities, territories, rules: [] },
    policies: [{ id: "eight-hours", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 480, time: "wall" } }],
    authorKey: new Uint8Array(32).fill(1),
    clock: createManualClock({ at: "2026-12-01T00:00:00.000Z" }),
  })
  const mapping = im47Mapping(zone, { topics, authorities, territories })
  const imported: ImportReport = await importIncidents(
    desk,
    { file: await readFile(file), mapping, clocks: "as-of", open: "adopt" },
    officer,
  )
  return { desk, path, imported, close: () => database.close() }
}
