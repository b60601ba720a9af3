import { newcomersOf, standingDraftOf, standingReplyOf, standingRoom, type StandingReplyState } from "../../incident/index.ts"
import { networkOf, type MessageKey } from "../../message/index.ts"
import { hasStandingReply } from "../../report/index.ts"
import { numberMark, planReplies } from "../../reply/index.ts"
import { pageLimit, type CasePlace, type ExistingIncident, type FoundPage, type OutboxEntry } from "../../storage/index.ts"
import { deskActor } from "../actor.ts"
import { createSorter } from "../commands/join-all.ts"
import type { Stamp } from "../commands/facts.ts"
import { joinInto } from "../commands/prepare/link.ts"
import { planOutbox } from "../commands/prepare/plan-outbox.ts"
import { readDraft } from "../commands/prepare/read-draft.ts"
import { lintReply } from "../commands/prepare/reply-check.ts"
import type { DeskContext } from "../context.ts"
import { partsOf } from "../queries/conditions.ts"
import { applyTo, changeOf, eventsOf, loadChange, type Changes, type IncidentChange } from "../transact/change.ts"
import { withLease, type NamedWork } from "../transact/lease.ts"
import { traced } from "../transact/traced.ts"
import { transact, type Decision } from "../transact/transact.ts"

/** So many newcomers are answered in a commit: a killed worker holds up few. */
const batch = 20

/**
 * Gives standing replies to the newcomers of their events: to incidents within the scope, which are merged into the
 * event's, and to those that a person has merged. Each worker takes an event under a lease, some newcomers a commit.
 *
 * @returns how many newcomers get one now
 */
export async function answerNewcomers(context: DeskContext, { signal }: { readonly signal?: AbortSignal }): Promise<number> {
  let answered = 0
  for (const { incidentId } of await standingIncidents(context)) {
    const place = { work: "clock", id: incidentId, connectorId: null } as const
    for (let got: number | undefined = batch; got === batch && signal?.aborted !== true;) {
      got = await traced(context, place, () =>
        withLease(context, `standing-reply/${incidentId}`, (taken) => answerSome(context, incidentId, taken), "feed"),
      )
      answered += got ?? 0
    }
  }
  return answered
}

async function standingIncidents({ storage }: DeskContext): Promise<readonly ExistingIncident[]> {
  const labels = [{ kind: "sign", values: [hasStandingReply] }] as const
  return (await storage.find({ labels, limit: pageLimit })).incidents.map(({ incident }) => incident)
}

async function answerSome(context: DeskContext, incidentId: string, { lease }: NamedWork): Promise<number> {
  const found = await findNewcomers(context, (await loadChange(context, incidentId)).incident)
  const { result } = await transact(context, async (changes): Promise<Decision<number>> => {
    const stamp = { at: context.clock.now(), by: deskActor }
    const event = await changeOf(context, changes, incidentId)
    const { count, outbox } = await give(context, changes, event, found, stamp)
    return { result: count, unit: { outbox, leases: [lease] }, stamp: { ...stamp, incidentId } }
  })
  return result
}

/** Incidents within the scope of an event that nobody has taken up, and that are about nothing else. */
async function findNewcomers(context: DeskContext, target: ExistingIncident): Promise<readonly string[]> {
  const reply = standingReplyOf(target)
  if (reply === null || !("registeredAt" in target)) return []
  const { topics, territoryIds, since } = reply
  const owner = target.assignment?.authorityId ?? null
  const scope = {
    topics,
    territoryIds: partsOf(context, territoryIds),
    published: { from: since },
    statuses: ["registered", "assigned"],
  } as const
  const sorter = await createSorter(context, target, { topics, streets: [] })
  const ids: string[] = []
  for (let after: CasePlace | null | undefined; after !== null && ids.length < batch;) {
    const page: FoundPage = await context.storage.find({ ...scope, limit: 100, ...(after === undefined ? {} : { after }) })
    const fitting = page.incidents.filter(({ incident, facts }) => {
      if (incident.incidentId === target.incidentId || facts.kind !== target.kind) return false
      return facts.authorityId === null || facts.authorityId === owner
    })
    for (const one of await sorter(fitting)) if (!("reason" in one) && ids.length < batch) ids.push(one.incidentId)
    after = page.next
  }
  return ids
}

