import assert from "node:assert/strict"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createManualClock } from "@otklik/testkit"
// #region start
import { createBurstWatch } from "@otklik/bursts"
import { createDesk } from "@otklik/core"
// #endregion start
// #region rehearse
import { rehearseBursts } from "@otklik/bursts"
// #endregion rehearse

const storage = createMemoryStorage()
await storage.migrate()
const clock = createManualClock({ at: "2026-11-24T06:00:00.000Z" })
const actor = { id: "moderator-1", kind: "person" } as const
const topics = [{ id: "heating", title: "Heating", group: "housing" }]
const routing = { authorities: [], territories: [{ id: "hill", title: "Hill", kind: "settlement" as const }], rules: [] }
const host = { storage, connectors: [], rules: [], topics, routing, policies: [], authorKey: new Uint8Array(32).fill(7), clock }
const callDutyService = (text: string): void => void called.push(text)
const called: string[] = []

// #region start
const desk = createDesk({ ...host, bursts: createBurstWatch({ zone: "Asia/Chita" }) })
desk.events.on("burst-found", ({ burst }) => callDutyService(`${burst.count} × ${burst.topicIds.join(", ")} at ${burst.territoryId}`))
desk.events.on("burst-grew", ({ burst, before }) => callDutyService(`${burst.burstId}: ${burst.count}, it was ${before}`))
desk.events.on("burst-over", ({ burst }) => callDutyService(`${burst.burstId} is over`))
// #endregion start

for (let index = 0; index < 10; index += 1) {
  const call = { from: "phone", text: `Cold radiators, call ${index}`, topic: "heating", territoryId: "hill" } as const
  await desk.register(call, { actor, idempotencyKey: `call-${index}` })
  clock.advance(1)
}
await desk.tick()
assert.deepEqual(called, ["10 × heating at hill"])

// #region list
const { bursts } = await desk.bursts({ open: true }, { actor })
for (const { territoryId, topicIds, since, count, usual, odds, curve, incidents } of bursts) {
  console.log(territoryId, topicIds, `${count} since ${since}, usual ${usual.toFixed(2)}, odds ${odds.toExponential(0)}`)
  console.log(curve.map(({ at, count: inQuarter }) => `${at.slice(11, 16)} ${inQuarter}`).join(" · "), incidents.length)
}
// #endregion list
assert.equal(bursts.length, 1)

// #region rehearse
const rehearsal = await rehearseBursts({
  storage,
  options: { zone: "Asia/Chita" },
  region: { topics, territories: routing.territories },
  period: { from: "2026-11-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z" },
  falseAlarmsAMonth: 2,
})
console.log(rehearsal.alarms.length, rehearsal.falseAlarmsAMonth, rehearsal.chanceFactor)
// #endregion rehearse
assert.equal(rehearsal.alarms.length, 1)
console.log("the page of mass events works")
