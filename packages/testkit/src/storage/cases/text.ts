import { claimHolders, loadOne } from "@otklik/core/storage"
import assert from "node:assert/strict"
import { sha256 } from "@otklik/core/internal"
import type { ContractCase } from "../../contract.ts"
import { appendOf, buildDraft, buildIncident, buildOutboxEntry, buildStoredMessage } from "../../build/index.ts"
import { failsWith, storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

/** A text comes back unchanged wherever texts are stored. */
function textCase(what: string, text: string): ContractCase<StorageSubject> {
  return storageCase(`text: ${what} comes back unchanged`, async ({ storage, openSecond }) => {
    const unit = { messages: [buildStoredMessage({ text })], drafts: [buildDraft({ text })], outbox: [buildOutboxEntry({ text })] }
    await storage.commit(unit)
    const second = await openSecond()
    const [message] = await second.read("message", ["vk:-1_1"])
    const [draft] = await second.read("draft", ["draft-1"])
    const [entry] = await second.readOutbox("incident-1")
    for (const stored of [message, draft, entry]) {
      assert.ok(stored?.text === text, `a text of ${text.length} units came back with ${stored?.text?.length ?? "no"} units, or others`)
    }
    assert.equal(message?.textHash, sha256(text))
  })
}

/** What strings may hold, and what names may not. */
export const textCases: readonly ContractCase<StorageSubject>[] = [
  textCase("U+0000", "before\u0000after"),
  textCase("a lone surrogate", "cut in \ud83d the middle"),
  textCase("what lies beyond the first plane, composed and turned around", "🚧👩‍👩‍👧 e\u0301 й \u202eright to left\u202c \u2028"),
  textCase("text that resembles SQL, JSON or a parameter", `'; DROP TABLE x; -- ? $1 :a @b {"a":1} \\u0041 %s "`),
  textCase("a text of 300 000 units", "длинный ".repeat(37_500)),
  textCase("a number that no double holds", "9007199254740993"),
  storageCase("text: names with quotes, percent signs and other scripts are kept apart and found", async ({ storage, openSecond }) => {
    const names = [`o'brien`, `"quoted"`, "100%_sure", "жкх", "жкх ", "🚧", "a\\b"]
    await storage.commit({ claims: names.map((key, index) => ({ key, incidentId: `incident-${index}` })) })
    const found = await claimHolders(await openSecond(), names)
    assert.deepEqual(
      names.map((name) => found.get(name)),
      names.map((_, index) => `incident-${index}`),
    )
  }),
  storageCase("text: names that differ only in case or in composition are different", async ({ storage }) => {
    const names = ["Key", "key", "caf\u00e9", "cafe\u0301"]
    await storage.commit({ claims: names.map((key) => ({ key, incidentId: key })) })
    assert.equal((await claimHolders(storage, names)).size, 4)
  }),
  storageCase("text: a name with U+0000 or a lone surrogate is refused", async ({ storage }) => {
    for (const key of ["a\u0000b", "a\ud83db", ""])
      await failsWith("config", storage.commit({ claims: [{ key, incidentId: "incident-1" }] }))
  }),
  storageCase("text: fields that are undefined come back absent, null comes back null", async ({ storage }) => {
    await storage.commit({ messages: [buildStoredMessage({ place: { name: undefined, latitude: 52, longitude: 113 }, threadKey: null })] })
    const [message] = await storage.read("message", ["vk:-1_1"])
    assert.deepEqual(Object.keys(message?.place ?? {}).toSorted(), ["latitude", "longitude"])
    assert.equal(message?.threadKey, null)
  }),
  storageCase("text: fractions and large whole numbers inside documents come back exactly", async ({ storage }) => {
    const built = buildIncident({ status: "registered" })
    const territory = { territoryId: "chita", basis: "text", confidence: 0.1 + 0.2, why: "built" } as const
    const events = built.events.map((event) => (event.type === "incident-registered" ? { ...event, territory } : event))
    await storage.commit({ appends: [{ ...appendOf(built), events }], messages: [buildStoredMessage({ revision: 2 ** 31 + 5 })] })
    assert.deepEqual((await loadOne(storage, built.incidentId)).events, events)
    assert.equal((await storage.read("message", ["vk:-1_1"]))[0]?.revision, 2 ** 31 + 5)
  }),
]
