import assert from "node:assert/strict"
import { createArchiveConnector } from "@otklik/connector-archive"
import { createDesk } from "@otklik/core"
import { russian } from "@otklik/locale-ru"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createSuggester } from "@otklik/suggest"
import { buildMessage, createManualClock } from "@otklik/testkit"

const texts = [
  "Глубокая яма на Лесной, пробил колесо",
  "Батареи холодные третий день",
  "Ямы по всей Речной, асфальт провалился",
  "Нет отопления в доме 5, батареи ледяные",
  "Опять яма у школы, асфальт разбит",
]
const source = {
  id: "day",
  open: async function* () {
    for (const [index, text] of texts.entries()) yield JSON.stringify(buildMessage({ key: `vk:-1_${index + 1}`, text }))
  },
}
const actor = { id: "lida", kind: "person" } as const

const usual = {
  locale: russian(),
  storage: createMemoryStorage(),
  connectors: [createArchiveConnector({ id: "archive:day", sources: [source] })],
  rules: [{ id: "all", query: "яма | батарея" }],
  registration: "review",
  routing: { authorities: [], territories: [], rules: [] },
  policies: [],
  authorKey: new Uint8Array(32).fill(1),
  clock: createManualClock({ at: "2026-11-25T00:00:00.000Z" }),
} as const

// #region desk
const topics = [
  { id: "roads", title: "Ямы на дорогах", group: "Дороги" },
  { id: "heating", title: "Отопление", group: "ЖКХ" },
]
const suggester = createSuggester({ locale: russian(), key: new TextEncoder().encode("a secret of this tenant"), topics })

const desk = createDesk({ ...usual, suggester, topics }) // storage, connectors, rules and the rest
// #endregion desk

await desk.pull()
const ids = (await desk.find({}, { limit: 10, actor })).incidents.map(({ facts }) => facts.incidentId)

// #region suggest
for (const [index, incidentId] of ids.slice(0, 4).entries())
  await desk.execute({ type: "register", incidentId, topic: index % 2 === 0 ? "roads" : "heating" }, { actor })
await desk.learn() // desk.run and desk.tick do it by themselves, once a minute

const answer = await desk.suggest(ids[4] ?? "", { actor })
const [first] = answer?.topics ?? []
console.log(first?.topic, first?.share, first?.because)
// #endregion suggest

assert.equal(first?.topic, "roads")
assert.equal(first.share, null)
assert.ok(first.because.words.length > 0 && first.because.incidents.length > 0)
