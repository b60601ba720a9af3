import assert from "node:assert/strict"
import { appendOf, buildDraft, buildEvidence, buildIncident, buildOutboxEntry, buildStoredMessage } from "../../build/index.ts"
import type { ContractCase } from "../../contract.ts"
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const [first, second] = [1, 2].map((id) => {
  const incidentId = `incident-${id}`
  const built = buildIncident({ incidentId, messageKey: `vk:-1_${id}`, status: "reply-review" })
  return {
    built,
    messages: [buildStoredMessage({ key: `vk:-1_${id}`, text: `\u0000 ${id} \ud83d` })],
    drafts: [buildDraft({ draftId: `draft-${id}`, incidentId })],
    outbox: [buildOutboxEntry({ outboxId: `outbox-${id}`, incidentId, dueAt: null, attempts: id })],
    evidence: [buildEvidence({ evidenceId: `evidence-${id}`, incidentId })],
  }
})

/** Everything of one incident, read at once. */
export const caseCases: readonly ContractCase<StorageSubject>[] = [
  storageCase(
    "case: an incident comes with its events, messages, drafts, replies and evidence, and with nothing of another",
    async ({ storage, openSecond }) => {
      assert.ok(first !== undefined && second !== undefined)
      for (const { built, ...things } of [second, first]) await storage.commit({ appends: [appendOf(built)], ...things })
      const { built, ...things } = first
      const { events, view } = built
      const { facts, incident, wakeAt } = view
      const found = await (await openSecond()).readCase("incident-1")
      assert.deepEqual(found, { facts, incident, wakeAt, number: 2, version: events.length, events, ...things })
    },
  ),
  storageCase("case: drafts come as they were written, and messages in the order of the incident", async ({ storage }) => {
    const append = appendOf(buildIncident({ incidentId: "incident-1" }))
    const messageKeys = ["vk:-1_5", "vk:-1_3", "vk:-1_4"]
    const incident = { ...append.view.incident, messageKeys }
    await storage.commit({
      appends: [{ ...append, view: { ...append.view, incident } }],
      messages: ["vk:-1_4", "vk:-1_5", "vk:-1_9"].map((key) => buildStoredMessage({ key })),
      drafts: [
        buildDraft({ draftId: "a", createdAt: "2026-03-02T09:00:00.000Z" }),
        buildDraft({ draftId: "c", createdAt: "2026-03-02T08:00:00.000Z" }),
        buildDraft({ draftId: "b", createdAt: "2026-03-02T08:00:00.000Z" }),
      ],
    })
    const found = await storage.readCase("incident-1")
    assert.deepEqual(
      [found?.messages.map(({ key }) => key), found?.drafts.map(({ draftId }) => draftId)],
      [
        ["vk:-1_5", "vk:-1_4"],
        ["b", "c", "a"],
      ],
    )
  }),
  storageCase("case: there is none of an incident that is not stored", async ({ storage }) => {
    await storage.commit({
      appends: [appendOf(buildIncident({ incidentId: "incident-1" }))],
      drafts: [buildDraft({ incidentId: "other" })],
    })
    assert.equal(await storage.readCase("other"), undefined)
  }),
]
