import { isSameSecret, readPush, signBytes, type Random } from "@otklik/connector-kit"
import { DeskError, inputIssues, readOptions, type Clock, type Connector, type IncomingMessage, type SkippedItem } from "@otklik/core"
import { incomingMessageSchema, type Capabilities, type MessageNotice, type ReplyReceipt } from "@otklik/core/connector"
import * as z from "zod"
import { createForumApi } from "./forum-api.ts"

/** Options of {@link createForumConnector}. */
export interface ForumConnectorOptions {
  readonly clock: Clock
  readonly fetch: typeof globalThis.fetch
  readonly random: Random
  readonly token: string
  /** With a slash at the end. */
  readonly apiUrl: string
  /** What pushes are signed with. */
  readonly secret: string
}

const functionSchema = <Type>() => z.custom<Type>((value) => typeof value === "function", "a function was expected")
const optionsSchema = z.strictObject({
  clock: z.custom<Clock>((value) => typeof value === "object" && value !== null, "a clock was expected"),
  fetch: functionSchema<typeof globalThis.fetch>(),
  random: functionSchema<Random>(),
  token: z.string().min(16),
  apiUrl: z.url().regex(/\/$/, "a slash at the end was expected"),
  secret: z.string().min(16),
})

const entrySchema = z.looseObject({ seq: z.number().int().positive(), type: z.string(), post: z.unknown() })
const listSchema = z.object({ entries: z.array(entrySchema), more: z.boolean() })
const answerSchema = z.object({ id: z.string().min(1), url: z.url(), createdAt: z.iso.datetime() })
const foundSchema = z.object({ answer: answerSchema.nullable() })

type Entry = z.output<typeof entrySchema>

const capabilities: Capabilities = Object.freeze({
  pull: true,
  webhook: true,
  reply: true,
  replyPhoto: false,
  replyLimit: 2000,
  relay: false,
})

/**
 * A connector to the city's forum: a journal of what happened (`GET entries`), the same as signed pushes, and answers
 * that the forum publishes once for an idempotency key.
 *
 * @param options - see {@link ForumConnectorOptions}
 * @throws DeskError `config` for wrong options
 */
export function createForumConnector(options: ForumConnectorOptions): Connector {
  const read = readOptions(optionsSchema, options, "createForumConnector options")
  const call = createForumApi(read)
  return {
    specificationVersion: "v1",
    id: "forum:city",
    network: "forum",
    capabilities,
    sources: [{ id: "journal", title: "The city's forum", everyMinutes: 5 }],

    async doPull({ sourceId, cursor, limit, signal }) {
      signal?.throwIfAborted()
      if (sourceId !== "journal") throw wrong("sourceId", "the only source is called journal")
      if (!Number.isSafeInteger(limit) || limit < 1) throw wrong("limit", "a whole number of 1 or more was expected")
      const after = cursor === undefined ? "0" : /^after:(\d+)$/.exec(cursor)?.[1]
      if (after === undefined) throw wrong("cursor", "a cursor of this connector was expected")
      const path = `entries?after=${after}&limit=${Math.min(limit, 100)}`
      const request = { operation: "entries", path, priority: "discovery", ...(signal === undefined ? {} : { signal }) } as const
      const { entries, more } = await call(request, listSchema)
      const { messages, notices, skipped, last, isAll } = readEntries(entries)
      return { messages, notices, skipped, gaps: [], cursor: `after:${last ?? after}`, more: more || !isAll }
    },

    async doReceive(request) {
      const bytes = await readPush(request, 1024 * 1024)
      if (bytes === undefined) return refusal(413)
      const signature = signBytes({ algorithm: "sha256", secret: read.secret, bytes, encoding: "hex" })
      if (!isSameSecret(request.headers.get("x-forum-signature") ?? "", signature)) return refusal(403)
      const entry = entrySchema.safeParse(parse(bytes))
      if (!entry.success) return refusal(400)
      const { messages, notices, skipped } = readEntries([entry.data])
      return { messages, notices, skipped, response: new Response(null, { status: 204 }) }
    },

    async doReply({ messageKey, text, idempotencyKey, dueAt, signal, beforeWrite }) {
      signal?.throwIfAborted()
      const path = `posts/${postId(messageKey)}/answers`
      const writes = { json: { text }, idempotencyKey }
      const shared = { ...(dueAt === undefined ? {} : { dueAt }), ...(signal === undefined ? {} : { signal }) }
      // Right before the one request that writes: the reply may be another worker's by now.
      await beforeWrite?.()
      // The forum gives the first answer for a key that it knows: a second try does no harm.
      return receiptOf(await call({ operation: "answer", path, priority: "reply", writes, ...shared }, answerSchema))
    },

    async doFindReplies({ messageKey, idempotencyKey, signal }) {
      const path = `posts/${postId(messageKey)}/answers?key=${encodeURIComponent(idempotencyKey)}`
      const shared = signal === undefined ? {} : { signal }
      const { answer } = await call({ operation: "find answer", path, priority: "reply", ...shared }, foundSchema)
      return answer === null ? [] : [receiptOf(answer)]
    },

    async doCheck({ signal } = {}) {
      const shared = signal === undefined ? {} : { signal }
      const problem = await call(
        { operation: "entries", path: "entries?after=0&limit=1", priority: "discovery", ...shared },
        listSchema,
      ).then(
        () => undefined,
        (error: unknown) => {
          if (!(error instanceof DeskError)) throw error
          return error.message
        },
      )
      return { ok: problem === undefined, problems: problem === undefined ? [] : [problem], expiresAt: null }
    },
  }
}

