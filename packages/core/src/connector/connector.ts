import type { Instant } from "../base/index.ts"
import type { IncomingMessage, MessageKey, Network } from "../message/index.ts"

/**
 * Where a reply may be published: under the message, or as a post of the official account that mentions whoever wrote
 * it.
 */
export type ReplyPlacement = "under-message" | "official-post"

/** What a credential can do. Follows from the credential given, not from the network. */
export interface Capabilities {
  /** Its sources can be pulled. */
  readonly pull: boolean
  /** Takes pushes: `doReceive` is present exactly when this is true. */
  readonly webhook: boolean
  /** Can publish a reply under a message. */
  readonly reply: boolean
  /** Can attach photos to a reply. */
  readonly replyPhoto: boolean
  /** The longest reply in UTF-16 units; null where no limit is known. */
  readonly replyLimit: number | null
  /**
   * Hands on messages of other networks (an archive, a listening vendor): keys need not begin with the connector's own
   * network.
   */
  readonly relay: boolean
  /** Whether a reply may hold a link. Absent: it may. */
  readonly replyLinks?: boolean
  /**
   * Whether the network takes a text of an account only once, under whichever message: a reply to many needs the
   * `{number}` of each. Absent: it takes it again.
   */
  readonly replyTextOnce?: boolean
  /** Where it can put a reply. Absent: under the message only. Empty for one that cannot reply. */
  readonly replyPlacements?: readonly ReplyPlacement[]
}

/** One thing that can be read page by page: a wall, a search, a file. */
export interface Source {
  /** Unique inside its connector and stable over restarts: names its cursor. */
  readonly id: string
  /** For people. */
  readonly title: string
  /** How often it is worth pulling, in minutes by wall clock. */
  readonly everyMinutes: number
  /**
   * `published`: it gives its messages in the order in which they were published, so that a history may be registered
   * as of then. Absent: it promises no order.
   */
  readonly order?: "published"
}

/** What every call may carry. */
export interface CallOptions {
  /** Aborts the call. */
  readonly signal?: AbortSignal
}

/** Asks for one page of one source. */
export interface PullOptions extends CallOptions {
  /** Which of `sources` to read. */
  readonly sourceId: string
  /**
   * Where the last committed page ended; absent for the first page ever. Opaque to everybody but the connector, which
   * refuses any other text.
   */
  readonly cursor?: string
  /**
   * At most this many messages, a whole number of 1 or more. Items that are skipped count too, so that a page always
   * ends.
   */
  readonly limit: number
  /**
   * Keys of this network's messages that open incidents hold, the newest first, at most 10 000. A source that reads
   * comments also goes below the posts that they are under, however old these are. Advice: a source that has no use for
   * it passes it over.
   */
  readonly watchedKeys?: readonly MessageKey[]
  /** The present moment, from the desk's clock. */
  readonly now: Instant
}

/** Asks for one message. */
export interface ReadOptions extends CallOptions {
  /** Which message to read. */
  readonly messageKey: MessageKey
  /** The present moment, from the desk's clock. */
  readonly now: Instant
}

/** Something that was read but could not be understood. It is reported, counted and skipped; the rest goes on. */
export interface SkippedItem {
  /** `refused`: the connector understood it, and the desk could not take it in. */
  readonly code: "not-json" | "invalid" | "duplicate-key" | "not-a-message" | "refused"
  /** A sentence that names what was expected; never holds the item's text or author. */
  readonly message: string
  /** The field, as `publishedAt`; empty for the whole item. */
  readonly path: string
  /** The file that it is in, when it is in one; then `line` is there too. */
  readonly file?: string
  /** The line that it is on, counted from 1: of the file, or of a stream of lines. */
  readonly line?: number
}

/** An interval `[from, to)` that is known not to have been read. It is recorded, never silently passed over. */
export interface Gap {
  /** From this moment on nothing was read. */
  readonly from: Instant
  /** At this moment the reading continues. */
  readonly to: Instant
  /** Why, for people. */
  readonly reason: string
}

/**
 * What a network reports about a message after it was published, beside its text: it is gone, or nobody can answer
 * below it any more.
 */
export interface MessageNotice {
  /** `deleted`: gone or no longer public; whoever took it away. `comments-closed`: it exists, but takes no replies. */
  readonly kind: "deleted" | "comments-closed"
  /** The message. One that the desk does not hold is passed over. */
  readonly messageKey: MessageKey
}

