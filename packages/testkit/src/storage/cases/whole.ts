import assert from "node:assert/strict"
import { isDeskError, type DeskErrorDetails, type Storage } from "@otklik/core"
import { erasedMessage, type Lease, type UnitOfWork, loadOne, claimHolders } from "@otklik/core/storage"
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
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const before = buildIncident({ incidentId: "before", messageKey: "vk:-1_0", status: "registered" })
const fresh = buildIncident({ incidentId: "fresh", messageKey: "vk:-1_9", status: "registered" })
const now = "2026-03-02T06:00:00.000Z"
const later = "2026-03-03T06:00:00.000Z"

/** Parts that make a unit fail after `prepare`, by what is wrong. */
const spoilers: Readonly<Record<string, (lost: Lease) => UnitOfWork>> = {
  "a taken claim": () => ({ claims: [{ key: "taken", incidentId: "other" }] }),
  "a stale version": () => ({ appends: [appendOf(before)] }),
  "a cursor at another position": () => ({ cursors: [buildCursorMove({ sourceId: "spoiled", expected: "elsewhere" })] }),
  "a lost lease": (lost) => ({ leases: [lost] }),
  "a tombstone over another revision": () => ({ tombstones: [erasedMessage(buildStoredMessage({ key: "vk:-1_404" }))] }),
}

/** Stores what the spoilers trip over, and gives back a lease so that it is lost. */
async function prepare(storage: Storage): Promise<Lease> {
  await storage.commit({ appends: [appendOf(before)], claims: [{ key: "taken", incidentId: "before" }] })
  const [lost] = await storage.lease({ kind: "source", owner: "worker", now, ttlMillis: 60_000, limit: 1, among: ["vk:club1/lost"] })
  assert.ok(lost !== undefined)
  await storage.settle({ lease: lost })
  return lost
}

/**
 * A case for one part of a unit: however the unit fails, another handle sees nothing of the part. That such a unit does
 * fail is promised by other cases; one that succeeds is not looked at here.
 */
function wholeCase(
  part: string,
  options: { readonly give: (storage: Storage) => Promise<UnitOfWork> | UnitOfWork; readonly absent: (second: Storage) => Promise<void> },
) {
  return storageCase(`whole: a unit that fails stores none of its ${part}`, async ({ storage, openSecond }) => {
    const lost = await prepare(storage)
    const second = await openSecond()
    const unit = await options.give(storage)
    for (const [why, spoil] of Object.entries(spoilers)) {
      const failed = await storage.commit(merged(unit, spoil(lost))).then(
        () => false,
        () => true,
      )
      if (!failed) return
      await options.absent(second).catch((error: unknown) => {
        throw new assert.AssertionError({ message: `after ${why}: ${String(error)}` })
      })
    }
  })
}

function merged(unit: UnitOfWork, spoiler: UnitOfWork): UnitOfWork {
  return {
    ...unit,
    appends: [...(unit.appends ?? []), ...(spoiler.appends ?? [])],
    claims: [...(unit.claims ?? []), ...(spoiler.claims ?? [])],
    cursors: [...(unit.cursors ?? []), ...(spoiler.cursors ?? [])],
    leases: [...(unit.leases ?? []), ...(spoiler.leases ?? [])],
    tombstones: [...(unit.tombstones ?? []), ...(spoiler.tombstones ?? [])],
  }
}

/** What each spoiler's error says that another party wrote to. */
const subjects: Readonly<Record<string, DeskErrorDetails["conflict"]>> = {
  "a stale version": { what: "incident", id: "before" },
  "a cursor at another position": { what: "cursor", id: "vk:club1/spoiled" },
  "a lost lease": { what: "lease", id: "source:vk:club1/lost" },
  "a tombstone over another revision": { what: "message", id: "vk:-1_404" },
}

