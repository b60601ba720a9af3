import assert from "node:assert/strict"
import { erasedMessage, importNotesId, type RecordKind, type Storage, type TenantRecords, type UnitOfWork } from "@otklik/core"
import type { ContractCase } from "../../contract.ts"
import {
  appendOf,
  buildCursorMove,
  buildDraft,
  buildEvidence,
  buildIncident,
  buildOutboxEntry,
  buildStoredMessage,
} from "../../build/index.ts"
import { failsWith, storageCase } from "../storage-case.ts"
import type { OpenedStorage, StorageSubject } from "../subject.ts"

const by = { id: "officer", kind: "person" } as const
const at = "2026-03-02T06:00:00.000Z"
const numbers = [1, 2, 3, 4, 5]
const gaps = [{ from: "2026-03-01T00:00:00.000Z", to: "2026-03-02T00:00:00.000Z", reason: "full page" }]

/** Five things of every kind. */
const unit = {
  appends: numbers.map((id) => ({
    ...appendOf(buildIncident({ incidentId: `incident-${id}`, messageKey: `vk:-1_${id}` })),
    marks: [{ kind: "repeated" as const, at, subject: `incident-${id % 2}` }],
  })),
  claims: numbers.map((id) => ({ key: `message:vk:-1_${id}`, incidentId: `incident-${id}` })),
  messages: numbers.map((id) => buildStoredMessage({ key: `vk:-1_${id}`, text: `text ${id} \u0000 \ud83d` })),
  drafts: numbers.map((id) => buildDraft({ draftId: `draft-${id}` })),
  outbox: numbers.map((id) => buildOutboxEntry({ outboxId: `outbox-${id}`, attempts: id })),
  cursors: numbers.map((id) => buildCursorMove({ connectorId: `vk:club${id % 2}`, sourceId: `wall-${id}`, gaps: id === 3 ? gaps : [] })),
  sealedAuthors: numbers.map((id) => ({
    messageKey: `vk:-1_${id}`,
    keyId: id === 5 ? null : "key-1",
    sealed: id === 5 ? null : `sealed-${id}`,
  })),
  journal: numbers.map((id) => ({
    kind: "access" as const,
    entryId: `entry-${id}`,
    at,
    by,
    incidentId: null,
    messageKey: "vk:-1_1",
    purpose: "why",
  })),
  evidence: numbers.map((id) => buildEvidence({ incidentId: `incident-${id % 2}`, evidenceId: `evidence-${id}` })),
} satisfies UnitOfWork

const expected: { readonly [Kind in RecordKind]: readonly TenantRecords[Kind][] } = {
  claim: unit.claims,
  message: unit.messages.map((message) => ({ message, erased: false })),
  draft: unit.drafts,
  outbox: unit.outbox,
  cursor: unit.cursors.map(({ connectorId, sourceId, next, at: moment, read, matched, skipped, gaps: known, reading = null }) => {
    return { connectorId, sourceId, cursor: next, at: moment, read, matched, skipped, gaps: known, reading }
  }),
  "sealed-author": unit.sealedAuthors,
  journal: unit.journal,
  evidence: unit.evidence,
  mark: unit.appends.flatMap(({ incidentId, marks }) => marks.map((mark) => ({ incidentId, ...mark }))),
}

const kinds = Object.keys(expected) as readonly RecordKind[]

async function allOf(storage: Storage, kind: RecordKind, limit: number): Promise<readonly unknown[]> {
  const records: unknown[] = []
  let after: string | null = null
  do {
    const page: { readonly records: readonly unknown[]; readonly next: string | null } = await storage.readRecords(kind, after, limit)
    assert.ok(page.records.length <= limit, "a page holds more than asked")
    records.push(...page.records)
    after = page.next
  } while (after !== null)
  return records
}

/** The name by which the storage knows another tenant that this opening has. */
function nameOf(opened: OpenedStorage, tenant: string): string {
  return opened.nameOf?.(tenant) ?? tenant
}

const next = buildIncident({ incidentId: "incident-6", messageKey: "vk:-1_6" })

