import { connectorIdSchema, hostShape } from "@otklik/connector-kit"
import type { Clock, Network } from "@otklik/core"
import { networkSchema, schemaOf } from "@otklik/core/internal"
import { faultOfSecret } from "@otklik/webhooks/signature"
import * as z from "zod"

/** How the other system publishes replies. */
export interface HttpReplies {
  /** Where commands are sent by POST; https, or http on this machine. */
  readonly url: string
  /** The longest reply that the system takes, UTF-16 units. Absent: no limit is known. */
  readonly limit?: number | undefined
  /** Whether it takes photos. Default false. */
  readonly photos?: boolean | undefined
  /** Whether it deletes a reply when asked. Default false. */
  readonly retract?: boolean | undefined
}

/** Options of `createHttpConnector`. */
export interface HttpConnectorOptions {
  /** The name of the other system; its messages' keys begin with it, as `portal:4711`. */
  readonly network: Network
  /** Names the cursors. Default `http:` and the network. */
  readonly id?: string | undefined
  /**
   * Shared secrets of Standard Webhooks, `whsec_` and 24 to 64 bytes in base64. Each is taken on what comes, and
   * each signs what is sent. Two at a time while one is replaced by another.
   */
  readonly secrets: readonly string[]
  /** With `sleep`: calls time out by it. */
  readonly clock: Clock
  /** The host's `fetch`. */
  readonly fetch: typeof globalThis.fetch
  /** How the system publishes replies. Absent: it does not. */
  readonly replies?: HttpReplies | undefined
  /** How long an answer of the system may take, milliseconds. Default 30 000. */
  readonly timeoutMillis?: number | undefined
}

const onThisMachine = new Set(["localhost", "127.0.0.1", "[::1]"])

const secretSchema = z.string().superRefine((secret, context) => {
  // Both sides know it: a key of which the other has half (`whsk_`) signs in one direction alone.
  const fault = secret.startsWith("whsec_") ? faultOfSecret(secret) : "a secret of both sides was expected: whsec_ and base64"
  if (fault !== undefined) context.addIssue({ code: "custom", message: fault })
})

const repliesSchema = schemaOf<HttpReplies>()(
  z.strictObject({
    url: z.url({ protocol: /^https?$/, error: "an absolute https URL was expected" }).refine(
      (text) => {
        const { protocol, hostname } = new URL(text)
        return protocol === "https:" || onThisMachine.has(hostname)
      },
      { error: "https was expected: what is sent holds texts of citizens", abort: true },
    ),
    limit: z.number().int().min(1).optional(),
    photos: z.boolean().optional(),
    retract: z.boolean().optional(),
  }),
)

/** What `createHttpConnector` takes. */
export const httpConnectorOptionsSchema = z.strictObject({
  network: networkSchema,
  id: connectorIdSchema.optional(),
  secrets: z.array(secretSchema).min(1, "a secret was expected: whsec_ and 32 random bytes in base64"),
  clock: hostShape.clock,
  fetch: hostShape.fetch,
  replies: repliesSchema.optional(),
  timeoutMillis: z.number().positive().default(30_000),
})

/** The options, checked. */
export type HttpOptions = z.output<typeof httpConnectorOptionsSchema>
