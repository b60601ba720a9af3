import {
  createFixedToken,
  createHttpClient,
  createQuotaPlanner,
  createRedactor,
  failureOf,
  requireWaitingClock,
  retry,
  type QuotaPriority,
  type TokenSource,
} from "@otklik/connector-kit"
import { inputIssues, type Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import * as z from "zod"
import type { OkOptions } from "../options.ts"
import { failureRule, isTokenFailure } from "./errors.ts"
import { sessionSecret, signCall } from "./signature.ts"

/** A call of a method. */
export interface OkCall extends CallOptions {
  readonly method: string
  readonly params: Readonly<Record<string, string | undefined>>
  readonly priority: QuotaPriority
  /** When what it is for is due. */
  readonly dueAt?: Instant
  /** It publishes something. Default false. */
  readonly writes?: boolean
  /** As the HTTP client takes it. */
  readonly beforeSend?: (() => Promise<void>) | undefined
}

/** OK's API with the token at hand. */
export interface OkApi {
  readonly source: TokenSource
  /**
   * Calls a method and reads its answer.
   *
   * @throws DeskError by the table of `error.ts`; `protocol` with the field's path for another shape (`ambiguous` for a
   * call that writes)
   */
  call<Schema extends z.ZodType>(call: OkCall, schema: Schema): Promise<z.output<Schema>>
}

const errorSchema = z.object({ error_code: z.number().int() })

/** Makes the API of one connector. */
export function createOkApi(options: OkOptions): OkApi {
  const clock = requireWaitingClock(options.clock, "createOkConnector options")
  const { random, token, applicationKey, applicationSecret, timeoutMillis, apiUrl } = options
  const redactor = createRedactor([options.sessionSecret, applicationSecret].filter((secret) => secret !== undefined))
  const client = createHttpClient({ fetch: options.fetch, clock, redactor, timeoutMillis })
  const source = typeof token === "string" ? createFixedToken(token) : token
  const planner = options.planner ?? createQuotaPlanner({ clock, limits: [{ name: "3 a second", calls: 3, millis: 1000 }] })

  /** One try: undefined when the token was renewed and the call is worth repeating. */
  async function attempt(call: OkCall): Promise<{ readonly answer: unknown } | undefined> {
    const { method, params, priority, dueAt, signal, beforeSend, writes = false } = call
    const abort = signal === undefined ? {} : { signal }
    await planner.take({ operation: method, priority, ...(dueAt === undefined ? {} : { dueAt }), ...abort })
    const { value } = await source.current(abort)
    redactor.learn(value)
    const given = Object.entries(params).flatMap(([name, param]) => (param === undefined ? [] : [[name, param] as const]))
    const signed = { ...Object.fromEntries(given), application_key: applicationKey, format: "json", method }
    const secret = options.sessionSecret ?? sessionSecret(value, applicationSecret ?? "")
    const body = { ...signed, access_token: value, sig: signCall(signed, secret) }
    const what = `ok: ${method}`
    const answer = await client.json({ what, method: "POST", url: apiUrl, body, writes, beforeSend, ...abort })
    const error = errorSchema.safeParse(answer)
    if (!error.success) return { answer }
    // OK's own sentence may repeat what was sent, the token included: the code alone is reported.
    const code = error.data.error_code
    if (isTokenFailure(code) && source.refuse(value)) return undefined
    const failure = failureOf(failureRule(code, writes), { what, now: clock.now(), writes }, `OK answered with error ${code}`)
    if (failure.code === "rate-limited") planner.block(failure.details.retryAt, method)
    throw failure
  }

  return {
    source,
    async call(call, schema) {
      const { method, writes = false } = call
      const context = { what: `ok: ${method}`, now: clock.now(), writes }
      const abort = call.signal === undefined ? {} : { signal: call.signal }
      const again = { clock, random, tries: 4, pauseMillis: 500, longestMillis: 10_000, ...abort }
      const taken = await retry(again, async () => (await attempt(call)) ?? (await attempt(call)))
      if (taken === undefined)
        throw failureOf({ code: "auth", action: "give the connector a valid token of OK" }, context, "a renewed token was refused too")
      const read = schema.safeParse(taken.answer)
      if (read.success) return read.data
      const path = inputIssues(read.error)[0]?.path ?? ""
      throw failureOf({ code: "protocol", path }, context, `${path === "" ? "the answer" : path} has an unknown shape`)
    },
  }
}
