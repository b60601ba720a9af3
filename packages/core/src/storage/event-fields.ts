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
  "incident-registered": ["kind", "importance", "topic", "territory"],
  "incident-rejected": ["reason"],
  "clock-started": ["goal", "policyId", "policyVersion", "startedAt", "dueAt"],
  "clock-stopped": ["goal", "stoppedAt"],
  "deadline-missed": ["goal", "dueAt", "noticedAt"],
  "incident-assigned": ["authorityId", "ruleId", "why"],
  "owner-not-found": ["why"],
  "work-taken": ["executorId"],
  "evidence-attached": ["evidenceId", "shows", "contentHash"],
  "draft-submitted": ["draftId", "textHash", "replyKind", "outcome"],
  "draft-approved": ["draftId", "textHash"],
  "draft-returned": ["draftId"],
  "reply-published": ["draftId", "messageKey", "replyKey", "url", "publishedAt"],
  "reply-refused": ["draftId", "messageKey", "reason"],
  "source-edited": ["messageKey", "revision"],
  "incident-closed": ["reason"],
}
