import { DatabaseSync } from "node:sqlite"
import { createArchiveConnector } from "@otklik/connector-archive"
import { createDesk } from "@otklik/core"
import { createSqliteStorage } from "@otklik/storage-sqlite"

async function* messages() {
  yield '{"key":"vk:-1_7","network":"vk","kind":"post","url":"https://example.org/1_7","publishedAt":"2026-11-24T08:15:00+09:00","text":"Дома ледяные батареи!"}'
}
const storage = createSqliteStorage({ database: new DatabaseSync(":memory:") })
await storage.migrate()
const desk = createDesk({
  storage,
  connectors: [createArchiveConnector({ id: "archive", sources: [{ id: "today", open: messages }] })],
  rules: [{ id: "cold-radiators", query: "батаре* & (ледян* | холодн*)", topic: "heating" }],
  routing: {
    authorities: [{ id: "heat", title: "Тепловые сети", kind: "utility" }],
    territories: [],
    rules: [{ id: "all-heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } }],
  },
  policies: [{ id: "normal", version: "2026", goal: "first-reply", startsAt: "registered", term: { minutes: 480, time: "wall" } }],
  authorKey: crypto.getRandomValues(new Uint8Array(32)),
  clock: { now: () => new Date().toISOString() },
})
for (const { sourceId, error } of (await desk.pull()).failures) console.error(`${sourceId} could not be read:`, error)
for (const { number, facts, incident } of (await desk.find({}, { limit: 10 })).incidents) {
  console.log(`${number}. ${facts.topic} → ${facts.authorityId}, answer due ${facts.dueAt}`)
  const found = await desk.case(incident.incidentId, { actor: { id: "ivanova", kind: "person" } })
  console.log(found?.explanation.matches[0]?.clauses.map((clause) => clause.text).join(" + "))
}
