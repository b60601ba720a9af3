import { isDeskError } from "../base/index.ts"
import type { MessageKey } from "../message/index.ts"
import type { Claim, Committed, UnitOfWork } from "../storage/index.ts"
import type { DeskContext } from "./context.ts"
import { claimOfReply, findClaims } from "./message-claims.ts"
import { timed } from "./timed.ts"

/** How often a commit is tried again after somebody else claimed one of its replies first. */
const claimTries = 3

/**
 * Stores a unit, as a part of the work that it belongs to. Every reply that the unit's events record gets its claim here, so that no
 * committer can forget it: whoever writes under the reply is led to the incident.
 *
 * @throws whatever the storage throws; then nothing was stored
 */
export async function commit(context: Pick<DeskContext, "storage" | "clock">, unit: UnitOfWork): Promise<Committed> {
  return timed(context, { work: "commit", id: null, connectorId: null }, async () => {
    for (let attempt = 1; ; attempt += 1) {
      const claims = await replyClaims(context, unit)
      try {
        return await context.storage.commit(claims.length === 0 ? unit : { ...unit, claims: [...(unit.claims ?? []), ...claims] })
      } catch (error) {
        const isRace = isDeskError(error, "duplicate") && error.details.keys.every((key) => claims.some((claim) => claim.key === key))
        if (!isRace || attempt >= claimTries) throw error
      }
    }
  })
}

/**
 * The claims of the replies that a unit records, for the incidents that hold the claims of the messages. One post may answer several
 * incidents (`record-publication` by hand): its key stays with the first.
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
