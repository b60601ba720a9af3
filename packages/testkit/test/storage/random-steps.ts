import { addMinutes, type Storage } from "@otklik/core"
import { erasedMessage, type JournalEntry, type LeaseKind, type UnitOfWork, loadOne } from "@otklik/core/storage"
import { appendOf, buildCursorMove, buildDraft, buildEvidence, buildIncident, buildOutboxEntry, buildStoredMessage } from "@otklik/testkit"
import * as fc from "fast-check"

/** The moment at which everything begins. */
export const start = "2026-03-02T06:00:00.000Z"
/** The states that built incidents come to. */
export const statuses = [
  "candidate",
  "rejected",
  "registered",
  "assigned",
  "in-work",
  "reply-review",
  "publishing",
  "replied-final",
  "closed",
] as const
const topics = ["roads", "water", null]
/** The connectors of all cursors and replies. */
export const connectors = ["vk:club1", "ok:group1"]

const id = fc.integer({ min: 1, max: 5 })
// Few moments, so that they often meet.
const moment = fc.integer({ min: 0, max: 8 }).map((count) => addMinutes(start, count * 500))

/** An append and how far its version is from the stored one: mostly not at all. */
const appendArbitrary = fc
  .record({
    id,
    status: fc.constantFrom(...statuses),
    topic: fc.constantFrom(...topics),
    territoryId: fc.constantFrom("chita", "aga", null),
    authorityId: fc.constantFrom("housing", "roads"),
    network: fc.constantFrom("vk", "ok"),
    publishedAt: moment,
    dueAt: moment,
    answeredAt: moment,
    skew: fc.constantFrom(0, 0, 0, 0, 0, 1, -1),
  })
  .map(({ id: number, skew, ...rest }) => ({
    skew,
    append: appendOf(buildIncident({ ...rest, incidentId: `incident-${number}`, messageKey: `${rest.network}:-1_${number}` })),
  }))

const outboxArbitrary = fc
  .record({
    outboxId: id.map((number) => `outbox-${number}`),
    incidentId: id.map((number) => `incident-${number}`),
    connectorId: fc.constantFrom(...connectors),
    plannedAt: moment,
    dueAt: fc.option(moment),
    nextTryAt: moment,
    attempts: fc.nat(3),
    state: fc.constantFrom("planned", "planned", "manual", "read-back", "published", "refused"),
  })
  .map((entry) => buildOutboxEntry(entry))

const cursorArbitrary = fc
  .record({
    connectorId: fc.constantFrom(...connectors),
    sourceId: fc.constantFrom("wall", "board"),
    wrong: fc.constantFrom(false, false, false, true),
    next: fc.constantFrom("1", "2"),
    read: fc.nat(100),
    at: moment,
    replacesGaps: fc.boolean(),
    gaps: fc.array(fc.record({ from: moment, to: moment, reason: fc.string() }), { maxLength: 2 }),
    note: fc.option(
      fc.record({
        since: moment,
        readTo: fc.option(moment),
        beganAt: fc.option(moment),
        newestAt: fc.option(moment),
        firstHour: fc.nat(1_000_000),
        counts: fc.array(fc.nat(1000), { maxLength: 3 }),
        silentSince: fc.option(moment),
        behindSince: fc.option(moment),
      }),
    ),
  })
  .map(({ wrong, note, ...move }) => ({ wrong, move: buildCursorMove(note === null ? move : { ...move, reading: note }) }))

const sealedTexts = fc.constantFrom("v1.one.a", "v1.one.b", "v1.two.c")

const sealedArbitrary = fc
  .record({ id, sealed: fc.option(sealedTexts), replaces: fc.option(sealedTexts) })
  .map(({ id: number, sealed, replaces }) => {
    const author = { messageKey: `vk:-1_${number}`, keyId: sealed === null ? null : "one", sealed }
    return replaces === null ? author : { ...author, replaces }
  })

const journalArbitrary = fc
  .record({
    kind: fc.constantFrom("access" as const, "erasure" as const),
    entryId: fc.integer({ min: 1, max: 9 }).map((number) => `entry-${number}`),
    at: moment,
    incidentId: fc.option(id.map((number) => `incident-${number}`)),
    words: fc.string({ unit: "binary" }),
  })
  .map(({ kind, words, ...entry }): JournalEntry => {
    const by = { id: "officer", kind: "person" } as const
    if (kind === "access") return { kind, ...entry, by, messageKey: "vk:-1_1", purpose: words }
    const erased = { messages: 1, sealedAuthors: 0, drafts: 0, replies: 0, evidence: 0, accessEntries: 0 }
    return {
      kind,
      ...entry,
      by,
      cause: "age",
      policyId: words,
      requestId: null,
      parts: 2,
      digest: "",
      erased,
      kept: [],
      messageKeys: ["vk:-1_1"],
      proof: "proof",
    }
  })

