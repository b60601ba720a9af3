import assert from "node:assert/strict"
import { isDeskError, type Storage } from "@otklik/core"
import { erasedMessage, type Lease, type UnitOfWork } from "@otklik/core/storage"
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
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const at = "2026-03-02T06:00:00.000Z"
const period = { from: at, to: "2026-03-03T06:00:00.000Z" }
const metrics = ["received"] as const
const lease: Lease = { kind: "source", id: "vk:club1/wall", token: 1, until: at, takenOver: false, reply: null }

/** What callers without types hand in, and drivers bind as something else, or as nothing. */
const wrong: Readonly<Record<string, unknown>> = {
  "a Date": new Date(at),
  nothing: undefined,
  "a big integer": 1n,
  true: true,
  "a number that is none": NaN,
}

/** A unit of one thing of each kind, which every storage would take; the lease alone is nobody's. */
function wholeUnit(): UnitOfWork {
  return {
    appends: [appendOf(buildIncident({ status: "assigned" }))],
    claims: [{ key: "message:vk:-1_1", incidentId: "incident-1" }],
    releases: [{ key: "talk:1", incidentId: "incident-1" }],
    messages: [buildStoredMessage()],
    drafts: [buildDraft()],
    outbox: [buildOutboxEntry()],
    cursors: [buildCursorMove({ gaps: [{ ...period, reason: "full page" }] })],
    evidence: [buildEvidence()],
    leases: [lease],
    tombstones: [erasedMessage(buildStoredMessage())],
    sealedAuthors: [{ messageKey: "vk:-1_1", keyId: "key-1", sealed: "sealed" }],
    journal: [
      {
        kind: "access",
        entryId: "entry-1",
        at,
        by: { id: "officer", kind: "person" },
        incidentId: "incident-1",
        messageKey: "vk:-1_1",
        purpose: "why",
      },
    ],
    forgotten: [{ entryId: "entry-2" }],
    sweeps: [{ incidentId: "incident-1", version: 1, sweep: "text" }],
  }
}

const words = "status problem topic authorityId territoryId network kind importance"
const moments = "publishedAt detectedAt registeredAt dueAt answeredAt closedAt waitingSince nextDueAt updatedAt"
const facts = `${words} ${moments}`.split(" ")

/** What is searched for, counted or compared: many storages keep it in columns. */
const columns: Readonly<Record<keyof UnitOfWork, readonly string[]>> = {
  appends: ["incidentId", "expectedVersion", "view.wakeAt", "marks[0].kind", "marks[0].at", ...facts.map((name) => `view.facts.${name}`)],
  claims: ["key", "incidentId"],
  releases: ["key", "incidentId"],
  messages: ["key", "revision", "publishedAt", "authorPseudonym"],
  drafts: ["draftId"],
  outbox: ["outboxId", "incidentId", "connectorId", "state", "plannedAt", "dueAt", "nextTryAt", "attempts"],
  cursors: ["connectorId", "sourceId", "expected", "next", "at", "read", "matched", "skipped"],
  evidence: ["incidentId", "evidenceId"],
  leases: ["kind", "id", "token"],
  tombstones: ["key", "revision"],
  sealedAuthors: ["messageKey", "keyId", "sealed"],
  journal: ["kind", "entryId", "at", "incidentId"],
  forgotten: ["entryId"],
  sweeps: ["incidentId", "version", "sweep"],
}

/** Whatever else is stored, as documents. */
const documents: Readonly<Partial<Record<keyof UnitOfWork, readonly string[]>>> = {
  appends: ["events[0].publishedAt", "view.incident.updatedAt"],
  messages: ["text", "seenAt", "place.name"],
  drafts: ["text", "createdAt"],
  outbox: ["text"],
  cursors: ["gaps[0].from"],
  evidence: ["attachedAt"],
  journal: ["by.id"],
}

const learned = { format: "counts-1", position: "7", body: Uint8Array.of(1) }

type Ask = readonly [path: string, ask: (storage: Storage, value: never) => Promise<unknown>]

