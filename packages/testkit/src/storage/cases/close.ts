import assert from "node:assert/strict"
import type { ContractCase } from "../../contract.ts"
import { buildStoredMessage } from "../../build/index.ts"
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

/** The end of a storage is not the end of what the host owns. */
export const closeCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("close: the host's handle stays open", async ({ storage, hostHandleAnswers }) => {
    await storage.close()
    assert.equal(await hostHandleAnswers(), true)
  }),
  storageCase("close: another handle goes on with what is stored", async ({ storage, openSecond }) => {
    const second = await openSecond()
    await storage.commit({ messages: [buildStoredMessage()] })
    await storage.close()
    assert.equal((await second.read("message", ["vk:-1_1"])).length, 1)
  }),
  storageCase("close: closing twice is fine", async ({ storage }) => {
    await storage.close()
    await storage.close()
  }),
]
