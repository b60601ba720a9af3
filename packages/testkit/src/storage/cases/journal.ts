import assert from "node:assert/strict"
import type { Storage } from "@otklik/core"
import type { AccessEntry, ErasureEntry, JournalQuery } from "@otklik/core/storage"
import type { ContractCase } from "../../contract.ts"
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const by = { id: "officer", kind: "person" } as const

function access(hour: number, name: string, incidentId = "incident-1"): AccessEntry {
  const at = `2026-03-02T0${hour}:00:00.000Z`
  return {
    kind: "access",
    entryId: `entry-${name}`,
    at,
    by,
    incidentId,
    messageKey: "vk:-1_1",
    purpose: "a letter to the author, № 7 \u0000 🚧",
  }
}

const erasure: ErasureEntry = {
  kind: "erasure",
  entryId: "entry-erasure",
  at: "2026-03-02T05:00:00.000Z",
  by,
  incidentId: null,
  cause: "age",
  policyId: "rejected",
  requestId: null,
  parts: null,
  erased: { messages: 2, sealedAuthors: 1, drafts: 0, replies: 0, evidence: 1, accessEntries: 0 },
  kept: [{ what: "message", count: 1, why: "another-incident-needs-it" }],
  messageKeys: ["vk:-1_1", "vk:-1_2"],
  digest: "0".repeat(64),
  proof: "0".repeat(64),
}

async function idsOf(storage: Storage, query: Omit<JournalQuery, "limit"> = { kind: "access" }): Promise<readonly string[]> {
  return (await storage.privacy.readJournal({ ...query, limit: 100 })).entries.map((entry) => entry.entryId).toSorted()
}

/** Who has read a sealed author, and what was erased: added to, and forgotten when the term is over. */
export const journalCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("journal: entries come back as given, oldest first, through another handle", async ({ storage, openSecond }) => {
    const entries = [access(5, "c"), access(5, "a"), access(3, "d"), access(4, "b")]
    await storage.commit({ journal: entries.slice(0, 3) })
    await storage.commit({ journal: entries.slice(3) })
    const page = await (await openSecond()).privacy.readJournal({ kind: "access", limit: 10 })
    assert.deepEqual(page, { entries: [entries[2], entries[3], entries[1], entries[0]], next: null })
  }),
  storageCase("journal: pages give every entry once", async ({ storage }) => {
    const names = ["a", "b", "c", "d", "e"]
    await storage.commit({ journal: names.map((name, index) => access(index < 3 ? 4 : 5, name)) })
    const seen: string[] = []
    for (let after: string | null | undefined; after !== null;) {
      const page = await storage.privacy.readJournal({ kind: "access", limit: 2, ...(after === undefined ? {} : { after }) })
      seen.push(...page.entries.map((entry) => entry.entryId))
      after = page.next
    }
    assert.deepEqual(
      seen.toSorted(),
      names.map((name) => `entry-${name}`),
    )
  }),
  storageCase("journal: a period begins at its first moment and ends before its last", async ({ storage }) => {
    await storage.commit({ journal: [access(3, "before"), access(4, "first"), access(5, "inside"), access(6, "last")] })
    const period = { from: "2026-03-02T04:00:00.000Z", to: "2026-03-02T06:00:00.000Z" }
    assert.deepEqual(await idsOf(storage, { kind: "access", ...period }), ["entry-first", "entry-inside"])
  }),
  storageCase("journal: of one incident only its own come", async ({ storage }) => {
    await storage.commit({ journal: [access(3, "own"), access(4, "other", "incident-2")] })
    assert.deepEqual(await idsOf(storage, { kind: "access", incidentId: "incident-1" }), ["entry-own"])
  }),
  storageCase("journal: readings and erasures are kept apart", async ({ storage }) => {
    await storage.commit({ journal: [access(3, "access"), erasure] })
    assert.deepEqual(await idsOf(storage), ["entry-access"])
    assert.deepEqual((await storage.privacy.readJournal({ kind: "erasure", limit: 10 })).entries, [erasure])
  }),
  storageCase("journal: an entry that comes again changes nothing", async ({ storage }) => {
    await storage.commit({ journal: [access(3, "one")] })
    await storage.commit({ journal: [{ ...access(4, "one"), purpose: "something else" }, access(5, "two")] })
    assert.deepEqual((await storage.privacy.readJournal({ kind: "access", limit: 10 })).entries, [access(3, "one"), access(5, "two")])
  }),
  storageCase("journal: what is forgotten is gone, and nothing else, through another handle", async ({ storage, openSecond }) => {
    await storage.commit({ journal: [access(3, "one"), access(4, "two"), access(5, "three"), erasure] })
    await storage.commit({ forgotten: [access(3, "one"), access(5, "three"), erasure] })
    const second = await openSecond()
    assert.deepEqual((await second.privacy.readRecords("journal", null, 10)).records, [access(4, "two")])
    assert.deepEqual(await idsOf(second), ["entry-two"])
  }),
  storageCase("journal: to forget what is not there changes nothing, and fails nothing", async ({ storage }) => {
    await storage.commit({ journal: [access(3, "one")] })
    await storage.commit({ forgotten: [{ entryId: "entry-nine" }], journal: [access(4, "two")] })
    assert.deepEqual(await idsOf(storage), ["entry-one", "entry-two"])
  }),
]
