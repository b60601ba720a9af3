import type { MessageKey } from "@otklik/core"
import type { Attachment } from "@otklik/core/connector"

/** A community (negative id) or a person. */
export interface VkAccount {
  readonly id: number
  readonly name: string
  readonly isClosed: boolean
}

/** A comment under a post or in a topic. */
export interface VkComment {
  readonly key: MessageKey
  readonly id: number
  readonly fromId: number
  /** Seconds. */
  readonly date: number
  text: string
  /** The comment at the root of its thread. */
  readonly rootId?: number
  /** The comment that it answers. */
  readonly replyTo?: number
  readonly attachments: readonly (Attachment | string)[]
  isDeleted: boolean
}

/** A post of a wall, or a topic of a board. */
export interface VkThread {
  readonly key: MessageKey
  readonly kind: "wall" | "board"
  readonly ownerId: number
  readonly id: number
  readonly fromId: number
  readonly date: number
  text: string
  edited?: number
  readonly attachments: readonly Attachment[]
  readonly isPinned: boolean
  isDeleted: boolean
  isClosed: boolean
  readonly comments: VkComment[]
}

/** A token. */
export interface VkToken {
  readonly kind: "service" | "community" | "user"
  /** The community (positive) or person that it belongs to. */
  readonly accountId?: number
  readonly rights: readonly string[]
  readonly expiresAt?: string
  isRevoked: boolean
  /** Moments of the calls within the last second, milliseconds. */
  readonly calls: number[]
}

/** A callback server. */
export interface VkCallbackServer {
  readonly id: number
  readonly communityId: number
  readonly url: string
  readonly secret: string
  status: "unconfigured" | "ok" | "failed"
}

/** An event that waits to be pushed. */
export interface VkPush {
  readonly server: VkCallbackServer
  readonly body: string
  readonly isConfirmation: boolean
  retries: number
}

/** Everything that the network knows. */
export interface VkState {
  readonly accounts: Map<number, VkAccount>
  readonly threads: Map<MessageKey, VkThread>
  readonly comments: Map<MessageKey, { readonly thread: VkThread; readonly comment: VkComment }>
  readonly tokens: Map<string, VkToken>
  /** By `guid` and community. */
  readonly guids: Map<string, VkComment>
  readonly distortions: Map<MessageKey, Readonly<Record<string, unknown>>>
  readonly servers: VkCallbackServer[]
  pushes: VkPush[]
  /** Events by community; the number of an event is its place, counted from 1. */
  readonly events: Map<number, { forgotten: number; readonly list: unknown[] }>
  /** Numbers that were given away, by what they count. */
  readonly counters: Map<string, number>
}

/** A network where nothing has happened. */
export function createVkState(): VkState {
  return {
    accounts: new Map(),
    threads: new Map(),
    comments: new Map(),
    tokens: new Map(),
    guids: new Map(),
    distortions: new Map(),
    servers: [],
    pushes: [],
    events: new Map(),
    counters: new Map(),
  }
}

/** The next number of a series, from 1. */
export function nextNumber(state: VkState, series: string): number {
  const number = (state.counters.get(series) ?? 0) + 1
  state.counters.set(series, number)
  return number
}
