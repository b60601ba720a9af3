import { invalidReading, type Reading, type SilenceWatch } from "@otklik/connector-kit"
import { createMetaWebhook, graphIdSchema, metaPushTaken, type MetaChange } from "@otklik/connector-kit/meta"
import { instantToMillis, isDeskError, type AnyDeskError, type IncomingMessage, type Instant, type SkippedItem } from "@otklik/core"
import type { Received } from "@otklik/core/connector"
import { sha256 } from "@otklik/core/internal"
import * as z from "zod"
import { accountKey } from "../api/keys.ts"
import { readComment } from "../api/message.ts"
import type { Nodes } from "../api/nodes.ts"
import type { Self } from "../api/self.ts"
import type { MediaTracker, MediaPlace } from "../sources/media-tracker.ts"
import { readFoundComment, readMentionedComment, readMentionedMedia } from "../sources/sight.ts"

/**
 * So many things of one push are read back by their ids: a push is answered within seconds, and a batch may hold a
 * thousand. Our choice.
 */
const mostReads = 50

/**
 * So often a mention that cannot be read back makes Meta send the push again; then it is reported as skipped. Our
 * choice.
 */
const patience = 5

/** So much is remembered of pushes that Meta sends again. */
const mostKept = 2000

/** What a push says of a comment. */
const commentChangeSchema = z.looseObject({
  id: graphIdSchema,
  text: z.string().optional(),
  media: z.looseObject({ id: graphIdSchema }).optional(),
})

/** The comment is absent where the caption mentions the account. */
const mentionChangeSchema = z.looseObject({ media_id: graphIdSchema, comment_id: graphIdSchema.optional() })

/** What reading pushes needs. */
export interface ReceiveOptions {
  readonly nodes: Nodes
  readonly media: MediaTracker
  readonly self: Self
  readonly verifyToken: string
  readonly appSecrets: readonly string[]
  /** Whether what mentions the account can be read. */
  readonly canMention: boolean
  readonly watch: SilenceWatch
}

/** What a change came to. */
interface Outcome {
  /** Where Meta may yet be asked to send it again: what it is if it is not. */
  readonly reading: Reading
  /**
   * `read`: Instagram was asked for it. `settled`: nothing more will be known. `passing`: it can be asked for when a
   * limit is free again. `failed`: it could not be asked for, now or ever.
   */
  readonly state: "read" | "settled" | "passing" | "failed"
}

const options = { priority: "incident" } as const

/**
 * Reads a push. A push of a comment names neither a link nor the exact moment, and of an album one item and not the
 * album; a push of a mention holds ids only. So what it reports is read back by its ids, mentions first, fifty things
 * at once. A comment that is not read back, for whatever reason, is taken as it was pushed, dated by the push; the next
 * reading of the media finds the rest.
 *
 * A mention is in no list. Where nothing of a push can be read back now, Meta is asked to send it again, beside the
 * messages that can be taken; where other things could, or after five times, the mention is reported as skipped.
 *
 * @param receive - see {@link ReceiveOptions}
 */
