import assert from "node:assert/strict"
import type { ContractCase } from "../../contract.ts"
import { buildDraft, buildOutboxEntry } from "../../build/index.ts"
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

/** Drafts and planned replies. */
export const replyCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("reply: drafts come back in the order asked, without those that are not stored", async ({ storage, openSecond }) => {
    const drafts = ["draft-1", "draft-2"].map((draftId) =>
      buildDraft({ draftId, photos: [{ url: "https://example.org/fixed.jpg", contentHash: "a".repeat(64) }] }),
    )
    await storage.commit({ drafts })
    assert.deepEqual(await (await openSecond()).read("draft", ["draft-2", "draft-9", "draft-1"]), drafts.toReversed())
  }),
  storageCase("reply: a draft that is stored again takes the place of the earlier one", async ({ storage }) => {
    await storage.commit({ drafts: [buildDraft()] })
    await storage.commit({ drafts: [buildDraft({ remark: "Name the street." })] })
    assert.deepEqual(
      (await storage.read("draft", ["draft-1"])).map((draft) => draft.remark),
      ["Name the street."],
    )
  }),
  storageCase("reply: a planned one comes back as it was given, through another handle", async ({ storage, openSecond }) => {
    const entry = buildOutboxEntry({ dueAt: null, attempts: 2, connectorId: null, state: "manual" })
    await storage.commit({ outbox: [entry] })
    assert.deepEqual(await (await openSecond()).readOutbox("incident-1"), [entry])
  }),
  storageCase("reply: a draft keeps its texts for networks, and a planned reply its route", async ({ storage, openSecond }) => {
    const draft = buildDraft({ variants: [{ network: "ok", text: "Short." }], guidanceId: "guidance-1" })
    const entries = (["official-post", "public-page", "unpublishable"] as const).map((placement) =>
      buildOutboxEntry({ outboxId: placement, placement, connectorId: null, state: "manual", refusal: "comments are closed" }),
    )
    await storage.commit({ drafts: [draft], outbox: entries })
    const second = await openSecond()
    assert.deepEqual(await second.read("draft", ["draft-1"]), [draft])
    const byId = new Map((await second.readOutbox("incident-1")).map((entry) => [entry.outboxId, entry]))
    assert.deepEqual([...entries.map(({ outboxId }) => byId.get(outboxId)), byId.size], [...entries, entries.length])
  }),
  storageCase("reply: one that is stored again takes the place of the earlier one", async ({ storage }) => {
    await storage.commit({ outbox: [buildOutboxEntry()] })
    await storage.commit({ outbox: [buildOutboxEntry({ state: "published", attempts: 1 })] })
    assert.deepEqual(
      (await storage.readOutbox("incident-1")).map((entry) => [entry.state, entry.attempts]),
      [["published", 1]],
    )
  }),
  storageCase("reply: those of an incident come by the moment of planning", async ({ storage }) => {
    await storage.commit({
      outbox: [
        buildOutboxEntry({ outboxId: "a", plannedAt: "2026-03-02T09:00:00.000Z" }),
        buildOutboxEntry({ outboxId: "c", plannedAt: "2026-03-02T08:00:00.000Z" }),
        buildOutboxEntry({ outboxId: "b", plannedAt: "2026-03-02T08:00:00.000Z" }),
      ],
    })
    assert.deepEqual(
      (await storage.readOutbox("incident-1")).map((entry) => entry.outboxId),
      ["b", "c", "a"],
    )
  }),
  storageCase("reply: those of another incident stay out", async ({ storage }) => {
    await storage.commit({ outbox: [buildOutboxEntry(), buildOutboxEntry({ outboxId: "outbox-2", incidentId: "incident-2" })] })
    assert.deepEqual(
      (await storage.readOutbox("incident-2")).map((entry) => entry.outboxId),
      ["outbox-2"],
    )
  }),
]
