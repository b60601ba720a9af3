import * as z from "zod"
import { readJson, readPush } from "../http/body.ts"
import { isSameSecret, verifySignature } from "../signature.ts"
import { graphIdSchema } from "./shape.ts"

/** One thing that a push reports. */
export interface MetaChange {
  /** The id of the Page or the account that it is about. */
  readonly ownerId: string
  /** When Meta sent it, unix seconds; undefined where it does not say. */
  readonly time: number | undefined
  /** What was subscribed to, as `feed`. */
  readonly field: string
  /** As it came; long numbers are digits. */
  readonly value: unknown
}

/** What a request to the webhook turned out to be. */
export type MetaPush =
  /** A handshake, or something that Meta did not send: this is the answer, and there is nothing else to do. */
  | {
      readonly kind: "answer"
      /** What Meta is answered. */
      readonly response: Response
    }
  /** Signed by Meta. */
  | {
      readonly kind: "changes"
      /** What changed. */
      readonly changes: readonly MetaChange[]
    }

/** What reading pushes needs. */
export interface MetaWebhookOptions {
  /** What the host wrote into the application's settings beside the webhook's address. */
  readonly verifyToken: string
  /** The application's secret; several while it is being changed. */
  readonly appSecrets: readonly string[]
  /** What is subscribed to, as `page` or `instagram`; pushes about other things hold no changes. */
  readonly object: string
  /** The largest push that is read, bytes. Default 4 MiB: batches hold up to a thousand changes. */
  readonly maxBytes?: number
}

const entrySchema = z.looseObject({
  id: graphIdSchema,
  time: z.number().optional(),
  changes: z.array(z.looseObject({ field: z.string(), value: z.unknown().optional() })).optional(),
})

const pushSchema = z.looseObject({ object: z.string(), entry: z.array(entrySchema) })

const unsigned = "not signed with the application's secret"

const signatureLook = /^sha256=([0-9a-fA-F]{64})$/

/**
 * Makes the reader of a webhook: answers the handshake (`hub.mode`, `hub.verify_token`, `hub.challenge`), checks
 * `X-Hub-Signature-256` over the raw bytes in constant time, and lays out batches of several entries with several
 * changes each. Meta repeats pushes and promises no order: whoever takes the changes keeps them by the id of what they
 * are about.
 *
 * @param options - see {@link MetaWebhookOptions}
 */
export function createMetaWebhook(options: MetaWebhookOptions): (request: Request) => Promise<MetaPush> {
  const { verifyToken, appSecrets, object, maxBytes = 4 * 1024 * 1024 } = options

  function handshake(url: URL): MetaPush {
    const challenge = url.searchParams.get("hub.challenge") ?? ""
    if (url.searchParams.get("hub.mode") !== "subscribe") return answer(400, "a handshake was expected")
    if (!isSameSecret(url.searchParams.get("hub.verify_token") ?? "", verifyToken))
      return answer(403, "not the verify token of this webhook")
    return answer(200, challenge)
  }

  return async (request) => {
    if (request.method === "GET") return handshake(new URL(request.url))
    if (request.method !== "POST") return answer(405, "GET or POST was expected")
    const signature = signatureLook.exec(request.headers.get("x-hub-signature-256") ?? "")?.[1]
    if (signature === undefined) return answer(403, unsigned)
    const bytes = await readPush(request, maxBytes)
    if (bytes === undefined) return answer(413, "a smaller push was expected")
    const isSigned = (secret: string): boolean => verifySignature(signature, { algorithm: "sha256", secret, bytes, encoding: "hex" })
    if (!appSecrets.map(isSigned).includes(true)) return answer(403, unsigned)
    const push = pushSchema.safeParse(readJson(bytes))
    if (!push.success) return answer(400, "an envelope of Meta was expected")
    if (push.data.object !== object) return { kind: "changes", changes: [] }
    const changes = push.data.entry.flatMap(({ id, time, changes: list = [] }) =>
      list.map(({ field, value }): MetaChange => ({ ownerId: id, time, field, value })),
    )
    return { kind: "changes", changes }
  }
}

/** The answer to a push whose changes are stored. */
export function metaPushTaken(): Response {
  return plain(200, "ok")
}

function answer(status: number, text: string): MetaPush {
  return { kind: "answer", response: plain(status, text) }
}

/** Plain text, so that no browser takes a challenge for a page. */
function plain(status: number, text: string): Response {
  return new Response(text, { status, headers: { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" } })
}
