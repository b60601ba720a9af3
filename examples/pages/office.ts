import assert from "node:assert/strict"
import { createArchiveConnector } from "@otklik/connector-archive"
import { createDesk } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage, createManualClock } from "@otklik/testkit"

const clock = createManualClock({ at: "2026-11-25T00:00:00.000Z" })
const messages = Array.from({ length: 40 }, (_, index) => buildMessage({ key: `vk:-1_${index + 1}`, text: "Во дворе не горят фонари" }))
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
  clock,
}

// #region tags
const desk = createDesk({
  ...usual, // storage, connectors, rules and the rest
  tags: [
    { id: "outage", title: "Общая авария" },
    { id: "school", title: "Рядом школа" },
  ],
})
// #endregion tags

await desk.pull({ pageSize: 100 })
const [first] = (await desk.find({}, { limit: 1 })).incidents
assert.ok(first !== undefined)
const { incidentId } = first.incident
const moderator = { id: "moderator", kind: "person" } as const

// #region note
await desk.execute({ type: "tag", incidentId, add: ["school"] }, { actor: moderator })
await desk.execute(
  { type: "add-note", incidentId, text: "Звонила в горсвет: бригада завтра с восьми.", mentions: ["lida"] },
  { actor: moderator },
)
await desk.execute(
  { type: "set-place", incidentId, place: { street: "улица Бабушкина", house: "12а", object: "школа № 17" } },
  { actor: moderator },
)
await desk.execute({ type: "name-executor", incidentId, executorId: "lida" }, { actor: moderator })
const notes = (await desk.case(incidentId, { actor: moderator }))?.notes
// #endregion note
assert.equal(notes?.[0]?.text, "Звонила в горсвет: бригада завтра с восьми.")

// #region many
const where = { topics: ["lamps"], statuses: ["assigned" as const] }
const command = { type: "tag", add: ["outage"] } as const
const { count, refused } = await desk.previewMany({ command, where }, { actor: moderator })
const result = await desk.executeMany(
  { command, where, expectedCount: count },
  { actor: moderator, idempotencyKey: "outage of 25 November", mode: "each" },
)
console.log(`${result.done} of ${result.count}, ${result.already} were so already, ${result.refused.length} were refused`)
// #endregion many
assert.deepEqual(refused, [])
assert.equal(result.done, 40)
