import { DatabaseSync } from "node:sqlite"
import type { CaseQuery } from "@otklik/core/storage"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { appendOf, buildIncident } from "@otklik/testkit"
import { describe, expect, it } from "vitest"

const names = (count: number) => Array.from({ length: count }, (_, index) => `topic-${index}`)

describe("find", () => {
  // Up to 50 values are merged from one walk each; longer lists are checked while walking by number.
  it.each([1, 2, 49, 50, 51, 200])("answers a list of %i values as the reference does", async (count) => {
    const [memory, sqlite] = [createMemoryStorage(), createSqliteStorage({ database: new DatabaseSync(":memory:") })]
    await sqlite.migrate()
    const built = Array.from({ length: 120 }, (_, index) =>
      buildIncident({ messageKey: `vk:-1_${index}`, topic: index % 7 === 0 ? null : `topic-${(index * 13) % 60}` }),
    )
    for (const storage of [memory, sqlite]) await storage.commit({ appends: built.map((incident) => appendOf(incident)) })
    const filters: readonly CaseQuery[] = [
      { topics: names(count), limit: 1000 },
      { topics: names(count), limit: 3, after: { value: null, number: 40 } },
      { topics: names(count), authorityIds: names(count), limit: 10 },
      { topics: names(count), statuses: ["registered"], networks: ["vk", "ok"], unowned: true, limit: 10 },
    ]
    for (const filter of filters) expect(await sqlite.find(filter)).toEqual(await memory.find(filter))
  })
})
