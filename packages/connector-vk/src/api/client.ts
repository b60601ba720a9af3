import {
  createFixedToken,
  createHttpClient,
  createQuotaPlanner,
  createRedactor,
  failureOf,
  requireWaitingClock,
  retry,
  type HttpClient,
  type QuotaPlanner,
  type QuotaPriority,
  type TokenSource,
} from "@otklik/connector-kit"
import { inputIssues, type AnyDeskError, type Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import * as z from "zod"
import type { VkOptions, VkTokenKind } from "../options.ts"
import { failureRule, isTokenFailure } from "./errors.ts"

/**
 * Calls a second, by kind of token: user 3, community 20; a service key 5, which grows with the application (VK's page
 * of limits).
 */
const callsASecond: Readonly<Record<VkTokenKind, number>> = { user: 3, community: 20, service: 5 }

/** A call of a method. */
export interface VkCall extends CallOptions {
  readonly method: string
  readonly params: Readonly<Record<string, string | number | undefined>>
  /** Kinds of tokens that the method takes, the best first. */
  readonly tokens: readonly VkTokenKind[]
  readonly priority: QuotaPriority
  /** When what it is for is due. */
  readonly dueAt?: Instant
  /** It publishes something. Default false. */
  readonly writes?: boolean
  /** As the HTTP client takes it. */
  readonly beforeSend?: (() => Promise<void>) | undefined
}

/** VK's API with the tokens at hand. */
export interface VkApi {
  readonly client: HttpClient
  has(kind: VkTokenKind): boolean
  /** The error for an answer of another shape. */
  shapeFailure(what: string, path: string): AnyDeskError
  /** Where tokens of a kind come from. */
  source(kind: VkTokenKind): TokenSource | undefined
  /**
   * Calls a method and reads its `response`.
   *
   * @throws DeskError by the table of `error.ts`; `protocol` with the field's path for another shape (`ambiguous` for a
   * call that writes)
   */
  call<Schema extends z.ZodType>(call: VkCall, schema: Schema): Promise<z.output<Schema>>
}

const envelopeSchema = z.union([
  z.object({ error: z.object({ error_code: z.number().int() }) }),
  z.object({ response: z.unknown().refine((value) => value !== undefined, "a response was expected") }),
])

/** Makes the API of one connector. */
export function createVkApi(options: VkOptions): VkApi {
  const clock = requireWaitingClock(options.clock, "createVkConnector options")
  const { random, tokens, planners, apiUrl, version, timeoutMillis } = options
  const redactor = createRedactor(options.callback === undefined ? [] : [options.callback.secret])
  const client = createHttpClient({ fetch: options.fetch, clock, redactor, timeoutMillis })
  const kinds = ["service", "community", "user"] as const
  const sources = new Map<VkTokenKind, TokenSource>()
  const quotas = new Map<VkTokenKind, QuotaPlanner>()
  for (const kind of kinds) {
    const token = tokens[kind]
    if (token === undefined) continue
    sources.set(kind, typeof token === "string" ? createFixedToken(token) : token)
    const limits = [{ name: `${callsASecond[kind]} a second`, calls: callsASecond[kind], millis: 1000 }]
    quotas.set(kind, planners[kind] ?? createQuotaPlanner({ clock, limits }))
  }

  /** One try: undefined when the token was renewed and the call is worth repeating. */
  async function attempt(call: VkCall, source: TokenSource, planner: QuotaPlanner): Promise<{ readonly response: unknown } | undefined> {
    const { method, params, priority, dueAt, signal, beforeSend, writes = false } = call
    const abort = signal === undefined ? {} : { signal }
    await planner.take({ operation: method, priority, ...(dueAt === undefined ? {} : { dueAt }), ...abort })
    const { value } = await source.current(abort)
    redactor.learn(value)
    const given = Object.entries(params).flatMap(([name, param]) => (param === undefined ? [] : [[name, String(param)] as const]))
    const body = { ...Object.fromEntries(given), v: version, access_token: value }
    const what = `vk: ${method}`
    const answer = envelopeSchema.safeParse(
      await client.json({ what, method: "POST", url: `${apiUrl}${method}`, body, writes, beforeSend, ...abort }),
    )
    const context = { what, now: clock.now(), writes }
    if (!answer.success)
      throw failureOf({ code: "protocol", path: "response" }, context, "an object with a response or an error was expected")
    if (!("error" in answer.data)) return { response: answer.data.response }
    // VK's own sentence and `request_params` echo what was sent, the token included: the code alone is reported.
    const code = answer.data.error.error_code
    if (isTokenFailure(code) && source.refuse(value)) return undefined
    const failure = failureOf(failureRule(code, writes), context, `VK answered with error ${code}`)
    if (failure.code === "rate-limited") planner.block(failure.details.retryAt, code === 6 ? undefined : method)
    throw failure
  }

  return {
    client,
    has: (kind) => sources.has(kind),
    source: (kind) => sources.get(kind),
    shapeFailure: (what, path) =>
      failureOf({ code: "protocol", path }, { what, now: clock.now(), writes: false }, "the answer is not of the shape that VK documents"),
    async call(call, schema) {
      const kind = call.tokens.find((candidate) => sources.has(candidate))
      const source = kind === undefined ? undefined : sources.get(kind)
      const planner = kind === undefined ? undefined : quotas.get(kind)
      const context = { what: `vk: ${call.method}`, now: clock.now(), writes: false }
      if (source === undefined || planner === undefined)
        throw failureOf(
          { code: "capability", capability: `a ${call.tokens.join(" or ")} token is needed` },
          context,
          "there is no token for it",
        )
      const again = {
        clock,
        random,
        tries: 4,
        pauseMillis: 500,
        longestMillis: 10_000,
        ...(call.signal === undefined ? {} : { signal: call.signal }),
      }
      const answer = await retry(again, async () => (await attempt(call, source, planner)) ?? (await attempt(call, source, planner)))
      if (answer === undefined)
        throw failureOf({ code: "auth", action: "give the connector a valid token of VK" }, context, "a renewed token was refused too")
      const read = schema.safeParse(answer.response)
      if (read.success) return read.data
      const path = ["response", inputIssues(read.error)[0]?.path ?? ""].filter((part) => part !== "").join(".")
      throw failureOf(
        { code: "protocol", path },
        { ...context, writes: call.writes ?? false },
        `${path} is not of the shape that VK documents`,
      )
    },
  }
}
