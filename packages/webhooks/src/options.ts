import { readOptions, type Actor, type Clock, type Desk } from "@otklik/core"
import type { ConsumeRequest } from "@otklik/core/desk"
import { configError, schemaOf } from "@otklik/core/internal"
import * as z from "zod"
import { isPrivateHost } from "./address.ts"
import type { WebhookNotice } from "./notice.ts"
import { faultOfSecret } from "./signature/index.ts"

/** Who is to hear of events. */
export interface WebhookEndpoint {
  /** Names it, for ever: how far it has been served is stored under this name. */
  readonly id: string
  /** Where to send, https. Written by the host, never by a user: the sender calls whatever it names. */
  readonly url: string
  /**
   * One to five: `whsec_…` signs by HMAC-SHA256 (`v1`), `whsk_…` by Ed25519 (`v1a`). Each makes a signature of its own:
   * while a secret is exchanged for another, both are given.
   */
  readonly secrets: readonly string[]
  /** Names of events, as `reply-published`; absent: all. */
  readonly types?: NonNullable<ConsumeRequest["types"]>
  /** Only incidents of these topics, as they are when it is sent; absent: all. */
  readonly topics?: readonly string[]
  /** Only incidents that these authorities own, when it is sent; absent: all. */
  readonly authorityIds?: readonly string[]
  /** Only incidents that this actor may find; absent: all. */
  readonly actor?: Actor
  /** Where a new endpoint begins: `now` (default), `beginning`, or behind a position of the feed. */
  readonly from?: string
  /** How long an answer may take. Default 20. */
  readonly timeoutSeconds?: number
  /** Whether it may lie inside: an address or a name that the public internet does not have. Default false. */
  readonly allowPrivate?: boolean
  /** Whether `http:` will do, for an address of this very machine alone. Default false. */
  readonly allowHttp?: boolean
}

/** What a sender is made of. */
export interface WebhookSenderOptions {
  /** Whose events are sent. */
  readonly desk: Desk
  /** The desk's own clock, with `sleep`. */
  readonly clock: Clock
  /** A source of chance, from 0 to below 1, as `Math.random`: spreads tries. */
  readonly random: () => number
  /** The host's `fetch`, or one that goes through an egress proxy. */
  readonly fetch: typeof globalThis.fetch
  /** Who is to hear of events. */
  readonly endpoints: readonly WebhookEndpoint[]
  /** The address of the desk's HTTP API, for `href`. Absent: `href` is null. */
  readonly apiUrl?: string
  /**
   * The addresses of a name, asked before each request: an endpoint whose name leads inside is not called. With Node:
   * `async (name) => (await lookup(name, { all: true })).map(({ address }) => address)`. Absent: names are not looked
   * at. Whoever owns the name may answer `fetch` otherwise a moment later: an egress proxy keeps that out too.
   */
  readonly lookup?: (hostname: string) => Promise<readonly string[]>
  /**
   * Called with what a person should hear of; what it throws is passed over. Default: nobody hears. `status` says the
   * same.
   */
  readonly onNotice?: (notice: WebhookNotice) => void
}

/** An endpoint with its defaults. */
export type CheckedEndpoint = WebhookEndpoint & Required<Pick<WebhookEndpoint, "from" | "timeoutSeconds" | "allowPrivate" | "allowHttp">>

const some = z.array(z.string().min(1)).min(1, "an absent list sends everything; an empty one would send nothing")
const aFunction = z.custom((value) => typeof value === "function", "a function was expected")
const secret = z.string().superRefine((text, context) => {
  const message = faultOfSecret(text)
  // The secret itself must not be repeated.
  if (message !== undefined) context.addIssue({ code: "custom", message, input: undefined })
})

const endpointSchema = schemaOf<CheckedEndpoint, WebhookEndpoint>()(
  z
    .strictObject({
      id: z.string().regex(/^[\w-]{1,100}$/, "1 to 100 letters, digits, _ and - were expected"),
      url: z.url("an address was expected, like https://example.org/hook"),
      secrets: z.array(secret).min(1, "at least one secret was expected").max(5),
      types: z
        .custom<NonNullable<WebhookEndpoint["types"]>>((value) => some.safeParse(value).success, "names of events were expected")
        .optional(),
      topics: some.optional(),
      authorityIds: some.optional(),
      actor: z.strictObject({ id: z.string().min(1), kind: z.enum(["person", "system"]) }).optional(),
      from: z.string().min(1).default("now"),
      timeoutSeconds: z.number().positive().max(60).default(20),
      allowPrivate: z.boolean().default(false),
      allowHttp: z.boolean().default(false),
    })
    .superRefine(({ url, allowPrivate, allowHttp }, context) => {
      const fault = faultOfUrl(new URL(url), allowPrivate, allowHttp)
      if (fault !== undefined) context.addIssue({ code: "custom", path: ["url"], message: fault })
    }),
)

const optionsSchema = z.strictObject({
  desk: z.looseObject({ consume: aFunction, consumer: aFunction, changeConsumer: aFunction }),
  clock: z.looseObject({ now: aFunction, sleep: aFunction }),
  random: aFunction,
  fetch: aFunction,
  endpoints: z.array(endpointSchema).max(100),
  apiUrl: z.url().regex(/[^/]$/, "an address without a slash at its end was expected, like https://desk.example.org/api/v1").optional(),
  lookup: aFunction.optional(),
  onNotice: aFunction.optional(),
})

const loopback = ["localhost", "127.0.0.1", "[::1]"]

function faultOfUrl({ protocol, hostname, username, password, hash }: URL, allowPrivate: boolean, allowHttp: boolean): string | undefined {
  const isLoopback = loopback.includes(hostname)
  if (username !== "" || password !== "" || hash !== "") return "an address without a user, a password and a fragment was expected"
  if (protocol !== "https:" && !(protocol === "http:" && allowHttp && isLoopback)) {
    return "https: was expected; with `allowHttp` http: to this very machine"
  }
  if (isPrivateHost(hostname) && !allowPrivate && !(allowHttp && isLoopback)) {
    return "this address lies inside: `allowPrivate` says that it is meant"
  }
  return undefined
}

/**
 * Checks what a host gave.
 *
 * @throws DeskError `config` with every issue and its field path
 */
export function checkOptions(
  options: WebhookSenderOptions,
): Omit<WebhookSenderOptions, "endpoints"> & { readonly endpoints: readonly CheckedEndpoint[] } {
  const { endpoints } = readOptions(optionsSchema, options, "createWebhookSender options")
  const ids = endpoints.map(({ id }) => id)
  const twice = ids.flatMap((id, index) =>
    ids.indexOf(id) === index ? [] : [{ path: `endpoints[${index}].id`, message: `duplicate id "${id}"` }],
  )
  if (twice.length > 0) throw configError("createWebhookSender options", twice)
  return { ...options, endpoints }
}
