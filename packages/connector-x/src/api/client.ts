import {
  createFixedToken,
  createHttpClient,
  createRedactor,
  failureOf,
  requireWaitingClock,
  retry,
  type HttpClient,
  type QuotaPlanner,
  type QuotaPriority,
  type TokenSource,
} from "@otklik/connector-kit"
import { inputIssues, instantToMillis, millisToInstant, type Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import * as z from "zod"
import type { XOptions, XTokenKind } from "../options.ts"
import { readFailure } from "./errors.ts"
import { createXPlanner } from "./quota.ts"

/** A call. */
export interface XCall extends CallOptions {
  /** As the contract names it, as `searchPostsRecent`. */
  readonly operation: string
  /** Behind the API's address, as `tweets/search/recent`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | undefined>>
  /** Sent by POST. */
  readonly json?: unknown
  /** Sent by POST. */
  readonly form?: FormData
  /** Kinds of tokens that the call takes, the best first. */
  readonly tokens: readonly XTokenKind[]
  readonly priority: QuotaPriority
  readonly dueAt?: Instant
  /** Default: `POST` where something is sent, else `GET`. */
  readonly method?: "DELETE"
  /** It publishes something. Default false. */
  readonly writes?: boolean
  /** As the HTTP client takes it. */
  readonly beforeSend?: (() => Promise<void>) | undefined
}

/** X's API with the tokens at hand. */
export interface XApi {
  readonly client: HttpClient
  has(kind: XTokenKind): boolean
  source(kind: XTokenKind): TokenSource | undefined
  /** Whether this error says that the account wrote the same text before. */
  isDuplicate(error: unknown): boolean
  /** How many posts came since the connector lives. */
  reads(): number
  /**
   * Calls and reads the answer.
   *
   * @throws DeskError by the table of `error.ts`; `protocol` with the field's path for another shape (`ambiguous` for a
   * call that writes)
   */
  call<Schema extends z.ZodType>(call: XCall, schema: Schema): Promise<z.output<Schema>>
}

const countedSchema = z.looseObject({ data: z.array(z.unknown()) })

/** Operations whose answers are posts, which are paid for. */
const readingPosts: ReadonlySet<string> = new Set(["searchPostsRecent", "getUsersMentions", "getUsersPosts", "getPostsByIds"])

/** Makes the API of one connector. */
export function createXApi(options: XOptions): XApi {
  const clock = requireWaitingClock(options.clock, "createXConnector options")
  const { random, tokens, planners, apiUrl, timeoutMillis, webhook } = options
  const redactor = createRedactor([webhook?.clientSecret, webhook?.consumerSecret].filter((secret) => secret !== undefined))
  const client = createHttpClient({ fetch: options.fetch, clock, redactor, timeoutMillis })
  const sources = new Map<XTokenKind, TokenSource>()
  const quotas = new Map<XTokenKind, QuotaPlanner>()
  for (const kind of ["app", "user"] as const) {
    const token = tokens[kind]
    if (token === undefined) continue
    sources.set(kind, typeof token === "string" ? createFixedToken(token) : token)
    quotas.set(kind, planners[kind] ?? createXPlanner(clock, kind))
  }
  const duplicates = new WeakSet<Error>()
  let reads = 0

  /** One try: undefined when the token was renewed and the call is worth repeating. */
  async function attempt(call: XCall, source: TokenSource, planner: QuotaPlanner): Promise<{ readonly value: unknown } | undefined> {
    const { operation, path, query = {}, json, form, priority, dueAt, signal, beforeSend, writes = false } = call
    const abort = signal === undefined ? {} : { signal }
    await planner.take({ operation, priority, ...(dueAt === undefined ? {} : { dueAt }), ...abort })
    const { value: token } = await source.current(abort)
    redactor.learn(token)
    const url = new URL(path, apiUrl)
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
    const what = `x: ${operation}`
    const answer = await client.answer({
      what,
      method: call.method ?? (json === undefined && form === undefined ? "GET" : "POST"),
      url: url.href,
      headers: { authorization: `Bearer ${token}` },
      writes,
      beforeSend,
      ...(json === undefined ? {} : { json }),
      ...(form === undefined ? {} : { body: form }),
      ...abort,
    })
    const context = { what, now: clock.now(), writes }
    const failure = readFailure(answer, context)
    if (failure?.isToken === true && source.refuse(token)) return undefined
    if (failure !== undefined) {
      const { error, isDuplicate } = failure
      if (isDuplicate) duplicates.add(error)
      if (error.code === "rate-limited") planner.block(error.details.retryAt, operation)
      throw error
    }
    const { headers, value } = answer
    const reset = Number(headers.get("x-rate-limit-reset") ?? NaN) * 1000
    // X says that nothing is left: the next call would only be refused.
    if (headers.get("x-rate-limit-remaining")?.trim() === "0" && reset > instantToMillis(context.now))
      planner.block(millisToInstant(reset), operation)
    if (value === undefined) throw failureOf({ code: "protocol", path: "" }, context, "an answer in JSON was expected")
    return { value }
  }

  return {
    client,
    has: (kind) => sources.has(kind),
    source: (kind) => sources.get(kind),
    isDuplicate: (error) => error instanceof Error && duplicates.has(error),
    reads: () => reads,
    async call(call, schema) {
      const { operation, writes = false, signal } = call
      const kind = call.tokens.find((candidate) => sources.has(candidate))
      const source = kind === undefined ? undefined : sources.get(kind)
      const planner = kind === undefined ? undefined : quotas.get(kind)
      const context = { what: `x: ${operation}`, now: clock.now(), writes: false }
      if (source === undefined || planner === undefined) {
        const capability = `a token of the ${call.tokens.join(" or the ")} is needed`
        throw failureOf({ code: "capability", capability }, context, "there is no token for it")
      }
      const again = { clock, random, tries: 4, pauseMillis: 500, longestMillis: 10_000, ...(signal === undefined ? {} : { signal }) }
      const answer = await retry(again, async () => (await attempt(call, source, planner)) ?? (await attempt(call, source, planner)))
      if (answer === undefined)
        throw failureOf({ code: "auth", action: "give the connector a valid token of X" }, context, "a renewed token was refused too")
      const counted = readingPosts.has(operation) ? countedSchema.safeParse(answer.value) : undefined
      if (counted?.success === true) reads += counted.data.data.length
      const read = schema.safeParse(answer.value)
      if (read.success) return read.data
      const path = inputIssues(read.error)[0]?.path ?? ""
      throw failureOf(
        { code: "protocol", path },
        { ...context, writes },
        `${path === "" ? "the answer" : path} is not of the shape that X documents`,
      )
    },
  }
}
