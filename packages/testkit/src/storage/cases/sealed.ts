import assert from "node:assert/strict"
import { erasedMessage } from "@otklik/core/storage"
import type { ContractCase } from "../../contract.ts"
import { buildStoredMessage } from "../../build/index.ts"
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const keys = ["vk:-1_1", "vk:-1_2", "vk:-1_3"]
const messages = keys.map((key) => buildStoredMessage({ key }))
const [messageKey = ""] = keys
const first = { messageKey, keyId: "key-1", sealed: "sealed-first" }

/** Authors under the host's keys: beside the message, and gone before it or with it. */
export const sealedCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("sealed: authors come back as given, in the order asked, through another handle", async ({ storage, openSecond }) => {
    const sealedAuthors = keys.map((key, index) => ({ messageKey: key, keyId: `key-${index}`, sealed: `sealed-${index}` }))
    await storage.commit({ messages, sealedAuthors })
    const found = await (await openSecond()).privacy.readSealedAuthors(["vk:-1_3", "vk:-1_9", "vk:-1_1", "vk:-1_2"])
    assert.deepEqual(found, [sealedAuthors[2], sealedAuthors[0], sealedAuthors[1]])
  }),
  storageCase("sealed: the first that is stored stays", async ({ storage }) => {
    await storage.commit({ messages, sealedAuthors: [first] })
    await storage.commit({ sealedAuthors: [{ ...first, keyId: "key-2", sealed: "sealed-second" }] })
    assert.deepEqual(await storage.privacy.readSealedAuthors([messageKey]), [first])
  }),
  storageCase("sealed: one that names the stored text takes its place", async ({ storage }) => {
    const next = { messageKey, keyId: "key-2", sealed: "sealed-second" }
    await storage.commit({ messages, sealedAuthors: [first] })
    await storage.commit({ sealedAuthors: [{ ...next, replaces: first.sealed }] })
    assert.deepEqual(await storage.privacy.readSealedAuthors([messageKey]), [next])
  }),
  storageCase("sealed: one that names another text than the stored one changes nothing", async ({ storage }) => {
    await storage.commit({ messages, sealedAuthors: [first] })
    await storage.commit({ sealedAuthors: [{ ...first, keyId: "key-2", sealed: "sealed-second", replaces: "sealed-elsewhere" }] })
    assert.deepEqual(await storage.privacy.readSealedAuthors([messageKey]), [first])
  }),
  storageCase("sealed: nothing is kept of a message that is not stored, nor of an erased one", async ({ storage }) => {
    const [, second = buildStoredMessage()] = messages
    await storage.commit({ messages: [second] })
    await storage.commit({ tombstones: [erasedMessage(second)] })
    await storage.commit({ sealedAuthors: [first, { ...first, messageKey: second.key }] })
    assert.deepEqual(await storage.privacy.readSealedAuthors(keys), [])
  }),
  storageCase("sealed: one that was dropped never comes back", async ({ storage }) => {
    await storage.commit({ messages, sealedAuthors: [first] })
    await storage.commit({ sealedAuthors: [{ messageKey, keyId: null, sealed: null }] })
    assert.deepEqual(await storage.privacy.readSealedAuthors([messageKey]), [])
    await storage.commit({ sealedAuthors: [first, { ...first, replaces: first.sealed }] })
    assert.deepEqual(await storage.privacy.readSealedAuthors([messageKey]), [])
  }),
  storageCase("sealed: a tombstone takes them along", async ({ storage, openSecond }) => {
    const sealedAuthors = keys.map((key) => ({ ...first, messageKey: key }))
    await storage.commit({ messages, sealedAuthors })
    await storage.commit({ tombstones: messages.slice(0, 2).map(erasedMessage) })
    const second = await openSecond()
    assert.deepEqual(await second.privacy.readSealedAuthors(keys), sealedAuthors.slice(2))
    assert.deepEqual((await second.privacy.readRecords("sealed-author", null, 10)).records, sealedAuthors.slice(2))
  }),
]
