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
    const found = await (await openSecond()).findClaims(["message:vk:-1_1", "message:vk:-1_9", "message:vk:-1_2"])
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
  storageCase("claim: one that stands twice in a unit fails with duplicate", async ({ storage }) => {
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
  storageCase("claim: of two that race for it exactly one gets it", async (opened) => {
    const outcomes = await Promise.allSettled(
      (await openWorkers(opened)).map((handle, index) =>
        handle.commit({ claims: [{ key: "command:race", incidentId: `incident-${index}` }] }),
      ),
    )
    assert.equal(outcomes.filter((outcome) => outcome.status === "fulfilled").length, 1)
  }),
]
