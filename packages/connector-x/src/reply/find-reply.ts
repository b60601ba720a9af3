import { tooMuchToSearch } from "@otklik/connector-kit"
import type { FindRepliesOptions, ReplyReceipt } from "@otklik/core/connector"
import { readIncludes } from "../api/includes.ts"
import { idAt, idOf, instantOf, isLater, keyOf, postUrl } from "../api/keys.ts"
import type { XLists } from "../api/lists.ts"
import { readPost } from "../api/message.ts"
import { comparableText } from "../api/text.ts"

/**
 * X shows the newest 3 200 posts of an account and does not say that there are more. A list that ends this near to it
 * may have been cut: deleted posts count as well. Our choice.
 */
const mostPosts = 3100

/** What the account's own posts say of a reply. */
export interface FoundReplies {
  readonly receipts: readonly ReplyReceipt[]
  /** The same text is published under another message. */
  readonly standsElsewhere: boolean
}

/**
 * Searches what the account wrote since the message for replies with this text, under this message.
 *
 * @param lists - X
 * @param accountId - the official account
 * @param options - what is searched for
 * @throws DeskError `refused` when more was written than can be searched
 */
export async function findReplies(
  lists: XLists,
  accountId: string,
  { messageKey, text, since, dueAt, signal }: Omit<FindRepliesOptions, "idempotencyKey">,
): Promise<FoundReplies> {
  const wanted = comparableText(text)
  const call = { priority: "reply", dueAt, signal } as const
  const receipts: ReplyReceipt[] = []
  const floor = since === undefined ? (idOf(messageKey) ?? "") : laterId(idOf(messageKey) ?? "", idAt(since))
  let standsElsewhere = false
  let token: string | undefined
  let seen = 0
  do {
    const range = { since_id: floor, ...(token === undefined ? {} : { next_token: token }) }
    const page = await lists.own(accountId, range, call)
    const includes = readIncludes(page.includes)
    for (const item of page.data) {
      const reading = readPost(item, includes)
      if (reading.kind !== "message" || comparableText(reading.message.text) !== wanted) continue
      const { key, parentKey, publishedAt } = reading.message
      const id = idOf(key) ?? ""
      if (parentKey === messageKey) receipts.push(receiptOf(id, publishedAt))
      else standsElsewhere = true
    }
    seen += page.data.length
    token = page.meta.next_token
  } while (token !== undefined && seen < mostPosts)
  if (receipts.length > 0 || (token === undefined && seen < mostPosts)) return { receipts, standsElsewhere }
  throw tooMuchToSearch("x", "the account wrote more since")
}

const laterId = (one: string, other: string): string => (isLater(other, one) ? other : one)

/**
 * Proof of a reply. Its moment is that of the id, so that it is the same however the reply was heard of.
 *
 * @param id - of the reply
 * @param fallback - the moment for ids that contain none
 */
export function receiptOf(id: string, fallback: string): ReplyReceipt {
  return { replyKey: keyOf(id), url: postUrl(id), publishedAt: instantOf(id) ?? fallback }
}
