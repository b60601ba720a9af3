import assert from "node:assert/strict"
import type { Storage } from "@otklik/core"
import { erasedMessage, type Append, loadOne, claimHolders } from "@otklik/core/storage"
import {
  appendOf,
  buildCursorMove,
  buildDraft,
  buildEvidence,
  buildIncident,
  buildOutboxEntry,
  buildStoredMessage,
} from "../../build/index.ts"
import type { ContractCase } from "../../contract.ts"
import { allDurations, allMetrics, stockMetrics } from "../every-figure.ts"
import type { StorageSubject } from "../subject.ts"

const at = "2026-03-02T06:00:00.000Z"
const due = "2026-03-02T20:00:00.000Z"
const period = { from: "2026-03-01T00:00:00.000Z", to: at }
/** More than the five times after which PostgreSQL plans a prepared statement for any values. */
const rounds = 8
const batch = 200

const builds = (["assigned", "closed", "candidate"] as const).map((status) => buildIncident({ incidentId: "any", status }))

/** An incident that differs from others of its kind by its names alone: built ones would take too long. */
function cheapAppend(index: number): Append {
  const built = builds[index % builds.length]
  assert.ok(built !== undefined)
  const incidentId = `planned-${index}`
  const { facts, incident, ...view } = built.view
  const named = { topic: `topic-${index % 40}`, territoryId: `territory-${index % 30}`, authorityId: `authority-${index % 50}` }
  return {
    incidentId,
    expectedVersion: 0,
    events: built.events,
    view: {
      ...view,
      facts: { ...facts, ...named, incidentId },
      incident: { ...incident, incidentId, messageKeys: [`vk:-1_${index}`] },
      labels: [{ kind: "message", value: `vk:-1_${index}` }],
    },
    marks: [{ kind: "received", at, subject: null, authorityId: null }],
  }
}

/** The ids of as many things, batch by batch. */
function* batches(rows: number): Generator<readonly number[]> {
  for (let start = 0; start < rows; start += batch) yield Array.from({ length: Math.min(batch, rows - start) }, (_, index) => start + index)
}

/** Work that waits to be leased. */
async function fillWithWork(storage: Storage, rows: number): Promise<void> {
  for (const ids of batches(rows)) await storage.commit({ appends: ids.map(cheapAppend), outbox: ids.map(replyOf) })
}

const replyOf = (id: number) =>
  buildOutboxEntry({ outboxId: `outbox-${id}`, incidentId: `planned-${id}`, dueAt: id % 3 === 0 ? null : due })

/** Incidents with all that belongs to them. */
async function fill(storage: Storage, rows: number): Promise<void> {
  for (const ids of batches(rows)) {
    await storage.commit({
      appends: ids.map(cheapAppend),
      claims: ids.map((id) => ({ key: `message:vk:-1_${id}`, incidentId: `planned-${id}` })),
      messages: ids.map((id) => buildStoredMessage({ key: `vk:-1_${id}` })),
      drafts: ids.map((id) => buildDraft({ draftId: `draft-${id}`, incidentId: `planned-${id}` })),
      outbox: ids.map(replyOf),
      evidence: ids.map((id) => buildEvidence({ incidentId: `planned-${id}`, evidenceId: `evidence-${id}` })),
      cursors: ids.map((id) => buildCursorMove({ connectorId: `connector-${id % 50}`, sourceId: `source-${id}` })),
      sealedAuthors: ids.map((id) => ({ messageKey: `vk:-1_${id}`, keyId: "key-1", sealed: "sealed" })),
      journal: ids.map((id) => ({
        kind: "access",
        entryId: `entry-${id}`,
        at,
        by: { id: "officer", kind: "person" },
        incidentId: `planned-${id}`,
        messageKey: `vk:-1_${id}`,
        purpose: "why",
      })),
    })
  }
}

type Work = (storage: Storage, round: number) => Promise<unknown>

const leases: Readonly<Record<string, Work>> = {
  "a lease of clocks": (storage, round) => storage.lease({ kind: "clock", owner: `${round}`, now: due, ttlMillis: 60_000, limit: 20 }),
  "a lease of replies": (storage, round) => storage.lease({ kind: "reply", owner: `${round}`, now: due, ttlMillis: 60_000, limit: 20 }),
  "a lease of replies of some connectors": (storage, round) =>
    storage.lease({ kind: "reply", owner: `${round}`, now: due, ttlMillis: 60_000, limit: 1, among: ["vk:club1", "ok:group1"] }),
  "a lease of sources": (storage, round) =>
    storage.lease({ kind: "source", owner: `${round}`, now: due, ttlMillis: 60_000, limit: 2, among: ["a/1", "a/2", "a/3"] }),
}

