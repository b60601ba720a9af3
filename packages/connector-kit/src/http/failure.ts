import { DeskError, instantToMillis, millisToInstant, type AnyDeskError, type Instant } from "@otklik/core"

/** What a code of a network means for the desk. */
export type FailureRule =
  | {
      readonly code: "auth" /** What a person must do. */
      /** What a person must do. */
      readonly action: string
    }
  | {
      readonly code: "rate-limited" /** How long to leave the network alone, milliseconds. */
      /** How long to leave the network alone, milliseconds. */
      readonly waitMillis: number
    }
  | { readonly code: "network" }
  | {
      readonly code: "refused"
      /** Why, in the words of the network. */
      readonly reason: string
    }
  | {
      readonly code: "capability"
      /** What is missing, as `capabilities` names it. */
      readonly capability: string
    }
  | {
      readonly code: "config"
      /** The field that is wrong. */
      readonly path: string
      /** What is wrong with it. */
      readonly message: string
    }
  | {
      readonly code: "protocol"
      /** The field that is wrong. */
      readonly path: string
    }

/** What was being done when the network answered. */
export interface FailureContext {
  /** The call, as `vk: wall.get`; without parameters. */
  readonly what: string
  /** The present moment. */
  readonly now: Instant
  /** It may have had a side effect: what would be `network` or `protocol` is `ambiguous` then. */
  readonly writes: boolean
}

/**
 * The desk's error for a failure of a network.
 *
 * @param rule - what it means
 * @param context - what was being done
 * @param sentence - what to say beside the call; never a text, an author or a token
 */
export function failureOf(rule: FailureRule, { what, now, writes }: FailureContext, sentence: string): AnyDeskError {
  const message = `${what}: ${sentence}`
  if (writes && (rule.code === "network" || rule.code === "protocol")) return new DeskError("ambiguous", message, {})
  switch (rule.code) {
    case "auth":
      return new DeskError("auth", `${message}; ${rule.action}`, { action: rule.action })
    case "rate-limited":
      return new DeskError("rate-limited", message, { retryAt: millisToInstant(instantToMillis(now) + rule.waitMillis) })
    case "network":
      return new DeskError("network", message, {})
    case "refused":
      return new DeskError("refused", `${message}; ${rule.reason}`, { reason: rule.reason })
    case "capability":
      return new DeskError("capability", `${message}; ${rule.capability}`, { capability: rule.capability })
    case "config":
      return new DeskError("config", `${message}; ${rule.path}: ${rule.message}`, { issues: [{ path: rule.path, message: rule.message }] })
    case "protocol":
      return new DeskError("protocol", message, { path: rule.path })
  }
}

/**
 * How long to wait after a 429 that names no moment, milliseconds. Our choice: a minute is the usual window of
 * networks.
 */
const unnamedWait = 60_000

/**
 * The desk's error for a status of HTTP; undefined for one of success.
 *
 * @param answer - status and headers
 * @param context - what was being done
 */
export function statusFailure(
  {
    status,
    headers,
  }: {
    /** The HTTP status. */
    readonly status: number
    /** The headers of the answer. */
    readonly headers: Headers
  },
  context: FailureContext,
): AnyDeskError | undefined {
  if (status < 400) return undefined
  const sentence = `the network answered with status ${status}`
  if (status === 429)
    return failureOf({ code: "rate-limited", waitMillis: retryAfter(headers, context.now) ?? unnamedWait }, context, sentence)
  if (status === 503) {
    const waitMillis = retryAfter(headers, context.now)
    if (waitMillis !== undefined) return failureOf({ code: "rate-limited", waitMillis }, context, sentence)
  }
  if (status === 401 || status === 407) return failureOf({ code: "auth", action: "give the connector a valid token" }, context, sentence)
  if (status === 408 || status === 425 || status >= 500) {
    if (context.writes) return failureOf({ code: "network" }, context, sentence)
    return new DeskError("network", `${context.what}: ${sentence}`, { status })
  }
  if (status === 403) return failureOf({ code: "auth", action: "give the token the right that this call needs" }, context, sentence)
  return new DeskError("protocol", `${context.what}: ${sentence}`, { path: "status" })
}

/** RFC 9110, 10.2.3: seconds or an HTTP date. */
function retryAfter(headers: Headers, now: Instant): number | undefined {
  const value = headers.get("retry-after")?.trim()
  if (value === undefined || value === "") return undefined
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, at - instantToMillis(now))
}
