import assert from "node:assert/strict"
import type { Storage } from "@otklik/core"
import { recordPages } from "@otklik/core/internal"
import { recordKinds, erasedMessage, type RecordKind, loadOne, claimHolders } from "@otklik/core/storage"
import {
  appendOf,
  buildCursorMove,
  buildDraft,
  buildEvidence,
  buildIncident,
  buildOutboxEntry,
  buildStoredMessage,
} from "../build/index.ts"
import { allDurations, allMetrics } from "./every-figure.ts"
import { leaseMoment, longLease } from "./take.ts"

const at = "2026-03-02T06:00:00.000Z"
const later = "2026-03-20T06:00:00.000Z"
const period = { from: "2026-03-01T00:00:00.000Z", to: later }
const keys = ["vk:-1_1", "vk:-1_2", "vk:-1_3", "vk:-1_4"]
const statuses = ["assigned", "closed", "replied-final"] as const
const incidents = statuses.map((_, index) => `incident-${index + 1}`)
const by = { id: "officer", kind: "person" } as const

/**
 * Stores something of every kind through one handle, in several commits, with texts and numbers about which drivers
 * disagree; leases, settles and erases too.
 *
 * @param storage - on data that has nothing yet
 */
export async function seedEverything(storage: Storage): Promise<void> {
  const registered = buildIncident({ incidentId: "incident-1", messageKey: "vk:-1_1" })
  await storage.commit({
    appends: [appendOf(registered)],
    claims: keys.map((key) => ({ key: `message:${key}`, incidentId: "incident-1" })),
    messages: keys.map((key, index) =>
      buildStoredMessage({
        key,
        revision: index === 0 ? Number.MAX_SAFE_INTEGER : 1,
        text: `${index} \u0000 🚧 \ud83d 9007199254740993 ${at}`,
      }),
    ),
    sealedAuthors: keys.map((messageKey) => ({ messageKey, keyId: "key-1", sealed: "v1.sealed" })),
    cursors: [buildCursorMove({ next: "at \u0000 \ud83d", read: Number.MAX_SAFE_INTEGER, gaps: [{ ...period, reason: "full page" }] })],
  })
  const built = statuses.map((status, index) =>
    buildIncident({ incidentId: `incident-${index + 1}`, messageKey: keys[index] ?? "", status, topic: index === 1 ? null : "roads" }),
  )
  const [first, ...others] = built
  assert.ok(first !== undefined)
  await storage.commit({
    appends: [appendOf(first, registered), ...others.map((one) => appendOf(one))],
    drafts: [
      buildDraft({ variants: [{ network: "ok", text: "true" }] }),
      buildDraft({ draftId: "draft-2", guidanceId: "1", remark: "null" }),
    ],
    outbox: ["outbox-1", "outbox-2"].map((outboxId, index) =>
      buildOutboxEntry({ outboxId, dueAt: index === 0 ? null : later, attempts: 3 }),
    ),
    evidence: ["a", "b"].map((evidenceId) => buildEvidence({ evidenceId, place: { latitude: 0.1 + 0.2, longitude: -0.5 } })),
    tombstones: [erasedMessage(buildStoredMessage({ key: "vk:-1_3" }))],
    journal: [
      { kind: "access", entryId: "entry-1", at, by, incidentId: "incident-1", messageKey: "vk:-1_1", purpose: "why \u0000" },
      {
        kind: "erasure",
        entryId: "entry-2",
        at: later,
        by,
        incidentId: null,
        cause: "age",
        policyId: "2026",
        requestId: null,
        parts: null,
        erased: { messages: 1, evidence: 0, sealedAuthors: 1, drafts: 0, replies: 0, accessEntries: 0 },
        kept: [],
        messageKeys: ["vk:-1_3"],
        digest: "0".repeat(64),
        proof: "0".repeat(64),
      },
    ],
  })
  const [reply] = await storage.lease({ kind: "reply", owner: "1", now: leaseMoment, ttlMillis: longLease, limit: 1 })
  assert.ok(reply !== undefined, "a reply was expected to be due")
  await storage.settle({ lease: reply, retry: { nextTryAt: later, attempts: Number.MAX_SAFE_INTEGER } })
  await storage.lease({ kind: "clock", owner: "1", now: later, ttlMillis: longLease, limit: 1 })
  await storage.commit({ tombstones: [erasedMessage(buildStoredMessage({ key: "vk:-1_4" }))] })
}

