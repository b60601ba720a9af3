import { readJson, readPush, signBytes, unknownContent, verifySignature, type Reading, type SilenceWatch } from "@otklik/connector-kit"
import { instantToMillis, type Instant } from "@otklik/core"
import type { MessageNotice, Received } from "@otklik/core/connector"
import * as z from "zod"
import { readIncludes } from "../api/includes.ts"
import { keyOf, secondOf } from "../api/keys.ts"
import { readPost } from "../api/message.ts"
import { idSchema } from "../api/schemas.ts"
import type { XWebhook } from "../options.ts"

/** The largest push that is read, bytes; X's are a few thousand. */
const maxBytes = 1024 * 1024

/**
 * What X sends to be signed at the handshake. It must not be taken for a push: with the same secret and the same hash,
 * whoever may have any text signed by a GET could make up a push.
 */
const challenge = /^[\w+/=.-]{1,256}$/

/** Older posts are not pushed: X replays one day at most. A push that somebody kept ends here. Seconds. */
const oldestPush = 7 * 86_400

const created: ReadonlySet<string> = new Set(["post.create", "post.mention.create", "post.reply.create", "post.quote.create"])

/** Events that are about no post. The enumeration of X's contract 2.167. */
const others: ReadonlySet<string> = new Set(
  "oauth.revoke profile.update.bio profile.update.profile_picture profile.update.banner_picture profile.update.screenname profile.update.geo profile.update.url profile.update.verified_badge profile.update.affiliate_badge profile.update.handle news.new follow.follow follow.unfollow spaces.start spaces.end broadcast.start broadcast.end broadcast.chat chat.received chat.sent chat.conversation.join chat.conversation_join chat.conversation.member_added chat.conversation.member_removed chat.conversation.admin_added chat.conversation.admin_removed chat.update.group_name chat.update.restrictions dm.sent dm.received dm.indicate_typing dm.read post.repost.create like.create mute.mute mute.unmute block.block block.unblock".split(
    " ",
  ),
)

const pushSchema = z.looseObject({
  data: z.looseObject({ event_type: z.string(), payload: z.unknown().optional(), includes: z.unknown().optional() }),
})

const headSchema = z.looseObject({ id: idSchema })

/**
 * Reads pushes of the X Activity API: the handshake, and events signed over their bytes. A push that comes again holds
 * what the desk knows already.
 *
 * @param webhook - the secrets
 * @param watch - over the webhook
 */
export function createReceiver(webhook: XWebhook, watch: SilenceWatch): (request: Request, now: Instant) => Promise<Received> {
  const { clientSecret, consumerSecret } = webhook
  const secrets = [clientSecret, consumerSecret].filter((secret) => secret !== undefined)
  const handshakeSecret = clientSecret ?? consumerSecret ?? ""

  function handshake(url: string): Received {
    const token = new URL(url).searchParams.get("crc_token") ?? ""
    if (!challenge.test(token)) return nothing(400, "a crc_token was expected")
    const signature = signBytes({
      algorithm: "sha256",
      secret: handshakeSecret,
      bytes: new TextEncoder().encode(token),
      encoding: "base64",
    })
    return { messages: [], skipped: [], response: Response.json({ response_token: `sha256=${signature}` }) }
  }

  /** Apps that have both secrets are sent two headers for a while; one that is right is enough. */
  function signaturesIn(headers: Headers): readonly string[] {
    return ["x-twitter-webhooks-signature-oauth2", "x-twitter-webhooks-signature"].flatMap((name) => {
      const value = headers.get(name)
      return value?.startsWith("sha256=") === true ? [value.slice("sha256=".length)] : []
    })
  }

  function isSigned(given: readonly string[], bytes: Uint8Array): boolean {
    return given.some((signature) =>
      secrets.some((secret) => verifySignature(signature, { algorithm: "sha256", secret, bytes, encoding: "base64" })),
    )
  }

  return async (request, now) => {
    if (request.method === "GET") return handshake(request.url)
    if (request.method !== "POST") return nothing(405, "GET or POST was expected")
    const signatures = signaturesIn(request.headers)
    if (signatures.length === 0) return nothing(403, "not signed by X")
    const bytes = await readPush(request, maxBytes)
    if (bytes === undefined) return nothing(413, "a smaller push was expected")
    if (!isSigned(signatures, bytes)) return nothing(403, "not signed by X")
    const push = pushSchema.safeParse(readJson(bytes))
    if (!push.success) return nothing(400, "an event was expected")
    const { event_type: type, payload, includes } = push.data.data
    watch.heard(
      now,
      type === "oauth.revoke"
        ? `token: the official account took the app's permission back at ${now}; let it permit the app again`
        : undefined,
    )
    const id = headSchema.safeParse(payload).data?.id
    if (type === "post.delete") {
      if (id === undefined) return taken({ skipped: [{ code: "invalid", message: "payload.id: an id was expected", path: "payload.id" }] })
      return taken({ notices: [{ kind: "deleted", messageKey: keyOf(id) }] })
    }
    if (others.has(type)) return taken({})
    if (!created.has(type)) return takenAs(unknownContent("event_type"))
    const at = id === undefined ? undefined : secondOf(id)
    if (at !== undefined && at < instantToMillis(now) / 1000 - oldestPush) return nothing(403, "a push that is too old")
    return takenAs(readPost(payload, readIncludes(includes)))
  }
}

function takenAs(reading: Reading): Received {
  return taken({
    messages: reading.kind === "message" ? [reading.message] : [],
    skipped: reading.kind === "skipped" ? [reading.item] : [],
  })
}

function taken({ messages = [], skipped = [], notices }: Partial<Received> & { readonly notices?: readonly MessageNotice[] }): Received {
  return { messages, skipped, ...(notices === undefined ? {} : { notices }), response: Response.json({}) }
}

function nothing(status: number, text: string): Received {
  const headers = { "content-type": "text/plain; charset=utf-8" }
  return { messages: [], skipped: [], response: new Response(text, { status, headers }) }
}
