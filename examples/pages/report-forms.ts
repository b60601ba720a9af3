import assert from "node:assert/strict"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createArchiveConnector } from "@otklik/connector-archive"
import { createDesk, defineRegion } from "@otklik/core"
import { regionTitles, toCsv, toHtml, toJson, toXlsx } from "@otklik/report"
import { spreadsheet } from "@otklik/report/spreadsheet"
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage, createManualClock } from "@otklik/testkit"

const region = defineRegion({
  topics: [
    { id: "lamps", title: "Уличное освещение" },
    { id: "snow", title: "Уборка снега" },
  ],
  authorities: [{ id: "city", title: "Администрация города", kind: "administration" }],
  territories: [{ id: "chita", title: "Город Чита", kind: "urban-okrug", names: ["Чита"] }],
  rules: [
    { id: "lamps", query: "фонар*", topic: "lamps" },
    { id: "snow", query: "снег*", topic: "snow" },
  ],
  routing: [{ id: "all", when: { topics: ["lamps", "snow"] }, assign: { authorityId: "city" } }],
  policies: [{ id: "day", version: "2026", goal: "first-reply", startsAt: "registered", term: { minutes: 1440, time: "wall" } }],
})
const texts = ["Не горят фонари", "Снег не убран", "Фонари не работают"]
const messages = texts.map((text, index) =>
  buildMessage({ key: `vk:-1_${index + 1}`, text, publishedAt: "2026-11-24T03:00:00.000Z", place: { name: "Чита" } }),
)
async function* lines() {
  for (const message of messages) yield JSON.stringify(message)
}
const desk = createDesk({
  ...region,
  storage: createMemoryStorage(),
  connectors: [createArchiveConnector({ id: "archive:day", sources: [{ id: "day", open: lines }] })],
  authorKey: new Uint8Array(32).fill(1),
  clock: createManualClock({ at: "2026-11-24T04:00:00.000Z" }),
})
await desk.pull()
const folder = await mkdtemp(join(tmpdir(), "otklik-report-"))

// #region forms
const report = await desk.report({
  period: { zone: "Asia/Chita", from: "2026-11-01", to: "2026-12-01" },
  compareWith: "year-before",
  tables: [
    { bucket: "week" },
    { by: ["topic"] },
    { by: ["authority"] },
    { by: ["topic", "territory"], metrics: ["received", "due", "answeredInTime"] },
  ],
})
const options = { locale: "ru", titles: regionTitles(region) } as const
const page = toHtml(report, { ...options, title: "Обращения жителей в социальных сетях", organisation: "Забайкальский край" })
await writeFile(join(folder, "report.html"), page) // print it from the browser: A4
await writeFile(join(folder, "report.xlsx"), await toXlsx(report, options))
await writeFile(join(folder, "topics.csv"), toCsv(report, { ...options, table: 1 }))
await writeFile(join(folder, "report.json"), toJson(report))
// #endregion forms

assert.equal(report.totals.numbers["received"], 3)
assert.match(page, /Зарегистрировано 3\u00A0обращения/)

// #region spreadsheet
const book = await spreadsheet.write(
  [
    {
      name: "Обращения",
      columns: [{ title: "Тема" }, { title: "До ответа" }, { title: "В срок" }],
      rows: [["Уличное освещение", { days: 1.5, format: "[hh]:mm" }, { share: 0.75 }]],
    },
  ],
  { madeAt: "2026-12-01T00:00:00.000Z" },
)
for await (const { line, cells } of spreadsheet.rows(book)) console.log(line, cells)
// #endregion spreadsheet

await rm(folder, { recursive: true })
console.log("the page of report forms works")
