import { addMinutes, type Instant } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import {
  storedView,
  type Append,
  type KeptThing,
  type Lease,
  type OutboxEntry,
  type StoredEvidence,
  type StoredIncident,
  type UnitOfWork,
} from "../../storage/index.ts"
import { deskActor } from "../actor.ts"
import { loadLogs, type Changes } from "../transact/change.ts"
import type { DeskContext } from "../context.ts"
import { draftsOf, evidenceOf, hasText, writtenNotes } from "./erasure-set.ts"
import { type ErasureSet, certificateOf, erasureUnit, noneErased, wholeOf, type ErasureReason } from "./erasure.ts"
import { freshRun, noteRun, readRun, withPart, type NotedRun } from "./erasure-run.ts"
import { incidentsHolding, loadHolders } from "../transact/holders.ts"
import { findMessageClaims } from "../transact/message-claims.ts"
import type { Swept, RetentionPolicy } from "../options/retention.ts"
import { joined, transact } from "../transact/transact.ts"

/** Incidents of one commit. */
const batch = 50
/** The most that a storage returns at once. */
const mostDue = 1000

/**
 * What a policy keeps no longer, the longest untouched first.
 *
 * @param limit - at most so many, 1 000 at most
 */
export async function findDue(
  { storage }: DeskContext,
  policy: RetentionPolicy,
  now: Instant,
  limit: number = mostDue,
): Promise<readonly StoredIncident[]> {
  const { erases, statuses, kinds, afterDays } = policy
  const query = { sweep: erases, statuses, updatedBefore: addMinutes(now, -afterDays * 1440), limit }
  return storage.privacy.findRetentionDue(kinds === undefined ? query : { ...query, kinds })
}

/**
 * One commit of a policy: the longest untouched incidents, their certificate, and how far the run came. The last commit
 * of a run that took several holds the certificate of the whole.
 *
 * @param passed - incidents that wait for a reply: processed already, and added to here
 */
export async function sweepIncidents(context: DeskContext, policy: RetentionPolicy, lease: Lease, passed: Set<string>): Promise<Swept> {
  const { result } = await transact(context, async (changes) => {
    const at = context.clock.now()
    const due = await findDue(context, policy, at, Math.min(mostDue, batch + 1 + passed.size))
    const waiting = due.filter(({ incident }) => !passed.has(incident.incidentId))
    const found = waiting.slice(0, batch)
    const isLast = waiting.length <= batch
    const reason: ErasureReason = { cause: "age", policyId: policy.id, incidentId: null, at, by: deskActor }
    const noted = await readRun(context, "policy", policy.id)
    const { unit, held } = await (policy.erases === "author" ? authorsUnit : textsUnit)(context, changes, policy, found, reason)
    const run = withPart(noted.run ?? freshRun, unit.journal)
    const whole = isLast && run.parts > 1 ? wholeOf(context, reason, run) : undefined
    const certificate = isLast ? (whole ?? unit.journal?.find((entry) => entry.kind === "erasure") ?? null) : null
    const { erased } = withPart(freshRun, unit.journal)
    const swept: Swept = { looked: found.length, erased, certificate, isIdle: found.length === held.size, isLast, kept: 0, after: null }
    return {
      result: { swept, held },
      unit: joined(unit, {
        journal: whole === undefined ? [] : [whole],
        cursors: notesOf(policy, noted, isLast ? null : run, at),
        // The views are stored as they are: should somebody have written to one of the incidents, the commit fails.
        appends: found.map((stored): Append => {
          return { incidentId: stored.incident.incidentId, expectedVersion: stored.version, events: [], view: storedView(stored) }
        }),
        sweeps: found
          .filter(({ incident }) => !held.has(incident.incidentId))
          .map(({ incident, version }) => ({ incidentId: incident.incidentId, version, sweep: policy.erases })),
        leases: [lease],
      }),
      stamp: { at, by: deskActor, incidentId: null },
    }
  })
  for (const incidentId of result.held) passed.add(incidentId)
  return result.swept
}

/** A run of one commit leaves no note. */
function notesOf(policy: RetentionPolicy, noted: NotedRun, run: NotedRun["run"], at: Instant): UnitOfWork["cursors"] & {} {
  const isNoted = noted.run !== null
  return isNoted || (run !== null && run.parts > 0) ? [noteRun("policy", policy.id, noted, run, at)] : []
}

/** What a batch takes away, and the incidents in which a reply needs its words. */
interface BatchUnit {
  readonly unit: UnitOfWork
  readonly held: ReadonlySet<string>
}

