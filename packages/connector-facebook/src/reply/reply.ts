import { createBudget, createOnceReplier, foreignKey, notPossible, tooMuchToSearch, type ReplyMembers } from "@otklik/connector-kit"
import { graphIdSchema, instantToSeconds, isGoneError, isRightError, type GraphCall, type GraphClient } from "@otklik/connector-kit/meta"
import { DeskError, isDeskError, type Instant } from "@otklik/core"
import type { CallOptions, FindRepliesOptions, ReplyOptions, ReplyReceipt, RetractOptions } from "@otklik/core/connector"
import * as z from "zod"
import { commentKey, readKey, type FacebookAddress } from "../api/keys.ts"
import { linkOf, readComment } from "../api/message.ts"
import { commentFields, commentSchema, postHeadFields, postSchema } from "../api/schemas.ts"
import { walkComments } from "../sources/comments.ts"

/** The most calls of one search for a reply: twenty thousand comments. */
const mostCalls = 200

const createdSchema = z.looseObject({ id: graphIdSchema })

/** What says where an answer to a comment lands, and whether it may be answered. */
const targetSchema = commentSchema.pick({ created_time: true, parent: true, can_comment: true })
const headSchema = postSchema.pick({ comments: true })

/** How urgent the calls are. */
type Urgency = CallOptions & { readonly dueAt?: Instant }

/**
 * Answers as the Page, under a post or a comment. Facebook knows no key of idempotency: a reply is searched for by its
 * text before a second try, and again when it is doubtful what became of it.
 *
 * @param graph - the Graph API with the Page's token
 * @param pageId - the official Page
 */
