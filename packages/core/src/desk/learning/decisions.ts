import type { IncidentEvent, IncidentEventType } from "../../incident/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { Lesson, RuleHit } from "./suggester.ts"

/** What people decided about an incident, and the message that it began with. */
export interface Decision extends Pick<Lesson, "topic" | "authorityId" | "territoryId"> {
  readonly messageKey: MessageKey
  readonly rules: readonly RuleHit[]
}

/** Events by which what was decided may change. */
export const deciding: ReadonlySet<IncidentEventType> = new Set<IncidentEventType>([
  "incident-registered",
  "incident-reclassified",
  "incident-rejected",
  "incident-dismissed",
  "incident-restored",
  "owner-decided",
  "incident-transferred",
  "work-taken",
  "reply-published",
])

/**
 * What people decided by the end of a log. A topic counts once a person set it, or left it as it was until the final
 * reply; an owner once it took the work, or was decided or transferred to. What a rule alone decided counts as nothing:
 * a suggester would learn the rules' mistakes. What is no complaint teaches nothing.
 *
 * @param events - of one incident, from its first
 * @returns undefined for a log without a beginning
 */
export function decisionOf(events: readonly IncidentEvent[]): Decision | undefined {
  const [first] = events
  if (first?.type !== "incident-detected" && first?.type !== "incident-split-off") return undefined
  const topic = { id: null as string | null, isConfirmed: false }
  const owner = { id: null as string | null, isConfirmed: false }
  let territoryId: string | null = null
  let isComplaint = true
  const kinds = new Map<string, string>()
  for (const event of events) {
    switch (event.type) {
      case "incident-registered":
      case "incident-reclassified":
        topic.id = event.topic
        topic.isConfirmed = event.by.kind === "person"
        ;({ territoryId } = event.territory)
        break
      case "draft-submitted":
        kinds.set(event.draftId, event.replyKind)
        break
      case "reply-published":
        topic.isConfirmed ||= kinds.get(event.draftId) === "final"
        break
      case "incident-assigned":
        owner.id = event.authorityId
        owner.isConfirmed = false
        break
      case "owner-decided":
      case "incident-transferred":
        owner.id = event.authorityId
        owner.isConfirmed = true
        break
      case "work-taken":
        owner.isConfirmed = true
        break
      case "incident-rejected":
      case "incident-dismissed":
        isComplaint = false
        break
      case "incident-restored":
        isComplaint = true
        break
      default:
    }
  }
  const taught = ({ id, isConfirmed }: { readonly id: string | null; readonly isConfirmed: boolean }): string | null =>
    isComplaint && isConfirmed ? id : null
  const rules = first.matches.map(({ ruleId, topic: ofRule }) => ({ ruleId, topic: ofRule }))
  return { messageKey: first.messageKey, rules, topic: taught(topic), authorityId: taught(owner), territoryId }
}