/** Everything that can be read, by question: of data that {@link seedEverything} stored, or of less. */
export async function readEverything(storage: Storage): Promise<Readonly<Record<string, unknown>>> {
  const dimensions = ["topic", "authority", "territory", "community", "subject"] as const
  const metrics = ["received", "due", "closed", "guidancePublished", "openAfter"] as const
  const [metric, marked] = (["received", "closed"] as const).map((id) => ({ metric: { id, period, at: later } }))
  const unswept = { sweep: "text", statuses: ["closed"], updatedBefore: "2026-06-01T00:00:00.000Z", limit: 10 } as const
  const { replies, sources, ...work } = await storage.counts.countWork({ now: later, limit: 100 })
  return {
    schema: await storage.schemaStatus(),
    logs: await Promise.all(incidents.map((id) => loadOne(storage, id))),
    views: await Promise.all(incidents.map((id) => storage.get(id))),
    found: await Promise.all(
      [{}, { unowned: true }, { topics: ["roads", "water"], statuses: ["assigned", "closed"] as const }, metric, marked].map((filter) =>
        storage.find({ ...filter, limit: 2 }),
      ),
    ),
    feed: (await storage.readEvents(null, 100)).map(({ incidentId, version, event }) => ({ incidentId, version, event })),
    messages: await storage.read("message", keys),
    claims: await claimHolders(storage, ["message:vk:-1_1", "message:vk:-1_9"]),
    drafts: await storage.read("draft", ["draft-2", "draft-1"]),
    cases: await Promise.all(incidents.map((id) => storage.readCase(id))),
    outbox: await Promise.all(incidents.map((id) => storage.readOutbox(id))),
    cursors: await storage.readCursors("vk:club1"),
    watched: await storage.readWatched({ network: "vk", limit: 10 }),
    work: { ...work, replies: inOrder(replies), sources: inOrder(sources) },
    figures: [
      await storage.counts.figures({ period, at: later, metrics: allMetrics, durations: allDurations }),
      ...(await Promise.all(dimensions.map((dimension) => storage.counts.figures({ period, at: later, metrics, by: [dimension] })))),
    ],
    evidence: await storage.readEvidence({ limit: 10 }),
    evidenceOfOne: await storage.readEvidence({ incidentId: "incident-1", limit: 1 }),
    sealed: await storage.privacy.readSealedAuthors(keys),
    journal: await Promise.all((["access", "erasure"] as const).map((kind) => storage.privacy.readJournal({ kind, limit: 10 }))),
    unswept: await storage.privacy.findRetentionDue(unswept),
    counts: await storage.moving?.countRecords(),
    records: await Promise.all(recordKinds.map((kind) => recordsOf(storage, kind))),
  }
}

/** Records come in the storage's own order. */
async function recordsOf(storage: Storage, kind: RecordKind): Promise<readonly unknown[]> {
  const records: unknown[] = []
  for await (const page of recordPages(storage, kind)) records.push(...page)
  return inOrder(records)
}

/** Things in an order that does not depend on how they came. */
function inOrder(things: readonly unknown[]): readonly unknown[] {
  const spelled = things.map((thing) => ({ thing, text: JSON.stringify(thing, sortedKeys) }))
  return spelled.toSorted((one, other) => (one.text < other.text ? -1 : 1)).map(({ thing }) => thing)
}

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
