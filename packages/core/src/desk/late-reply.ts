import type { PublishedReply, ReplyKind } from "../incident/index.ts"
import { applyTo, type Changes, type IncidentChange } from "./change.ts"
import type { DeskContext } from "./context.ts"
import type { Stamp } from "./facts.ts"
import { tellOfReply, workedIn } from "./holders.ts"
import { findIncidentOf } from "./message-claims.ts"

/**
 * Writes down a reply that stands although its incident waits for it no more. It is a fact of the network, and belongs into the log of the incident that holds the
 * message now.
 */
export async function recordLate(
  context: DeskContext,
  changes: Changes,
  change: IncidentChange,
  reply: Omit<PublishedReply, "cycle" | "replyKind">,
  stamp: Stamp,
): Promise<void> {
  const { messageKey, draftId } = reply
  const replyKind = await kindOf(context, change.incident.incidentId, draftId)
  if (replyKind === undefined) return
  const holder = await holderOf(context, changes, change, messageKey)
  if (holder === undefined) return
  const late = { ...reply, replyKind }
  const clarifyIsFirstReply = context.handling.questionIsFirstReply
  applyTo(holder, { type: "record-late-reply", ...stamp, ...late, clarifyIsFirstReply })
  await tellOfReply(context, changes, holder, late, stamp)
}

/** What kind of reply a draft of an incident is: its log knows. */
async function kindOf(context: DeskContext, incidentId: string, draftId: string): Promise<ReplyKind | undefined> {
  const { events } = await context.storage.load(incidentId)
  return events.flatMap((event) => (event.type === "draft-submitted" && event.draftId === draftId ? [event.replyKind] : []))[0]
}

/** The message may have gone back to the incident that it came from. */
async function holderOf(context: DeskContext, changes: Changes, change: IncidentChange, key: string): Promise<IncidentChange | undefined> {
  if (change.incident.messageKeys.includes(key)) return change
  const owner = await findIncidentOf(context, key)
  const holder = owner === undefined ? undefined : await workedIn(context, changes, owner)
  return holder?.incident.messageKeys.includes(key) === true ? holder : undefined
}
