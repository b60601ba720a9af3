import { keyedId, type Instant } from "../base/index.ts"
import type { Message, MessageKey } from "../message/index.ts"
import { deskActor } from "./candidate.ts"
import { applyTo, type Changes, type IncidentChange } from "./change.ts"
import { resumptions } from "./clock-plans.ts"
import type { DeskContext } from "./context.ts"
import { threadOf, type Delivery } from "./delivery.ts"
import { holdersOf, workedIn } from "./holders.ts"

/** What is known of the messages that a batch may answer: their incidents, and their stored forms. */
export interface Threads {
  readonly incidentOf: (key: MessageKey) => string | undefined
  readonly messageOf: (key: MessageKey) => Message | undefined
}

/**
 * Attaches what the author of a tracked message wrote in the same thread to the incident in which that message is worked on. An answer to a published
 * question ends the waiting for it.
 *
 * A message that matches a rule of another topic is a complaint of its own and no follow-up, unless a question waits for it.
 *
 * @returns the change that it was attached to; undefined when it is no follow-up
 */
export async function attachFollowUp(
  context: DeskContext,
  changes: Changes,
  delivery: Delivery,
  threads: Threads,
  at: Instant,
): Promise<IncidentChange | undefined> {
  const { message, origin } = delivery
  if (origin.origin !== "citizen" || message.authorId === undefined) return undefined
  const author = keyedId(context.authorKey, message.network, message.authorId)
  for (const key of threadOf(message)) {
    const incidentId = threads.incidentOf(key)
    if (incidentId === undefined || threads.messageOf(key)?.authorPseudonym !== author) continue
    const holders = await holdersOf(context, changes, incidentId, key)
    const asking = holders.find((holder) => isAnswer(holder, message.publishedAt))
    const change = asking ?? (await workedIn(context, changes, incidentId))
    if (
      change.incident.status === "rejected" ||
      change.incident.status === "dismissed" ||
      (asking === undefined && isOtherTopic(change, delivery))
    )
      return undefined
    applyTo(change, { type: "attach-follow-up", at, by: deskActor, messageKey: message.key, publishedAt: message.publishedAt })
    if (asking?.incident.status === "needs-info") {
      const planned = resumptions(context, asking.incident, at)
      applyTo(asking, { type: "end-wait", at, by: deskActor, cause: "author-replied", resumptions: planned })
    }
    return change
  }
  return undefined
}

/** What was written before the question stood is no answer to it. */
function isAnswer({ incident }: IncidentChange, publishedAt: Instant): boolean {
  return incident.status === "needs-info" && publishedAt >= incident.wait.since
}

function isOtherTopic({ incident }: IncidentChange, { matches }: Delivery): boolean {
  const topic = "topic" in incident ? incident.topic : (incident.matches[0]?.topic ?? null)
  return matches.length > 0 && (matches[0]?.topic ?? null) !== topic
}