/** Every question that names something, with the path of its name. */
const questions: readonly Ask[] = [
  ["incidentIds[0]", (storage, value) => storage.load([value])],
  ["incidentId", (storage, value) => storage.get(value)],
  ["incidentId", (storage, value) => storage.readOutbox(value)],
  ["keys[1]", (storage, value) => storage.read("message", ["vk:-1_1", value])],
  ["keys[0]", (storage, value) => storage.read("claim", [value])],
  ["keys[0]", (storage, value) => storage.read("draft", [value])],
  ["kind", (storage, value) => storage.read(value, ["draft-1"])],
  ["messageKeys[0]", (storage, value) => storage.privacy.readSealedAuthors([value])],
  ["connectorId", (storage, value) => storage.readCursors(value)],
  ["network", (storage, value) => storage.readWatched({ network: value, limit: 1 })],
  ["topics[0]", (storage, value) => storage.find({ topics: [value], limit: 1 })],
  ["metric.at", (storage, value) => storage.find({ metric: { id: "received", period, at: value }, limit: 1 })],
  ["metric.period.to", (storage, value) => storage.find({ metric: { id: "received", period: { ...period, to: value }, at }, limit: 1 })],
  ["metric.id", (storage, value) => storage.find({ metric: { id: value, period, at }, limit: 1 })],
  ["at", (storage, value) => storage.counts.figures({ period, at: value, metrics })],
  ["period.from", (storage, value) => storage.counts.figures({ period: { ...period, from: value }, at, metrics })],
  ["period.to", (storage, value) => storage.counts.figures({ period: { ...period, to: value }, at, metrics })],
  ["metrics[0]", (storage, value) => storage.counts.figures({ period, at, metrics: [value] })],
  ["durations[0]", (storage, value) => storage.counts.figures({ period, at, metrics, durations: [value] })],
  ["by[0]", (storage, value) => storage.counts.figures({ period, at, metrics, by: [value] })],
  ["where.topics[0]", (storage, value) => storage.counts.figures({ period, at, metrics, where: { topics: [value] } })],
  ["reach[0].topics[0]", (storage, value) => storage.counts.figures({ period, at, metrics, reach: [{ topics: [value] }] })],
  ["limit", (storage, value) => storage.readEvents(null, value)],
  ["limit", (storage, value) => storage.readEvidence({ limit: value })],
  ["kind", (storage, value) => storage.privacy.readJournal({ kind: value, limit: 1 })],
  ["sweep", (storage, value) => storage.privacy.findRetentionDue({ sweep: value, statuses: ["closed"], updatedBefore: at, limit: 1 })],
  [
    "updatedBefore",
    (storage, value) => storage.privacy.findRetentionDue({ sweep: "text", statuses: ["closed"], updatedBefore: value, limit: 1 }),
  ],
  ["kind", (storage, value) => storage.privacy.readRecords(value, null, 1)],
  ["name", (storage, value) => storage.learned.readLearned(value)],
  ["name", (storage, value) => storage.learned.writeLearned(value, learned, null)],
  ["format", (storage, value) => storage.learned.writeLearned("stock", { ...learned, format: value }, null)],
  ["position", (storage, value) => storage.learned.writeLearned("stock", { ...learned, position: value }, null)],
  ["body", (storage, value) => storage.learned.writeLearned("stock", { ...learned, body: value }, null)],
  ["expectedPosition", (storage, value) => storage.learned.writeLearned("stock", learned, value)],
  ["now", (storage, value) => storage.lease({ kind: "clock", owner: "worker", now: value, ttlMillis: 1, limit: 1 })],
  ["owner", (storage, value) => storage.lease({ kind: "clock", owner: value, now: at, ttlMillis: 1, limit: 1 })],
  ["among[0]", (storage, value) => storage.lease({ kind: "source", owner: "worker", now: at, ttlMillis: 1, limit: 1, among: [value] })],
  ["unless[0]", (storage, value) => storage.lease({ kind: "clock", owner: "worker", now: at, ttlMillis: 1, limit: 1, unless: [value] })],
  ["now", (storage, value) => storage.counts.countWork({ now: value, limit: 1 })],
  ["limit", (storage, value) => storage.counts.countWork({ now: at, limit: value })],
  ["lease.id", (storage, value) => storage.settle({ lease: { ...lease, id: value } })],
  ["retry.nextTryAt", (storage, value) => storage.settle({ lease: { ...lease, kind: "reply" }, retry: { nextTryAt: value, attempts: 1 } })],
]

