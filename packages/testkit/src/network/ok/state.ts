import type { Instant, MessageKey } from "@otklik/core"
import type { Attachment } from "@otklik/core/connector"

/** A group or a person. */
export interface OkAccount {
  readonly id: string
  readonly kind: "group" | "user"
  readonly name: string
  readonly isClosed: boolean
}

/** A comment of a discussion. */
export interface OkComment {
  readonly key: MessageKey
  /** Base64 of moment, number, moment, discussion and 1, as at OK. */
  readonly id: string
  /** Grows with every comment. */
  readonly seq: number
  readonly authorId: string
  /** Milliseconds. */
  readonly date: number
  text: string
  readonly replyTo?: string
  isDeleted: boolean
}

/** A topic of a group. */
export interface OkTopic {
  readonly key: MessageKey
  readonly groupId: string
  readonly id: string
  readonly authorId: string
  readonly date: number
  text: string
  readonly attachments: readonly Attachment[]
  readonly isPinned: boolean
  isDeleted: boolean
  isClosed: boolean
  readonly comments: OkComment[]
}

/** A session. */
export interface OkSession {
  readonly uid: string
  /** The group that it administers. */
  readonly groupId?: string
  readonly rights: readonly string[]
  readonly expiresAt?: Instant
  isRevoked: boolean
}

/** Everything that the network knows. */
export interface OkState {
  readonly accounts: Map<string, OkAccount>
  readonly topics: Map<MessageKey, OkTopic>
  readonly comments: Map<MessageKey, { readonly topic: OkTopic; readonly comment: OkComment }>
  readonly sessions: Map<string, OkSession>
  readonly distortions: Map<MessageKey, Readonly<Record<string, unknown>>>
  /** The last number that was given away. */
  lastNumber: number
}

/** A network where nothing has happened. */
export function createOkState(): OkState {
  return { accounts: new Map(), topics: new Map(), comments: new Map(), sessions: new Map(), distortions: new Map(), lastNumber: 0 }
}

/** The next number, from 1. */
export function nextNumber(state: OkState): number {
  state.lastNumber += 1
  return state.lastNumber
}

/** What a new comment is made of. */
export type NewOkComment = Pick<OkComment, "authorId" | "date" | "text" | "replyTo">

/** Puts a comment under a topic. */
export function addComment(state: OkState, topic: OkTopic, given: NewOkComment): OkComment {
  const seq = nextNumber(state)
  const id = Buffer.from(`${given.date}:${-seq}:${given.date}:${topic.id}:1`).toString("base64")
  const comment: OkComment = { ...given, key: `${topic.key}_${id}`, id, seq, isDeleted: false }
  topic.comments.push(comment)
  state.comments.set(comment.key, { topic, comment })
  return comment
}
