import { contentLabel, finishReading, readJson, readPush, skippedReading, type Reading } from "@otklik/connector-kit"
import { instantToMillis, type Instant, type MessageKey, type SkippedItem } from "@otklik/core"
import type { MessageNotice, Received } from "@otklik/core/connector"
import { createVerifier } from "@otklik/webhooks/signature"
import { looseSchema, wireMessageSchema, wireNoticeSchema } from "../api/wire.ts"
import type { HttpOptions } from "../options.ts"

/** The largest push that is read, bytes: a thousand messages of four thousand. */
const maxBytes = 4 * 1024 * 1024

/** Where an item was in the push, for its sender. */
interface Refused {
  readonly item: string
  readonly path: string
  readonly message: string
}

/**
 * Reads a push. Its answer says what was taken in and what was not, and why, without repeating any of it; it leaves
 * after the commit. A push that comes again holds the same messages, which the desk knows already.
 *
 * @param options - the secrets, and the network of the keys
 */
export function createReceiver(
  options: Pick<HttpOptions, "network" | "secrets">,
): NonNullable<(request: Request, at: { readonly now: Instant }) => Promise<Received>> {
  const { network, secrets } = options
  const verifier = createVerifier(secrets)
  const keyOf = (id: string): MessageKey => `${network}:${id}`

  function readMessage(value: unknown): Reading {
    const read = wireMessageSchema.safeParse(value)
    if (!read.success) return skippedReading(read.error)
    const { id, threadId, parentId, url, ...rest } = read.data
    return finishReading(network, {
      ...rest,
      key: keyOf(id),
      url: url ?? null,
      kind: threadId === undefined && parentId === undefined ? "post" : "comment",
      threadKey: threadId === undefined ? undefined : keyOf(threadId),
      parentKey: parentId === undefined ? undefined : keyOf(parentId),
    })
  }

  return async (request, { now }) => {
    if (request.method !== "POST") return refusal(405, "method-not-allowed", "POST was expected")
    const bytes = await readPush(request, maxBytes)
    if (bytes === undefined) return refusal(413, "too-large", `a push has at most ${maxBytes} bytes: send fewer messages at a time`)
    const fault = await verifier.faultOf(request.headers, bytes, Math.floor(instantToMillis(now) / 1000))
    if (fault !== undefined) return refusal(401, "signature", fault)
    const value = readJson(bytes)
    if (value === undefined) return refusal(400, "not-json", "JSON in UTF-8 was expected")

    const messages: Received["messages"][number][] = []
    const notices: MessageNotice[] = []
    const skipped: SkippedItem[] = []
    const refused: Refused[] = []
    const skip = (item: string, { path, message, code }: SkippedItem): void => {
      const field = safePath(path)
      const sentence = message.replaceAll(path === "" ? "\0" : path, field)
      skipped.push({ code, path: [item, field].filter((part) => part !== "").join("."), message: sentence })
      refused.push({ item, path: field, message: sentence })
    }
    const push = looseSchema.safeParse(value)
    if (!push.success) {
      const reading = skippedReading(push.error)
      if (reading.kind === "skipped") skip("", reading.item)
    } else {
      for (const [index, item] of (push.data.messages ?? []).entries()) {
        const reading = readMessage(item)
        if (reading.kind === "message") messages.push(reading.message)
        else if (reading.kind === "skipped") skip(`messages.${index}`, reading.item)
      }
      for (const [index, item] of (push.data.notices ?? []).entries()) {
        const read = wireNoticeSchema.safeParse(item)
        if (read.success) notices.push({ kind: read.data.kind, messageKey: keyOf(read.data.id) })
        else {
          const reading = skippedReading(read.error)
          if (reading.kind === "skipped") skip(`notices.${index}`, reading.item)
        }
      }
    }
    const answer = { messages: messages.length, notices: notices.length, skipped: refused }
    return { messages, notices, skipped, response: Response.json(answer) }
  }
}

/** The names of fields that there are not may be anybody's words. */
function safePath(path: string): string {
  return path
    .split(".")
    .map((part) => (part === "" || /^\d+$/.test(part) ? part : contentLabel(part)))
    .join(".")
}

/** As RFC 9457 asks; nothing of the push is repeated. */
function refusal(status: number, type: string, detail: string): Received {
  const headers = { "content-type": "application/problem+json", ...(status === 405 ? { allow: "POST" } : {}) }
  const problem = { type: `urn:otklik:push:${type}`, title: "The push was not taken", status, detail }
  return { messages: [], skipped: [], response: new Response(JSON.stringify(problem), { status, headers }) }
}
