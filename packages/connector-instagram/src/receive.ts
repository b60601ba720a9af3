import { isDeskError, type IncomingMessage, type Instant, type Received, type SkippedItem } from "@otklik/core"
import { invalidReading, type Reading, type SilenceWatch } from "@otklik/connector-kit"
import { createMetaWebhook, graphIdSchema, metaPushTaken, type MetaChange } from "@otklik/connector-kit/meta"
import { z } from "zod"
import type { Nodes } from "./nodes.ts"
import type { Self } from "./self.ts"
import { readFoundComment, readMentionedComment, readMentionedMedia } from "./sight.ts"

const commentChangeSchema = z.looseObject({ id: graphIdSchema })

/** The comment is absent where the caption mentions the account. */
const mentionChangeSchema = z.looseObject({ media_id: graphIdSchema, comment_id: graphIdSchema.optional() })

/** What reading pushes needs. */
export interface ReceiveOptions {
  readonly nodes: Nodes
  readonly self: Self
  readonly verifyToken: string
  readonly appSecrets: readonly string[]
  /** Whether what mentions the account can be read. */
  readonly canMention: boolean
  readonly watch: SilenceWatch
}

const options = { priority: "incident" } as const

/**
 * Reads a push. A push of a comment names neither a moment nor a link, and of an album one item and not the album; a push of a mention holds ids only. So
 * everything is read back by its id. When that cannot be done now, the push is refused, and Meta sends it again for about a day and a half.
 *
 * @param receive - see {@link ReceiveOptions}
 */
export function createReceiver(receive: ReceiveOptions): (request: Request, now: Instant) => Promise<Received> {
  const { nodes, self, verifyToken, appSecrets, canMention, watch } = receive
  const readPush = createMetaWebhook({ verifyToken, appSecrets, object: "instagram" })

  async function readComment(value: unknown): Promise<Reading> {
    const change = commentChangeSchema.safeParse(value)
    if (!change.success) return invalidReading("value.id", "an id was expected")
    const found = await nodes.comment(change.data.id, options)
    // Comments on live videos can be read only while these last.
    return found === undefined ? { kind: "nothing", reason: "gone, or of a live video that has ended" } : readFoundComment(found, self)
  }

  async function readMention(value: unknown): Promise<Reading> {
    const change = mentionChangeSchema.safeParse(value)
    if (!change.success) return invalidReading("value.media_id", "an id was expected")
    if (!canMention) return { kind: "nothing", reason: "by Instagram Login nothing that mentions the account can be read" }
    const { media_id: mediaId, comment_id: commentId } = change.data
    const found = commentId === undefined ? await nodes.mentionedMedia(mediaId, options) : await nodes.mentionedComment(commentId, options)
    if (found === undefined) return { kind: "nothing", reason: "gone, or not public" }
    return commentId === undefined ? readMentionedMedia(found) : readMentionedComment(found, self, mediaId)
  }

  async function readChange({ ownerId, field, value }: MetaChange): Promise<Reading> {
    if (ownerId !== self.accountId) return { kind: "nothing", reason: "of another account" }
    if (field === "comments" || field === "live_comments") return readComment(value)
    return field === "mentions" ? readMention(value) : { kind: "nothing", reason: "about no public message" }
  }

  return async (request, now) => {
    const push = await readPush(request)
    if (push.kind === "answer") return { messages: [], skipped: [], response: push.response }
    watch.heard(now)
    const messages = new Map<string, IncomingMessage>()
    const skipped: SkippedItem[] = []
    for (const change of push.changes) {
      try {
        const reading = await readChange(change)
        if (reading.kind === "message") messages.set(reading.message.key, reading.message)
        if (reading.kind === "skipped") skipped.push(reading.item)
      } catch (error) {
        if (!isDeskError(error)) throw error
        if (error.code === "protocol" || error.code === "refused") {
          skipped.push({ code: "invalid", path: "", message: "what a push is about could not be read back" })
          continue
        }
        return { messages: [], skipped: [], response: new Response("later", { status: 503, headers: { "content-type": "text/plain" } }) }
      }
    }
    return { messages: [...messages.values()], skipped, response: metaPushTaken() }
  }
}