const unitArbitrary = fc.record(
  {
    appends: fc.array(appendArbitrary, { maxLength: 2 }),
    claims: fc.array(
      fc.record({
        key: fc.integer({ min: 1, max: 60 }).map((number) => `claim-${number}`),
        incidentId: fc.constantFrom("x", "y"),
        shared: fc.boolean(),
      }),
      { maxLength: 2 },
    ),
    releases: fc.array(
      fc.record({ key: fc.integer({ min: 1, max: 9 }).map((number) => `claim-${number}`), incidentId: fc.constantFrom("x", "y") }),
      { maxLength: 1 },
    ),
    messages: fc.array(
      fc
        .record({
          id,
          revision: fc.integer({ min: 1, max: 3 }),
          text: fc.string({ unit: "binary" }),
          publishedAt: moment,
          author: fc.constantFrom("author-1", "author-2", null),
        })
        .map(({ id: number, author, ...rest }) => buildStoredMessage({ ...rest, key: `vk:-1_${number}`, authorPseudonym: author })),
      { maxLength: 3 },
    ),
    drafts: fc.array(
      fc.record({ draftId: fc.constantFrom("draft-1", "draft-2"), text: fc.string({ unit: "binary" }) }).map((draft) => buildDraft(draft)),
      { maxLength: 2 },
    ),
    outbox: fc.array(outboxArbitrary, { maxLength: 2 }),
    tombstones: fc.array(
      fc.record({ id, revision: fc.integer({ min: 1, max: 3 }) }).map(({ id: number, revision }) => {
        return erasedMessage(buildStoredMessage({ key: `vk:-1_${number}`, revision }))
      }),
      { maxLength: 1 },
    ),
    sealedAuthors: fc.array(sealedArbitrary, { maxLength: 2 }),
    journal: fc.array(journalArbitrary, { maxLength: 2 }),
    forgotten: fc.array(
      fc.integer({ min: 1, max: 9 }).map((number) => ({ entryId: `entry-${number}` })),
      { maxLength: 1 },
    ),
    sweeps: fc.array(
      fc.record({
        incidentId: id.map((number) => `incident-${number}`),
        version: fc.nat(12),
        sweep: fc.constantFrom("author" as const, "text" as const),
      }),
      { maxLength: 2 },
    ),
    cursors: fc.array(cursorArbitrary, { maxLength: 1 }),
    evidence: fc.array(
      fc
        .record({ id, evidenceId: fc.constantFrom("a", "b", "c"), shows: fc.constantFrom("problem", "fix") })
        .map(({ id: number, ...rest }) => buildEvidence({ ...rest, incidentId: `incident-${number}` })),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
)

type PlannedUnit = typeof unitArbitrary extends fc.Arbitrary<infer Unit> ? Unit : never

/** A unit that fits what is stored, but for what is wrong on purpose. */
export async function unitOf(planned: PlannedUnit, storage: Storage): Promise<UnitOfWork> {
  const { appends = [], cursors = [], ...rest } = planned
  return {
    ...rest,
    appends: await Promise.all(
      appends.map(async ({ append, skew }) => ({
        ...append,
        expectedVersion: Math.max(0, (await loadOne(storage, append.incidentId)).version + skew),
      })),
    ),
    cursors: await Promise.all(
      cursors.map(async ({ move, wrong }) => {
        const stands = (await storage.readCursors(move.connectorId)).find((cursor) => cursor.sourceId === move.sourceId)?.cursor ?? null
        return { ...move, expected: wrong ? "elsewhere" : stands }
      }),
    ),
  }
}

/** One thing that is done to a storage. */
export type Step =
  | { readonly do: "commit"; readonly planned: PlannedUnit; readonly under: number | null }
  | {
      readonly do: "lease"
      readonly kind: LeaseKind
      readonly after: number
      readonly ttl: number
      readonly limit: number
      readonly among: boolean
      readonly unless: boolean
    }
  | { readonly do: "renew"; readonly lease: number; readonly after: number; readonly ttl: number }
  | { readonly do: "settle"; readonly lease: number; readonly retry: boolean }
  | { readonly do: "erase"; readonly keys: readonly string[] }

/** Any step. */
export const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("commit" as const), planned: unitArbitrary, under: fc.option(fc.nat(9), { freq: 1 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("lease" as const),
      kind: fc.constantFrom<LeaseKind>("source", "clock", "reply", "slot"),
      after: fc.integer({ min: 0, max: 8 }).map((count) => count * 500),
      ttl: fc.constantFrom(1, 500, 1000),
      limit: fc.integer({ min: 1, max: 3 }),
      among: fc.boolean(),
      unless: fc.constantFrom(false, false, true),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("renew" as const),
      lease: fc.nat(9),
      after: fc.integer({ min: 0, max: 8 }).map((count) => count * 500),
      ttl: fc.constantFrom(1, 500, 1000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("settle" as const), lease: fc.nat(9), retry: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("erase" as const), keys: fc.uniqueArray(id.map((number) => `vk:-1_${number}`)) }),
  },
)
