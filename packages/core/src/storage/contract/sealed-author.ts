import type { MessageKey } from "../../message/index.ts"

/**
 * An author's id in the network, sealed under the host's key ring. A storage cannot open it, and has no index by
 * anything but the message.
 */
export interface SealedAuthor {
  /** The message. */
  readonly messageKey: MessageKey
  /** Which key of the ring opens it; null once it was dropped. */
  readonly keyId: string | null
  /** The sealed text; null once it was dropped: then none is stored for the message again. */
  readonly sealed: string | null
}

/**
 * What a unit says of a sealed author. The first that is stored stays; `replaces` puts another in the place of exactly
 * that text; a null drops it for good. Of a message that is not stored, or erased, nothing is kept.
 */
export interface SealedAuthorWrite extends SealedAuthor {
  /** The sealed text that this one takes the place of; where there is another, or none, nothing changes. */
  readonly replaces?: string
}