/** All or nothing, part by part. */
export const wholeCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("whole: the conflict of a unit that fails names what another handle changed", async ({ storage }) => {
    const lost = await prepare(storage)
    for (const [why, subject] of Object.entries(subjects)) {
      const unit = spoilers[why]?.(lost) ?? {}
      const error: unknown = await storage.commit(unit).then(
        () => undefined,
        (caught: unknown) => caught,
      )
      // That it fails is promised by other cases.
      if (error !== undefined) assert.deepEqual(isDeskError(error, "conflict") ? error.details : error, subject, why)
    }
  }),
  wholeCase("events", {
    give: () => ({ appends: [appendOf(fresh)] }),
    async absent(second) {
      assert.deepEqual((await loadOne(second, "fresh")).events, [])
      assert.ok((await second.readEvents(null, 100)).every((stored) => stored.incidentId !== "fresh"))
    },
  }),
  wholeCase("views", {
    give: () => ({ appends: [appendOf(fresh)] }),
    async absent(second) {
      assert.equal(await second.get("fresh"), undefined)
      assert.deepEqual(
        (await second.find({ limit: 10 })).incidents.map((incident) => incident.facts.incidentId),
        ["before"],
      )
    },
  }),
  wholeCase("changes of a view", {
    // Of an incident that exists: the stale spoiler is another append of the same one, so this part brings its own
    // version.
    async give(storage) {
      await storage.commit({ appends: [appendOf(fresh)] })
      const further = buildIncident({ incidentId: "fresh", messageKey: "vk:-1_9", status: "assigned" })
      return { appends: [appendOf(further, fresh)] }
    },
    async absent(second) {
      assert.equal((await second.get("fresh"))?.facts.status, "registered")
    },
  }),
  wholeCase("claims", {
    give: () => ({ claims: [{ key: "free", incidentId: "fresh" }] }),
    async absent(second) {
      assert.deepEqual([...(await claimHolders(second, ["free"]))], [])
    },
  }),
  wholeCase("releases of claims", {
    async give(storage) {
      await storage.commit({ claims: [{ key: "held", incidentId: "before" }] })
      return { releases: [{ key: "held", incidentId: "before" }] }
    },
    async absent(second) {
      assert.equal((await claimHolders(second, ["held"])).get("held"), "before")
    },
  }),
  wholeCase("messages", {
    give: () => ({ messages: [buildStoredMessage({ key: "vk:-1_9" })] }),
    async absent(second) {
      assert.deepEqual(await second.read("message", ["vk:-1_9"]), [])
    },
  }),
  wholeCase("drafts", {
    give: () => ({ drafts: [buildDraft()] }),
    async absent(second) {
      assert.deepEqual(await second.read("draft", ["draft-1"]), [])
    },
  }),
  wholeCase("planned replies", {
    give: () => ({ outbox: [buildOutboxEntry()] }),
    async absent(second) {
      assert.deepEqual(await second.readOutbox("incident-1"), [])
    },
  }),
  wholeCase("cursors", {
    give: () => ({ cursors: [buildCursorMove()] }),
    async absent(second) {
      assert.deepEqual(await second.readCursors("vk:club1"), [])
    },
  }),
  wholeCase("marks", {
    give: () => ({ appends: [{ ...appendOf(fresh), marks: [{ kind: "thanked", at: now, subject: null, authorityId: null }] }] }),
    async absent(second) {
      const [row] = await second.counts.figures({ period: { from: now, to: later }, at: later, metrics: ["thanked"] })
      assert.equal(row?.numbers.thanked, 0)
    },
  }),
  wholeCase("evidence", {
    give: () => ({ evidence: [buildEvidence()] }),
    async absent(second) {
      assert.deepEqual((await second.readEvidence({ limit: 10 })).evidence, [])
    },
  }),
  wholeCase("releases of leases", {
    async give(storage) {
      return {
        leases: await storage.lease({ kind: "source", owner: "worker", now, ttlMillis: 60_000, limit: 1, among: ["vk:club1/held"] }),
      }
    },
    async absent(second) {
      const options = { kind: "source", owner: "other", now, ttlMillis: 60_000, limit: 1, among: ["vk:club1/held"] } as const
      assert.deepEqual(await second.lease(options), [])
    },
  }),
  wholeCase("tombstones", {
    async give(storage) {
      await storage.commit({ messages: [buildStoredMessage()] })
      return { tombstones: [erasedMessage(buildStoredMessage())] }
    },
    async absent(second) {
      assert.deepEqual(await second.read("message", ["vk:-1_1"]), [buildStoredMessage()])
    },
  }),
  wholeCase("sealed authors", {
    async give(storage) {
      await storage.commit({ messages: [buildStoredMessage()] })
      return { sealedAuthors: [{ messageKey: "vk:-1_1", keyId: "key-1", sealed: "sealed" }] }
    },
    async absent(second) {
      assert.deepEqual(await second.privacy.readSealedAuthors(["vk:-1_1"]), [])
    },
  }),
  wholeCase("entries of the journal", {
    give: () => ({
      journal: [
        {
          kind: "access",
          entryId: "entry-1",
          at: now,
          by: { id: "officer", kind: "person" },
          incidentId: null,
          messageKey: "vk:-1_1",
          purpose: "why",
        },
      ],
    }),
    async absent(second) {
      assert.deepEqual((await second.privacy.readJournal({ kind: "access", limit: 10 })).entries, [])
    },
  }),
  wholeCase("forgettings", {
    async give(storage) {
      const by = { id: "officer", kind: "person" } as const
      const entry = { kind: "access", entryId: "old", at: now, by, incidentId: null, messageKey: "vk:-1_1", purpose: "why" } as const
      await storage.commit({ journal: [entry] })
      return { forgotten: [entry] }
    },
    async absent(second) {
      assert.equal((await second.privacy.readJournal({ kind: "access", limit: 10 })).entries.length, 1)
    },
  }),
  wholeCase("sweeps", {
    async give(storage) {
      const closed = buildIncident({ incidentId: "closed", messageKey: "vk:-1_8", status: "closed" })
      await storage.commit({ appends: [appendOf(closed)] })
      return { sweeps: [{ incidentId: "closed", version: closed.events.length, sweep: "text" }] }
    },
    async absent(second) {
      const query = { sweep: "text", statuses: ["closed"], updatedBefore: "2026-06-01T00:00:00.000Z", limit: 10 } as const
      assert.equal((await second.privacy.findRetentionDue(query)).length, 1)
    },
  }),
]