/** Merges newcomers, and plans the reply under their messages: below the ceiling, and where it can be sent. */
async function give(
  context: DeskContext,
  changes: Changes,
  event: IncidentChange,
  found: readonly string[],
  stamp: Stamp,
): Promise<{ readonly count: number; readonly outbox: readonly OutboxEntry[] }> {
  const reply = standingReplyOf(event.incident)
  if (reply === null || stamp.at >= reply.until) return { count: 0, outbox: [] }
  const sendable = await createTest(context, event, reply)
  if (sendable === null) {
    applyTo(event, { type: "end-standing-reply", ...stamp, reason: "lint" })
    return { count: 0, outbox: [] }
  }
  const most = Math.min(batch, standingRoom(reply, stamp.at))
  const keys: MessageKey[] = []
  const outbox: OutboxEntry[] = []
  for (const key of newcomersOf(event.incident, reply)) if (keys.length < most && (await sendable([key], event.incident))) keys.push(key)
  for (const incidentId of found) {
    const source = await changeOf(context, changes, incidentId)
    const { status } = source.incident
    const theirs = complaintsOf(source.incident)
    if (theirs.length === 0 || keys.length + theirs.length > most || (status !== "registered" && status !== "assigned")) continue
    if (!(await sendable(theirs, source.incident))) continue
    applyTo(source, { type: "merge", ...stamp, into: event.incident.incidentId })
    outbox.push(...((await joinInto(context, event, source.incident, stamp)).outbox ?? []))
    keys.push(...theirs)
  }
  if (keys.length === 0) return { count: 0, outbox }
  const planned = (await planOutbox(context, reply.draftId, event.incident, stamp)).filter(({ entry }) => keys.includes(entry.messageKey))
  applyTo(event, { type: "use-standing-reply", ...stamp, messageKeys: keys })
  const ids = new Set(planned.map(({ entry }) => entry.outboxId))
  return { count: keys.length, outbox: [...outbox.filter(({ outboxId }) => !ids.has(outboxId)), ...planned.map(({ entry }) => entry)] }
}

/** Whether a reply can be sent under messages of an incident by itself: by a connector, and without an error. */
type SendableTest = (keys: readonly MessageKey[], holder: ExistingIncident) => Promise<boolean>

/**
 * Prepares {@link SendableTest}.
 *
 * @returns null where the reply itself has an error that nobody answered for
 */
async function createTest(context: DeskContext, event: IncidentChange, { draftId }: StandingReplyState): Promise<SendableTest | null> {
  const { incident } = event
  const draft = await readDraft(context, draftId)
  const said = standingDraftOf(incident)
  const codes = eventsOf(event).flatMap((one) =>
    (one.type === "draft-submitted" || one.type === "draft-approved") && one.draftId === draftId ? (one.override?.codes ?? []) : [],
  )
  const isClean = async (messageKeys: readonly MessageKey[]): Promise<boolean> => {
    const facts = { replyKind: said?.replyKind ?? "interim", outcome: said?.outcome ?? null, photoCount: draft.photos.length, messageKeys }
    const found = await lintReply(context, incident, { ...draft, ...facts })
    return found.every(({ finding }) => finding.severity !== "error" || codes.includes(finding.code))
  }
  // Messages of one network are alike to the check.
  const byNetworks = new Map<string, Promise<boolean>>()
  const isCleanFor = (keys: readonly MessageKey[]): Promise<boolean> => {
    const networks = [...new Set(keys.map(networkOf))].toSorted().join()
    const known = byNetworks.get(networks) ?? isClean(keys)
    byNetworks.set(networks, known)
    return known
  }
  if (!(await isClean([]))) return null
  return async (keys, { messages }) => {
    const isOpen = (key: MessageKey) =>
      messages.some((one) => one.messageKey === key && [one.deletedAt, one.erasedAt, one.commentsClosedAt].every((end) => end === null))
    if (!keys.every(isOpen) || !(await isCleanFor(keys))) return false
    const stored = context.connectors.length < 2 ? [] : await context.storage.read("message", keys)
    const plans = planReplies(draft, keys, context.connectors, { messages: stored, fallback: ["under-message"] })
    return plans.every(({ connectorId, text }) => {
      const connector = context.connectors.find(({ id }) => id === connectorId)
      // Whoever comes first there has the text; the others need other words.
      return connector !== undefined && (connector.capabilities.replyTextOnce !== true || text.includes(numberMark))
    })
  }
}

function complaintsOf({ messages }: ExistingIncident): readonly MessageKey[] {
  return messages.filter(({ role, waiver }) => role === "complaint" && waiver === null).map(({ messageKey }) => messageKey)
}
