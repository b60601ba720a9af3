import assert from "node:assert/strict"
import { createArchiveConnector } from "@otklik/connector-archive"
import { createDesk, createRoleAuthorisation, defaultViews, englishViewWording, type Grant } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { russian } from "@otklik/locale-ru"
import { buildMessage, createManualClock } from "@otklik/testkit"

const messages = Array.from({ length: 40 }, (_, index) =>
  buildMessage({ key: `vk:-1_${index + 1}`, text: index === 7 ? "Не горят фонари у школы" : "Во дворе не горят фонари" }),
)
const archive = createArchiveConnector({
  id: "archive:day",
  sources: [
    {
      id: "day",
      open: async function* () {
        for (const message of messages) yield JSON.stringify(message)
      },
    },
  ],
})
const usual = {
  storage: createMemoryStorage(),
  connectors: [archive],
  rules: [{ id: "lamps", query: "фонар*", topic: "lamps" }],
  routing: {
    authorities: [{ id: "light", title: "Горсвет", kind: "utility" as const }],
    territories: [],
    rules: [{ id: "lamps", when: { topics: ["lamps"] }, assign: { authorityId: "light" } }],
  },
  policies: [],
  authorKey: new Uint8Array(32).fill(1),
  clock: createManualClock({ at: "2026-11-25T00:00:00.000Z" }),
}

// #region desk
const grants: Readonly<Record<string, readonly Grant[]>> = {
  moderator: [{ role: "moderator" }],
  clerk: [{ role: "executor", authorityIds: ["light"] }],
}
const desk = createDesk({
  ...usual, // storage, connectors, rules and the rest
  locale: russian(),
  views: defaultViews(englishViewWording),
  authorisation: createRoleAuthorisation({ grantsOf: (actorId) => grants[actorId] ?? [] }),
})
// #endregion desk

await desk.pull({ pageSize: 100 })
const clerk = { id: "clerk", kind: "person" } as const
const nobody = { id: "nobody", kind: "person" } as const

// #region find
const page = await desk.find({ waitsFor: "owner", topics: ["lamps"] }, { actor: clerk, order: "oldest", limit: 25, count: true })
const rest = await desk.find(
  { waitsFor: "owner", topics: ["lamps"] },
  { actor: clerk, order: "oldest", limit: 25, ...(page.next === null ? {} : { after: page.next }) },
)
// #endregion find
assert.deepEqual([page.incidents.length, page.count, rest.incidents.length, rest.next], [25, { value: 40, isExact: true }, 15, null])
assert.deepEqual((await desk.find({}, { actor: nobody })).incidents, [])

// #region views
const tabs = await desk.counts(["new", "overdue", "no-owner"], { actor: clerk })
const queue = await desk.queue({ view: "overdue", limit: 25 }, { actor: clerk })
// #endregion views
assert.deepEqual([tabs["overdue"], queue.incidents], [{ value: 0, isExact: true }, []])

// #region words
const found = await desk.find({ text: "школа фонарь" }, { actor: clerk, order: "newest" })
// #endregion words
assert.deepEqual(
  found.incidents.map(({ incident }) => incident.messageKeys[0]),
  ["vk:-1_8"],
)
