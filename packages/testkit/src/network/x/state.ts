import type { Instant, MessageKey } from "@otklik/core"
import type { Attachment } from "@otklik/core/connector"

/** An account; its username is `u` and its id. */
export interface XUser {
  readonly id: string
  readonly username: string
  readonly name: string
  readonly isOfficial: boolean
  /** Its posts are protected. */
  readonly isClosed: boolean
}

/** One version of a post: an edit makes a new id. */
export interface XVersion {
  readonly id: string
  /** Seconds. */
  readonly at: number
  readonly text: string
}

/** A post with its versions, the oldest first. */
export interface XPost {
  readonly key: MessageKey
  readonly versions: XVersion[]
  readonly authorId: string
  /** The accounts that it is for, as X writes them before the text. */
  readonly prefix: string
  readonly replyTo?: XPost
  readonly quoted?: XPost
  readonly attachments: readonly Attachment[]
  readonly replies: XPost[]
  isDeleted: boolean
  /** Only who is mentioned may reply. */
  isClosed: boolean
}

/** A token. */
export interface XToken {
  readonly kind: "app" | "user"
  /** Of the account. */
  readonly accountId?: string
  /** Scopes of OAuth 2.0; `enterprise` stands for an app whose owner has this plan. */
  readonly scopes: readonly string[]
  readonly expiresAt?: Instant
  isRevoked: boolean
}

/** A registered webhook. */
export interface XWebhook {
  readonly id: string
  readonly accountId: string
  readonly url: string
  readonly secret: string
  readonly createdAt: Instant
  isValid: boolean
}

/** A push that waits: an event, or the handshake. */
export interface XPush {
  readonly webhook: XWebhook
  readonly body?: string
}

/** Everything that the network knows. */
export interface XState {
  readonly users: Map<string, XUser>
  readonly posts: Map<MessageKey, XPost>
  /** By the id of each version. */
  readonly versions: Map<string, XPost>
  readonly tokens: Map<string, XToken>
  /** Access tokens by the refresh token that goes with each; it works once. */
  readonly refresh: Map<string, string>
  /** Calls in windows of fifteen minutes, by token and operation. */
  readonly windows: Map<string, { readonly from: number; calls: number }>
  /** Posts that were read, by UTC day: each is paid for once a day. */
  readonly reads: Set<string>
  readonly media: Set<string>
  readonly distortions: Map<MessageKey, Readonly<Record<string, unknown>>>
  readonly webhooks: XWebhook[]
  pushes: XPush[]
  /** The last number that was given away. */
  lastNumber: number
}

/** A network where nothing has happened. */
export function createXState(): XState {
  return {
    users: new Map(),
    posts: new Map(),
    versions: new Map(),
    tokens: new Map(),
    refresh: new Map(),
    windows: new Map(),
    reads: new Set(),
    media: new Set(),
    distortions: new Map(),
    webhooks: [],
    pushes: [],
    lastNumber: 0,
  }
}

/** The next number, from 1. */
export function nextNumber(state: XState): number {
  state.lastNumber += 1
  return state.lastNumber
}

/** Ids count milliseconds from here. */
const epoch = 1_288_834_974_657n

/** A new id of a moment: milliseconds in the upper bits, and a number that no other has. */
export function newId(state: XState, second: number): string {
  return String(((BigInt(second) * 1000n + 999n - epoch) << 22n) | BigInt(nextNumber(state) % 4_194_304))
}

/** Whether an id is later than another. */
export function isLater(id: string, other: string): boolean {
  return BigInt(id) > BigInt(other)
}

/** The first second whose ids are later than an id of the second before. */
export function secondOf(id: string): number {
  return Number(((BigInt(id) >> 22n) + epoch) / 1000n)
}

/** The version that lists show. */
export function latest({ versions }: XPost): XVersion {
  const version = versions.at(-1)
  if (version === undefined) throw new TypeError("a post has a version")
  return version
}

/** A version's text as it is shown. */
export function shownText({ prefix }: XPost, { text }: XVersion): string {
  return prefix === "" ? text : `${prefix} ${text}`
}

/** Whether a post addresses an account: it mentions it, or quotes it. */
export function addresses(post: XPost, user: XUser): boolean {
  return mentions(post, user) || post.quoted?.authorId === user.id
}

/** Whether a post mentions an account. */
export function mentions(post: XPost, { username }: XUser): boolean {
  const names = shownText(post, latest(post)).matchAll(/(?<![\w@])@(\w{1,15})(?!\w)/g)
  return Array.from(names).some(([, name]) => name?.toLowerCase() === username.toLowerCase())
}
