import type { Capabilities } from "../../connector/index.ts"
import type { Outcome, ReplyKind } from "../../incident/index.ts"
import type { Network } from "../../message/index.ts"

/** A place where the reply is to be published. */
export interface ReplyTarget {
  /** The network. */
  readonly network: Network
  /** What the network allows in a reply. */
  readonly capabilities: Pick<Capabilities, "replyLimit" | "replyPhoto" | "replyLinks">
}

/** What a lint knows of the reply beside its text. */
export interface ReplyLintContext {
  /** What the reply does. */
  readonly replyKind: ReplyKind
  /** What the reply says of the problem; null or absent where it is not said, or not yet. */
  readonly outcome?: Outcome | null
  /** The region's IANA zone: in it the promised day is a day. */
  readonly zone: string
  /** Names of the responsible body, as it may be called in the text. Absent: any body will do. */
  readonly responsible?: readonly string[]
  /** Contacts that offices publish: numbers, links, addresses. They are no personal data. */
  readonly contacts?: readonly string[]
  /** Where it is to be published. Default: nowhere in particular. */
  readonly targets?: readonly ReplyTarget[]
  /** How many photos it has. Default 0. */
  readonly photoCount?: number
  /** Texts of messages that were deleted or erased; null where the text is gone here too. */
  readonly goneTexts?: readonly (string | null)[]
  /** Texts of recent replies to others. No authors: who they went to does not matter. */
  readonly recentTexts?: readonly string[]
}
