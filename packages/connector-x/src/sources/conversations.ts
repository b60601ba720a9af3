import {
  createThreadTracker,
  endOfDay,
  gapOf,
  listItems,
  type Budget,
  type ListedItem,
  type ReadThread,
  type Walk,
  type WatchedThread,
} from "@otklik/connector-kit"
import { instantToMillis } from "@otklik/core"
import type { CallOptions, PullOptions } from "@otklik/core/connector"
import { sha256 } from "@otklik/core/internal"
import { readIncludes } from "../api/includes.ts"
import { idOf, keyOf, secondOf } from "../api/keys.ts"
import { pageSize, type XLists } from "../api/lists.ts"
import { readPost } from "../api/message.ts"
import { postSchema, type XPage, type XPost } from "../api/schemas.ts"

const day = 86_400

/** How far a search reaches back, seconds. */
export const searchReach = 7 * day

/**
 * A quiet source notes now and then that it was read, so that silence is not taken for downtime. Seconds, our choice.
 */
const quiet = { noted: 4 * day, to: 3 * day } as const

/** Problems by which X says that a post is gone or no longer public. */
const goneTypes = /\/problems\/(?:resource-not-found|not-authorized-for-resource|resource-unavailable|disallowed-resource)$/

/** What reading conversations needs. */
export interface ConversationOptions {
  readonly lists: XLists
  readonly maxCalls: number
  /** Throws when no more may be read. */
  allow(pull: PullOptions): Promise<void>
}

/**
 * Rechecks the messages that open incidents have: says which are gone, hands over their later versions, and reads
 * the replies below them.
 *
 * @param options - see {@link ConversationOptions}
 */
export function createConversationWalk(options: ConversationOptions): (floor: number, pull: PullOptions) => Promise<Walk> {
  const { lists, maxCalls, allow } = options
  const readThreads = createThreadTracker(maxCalls)

  async function lookUp(ids: readonly string[], call: CallOptions): Promise<readonly XPage[]> {
    const pages: XPage[] = []
    for (let start = 0; start < ids.length; start += pageSize)
      pages.push(await lists.lookup(ids.slice(start, start + pageSize), { priority: "incident", ...call }))
    return pages
  }

  return async (floor, pull) => {
    const { now, watchedKeys = [] } = pull
    const call = pull.signal === undefined ? {} : { signal: pull.signal }
    const present = Math.floor(instantToMillis(now) / 1000)
    const edge = Math.max(floor, present - searchReach + 60)
    const gaps = floor < edge ? [gapOf(floor, edge, "X's search reaches back seven days only")] : []
    const moved = floor < present - quiet.noted ? { floor: present - quiet.to } : {}
    const ids = [...new Set(watchedKeys.flatMap((key) => idOf(key) ?? []))]
    if (ids.length === 0) return { items: [], gaps, ...moved }
    await allow(pull)
    const pages = await lookUp(ids, call)
    const posts = pages.flatMap(({ data }) => data.flatMap((item) => postSchema.safeParse(item).data ?? []))
    const latest = [...new Set(posts.flatMap(({ id, history }) => (history.at(-1) === id ? [] : (history.at(-1) ?? []))))]
    const edited = (await lookUp(latest, call)).flatMap((page) => listPage(page, "edited", endOfDay(now)))
    const read = await readThreads(threadsOf(posts, edge, endOfDay(now)), edge, now)
    return {
      ...read,
      items: [...goneOf(pages, ids, present), ...edited, ...read.items],
      gaps,
      ...moved,
    }
  }

  /** Conversations are read anew when one of the watched posts has another number of replies. */
  function threadsOf(posts: readonly XPost[], from: number, fallback: number): readonly WatchedThread[] {
    const stamps = new Map<string, number>()
    for (const { id, conversation_id: conversation = id, public_metrics: metrics } of posts)
      stamps.set(conversation, (stamps.get(conversation) ?? 0) + (metrics?.reply_count ?? 0))
    return [...stamps].map(([id, stamp]) => ({
      id,
      stamp,
      read: (budget, above) => readConversation(id, Math.max(from, above), fallback, budget),
    }))
  }

  async function readConversation(id: string, from: number, fallback: number, budget: Budget): Promise<ReadThread> {
    const range = { start_time: new Date(from * 1000).toISOString() }
    const items: ListedItem[] = []
    let token: string | undefined
    do {
      if (!budget.spend()) return { items, isWhole: false }
      const next = token === undefined ? {} : { next_token: token }
      const page = await lists.search(`conversation_id:${id} is:reply`, { ...range, ...next }, { priority: "incident" })
      items.push(...listPage(page, id, fallback))
      token = page.meta.next_token
    } while (token !== undefined)
    return { items, isWhole: true }
  }

  function goneOf(pages: readonly XPage[], ids: readonly string[], at: number): readonly ListedItem[] {
    const asked = new Set(ids)
    const gone = pages.flatMap(({ errors }) =>
      errors.flatMap(({ type, resource_id: resource, value }) => {
        const id = resource ?? value ?? ""
        return goneTypes.test(type) && asked.has(id) ? [id] : []
      }),
    )
    return [...new Set(gone)].map((id) => {
      const messageKey = keyOf(id)
      return { at, id: `${messageKey} deleted`, content: { kind: "deleted", messageKey } }
    })
  }

  function listPage({ data, includes }: XPage, place: string, fallback: number): readonly ListedItem[] {
    const beside = readIncludes(includes)
    const id = (item: unknown): string | undefined => postSchema.safeParse(item).data?.id
    return listItems(data, {
      read: (item) => readPost(item, beside),
      momentOf: (item) => secondOf(id(item) ?? ""),
      markOf: (item) => id(item) ?? sha256(JSON.stringify(item) ?? "").slice(0, 16),
      place,
      fallback,
    })
  }
}
