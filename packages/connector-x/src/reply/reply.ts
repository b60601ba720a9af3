import { createOnceReplier, foreignKey, notPossible, type ReplyMembers } from "@otklik/connector-kit"
import { DeskError, isDeskError } from "@otklik/core"
import type { FindRepliesOptions, ReplyOptions, ReplyReceipt, RetractOptions } from "@otklik/core/connector"
import * as z from "zod"
import type { XApi } from "../api/client.ts"
import { idOf } from "../api/keys.ts"
import type { XLists } from "../api/lists.ts"
import { idSchema } from "../api/schemas.ts"
import { findReplies, receiptOf } from "./find-reply.ts"
import { uploadPhotos } from "./photos.ts"
import { measureXText } from "./weighted-length.ts"

const createdSchema = z.looseObject({ data: z.looseObject({ id: idSchema }) })

/** What answering needs. */
export interface ReplierOptions {
  readonly api: XApi
  readonly lists: XLists
  /** The official account. */
  readonly accountId: string
  /** Whether the token may upload photos. */
  readonly canPhoto: boolean
  /** Weighted characters. */
  readonly replyLimit: number
}

/**
 * Answers as the official account, under the message. X knows no idempotency key, and takes one text of an account
 * once: a second try searches for the first one, and what cannot be searched for is not published.
 *
 * @param options - see {@link ReplierOptions}
 */
export function createReplier({ api, lists, accountId, canPhoto, replyLimit }: ReplierOptions): ReplyMembers {
  async function publish(options: ReplyOptions): Promise<ReplyReceipt> {
    const { text, photos, now, dueAt } = options
    const id = answerable(options)
    const call = { signal: options.signal }
    const media = await uploadPhotos(api, photos, call)
    try {
      const { data } = await api.call(
        {
          operation: "createPosts",
          path: "tweets",
          json: { text, reply: { in_reply_to_tweet_id: id }, ...(media.length === 0 ? {} : { media: { media_ids: media } }) },
          tokens: ["user"],
          priority: "reply",
          writes: true,
          beforeSend: options.beforeWrite,
          dueAt,
          ...call,
        },
        createdSchema,
      )
      return receiptOf(data.id, now)
    } catch (error) {
      if (!api.isDuplicate(error)) throw error
      // The same text is published somewhere: under this message, or under another, and then X will never take it here.
      const { receipts, standsElsewhere } = await findReplies(lists, accountId, options).catch(unlessAborted(error))
      const [receipt] = receipts
      if (receipt !== undefined) return receipt
      if (!standsElsewhere) throw error
      const reason = "X accepts a text of an account once, and this one is published under another message: change its wording"
      throw new DeskError("refused", `x: createPosts: ${reason}`, { reason })
    }
  }

  function check(options: ReplyOptions): void {
    answerable(options)
    checkText(options.text, replyLimit)
    if (options.photos.length > 0 && !canPhoto) throw notPossible("x", "photos need a token with the scope media.write", "replyPhoto")
  }

  async function find(options: FindRepliesOptions): Promise<readonly ReplyReceipt[]> {
    answerable(options)
    return (await findReplies(lists, accountId, options)).receipts
  }

  async function doRetract({ replyKey, signal }: RetractOptions): Promise<void> {
    const id = idOf(replyKey)
    if (id === undefined) throw foreignKey("x", "a message of X", "replyKey")
    const path = `tweets/${id}`
    const call = { operation: "deletePosts", path, method: "DELETE", tokens: ["user"], priority: "reply", writes: true } as const
    try {
      await api.call({ ...call, signal }, z.unknown())
    } catch (error) {
      // One that is gone is deleted.
      if (!isDeskError(error, "refused") || (await isShown(id, signal))) throw error
    }
  }

  async function isShown(id: string, signal: AbortSignal | undefined): Promise<boolean> {
    const { data } = await lists.lookup([id], { priority: "reply", signal })
    return data.length > 0
  }

  return {
    // Any account may answer any post, as far as the key says.
    canAnswer: (messageKey) => idOf(messageKey) !== undefined,
    ...createOnceReplier({ network: "x", check, find, publish }),
    doRetract,
  }
}

/** While it cannot be searched for, the reply stays ambiguous. */
function unlessAborted(ambiguous: unknown): (error: unknown) => never {
  return (error) => {
    throw isDeskError(error) ? ambiguous : error
  }
}

/** @throws DeskError `config` for a foreign key, `capability` for a post of one's own */
function answerable({ messageKey, placement }: FindRepliesOptions): string {
  if (placement === "official-post") {
    throw notPossible(
      "x",
      "X's rules forbid to mention people in posts of one's own who did not ask for it; answer under the message, or by hand",
    )
  }
  const id = idOf(messageKey)
  if (id !== undefined) return id
  throw foreignKey("x", "a message of X")
}

/** @throws DeskError `capability` for links, `refused` for a text that is too long; both name the place */
function checkText(text: string, limit: number): void {
  const { length, excess, links } = measureXText(text, limit)
  const [link] = links
  if (link !== undefined) {
    const capability = `replyLinks: a reply may contain no link (characters ${link.start} to ${link.end}): X charges thirteen times the price for it`
    throw notPossible("x", capability)
  }
  if (excess === null) return
  const reason = `the text has ${length} weighted characters, at most ${limit} are allowed: what begins at character ${excess.start} is too much`
  throw new DeskError("refused", `x: ${reason}`, { reason })
}
