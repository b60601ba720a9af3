import assert from "node:assert/strict"
import { erasedMessage } from "@otklik/core"
import type { ContractCase } from "../../contract.ts"
import { countsOfFive, fiveOfAll, hasFiveOfAll } from "../five-of-all.ts"
import { failsWith, storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const at = "2026-03-02T06:00:00.000Z"

/** Everything of a tenant, read page by page. */
export const recordCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("records: pages give everything of a kind once, through another handle", async ({ storage, openSecond }) => {
    await storage.commit(fiveOfAll)
    const second = await openSecond()
    for (const limit of [2, 5, 100]) await hasFiveOfAll(second, limit)
  }),
  storageCase("records: what was erased for good is said to be", async ({ storage }) => {
    await storage.commit(fiveOfAll)
    await storage.erase({ by: "message", keys: ["vk:-1_1", "vk:-1_3"], at })
    await storage.commit({ tombstones: fiveOfAll.messages.slice(1, 2).map(erasedMessage) })
    const { records } = await storage.readRecords("message", null, 100)
    assert.deepEqual(
      records
        .filter(({ erased }) => erased)
        .map(({ message }) => message.key)
        .toSorted(),
      ["vk:-1_1", "vk:-1_2", "vk:-1_3"],
    )
  }),
  storageCase("records: the counts say how much there is", async ({ storage, openSecond }) => {
    await storage.commit(fiveOfAll)
    assert.deepEqual(await (await openSecond()).countRecords(), countsOfFive)
  }),
  storageCase("records: a page of nothing is refused", async ({ storage }) => {
    await failsWith("config", storage.readRecords("claim", null, 0))
  }),
]
