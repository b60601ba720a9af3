import assert from "node:assert/strict"
import type { Storage } from "@otklik/core"
import { importNotesId, type RecordKind, type TenantRecords, type UnitOfWork, movingOf } from "@otklik/core/storage"
import {
  appendOf,
  buildCursorMove,
  buildDraft,
  buildEvidence,
  buildIncident,
  buildOutboxEntry,
  buildStoredMessage,
} from "../build/index.ts"

const by = { id: "officer", kind: "person" } as const
const at = "2026-03-02T06:00:00.000Z"
const numbers = [1, 2, 3, 4, 5]
const gaps = [{ from: "2026-03-01T00:00:00.000Z", to: "2026-03-02T00:00:00.000Z", reason: "full page" }]

/** Five things of every kind. */
export const sampleOfEveryKind = {
  appends: numbers.map((id) => ({
    ...appendOf(buildIncident({ incidentId: `incident-${id}`, messageKey: `vk:-1_${id}` })),
    marks: [{ kind: "repeated" as const, at, subject: `incident-${id % 2}`, authorityId: id === 1 ? null : `authority-${id}` }],
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
  claim: sampleOfEveryKind.claims,
  message: sampleOfEveryKind.messages.map((message) => ({ message, erased: false })),
  draft: sampleOfEveryKind.drafts,
  outbox: sampleOfEveryKind.outbox,
  cursor: sampleOfEveryKind.cursors.map(
    ({ connectorId, sourceId, next, at: moment, read, matched, skipped, gaps: known, reading = null }) => {
      return { connectorId, sourceId, cursor: next, at: moment, read, matched, skipped, gaps: known, reading }
    },
  ),
  "sealed-author": sampleOfEveryKind.sealedAuthors,
  journal: sampleOfEveryKind.journal,
  evidence: sampleOfEveryKind.evidence,
  mark: sampleOfEveryKind.appends.flatMap(({ incidentId, marks }) => marks.map((mark) => ({ incidentId, ...mark }))),
}

const kinds = Object.keys(expected) as readonly RecordKind[]

async function allOf(storage: Storage, kind: RecordKind, limit: number): Promise<readonly unknown[]> {
  const records: unknown[] = []
  let after: string | null = null
  do {
    const page: { readonly records: readonly unknown[]; readonly next: string | null } = await storage.privacy.readRecords(
      kind,
      after,
      limit,
    )
    assert.ok(page.records.length <= limit, "a page holds more than asked")
    records.push(...page.records)
    after = page.next
  } while (after !== null)
  return records
}

/** Asserts that a storage has the five things of every kind once, in pages of a length. */
export async function hasSampleOfEveryKind(storage: Storage, limit: number): Promise<void> {
  for (const kind of kinds) {
    const records = await allOf(storage, kind, limit)
    assert.deepEqual(textsOf(records), textsOf(expected[kind]), kind)
    assert.equal(records.length, 5, kind)
  }
}

/** The place of an import that is about to be taken. */
export const wholeImport = "the end of the lines"

/** Puts the five things of every kind into the staging of a storage, as an import does. */
export async function stage(storage: Storage): Promise<void> {
  const note = buildCursorMove({ connectorId: importNotesId, sourceId: "lines", expected: null, next: wholeImport })
  await movingOf(storage)
    .staging()
    .commit({ ...sampleOfEveryKind, cursors: [...sampleOfEveryKind.cursors, note] })
}

/** Asserts that the staging of a storage has what {@link stage} put there. */
export async function isStaged(storage: Storage): Promise<void> {
  assert.deepEqual(await movingOf(movingOf(storage).staging()).countRecords(), { ...countsOfFive, cursor: 6 })
}

/** Asserts that a storage has nothing at all. */
export async function hasNothing(storage: Storage): Promise<void> {
  for (const [kind, count] of Object.entries(await movingOf(storage).countRecords())) assert.equal(count, 0, kind)
  for (const kind of kinds) assert.deepEqual(await allOf(storage, kind, 100), [], kind)
  assert.deepEqual((await storage.find({ limit: 10 })).incidents, [])
}

/** How many there are of each kind. */
export const countsOfFive = {
  ...Object.fromEntries(["incident", ...kinds].map((kind) => [kind, 5])),
  event: sampleOfEveryKind.appends.reduce((sum, append) => sum + append.events.length, 0),
}

function textsOf(records: readonly unknown[]): ReadonlySet<string> {
  return new Set(records.map((record) => JSON.stringify(sorted(record))))
}

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
