import type { PublishedKind, PublishedReply } from "../../incident/index.ts"
import type { MessageKey } from "../../message/index.ts"
import { applyTo, eventsOf, type Changes, type IncidentChange } from "../transact/change.ts"
import type { DeskContext } from "../context.ts"
import type { Stamp } from "../commands/facts.ts"
import { tellOfReply, activeIncidentOf } from "../transact/holders.ts"
import { findIncidentOf } from "../transact/message-claims.ts"

/**
 * Writes down a reply that is published although its incident waits for it no more, or holds another copy of it. It is
 * a fact of the network, and belongs into the log of the incident that holds the message now.
 *
 * @returns whether another copy is recorded there: then this is the second one
 */
export async function recordLate(
  context: DeskContext,
  changes: Changes,
  change: IncidentChange,
  reply: Omit<PublishedReply, "cycle" | "replyKind">,
  stamp: Stamp,
): Promise<boolean> {
  const { messageKey, draftId, replyKey } = reply
  const replyKind = kindOf(change, draftId)
  if (replyKind === undefined) return false
  const holder = await holderOf(context, changes, change, messageKey)
  if (holder === undefined) return false
  const known = recordedReply(holder, draftId, messageKey)
  if (known !== undefined) {
    if (known.replyKey !== replyKey) applyTo(holder, { type: "record-duplicate-reply", ...stamp, ...reply })
    return known.replyKey !== replyKey
  }
  const late = { ...reply, replyKind }
  const clarifyIsFirstReply = context.handling.questionIsFirstReply
  applyTo(holder, { type: "record-late-reply", ...stamp, ...late, clarifyIsFirstReply })
  await tellOfReply(context, changes, holder, late, stamp)
  return false
}

/** The copy of a draft's reply under a message that an incident has in its log. */
export function recordedReply({ incident }: IncidentChange, draftId: string, messageKey: MessageKey): PublishedReply | undefined {
  return incident.replies.find((reply) => reply.draftId === draftId && reply.messageKey === messageKey)
}

/** Whether a reply is the survey of an incident, which waits for nothing. */
export function isSurvey({ incident }: IncidentChange, draftId: string): boolean {
  return incident.surveys.some((survey) => survey.draftId === draftId)
}

/** What kind of reply a draft of an incident is: its log knows. */
function kindOf(change: IncidentChange, draftId: string): PublishedKind | undefined {
  if (isSurvey(change, draftId)) return "survey"
  return eventsOf(change).flatMap((event) => (event.type === "draft-submitted" && event.draftId === draftId ? [event.replyKind] : []))[0]
}

/** The incident that holds a message now: it may have gone back to the one that it came from. */
export async function holderOf(
  context: DeskContext,
  changes: Changes,
  change: IncidentChange,
  key: MessageKey,
): Promise<IncidentChange | undefined> {
  if (change.incident.messageKeys.includes(key)) return change
  const owner = await findIncidentOf(context, key)
  const holder = owner === undefined ? undefined : await activeIncidentOf(context, changes, owner)
  return holder?.incident.messageKeys.includes(key) === true ? holder : undefined
}
