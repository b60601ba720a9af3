import type { Connector, ReplyPlacement } from "../connector/index.ts"
import type { MessageKey } from "../message/index.ts"

/**
 * Where a reply can go, from the best to none: under the message; as a post of the official account that mentions
 * whoever wrote it; on the public page of answers; nowhere, which is recorded, and the supervisor is informed.
 * `by-hand`: the way on which somebody came who did not write in a network, as the phone.
 */
export type ReplyStep = ReplyPlacement | "public-page" | "unpublishable" | "by-hand"

/** The order in which they are tried, where the host names no other. */
export const replyFallback: readonly Exclude<ReplyStep, "by-hand">[] = ["under-message", "official-post", "public-page", "unpublishable"]

/** One way for one reply. */
export interface ReplyWay {
  /** Where it goes. */
  readonly step: ReplyStep
  /**
   * `connector` publishes it; `person` does so by hand and records the link; `host` puts it on its page; `nobody` can.
   */
  readonly by: "connector" | "person" | "host" | "nobody"
  /** The connector, where one does it. */
  readonly connectorId: string | null
  /** Why no connector does it; null where one does. */
  readonly why: string | null
}

/** A way that is closed, and why. */
export interface ClosedWay {
  /** The channel. */
  readonly step: ReplyStep
  /** Why it is closed. */
  readonly why: string
}

/** A way that was tried: the network said no for good. */
export interface RefusedWay {
  /** The message. */
  readonly messageKey: MessageKey
  /** The channel. */
  readonly step: ReplyStep
  /** What the network said, as the refusal was recorded. */
  readonly reason: string
}

/** Where a connector can put a reply. */
export function placementsOf({ capabilities }: Connector): readonly ReplyPlacement[] {
  if (!capabilities.reply) return []
  return capabilities.replyPlacements ?? ["under-message"]
}
