import assert from "node:assert/strict"
import { im47Columns } from "@otklik/exchange"
import { spreadsheet } from "@otklik/report/spreadsheet"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
// #region district
import { readFile, writeFile } from "node:fs/promises"
import { DatabaseSync } from "node:sqlite"
import { createDesk, createRoleAuthorisation, type Grant } from "@otklik/core"
import { im47Mapping, importIncidents } from "@otklik/exchange"
import { regionTitles, toXlsx } from "@otklik/report"
import { createSqliteStorage, sqliteSettings } from "@otklik/storage-sqlite"
// #endregion district

const folder = await mkdtemp(join(tmpdir(), "district-"))
const [history, file, workbook] = [join(folder, "history.xlsx"), join(folder, "desk.db"), join(folder, "north.xlsx")]
const rowOf = (id: number, date: string, district: string): Readonly<Record<string, string | number>> => ({
  externalId: id,
  externalNumber: id,
  authority: "Теплосеть",
  registeredAt: `${date} 10:40:00`,
  firstAnsweredAt: `${date} 15:40:07`,
  firstAnswerText: "'Тепло дали",
  closedAt: `${date} 16:40:00`,
  step: "Готово",
  topic: "Отопление",
  district,
  kind: "Решаемый",
  outcome: "Решено",
  text: "'Батареи ледяные",
  closing: "Нет ответа от автора",
})
const rows = [
  rowOf(1, "2025-10-03", "Северный район"),
  rowOf(2, "2026-10-04", "Северный район"),
  rowOf(3, "2026-10-05", "Северный район"),
  rowOf(4, "2026-10-06", "Южный район"),
]
const sheet = {
  name: "Инциденты",
  columns: im47Columns.map(({ name }) => ({ title: name })),
  rows: rows.map((row) => im47Columns.map(({ field }) => row[field] ?? null)),
}
await writeFile(history, await spreadsheet.write([sheet], { madeAt: "2026-12-01T00:00:00.000Z" }))

// #region district

const topics = [{ id: "heating", title: "Отопление" }]
const routing = {
  authorities: [{ id: "heat", title: "Теплосеть", kind: "utility" as const }],
  territories: [
    { id: "north", title: "Северный район", kind: "district" as const },
    { id: "south", title: "Южный район", kind: "district" as const },
  ],
  rules: [],
}
const grants: Readonly<Record<string, readonly Grant[]>> = {
  petrov: [{ role: "data-protection-officer", personalData: "author" }], // takes a history in
  ivanova: [{ role: "analyst", territoryIds: ["north"] }], // sees the figures of her district
}

const database = new DatabaseSync(file)
for (const setting of sqliteSettings) database.exec(setting)
const storage = createSqliteStorage({ database })
await storage.migrate()
const desk = createDesk({
  storage,
  connectors: [],
  rules: [],
  topics,
  routing,
  policies: [{ id: "normal", version: "2026", goal: "first-reply", startsAt: "registered", term: { minutes: 480, time: "wall" } }],
  authorKey: new Uint8Array(32), // 32 secret bytes, kept
  authorisation: createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [], territories: routing.territories }),
  clock: { now: () => new Date().toISOString() },
})

const mapping = im47Mapping("Asia/Chita", { topics, authorities: routing.authorities, territories: routing.territories })
const ask = { file: await readFile(history), mapping, clocks: "as-of", open: "skip" } as const
const taken = await importIncidents(desk, ask, { actor: { id: "petrov", kind: "person" } })
console.log(`${taken.created} of ${taken.rows}`, taken.errors, taken.unknownValues)

const report = await desk.report({
  period: { zone: "Asia/Chita", from: "2026-10-01", to: "2026-11-01" },
  compareWith: "year-before",
  tables: [{ by: ["topic"] }, { bucket: "week" }],
  actor: { id: "ivanova", kind: "person" },
})
await writeFile(workbook, await toXlsx(report, { locale: "ru", titles: regionTitles({ topics, routing }) }))
// #endregion district

assert.deepEqual([taken.created, taken.errors, taken.unknownValues], [4, [], []])
assert.deepEqual([report.totals.numbers["received"], report.totals.previous?.numbers["received"]], [2, 1])
assert.deepEqual(report.notes.map(({ id }) => id).toSorted(), ["history-imported", "scoped"])
assert.ok((await readFile(workbook)).byteLength > 5000)
database.close()
await rm(folder, { recursive: true })