const questions: Readonly<Record<string, Work>> = {
  "a page of incidents": (storage) => storage.find({ limit: 10, after: { value: null, number: 3 } }),
  "a page of a state": (storage) => storage.find({ limit: 10, statuses: ["closed"] }),
  "a page of several topics": (storage) => storage.find({ limit: 10, topics: ["topic-1", "topic-2"] }),
  "a page of an authority": (storage) => storage.find({ limit: 10, authorityIds: ["authority-7"], statuses: ["closed"] }),
  "a page of a territory": (storage) => storage.find({ limit: 10, territoryIds: ["territory-7"] }),
  "a page of what nobody owns": (storage) => storage.find({ limit: 10, unowned: true }),
  "a page of where authors wait": (storage) => storage.find({ limit: 10, authorWaits: true }),
  "a page of the feed": (storage, round) => storage.readEvents(null, 1 + round),
  "an incident": (storage, round) => storage.get(`planned-${round}`),
  "several incidents": (storage, round) => storage.read("incident", [`planned-${round}`, "planned-9"]),
  "a case": (storage, round) => storage.readCase(`planned-${round}`),
  "a log": (storage, round) => loadOne(storage, `planned-${round}`),
  messages: (storage, round) => storage.read("message", [`vk:-1_${round}`, "vk:-1_1"]),
  claims: (storage, round) => claimHolders(storage, [`message:vk:-1_${round}`]),
  drafts: (storage, round) => storage.read("draft", [`draft-${round}`]),
  "replies of an incident": (storage, round) => storage.readOutbox(`planned-${round}`),
  "cursors of a connector": (storage, round) => storage.readCursors(`connector-${round}`),
  "watched messages": (storage) => storage.readWatched({ network: "vk", limit: 5 }),
  "watched messages of what is over": (storage) =>
    storage.readWatched({ network: "vk", limit: 5, overUpdatedSince: "2026-03-01T00:00:00.000Z" }),
  "a page of evidence": (storage) => storage.readEvidence({ limit: 10 }),
  "evidence of an incident": (storage, round) => storage.readEvidence({ incidentId: `planned-${round}`, limit: 10 }),
  "sealed authors": (storage, round) => storage.privacy.readSealedAuthors([`vk:-1_${round}`]),
  "a page of the journal": (storage) => storage.privacy.readJournal({ kind: "access", limit: 10 }),
  "entries about an incident": (storage, round) =>
    storage.privacy.readJournal({ kind: "access", incidentId: `planned-${round}`, limit: 10 }),
  "a page of what is due for retention": (storage) =>
    storage.privacy.findRetentionDue({ sweep: "text", statuses: ["closed"], updatedBefore: "2026-06-01T00:00:00.000Z", limit: 10 }),
}

/** What was open is left out: it reads whatever is open now. */
const moving = allMetrics.filter((id) => !stockMetrics.includes(id))

const counts: Readonly<Record<string, Work>> = {
  "the figures of a short period": (storage) => storage.counts.figures({ period, at, metrics: moving, durations: allDurations }),
  "the figures of topics": (storage) => storage.counts.figures({ period, at, metrics: moving, by: ["topic"] }),
  ...Object.fromEntries(
    (["received", "promisesBroken", "closed", "closedThenRepeated", "sameText"] as const).map((id): [string, Work] => [
      `a page of the incidents behind "${id}"`,
      (storage) => storage.find({ limit: 10, metric: { id, period, at } }),
    ]),
  ),
}

const writes: Readonly<Record<string, Work>> = {
  "a commit of something of every kind": (storage, round) =>
    storage.commit({
      appends: [appendOf(buildIncident({ incidentId: `fresh-${round}`, messageKey: `vk:-9_${round}` }))],
      claims: [{ key: `message:vk:-9_${round}`, incidentId: `fresh-${round}` }],
      messages: [buildStoredMessage({ key: `vk:-9_${round}` })],
      drafts: [buildDraft({ draftId: `fresh-${round}` })],
      outbox: [buildOutboxEntry({ outboxId: `fresh-${round}` })],
      cursors: [buildCursorMove({ connectorId: "fresh", sourceId: `${round}` })],
      evidence: [buildEvidence({ incidentId: `fresh-${round}` })],
      tombstones: [erasedMessage(buildStoredMessage({ key: `vk:-1_${round}` }))],
      sealedAuthors: [{ messageKey: `vk:-9_${round}`, keyId: "key-1", sealed: "sealed" }],
      sweeps: [{ incidentId: `planned-${round}`, version: 1, sweep: "text" }],
    }),
  "a settlement": async (storage, round) => {
    const [lease] = await storage.lease({ kind: "reply", owner: `${round}`, now: due, ttlMillis: 60_000, limit: 1 })
    assert.ok(lease !== undefined, "a reply was expected to be due")
    await storage.settle({ lease, retry: { nextTryAt: "2026-03-03T06:00:00.000Z", attempts: 1 } })
  },
}

/**
 * A case for some work on data that is large enough; each is asked so often that a plan for any values is in use, where
 * there is one.
 */
function planCase(
  name: string,
  works: Readonly<Record<string, Work>>,
  prepare: (storage: Storage, rows: number) => Promise<void>,
): ContractCase<StorageSubject> {
  return {
    name,
    exempts: (subject) => (subject.openWatched === undefined ? "the tables that this storage reads whole are unknown" : undefined),
    async check(subject) {
      const opened = await subject.openWatched?.()
      assert.ok(opened !== undefined)
      try {
        await prepare(opened.storage, opened.rows)
        for (const [what, work] of Object.entries(works)) {
          const tables = await opened.readWhole(async (storage) => {
            for (let round = 0; round < rounds; round += 1) await work(storage, round)
          })
          assert.deepEqual(tables, [], `${what} reads whole: ${tables.join(", ")}`)
        }
      } finally {
        await opened.dispose()
      }
    },
  }
}

/** What is asked all day costs the same, however much there is. */
export const planCases: readonly ContractCase<StorageSubject>[] = [
  planCase("plan: work is leased without reading any table whole, however often it is asked for", leases, fillWithWork),
  planCase("plan: a page, the feed, a search, a sweep, a commit and a settlement read no whole table", { ...questions, ...writes }, fill),
  planCase("plan: figures, and the incidents behind a number, read no whole table", counts, fill),
]
