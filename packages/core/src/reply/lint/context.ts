import type { Instant } from "../../base/index.ts"
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
  /** The present moment: by it a day is over. Absent: no day is. */
  readonly now?: Instant
  /**
   * What the reply is about: texts of the complaint, titles of its topic and group. Absent: `other-subject` is not
   * looked for.
   */
  readonly about?: readonly string[]
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
  /** Which share of a text was said to others as well, 0 to 1. Absent: `stock-text` is not looked for. */
  readonly shareSaidToOthers?: (text: string) => number
}
