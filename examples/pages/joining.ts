import assert from "node:assert/strict"
import { createArchiveConnector } from "@otklik/connector-archive"
import { createDesk, type Connector } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage, createManualClock } from "@otklik/testkit"

const clock = createManualClock({ at: "2026-11-25T10:00:00.000Z" })
const complaintsOf = (from: number, to: number, publishedAt: string) =>
  Array.from({ length: to - from }, (_, index) =>
    buildMessage({
      key: `vk:-1_${from + index}`,
      communityKey: "vk:-1",
      text: "Нет света",
      authorId: `citizen-${from + index}`,
      publishedAt,
    }),
  )
const messages = [...complaintsOf(0, 12, "2026-11-25T09:30:00.000Z")]
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
const published: string[] = []
/** A network that takes every reply. */
const network: Connector = {
  ...archive,
  capabilities: { ...archive.capabilities, reply: true, replyLimit: 1000, replyPlacements: ["under-message"] },
  async doReply({ messageKey, now }) {
    published.push(messageKey)
    return { replyKey: `${messageKey}_r`, url: "https://example.org/reply", publishedAt: now }
  },
}
const desk = createDesk({
  storage: createMemoryStorage(),
  connectors: [network],
  rules: [{ id: "dark", query: "нет света", topic: "power" }],
  topics: [{ id: "power", title: "Электричество" }],
  routing: {
    authorities: [{ id: "grid", title: "Горсети", kind: "utility" }],
    territories: [{ id: "town", title: "Город", kind: "settlement", communities: ["vk:-1"] }],
    rules: [{ id: "power", when: { topics: ["power"] }, assign: { authorityId: "grid" } }],
  },
  policies: [],
  authorKey: new Uint8Array(32).fill(1),
  clock,
})
const moderator = { id: "moderator", kind: "person" } as const
const executor = { id: "executor", kind: "person" } as const
const approver = { id: "approver", kind: "person" } as const

await desk.pull({ pageSize: 100 })
const [first] = (await desk.find({}, { limit: 1 })).incidents
assert.ok(first !== undefined)
const { incidentId } = first.incident

// #region join
const event = {
  into: incidentId,
  where: { topics: ["power"], territoryIds: ["town"], published: { from: "2026-11-25T09:00:00.000Z" } },
}
const seen = await desk.joinAll(event, { actor: moderator, dryRun: true })
for (const { number, why } of seen.joins) console.log(`№ ${number}: ${why.map(({ fact, value }) => `${fact} ${value}`).join(", ")}`)
for (const { number, reason } of seen.refused) console.log(`№ ${number} is left to a person: ${reason}`)
const { joins, more } = await desk.joinAll(event, { actor: moderator })
// #endregion join
assert.deepEqual([joins.length, more], [11, false])

await desk.execute({ type: "take", incidentId }, { actor: executor })
const outcome = { value: "planned", until: "2026-11-25T18:00:00.000Z" } as const
const text = "Авария на подстанции. Свет вернётся сегодня до 18:00."
const { incident } = await desk.execute({ type: "submit-draft", incidentId, text, replyKind: "interim", outcome }, { actor: executor })
assert.ok(incident.status === "reply-review")
const { draftId, textHash } = incident.draft
await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
await desk.publish()
assert.equal(published.length, 12)

// #region standing
await desk.execute(
  {
    type: "approve-standing-reply",
    incidentId,
    draftId,
    textHash,
    topics: ["power"],
    territoryIds: ["town"],
    until: "2026-11-26T10:00:00.000Z",
  },
  { actor: approver },
)
// #endregion standing

messages.push(...complaintsOf(12, 15, "2026-11-25T10:05:00.000Z"))
clock.advance(10)
await desk.pull({ pageSize: 100 })

// #region newcomers
const { answered } = await desk.tick()
await desk.publish()
console.log(`${answered} more people have the same answer, each under their own message`)
// #endregion newcomers
assert.equal(answered, 3)
assert.equal(new Set(published).size, 15)
assert.equal(published.length, 15)
