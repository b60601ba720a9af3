import assert from "node:assert/strict"
import type { ContractCase } from "../../contract.ts"
import { buildStoredMessage } from "../../build/index.ts"
import { openWorkers } from "../open-workers.ts"
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const revised = (revision: number, text: string) => buildStoredMessage({ revision, text })

/** Texts of citizens and their revisions. */
export const messageCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("message: it comes back as it was given, through another handle", async ({ storage, openSecond }) => {
    const message = buildStoredMessage({ key: "ok:7_1", threadKey: "ok:7", place: { name: "Chita", latitude: 52.03, longitude: 113.5 } })
    await storage.commit({ messages: [message] })
    assert.deepEqual(await (await openSecond()).read("message", ["ok:7_1"]), [message])
  }),
  storageCase("message: they come in the order asked, without those that are not stored", async ({ storage }) => {
    await storage.commit({ messages: ["vk:-1_1", "vk:-1_2", "vk:-1_3"].map((key) => buildStoredMessage({ key })) })
    const found = await storage.read("message", ["vk:-1_3", "vk:-1_9", "vk:-1_1", "vk:-1_2"])
    assert.deepEqual(
      found.map((message) => message.key),
      ["vk:-1_3", "vk:-1_1", "vk:-1_2"],
    )
  }),
  storageCase("message: a newer revision takes the place of an older one", async ({ storage }) => {
    await storage.commit({ messages: [revised(1, "first")] })
    await storage.commit({ messages: [revised(2, "second")] })
    assert.deepEqual(
      (await storage.read("message", ["vk:-1_1"])).map((message) => message.text),
      ["second"],
    )
  }),
  storageCase("message: an older revision is left aside", async ({ storage }) => {
    await storage.commit({ messages: [revised(3, "third")] })
    await storage.commit({ messages: [revised(2, "second")] })
    assert.deepEqual(
      (await storage.read("message", ["vk:-1_1"])).map((message) => message.text),
      ["third"],
    )
  }),
  storageCase("message: the same revision again is left aside", async ({ storage }) => {
    await storage.commit({ messages: [revised(1, "as first seen")] })
    await storage.commit({ messages: [revised(1, "as seen again")] })
    assert.deepEqual(
      (await storage.read("message", ["vk:-1_1"])).map((message) => message.text),
      ["as first seen"],
    )
  }),
  storageCase("message: of several revisions that are stored at once the newest stays", async ({ storage, openSecond }) => {
    const second = await openSecond()
    await Promise.all(
      [2, 5, 1, 4, 3].map((revision, index) =>
        (index % 2 === 0 ? storage : second).commit({ messages: [revised(revision, `${revision}`)] }),
      ),
    )
    assert.deepEqual(
      (await storage.read("message", ["vk:-1_1"])).map((message) => message.text),
      ["5"],
    )
  }),
  storageCase("message: of several revisions in one unit the newest stays", async ({ storage }) => {
    await storage.commit({ messages: [revised(2, "second"), revised(3, "third"), revised(1, "first")] })
    assert.deepEqual(
      (await storage.read("message", ["vk:-1_1"])).map((message) => message.text),
      ["third"],
    )
  }),
  storageCase("message: sixteen units of the same rows, each in another order, are all stored", async (opened) => {
    const keys = Array.from({ length: 31 }, (_, index) => `vk:-1_${index}`)
    const workers = await openWorkers(opened)
    // Whoever does not sort waits in a circle here.
    await Promise.all(
      workers.map((worker, place) => {
        const order = keys.map((_, index) => keys[(index * (place + 2) + place) % keys.length] ?? "")
        return worker.commit({ messages: order.map((key) => buildStoredMessage({ key, revision: place + 1 })) })
      }),
    )
    const revisions = (await opened.storage.read("message", keys)).map((message) => message.revision)
    assert.deepEqual(
      revisions,
      keys.map(() => workers.length),
    )
  }),
]
