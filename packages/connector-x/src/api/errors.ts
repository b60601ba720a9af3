import { failureOf, type FailureRule, type HttpAnswer } from "@otklik/connector-kit"
import { instantToMillis, type AnyDeskError, type Instant } from "@otklik/core"
import * as z from "zod"

const newToken: FailureRule = { code: "auth", action: "give the connector a valid token of X" }
const rights: FailureRule = {
  code: "auth",
  action: "in X's Developer Console, give the app the rights and the plan that this call needs, and issue the token anew",
}
const spent: FailureRule = {
  code: "auth",
  action:
    "the credits are used up, and waiting does not help: buy credits or raise the spending limit in X's Developer Console, agree on Enterprise, or wait for the next billing cycle",
}
const locked: FailureRule = { code: "auth", action: "log in to X as the official account and unlock it" }
const gone: FailureRule = { code: "refused", reason: "the post is gone or not public" }
const notSummoned: FailureRule = {
  code: "refused",
  reason:
    "its author has neither mentioned nor quoted the official account: without Enterprise X lets no app answer (since 2026-02-23); follow the link and answer by hand",
}
const blocked: FailureRule = {
  code: "refused",
  reason: "X does not let the account answer here: its author may have blocked it or chosen who may reply, or the token lacks tweet.write",
}

/**
 * Problems by the last part of their `type` (X's page "Response codes and errors"; the host of the type is api.x.com or
 * api.twitter.com).
 */
const byType: Readonly<Record<string, FailureRule>> = {
  "usage-capped": spent,
  credits: spent,
  "client-forbidden": rights,
  "oauth1-permissions": rights,
  "unsupported-authentication": rights,
  "resource-not-found": gone,
  "resource-unavailable": gone,
  "disallowed-resource": gone,
  "not-authorized-for-resource": gone,
  "internal-error": { code: "network" },
}

/** The codes of the old form, `{ errors: [{ code }] }`, which still comes at times. */
const byCode: Readonly<Record<number, FailureRule>> = {
  32: newToken,
  64: { code: "auth", action: "the account is suspended: appeal to X" },
  89: newToken,
  130: { code: "network" },
  131: { code: "network" },
  136: blocked,
  144: gone,
  179: gone,
  186: { code: "refused", reason: "the text is too long for X" },
  215: newToken,
  226: { code: "refused", reason: "X takes the reply for automated; answer by hand" },
  261: rights,
  326: locked,
  385: gone,
  433: blocked,
  453: rights,
}

/** X's sentences for 403 with the type `about:blank`. They are checked, and never reported. */
const bySentence: readonly (readonly [RegExp, FailureRule])[] = [
  [/mentioned or otherwise engaged|not been mentioned|conversation is not allowed/i, notSummoned],
  [/deleted|not visible|does not exist/i, gone],
  [/suspended|locked/i, locked],
]

const isDuplicateSentence = /duplicate content/i

const bodySchema = z.looseObject({
  type: z.string().default(""),
  detail: z.string().default(""),
  code: z.number().optional(),
  errors: z
    .array(
      z.looseObject({
        code: z.number().optional(),
        message: z.string().default(""),
        parameters: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .catch([]),
})

/** What was being done. */
export interface ErrorContext {
  readonly what: string
  readonly now: Instant
  readonly writes: boolean
}

/** A refusal of X as an error of the desk. */
export interface XFailure {
  readonly error: AnyDeskError
  /** Another token may be taken. */
  readonly isToken: boolean
  /** X says that the account wrote the same text before: it may be published already. */
  readonly isDuplicate: boolean
}

/**
 * The desk's error for an answer; undefined for one of success.
 *
 * @param answer - status, headers and body
 * @param context - what was being done
 */
export function readFailure(answer: HttpAnswer, context: ErrorContext): XFailure | undefined {
  if (answer.status < 400) return undefined
  const { type, detail, code, errors } = bodySchema.safeParse(answer.value).data ?? { type: "", detail: "", code: undefined, errors: [] }
  const codes = [code, ...errors.map((error) => error.code)].filter((number) => number !== undefined)
  const sentences = [detail, ...errors.map(({ message }) => message)].join(" ")
  const isDuplicate = context.writes && (codes.includes(187) || (answer.status === 403 && isDuplicateSentence.test(sentences)))
  const parameter = errors.flatMap(({ parameters }) => Object.keys(parameters)).find((name) => /^[a-z_.]{1,40}$/.test(name))
  const rule = isDuplicate
    ? ({ code: "network" } as const)
    : ruleOf({ answer, codes, sentences, parameter, problem: /\/problems\/([a-z0-9-]+)$/.exec(type)?.[1] ?? "" }, context)
  const error = failureOf(rule, context, isDuplicate ? "X took the same text before" : `X answered with status ${answer.status}`)
  return { error, isToken: answer.status === 401, isDuplicate }
}

interface Problem {
  readonly answer: HttpAnswer
  readonly codes: readonly number[]
  readonly sentences: string
  readonly parameter: string | undefined
  readonly problem: string
}

function ruleOf(
  { answer: { status, headers }, codes, sentences, parameter, problem }: Problem,
  { now, writes }: ErrorContext,
): FailureRule {
  const known = byType[problem] ?? codes.map((code) => byCode[code]).find((rule) => rule !== undefined)
  if (known !== undefined) return known
  if (status === 429 || codes.includes(88)) return { code: "rate-limited", waitMillis: waitOf(headers, now) }
  if (status === 401) return newToken
  if (status === 402) return spent
  if (status === 403) return bySentence.find(([words]) => words.test(sentences))?.[1] ?? (writes ? blocked : rights)
  if (status === 404) return gone
  if (status === 408 || status >= 500) return { code: "network" }
  if (writes) return { code: "refused", reason: "X does not take the reply as it is" }
  return { code: "protocol", path: parameter ?? "status" }
}

/**
 * How long to wait after a 429 that names no moment, milliseconds. Our choice: the windows of X are fifteen minutes
 * long.
 */
const unnamedWait = 60_000

/** A spent day counts before a spent window: its moment is the later one. */
function waitOf(headers: Headers, now: Instant): number {
  const spentDay = ["x-user-limit-24hour", "x-app-limit-24hour"].find((name) => headers.get(`${name}-remaining`)?.trim() === "0")
  const reset = headers.get(spentDay === undefined ? "x-rate-limit-reset" : `${spentDay}-reset`)?.trim() ?? ""
  if (/^\d{1,12}$/.test(reset)) return Math.max(1000, Number(reset) * 1000 - instantToMillis(now))
  const after = headers.get("retry-after")?.trim() ?? ""
  return /^\d{1,9}$/.test(after) ? Math.max(1000, Number(after) * 1000) : unnamedWait
}
