import { isDeskError, type Instant } from "../../base/index.ts"
import type { Actor } from "../../incident/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { Claim, Committed, UnitOfWork } from "../../storage/index.ts"
import { appendOf, changed, type Changes, type IncidentChange } from "./change.ts"
import type { DeskContext } from "../context.ts"
import { impliedErasures } from "../privacy/erasure-set.ts"
import { forgetMessages } from "../learning/learning.ts"
import { isLeaseLost } from "./lease.ts"
import { claimOfReply, findClaims } from "./message-claims.ts"
import { traced } from "./traced.ts"

/** What was decided on what was read. */
export interface Decision<Result> {
  /** What the caller gets once everything is stored. */
  readonly result: Result
  /** What is stored with the changes; absent, and nothing is stored where no incident changed. */
  readonly unit?: UnitOfWork
  /**
   * Incidents that are stored though nothing happened to them: their view anew, and only in the version that was read.
   */
  readonly touched?: readonly IncidentChange[]
  /** In whose name something is erased that the changes leave nobody to need. */
  readonly stamp: { readonly at: Instant; readonly by: Actor; readonly incidentId: string | null }
  /** What notes the commit itself, asked with the unit as it is to be stored. */
  readonly note?: (unit: UnitOfWork) => Pick<UnitOfWork, "cursors">
}

/** What a write came to. */
export interface Transacted<Result> {
  readonly result: Result
  /** The incidents to which something happened. */
  readonly changes: readonly IncidentChange[]
  /** The numbers of incidents that were opened; empty where nothing was stored. */
  readonly numbers: Committed["numbers"]
}

/** How often a decision is made anew because another writer was first. Our choice. */
const tries = 5

/**
 * The one way in which the desk writes on what it has read: decides, adds what the changes leave nobody to need, stores
 * everything in one commit, and then emits it. Where another writer was first, everything is read and decided anew:
 * after a conflict about an incident, a message, a claim or a cursor, and after a claim that was taken. What `decide`
 * itself throws ends it, as does a lost lease and a storage that is busy or gives no answer.
 *
 * @param decide - reads and decides, changing what it is handed; called again for each try, with no changes
 * @throws whatever `decide` or the storage throws; then nothing was stored
 */
export async function transact<Result>(
  context: DeskContext,
  decide: (changes: Changes) => Promise<Decision<Result>>,
): Promise<Transacted<Result>> {
  for (let attempt = 1; ; attempt += 1) {
    const begun: Changes = new Map()
    const { result, unit, touched = [], stamp, note } = await decide(begun)
    const changes = changed(begun)
    const stored = [...new Set([...touched, ...changes])]
    if (stored.length === 0 && unit === undefined) return { result, changes, numbers: new Map() }
    const implied = await impliedErasures(context, changes, unit?.outbox ?? [], stamp)
    const whole = joined({ appends: stored.map((change) => appendOf(change, context.reportCalendar)) }, unit ?? {}, implied)
    try {
      const { numbers } = await commit(context, { ...whole, ...note?.(whole) })
      for (const { incident, events } of changes) context.eventBus.emitIncident(incident, events)
      return { result, changes, numbers }
    } catch (error) {
      if (attempt >= tries || !isOvertaken(error) || unit?.leases?.some((lease) => isLeaseLost(error, lease)) === true) throw error
    }
  }
}

/** Whether another writer changed what a unit was decided on: on what is stored now it may be decided anew. */
function isOvertaken(error: unknown): boolean {
  if (isDeskError(error, "duplicate")) return true
  return isDeskError(error, "conflict") && ["incident", "message", "claim", "cursor"].includes(error.details.what)
}

/** One unit out of several; of what is in two of them the later one counts, as in a unit. */
export function joined(...units: readonly UnitOfWork[]): UnitOfWork {
  const whole: Record<string, readonly unknown[]> = {}
  for (const unit of units) {
    for (const [part, list] of Object.entries(unit) as [string, readonly unknown[] | undefined][]) {
      if (list !== undefined && list.length > 0) whole[part] = [...(whole[part] ?? []), ...list]
    }
  }
  return whole
}

/**
 * Stores a unit, as a part of the work that it belongs to. Every reply that the unit's events record gets its claim
 * here, so that whoever writes under the reply is led to the incident. What was learned of texts that it erases is
 * forgotten first. What is decided on what was read is stored by
 * {@link transact}.
 *
 * @throws whatever the storage throws; then nothing was stored
 */
export async function commit(context: Pick<DeskContext, "storage" | "clock" | "learning">, unit: UnitOfWork): Promise<Committed> {
  return traced(context, { work: "commit", id: null, connectorId: null }, async () => {
    const claims = await replyClaims(context, unit)
    await forgetMessages(
      context,
      (unit.tombstones ?? []).map(({ key }) => key),
    )
    return context.storage.commit(claims.length === 0 ? unit : joined(unit, { claims }))
  })
}

/**
 * The claims of the replies that a unit records, for the incidents that hold the claims of the messages. One post may
 * answer several incidents (`record-publication` by hand): its key stays with the first.
 */
async function replyClaims(context: Pick<DeskContext, "storage">, { appends = [] }: UnitOfWork): Promise<readonly Claim[]> {
  const replies = new Map<MessageKey, { readonly messageKey: MessageKey; readonly incidentId: string }>()
  for (const { incidentId, events } of appends) {
    for (const event of events) {
      if (event.type !== "reply-published" && event.type !== "late-reply-published" && event.type !== "joint-reply-published") continue
      if (!replies.has(event.replyKey)) replies.set(event.replyKey, { messageKey: event.messageKey, incidentId })
    }
  }
  if (replies.size === 0) return []
  const known = await findClaims(context, { messages: [...replies.values()].map(({ messageKey }) => messageKey), replies: replies.keys() })
  return [...replies]
    .filter(([replyKey]) => !known.replies.has(replyKey))
    .map(([replyKey, { messageKey, incidentId }]) => claimOfReply(replyKey, known.incidents.get(messageKey) ?? incidentId))
}
