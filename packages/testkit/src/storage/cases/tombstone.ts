import assert from "node:assert/strict"
import { erasedMessage } from "@otklik/core/storage"
import type { ContractCase } from "../../contract.ts"
import { appendOf, buildIncident, buildStoredMessage } from "../../build/index.ts"
import { failsWith, storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const message = buildStoredMessage()
const { key } = message

/** Erasure inside a commit. */
export const tombstoneCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("tombstone: it takes the message's place, through another handle", async ({ storage, openSecond }) => {
    await storage.commit({ messages: [message, buildStoredMessage({ key: "vk:-1_2" })] })
    await storage.commit({ tombstones: [erasedMessage(message)] })
    assert.deepEqual(await (await openSecond()).read("message", [key, "vk:-1_2"]), [
      erasedMessage(message),
      buildStoredMessage({ key: "vk:-1_2" }),
    ])
  }),
  storageCase("tombstone: no later revision takes its place", async ({ storage }) => {
    await storage.commit({ messages: [message] })
    await storage.commit({ tombstones: [erasedMessage(message)] })
    await storage.commit({ messages: [buildStoredMessage({ revision: 7 })] })
    assert.deepEqual(await storage.read("message", [key]), [erasedMessage(message)])
  }),
  storageCase("tombstone: over another revision than the stored one the unit fails, and the message stays", async ({ storage }) => {
    await storage.commit({ messages: [buildStoredMessage({ revision: 2, text: "as it was edited" })] })
    await failsWith("conflict", storage.commit({ tombstones: [erasedMessage(message)] }))
    assert.deepEqual(
      (await storage.read("message", [key])).map(({ text }) => text),
      ["as it was edited"],
    )
  }),
  storageCase("tombstone: over a message that is not stored the unit fails", async ({ storage }) => {
    await failsWith("conflict", storage.commit({ tombstones: [erasedMessage(message)] }))
  }),
  storageCase("tombstone: texts with U+0000 or a lone surrogate are deleted too", async ({ storage }) => {
    const texts = ["nothing \u0000 here", "cut in \ud83d the middle"]
    const messages = texts.map((text, index) => buildStoredMessage({ key: `vk:-1_${index}`, text }))
    await storage.commit({ messages })
    await storage.commit({ tombstones: messages.map(erasedMessage) })
    assert.deepEqual(await storage.read("message", ["vk:-1_0", "vk:-1_1"]), messages.map(erasedMessage))
  }),
  storageCase("tombstone: statistics stay as they were", async ({ storage }) => {
    await storage.commit({ messages: [message], appends: [appendOf(buildIncident({ status: "closed" }))] })
    const period = { from: "2026-03-01T00:00:00.000Z", to: "2026-04-01T00:00:00.000Z" }
    const query = { period, at: "2026-06-01T00:00:00.000Z", metrics: ["received"], by: ["topic"] } as const
    const counted = await storage.counts.figures(query)
    await storage.commit({ tombstones: [erasedMessage(message)] })
    assert.deepEqual(await storage.counts.figures(query), counted)
    assert.equal(counted[0]?.numbers.received, 1)
  }),
  storageCase("tombstone: over a message that is erased already nothing changes, and nothing fails", async ({ storage }) => {
    await storage.commit({ messages: [message] })
    await storage.commit({ tombstones: [erasedMessage(message)] })
    await storage.commit({ tombstones: [erasedMessage(buildStoredMessage({ revision: 3 }))] })
    assert.deepEqual(await storage.read("message", [key]), [erasedMessage(message)])
  }),
]
