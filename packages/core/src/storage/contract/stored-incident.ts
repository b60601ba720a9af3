import type { Instant } from "../../base/index.ts"
import type { ExistingIncident, IncidentEvent } from "../../incident/index.ts"
import type { Message } from "../../message/index.ts"
import type { ClockFact, IncidentFacts, IncidentLabel } from "../../report/index.ts"
import type { OutboxEntry } from "./outbox-entry.ts"
import type { StoredEvidence } from "./stored-evidence.ts"
import type { Draft } from "./draft.ts"

/** The events of one incident, oldest first. */
export interface LoadedIncident {
  /** The incident. */
  readonly incidentId: string
  /** Its whole log, in order. */
  readonly events: readonly IncidentEvent[]
  /** How many events there are; 0 for an incident that does not exist. */
  readonly version: number
}

/** What is kept of an incident beside its events, so that nobody replays a log to show a list. */
export interface IncidentView {
  /** What lists and reports filter and count by. */
  readonly facts: IncidentFacts
  /** Its state. */
  readonly incident: ExistingIncident
  /**
   * The next instant at which this incident wants attention (`wakeUps`); null when time alone brings it nothing. Swept
   * by `lease({ kind: "clock" })`.
   */
  readonly wakeAt: Instant | null
  /** In the order in which they began. Those of before are taken away, and so are its labels. */
  readonly clocks: readonly ClockFact[]
  /** Each pair once. */
  readonly labels: readonly IncidentLabel[]
}

/**
 * A stored view with what the storage itself adds. Clocks and labels are searched and counted, and not given back:
 * they follow from the incident.
 */
export interface StoredIncident extends Omit<IncidentView, "clocks" | "labels"> {
  /** For people: unique in the tenant, growing, given at the first commit and kept for ever. */
  readonly number: number
  /** How many events its log has. */
  readonly version: number
}

/** Everything that is stored of one incident, as it is at one moment. */
export interface StoredCase extends StoredIncident {
  /** Oldest first; as many as `version` says. */
  readonly events: readonly IncidentEvent[]
  /** Those that are stored, in the order of `incident.messageKeys`. */
  readonly messages: readonly Message[]
  /** By `createdAt`, then `draftId`. */
  readonly drafts: readonly Draft[]
  /** By `plannedAt`, then `outboxId`. */
  readonly outbox: readonly OutboxEntry[]
  /** In the order in which it was first stored. */
  readonly evidence: readonly StoredEvidence[]
}
