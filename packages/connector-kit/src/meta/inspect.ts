import type { Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import * as z from "zod"
import { createFixedToken, type TokenSource } from "../token.ts"
import type { GraphClient } from "./graph.ts"
import { graphIdSchema, secondsToInstant } from "./shape.ts"

/** The token of an application: it asks about tokens and subscriptions. */
export function createAppToken({
  appId,
  appSecret,
}: {
  /** The id of the app at Meta. */
  readonly appId: string
  /** Its secret. */
  readonly appSecret: string
}): TokenSource {
  return createFixedToken(`${appId}|${appSecret}`)
}

/** What Meta says of a token. */
export interface InspectedToken {
  /** Whether Meta takes it. */
  readonly isValid: boolean
  /** `USER`, `PAGE`, `SYSTEM_USER`, …. */
  readonly type: string | undefined
  /** The app that it belongs to; undefined where Meta does not say. */
  readonly appId: string | undefined
  /** Rights, as `pages_read_engagement`. */
  readonly scopes: readonly string[]
  /** When the token ends; null: never. */
  readonly expiresAt: Instant | null
  /** When its owner must allow access to data anew; null: never, or it is not said. */
  readonly dataAccessExpiresAt: Instant | null
}

const stamp = z.number().int().min(0).max(253_402_300_799).optional()

const tokenSchema = z.looseObject({
  data: z.looseObject({
    is_valid: z.boolean(),
    type: z.string().optional(),
    app_id: graphIdSchema.optional(),
    scopes: z.array(z.string()).default([]),
    expires_at: stamp,
    data_access_expires_at: stamp,
  }),
})

/**
 * Asks `debug_token` about the client's own token. The token that is asked about is in the address, as Meta
 * documents it and offers no other way; it is sent over TLS and appears in no error.
 *
 * @param graph - the client
 * @param appToken - see {@link createAppToken}
 * @throws DeskError as {@link GraphClient.call}
 */
export async function inspectToken(graph: GraphClient, appToken: TokenSource, options: CallOptions = {}): Promise<InspectedToken> {
  const { value } = await graph.token.current(options)
  const { data } = await graph.call(
    { operation: "debug_token", node: "debug_token", params: { input_token: value }, priority: "discovery", token: appToken, ...options },
    tokenSchema,
  )
  const instant = (seconds: number | undefined): Instant | null =>
    seconds === undefined || seconds === 0 ? null : secondsToInstant(seconds)
  return {
    isValid: data.is_valid,
    type: data.type,
    appId: data.app_id,
    scopes: data.scopes,
    expiresAt: instant(data.expires_at),
    dataAccessExpiresAt: instant(data.data_access_expires_at),
  }
}

/** A webhook that an application has. */
export interface AppSubscription {
  /** As `page`. */
  readonly object: string
  /** Whether pushes are sent. */
  readonly isActive: boolean
  /** The fields that are pushed. */
  readonly fields: readonly string[]
}

/** Newer versions name each field with its version, older ones name it alone. */
const fieldSchema = z.union([z.string(), z.looseObject({ name: z.string() }).transform(({ name }) => name)])

const subscriptionsSchema = z.looseObject({
  data: z.array(z.looseObject({ object: z.string(), active: z.boolean().default(true), fields: z.array(fieldSchema).default([]) })),
})

/**
 * The webhooks of the application: one side of the two that must be subscribed, else Meta is silent.
 *
 * @throws DeskError as {@link GraphClient.call}
 */
export async function listAppSubscriptions(
  graph: GraphClient,
  {
    appId,
    appToken,
    ...options
  }: CallOptions & {
    /** The id of the app at Meta. */
    readonly appId: string
    /** Its token. */
    readonly appToken: TokenSource
  },
): Promise<readonly AppSubscription[]> {
  const call = {
    operation: "subscriptions",
    node: appId,
    edge: "subscriptions",
    priority: "discovery",
    token: appToken,
    ...options,
  } as const
  const { data } = await graph.call(call, subscriptionsSchema)
  return data.map(({ object, active, fields }) => ({ object, isActive: active, fields }))
}

const subscribedSchema = z.looseObject({
  data: z.array(z.looseObject({ id: graphIdSchema.optional(), subscribed_fields: z.array(fieldSchema).default([]) })),
})

/**
 * The fields that a Page or an account lets the application hear: the other side. With several applications, those of
 * `appId`.
 *
 * @param node - the id of the Page, or `me` for an Instagram account
 * @throws DeskError as {@link GraphClient.call}
 */
export async function listSubscribedFields(
  graph: GraphClient,
  {
    node,
    appId,
    ...options
  }: CallOptions & {
    /** The page or account, by its id. */
    readonly node: string
    /** Whose fields, where several applications have some. */
    readonly appId?: string | undefined
  },
): Promise<readonly string[]> {
  const call = { operation: "subscribed_apps", node, edge: "subscribed_apps", priority: "discovery", ...options } as const
  const { data } = await graph.call(call, subscribedSchema)
  return data.filter(({ id }) => appId === undefined || id === undefined || id === appId).flatMap((app) => app.subscribed_fields)
}