export function createReplier(graph: GraphClient, pageId: string): ReplyMembers {
  async function find(options: FindRepliesOptions): Promise<readonly ReplyReceipt[]> {
    const address = answerable(options)
    try {
      return await search(address, options, urgencyOf(options))
    } catch (error) {
      const cause = graph.errorOf(error)
      if (cause !== undefined && isGoneError(cause)) return [] // Under what is gone nothing is shown.
      throw error
    }
  }

  async function search(address: FacebookAddress, { text, since }: FindRepliesOptions, urgency: Urgency): Promise<readonly ReplyReceipt[]> {
    const target = address.kind === "comment" ? await readTarget(address, urgency) : undefined
    // Facebook has two levels: what answers a reply is published beside it, below the comment at the top. And no reply
    // is older than what it answers.
    const id = target?.parent?.id ?? address.id
    const earliest = Math.max(
      target === undefined ? 0 : instantToSeconds(target.created_time),
      since === undefined ? 0 : instantToSeconds(since),
    )
    const floor = Math.max(0, earliest - 1)
    const budget = createBudget(mostCalls)
    const { items, isWhole } = await walkComments({ graph, id, budget, priority: "reply", floor, isStream: false, ...urgency })
    const wanted = comparableText(text)
    const found = items.flatMap((item) => {
      const reading = readComment(item, address.postId)
      if (reading.kind !== "message" || reading.message.authorId !== pageId || comparableText(reading.message.text) !== wanted) return []
      const { key, publishedAt } = reading.message
      return [{ replyKey: key, url: reading.message.url ?? linkOf(undefined, key.slice(key.indexOf(":") + 1)), publishedAt }]
    })
    if (isWhole || found.length > 0) return found
    throw tooMuchToSearch("facebook")
  }

  async function readTarget({ id }: FacebookAddress, urgency: Urgency): Promise<z.output<typeof targetSchema>> {
    const fields = "id,created_time,parent{id},can_comment"
    return graph.call({ operation: "comment", node: id, params: { fields }, priority: "reply", ...urgency }, targetSchema)
  }

  async function publish(options: ReplyOptions): Promise<ReplyReceipt> {
    const { text, photos, now } = options
    const address = answerable(options)
    const urgency = urgencyOf(options)
    const [photo] = photos
    // Facebook fetches the picture itself: it is read right before, so that a changed one is not handed over.
    await photo?.read()
    const params = { message: text, attachment_url: photo?.url }
    const call = {
      operation: "reply",
      node: address.id,
      edge: "comments",
      method: "POST",
      params,
      beforeSend: options.beforeWrite,
      priority: "reply",
      ...urgency,
    } as const
    // No `fields`: what goes wrong while the answer is made up would hide that the comment is published.
    const { id } = await createIn(call, address, urgency)
    const shown = await graph
      .find({ operation: "comment", node: id, params: { fields: commentFields }, priority: "reply", ...urgency }, z.unknown())
      .catch(() => undefined)
    const reading = readComment(shown, address.postId)
    if (reading.kind === "message")
      return { replyKey: reading.message.key, url: reading.message.url ?? linkOf(undefined, id), publishedAt: reading.message.publishedAt }
    // It is published, whatever reading it back resulted in.
    return { replyKey: commentKey(address.postId, id), url: linkOf(undefined, id), publishedAt: now }
  }

  async function createIn(call: GraphCall, address: FacebookAddress, urgency: Urgency): Promise<z.output<typeof createdSchema>> {
    try {
      return await graph.call(call, createdSchema)
    } catch (error) {
      return tellApart(error, address, urgency)
    }
  }

  /**
   * Facebook says the same of a right that is missing and of comments that are closed: only the latter takes another
   * way of answering.
   */
  async function tellApart(error: unknown, address: FacebookAddress, urgency: Urgency): Promise<never> {
    const cause = graph.errorOf(error)
    if (cause === undefined || !isRightError(cause)) throw error
    if (!(await isClosed(address, urgency))) throw error
    const reason = "comments are closed"
    throw new DeskError("refused", `facebook: reply: ${reason}`, { reason })
  }

  async function isClosed(address: FacebookAddress, urgency: Urgency): Promise<boolean> {
    try {
      if (address.kind === "comment") return (await readTarget(address, urgency)).can_comment === false
      const call = { operation: "post", node: address.id, params: { fields: postHeadFields }, priority: "reply", ...urgency } as const
      return (await graph.call(call, headSchema)).comments?.summary?.can_comment === false
    } catch (error) {
      if (isDeskError(error)) return false
      throw error
    }
  }

  async function doRetract({ replyKey, signal }: RetractOptions): Promise<void> {
    const address = readKey(replyKey)
    if (address?.kind !== "comment") throw notPossible("facebook", "only comments of the Page are deleted")
    // One that is gone is deleted; `find` gives undefined for it.
    await graph.find({ operation: "delete", node: address.id, method: "DELETE", priority: "reply", signal }, z.unknown())
  }

  return {
    canAnswer: (key) => readKey(key) !== undefined,
    ...createOnceReplier({ network: "facebook", check, find, publish }),
    doRetract,
  }
}

/** @throws DeskError `config` for a foreign key, `capability` for another place than under the message */
function answerable({ messageKey, placement }: FindRepliesOptions): FacebookAddress {
  if (placement === "official-post")
    throw notPossible("facebook", "the Page answers under messages only; posts of its own are written by hand")
  const address = readKey(messageKey)
  if (address !== undefined) return address
  throw foreignKey("facebook", "a message of Facebook")
}

/** @throws DeskError as {@link answerable}, `capability` for several photos */
function check(options: ReplyOptions): void {
  answerable(options)
  if (options.photos.length > 1) throw notPossible("facebook", "Facebook takes one photo with a comment; choose one, or join them")
}

function urgencyOf({ dueAt, signal }: FindRepliesOptions): Urgency {
  return { dueAt, signal }
}

/**
 * What two spellings of one reply have in common: line ends, spaces at the ends of lines and around the whole do not
 * count.
 *
 * @param text - as it was sent, or as Facebook shows it
 */
export function comparableText(text: string): string {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[^\S\n]+(?=\n|$)/g, "")
    .normalize("NFC")
    .trim()
}
