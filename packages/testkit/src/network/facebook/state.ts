import type { MessageKey } from "@otklik/core"
import type { Attachment } from "@otklik/core/connector"

/** A Page or a person. */
export interface FacebookAccount {
  readonly id: string
  readonly name: string
  readonly kind: "page" | "person"
  /** A person who hides from applications: `from` is absent. */
  readonly isHidden: boolean
}

/** A comment, or a reply below one: Facebook shows two levels. */
export interface FacebookComment {
  readonly type: "Comment"
  readonly key: MessageKey
  /** `{post}_{comment}` */
  readonly id: string
  readonly number: number
  readonly post: FacebookPost
  /** The comment at the top of its thread. */
  readonly top?: FacebookComment
  /** What it answers, as its author meant it; Facebook shows `top` only. */
  readonly under: MessageKey
  readonly authorId: string
  /** Seconds. */
  readonly createdAt: number
  text: string
  readonly attachments: readonly Attachment[]
  isDeleted: boolean
}

/** A post. */
export interface FacebookPost {
  readonly type: "PagePost"
  readonly key: MessageKey
  /** `{owner}_{post}` */
  readonly id: string
  readonly number: number
  /** On whose page it is. */
  readonly ownerId: string
  /** The Page that it tags, when it is elsewhere. */
  readonly taggedId?: string
  readonly authorId: string
  /** Seconds. */
  readonly createdAt: number
  updatedAt: number
  text: string
  readonly attachments: readonly Attachment[]
  isDeleted: boolean
  isClosed: boolean
  readonly comments: FacebookComment[]
}

/** A token. */
export interface FacebookToken {
  readonly kind: "app" | "page" | "user"
  readonly accountId?: string
  readonly rights: readonly string[]
  readonly expiresAt?: string
  isRevoked: boolean
  /** Moments of the calls within the last hour, milliseconds. */
  calls: number[]
}

/** A webhook of the application, with the Page that lets it hear. */
export interface FacebookSubscription {
  readonly accountId: string
  readonly url: string
  readonly verifyToken: string
  isVerified: boolean
}

/** A change that waits to be pushed. */
export interface FacebookPush {
  readonly subscription: FacebookSubscription
  readonly time: number
  readonly change: { readonly field: string; readonly value: unknown }
}

/** Everything that the network knows. */
export interface FacebookState {
  readonly application: { readonly key: string; readonly secret: string }
  readonly accounts: Map<string, FacebookAccount>
  readonly things: Map<MessageKey, FacebookPost | FacebookComment>
  /** The same by their ids in the Graph API. */
  readonly byId: Map<string, FacebookPost | FacebookComment>
  readonly tokens: Map<string, FacebookToken>
  readonly distortions: Map<MessageKey, Readonly<Record<string, unknown>>>
  readonly subscriptions: FacebookSubscription[]
  /** Fields that a Page lets the application hear. */
  readonly subscribedFields: Map<string, readonly string[]>
  pushes: FacebookPush[]
  /** Numbers that were given away, by what they count. */
  readonly counters: Map<string, number>
}

/** A network where nothing has happened. */
export function createFacebookState(): FacebookState {
  const application = { key: "700000000000001", secret: "0123456789abcdef-invented-app-secret" }
  return {
    application,
    accounts: new Map(),
    things: new Map(),
    byId: new Map(),
    // An application's own token is made of its id and secret; what Meta reviews it for, `issueToken` says.
    tokens: new Map([[`${application.key}|${application.secret}`, { kind: "app", rights: [], isRevoked: false, calls: [] }]]),
    distortions: new Map(),
    subscriptions: [],
    subscribedFields: new Map(),
    pushes: [],
    counters: new Map(),
  }
}

/** The next number of a series, from 1. */
export function nextNumber(state: FacebookState, series: string): number {
  const number = (state.counters.get(series) ?? 0) + 1
  state.counters.set(series, number)
  return number
}

/** Keeps a new post or comment. */
export function keepThing(state: FacebookState, thing: FacebookPost | FacebookComment): void {
  state.things.set(thing.key, thing)
  state.byId.set(thing.id, thing)
}

/** The post or comment with this id of the Graph API; undefined for one that is deleted or never was. */
export function thingOf(state: FacebookState, id: string): FacebookPost | FacebookComment | undefined {
  const thing = state.byId.get(id)
  return thing === undefined || isGone(thing) ? undefined : thing
}

/** Whether it is deleted, or what it is under. */
export function isGone(thing: FacebookPost | FacebookComment): boolean {
  return thing.isDeleted || (thing.type === "Comment" && (thing.post.isDeleted || thing.top?.isDeleted === true))
}

/** A call whose token and parameters are in order. */
export interface FacebookCall {
  readonly state: FacebookState
  readonly token: FacebookToken
  /** The id in the path, or an endpoint at the root. */
  readonly node: string
  readonly edge: string
  readonly params: Readonly<Record<string, string>>
  /** Seconds. */
  readonly now: number
  /** The address of the call with its token and fields, for the next page. */
  readonly address: string
}
