import { claimHolders } from "@otklik/core/storage"
import assert from "node:assert/strict"
import { isDeskError } from "@otklik/core"
import type { ContractCase } from "../../contract.ts"
import { openWorkers } from "../open-workers.ts"
import { failsWith, storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

/** Things that may exist once. */
export const claimCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("claim: those that are taken are found with their incident, the others are not", async ({ storage, openSecond }) => {
    await storage.commit({
      claims: [
        { key: "message:vk:-1_2", incidentId: "b" },
        { key: "message:vk:-1_1", incidentId: "a" },
      ],
    })
    const found = await claimHolders(await openSecond(), ["message:vk:-1_1", "message:vk:-1_9", "message:vk:-1_2"])
    assert.deepEqual(
      found,
      new Map([
        ["message:vk:-1_1", "a"],
        ["message:vk:-1_2", "b"],
      ]),
    )
  }),
  storageCase("claim: a taken one fails with duplicate and is named", async ({ storage, openSecond }) => {
    await storage.commit({ claims: [{ key: "message:vk:-1_1", incidentId: "a" }] })
    const second = await openSecond()
    const work = second.commit({
      claims: [
        { key: "message:vk:-1_0", incidentId: "b" },
        { key: "message:vk:-1_1", incidentId: "b" },
      ],
    })
    const error: unknown = await work.catch((caught: unknown) => caught)
    assert.ok(isDeskError(error, "duplicate"), 'a DeskError "duplicate" was expected')
    assert.deepEqual(error.details.keys, ["message:vk:-1_1"])
  }),
  storageCase("claim: a duplicate in a unit fails with duplicate", async ({ storage }) => {
    const key = "command:once"
    await failsWith(
      "duplicate",
      storage.commit({
        claims: [
          { key, incidentId: "a" },
          { key, incidentId: "b" },
        ],
      }),
    )
  }),
  storageCase("claim: a shared one that the same incident holds is no error, and is kept", async ({ storage, openSecond }) => {
    await storage.commit({ claims: [{ key: "reply:vk:-1_9", incidentId: "a" }] })
    await storage.commit({ claims: [{ key: "reply:vk:-1_9", incidentId: "a", shared: true }] })
    assert.deepEqual(await claimHolders(await openSecond(), ["reply:vk:-1_9"]), new Map([["reply:vk:-1_9", "a"]]))
  }),
  storageCase("claim: a shared one that another incident holds fails with duplicate and is named", async ({ storage }) => {
    await storage.commit({ claims: [{ key: "reply:vk:-1_9", incidentId: "a" }] })
    const work = storage.commit({
      claims: [
        { key: "reply:vk:-1_8", incidentId: "b", shared: true },
        { key: "reply:vk:-1_9", incidentId: "b", shared: true },
      ],
    })
    const error: unknown = await work.catch((caught: unknown) => caught)
    assert.ok(isDeskError(error, "duplicate"), 'a DeskError "duplicate" was expected')
    assert.deepEqual(error.details.keys, ["reply:vk:-1_9"])
  }),
  storageCase("claim: one that is released goes, and another incident may take it in the same unit", async ({ storage, openSecond }) => {
    const [gone, moved] = ["talk:1", "talk:2"]
    await storage.commit({ claims: [gone, moved].map((key) => ({ key, incidentId: "a" })) })
    await storage.commit({
      releases: [gone, moved].map((key) => ({ key, incidentId: "a" })),
      claims: [{ key: moved, incidentId: "b" }],
    })
    assert.deepEqual(await claimHolders(await openSecond(), [gone, moved]), new Map([[moved, "b"]]))
  }),
  storageCase("claim: a release of what the incident does not hold fails with conflict, and nothing is stored", async ({ storage }) => {
    await storage.commit({ claims: [{ key: "talk:1", incidentId: "a" }] })
    for (const release of [
      { key: "talk:1", incidentId: "b" },
      { key: "talk:2", incidentId: "a" },
    ]) {
      const work = storage.commit({
        releases: [{ key: "talk:1", incidentId: "a" }, release].slice(release.key === "talk:1" ? 1 : 0),
        claims: [{ key: "other", incidentId: "a" }],
      })
      const error: unknown = await work.catch((caught: unknown) => caught)
      assert.ok(isDeskError(error, "conflict"), 'a DeskError "conflict" was expected')
      assert.deepEqual(error.details, { what: "claim", id: release.key })
    }
    assert.deepEqual(await claimHolders(storage, ["talk:1", "other"]), new Map([["talk:1", "a"]]))
  }),
  storageCase("claim: of two that race for it exactly one gets it", async (opened) => {
    const outcomes = await Promise.allSettled(
      (await openWorkers(opened)).map((handle, index) =>
        handle.commit({ claims: [{ key: "command:race", incidentId: `incident-${index}` }] }),
      ),
    )
    assert.equal(outcomes.filter((outcome) => outcome.status === "fulfilled").length, 1)
  }),
]
