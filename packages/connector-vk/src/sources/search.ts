import {
  createBudget,
  createWalkEnd,
  cutWalk,
  listItems,
  type Budget,
  type ListedItem,
  type Reading,
  type Walk,
} from "@otklik/connector-kit"
import type { PullOptions } from "@otklik/core/connector"
import * as z from "zod"
import type { VkApi } from "../api/client.ts"
import { readPost } from "../api/message.ts"
import { listSchema } from "../api/schemas.ts"
import { itemId, itemMark, itemMoment, walkList } from "./list.ts"

/** Hits a call gives at most, and hits that one search can reach (`newsfeed.search`). */
const pageSize = 200
const reachable = 1000

const pageSchema = z.looseObject({ items: z.array(z.unknown()), next_from: z.string().optional() })

interface Slice {
  readonly items: readonly unknown[]
  /** Whether the network showed all that it shows at all. */
  readonly isWhole: boolean
}

/**
 * Walks a search from its newest hit back to the floor. A search reaches its first thousand hits only; older ones are
 * asked for once more, as those before the oldest that was reached.
 *
 * @param api - VK
 * @param query - words or a hashtag
 * @param maxCalls - the most calls of one walk
 */
export function createSearchWalk(api: VkApi, query: string, maxCalls: number): (floor: number, options: PullOptions) => Promise<Walk> {
  async function readSlice(from: number, to: number | undefined, budget: Budget, { signal }: PullOptions): Promise<Slice> {
    const items: unknown[] = []
    let startFrom: string | undefined
    do {
      if (!budget.spend()) return { items, isWhole: false }
      const page = await api.call(
        {
          method: "newsfeed.search",
          tokens: ["service", "user"],
          priority: "discovery",
          params: { q: query, count: pageSize, start_time: from, end_time: to, start_from: startFrom },
          ...(signal === undefined ? {} : { signal }),
        },
        pageSchema,
      )
      items.push(...page.items)
      startFrom = page.items.length === 0 || page.next_from === "" ? undefined : page.next_from
    } while (startFrom !== undefined && items.length < reachable)
    return { items, isWhole: items.length < reachable }
  }

  return async (floor, options) => {
    const budget = createBudget(maxCalls)
    const found = new Map<string, unknown>()
    let to: number | undefined
    let cut: number | undefined
    for (;;) {
      const slice = await readSlice(floor, to === undefined ? undefined : to + 1, budget, options)
      for (const item of slice.items) found.set(itemMark(item), item)
      if (slice.isWhole) break
      const oldest = slice.items.reduce<number>((least, item) => Math.min(least, itemMoment(item) ?? Infinity), to ?? Infinity)
      if (oldest <= floor) break
      if (slice.items.length < reachable || oldest === to) {
        // The calls are used up, or one second holds more than a search can reach.
        cut = oldest
        break
      }
      to = oldest
    }
    const reached = cut === Infinity ? undefined : cut
    return {
      items: listPosts([...found.values()], "search", floor),
      ...cutWalk(floor, reached, "more hits than one reading may walk through"),
    }
  }
}

/** Posts a call gives at most (`newsfeed.getMentions`, and `wall.get` less than it may). */
const shortPageSize = 50

/** A list of posts of the user token, and how it is called. */
interface PostList {
  readonly api: VkApi
  readonly maxCalls: number
  readonly method: string
  readonly place: string
  params(floor: number): Readonly<Record<string, string | number>>
  read(item: unknown): Reading
}

/** Walks a list of posts from the newest back to the floor. */
function createPostWalk({ api, maxCalls, method, place, params, read }: PostList): (floor: number, options: PullOptions) => Promise<Walk> {
  return async (floor, { signal }) => {
    const list = await walkList({
      pageSize: shortPageSize,
      budget: createBudget(maxCalls),
      idOf: itemId,
      isEnd: createWalkEnd(shortPageSize, itemMoment, (moment) => moment <= floor),
      fetch: (offset, count) =>
        api.call(
          {
            method,
            tokens: ["user"],
            priority: "discovery",
            params: { ...params(floor), offset, count },
            ...(signal === undefined ? {} : { signal }),
          },
          listSchema,
        ),
    })
    const oldest = list.items.reduce<number>((least, item) => Math.min(least, itemMoment(item) ?? Infinity), Infinity)
    const reached = list.isWhole || oldest === Infinity ? undefined : oldest
    const cut = cutWalk(floor, reached, `more ${place} than one reading may walk through`)
    return { items: listPosts(list.items, place, floor, read), ...cut }
  }
}

/**
 * Walks the posts that mention the owner of the user token.
 *
 * @param api - VK
 * @param maxCalls - the most calls of one walk
 */
export function createMentionsWalk(api: VkApi, maxCalls: number): (floor: number, options: PullOptions) => Promise<Walk> {
  const method = "newsfeed.getMentions"
  return createPostWalk({
    api,
    maxCalls,
    method,
    place: "mentions",
    params: (floor) => ({ start_time: floor }),
    read: (item) => readPost(item),
  })
}

/**
 * Walks the posts that people suggest to a community, as long as nobody published or removed them.
 *
 * @param api - VK
 * @param communityId - positive
 * @param maxCalls - the most calls of one walk
 */
export function createSuggestedWalk(
  api: VkApi,
  communityId: number,
  maxCalls: number,
): (floor: number, options: PullOptions) => Promise<Walk> {
  const params = () => ({ owner_id: -communityId, filter: "suggests" })
  return createPostWalk({
    api,
    maxCalls,
    method: "wall.get",
    place: "suggested posts",
    params,
    read: (item) => readPost(item, { withSuggested: true }),
  })
}

function listPosts(
  items: readonly unknown[],
  place: string,
  floor: number,
  read: (item: unknown) => Reading = (item) => readPost(item),
): readonly ListedItem[] {
  return listItems(items, { read, momentOf: itemMoment, markOf: itemMark, place, fallback: floor + 1 })
}
