import { keyedId, sha256, type Instant } from "../base/index.ts"
import type { Attachment, IncomingMessage, Place, MessageReach } from "./message.ts"
import { communityKeyOf, type MessageKey, type Network } from "./message-key.ts"
import type { OriginFinding } from "./origin.ts"

/** A file beside a note, which the host keeps: what it is, and never its bytes. */
export interface NoteFile {
  /** The host's name of it. */
  readonly fileId: string
  /** Its name, for people. */
  readonly title: string
  /** As `image/jpeg`. */
  readonly mediaType: string
  /** How long it is. */
  readonly bytes: number
  /** SHA-256 of the bytes, in lower-case hexadecimal digits. */
  readonly sha256: string
}

/**
 * A message as it is stored: only those that matched are. The author is a keyed pseudonym, and there is no index by it.
 */
export interface Message {
  /** Identifies it everywhere, as `vk:-1_7_12`. */
  readonly key: MessageKey
  /** The network that it is in, as `vk`. */
  readonly network: Network
  /**
   * `by-hand`: it is in no network, and a person entered it. `note`: somebody of the office wrote it for the office.
   */
  readonly kind: "post" | "comment" | "by-hand" | "note"
  /** Null of what is in no network. */
  readonly url: string | null
  /** The text; null after erasure. */
  readonly text: string | null
  /** SHA-256 of the text: distinguishes an edit from a second delivery. */
  readonly textHash: string
  /** 1 for the first text that was seen, one more for each edit. */
  readonly revision: number
  /** When it was published. */
  readonly publishedAt: Instant
  /** When it was last edited; null: never. */
  readonly editedAt: Instant | null
  /** When the desk saw this revision. */
  readonly seenAt: Instant
  /** The post at the root of the thread, for a comment; else null. */
  readonly threadKey: MessageKey | null
  /** The message that it answers; null: none. */
  readonly parentKey: MessageKey | null
  /** The community or page that it is in; null: unknown. */
  readonly communityKey: MessageKey | null
  /** What is attached to it. */
  readonly attachments: readonly Attachment[]
  /** Where the problem is; null: it does not say. */
  readonly place: Place | null
  /** Absent: not known. */
  readonly reach?: MessageReach
  /** The place was set by a person (`set-place`), and stays when the author edits the text; absent: it was not. */
  readonly isPlaceSet?: true
  /** Of a note the files beside it; absent: none. */
  readonly files?: readonly NoteFile[]
  /** Of a note: it goes along where incidents are exported with their notes; absent: it stays. */
  readonly inExport?: true
  /** Who speaks, and why the desk thinks so. */
  readonly origin: OriginFinding
  /** {@link authorPseudonym}; null when the author is unknown. */
  readonly authorPseudonym: string | null
}

/**
 * What represents an author: a tag of the key, a dot, and the HMAC of network and id under it. The tag says under which
 * key it is, and nothing of the key.
 *
 * @param authorKey - the host's secret
 * @param authorId - the author's id in the network
 */
export function authorPseudonym(authorKey: Uint8Array, network: Network, authorId: string): string {
  return `${authorKeyTag(authorKey)}.${keyedId(authorKey, network, authorId)}`
}

/** Distinguishes the pseudonyms of one key from those of another. */
export function authorKeyTag(authorKey: Uint8Array): string {
  return keyedId(authorKey, "otklik", "tag of authorKey").slice(0, 6)
}

/**
 * Turns an incoming message into the one that is stored. The author's id ends here.
 *
 * @param incoming - as the connector gave it
 * @param options - `seenAt`, the origin found, the host's key for pseudonyms, and the revision number
 */
export function toStoredMessage(
  incoming: IncomingMessage,
  options: { readonly seenAt: Instant; readonly origin: OriginFinding; readonly authorKey: Uint8Array; readonly revision: number },
): Message {
  return {
    key: incoming.key,
    network: incoming.network,
    kind: incoming.kind,
    url: incoming.url,
    text: incoming.text,
    textHash: sha256(incoming.text),
    revision: options.revision,
    publishedAt: incoming.publishedAt,
    editedAt: incoming.editedAt ?? null,
    seenAt: options.seenAt,
    threadKey: incoming.threadKey ?? null,
    parentKey: incoming.parentKey ?? null,
    communityKey: communityKeyOf(incoming),
    attachments: incoming.attachments ?? [],
    place: incoming.place ?? null,
    ...(incoming.reach === undefined ? {} : { reach: incoming.reach }),
    origin: options.origin,
    authorPseudonym: incoming.authorId === undefined ? null : authorPseudonym(options.authorKey, incoming.network, incoming.authorId),
  }
}
