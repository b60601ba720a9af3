import assert from "node:assert/strict"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { im47Columns } from "@otklik/exchange"
import { spreadsheet } from "@otklik/report/spreadsheet"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
// #region import
import { readFile } from "node:fs/promises"
import { createDesk } from "@otklik/core"
import { im47Mapping, importIncidents } from "@otklik/exchange"
// #endregion import
// #region connector
import { createTableConnector } from "@otklik/exchange"
// #endregion connector
// #region export
import { createCalendar } from "@otklik/core/sla"
import { exportIncidents } from "@otklik/exchange"
// #endregion export

const topics = [{ id: "heating", title: "Отопление" }]
const authorities = [{ id: "heat", title: "Теплосеть", kind: "utility" as const }]
const territories = [{ id: "town", title: "Посёлок", kind: "settlement" as const }]
const storage = createSqliteStorage({ database: new DatabaseSync(":memory:") })
await storage.migrate()
const desk = createDesk({
  storage,
  connectors: [],
  rules: [],
  topics,
  routing: { authorities, territories, rules: [] },
  policies: [{ id: "day", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 480, time: "wall" } }],
  authorKey: new Uint8Array(32),
  clock: { now: () => new Date().toISOString() },
})

const path = join(await mkdtemp(join(tmpdir(), "exchange-")), "november.xlsx")
const invented: Readonly<Record<string, string | number>> = {
  externalId: 1,
  externalNumber: 900_001,
  authority: "Теплосеть",
  firstAnsweredAt: "2025-11-03 15:40:07",
  firstAnswerText: "'Тепло дали",
  registeredAt: "2025-11-03 10:40:00",
  closedAt: "2025-11-07 10:40:00",
  step: "Готово",
  topic: "Отопление",
  settlement: "Посёлок",
  kind: "Решаемый",
  outcome: "Решено",
  url: "https://vk.com/wall-1_1",
  text: "'Батареи ледяные",
  closing: "Нет ответа от автора",
}
const cells = im47Columns.map(({ field }) => invented[field] ?? null)
const sheet = { name: "Инциденты", columns: im47Columns.map(({ name }) => ({ title: name })), rows: [cells] }
await writeFile(path, await spreadsheet.write([sheet], { madeAt: "2026-12-01T00:00:00.000Z" }))

// #region import

const mapping = im47Mapping("Asia/Chita", { topics, authorities, territories })
const ask = { file: await readFile(path), mapping, clocks: "as-of", open: "adopt" } as const
const me = { actor: { id: "officer-1", kind: "person" } } as const

const tried = await importIncidents(desk, { ...ask, dryRun: true }, me) // stores nothing
console.log(tried.errors, tried.unknownValues, tried.notKept)
const done = await importIncidents(desk, ask, me)
console.log(`${done.created} of ${done.rows} rows`)

const november = { zone: "Asia/Chita", from: "2026-11-01", to: "2026-12-01" }
const report = await desk.report({ period: november, compareWith: "year-before" })
// #endregion import

const out = join(tmpdir(), `exchange-out-${process.pid}.xlsx`)
// #region export

const weekdays = ["mon", "tue", "wed", "thu", "fri"] as const
const office = createCalendar({
  id: "office",
  zone: "Asia/Chita",
  week: Object.fromEntries(weekdays.map((day) => [day, [["08:30", "17:30"]]])),
})
const file = exportIncidents(
  desk,
  {
    where: { topics: ["heating"] },
    format: "im47-xlsx",
    zone: "Asia/Chita",
    calendar: office,
    titles: { office: "Кабинет края", topics: { heating: "Отопление" }, authorities: { heat: "Теплосеть" }, territories },
    texts: true,
  },
  me,
)
await writeFile(out, file) // row by row
// #endregion export

const rows = []
for await (const row of spreadsheet.rows(await readFile(out))) rows.push(row)
await rm(out)
assert.equal(rows.length, 2)
assert.deepEqual(tried, done)
assert.equal(done.created, 1)
assert.match(JSON.stringify(report), /"received":\s*1/)

await writeFile(path, "Дата;Текст;Ссылка\n03.11.2025 10:40;Батареи ледяные;https://ok.ru/group/1/topic/2\n")
// #region connector

const complaints = createTableConnector({
  id: "table:portal",
  sources: [{ id: "2025", title: "Portal, last year", order: "published", open: () => readFile(path) }],
  mapping: {
    schemaVersion: 1,
    system: "portal",
    zone: "Asia/Chita",
    columns: { Дата: { to: "publishedAt" }, Текст: { to: "text" }, Ссылка: { to: "url" } },
  },
})
// #endregion connector
const { messages } = await complaints.doPull({ sourceId: "2025", limit: 10, now: "2026-12-01T00:00:00.000Z" })
assert.equal(messages[0]?.publishedAt, "2025-11-03T01:40:00.000Z")
