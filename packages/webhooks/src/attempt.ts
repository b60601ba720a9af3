import { addMinutes, minutesBetween, type Clock, type Instant } from "@otklik/core"
import type { FeedItem } from "@otklik/core/desk"
import { isPrivateHost } from "./address.ts"
import type { FailureCause } from "./notice.ts"
import type { CheckedEndpoint, WebhookSenderOptions } from "./options.ts"
import { messageIdOf, payloadOf } from "./payload.ts"
import type { Signer } from "./signature/index.ts"

/** What a try came to: whose trouble it is decides what happens next. */
export type Outcome =
  | { readonly kind: "delivered" }
  /** It wants no more (410). */
  | { readonly kind: "gone" }
  /** It cannot take anything now: the event waits, and all behind it. */
  | { readonly kind: "endpoint"; readonly cause: FailureCause; readonly status: number | null; readonly retryAt: Instant | null }
  /** It refuses this event. */
  | { readonly kind: "event"; readonly status: number; readonly retryAt: Instant | null }

/** Refusals that say "not now" and nothing about the event. */
const passing = [408, 425, 429]

/** The longest that `Retry-After` may ask for, minutes: an endpoint must not stop its events for ever. Our choice. */
const longestRetryAfter = 24 * 60

/**
 * Sends one event once. Of the answer nothing but status and `Retry-After` is looked at: its body is not read.
 *
 * @throws the reason of the signal, once it is aborted
 */
export async function attempt(
  { clock, fetch, apiUrl, lookup }: Pick<WebhookSenderOptions, "clock" | "fetch" | "apiUrl" | "lookup">,
  { url, timeoutSeconds, allowPrivate }: CheckedEndpoint,
  signer: Signer,
  item: FeedItem,
  signal: AbortSignal,
): Promise<Outcome> {
  const late = new AbortController()
  const answered = new AbortController()
  const ask = async (): Promise<Outcome> => {
    const { hostname } = new URL(url)
    // What is private by its own spelling was allowed, or the sender would not have been made.
    if (lookup !== undefined && !allowPrivate && !isPrivateHost(hostname)) {
      const addresses = await lookup(hostname)
      if (addresses.length === 0 || addresses.some(isPrivateHost)) return failed("private-address")
    }
    const body = JSON.stringify(payloadOf(item, apiUrl))
    const id = messageIdOf(item.position)
    const seconds = Math.floor(minutesBetween("1970-01-01T00:00:00.000Z", clock.now()) * 60)
    const response = await fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: {
        "content-type": "application/json",
        "user-agent": "otklik-webhooks",
        "webhook-id": id,
        "webhook-timestamp": String(seconds),
        "webhook-signature": await signer.sign(id, seconds, body),
      },
      body,
      signal: AbortSignal.any([signal, late.signal]),
    })
    await response.body?.cancel().catch(() => undefined)
    return outcomeOf(response, clock)
  }
  const tooLate = async (): Promise<Outcome> => {
    await clock.sleep?.(timeoutSeconds * 1000, AbortSignal.any([signal, answered.signal]))
    // A `fetch` that does not heed its signal must not hold the endpoint either.
    late.abort()
    return failed("timeout")
  }
  const outcome = await Promise.race([ask().catch(() => failed(late.signal.aborted ? "timeout" : "unreachable")), tooLate()])
  answered.abort()
  signal.throwIfAborted()
  return outcome
}

function failed(cause: FailureCause): Outcome {
  return { kind: "endpoint", cause, status: null, retryAt: null }
}

/** A redirect is followed nowhere: it would lead to an address that the host did not write. */
function outcomeOf({ status, headers }: Response, clock: Clock): Outcome {
  if (status >= 200 && status < 300) return { kind: "delivered" }
  if (status === 410) return { kind: "gone" }
  const retryAt = retryAtOf(headers.get("retry-after"), clock.now())
  if (status >= 400 && status < 500 && !passing.includes(status)) return { kind: "event", status, retryAt }
  return { kind: "endpoint", cause: "status", status, retryAt }
}

/** RFC 9110, 10.2.3: seconds or an HTTP date. */
function retryAtOf(header: string | null, now: Instant): Instant | null {
  const value = header?.trim() ?? ""
  const minutes = /^\d{1,9}$/.test(value) ? Number(value) / 60 : minutesBetween(now, dateOf(value) ?? now)
  return minutes > 0 ? addMinutes(now, Math.min(minutes, longestRetryAfter)) : null
}

function dateOf(text: string): Instant | undefined {
  const millis = text === "" ? Number.NaN : Date.parse(text)
  return Number.isNaN(millis) ? undefined : new Date(millis).toISOString()
}
