import {
  createHttpClient,
  createRedactor,
  createRefreshingToken,
  failureOf,
  requireWaitingClock,
  type Token,
  type TokenSource,
} from "@otklik/connector-kit"
import { readMetaError } from "@otklik/connector-kit/meta"
import { addMinutes, type Clock } from "@otklik/core"
import * as z from "zod"

/** How long before its end a token of sixty days is renewed, minutes. Our choice: ten days. */
const marginMinutes = 10 * 24 * 60

/** After a renewal that failed, a token that still holds is used for this long before the next try, minutes. */
const pauseMinutes = 60

const answerSchema = z.looseObject({ access_token: z.string().min(6), expires_in: z.number().positive() })

/** What `createInstagramToken` needs. */
export interface InstagramTokenOptions {
  /** With `sleep`. */
  readonly clock: Clock
  /** The host's `fetch`. */
  readonly fetch: typeof globalThis.fetch
  /** The long-lived token at hand, with its end: a token without one is never renewed. */
  readonly first: Token
  /** Keeps the next token, so that the process finds it after a restart. Until it is done, the token is not used. */
  store(token: Token): Promise<void>
  /** Where tokens are renewed. Default `https://graph.instagram.com/refresh_access_token`. */
  readonly refreshUrl?: string
}

/**
 * Tokens of Instagram Login: they hold for sixty days, and are renewed ten days before their end. Instagram renews none
 * that is younger than a day or has ended. By Facebook Login there is nothing of the kind: use the token of a system
 * user, or log in again.
 *
 * @param options - see {@link InstagramTokenOptions}
 * @returns a source; its `current` throws DeskError `auth` when a token has ended and cannot be renewed
 * @throws DeskError `config` for a clock that cannot wait
 */
export function createInstagramToken(options: InstagramTokenOptions): TokenSource {
  const { first, store, refreshUrl = "https://graph.instagram.com/refresh_access_token" } = options
  const clock = requireWaitingClock(options.clock, "createInstagramToken options")
  const redactor = createRedactor([first.value])
  const http = createHttpClient({ fetch: options.fetch, clock, redactor })
  const what = "instagram: refresh_access_token"

  async function renew({ value }: Token): Promise<Token> {
    // Meta documents the token in the address, and no other way; no error has an address.
    const query = new URLSearchParams({ grant_type: "ig_refresh_token", access_token: value })
    const answer = await http.answer({ what, method: "GET", url: `${refreshUrl}?${query.toString()}`, writes: false })
    const context = { what, now: clock.now(), writes: false }
    const error = readMetaError(answer.value)
    if (error !== undefined)
      throw failureOf({ code: "auth", action: "log in at Instagram again" }, context, `Meta answered with error ${error.code}`)
    const read = answerSchema.safeParse(answer.value)
    if (!read.success) throw failureOf({ code: "protocol", path: "access_token" }, context, "a new token was expected")
    const { access_token: fresh, expires_in: seconds } = read.data
    redactor.learn(fresh)
    return { value: fresh, expiresAt: addMinutes(clock.now(), seconds / 60) }
  }

  let pausedUntil = ""
  const source = createRefreshingToken({
    clock,
    marginMinutes,
    first,
    async refresh(old = first) {
      const holds = old.expiresAt !== null && old.expiresAt > clock.now()
      if (holds && clock.now() < pausedUntil) return old
      try {
        const token = await renew(old)
        await store(token)
        return token
      } catch (error) {
        pausedUntil = addMinutes(clock.now(), pauseMinutes)
        if (holds) return old
        throw error
      }
    },
  })
  // A token that was refused cannot be renewed either.
  return { current: (call) => source.current(call), refuse: () => false }
}
