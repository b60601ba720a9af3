import assert from "node:assert/strict"
import type { Storage } from "@otklik/core"
import { erasedMessage, type ErasureRequest } from "@otklik/core/storage"
import type { ContractCase } from "../../contract.ts"
import { appendOf, buildIncident, buildStoredMessage } from "../../build/index.ts"
import { failsWith, storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const at = "2026-06-01T00:00:00.000Z"
const publishedBefore = "2026-04-01T00:00:00.000Z"
const young = "2026-05-01T00:00:00.000Z"

/** Which of some messages have lost their text. */
async function erasedOf(storage: Storage, keys: readonly string[]): Promise<readonly string[]> {
  return (await storage.readMessages(keys)).filter((message) => message.text === null).map((message) => message.key)
}

/** Erases page by page to the end, and gives how many went. */
async function eraseAll(storage: Storage, request: Exclude<ErasureRequest, { by: "message" }>): Promise<number> {
  let messages = 0
  for (let after: string | null | undefined; after !== null;) {
    const page = await storage.erase(after === undefined ? request : { ...request, after })
    messages += page.messages
    after = page.next
  }
  return messages
}

const five = [1, 2, 3, 4, 5].map((id) => `vk:-1_${id}`)

/** Five messages, each a day younger than the one before, of two authors. */
const fiveDays = five.map((key, index) =>
  buildStoredMessage({ key, publishedAt: `2026-03-0${index + 1}T06:00:00.000Z`, authorPseudonym: index === 3 ? "author-2" : "author-1" }),
)

/** Erasure: the person goes, the count stays. */
export const eraseCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("erase: by key nothing is left that leads to a person, through another handle", async ({ storage, openSecond }) => {
    const message = buildStoredMessage({ threadKey: "vk:-1_0", parentKey: "vk:-1_0" })
    await storage.commit({ messages: [message, buildStoredMessage({ key: "vk:-1_2" })] })
    await storage.erase({ by: "message", keys: ["vk:-1_1"], at })
    assert.deepEqual(await (await openSecond()).readMessages(["vk:-1_1"]), [erasedMessage(message)])
  }),
  storageCase("erase: by key the other messages stay", async ({ storage }) => {
    await storage.commit({ messages: [buildStoredMessage(), buildStoredMessage({ key: "vk:-1_2" })] })
    await storage.erase({ by: "message", keys: ["vk:-1_1"], at })
    assert.deepEqual(await erasedOf(storage, ["vk:-1_2"]), [])
  }),
  storageCase("erase: what is imported again stays erased", async ({ storage }) => {
    await storage.commit({ messages: [buildStoredMessage()] })
    await storage.erase({ by: "message", keys: ["vk:-1_1"], at })
    await storage.commit({ messages: [buildStoredMessage({ revision: 1 })] })
    await storage.commit({ messages: [buildStoredMessage({ revision: 7 })] })
    assert.deepEqual(await erasedOf(storage, ["vk:-1_1"]), ["vk:-1_1"])
  }),
  storageCase("erase: by author all of one author go, and of no other", async ({ storage }) => {
    const keys = ["vk:-1_1", "vk:-1_2", "vk:-1_3", "vk:-1_4"]
    const authors = ["author-1", "author-2", null, "author-1"]
    await storage.commit({ messages: keys.map((key, index) => buildStoredMessage({ key, authorPseudonym: authors[index] ?? null })) })
    await storage.erase({ by: "author", limit: 1000, pseudonym: "author-1", at })
    assert.deepEqual(await erasedOf(storage, keys), ["vk:-1_1", "vk:-1_4"])
  }),
  storageCase("erase: by age only what was published before goes", async ({ storage }) => {
    await storage.commit({
      messages: [
        buildStoredMessage({ key: "vk:-1_1" }),
        buildStoredMessage({ key: "vk:-1_2", publishedAt: young }),
        buildStoredMessage({ key: "vk:-1_3", publishedAt: publishedBefore }),
      ],
      appends: [1, 2, 3].map((id) => appendOf(buildIncident({ messageKey: `vk:-1_${id}`, status: "closed" }))),
    })
    await storage.erase({ by: "age", limit: 1000, publishedBefore, statuses: ["closed"], at })
    assert.deepEqual(await erasedOf(storage, ["vk:-1_1", "vk:-1_2", "vk:-1_3"]), ["vk:-1_1"])
  }),
  storageCase("erase: by age what an incident in another status needs stays", async ({ storage }) => {
    await storage.commit({
      messages: [buildStoredMessage({ key: "vk:-1_1" }), buildStoredMessage({ key: "vk:-1_2" })],
      appends: [
        appendOf(buildIncident({ messageKey: "vk:-1_1", status: "in-work" })),
        appendOf(buildIncident({ messageKey: "vk:-1_2", status: "closed" })),
      ],
    })
    await storage.erase({ by: "age", limit: 1000, publishedBefore, statuses: ["closed", "rejected"], at })
    assert.deepEqual(await erasedOf(storage, ["vk:-1_1", "vk:-1_2"]), ["vk:-1_2"])
  }),
  storageCase("erase: by age what no incident names goes too", async ({ storage }) => {
    await storage.commit({ messages: [buildStoredMessage({ key: "vk:-1_5" })] })
    await storage.erase({ by: "age", limit: 1000, publishedBefore, statuses: ["closed"], at })
    assert.deepEqual(await erasedOf(storage, ["vk:-1_5"]), ["vk:-1_5"])
  }),
  storageCase("erase: by author and by age what holds U+0000 or a lone surrogate goes too", async ({ storage }) => {
    const keys = ["vk:-1_1", "vk:-1_2", "vk:-1_3", "vk:-1_4"]
    const authors = ["author-1", "author-1", "author-2", "author-2"]
    const texts = ["nothing \u0000 here", "cut in \ud83d the middle", "nothing \u0000 here", "cut in \ud83d the middle"]
    await storage.commit({
      messages: keys.map((key, index) => buildStoredMessage({ key, authorPseudonym: authors[index] ?? null, text: texts[index] ?? null })),
      appends: keys.map((messageKey) => appendOf(buildIncident({ messageKey, status: "closed" }))),
    })
    await storage.erase({ by: "author", limit: 1000, pseudonym: "author-1", at })
    await storage.erase({ by: "age", limit: 1000, publishedBefore, statuses: ["closed"], at })
    assert.deepEqual(await erasedOf(storage, keys), keys)
  }),
  storageCase("erase: the certificate counts what this request erased, and nothing twice", async ({ storage }) => {
    await storage.commit({ messages: [buildStoredMessage(), buildStoredMessage({ key: "vk:-1_2" })] })
    const keys = ["vk:-1_1", "vk:-1_2", "vk:-1_9", "vk:-1_1"]
    assert.deepEqual(await storage.erase({ by: "message", keys, at }), { at, messages: 2, next: null })
    assert.deepEqual(await storage.erase({ by: "message", keys, at }), { at, messages: 0, next: null })
  }),
  storageCase("erase: statistics stay as they were", async ({ storage }) => {
    await storage.commit({ messages: [buildStoredMessage()], appends: [appendOf(buildIncident({ status: "closed" }))] })
    const query = { period: { from: "2026-03-01T00:00:00.000Z", to: "2026-04-01T00:00:00.000Z" }, at, by: "topic" } as const
    const counted = await storage.tally(query)
    await storage.erase({ by: "message", keys: ["vk:-1_1"], at })
    assert.deepEqual(await storage.tally(query), counted)
    assert.equal(counted[0]?.tally.received, 1)
  }),
  storageCase("erase: by age a call looks at the oldest, no more than asked, and says where to go on", async ({ storage, openSecond }) => {
    await storage.commit({ messages: fiveDays.toReversed() })
    const request = { by: "age", limit: 2, publishedBefore, statuses: ["closed"], at } as const
    const first = await storage.erase(request)
    assert.deepEqual([first.messages, await erasedOf(await openSecond(), five)], [2, five.slice(0, 2)])
    assert.ok(first.next !== null)
    const second = await storage.erase({ ...request, after: first.next })
    assert.deepEqual([second.messages, await erasedOf(storage, five)], [2, five.slice(0, 4)])
    assert.equal(await eraseAll(storage, request), 1)
  }),
  storageCase("erase: by author every page is reached", async ({ storage }) => {
    await storage.commit({ messages: fiveDays })
    assert.equal(await eraseAll(storage, { by: "author", limit: 2, pseudonym: "author-1", at }), 4)
    assert.deepEqual(await erasedOf(storage, five), [five[0], five[1], five[2], five[4]])
  }),
  storageCase("erase: by age what comes behind a page that stays is reached", async ({ storage }) => {
    const open = five.slice(0, 3).map((messageKey) => appendOf(buildIncident({ messageKey, status: "in-work" })))
    await storage.commit({ messages: fiveDays, appends: open })
    await eraseAll(storage, { by: "age", limit: 1, publishedBefore, statuses: ["closed"], at })
    assert.deepEqual(await erasedOf(storage, five), five.slice(3))
  }),
  storageCase("erase: what would be no page is refused", async ({ storage }) => {
    const author = { by: "author", pseudonym: "author-1", at } as const
    const age = { by: "age", publishedBefore, statuses: ["closed"], at } as const
    await failsWith("config", storage.erase({ ...author, limit: 0 }))
    await failsWith("config", storage.erase({ ...author, limit: 1001 }))
    await failsWith("config", storage.erase({ ...age, limit: 10, after: "the second" }))
    await failsWith("config", storage.erase({ by: "message", keys: Array.from({ length: 1001 }, (_, id) => `vk:-1_${id}`), at }))
  }),
]