/** A whole unit with another value at one place, as `view.facts.topic` of the first append. */
function spoiled(whole: UnitOfWork, part: keyof UnitOfWork, field: string, value: unknown): UnitOfWork {
  const unit = { ...whole, [part]: structuredClone(whole[part]) }
  const steps = field.replaceAll(/\[(\d+)\]/g, ".$1").split(".")
  let holder: unknown = Reflect.get(Reflect.get(unit, part) ?? {}, "0")
  for (const step of steps.slice(0, -1)) holder = typeof holder === "object" && holder !== null ? Reflect.get(holder, step) : undefined
  assert.ok(typeof holder === "object" && holder !== null, `there is no ${field} in ${part}`)
  Reflect.set(holder, steps.at(-1) ?? "", value)
  return unit
}

async function refusesAt(path: string, what: string, work: Promise<unknown>): Promise<void> {
  const caught: unknown = await work.then(
    () => undefined,
    (error: unknown) => error ?? "nothing",
  )
  assert.ok(isDeskError(caught, "config"), `${what} as ${path}: expected a DeskError "config", got: ${String(caught)}`)
  const paths = caught.details.issues.map((issue) => issue.path)
  assert.ok(paths.includes(path), `${what} as ${path}: the error names ${paths.join(", ")}`)
}

async function nothingStored(storage: Storage): Promise<void> {
  for (const [kind, count] of Object.entries((await storage.moving?.countRecords()) ?? {}))
    assert.equal(count, 0, `${count} of ${kind} were stored`)
}

/** What callers without types get wrong is refused at once, and is never stored as something else. */
export const untypedCases: readonly ContractCase<StorageSubject>[] = [
  storageCase(
    "untyped: a Date, a big integer or nothing where a unit names, counts or dates is refused with its place, and nothing is stored",
    async ({ storage, openSecond }) => {
      const whole = wholeUnit()
      for (const [part, fields] of Object.entries(columns) as [keyof UnitOfWork, readonly string[]][]) {
        for (const field of fields) {
          for (const [what, value] of Object.entries(wrong))
            await refusesAt(`${part}[0].${field}`, what, storage.commit(spoiled(whole, part, field, value)))
        }
      }
      await nothingStored(await openSecond())
    },
  ),
  storageCase("untyped: what JSON does not bring back is refused in documents too, with its place", async ({ storage, openSecond }) => {
    const whole = wholeUnit()
    for (const [part, fields] of Object.entries(documents) as [keyof UnitOfWork, readonly string[]][]) {
      for (const field of fields) {
        for (const what of ["a Date", "a big integer", "a number that is none"])
          await refusesAt(`${part}[0].${field}`, what, storage.commit(spoiled(whole, part, field, wrong[what])))
      }
    }
    await nothingStored(await openSecond())
  }),
  storageCase("untyped: a question whose names, moments or limits are of another kind is refused with its place", async ({ storage }) => {
    for (const [path, ask] of questions) {
      for (const [what, value] of Object.entries(wrong)) await refusesAt(path, what, ask(storage, value as never))
    }
  }),
  storageCase(
    "untyped: a filter with an unknown field or status is refused with its place, and never finds everything",
    async ({ storage }) => {
      await storage.commit({ appends: [appendOf(buildIncident({ status: "assigned" }))] })
      const asked: readonly (readonly [path: string, filter: object])[] = [
        ["topic", { limit: 1, topic: "roads" }],
        ["status", { limit: 1, status: "assigned" }],
        ["statuses[0]", { limit: 1, statuses: ["open"] }],
        ["statuses[1]", { limit: 1, statuses: ["assigned", "none"] }],
      ]
      for (const [path, filter] of asked) await refusesAt(path, JSON.stringify(filter), storage.find(filter as never))
    },
  ),
]
