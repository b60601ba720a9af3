import type { Instant, MessageKey } from "@otklik/core"
import type { Attachment } from "@otklik/core/connector"

/** The two ways in: each has its own host, scopes and tokens. */
export type InstagramLogin = "facebook" | "instagram"

/** A professional account or a person. */
export interface InstagramAccount {
  readonly id: string
  /** What Instagram Login calls the account beside its id. */
  readonly scopedId: string
  readonly username: string
  readonly isProfessional: boolean
  readonly isPrivate: boolean
  /** The Page of Facebook that it is linked with. */
  readonly pageId: string
}

/** A comment, or a reply under one. */
export interface InstagramComment {
  readonly key: MessageKey
  readonly id: string
  readonly authorId: string
  /** Seconds. */
  readonly date: number
  text: string
  /** The comment at the root: there are two levels. */
  readonly rootId?: string
  isDeleted: boolean
  isHidden: boolean
}

/** A photo, video, reel or album. */
export interface InstagramMedia {
  readonly key: MessageKey
  readonly id: string
  readonly ownerId: string
  /** The account that is tagged in it. */
  readonly taggedId?: string
  readonly date: number
  text: string
  readonly attachments: readonly Attachment[]
  readonly isLive: boolean
  isDeleted: boolean
  isClosed: boolean
  readonly comments: InstagramComment[]
}

/** A token. */
export interface InstagramToken {
  readonly kind: "application" | "user"
  readonly login: InstagramLogin
  /** The professional account that it may act for. */
  readonly accountId?: string
  readonly rights: readonly string[]
  readonly issuedAt: Instant
  readonly expiresAt?: Instant
  isRevoked: boolean
}

/** A subscription of an application to an account. */
export interface InstagramSubscription {
  readonly accountId: string
  readonly url: string
  /** The token that the handshake carries. */
  readonly secret: string
}

/** A push that waits. */
export interface InstagramPush {
  readonly subscription: InstagramSubscription
  /** The change; absent for the handshake. */
  readonly change?: { readonly field: string; readonly value: Readonly<Record<string, unknown>> }
  /** Seconds. */
  readonly date: number
}

/** Everything that the network knows. */
export interface InstagramState {
  readonly accounts: Map<string, InstagramAccount>
  readonly media: Map<MessageKey, InstagramMedia>
  readonly comments: Map<MessageKey, { readonly media: InstagramMedia; readonly comment: InstagramComment }>
  readonly tokens: Map<string, InstagramToken>
  readonly distortions: Map<MessageKey, Readonly<Record<string, unknown>>>
  readonly subscriptions: InstagramSubscription[]
  pushes: InstagramPush[]
  /** Hashtags that an account asked for, with the moment, milliseconds. */
  readonly hashtags: Map<string, Map<string, number>>
  /** Calls of each account within the last day, milliseconds. */
  readonly calls: Map<string, number[]>
  /** The last number that was given away. */
  lastNumber: number
}

/** A network where nothing has happened. */
export function createInstagramState(): InstagramState {
  return {
    accounts: new Map(),
    media: new Map(),
    comments: new Map(),
    tokens: new Map(),
    distortions: new Map(),
    subscriptions: [],
    pushes: [],
    hashtags: new Map(),
    calls: new Map(),
    lastNumber: 0,
  }
}

/** The next number, from 1. */
export function nextNumber(state: InstagramState): number {
  state.lastNumber += 1
  return state.lastNumber
}

/** An id of 17 digits, beyond 2^53. */
export function nextId(state: InstagramState, prefix: string): string {
  return prefix + String(nextNumber(state)).padStart(17 - prefix.length, "0")
}

/** The account that goes by a name. */
export function accountNamed(state: InstagramState, username: string): InstagramAccount | undefined {
  return [...state.accounts.values()].find((account) => account.username === username.toLowerCase())
}

/** The media with this id, unless it was deleted. */
export function mediaWith(state: InstagramState, id: string | undefined): InstagramMedia | undefined {
  const media = state.media.get(`instagram:${id ?? ""}`)
  return media?.isDeleted === false ? media : undefined
}

/** The comment with this id, unless it or what it is under was deleted. */
export function commentWith(
  state: InstagramState,
  id: string | undefined,
): { readonly media: InstagramMedia; readonly comment: InstagramComment } | undefined {
  return [...state.comments.values()].find((entry) => entry.comment.id === id && isShown(entry))
}

/** Whether a comment is still published: a reply goes with the comment that it is under. */
export function isShown({ media, comment }: { readonly media: InstagramMedia; readonly comment: InstagramComment }): boolean {
  const root = comment.rootId === undefined ? undefined : media.comments.find(({ id }) => id === comment.rootId)
  return !media.isDeleted && !comment.isDeleted && root?.isDeleted !== true
}
