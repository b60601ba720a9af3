import { createOnceReplier, type OnceReplier } from "@otklik/connector-kit"
import { DeskError, isDeskError, type MessageKey } from "@otklik/core"
import type { FindRepliesOptions, ReplyOptions, ReplyReceipt, RetractOptions } from "@otklik/core/connector"
import { z } from "zod"
import type { XApi } from "../api/client.ts"
import { findReplies, receiptOf } from "./find-reply.ts"
import { idOf } from "../api/keys.ts"
import type { XLists } from "../api/lists.ts"
import { uploadPhotos } from "./photos.ts"
import { idSchema } from "../api/schemas.ts"
import { measureXText } from "./weighted-length.ts"

const createdSchema = z.looseObject({ data: z.looseObject({ id: idSchema }) })

/** The reply members of the connector contract. */
export interface Replier extends OnceReplier {
  /** As `doRetract` of the connector contract. */
  retract(options: RetractOptions): Promise<void>
}

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
 * Answers as the official account, under the message. X knows no idempotency key, and takes one text of an account once: a
 * second try looks for the first one, and what cannot be looked for is not published.
 *
 * @param options - see {@link ReplierOptions}
 */
export function createReplier({ api, lists, accountId, canPhoto, replyLimit }: ReplierOptions): Replier {
  async function publish(options: ReplyOptions): Promise<ReplyReceipt> {
    const { text, photos, now, dueAt } = options
    const id = answerable(options)
    const call = options.signal === undefined ? {} : { signal: options.signal }
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
          ...(dueAt === undefined ? {} : { dueAt }),
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
      const reason = "X takes one text of an account once, and it stands under another message: change its wording"
      throw new DeskError("refused", `x: createPosts: ${reason}`, { reason })
    }
  }

  function check(options: ReplyOptions): void {
    answerable(options)
    checkText(options.text, replyLimit)
    if (options.photos.length > 0 && !canPhoto)
      throw new DeskError("capability", "x: photos need a token with the scope media.write", { capability: "replyPhoto" })
  }

  async function find(options: FindRepliesOptions): Promise<readonly ReplyReceipt[]> {
    answerable(options)
    return (await findReplies(lists, accountId, options)).receipts
  }

  async function retract({ replyKey, signal }: RetractOptions): Promise<void> {
    const id = idOf(replyKey)
    if (id === undefined) throw foreignKey("replyKey")
    const path = `tweets/${id}`
    const call = { operation: "deletePosts", path, method: "DELETE", tokens: ["user"], priority: "reply", writes: true } as const
    try {
      await api.call({ ...call, ...(signal === undefined ? {} : { signal }) }, z.unknown())
    } catch (error) {
      // One that is gone is deleted.
      if (!isDeskError(error, "refused") || (await isShown(id, signal))) throw error
    }
  }

  async function isShown(id: string, signal: AbortSignal | undefined): Promise<boolean> {
    const { data } = await lists.lookup([id], { priority: "reply", ...(signal === undefined ? {} : { signal }) })
    return data.length > 0
  }

  return { ...createOnceReplier({ network: "x", check, find, publish }), retract }
}

/** While it cannot be looked for, the reply stays ambiguous. */
function unlessAborted(ambiguous: unknown): (error: unknown) => never {
  return (error) => {
    throw isDeskError(error) ? ambiguous : error
  }
}

/** Whether a message can be answered, as its key tells: any account may answer any post. */
export function canAnswer(messageKey: MessageKey): boolean {
  return idOf(messageKey) !== undefined
}

/** @throws DeskError `config` for a foreign key, `capability` for a post of one's own */
function answerable({ messageKey, placement }: FindRepliesOptions): string {
  if (placement === "official-post") {
    const capability =
      "X's rules forbid to mention people in posts of one's own who did not ask for it; answer under the message, or by hand"
    throw new DeskError("capability", `x: ${capability}`, { capability })
  }
  const id = idOf(messageKey)
  if (id !== undefined) return id
  throw foreignKey("messageKey")
}

function foreignKey(path: string): DeskError<"config"> {
  const message = "the key of a message of X was expected"
  return new DeskError("config", `x: ${path}: ${message}`, { issues: [{ path, message }] })
}

/** @throws DeskError `capability` for links, `refused` for a text that is too long; both name the place */
function checkText(text: string, limit: number): void {
  const { length, excess, links } = measureXText(text, limit)
  const [link] = links
  if (link !== undefined) {
    const capability = `replyLinks: a reply may hold no link (characters ${link.start} to ${link.end}): X takes thirteen times the price for it`
    throw new DeskError("capability", `x: ${capability}`, { capability })
  }
  if (excess === null) return
  const reason = `the text has ${length} weighted characters, at most ${limit} are allowed: what begins at character ${excess.start} is too much`
  throw new DeskError("refused", `x: ${reason}`, { reason })
}
