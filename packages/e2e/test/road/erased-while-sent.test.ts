import type { Storage } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { appendOf, buildIncident, buildOutboxEntry, buildStoredMessage } from "@otklik/testkit"
import { expect, it } from "vitest"
import { buildRoad, moderator } from "./road.ts"

it("an erasure that comes while a refusal is written down of an incident that is over takes the words of the reply along", async () => {
  const plain = createMemoryStorage()
  const built = buildIncident({ status: "closed" })
  await plain.commit({
    appends: [appendOf(built)],
    claims: [{ key: "message:vk:-1_1", incidentId: built.incidentId }],
    messages: [buildStoredMessage()],
    outbox: [buildOutboxEntry({ incidentId: built.incidentId, connectorId: "vk:wall", text: "zq-words of the reply" })],
  })
  const eraser = await buildRoad(() => plain)
  let isErased = false
  const storage: Storage = {
    ...plain,
    async commit(unit) {
      if (!isErased && unit.outbox?.some(({ state }) => state === "refused") === true) {
        isErased = true
        await eraser.desk.execute({ type: "erase", incidentId: built.incidentId, messageKey: "vk:-1_1" }, { actor: moderator })
      }
      return plain.commit(unit)
    },
  }
  const road = await buildRoad(() => storage)
  road.network.faults.push("refused")
  expect(await road.desk.publish()).toMatchObject({ refused: 1 })
  expect(isErased).toBe(true)
  expect((await plain.readOutbox(built.incidentId)).map(({ state, text }) => [state, text])).toEqual([["refused", ""]])
})
