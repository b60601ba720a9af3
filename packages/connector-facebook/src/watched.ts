import type { ListedItem } from "@otklik/connector-kit"
import { createAppToken, inspectToken, instantToSeconds, isRightError, type GraphClient } from "@otklik/connector-kit/meta"
import { instantToMillis, isDeskError, type CallOptions, type MessageKey, type MessageNotice, type PullOptions } from "@otklik/core"
import { z } from "zod"
import type { EditMemory } from "./edit-memory.ts"
import { readKey, type FacebookAddress } from "./key.ts"
import { readComment, readPost } from "./message.ts"
import type { FacebookApp } from "./options.ts"
import { commentFields, commentSchema, postFields, postSchema } from "./shape.ts"

/** So many messages of open incidents are read again in one reading, and each at most once in this time, milliseconds. Our choice. */
const mostReads = 25
const trustMillis = 3_600_000

/** Rights without which what citizens wrote looks as if it were deleted. */
const readingRights = ["pages_read_engagement", "pages_read_user_content"]

/** Reads messages of open incidents again, by their ids. */
export interface WatchedReader {
  /** Edits and notices; those that were given before come again, for the reader of the list to pass over. */
  read(pull: PullOptions, isOurs: (ownerId: string) => boolean): Promise<readonly ListedItem[]>
}

/** What it takes. */
export interface WatchedOptions {
  readonly graph: GraphClient
  readonly app: FacebookApp | undefined
  readonly edits: EditMemory
}

interface Known {
  readonly at: number
  readonly isGone: boolean
  readonly isClosed: boolean
  readonly items: readonly ListedItem[]
}

/**
 * Makes a reader of watched messages: lists show neither edits of comments nor what was deleted.
 *
 * Meta says the same of what is gone and of what a token may not see (100/33). So a deletion is told only when the post around it can be read, and the
 * token, where the application can ask about it, still has its rights.
 *
 * @param options - see {@link WatchedOptions}
 */
export function createWatchedReader({ graph, app, edits }: WatchedOptions): WatchedReader {
  const known = new Map<MessageKey, Known>()

  async function mayTrust(address: FacebookAddress, options: CallOptions): Promise<boolean> {
    if (app !== undefined) {
      const { isValid, scopes } = await inspectToken(graph, createAppToken(app), options)
      if (!isValid || !readingRights.every((right) => scopes.includes(right))) return false
    }
    const around = address.kind === "comment" ? address.postId : address.ownerId
    const call = { operation: "control", node: around, params: { fields: "id" }, priority: "incident", ...options } as const
    if ((await graph.find(call, z.unknown())) !== undefined) return true
    // The post went with its comments, if the Page can be read at all.
    return address.kind === "comment" && (await graph.find({ ...call, node: address.ownerId }, z.unknown())) !== undefined
  }

  async function look(
    key: MessageKey,
    address: FacebookAddress,
    before: Known | undefined,
    { now, signal }: PullOptions,
  ): Promise<Known | undefined> {
    const abort = signal === undefined ? {} : { signal }
    const isComment = address.kind === "comment"
    const call = { operation: address.kind, node: address.id, priority: "incident", ...abort } as const
    const at = instantToMillis(now)
    const seconds = instantToSeconds(now)
    const notice = (kind: MessageNotice["kind"]): ListedItem => ({
      at: seconds,
      id: `${key} ${kind} ${now}`,
      content: { kind, messageKey: key },
    })
    const value = await graph.find({ ...call, params: { fields: isComment ? commentFields : postFields } }, z.unknown())
    if (value === undefined) {
      if (before?.isGone === true) return { ...before, at }
      return (await mayTrust(address, abort)) ? { at, isGone: true, isClosed: false, items: [notice("deleted")] } : undefined
    }
    const closed = isComment
      ? commentSchema.safeParse(value).data?.can_comment === false
      : postSchema.safeParse(value).data?.comments?.summary?.can_comment === false
    const items: ListedItem[] = [...(before?.isGone === false && before.isClosed === closed ? before.items : [])]
    if (closed && before?.isClosed !== true) items.push(notice("comments-closed"))
    const reading = isComment ? readComment(value, address.postId) : readPost(value)
    if (reading.kind === "message") {
      const message = edits.note(reading.message, now)
      if (message.editedAt !== undefined)
        items.push({ at: instantToSeconds(message.editedAt), id: `${key} ${message.editedAt}`, content: message })
    }
    return { at, isGone: false, isClosed: closed, items }
  }

  return {
    async read(pull, isOurs) {
      const { watchedKeys = [], now } = pull
      const keys = new Set(watchedKeys)
      for (const key of known.keys()) if (!keys.has(key)) known.delete(key)
      let left = mostReads
      const found: ListedItem[] = []
      for (const key of keys) {
        const address = readKey(key)
        if (address === undefined || !isOurs(address.ownerId)) continue
        const before = known.get(key)
        const isDue = before === undefined || instantToMillis(now) - before.at >= trustMillis
        if (isDue && left > 0) {
          left -= 1
          const after = await ifPossible(graph, () => look(key, address, before, pull))
          if (after !== undefined) known.set(key, after)
        }
        found.push(...(known.get(key)?.items ?? []))
      }
      return found
    },
  }
}

/** What is watched is watched again the next time: it must hold up nothing that is new. */
async function ifPossible<Result>(graph: GraphClient, look: () => Promise<Result | undefined>): Promise<Result | undefined> {
  try {
    return await look()
  } catch (error) {
    const cause = graph.errorOf(error)
    if (cause !== undefined && isRightError(cause)) return undefined
    if (
      isDeskError(error, "protocol") ||
      isDeskError(error, "refused") ||
      isDeskError(error, "network") ||
      isDeskError(error, "rate-limited")
    )
      return undefined
    throw error
  }
}
