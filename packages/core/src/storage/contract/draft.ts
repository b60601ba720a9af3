import type { Instant } from "../../base/index.ts"
import type { ReplyPhoto } from "../../connector/index.ts"
import type { Network } from "../../message/index.ts"
import type { ReplyFinding } from "../../reply/index.ts"

/** What the check of a reply found, without any of its words: a code and a place in the text. */
export interface DraftFinding extends Pick<ReplyFinding, "code" | "severity" | "span"> {
  /** The network whose own text is meant; null: the usual text. */
  readonly network: Network | null
}

/** The text of a reply, and the approver's remark when it was sent back. */
export interface Draft {
  /** Its id. */
  readonly draftId: string
  /** The incident. */
  readonly incidentId: string
  /** The usual text. */
  readonly text: string
  /** Texts for networks where the usual one does not fit. */
  readonly variants: readonly {
    /** The network that the text is for. */
    readonly network: Network
    /** The text. */
    readonly text: string
  }[]
  /** `replyTextHash` of the text, its variants and its photos: what an approval names. */
  readonly textHash: string
  /** Photos to publish with it. */
  readonly photos: readonly ReplyPhoto[]
  /** The guidance text that it is; null for one that was written about this case. */
  readonly guidanceId: string | null
  /** What the check of the reply found when it was handed in, and after that when it was approved. */
  readonly findings: readonly DraftFinding[]
  /** What the approver said when it was sent back; null: it was not. */
  readonly remark: string | null
  /** When it was written. */
  readonly createdAt: Instant
}
