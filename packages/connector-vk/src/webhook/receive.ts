import { isSameSecret, readJson, readPush, type SilenceWatch } from "@otklik/connector-kit"
import { instantToMillis, type Instant } from "@otklik/core"
import type { Received } from "@otklik/core/connector"
import * as z from "zod"
import type { VkApi } from "../api/client.ts"
import { eventSchema, isOutdated, readEvent } from "../api/events.ts"
import type { PostReading } from "../api/message.ts"
import type { VkCallback } from "../options.ts"

const outdated = "the callback server is set to an outdated api_version; set it to 5.199 in the community's settings"

/** The largest push that is read, bytes; VK's are a few thousand. */
const maxBytes = 1024 * 1024

const codeSchema = z.looseObject({ code: z.string().min(1) })

const pushSchema = eventSchema.extend({ secret: z.string().optional() })

/** What reading pushes needs. */
export interface ReceiveOptions {
  readonly api: VkApi
  readonly communityId: number
  readonly callback: VkCallback
  readonly watch: SilenceWatch
  /** How posts are read. */
  readonly posts: PostReading
}

/** VK is asked for the code of a handshake once in this time: anybody may send one. Milliseconds. Our choice. */
const confirmationMillis = 60_000

/**
 * Reads a push of the Callback API. The secret is inside of the body: VK signs nothing, so the address must be one
 * that nobody guesses, over HTTPS. A second delivery of an event holds the same message, which the desk knows already.
 *
 * @param options - see {@link ReceiveOptions}
 */
export function createReceiver({
  api,
  communityId,
  callback,
  watch,
  posts,
}: ReceiveOptions): (request: Request, now: Instant) => Promise<Received> {
  let asked: { readonly at: number; readonly code: Promise<string> } | undefined

  /** One call a minute, whatever comes of it, and behind all others: strangers must not use up what replies need. */
  async function confirmation(now: Instant): Promise<string> {
    if (callback.confirmation !== undefined) return callback.confirmation
    const at = instantToMillis(now)
    if (asked !== undefined && at - asked.at < confirmationMillis) return asked.code
    const call = {
      method: "groups.getCallbackConfirmationCode",
      tokens: ["community", "user"],
      priority: "discovery",
      params: { group_id: communityId },
    } as const
    asked = { at, code: api.call(call, codeSchema).then(({ code }) => code) }
    return asked.code
  }

  return async (request, now) => {
    if (request.method !== "POST") return nothing(405, "POST was expected")
    const bytes = await readPush(request, maxBytes)
    if (bytes === undefined) return nothing(413, "a smaller push was expected")
    const push = pushSchema.safeParse(readJson(bytes))
    if (!push.success) return nothing(400, "an event was expected")
    const { type, secret, group_id: groupId } = push.data
    if (groupId !== String(communityId)) return nothing(403, "not this community")
    // The handshake comes before the secret is known to VK; what it gets is of use to the community's administrators
    // alone.
    if (type === "confirmation" && secret === undefined) return nothing(200, await confirmation(now))
    if (!isSameSecret(secret ?? "", callback.secret)) return nothing(403, "not the secret of this server")
    if (type === "confirmation") return nothing(200, await confirmation(now))
    watch.heard(now, isOutdated(push.data.object) ? outdated : null)
    const reading = readEvent(push.data, now, posts)
    return {
      messages: reading.kind === "message" ? [reading.message] : [],
      skipped: reading.kind === "skipped" ? [reading.item] : [],
      ...(reading.kind === "notice" ? { notices: [reading.notice] } : {}),
      response: plain(200, "ok"),
    }
  }
}

function nothing(status: number, text: string): Received {
  return { messages: [], skipped: [], response: plain(status, text) }
}

/** VK takes the bare word, not JSON. */
function plain(status: number, text: string): Response {
  return new Response(text, { status, headers: { "content-type": "text/plain; charset=utf-8" } })
}
