import assert from "node:assert/strict"
import { createArchiveConnector } from "@otklik/connector-archive"
import { createDesk, createRoleAuthorisation, type Grant } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage, createManualClock } from "@otklik/testkit"

const clock = createManualClock({ at: "2026-11-25T00:00:00.000Z" })
const grants: Readonly<Record<string, readonly Grant[]>> = {
  ivanova: [{ role: "moderator" }, { role: "executor" }],
  petrov: [{ role: "analyst", personalData: "none" }],
  officer: [{ role: "data-protection-officer" }],
}
const desk = createDesk({
  storage: createMemoryStorage(),
  connectors: [
    createArchiveConnector({
      id: "archive:day",
      sources: [
        {
          id: "day",
          async *open() {
            yield JSON.stringify(buildMessage({ key: "vk:-1_1", text: "Не горит фонарь у школы" }))
          },
        },
      ],
    }),
  ],
  rules: [{ id: "lamps", query: "фонар* & (не горит)", topic: "lamps" }],
  routing: { authorities: [], territories: [], rules: [] },
  policies: [],
  authorKey: new Uint8Array(32).fill(1),
  authorisation: createRoleAuthorisation({ grantsOf: (actorId) => grants[actorId] ?? [] }),
  tags: [{ id: "school", title: "School" }],
  clock,
})
await desk.pull()
const [ivanova, petrov, officer] = ["ivanova", "petrov", "officer"].map((id) => ({ actor: { id, kind: "person" } as const }))
assert.ok(ivanova !== undefined && petrov !== undefined && officer !== undefined)
const [first] = (await desk.find({}, { limit: 1, ...ivanova })).incidents
const incidentId = first?.facts.incidentId ?? ""

// #region case
const found = await desk.case(incidentId, ivanova)
assert.equal(found?.messages[0]?.text, "Не горит фонарь у школы")
assert.equal(found.messages[0].waits, true)
assert.deepEqual(
  found.timeline.map(({ type }) => type),
  ["incident-detected", "incident-registered", "owner-not-found"],
)
const less = await desk.case(incidentId, petrov) // whose grant says personalData: "none"
assert.equal(less?.messages[0]?.text, null)
assert.deepEqual(less?.withheld, ["text", "people", "notes", "drafts", "evidence"])
// #endregion case

// #region actions
const { version, actions = [] } = (await desk.actions(incidentId, ivanova)) ?? {}
const of = (name: string) => actions.find(({ command }) => command === name)
assert.deepEqual(of("transfer"), {
  command: "transfer",
  allowed: false,
  why: "state",
  text: '"transfer" does not fit an incident that is "registered"',
})
assert.deepEqual(of("assign"), { command: "assign", allowed: true, needs: ["authorityId", "why"] })
await desk.execute({ type: "tag", incidentId, add: ["school"] }, { ...ivanova, expectedVersion: version ?? 0 })
// #endregion actions

// #region log
const { entries } = await desk.journal({ kind: "reading", incidentId, limit: 100 }, officer)
assert.deepEqual(
  entries.map(({ by }) => by.id),
  ["ivanova", "petrov"],
)
// #endregion log