/** Everything of a tenant: read page by page, and handed over whole. */
export const recordCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("records: pages give everything of a kind once, through another handle", async ({ storage, openSecond }) => {
    await storage.commit(unit)
    const second = await openSecond()
    for (const kind of kinds) {
      for (const limit of [2, 5, 100]) {
        const records = await allOf(second, kind, limit)
        assert.deepEqual(
          new Set(records.map((record) => JSON.stringify(sorted(record)))),
          new Set(expected[kind].map((record) => JSON.stringify(sorted(record)))),
          kind,
        )
        assert.equal(records.length, 5, kind)
      }
    }
  }),
  storageCase("records: what was erased for good is said to be", async ({ storage }) => {
    await storage.commit(unit)
    await storage.erase({ by: "message", keys: ["vk:-1_1", "vk:-1_3"], at })
    await storage.commit({ tombstones: unit.messages.slice(1, 2).map(erasedMessage) })
    const { records } = await storage.readRecords("message", null, 100)
    assert.deepEqual(
      records
        .filter(({ erased }) => erased)
        .map(({ message }) => message.key)
        .toSorted(),
      ["vk:-1_1", "vk:-1_2", "vk:-1_3"],
    )
  }),
  storageCase("records: the counts say how much there is", async ({ storage, openSecond }) => {
    await storage.commit(unit)
    const events = unit.appends.reduce((sum, append) => sum + append.events.length, 0)
    const five = Object.fromEntries(["incident", ...kinds].map((kind) => [kind, 5]))
    assert.deepEqual(await (await openSecond()).countRecords(), { ...five, event: events })
  }),
  storageCase("records: a page of nothing is refused", async ({ storage }) => {
    await failsWith("config", storage.readRecords("claim", null, 0))
  }),
  storageCase("hand over: everything goes to the other tenant at once, and nothing stays", async (opened) => {
    const { storage, openSecond } = opened
    await storage.commit(unit)
    await storage.handOver(nameOf(opened, "successor"))
    const successor = await openSecond("successor")
    for (const kind of kinds) {
      assert.equal((await allOf(storage, kind, 100)).length, 0, kind)
      assert.deepEqual(
        new Set((await allOf(successor, kind, 100)).map((record) => JSON.stringify(sorted(record)))),
        new Set(expected[kind].map((record) => JSON.stringify(sorted(record)))),
        kind,
      )
    }
    assert.deepEqual((await storage.find({ limit: 10 })).incidents, [])
    assert.deepEqual(
      (await successor.find({ limit: 10 })).incidents.map(({ number }) => number),
      numbers,
    )
    assert.deepEqual((await successor.load("incident-1")).events, unit.appends[0]?.events)
  }),
  storageCase("hand over: what an import noted of its progress goes to nobody", async (opened) => {
    const { storage, openSecond } = opened
    await storage.commit({ cursors: [buildCursorMove({ connectorId: importNotesId, sourceId: "lines" })] })
    await storage.handOver(nameOf(opened, "successor"))
    const successor = await openSecond("successor")
    assert.deepEqual(await successor.readCursors(importNotesId), [])
  }),
  storageCase("hand over: to a tenant that has anything it fails, and nothing moves", async (opened) => {
    const { storage, openSecond } = opened
    await storage.commit(unit)
    const other = await openSecond("another region")
    await other.commit({ drafts: [buildDraft()] })
    await failsWith("conflict", storage.handOver(nameOf(opened, "another region")))
    assert.equal((await storage.readMessages(["vk:-1_1"])).length, 1)
    assert.deepEqual(await other.readMessages(["vk:-1_1"]), [])
  }),
  storageCase("hand over: to nobody deletes everything of this tenant, and nothing of another", async ({ storage, openSecond }) => {
    const other = await openSecond("another region")
    await storage.commit(unit)
    await other.commit({ messages: [buildStoredMessage()] })
    await storage.handOver(null)
    assert.deepEqual(await storage.readMessages(["vk:-1_1"]), [])
    assert.equal((await storage.load("incident-1")).version, 0)
    assert.equal((await other.readMessages(["vk:-1_1"])).length, 1)
  }),
  storageCase("hand over: numbers and positions go on where they stood", async (opened) => {
    const { storage, openSecond } = opened
    await storage.commit(unit)
    await storage.handOver(nameOf(opened, "successor"))
    const successor = await openSecond("successor")
    const { numbers: given } = await successor.commit({ appends: [appendOf(next)] })
    assert.equal(given.get("incident-6"), 6)
    const feed = await successor.readEvents(null, 1000)
    assert.equal(new Set(feed.map(({ position }) => position)).size, feed.length)
    assert.deepEqual(
      feed.slice(-next.events.length).map(({ incidentId }) => incidentId),
      next.events.map(() => "incident-6"),
    )
  }),
]

/** A value with its fields in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  )
}
