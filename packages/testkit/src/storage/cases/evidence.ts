import assert from "node:assert/strict"
import { erasedEvidence, erasedMessage } from "@otklik/core/storage"
import { buildEvidence, buildStoredMessage } from "../../build/index.ts"
import type { ContractCase } from "../../contract.ts"
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const pieces = ["c", "a", "b", "e", "d"].map((evidenceId, index) => buildEvidence({ evidenceId, incidentId: `incident-${index % 2}` }))

/** Evidence on file. */
export const evidenceCases: readonly ContractCase<StorageSubject>[] = [
  storageCase(
    "evidence: comes back as it was given, through another handle, in the order of the first storing",
    async ({ storage, openSecond }) => {
      await storage.commit({ evidence: pieces.slice(0, 3) })
      await storage.commit({ evidence: pieces.slice(3) })
      assert.deepEqual(await (await openSecond()).readEvidence({ limit: 10 }), { evidence: pieces, next: null })
    },
  ),
  storageCase("evidence: pages hold everything once, and the last one says so", async ({ storage }) => {
    await storage.commit({ evidence: pieces })
    const found: unknown[] = []
    let after: string | undefined
    for (let page = 0; page < 3; page += 1) {
      const { evidence, next } = await storage.readEvidence({ limit: 2, ...(after === undefined ? {} : { after }) })
      found.push(...evidence)
      assert.equal(next === null, page === 2)
      after = next ?? undefined
    }
    assert.deepEqual(found, pieces)
  }),
  storageCase("evidence: a piece that is stored again takes the place of the earlier one", async ({ storage }) => {
    await storage.commit({ evidence: pieces })
    const again = buildEvidence({ evidenceId: "c", incidentId: "incident-0", doubts: [], fingerprint: null, place: null, capturedAt: null })
    await storage.commit({ evidence: [again] })
    assert.deepEqual((await storage.readEvidence({ limit: 10 })).evidence, [again, ...pieces.slice(1)])
  }),
  storageCase("evidence: pieces of another incident stay out, also those of one name", async ({ storage }) => {
    const copy = buildEvidence({ evidenceId: "c", incidentId: "incident-1" })
    await storage.commit({ evidence: [...pieces, copy] })
    assert.deepEqual(await storage.readEvidence({ incidentId: "incident-1", limit: 10 }), {
      evidence: [pieces[1], pieces[3], copy],
      next: null,
    })
  }),
  storageCase("evidence: what is left of a piece is stored with the tombstone of its message", async ({ storage, openSecond }) => {
    const piece = buildEvidence({ doubts: [{ code: "far-from-incident", facts: { kilometres: "7.2" } }] })
    const message = buildStoredMessage()
    await storage.commit({ messages: [message], evidence: [piece] })
    await storage.commit({ tombstones: [erasedMessage(message)], evidence: [erasedEvidence(piece)] })
    const second = await openSecond()
    assert.deepEqual((await second.privacy.readRecords("evidence", null, 10)).records, [erasedEvidence(piece)])
    assert.deepEqual((await second.readEvidence({ incidentId: piece.incidentId, limit: 10 })).evidence, [erasedEvidence(piece)])
  }),
  storageCase("evidence: a page that cannot be given is refused", async ({ storage }) => {
    await assert.rejects(storage.readEvidence({ limit: 0 }), { code: "config" })
    await assert.rejects(storage.readEvidence({ limit: 1, after: "the second" }), { code: "config" })
  }),
]
