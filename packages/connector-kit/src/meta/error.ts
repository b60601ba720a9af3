import * as z from "zod"
import type { FailureRule } from "../http/failure.ts"

/** What Meta says when something failed. The sentences for people are left out: they may quote what was sent. */
export interface MetaError {
  /** `error.code`: decides; the status of HTTP is 400 for most. */
  readonly code: number
  /** `error.error_subcode`. */
  readonly subcode?: number
  /** `error.is_transient`. */
  readonly isTransient: boolean
  /** `error.fbtrace_id`: what Meta's support asks for. */
  readonly trace?: string
  /**
   * What the sentence is about, where the code alone does not say: a right or a feature that is missing, a wrong
   * `appsecret_proof`, or more data than Meta gives at a time.
   */
  readonly topic?: "right" | "proof" | "amount"
}

const errorSchema = z.looseObject({
  error: z.looseObject({
    code: z.number().int(),
    error_subcode: z.number().int().optional(),
    is_transient: z.boolean().optional(),
    fbtrace_id: z.string().optional(),
    message: z.string().optional(),
  }),
})

/** An id of a trace may go into a sentence only when it has the form of one. */
const traceLook = /^[\w+/=-]{4,36}$/

/**
 * Reads the error in an answer.
 *
 * @param value - the answer, whatever its status
 * @returns undefined when it holds none
 */
export function readMetaError(value: unknown): MetaError | undefined {
  const read = errorSchema.safeParse(value)
  if (!read.success) return undefined
  const { code, error_subcode: subcode, is_transient: isTransient = false, fbtrace_id: trace, message = "" } = read.data.error
  const topic = /appsecret_proof/i.test(message)
    ? "proof"
    : /permission|reviewable feature|Public Content Access/i.test(message)
      ? "right"
      : /reduce the amount of data/i.test(message)
        ? "amount"
        : undefined
  return {
    code,
    isTransient,
    ...(subcode === undefined ? {} : { subcode }),
    ...(trace !== undefined && traceLook.test(trace) ? { trace } : {}),
    ...(topic === undefined ? {} : { topic }),
  }
}

const minute = 60_000
const newToken = "log in again and give the connector a new token"
const giveRight = "give the token the right that the call needs, or let Meta review the application for it"
const refused = (reason: string): FailureRule => ({ code: "refused", reason })
const auth = (action: string): FailureRule => ({ code: "auth", action })

/**
 * Codes that ask to wait: of the application, the user, the Page, a call, and of business use cases (80 000 and on).
 */
const rateCodes: ReadonlySet<number> = new Set([4, 17, 32, 341, 613])

/**
 * How long to wait when Meta names no time, milliseconds. Its windows are of an hour and slide; a twelfth of it is our
 * choice.
 */
const unnamedWait = 5 * minute

/** What a person must do, by the subcode of 102 and 190. */
const tokenActions: Readonly<Record<number, string>> = {
  458: `the token's owner removed the application; ${newToken}`,
  459: `Meta wants the token's owner to log in at facebook.com and pass a check; then ${newToken}`,
  460: `the token's owner changed the password; ${newToken}`,
  463: `the token has ended; ${newToken}`,
  464: `the token's owner is not confirmed at Meta; confirm the account, then ${newToken}`,
  467: `the token is no longer valid; ${newToken}`,
  492: `the token's owner has no role in the Page any more; give the role back, then ${newToken}`,
}

/** Codes whose meaning is the same for every call. */
const rules: Readonly<Record<number, FailureRule>> = {
  [-3]: { code: "network" },
  1: { code: "network" },
  2: { code: "network" },
  3: auth(giveRight),
  10: auth(giveRight),
  12: { code: "capability", capability: "Meta switched the call off" },
  21: { code: "config", path: "pageId", message: "the Page was merged into another one; its new id was expected" },
  104: auth("give the connector the secret of the application that made the token"),
  506: refused("Meta takes it for a duplicate of what was just published; change the text"),
  803: refused("it does not exist, or the token may not see it"),
  2500: { code: "protocol", path: "path" },
  1609005: refused("Meta could not fetch a link of the message"),
}

/**
 * What an error of Meta means. Codes: Meta's page of Graph API errors and the threads that docs/networks/facebook.md
 * names.
 *
 * @param error - the error
 * @param options - `writes`: something was to be published; `regainMillis`: when Meta said how long to wait, 0 when it
 * did not
 */
export function metaFailureRule(
  error: MetaError,
  options: {
    /** Whether the call changes something in the network. */
    readonly writes: boolean
    /** How long Meta asks to wait, milliseconds; 0 where it does not say. */
    readonly regainMillis: number
  },
): FailureRule {
  const { code, subcode, isTransient, topic } = error
  const { writes, regainMillis } = options
  if (isRateError(error)) return { code: "rate-limited", waitMillis: regainMillis > 0 ? regainMillis : unnamedWait }
  if (isTokenError(error)) return auth((subcode === undefined ? undefined : tokenActions[subcode]) ?? newToken)
  if (code >= 200 && code <= 299) return auth(giveRight)
  if (code === 368) {
    // Blocked as spam or abuse. To send the same again is what Meta forbids; a person must check.
    return writes
      ? refused("Meta takes it for spam or abuse, and blocks the action for a while")
      : { code: "rate-limited", waitMillis: 60 * minute }
  }
  if (code === 100) {
    if (subcode === 33) return refused("it was deleted, or the token may not see it: Meta does not say which")
    if (topic === "proof") return auth("give the connector the secret of the application that made the token")
    if (topic === "right") return auth(giveRight)
    return writes
      ? refused("Meta finds a parameter wrong: the message may be gone, or the text too long")
      : { code: "protocol", path: "params" }
  }
  return rules[code] ?? (isTransient ? { code: "network" } : { code: "protocol", path: "error.code" })
}

/** Whether Meta asks to wait. */
export function isRateError({ code }: MetaError): boolean {
  return rateCodes.has(code) || (code >= 80_000 && code <= 80_099)
}

/** Whether another token may help. */
export function isTokenError({ code }: MetaError): boolean {
  return code === 102 || code === 190
}

/** Whether a right or a feature is missing. */
export function isRightError({ code, topic }: MetaError): boolean {
  return code === 3 || code === 10 || (code >= 200 && code <= 299) || (code === 100 && topic === "right")
}

/** Whether what was asked for is not there, or not for this token: Meta does not say which. */
export function isGoneError({ code, subcode }: MetaError): boolean {
  return (code === 100 && subcode === 33) || code === 803
}

/**
 * Whether less must be asked for at a time: error -3, or "Please reduce the amount of data you're asking for" (error 1,
 * singer-io/tap-facebook#65). To ask for the same again does not help.
 */
export function isTooMuchError({ code, topic }: MetaError): boolean {
  return code === -3 || topic === "amount"
}
