import {
  createBudget,
  createPostTracker,
  createThreadTracker,
  cutWalk,
  endOfDay,
  watchWindow,
  type Reading,
  type ShownMessages,
  type UnreadReaderOptions,
  type WatchedThread,
} from "@otklik/connector-kit"
import { listEdge, walkEdge, type GraphClient } from "@otklik/connector-kit/meta"
import { DeskError, instantToMillis } from "@otklik/core"
import { accountKey, readKey } from "../api/keys.ts"
import { momentOf, readComment, readMedia } from "../api/message.ts"
import type { Nodes } from "../api/nodes.ts"
import { mediaHeadSchema, mediaSchema, ownMediaFields } from "../api/schemas.ts"
import type { Self } from "../api/self.ts"
import { walkThread } from "./comments.ts"
import type { MediaTracker } from "./media-tracker.ts"

/**
 * Media objects that a call gives at most; our choice, below the hundred that Meta allows: the usual fifty and what
 * came since take one call.
 */
const pageSize = 75

/** A media object that the list did not come to is read once in this time, milliseconds. Our choice. */
const headTrustMillis = 1_800_000

/** What the source of an account's own media needs. */
export interface MediaSourceOptions {
  readonly graph: GraphClient
  readonly nodes: Nodes
  readonly media: MediaTracker
  readonly self: Self
  readonly mediaCount: number
  readonly maxCalls: number
  /** Takes what the lists show of messages of open incidents. */
  readonly shown: ShownMessages
  /** Whether enough of the quota is left to read what nothing announces. */
  mayRecheck(): boolean
}

/**
 * Walks the account's media from the newest back to the floor, and beyond it as far as comments are watched; then the
 * comments of each whose number of comments changed. Watched are all that came since the floor and as many below it as
 * are wanted: those were the newest when the floor was reached, and may have got comments while nobody could read.
 * Media of watched messages are read too, however old they are.
 *
 * @param options - see {@link MediaSourceOptions}
 */
export function createMediaWalk(options: MediaSourceOptions): UnreadReaderOptions["walk"] {
  const { graph, nodes, media, self, mediaCount, maxCalls, shown, mayRecheck } = options
  const { accountId } = self
  const readThreads = createThreadTracker(maxCalls, mayRecheck)
  /** Not the account's own, or gone: they have no comments that could be read. */
  const closed = new Set<string>()
  const readHeads = createPostTracker<unknown>({
    trustMillis: headTrustMillis,
    async read(id, { signal }) {
      const head = await nodes.media(id, { priority: "incident", ...(signal === undefined ? {} : { signal }) })
      if (head === undefined) closed.add(id)
      return head
    },
  })
  let walks = 0

  return async (floor, pull, fresh) => {
    const { now, signal, watchedKeys = [] } = pull
    walks += 1
    const abort = signal === undefined ? {} : { signal }
    const budget = createBudget(maxCalls)
    const isOld = (item: unknown): boolean => (momentOf(item) ?? Infinity) <= floor
    const wanted = new Set(watchedKeys)
    const wantedMedia = new Set(watchedKeys.flatMap((key) => readKey(key)?.mediaId ?? []))
    const unseen = new Set([...wantedMedia].filter((id) => !closed.has(id)))
    /** The same reading; where it is watched, it was read. */
    const seen = (reading: Reading, head: unknown): Reading => {
      if (reading.kind !== "message" || !wanted.has(reading.message.key)) return reading
      const takesComments = mediaSchema.safeParse(head).data?.is_comment_enabled !== false
      shown.set(reading.message.key, { look: { kind: "shown", message: reading.message, takesComments }, at: now })
      return reading
    }
    let oldCount = 0
    let isEnough = false
    const walked = await walkEdge({
      budget,
      isEnd: () => isEnough,
      async fetch(place) {
        const page = await graph.page({
          operation: "media",
          node: accountId,
          edge: "media",
          params: { fields: ownMediaFields, limit: pageSize, ...place },
          priority: "discovery",
          ...abort,
        })
        oldCount += page.items.filter(isOld).length
        const found = page.items.filter((item) => unseen.delete(mediaHeadSchema.safeParse(item).data?.id ?? "")).length
        // A page shows as much as a call for each; so the list is followed as long as it shows what is watched.
        isEnough = oldCount >= mediaCount && (found === 0 || unseen.size === 0)
        return page
      },
    })
    media.note(walked.items)
    const items = listEdge(walked.items, {
      read: (item) => seen(readMedia(item, { authorId: accountId }), item),
      momentOf,
      place: accountId,
      fallback: floor + 1,
    })
    // The list is newest first, so the last one is where the walk came to.
    const reached = walked.items.map(momentOf).findLast((moment) => moment !== undefined)
    const cut = cutWalk(floor, walked.isWhole ? undefined : reached, "more media than one reading may walk through")

    const newest = new Set([...walked.items.filter((item) => !isOld(item)), ...walked.items.filter(isOld).slice(0, mediaCount)])
    const listed = walked.items.filter((item) => newest.has(item) || wantedMedia.has(mediaHeadSchema.safeParse(item).data?.id ?? ""))
    const old = await readHeads(unseen, pull, budget)
    const begun = new Set([...fresh].flatMap((key) => readKey(key)?.mediaId ?? []))
    const watched = [...listed.map((head) => ({ head, seenAt: undefined })), ...old.heads]
    const threads = watched.flatMap(({ head: item, seenAt }): readonly WatchedThread[] => {
      const head = mediaHeadSchema.safeParse(item).data
      const stamp = head?.comments_count ?? -walks // unlike the last time: it is read again
      // Media of before without comments stay among the threads: a first one may have come since they were read.
      if (head === undefined || (stamp === 0 && seenAt === undefined)) return []
      const place = { mediaId: head.id, url: head.permalink, self, communityKey: accountKey(accountId) }
      const read: WatchedThread["read"] = async (calls) => {
        if (stamp === 0) return { items: [], isWhole: true }
        const thread = await walkThread({ graph, budget: calls, priority: "incident", ...abort }, head.id)
        // Not one can be understood: waited for, and then a gap.
        if (thread.items.length > 1 && !thread.items.some((one) => momentOf(one) !== undefined)) throw unreadable()
        const readOne = (one: unknown): Reading => seen(readComment(one, place), item)
        return {
          items: listEdge(thread.items, { read: readOne, momentOf, place: head.id, fallback: endOfDay(now) }),
          isWhole: thread.isWhole,
        }
      }
      return [{ id: head.id, stamp, read, ...(begun.has(head.id) ? { from: 0 } : {}), ...(seenAt === undefined ? {} : { seenAt }) }]
    })
    const comments = await readThreads(threads, floor, now)
    const window = watchWindow(floor, Math.floor(instantToMillis(now) / 1000), Infinity)
    const missing = window.missing(
      walked.isWhole ? undefined : reached,
      "comments under media that are older than one reading may walk back to",
    )
    const isPartial = comments.isPartial || !old.isWhole
    return { ...comments, items: [...items, ...comments.items, ...missing], isPartial, ...cut }
  }
}

function unreadable(): DeskError<"protocol"> {
  return new DeskError("protocol", "instagram: comments: data[0].timestamp: a moment of the Graph API was expected", {
    path: "data[0].timestamp",
  })
}
