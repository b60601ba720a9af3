import type { Instant } from "../../base/index.ts"
import type { ReplyPhoto } from "../../connector/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { ReplyStep } from "../../reply/index.ts"

/** A reply to one message. Planned inside the commit that approved it. */
export interface OutboxEntry {
  /** The idempotency key that the connector gets, the same for every try. */
  readonly outboxId: string
  /** The incident. */
  readonly incidentId: string
  /** The draft. */
  readonly draftId: string
  /** Who publishes it; null when a person does so by hand. */
  readonly connectorId: string | null
  /** The message that is answered. */
  readonly messageKey: MessageKey
  /**
   * Where it is to be published. `public-page` and `unpublishable` are nobody's to publish but the host's and a
   * person's: their state is `manual`.
   */
  readonly placement: ReplyStep
  /** As it is published there: the draft's text, or the one for the message's network. */
  readonly text: string
  /** Photos to publish with it. */
  readonly photos: readonly ReplyPhoto[]
  /** When it was approved. */
  readonly plannedAt: Instant
  /** When the first reply is due: the nearest goes first; null goes last. */
  readonly dueAt: Instant | null
  /**
   * `planned` waits for a worker, `manual` for a person (no connector can reply there), `read-back` is published and
   * waits for a worker that checks whether the network shows it once; the others are settled.
   */
  readonly state: "planned" | "manual" | "read-back" | "published" | "refused"
  /** What the network said when it refused for good: this way is closed to this draft. Null where it said nothing. */
  readonly refusal: string | null
  /**
   * How many times it was handed to a connector; of one that is to be read back, how many times in a row that failed.
   */
  readonly attempts: number
  /** It is sent, or read back, not before this moment. */
  readonly nextTryAt: Instant
}
