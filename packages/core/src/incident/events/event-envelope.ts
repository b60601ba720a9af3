import type { Instant } from "../../base/index.ts"
import type { Actor } from "../vocabulary.ts"

/** What every event carries. */
export interface IncidentEventEnvelope<Type extends string> {
  readonly type: Type
  /** Version of the event's shape; storages upcast older ones when reading. */
  readonly schemaVersion: 1
  /** When it happened. */
  readonly at: Instant
  /** Who did it. */
  readonly by: Actor
  /** It happened in another system, before the desk had the incident: listeners hear nothing of it. Absent: here. */
  readonly imported?: true
}
