import type { Instant } from "@otklik/core"

/** Why a try failed: an answer with a status, none in time, none at all, or an address that may not be asked. */
export type FailureCause = "status" | "timeout" | "unreachable" | "private-address"

/**
 * Something that a person should hear of. It is reported before it is stored, so that none is lost: a sender that is
 * killed in between reports it again.
 */
export type WebhookNotice =
  | {
      /** An endpoint fails, after it was well. */
      readonly type: "failing"
      /** The endpoint. */
      readonly endpointId: string
      /** Why. */
      readonly cause: FailureCause
      /** What it answered; null: nothing. */
      readonly status: number | null
      /** When it is tried next. */
      readonly nextTryAt: Instant
    }
  | {
      /** An endpoint that failed takes events again. */
      readonly type: "recovered"
      /** The endpoint. */
      readonly endpointId: string
      /** Since when it had failed. */
      readonly failingSince: Instant
    }
  | {
      /** Nothing is sent until `resume`; nothing is lost. */
      readonly type: "paused"
      /** The endpoint. */
      readonly endpointId: string
      /** It failed for 75 hours, or it has refused 1,000 events that nobody looked after. */
      readonly reason: "outage" | "too-many-dead-letters"
      /** Since when it fails. */
      readonly failingSince: Instant | null
    }
  | {
      /** The endpoint answered 410: it wants no more. Nothing is sent until `resume`. */
      readonly type: "disabled"
      /** The endpoint. */
      readonly endpointId: string
    }
  | {
      /** The endpoint refused an event five times: it is put aside for `replay`, and the next one is sent. */
      readonly type: "dead-letter"
      /** The endpoint. */
      readonly endpointId: string
      /** The event. */
      readonly position: string
      /** Its incident. */
      readonly incidentId: string
      /** What the endpoint answered. */
      readonly status: number
    }
