import * as z from "zod"
import { DeskError, instantSchema } from "../base/index.ts"
import { messageKeySchema } from "../message/index.ts"
import type { ReplyReceipt } from "./connector.ts"

/** A link that a page may show, or a name for a reply that was handed over and has no address yet. */
const replyUrlSchema = z.url({ protocol: /^(https?|urn)$/, error: "an absolute http, https or urn URL was expected" }).max(8192)

const replyReceiptSchema = z.object({ replyKey: messageKeySchema, url: replyUrlSchema, publishedAt: instantSchema })

/**
 * Reads what a connector hands over as proof of a reply. A network that changed its answers must not leave a reply half
 * recorded.
 *
 * @param value - what `doReply` or `doFindReplies` gave
 * @throws DeskError `protocol` with the field's path
 */
export function readReplyReceipt(value: unknown): ReplyReceipt {
  const read = replyReceiptSchema.safeParse(value)
  if (read.success) return read.data
  const issue = read.error.issues[0]
  const path = issue?.path.join(".") ?? ""
  throw new DeskError("protocol", `the receipt of a reply cannot be read: ${path}: ${issue?.message ?? "an object was expected"}`, { path })
}