/** One page of one source. The same cursor gives the same page, after a restart too. */
export interface MessagePage {
  /**
   * Each key at most once: an edit of a message that the page holds already begins the next page. Keys of different
   * pages may repeat.
   */
  readonly messages: readonly IncomingMessage[]
  /**
   * Where the next page begins: not empty, without NUL, so that a database keeps it. It is stored in the same commit as
   * the messages.
   */
  readonly cursor: string
  /**
   * Ask again at once: something may follow. False only when the end was reached; then the cursor stays as it is until
   * something new appears. True promises that the cursor moved, not that the next page holds something.
   */
  readonly more: boolean
  /** Items that could not be understood. */
  readonly skipped: readonly SkippedItem[]
  /** Intervals that cannot be read any more. */
  readonly gaps: readonly Gap[]
  /** What became of messages that were read before. They count towards the page's limit. */
  readonly notices?: readonly MessageNotice[]
  /** On the first page ever: from which moment on the source is read. Absent: from the moment of the call. */
  readonly since?: Instant
  /**
   * There is no more for now, but something could not be read this time: the next reading does. Absent: everything
   * was.
   */
  readonly isPartial?: boolean
  /**
   * With `more` false: everything was read up to this moment, and something not since, as what has its turn.
   * Absent: up to the moment of the asking.
   */
  readonly lookedTo?: Instant
}

/**
 * What a push held, and the answer that is sent to the network after the commit. A push that the network did not send
 * holds nothing, and its answer is a refusal (4xx).
 */
export interface Received {
  /** The messages of the push, in any order. */
  readonly messages: readonly IncomingMessage[]
  /** Items that could not be understood. */
  readonly skipped: readonly SkippedItem[]
  /** What became of messages that were read or pushed before. */
  readonly notices?: readonly MessageNotice[]
  /** What the network is answered, once the messages are committed. */
  readonly response: Response
}

/** A photo that goes out with a reply, pinned when it was drafted. */
export interface ReplyPhoto {
  /** Where it was fetched, an absolute URL. */
  readonly url: string
  /** SHA-256 of its bytes, in lower-case hexadecimal: what was approved. */
  readonly contentHash: string
}

/** A photo as it was fetched. */
export interface PhotoBytes {
  /** The photo itself. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The media type that its server named, as `image/jpeg`. */
  readonly type: string
}

/** A photo that a connector uploads. */
export interface PhotoToPublish extends ReplyPhoto {
  /**
   * Fetches it and makes sure that it is the picture that was approved. Ask right before the upload, and upload these
   * bytes: a second fetch may give others.
   *
   * @throws DeskError `refused` for another picture than the approved one, or none; `network` where it cannot be
   * fetched now; the signal's reason
   */
  read(): Promise<PhotoBytes>
}

/** A reply to publish. Its signal ends also when the reply is another worker's by now. */
export interface ReplyOptions extends CallOptions {
  /** The message to answer under. */
  readonly messageKey: MessageKey
  /** The whole reply, as it is to be published. */
  readonly text: string
  /** Photos of the fix: exactly these bytes were approved. */
  readonly photos: readonly PhotoToPublish[]
  /** The same for every try of the same reply: the network must not publish twice. */
  readonly idempotencyKey: string
  /** One of the capability's placements. Absent: under the message. */
  readonly placement?: ReplyPlacement
  /**
   * When the earliest running deadline of its incident ends, so that a quota serves the most urgent first. Absent: none
   * runs.
   */
  readonly dueAt?: Instant
  /**
   * Whether an earlier try may have published it: then it is searched for first, and what cannot be searched for is not
   * published. False only for the first try. Absent: it may.
   */
  readonly mayBePublished?: boolean
  /**
   * Awaited right before each request that may publish, after every wait for a quota and every upload. Where it
   * rejects, the request is not sent and `doReply` rejects with the same error: the reply is another worker's by now.
   * Absent: nobody else works on it.
   */
  readonly beforeWrite?: () => Promise<void>
  /** The present moment. */
  readonly now: Instant
}

/** Searches for replies of ours that may have been published. */
export interface FindRepliesOptions extends CallOptions {
  /** The message whose replies are searched. */
  readonly messageKey: MessageKey
  /** The text of the reply. */
  readonly text: string
  /** The key under which it was published. */
  readonly idempotencyKey: string
  /** Where it was to be published. Absent: under the message. */
  readonly placement?: ReplyPlacement
  /** When the earliest running deadline of its incident ends. Absent: none runs. */
  readonly dueAt?: Instant
  /** No try was made before this moment: what is older need not be scanned. Absent: everything is. */
  readonly since?: Instant
}

