import assert from "node:assert/strict"
import { createArchiveConnector } from "@otklik/connector-archive"
// #region desk
import { createDesk, createRoleAuthorisation } from "@otklik/core"
// #endregion desk
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage, createManualClock } from "@otklik/testkit"

const clock = createManualClock({ at: "2026-11-25T00:00:00.000Z" })
const message = buildMessage({ key: "vk:-1_1", authorId: "citizen-7" })
const archive = createArchiveConnector({
  id: "archive:day",
  sources: [
    {
      id: "day",
      open: async function* () {
        yield JSON.stringify(message)
      },
    },
  ],
})
const vault = { authorKey: new Uint8Array(32).fill(1), ring2026: new Uint8Array(32).fill(2) }
const usual = {
  storage: createMemoryStorage(),
  connectors: [archive],
  rules: [{ id: "lamps", query: "фонар*", topic: "lamps" }],
  routing: { authorities: [], territories: [], rules: [] },
  policies: [],
  clock,
}

// #region desk
const desk = createDesk({
  ...usual, // storage, connectors, rules and the rest
  authorKey: vault.authorKey,
  keyRing: { current: "2026", keys: { "2026": vault.ring2026 } },
  retention: [
    { id: "rejected", erases: "text", statuses: ["rejected", "dismissed"], afterDays: 30 },
    { id: "authors", erases: "author", statuses: ["closed", "converted", "merged"], afterDays: 90 },
    { id: "closed", erases: "text", statuses: ["closed", "converted", "merged"], afterDays: 1095 },
    { id: "log", erases: "access-log", afterDays: 1826 }, // absent: three years, as for "certificates"
  ],
  authorisation: createRoleAuthorisation({
    grantsOf: (actorId) =>
      actorId === "officer" ? [{ role: "data-protection-officer", personalData: "author" }] : [{ role: "moderator", personalData: "text" }],
  }),
})
// #endregion desk

await desk.pull()
const [found] = (await desk.find({}, { limit: 1, actor: { kind: "person", id: "moderator" } })).incidents
assert.ok(found !== undefined)
const { incidentId } = found.incident

// #region unseal
const officer = { id: "officer", kind: "person" } as const
const { authorId } = await desk.unsealAuthor(
  { incidentId, messageKey: "vk:-1_1", purpose: "letter 17/2026: ask for the address" },
  { actor: officer },
)
const log = await desk.journal({ kind: "access", incidentId, limit: 100 }, { actor: officer })
// #endregion unseal
assert.equal(authorId, "citizen-7")
assert.equal(log.entries.length, 1)

// #region erase
const request = { network: "vk", authorId: "citizen-7", requestId: "letter 18/2026" }
const certificate = await desk.eraseAuthor(request, { actor: officer })
const { isGenuine, isErased } = await desk.verifyErasure(certificate, ["vk:-1_1"])
// #endregion erase
assert.equal(certificate.erased.messages, 1)
assert.deepEqual({ isGenuine, isErased }, { isGenuine: true, isErased: true })
