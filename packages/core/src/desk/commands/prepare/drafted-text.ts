import { DeskError, type Instant } from "../../../base/index.ts"
import { guidanceText, isValidAt, replyKindAllowed, type Guidance } from "../../../reply/index.ts"
import type { ExistingIncident } from "../../../storage/index.ts"
import type { CheckedCommand } from "../command.ts"
import type { DeskContext } from "../../context.ts"

/**
 * The text of a draft: the one that was written, or the guidance text that it names.
 *
 * @throws DeskError `config` for guidance that there is not, that is of another topic or does not hold now, and for a
 * reply that it may not be
 */
export function draftedText(
  context: DeskContext,
  command: Pick<Extract<CheckedCommand, { type: "submit-draft" }>, "text" | "guidanceId" | "replyKind">,
  state: ExistingIncident,
  at: Instant,
): { readonly text: string; readonly guidanceId: string | null } {
  const { text = "", guidanceId, replyKind } = command
  const topic = "topic" in state ? state.topic : null
  const incidentKind = "kind" in state ? state.kind : "problem"
  const guidanceAnswersQuestion = context.topics.find(({ id }) => id === topic)?.guidanceAnswersQuestion
  const guidance = guidanceId === undefined ? null : findText(context, guidanceId, topic, at)
  const { allowed, why } = replyKindAllowed({ replyKind, incidentKind, isGuidance: guidance !== null, guidanceAnswersQuestion })
  if (!allowed) throw wrong("replyKind", why)
  return guidance === null ? { text, guidanceId: null } : { text: guidanceText(guidance), guidanceId: guidance.id }
}

function findText(context: DeskContext, guidanceId: string, topic: string | null, at: Instant): Guidance {
  const guidance = context.guidance.find(({ id }) => id === guidanceId)
  if (guidance === undefined) throw wrong("guidanceId", `there is no guidance "${guidanceId}"`)
  if (guidance.topic !== topic) throw wrong("guidanceId", "it is for another topic")
  if (!isValidAt(guidance, at)) throw wrong("guidanceId", "it is not valid now")
  return guidance
}

function wrong(path: string, message: string): DeskError<"config"> {
  return new DeskError("config", `command: ${path}: ${message}`, { issues: [{ path, message }] })
}