export function createReceiver(receive: ReceiveOptions): (request: Request, now: Instant) => Promise<Received> {
  const { nodes, media, self, verifyToken, appSecrets, canMention, watch } = receive
  const readPush = createMetaWebhook({ verifyToken, appSecrets, object: "instagram" })
  /** Of pushes that Meta sends again: what is known, and how often the rest could not be asked for. */
  const kept = new Map<string, Outcome>()
  const tries = new Map<string, number>()

  /** What Instagram gives; what becomes of a change that it does not give now. */
  async function ask(read: () => Promise<Reading | undefined>, otherwise: Reading): Promise<Outcome> {
    try {
      const reading = await read()
      return reading === undefined ? { reading: otherwise, state: "settled" } : { reading, state: "read" }
    } catch (error) {
      if (!isDeskError(error)) throw error
      return { reading: otherwise, state: stateAfter(error) }
    }
  }

  async function readPushed({ value, time }: MetaChange, now: Instant): Promise<Outcome> {
    const { text, ...change } = commentChangeSchema.parse(value)
    if (text === undefined) return { reading: notReadable("value.text", "a comment that was pushed without its text"), state: "settled" }
    const id = change.media?.id
    if (id === undefined) return { reading: invalidReading("value.media.id", "an id was expected"), state: "settled" }
    const present = Math.floor(instantToMillis(now) / 1000)
    // Whatever Meta's clock says, nobody wrote later than now.
    const timestamp = Math.min(Math.max(0, Math.floor(time ?? present)), present)
    const at = (place: MediaPlace): Reading =>
      readComment({ ...change, text, timestamp }, { ...place, self, communityKey: accountKey(self.accountId) })
    const { reading, state } = await ask(async () => at(await media.find(id, now, options)), at(media.unknown(id)))
    return { reading, state: state === "read" ? "settled" : state }
  }

  async function readCommentChange(change: MetaChange, now: Instant, mayAsk: boolean): Promise<Outcome> {
    const read = commentChangeSchema.safeParse(change.value)
    if (!read.success) return { reading: invalidReading("value.id", "an id was expected"), state: "settled" }
    const { id, text } = read.data
    const found = mayAsk
      ? await ask(
          async () => {
            const value = await nodes.comment(id, options)
            return value === undefined ? undefined : readFoundComment(value, self)
          },
          text === undefined ? notReadable("value.id", "a comment") : passedOver,
        )
      : undefined
    // Gone, of a live video that has ended, or not for this token: Meta does not say which.
    const isKnown = found?.state === "read" && found.reading.kind !== "skipped"
    return found !== undefined && (isKnown || text === undefined) ? found : readPushed(change, now)
  }

  async function readMention({ value }: MetaChange, mayAsk: boolean): Promise<Outcome> {
    const change = mentionChangeSchema.safeParse(value)
    if (!change.success) return { reading: invalidReading("value.media_id", "an id was expected"), state: "settled" }
    const { media_id: mediaId, comment_id: commentId } = change.data
    const lost = notReadable("value", "a mention of the account")
    if (!canMention) return { reading: lost, state: "settled" }
    if (!mayAsk) return { reading: lost, state: "passing" }
    return ask(async () => {
      if (commentId === undefined) {
        const found = await nodes.mentionedMedia(mediaId, options)
        return found === undefined ? undefined : readMentionedMedia(found)
      }
      const found = await nodes.mentionedComment(commentId, options)
      return found === undefined ? undefined : readMentionedComment(found, self, mediaId)
    }, lost)
  }

  /** Whether Meta must send the push again for this change. */
  function waits(name: string, { state }: Outcome, isAnyRead: boolean): boolean {
    if (state !== "failed") return state === "passing"
    const count = (tries.get(name) ?? 0) + 1
    keep(tries, name, count)
    return !isAnyRead && count < patience
  }

  return async (request, now) => {
    const push = await readPush(request)
    if (push.kind === "answer") return { messages: [], skipped: [], response: push.response }
    watch.heard(now)
    const changes = push.changes.filter(({ ownerId, field }) => ownerId === self.accountId && fields.has(field))
    const isMention = ({ field }: MetaChange): boolean => field === "mentions"
    const unknown = changes.filter((change) => !kept.has(nameOf(change)))
    // Mentions are read first: nothing else is known of them.
    const asked = new Set([...unknown.filter(isMention), ...unknown.filter((change) => !isMention(change))].slice(0, mostReads))
    const outcomes = await Promise.all(
      changes.map(async (change) => {
        const name = nameOf(change)
        const mayAsk = asked.has(change)
        const read = () => (isMention(change) ? readMention(change, mayAsk) : readCommentChange(change, now, mayAsk))
        return { name, outcome: kept.get(name) ?? (await read()) }
      }),
    )
    const isAnyRead = outcomes.some(({ outcome }) => outcome.state === "read")
    const waiting = new Set(outcomes.filter(({ name, outcome }) => waits(name, outcome, isAnyRead)).map(({ name }) => name))
    const messages = new Map<string, IncomingMessage>()
    const skipped: SkippedItem[] = []
    for (const { name, outcome } of outcomes) {
      if (waiting.size === 0) {
        kept.delete(name)
        tries.delete(name)
      }
      if (waiting.has(name)) continue
      if (waiting.size > 0) keep(kept, name, outcome)
      const { reading } = outcome
      if (reading.kind === "message") messages.set(reading.message.key, reading.message)
      if (reading.kind === "skipped") skipped.push(reading.item)
    }
    return { messages: [...messages.values()], skipped, response: waiting.size === 0 ? metaPushTaken() : sendAgain() }
  }
}

const passedOver: Reading = { kind: "nothing", reason: "taken as it was pushed" }

/** Fields of the webhook that report public messages. */
const fields: ReadonlySet<string> = new Set(["comments", "live_comments", "mentions"])

/** What is refused or not understood will be so again. */
function stateAfter(error: AnyDeskError): Outcome["state"] {
  if (error.code === "protocol" || error.code === "refused") return "settled"
  return error.code === "rate-limited" ? "passing" : "failed"
}

function notReadable(path: string, what: string): Reading {
  const message = `${what} could not be read back; open it in Instagram itself`
  return { kind: "skipped", item: { code: "invalid", path, message } }
}

function nameOf({ field, value }: MetaChange): string {
  return sha256(`${field} ${JSON.stringify(value)}`)
}

/** Remembers, and forgets what was remembered first when it is too much. */
function keep<Value>(memory: Map<string, Value>, name: string, value: Value): void {
  memory.set(name, value)
  const [first] = memory.size > mostKept ? memory.keys() : []
  if (first !== undefined) memory.delete(first)
}

function sendAgain(): Response {
  return new Response("later", { status: 503, headers: { "content-type": "text/plain" } })
}
