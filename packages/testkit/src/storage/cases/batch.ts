import assert from "node:assert/strict"
import { erasedMessage, type AccessEntry } from "@otklik/core/storage"
import { appendOf, buildDraft, buildEvidence, buildIncident, buildOutboxEntry, buildStoredMessage } from "../../build/index.ts"
import type { ContractCase } from "../../contract.ts"
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const at = "2026-03-02T06:00:00.000Z"

const entry = (purpose: string): AccessEntry => ({
  kind: "access",
  entryId: "entry-1",
  at,
  by: { id: "officer", kind: "person" },
  incidentId: null,
  messageKey: "vk:-1_1",
  purpose,
})

/** One key twice in one unit: some databases cannot write a row twice in one statement. */
export const batchCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("batch: of duplicate drafts, replies and evidence in a unit the last is stored", async ({ storage, openSecond }) => {
    await storage.commit({
      drafts: [buildDraft({ remark: "first" }), buildDraft({ draftId: "draft-2" }), buildDraft({ remark: "last" })],
      outbox: [buildOutboxEntry({ attempts: 1 }), buildOutboxEntry({ outboxId: "outbox-2" }), buildOutboxEntry({ attempts: 2 })],
      evidence: [buildEvidence({ shows: "problem" }), buildEvidence({ evidenceId: "evidence-2" }), buildEvidence({ shows: "fix" })],
    })
    const second = await openSecond()
    assert.deepEqual(
      (await second.read("draft", ["draft-1", "draft-2"])).map(({ remark }) => remark),
      ["last", null],
    )
    assert.deepEqual((await second.readOutbox("incident-1")).map(({ outboxId, attempts }) => `${outboxId}: ${attempts}`).toSorted(), [
      "outbox-1: 2",
      "outbox-2: 0",
    ])
    assert.deepEqual(
      (await second.readEvidence({ limit: 10 })).evidence.map(({ evidenceId, shows }) => [evidenceId, shows]),
      [
        ["evidence-1", "fix"],
        ["evidence-2", "fix"],
      ],
    )
  }),
  storageCase("batch: of duplicate sealed authors and entries in a unit the first is stored", async ({ storage, openSecond }) => {
    const closed = buildIncident({ incidentId: "closed", status: "closed" })
    await storage.commit({
      appends: [appendOf(closed)],
      messages: [buildStoredMessage(), buildStoredMessage({ key: "vk:-1_2" })],
      sealedAuthors: ["first", "last"].map((sealed) => ({ messageKey: "vk:-1_1", keyId: "key-1", sealed })),
      journal: [entry("first"), entry("last")],
    })
    const tombstone = erasedMessage(buildStoredMessage({ key: "vk:-1_2" }))
    const sweep = { incidentId: "closed", version: closed.events.length, sweep: "text" } as const
    await storage.commit({ tombstones: [tombstone, tombstone], sweeps: [sweep, sweep] })
    const second = await openSecond()
    assert.deepEqual(
      (await second.privacy.readSealedAuthors(["vk:-1_1"])).map(({ sealed }) => sealed),
      ["first"],
    )
    assert.deepEqual((await second.privacy.readJournal({ kind: "access", limit: 10 })).entries, [entry("first")])
    assert.deepEqual(await second.read("message", ["vk:-1_2"]), [tombstone])
  }),
]
