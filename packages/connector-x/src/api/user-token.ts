import {
  createHttpClient,
  createRedactor,
  createRefreshingToken,
  failureOf,
  requireWaitingClock,
  type TokenSource,
} from "@otklik/connector-kit"
import { instantToMillis, millisToInstant, readOptions, type Clock, type Instant } from "@otklik/core"
import * as z from "zod"
import { readFailure } from "./errors.ts"

/** The tokens of the official account, as they must be kept. */
export interface XUserTokens {
  /** The token of calls. */
  readonly accessToken: string
  /** Works once. */
  readonly refreshToken: string
  /** When the access token ends: two hours after it was given. */
  readonly expiresAt: Instant
}

/** Options of `createXUserToken`. */
export interface XUserTokenOptions {
  /** With `sleep`: it times out by it. */
  readonly clock: Clock
  /** The host's `fetch`. */
  readonly fetch: typeof globalThis.fetch
  /** The client id of the app at X. */
  readonly clientId: string
  /** Of a confidential client; absent for a public one. */
  readonly clientSecret?: string | undefined
  /** The tokens that were kept last; `offline.access` was among the scopes. */
  readonly tokens: XUserTokens
  /** Keeps the new tokens. They are used only after that: the old refresh token is worthless by then. */
  readonly keep: (tokens: XUserTokens) => Promise<void>
  /** Default `https://api.x.com/2/`. */
  readonly apiUrl?: string | undefined
}

const text = z.string().min(1)
const isFunction = (value: unknown): boolean => typeof value === "function"

const optionsSchema = z.strictObject({
  clock: z.custom<Clock>((value) => typeof value === "object" && value !== null && "now" in value, "a clock was expected"),
  fetch: z.custom<typeof globalThis.fetch>(isFunction, "a function was expected"),
  clientId: text,
  clientSecret: text.optional(),
  tokens: z.strictObject({ accessToken: text, refreshToken: text, expiresAt: z.iso.datetime() }),
  keep: z.custom<XUserTokenOptions["keep"]>(isFunction, "a function was expected"),
  apiUrl: z.url().regex(/\/$/, "a slash at the end was expected").default("https://api.x.com/2/"),
})

const answerSchema = z.looseObject({ access_token: text, refresh_token: text, expires_in: z.number().positive() })

/**
 * The token of the official account (OAuth 2.0 with PKCE), renewed before it ends. A refresh token works once: however
 * many calls wait, one renews, and the new tokens are kept before the first of them is used. Processes that share an
 * account must share the token too, or all but one lose it.
 *
 * @param options - see {@link XUserTokenOptions}
 * @throws DeskError `config` for wrong options
 */
export function createXUserToken(options: XUserTokenOptions): TokenSource {
  const read = readOptions(optionsSchema, options, "createXUserToken options")
  const { clientId, clientSecret, keep, apiUrl } = read
  const clock = requireWaitingClock(read.clock, "createXUserToken options")
  const client = createHttpClient({ fetch: read.fetch, clock, redactor: createRedactor(clientSecret === undefined ? [] : [clientSecret]) })
  const what = "x: oauth2/token"
  let { tokens } = read
  let unkept: XUserTokens | undefined

  async function renew(): Promise<XUserTokens> {
    const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret ?? "")}`).toString("base64")
    const answer = await client.answer({
      what,
      method: "POST",
      url: `${apiUrl}oauth2/token`,
      headers: clientSecret === undefined ? {} : { authorization: `Basic ${basic}` },
      body: { grant_type: "refresh_token", refresh_token: tokens.refreshToken, client_id: clientId },
      writes: false,
    })
    const context = { what, now: clock.now(), writes: false }
    const action = "let the official account permit the app again, and keep the new tokens"
    if (answer.status === 400 || answer.status === 401)
      throw failureOf({ code: "auth", action }, context, "X does not take the refresh token")
    const failure = readFailure(answer, context)
    if (failure !== undefined) throw failure.error
    const given = answerSchema.safeParse(answer.value)
    if (!given.success)
      throw failureOf({ code: "protocol", path: "access_token" }, context, "the answer is not of the shape that X documents")
    const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = given.data
    return { accessToken, refreshToken, expiresAt: millisToInstant(instantToMillis(context.now) + seconds * 1000) }
  }

  return createRefreshingToken({
    clock,
    first: { value: tokens.accessToken, expiresAt: tokens.expiresAt },
    async refresh() {
      // What could not be kept the last time is kept now: asking again with the old refresh token would only lose it.
      unkept ??= await renew()
      await keep(unkept)
      tokens = unkept
      unkept = undefined
      return { value: tokens.accessToken, expiresAt: tokens.expiresAt }
    },
  })
}
