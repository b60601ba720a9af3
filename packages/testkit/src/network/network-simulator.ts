import type { Clock, Instant, MessageKey } from "@otklik/core"
import type { Attachment } from "@otklik/core/connector"
import type { SimulatedFault } from "./fault.ts"

/** The networks that are simulated. */
export type SimulatedNetwork = "facebook" | "instagram" | "ok" | "vk" | "x"

/** What a simulator needs. */
export interface NetworkSimulatorOptions {
  /** Dates, ends of tokens, quotas and slow answers go by it; `sleep` is needed for slow answers only. */
  readonly clock: Clock
}

/**
 * A new token. Of an application: reads what is public. Of an account: acts as this official account. Of a person: acts
 * as that person.
 */
export interface SimulatedTokenRequest {
  /** Whose token it is. */
  readonly kind: "application" | "account" | "person"
  /** The account or person, as the simulator named it. */
  readonly accountId?: string
  /** The network's names of rights; absent: all. */
  readonly rights?: readonly string[]
  /** When it expires; absent: never. */
  readonly expiresAt?: Instant
}

/** A new post. */
export interface SimulatedPost {
  /** Where it is: an account, as the simulator named it. */
  readonly accountId: string
  /** Who writes it. */
  readonly authorId: string
  /** Its text. */
  readonly text: string
  /** Default: now. Networks count in seconds. */
  readonly at?: Instant
  /** A part of the account's page that the network has, as `board`. Default: the wall. */
  readonly section?: string
  /** What is attached to it. */
  readonly attachments?: readonly Attachment[]
  /** It is first, whatever its age. */
  readonly isPinned?: boolean
}

/** A new comment. */
export interface SimulatedComment {
  /** The post, or the comment that is answered. */
  readonly under: MessageKey
  /** Who writes it. */
  readonly authorId: string
  /** Its text. */
  readonly text: string
  /** When. Default: now. */
  readonly at?: Instant
  /** What is attached to it. */
  readonly attachments?: readonly Attachment[]
}

/** A comment of an official account. */
export interface SimulatedReply {
  /** Its key. */
  readonly key: MessageKey
  /** What it answers. */
  readonly under: MessageKey
  /** The account that published it. */
  readonly accountId: string
  /** Its text. */
  readonly text: string
  /** How many things are attached. */
  readonly attachments: number
}

/** A call that came in. */
export interface SimulatedRequest {
  /** As the network names it. */
  readonly operation: string
  /** Its parameters. */
  readonly params: Readonly<Record<string, string>>
  /** What was answered; null when the connection was cut. */
  readonly answer: unknown
}

/** A server on localhost. */
export interface SimulatedServer {
  /** `http://127.0.0.1:` and the port. */
  readonly url: string
  /** Ends it; open connections are cut. */
  close(): Promise<void>
}

/**
 * A network that is not there: it speaks the real protocol, is as strict about parameters as the official contract,
 * keeps what happened, and fails on demand.
 */
export interface NetworkSimulator {
  /** Which network it plays. */
  readonly network: SimulatedNetwork
  /** The application whose key and secret sign calls; absent where the network has none. */
  readonly application?: {
    /** Its public key. */
    readonly key: string
    /** Its secret. */
    readonly secret: string
  }
  /** Answers what a connector asks; nothing leaves the process. */
  readonly fetch: typeof globalThis.fetch
  /** Every call so far, with its answer. */
  readonly requests: readonly SimulatedRequest[]
  /** How many calls and deliveries of pushes a fault hit so far. */
  readonly disturbed: number
  /** The same over HTTP, on localhost and a free port. */
  listen(): Promise<SimulatedServer>
  /** Makes something go wrong from now on, as often as the fault says. */
  inject(fault: SimulatedFault): void
  /** Ends all faults. */
  heal(): void
  /**
   * Has requests arrive that a fault `late` kept, in the order in which they were sent. Nobody gets their answers.
   *
   * @returns how many
   */
  arriveLate(): number
  /**
   * Makes an official account or a person.
   *
   * @returns its id in the network
   */
  addAccount(account: {
    /** Whether it is an official account or a person's. */
    readonly kind: "official" | "person"
    /** Its name. */
    readonly name: string
    /** Whether strangers cannot see it. */
    readonly isClosed?: boolean
  }): string
  /**
   * Makes a token.
   *
   * @returns the token, as it is sent with calls
   */
  issueToken(request: SimulatedTokenRequest): string
  /** Makes a token worthless, as when its owner changes the password. */
  revokeToken(token: string): void
  /**
   * Somebody writes a post.
   *
   * @returns its key
   */
  publish(post: SimulatedPost): MessageKey
  /**
   * Somebody writes a comment.
   *
   * @returns its key
   */
  comment(comment: SimulatedComment): MessageKey
  /** The author changes a text, now. */
  edit(key: MessageKey, text: string): void
  /** A post or comment is deleted. */
  remove(key: MessageKey): void
  /** A deleted post or comment comes back. */
  restore(key: MessageKey): void
  /** Nobody may comment under this post any more. */
  closeComments(key: MessageKey): void
  /** Makes the network hand out a message with other fields: a shape that changed. `undefined` takes a field away. */
  distort(key: MessageKey, fields: Readonly<Record<string, unknown>>): void
  /** Has the account's events pushed, from now on, after a handshake if the network has one. */
  subscribe(subscription: {
    /** The account whose events are pushed. */
    readonly accountId: string
    /** Where pushes are sent. */
    readonly url: string
    /** The secret that signs them. */
    readonly secret: string
  }): void
  /**
   * Delivers the pushes that wait, one after the other. What is not acknowledged waits for the next time.
   *
   * @returns how many were acknowledged
   */
  deliver(receive: (request: Request) => Promise<Response>): Promise<number>
  /** What official accounts answered, and what is left of it. */
  replies(): readonly SimulatedReply[]
}
