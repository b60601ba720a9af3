import { PGlite } from "@electric-sql/pglite"
import { createPostgresStorage, type PostgresClient } from "@otklik/storage-postgres"
import { appendOf, buildIncident, buildStoredMessage } from "@otklik/testkit"
import { expect, it } from "vitest"
import { openPglite } from "./drivers.ts"

const at = "2027-01-01T00:00:00.000Z"

it("an erasure by age that an edit overtakes leaves what an incident needs again by then", async () => {
  const { client, end } = openPglite(new PGlite())()
  const storage = createPostgresStorage({ client })
  await storage.migrate()
  const closed = appendOf(buildIncident({ status: "closed" }))
  await storage.commit({ messages: [buildStoredMessage(), buildStoredMessage({ key: "vk:-1_2" })], appends: [closed] })
  const query: PostgresClient["query"] = async (statement) => {
    if (statement.text.includes("leave_tombstones") && (await storage.readMessages(["vk:-1_1"]))[0]?.revision === 1) {
      const { events, view } = appendOf(buildIncident({ status: "in-work" }))
      const append = { incidentId: closed.incidentId, expectedVersion: closed.events.length, events: events.slice(-1), view }
      await storage.commit({ messages: [buildStoredMessage({ revision: 2 })], appends: [append] })
    }
    return client.query(statement)
  }
  const overtaken = createPostgresStorage({ client: { ...client, query } })
  const request = { by: "age", limit: 10, publishedBefore: at, statuses: ["closed"], at } as const
  expect(await overtaken.erase(request)).toEqual({ at, messages: 1, next: null })
  const [needed, other] = await storage.readMessages(["vk:-1_1", "vk:-1_2"])
  expect(needed?.text).not.toBeNull()
  expect(other?.text).toBeNull()
  await end()
})
