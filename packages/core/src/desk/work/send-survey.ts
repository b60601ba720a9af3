import type { Instant } from "../../base/index.ts"
import { stableId } from "../../base/index.ts"
import { isAnswer, surveyOf, type IncidentCommand } from "../../incident/index.ts"
import { planReplies } from "../../reply/index.ts"
import type { OutboxEntry, UnitOfWork } from "../../storage/index.ts"
import { deskActor } from "../actor.ts"
import { codeOf } from "../citizens/code.ts"
import type { DeskContext } from "../context.ts"
import { surveyLink } from "../options/survey.ts"
import { applyTo, type IncidentChange } from "../transact/change.ts"

/**
 * Asks the author of an incident how it was: one reply under their own complaint, where a connector can publish one. By
 * hand nobody is troubled with it, and nobody who took the message back is spoken to.
 */
export async function sendSurvey(context: DeskContext, change: IncidentChange, at: Instant): Promise<Pick<UnitOfWork, "outbox">> {
  const stamp = { at, by: deskActor } as const
  const { survey } = context
  const { incident } = change
  const planned = surveyOf(incident)
  const skip = (why: string): Pick<UnitOfWork, "outbox"> => {
    applyTo(change, { type: "skip-survey", ...stamp, why })
    return {}
  }
  if (survey === undefined || planned === null) return skip("the desk asks nobody any more")
  const sent: IncidentCommand = { type: "send-survey", ...stamp, draftId: null }
  if (survey.text === null) {
    applyTo(change, sent)
    return {}
  }
  const answered = new Set(incident.replies.flatMap(({ replyKind, messageKey }) => (isAnswer(replyKind) ? [messageKey] : [])))
  const open = incident.messages.find(
    ({ messageKey, role, isOwn, waiver, deletedAt, erasedAt, commentsClosedAt }) =>
      answered.has(messageKey) &&
      role === "complaint" &&
      isOwn &&
      [waiver, deletedAt, erasedAt, commentsClosedAt].every((end) => end === null),
  )
  const stored = await context.storage.get(incident.incidentId)
  if (open === undefined || stored === undefined) return skip("no answered message of its own is open to replies")
  const { messageKey } = open
  const url = survey.url.replaceAll("{code}", codeOf(context, stored))
  const draftId = stableId("svy", incident.incidentId, String(planned.cycle))
  const draft = { draftId, text: survey.text.replaceAll(surveyLink, url), photos: [] }
  const messages = await context.storage.read("message", [messageKey])
  if (messages.every(({ text }) => text === null)) return skip("the message is erased")
  const [plan] = planReplies(draft, [messageKey], context.connectors, { messages, fallback: ["under-message"] })
  if (plan?.connectorId === undefined || plan.connectorId === null) return skip(plan?.why ?? "no way is open")
  applyTo(change, { ...sent, draftId })
  const entry: OutboxEntry = {
    outboxId: plan.outboxId,
    incidentId: incident.incidentId,
    draftId,
    connectorId: plan.connectorId,
    messageKey,
    placement: "under-message",
    text: plan.text,
    photos: [],
    plannedAt: at,
    dueAt: null,
    state: "planned",
    refusal: null,
    attempts: 0,
    nextTryAt: at,
  }
  return { outbox: [entry] }
}
