import type { Instant } from "@otklik/core"
import type { Problem, RegisteredIncident } from "@otklik/core/incident"
import type { Open311Wording } from "./wording.ts"

/**
 * Which statuses are written: `open` and `closed` of GeoReport v2, or those that FixMyStreet understands beside them
 * (`perllib/Open311.pm` of mysociety/fixmystreet).
 */
export type StatusMode = "georeport" | "fixmystreet"

/** What is shown of a request. */
export interface PublicState {
  /** Of GeoReport: whether handling has ended. An answer does not end it. */
  readonly status: "open" | "closed"
  /** As FixMyStreet knows it. */
  readonly extended: ExtendedStatus
  /** The sentences that are shown, in order. */
  readonly notes: readonly (keyof Open311Wording)[]
  /** The date that is promised now. */
  readonly until: Instant | null
}

/**
 * Never `closed`: FixMyStreet shows that as fixed unless it is set up for extended statuses, and so `fixed` is written
 * only where somebody says that it is.
 */
export type ExtendedStatus =
  | "open"
  | "for_triage"
  | "internal_referral"
  | "in_progress"
  | "investigating"
  | "action_scheduled"
  | "fixed"
  | "no_further_action"
  | "not_councils_responsibility"
  | "duplicate"

/** The statuses of incidents that may be `closed`; those of drafts where a later word is answered after the end. */
export const endedStatuses = ["closed", "converted", "merged", "dismissed", "reply-review", "publishing"] as const

/** The statuses of incidents that may be `open`. */
export const openStatuses = [
  "registered",
  "assigned",
  "returned",
  "in-work",
  "needs-info",
  "reply-review",
  "publishing",
  "replied-interim",
  "replied-final",
  "reopened",
] as const

/**
 * What is shown of an incident.
 *
 * @param incident - the state, at any moment of its life
 */
export function publicStateOf(incident: RegisteredIncident): PublicState {
  const { problem } = incident
  const until = problem.value === "planned" ? problem.until : null
  const open = (extended: ExtendedStatus, note: keyof Open311Wording): PublicState => ({ status: "open", extended, notes: [note], until })
  // What is being written is the office's own business: until it is published, nothing has changed.
  const status = incident.status === "reply-review" || incident.status === "publishing" ? incident.draft.returnsTo : incident.status
  switch (status) {
    case "registered":
      return incident.noOwnerWhy === null ? open("open", "registered") : open("for_triage", "unowned")
    case "assigned":
      return open("open", "assigned")
    case "returned":
      return open("internal_referral", "returned")
    case "in-work":
      return open("in_progress", "inWork")
    case "needs-info":
      return open("investigating", "question")
    case "replied-interim":
      return until === null ? open("investigating", "interim") : open("action_scheduled", "planned")
    case "replied-final": {
      const [extended, note] = answers[problem.value]
      return open(extended, note)
    }
    case "reopened":
      return open("open", "reopened")
    case "closed": {
      const [extended, note] = answers[problem.value]
      // Nobody goes on with it, whatever was promised or asked.
      const ended = extended === "fixed" || extended === "not_councils_responsibility" ? extended : "no_further_action"
      return { status: "closed", extended: ended, notes: [note, "closed"], until: null }
    }
    case "converted":
      return { status: "closed", extended: "not_councils_responsibility", notes: ["appeal"], until: null }
    case "merged":
      return { status: "closed", extended: "duplicate", notes: ["duplicate"], until: null }
    case "dismissed":
      return { status: "closed", extended: "no_further_action", notes: ["notAccepted"], until: null }
  }
}

/** What a final answer says, by what is known of the problem. */
const answers: Readonly<Record<Problem["value"], readonly [ExtendedStatus, keyof Open311Wording]>> = {
  unknown: ["investigating", "answered"],
  planned: ["action_scheduled", "planned"],
  "fix-claimed": ["fixed", "fixClaimed"],
  "fix-confirmed": ["fixed", "fixConfirmed"],
  explained: ["no_further_action", "explained"],
  "cannot-fix": ["no_further_action", "cannotFix"],
  "not-competent": ["not_councils_responsibility", "notCompetent"],
  refuted: ["open", "refuted"],
}

/** When handling ended; null while it goes on. */
export function endedAt(incident: RegisteredIncident): Instant | null {
  if (publicStateOf(incident).status === "open") return null
  if (incident.status === "merged") return incident.mergedAt
  if (incident.status === "dismissed") return incident.dismissedAt
  return incident.closure?.at ?? incident.conversion?.at ?? incident.updatedAt
}
