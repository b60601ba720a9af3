import assert from "node:assert/strict"
import { isDeskError } from "@otklik/core"
import { erasedMessage, recordKinds, type Claim, type RecordPage, movingOf } from "@otklik/core/storage"
import type { ContractCase } from "../../contract.ts"
import { countsOfFive, sampleOfEveryKind, hasSampleOfEveryKind } from "../sample-of-every-kind.ts"
import { failsWith, movingCase, storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

/** Everything of a tenant, read page by page. */
export const recordCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("records: pages give everything of a kind once, through another handle", async ({ storage, openSecond }) => {
    await storage.commit(sampleOfEveryKind)
    const second = await openSecond()
    for (const limit of [2, 5, 100]) await hasSampleOfEveryKind(second, limit)
  }),
  storageCase("records: claims that stay are in the pages once, whatever is released between two of them", async ({ storage }) => {
    const keys = Array.from({ length: 9 }, (_, index) => `talk:${index}`)
    await storage.commit({ claims: keys.map((key) => ({ key, incidentId: "a" })) })
    const seen: string[] = []
    let after: string | null = null
    for (let page = 0; ; page += 1) {
      const { records, next }: RecordPage<Claim> = await storage.privacy.readRecords("claim", after, 3)
      seen.push(...records.map(({ key }) => key))
      after = next
      if (after === null) break
      const gone = records.slice(0, 2)
      if (page === 0) await storage.commit({ releases: gone.map(({ key, incidentId }) => ({ key, incidentId })) })
    }
    assert.deepEqual(seen.toSorted(), keys)
  }),
  storageCase("records: what was erased for good is said to be", async ({ storage }) => {
    await storage.commit(sampleOfEveryKind)
    await storage.commit({ tombstones: sampleOfEveryKind.messages.slice(0, 3).map(erasedMessage) })
    const { records } = await storage.privacy.readRecords("message", null, 100)
    assert.deepEqual(
      records
        .filter(({ erased }) => erased)
        .map(({ message }) => message.key)
        .toSorted(),
      ["vk:-1_1", "vk:-1_2", "vk:-1_3"],
    )
  }),
  movingCase("records: the counts say how much there is", async ({ storage, openSecond }) => {
    await storage.commit(sampleOfEveryKind)
    assert.deepEqual(await movingOf(await openSecond()).countRecords(), countsOfFive)
  }),
  storageCase("records: a place of a page that no page gave is refused with its field, for every kind", async ({ storage }) => {
    await storage.commit(sampleOfEveryKind)
    for (const kind of recordKinds) {
      for (const place of ["", "x", "null", "1e9", "-1", "{}", "[]", "[null]", "[[]]", "[1.5]", '["a","b","c"]', '["\\u0000"]'])
        await assert.rejects(storage.privacy.readRecords(kind, place, 1), (error) => {
          assert.ok(isDeskError(error, "config"), `${kind} after ${place}: expected a DeskError "config", got: ${String(error)}`)
          assert.deepEqual(
            error.details.issues.map(({ path }) => path),
            ["after"],
          )
          return true
        })
    }
  }),
  storageCase("records: a page of nothing is refused", async ({ storage }) => {
    await failsWith("config", storage.privacy.readRecords("claim", null, 0))
  }),
]