async function authorsUnit(
  context: DeskContext,
  changes: Changes,
  policy: RetentionPolicy,
  found: readonly StoredIncident[],
  reason: ErasureReason,
): Promise<BatchUnit> {
  const { keys, kept } = await reachable(context, changes, policy, found, reason.at)
  const dropped = (await context.storage.privacy.readSealedAuthors(keys)).map(({ messageKey }) => messageKey)
  const counts = { ...noneErased, sealedAuthors: dropped.length }
  const unit: UnitOfWork = {
    sealedAuthors: dropped.map((messageKey) => ({ messageKey, keyId: null, sealed: null })),
    journal: dropped.length === 0 ? [] : [certificateOf(context, reason, counts, dropped, kept)],
  }
  return { unit, held: new Set() }
}

async function textsUnit(
  context: DeskContext,
  changes: Changes,
  policy: RetentionPolicy,
  found: readonly StoredIncident[],
  reason: ErasureReason,
): Promise<BatchUnit> {
  const { keys, kept } = await reachable(context, changes, policy, found, reason.at)
  const messages = (await context.storage.read("message", keys)).filter((message) => message.text !== null)
  const sealedAuthors = (await context.storage.privacy.readSealedAuthors(messages.map((message) => message.key))).length
  // A reply that is on its way needs its words; its incident is checked again.
  const { waiting, ...words } = await wordsOf(context, found)
  const notes = await writtenNotes(
    context,
    found.flatMap(({ incident }) => incident.notes.map(({ noteId }) => noteId)),
  )
  const left: readonly KeptThing[] = waiting.size === 0 ? kept : [...kept, { what: "reply", count: waiting.size, why: "not-published-yet" }]
  const unit = await erasureUnit(context, reason, { messages: [...messages, ...notes], sealedAuthors, ...words, kept: left })
  return { unit, held: waiting }
}

/** The messages of incidents that no other incident needs. */
async function reachable(
  context: DeskContext,
  changes: Changes,
  policy: RetentionPolicy,
  found: readonly StoredIncident[],
  at: Instant,
): Promise<{ readonly keys: readonly MessageKey[]; readonly kept: readonly KeptThing[] }> {
  const before = addMinutes(at, -policy.afterDays * 1440)
  const all = found.flatMap(({ incident }) => incident.messageKeys)
  const { incidents } = await findMessageClaims(context, all)
  const keys = new Set<MessageKey>()
  const ownerOf = ({ incidentId }: StoredIncident["incident"], key: MessageKey) => incidents.get(key) ?? incidentId
  const isSole = (incident: StoredIncident["incident"], key: MessageKey) =>
    ownerOf(incident, key) === incident.incidentId && incident.splitInto.length === 0 && incident.status !== "merged"
  const shared = found.flatMap(({ incident }) =>
    incident.messageKeys.flatMap((key) => (isSole(incident, key) ? [] : [ownerOf(incident, key)])),
  )
  await loadHolders(context, changes, shared)
  let count = 0
  for (const { incident } of found) {
    for (const key of incident.messageKeys) {
      const holders = isSole(incident, key) ? [] : await incidentsHolding(context, changes, ownerOf(incident, key), key)
      const isNeeded = holders.some(({ incident: { status, updatedAt, ...other } }) => {
        const isKind = policy.kinds === undefined || ("kind" in other && policy.kinds.includes(other.kind))
        return !isKind || !policy.statuses.some((one) => one === status) || updatedAt >= before
      })
      if (isNeeded) count += 1
      else keys.add(key)
    }
  }
  return { keys: [...keys], kept: count === 0 ? [] : [{ what: "message", count, why: "another-incident-needs-it" }] }
}

/** What was drafted, said and shown in incidents, and in which of them a reply is still on its way. */
async function wordsOf(
  context: DeskContext,
  found: readonly StoredIncident[],
): Promise<Pick<ErasureSet, "drafts" | "replies" | "evidence"> & { readonly waiting: ReadonlySet<string> }> {
  const replies: OutboxEntry[] = []
  const evidence: StoredEvidence[] = []
  const waiting = new Set<string>()
  for (const { incident } of found) {
    const entries = await context.storage.readOutbox(incident.incidentId)
    evidence.push(...(await evidenceOf(context, incident.incidentId, true)))
    if (entries.some(({ state }) => state === "planned")) waiting.add(incident.incidentId)
    else replies.push(...entries.filter(hasText))
  }
  const logs = await loadLogs(
    context,
    found.map(({ incident }) => incident.incidentId).filter((id) => !waiting.has(id)),
  )
  const drafts = await draftsOf(
    context,
    logs.flatMap(({ events }) => events),
  )
  return { drafts, replies, evidence, waiting }
}