/** Names a reply of ours that is to be deleted. */
export interface RetractOptions extends CallOptions {
  /** The message under which it was published. */
  readonly messageKey: MessageKey
  /** The reply, as its receipt names it. */
  readonly replyKey: MessageKey
}

/** Proof that a reply is published under a message. */
export interface ReplyReceipt {
  /** The key of the reply itself. */
  readonly replyKey: MessageKey
  /** Where it is (http, https); a `urn:` for one that was handed over and has no address. */
  readonly url: string
  /** When the network published it. */
  readonly publishedAt: Instant
}

/** How a credential, and what it reads, is doing. */
export interface Health {
  /** True exactly when no problem is named. */
  readonly ok: boolean
  /** Sentences for people: what is missing, and how to get it. */
  readonly problems: readonly string[]
  /** When the credential ends; null when it does not or is not known. */
  readonly expiresAt: Instant | null
}

/**
 * The contract of a connector, version 1: what an adapter of a network implements. Small on purpose;
 * `connectorContract` of `@otklik/testkit` says what every member promises.
 */
export interface ConnectorV1 {
  readonly specificationVersion: "v1"
  /** Names its cursors, as `vk:club1`. Stable over restarts. */
  readonly id: string
  /** The network that it reads, as `vk`. */
  readonly network: Network
  /** Frozen: it does not change while the connector lives. */
  readonly capabilities: Capabilities
  /** What it reads, in the order in which it is read. */
  readonly sources: readonly Source[]
  /**
   * The community or account in whose name it answers, as messages name theirs in `communityKey`. Its own messages are
   * answered by it first. Absent: not known.
   */
  readonly communityKey?: MessageKey
  /**
   * Whether a reply to a message is its to publish, as far as the key says; no is for good: `doReply` would end in
   * `capability` or `config`. Pure. A host may have several connectors of one network, and each reply goes to one that
   * says yes. Absent: any message of its network.
   */
  canAnswer?(messageKey: MessageKey): boolean
  /**
   * The key of the message that a link leads to, for a person who enters it by hand; undefined for a link of others.
   * Pure. Absent: links are not understood.
   */
  keyOf?(url: string): MessageKey | undefined
  /**
   * Reads one message, for a person who enters its link by hand; undefined where there is none. Absent: it cannot.
   *
   * @throws DeskError as `doPull`
   */
  doRead?(options: ReadOptions): Promise<IncomingMessage | undefined>
  /**
   * One page of one source; the same cursor gives the same page.
   *
   * @throws DeskError `config` for an unknown source, `config` or `protocol` for a cursor that cannot be used, `auth`,
   * `rate-limited`, `network` and `protocol` as the network gives cause; the signal's reason when it is aborted
   */
  doPull(options: PullOptions): Promise<MessagePage>
  /** Reads a push. Present exactly when `capabilities.webhook`. The response leaves only after the commit. */
  doReceive?(
    request: Request,
    options: {
      /** The present moment. */
      readonly now: Instant
    },
  ): Promise<Received>
  /**
   * Publishes a reply, once for an idempotency key, however often, from however many calls at a time and after however
   * many restarts it is asked; where the network knows no such key, it searches for the reply first. Present exactly
   * when `capabilities.reply`.
   *
   * @throws DeskError `ambiguous` when it is unknown whether the reply was published; `refused` when it never will be;
   * what `beforeWrite` throws
   */
  doReply?(options: ReplyOptions): Promise<ReplyReceipt>
  /**
   * Every reply of ours with this key, or this text where the network shows no key, under this message, the oldest
   * first. Empty only when there surely is none. Present exactly when `capabilities.reply`.
   *
   * @throws DeskError `refused` when more would have to be scanned than can be
   */
  doFindReplies?(options: FindRepliesOptions): Promise<readonly ReplyReceipt[]>
  /**
   * Deletes a reply of ours; one that is gone already is deleted. Absent where the network does not let the credential
   * do it.
   *
   * @throws DeskError `capability` or `refused` when it never can be
   */
  doRetract?(options: RetractOptions): Promise<void>
  /** Token expiry, rights, silence. */
  doCheck(options?: CallOptions): Promise<Health>
}

/** The newest version of the connector contract. */
export type Connector = ConnectorV1
