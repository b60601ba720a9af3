import { addMinutes, type Clock, type Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"

/** A token with its end. */
export interface Token {
  /** The token itself. */
  readonly value: string
  /** When it ends; null when it does not, or nobody knows. */
  readonly expiresAt: Instant | null
}

/** Where a connector takes its token from, before each call. */
export interface TokenSource {
  /** The token to use now. */
  current(options?: CallOptions): Promise<Token>
  /**
   * The network did not take a token.
   *
   * @param value - which one
   * @returns whether `current` will give another one, so that the call is worth repeating
   */
  refuse(value: string): boolean
}

/**
 * A token that a person made and puts in the settings.
 *
 * @param value - the token
 * @param expiresAt - its end, if it has one
 */
export function createFixedToken(value: string, expiresAt: Instant | null = null): TokenSource {
  const token: Token = Object.freeze({ value, expiresAt })
  return { current: async () => token, refuse: () => false }
}

/** What a source of renewed tokens needs. */
export interface RefreshingTokenOptions {
  /** The present moment. */
  readonly clock: Clock
  /**
   * Gets a new token. The host does it, since it keeps the refresh token and must store the next one.
   *
   * @param old - the token that ends or was refused; undefined for the first
   */
  refresh(old: Token | undefined, options: CallOptions): Promise<Token>
  /** How long before its end a token is renewed, minutes. Default 5. */
  readonly marginMinutes?: number
  /** A token that is at hand. */
  readonly first?: Token
}

/**
 * Tokens that end and are renewed. However many calls ask at once, one refresh runs; what it throws, all of them throw.
 *
 * @param options - see {@link RefreshingTokenOptions}
 */
export function createRefreshingToken(options: RefreshingTokenOptions): TokenSource {
  const { clock, marginMinutes = 5 } = options
  let token = options.first
  let refused: string | undefined
  let underWay: Promise<Token> | undefined

  const isGood = ({ value, expiresAt }: Token): boolean =>
    value !== refused && (expiresAt === null || addMinutes(clock.now(), marginMinutes) < expiresAt)

  return {
    async current(call = {}) {
      if (token !== undefined && isGood(token)) return token
      // The one who began it may give up; the others still wait for the token.
      underWay ??= options
        .refresh(token, {})
        .then((fresh) => {
          token = fresh
          return fresh
        })
        .finally(() => {
          underWay = undefined
        })
      const fresh = await underWay
      call.signal?.throwIfAborted()
      return fresh
    },
    refuse(value) {
      if (token?.value !== value) return true // It was renewed meanwhile.
      if (refused === value) return false
      refused = value
      return true
    },
  }
}
