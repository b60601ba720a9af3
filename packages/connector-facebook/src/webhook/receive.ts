import type { Reading } from "@otklik/connector-kit"
import { createMetaWebhook, metaPushTaken, type GraphClient, type MetaChange } from "@otklik/connector-kit/meta"
import { isDeskError, type IncomingMessage, type Instant, type SkippedItem } from "@otklik/core"
import type { MessageNotice, Received } from "@otklik/core/connector"
import * as z from "zod"
import { readComment, readPost, withEdit } from "../api/message.ts"
import { commentFields, postFields } from "../api/schemas.ts"
import type { FacebookApp, FacebookWebhook } from "../options.ts"
import { readChange, type FacebookEvent } from "./events.ts"

/**
 * So many things of one push are read again by their ids: a push is answered within seconds, and a batch may hold a
 * thousand. Our choice.
 */
const mostReads = 50

/** What reading pushes needs. */
export interface ReceiveOptions {
  readonly graph: GraphClient
  readonly pageId: string
  readonly app: FacebookApp
  readonly webhook: FacebookWebhook
  /** Takes note that a push came. */
  heard(now: Instant): void
}

/**
 * Reads a push. What it reports is read again by its id for what pushes leave out: the link, the parent, attachments.
 * Where that fails, what the push itself says is taken, so that nothing is lost; the next reading of the Page finds the
 * rest. A second delivery holds the same messages, which the desk knows.
 *
 * @param options - see {@link ReceiveOptions}
 */
export function createReceiver({
  graph,
  pageId,
  app,
  webhook,
  heard,
}: ReceiveOptions): (request: Request, now: Instant) => Promise<Received> {
  const readPush = createMetaWebhook({
    verifyToken: webhook.verifyToken,
    appSecrets: [app.appSecret, ...(webhook.otherSecrets ?? [])],
    object: "page",
  })

  async function readAgain(event: Extract<FacebookEvent, { kind: "changed" }>): Promise<Reading> {
    const { id, postId, isComment, editedAt, pushed } = event
    const call = {
      operation: isComment ? "comment" : "post",
      node: id,
      params: { fields: isComment ? commentFields : postFields },
    } as const
    try {
      const value = await graph.find({ ...call, priority: "incident" }, z.unknown())
      // Meta says the same of what went meanwhile and of what the token may not see; a deletion is pushed of its own.
      if (value === undefined) return pushed
      const reading = isComment ? readComment(value, postId) : readPost(value)
      return reading.kind === "skipped" ? pushed : withEdit(reading, editedAt)
    } catch (error) {
      if (isDeskError(error)) return pushed
      throw error
    }
  }

  async function readAll(changes: readonly MetaChange[]): Promise<readonly Reading[]> {
    let left = mostReads
    const read = async (event: FacebookEvent): Promise<Reading> => {
      if (event.kind === "removed") return { kind: "nothing", reason: "removed" }
      if (event.kind !== "changed") return event.reading
      left -= 1
      return left >= 0 ? readAgain(event) : event.pushed
    }
    return Promise.all(changes.map(async (change) => read(readChange(change))))
  }

  return async (request, now) => {
    const push = await readPush(request)
    if (push.kind === "answer") return { messages: [], skipped: [], response: push.response }
    heard(now)
    // One webhook serves all Pages of an application.
    const changes = push.changes.filter(({ ownerId }) => ownerId === pageId)
    const readings = await readAll(changes)
    const messages = new Map<string, IncomingMessage>()
    for (const reading of readings) {
      if (reading.kind !== "message") continue
      const { message } = reading
      const other = messages.get(message.key)
      // A batch may report a thing twice, in any order.
      if (other === undefined || (other.editedAt ?? "") <= (message.editedAt ?? "")) messages.set(message.key, message)
    }
    const removed = new Set(changes.map(readChange).flatMap((event) => (event.kind === "removed" ? [event.messageKey] : [])))
    const notices = [...removed].map((messageKey): MessageNotice => ({ kind: "deleted", messageKey }))
    const skipped = readings.flatMap((reading): readonly SkippedItem[] => (reading.kind === "skipped" ? [reading.item] : []))
    return { messages: [...messages.values()], skipped, ...(notices.length === 0 ? {} : { notices }), response: metaPushTaken() }
  }
}
