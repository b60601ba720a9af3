/** What a worker process is told at its start. */
export interface WorkerSettings {
  readonly workerId: string
  readonly database: { readonly url: string; readonly schema: string }
  readonly vk: {
    readonly url: string
    /** Names the credentials among all processes that share them; it is no token. */
    readonly credentials: string
    readonly service: string
    readonly community: string
    readonly communityId: number
    readonly walls: readonly { readonly ownerId: number; readonly comments: boolean }[]
    readonly searches: readonly { readonly id: string; readonly query: string }[]
  }
  readonly ok: {
    readonly url: string
    readonly applicationKey: string
    readonly applicationSecret: string
    readonly token: string
    readonly groupId: string
  }
  /** How long what it took is its own. */
  readonly leaseSeconds: number
}

/** What a worker tells whoever started it. */
export type WorkerNews =
  | { readonly type: "ready" }
  | { readonly type: "page"; readonly sourceId: string; readonly registered: number }
  | { readonly type: "deadline" }
  | { readonly type: "reply" }
  | { readonly type: "closed" }
  | { readonly type: "frozen" }
  | { readonly type: "failed"; readonly work: string }