/**
 * Reads entries up to the first that concerns a message of the same page once more: that one begins the next, so that
 * their order stays.
 */
function readEntries(entries: readonly Entry[]) {
  const messages: IncomingMessage[] = []
  const notices: MessageNotice[] = []
  const skipped: SkippedItem[] = []
  const keys = new Set<string>()
  let last: number | undefined
  for (const { seq, type, post } of entries) {
    const item = readEntry(type, post)
    const key = "messageKey" in item ? item.messageKey : "key" in item ? item.key : undefined
    if (key !== undefined && keys.has(key)) return { messages, notices, skipped, last, isAll: false }
    if (key !== undefined) keys.add(key)
    if ("messageKey" in item) notices.push(item)
    else if ("key" in item) messages.push(item)
    else skipped.push(item)
    last = seq
  }
  return { messages, notices, skipped, last, isAll: true }
}

/** What an entry tells; one of a type that is not known is reported. */
function readEntry(type: string, post: unknown): IncomingMessage | MessageNotice | SkippedItem {
  if (type === "removed") return readRemoval(post)
  if (type === "written") return readPost(post)
  return { code: "invalid", path: "type", message: "type: an entry of this type cannot be read" }
}

const postSchema = z.looseObject({
  id: z.string().regex(/^\d+$/),
  url: z.string(),
  author: z.string(),
  text: z.string(),
  createdAt: z.string(),
  editedAt: z.string().optional(),
})

/** The post as a message, or what is wrong with it: the field, and never what stands in it. */
function readPost(value: unknown): IncomingMessage | SkippedItem {
  const post = postSchema.safeParse(value)
  const result = post.success
    ? incomingMessageSchema.safeParse({
        key: `forum:${post.data.id}`,
        network: "forum",
        kind: "post",
        url: post.data.url,
        text: post.data.text,
        authorId: post.data.author,
        publishedAt: post.data.createdAt,
        editedAt: post.data.editedAt,
      })
    : post
  if (result.success) return result.data
  const [issue] = inputIssues(result.error)
  return { code: "invalid", path: issue?.path ?? "", message: issue?.message ?? "a post was expected" }
}

function readRemoval(value: unknown): MessageNotice | SkippedItem {
  const post = postSchema.pick({ id: true }).safeParse(value)
  return post.success
    ? { kind: "deleted", messageKey: `forum:${post.data.id}` }
    : { code: "invalid", path: "id", message: "id: digits were expected" }
}

function postId(messageKey: string): string {
  const id = /^forum:(\d+)$/.exec(messageKey)?.[1]
  if (id === undefined) throw wrong("messageKey", "the key of a post of the forum was expected")
  return id
}

function receiptOf({ id, url, createdAt }: z.output<typeof answerSchema>): ReplyReceipt {
  return { replyKey: `forum:a${id}`, url, publishedAt: new Date(createdAt).toISOString() }
}

function refusal(status: number) {
  return { messages: [], skipped: [], response: new Response(null, { status }) }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

function wrong(path: string, message: string): DeskError<"config"> {
  return new DeskError("config", `forum: ${path}: ${message}`, { issues: [{ path, message }] })
}
