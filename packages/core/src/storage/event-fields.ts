import type { IncidentEvent, IncidentEventType } from "../incident/index.ts"

type FieldsOf<Type extends IncidentEventType> = readonly Exclude<
  keyof Extract<IncidentEvent, { type: Type }>,
  "type" | "schemaVersion" | "at" | "by"
>[]

/**
 * The fields that every event of a type must have beside its envelope, as of the present schema version. A field that is missing from a
 * stored event is found when the log is read, and not in the middle of a replay.
 */
export const eventFields: { readonly [Type in IncidentEventType]: FieldsOf<Type> } = {
  "incident-detected": ["incidentId", "messageKey", "network", "publishedAt", "matches"],
  "incident-split-off": ["incidentId", "from", "messageKey", "network", "publishedAt", "detectedAt", "matches"],
  "incident-registered": ["kind", "importance", "topic", "territory"],
  "incident-rejected": ["reason"],
  "incident-reclassified": ["kind", "importance", "topic", "territory"],
  "incident-assigned": ["authorityId", "ruleId", "why"],
  "assignment-refused": ["reason", "proposedAuthorityId", "headDecides"],
  "owner-decided": ["authorityId", "why"],
  "incident-transferred": ["authorityId", "why"],
  "owner-not-found": ["why"],
  "work-taken": ["executorId"],
  "evidence-attached": ["evidenceId", "shows", "contentHash"],
  "fix-claimed": [],
  "fix-confirmed": ["basis"],
  "fix-refuted": ["basis"],
  "incident-reopened": ["cause"],
  "incident-converted": ["externalId", "channel"],
  "incident-closed": ["reason"],
  "clock-started": ["goal", "policyId", "policyVersion", "startedAt", "dueAt", "marks"],
  "clock-stopped": ["goal", "stoppedAt"],
  "clock-paused": ["goal", "pausedAt"],
  "clock-resumed": ["goal", "resumedAt", "dueAt", "marks"],
  "clock-cancelled": ["goal", "reason"],
  "deadline-missed": ["goal", "dueAt", "noticedAt"],
  "policy-changed": ["goal", "mode", "policyId", "policyVersion", "dueAt", "marks"],
  "escalation-raised": ["goal", "level", "dueAt", "noticedAt"],
  "window-opened": ["policyId", "policyVersion", "until"],
  "draft-submitted": ["draftId", "textHash", "replyKind", "outcome", "waitMinutes"],
  "draft-approved": ["draftId", "textHash"],
  "draft-returned": ["draftId"],
  "reply-extended": ["draftId"],
  "reply-published": ["draftId", "messageKey", "replyKey", "url", "publishedAt"],
  "late-reply-published": ["draftId", "replyKind", "messageKey", "replyKey", "url", "publishedAt"],
  "reply-refused": ["draftId", "messageKey", "reason"],
  "reply-uncertain": ["draftId", "messageKey"],
  "reply-unpublishable": ["draftId", "messageKey", "why"],
  "reply-waived": ["messageKey", "reason"],
  "wait-ended": ["cause"],
  "incident-merged": ["into"],
  "incident-unmerged": [],
  "messages-joined": ["from", "messages"],
  "messages-released": ["from"],
  "joint-reply-published": ["into", "draftId", "replyKind", "messageKey", "replyKey", "url", "publishedAt"],
  "incident-split": ["into", "messageKey"],
  "follow-up-attached": ["messageKey", "publishedAt"],
  "repeat-linked": ["repeatOf"],
  "source-edited": ["messageKey", "revision"],
  "source-deleted": ["messageKey"],
  "comments-closed": ["messageKey"],
  "erasure-noted": ["messageKey"],
}
