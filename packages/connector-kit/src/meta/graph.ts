import { inputIssues, isDeskError, type AnyDeskError, type Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import type * as z from "zod"
import { failureOf, statusFailure, type FailureContext, type FailureRule } from "../http/failure.ts"
import { createHttpClient, type HttpAnswer, type HttpClient } from "../http/http.ts"
import { createRedactor } from "../http/redact.ts"
import { retry, type Random } from "../http/retry.ts"
import type { WaitingClock } from "../http/wait.ts"
import type { QuotaPriority } from "../quota/job.ts"
import type { QuotaPlanner } from "../quota/queue.ts"
import { signBytes } from "../signature.ts"
import type { TokenSource } from "../token.ts"
import { edgeSchema, readAnswer, type GraphPage } from "./edge.ts"
import { isGoneError, isTokenError, isTooMuchError, metaFailureRule, readMetaError, type MetaError } from "./error.ts"
import { createPageSizes, type PageSizes } from "./page-size.ts"
import { createUsageGate, type MetaUsage } from "./usage.ts"

/**
 * The version of the Graph API that calls ask for when the options name none: the one whose specifications the
 * connectors are tried against. Last checked on 30 November 2026 against Meta's changelog: v26.0 is out since 29 July
 * 2026, and v25.0 ends on 29 July 2028.
 */
export const graphVersion = "v25.0"

/** What a Graph client needs. */
export interface GraphClientOptions {
  /** Begins the sentences of errors and the names of calls, as `facebook`. */
  readonly network: string
  /** The present moment, and how to wait. */
  readonly clock: WaitingClock
  /** The host's `fetch`, or a simulator's. */
  readonly fetch: typeof globalThis.fetch
  /** A source of chance, from 0 to below 1, as `Math.random`. */
  readonly random: Random
  /** The token of calls that bring none of their own. */
  readonly token: TokenSource
  /** The secret of the application that made the token; with it every call carries `appsecret_proof`. */
  readonly appSecret?: string | undefined
  /** Deals out the calls of the token; share one between all connectors that use it. */
  readonly planner: QuotaPlanner
  /**
   * Where the API is, with a slash at the end. Default `https://graph.facebook.com/`; the Instagram Login flavour has
   * `https://graph.instagram.com/`.
   */
  readonly apiUrl?: string | undefined
  /** Default {@link graphVersion}. */
  readonly version?: string | undefined
  /** How long an answer may take, milliseconds. Default 30 000. */
  readonly timeoutMillis?: number | undefined
  /** Other secrets that must never appear: verify tokens. */
  readonly secrets?: readonly string[] | undefined
  /** What an error means for this network before the common table is asked; undefined: as the table says. */
  readonly failureRule?: ((error: MetaError, writes: boolean) => FailureRule | undefined) | undefined
}

/** A call. */
export interface GraphCall extends CallOptions {
  /** For errors, reports and quotas: the edge or what is read, without ids, as `comments`. */
  readonly operation: string
  /** The id of a node, `me`, or an endpoint at the root as `debug_token`. */
  readonly node: string
  /** The edge of the node, as `comments`; absent: the node itself. */
  readonly edge?: string
  /** Default `GET`. A `POST` publishes or changes something, a `DELETE` takes it away. */
  readonly method?: "GET" | "POST" | "DELETE"
  /** Parameters of the call; one that is undefined is left out. */
  readonly params?: Readonly<Record<string, string | number | boolean | undefined>>
  /** How urgent it is. */
  readonly priority: QuotaPriority
  /** As the quota planner takes it: among calls of one priority the nearest goes first. */
  readonly dueAt?: Instant
  /** As the HTTP client takes it. */
  readonly beforeSend?: (() => Promise<void>) | undefined
  /** Another token than the client's, as an application's own. */
  readonly token?: TokenSource
}

/** The Graph API with one credential. */
export interface GraphClient {
  /** For what is not the Graph API, as a photo's bytes. */
  readonly http: HttpClient
  /**
   * Calls and reads the answer. Reads are tried again after `network` failures; what may have published something is
   * not.
   *
   * @throws DeskError by {@link metaFailureRule}, with Meta's code, subcode and trace in the sentence; `rate-limited`
   * before the call when the limits are nearly used up and it can wait; `protocol` with the field's path for another
   * shape (`ambiguous` for a POST); the signal's reason
   */
  call<Schema extends z.ZodType>(call: GraphCall, schema: Schema): Promise<z.output<Schema>>
  /**
   * As {@link GraphClient.call}; undefined when the node is gone or not for this token (100/33): Meta does not
   * say which.
   */
  find<Schema extends z.ZodType>(call: GraphCall, schema: Schema): Promise<z.output<Schema> | undefined>
  /**
   * Calls an edge and reads one page of it; throws as {@link GraphClient.call}. `limit` and the place are
   * in `params`. Where Meta finds the `limit` too much, less is asked for, as {@link GraphClient.fit} says.
   */
  page(call: GraphCall): Promise<GraphPage>
  /**
   * Asks for a list inside of a node, whose size is in `fields`: where Meta finds it too much (error -3, or 1 with
   * the request to reduce the amount of data), half is asked for, down to one item, and the size is remembered for this
   * list of this process. After an error 1 that says nothing, less is asked for the next time.
   */
  readonly fit: PageSizes["fit"]
  /** What Meta said, for an error that this client threw because of it. */
  errorOf(error: unknown): MetaError | undefined
  /** How much of the limits the last answer said to be used; undefined when none did lately. */
  usage(): MetaUsage | undefined
  /** Where the token of calls comes from. */
  readonly token: TokenSource
}

/**
 * The proof that a call comes from whoever knows the application's secret: HMAC-SHA256 of the token, hexadecimal.
 *
 * @param token - the token of the call
 * @param appSecret - of the application that made it
 */
export function appSecretProof(token: string, appSecret: string): string {
  return signBytes({ algorithm: "sha256", secret: appSecret, bytes: new TextEncoder().encode(token), encoding: "hex" })
}

/**
 * Makes a client of the Graph API. The token travels in the header `Authorization`, never in an address.
 *
 * @param options - see {@link GraphClientOptions}
 */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const {
    network,
    clock,
    random,
    planner,
    appSecret,
    apiUrl = "https://graph.facebook.com/",
    version = graphVersion,
    timeoutMillis,
  } = options
  const redactor = createRedactor([...(appSecret === undefined ? [] : [appSecret]), ...(options.secrets ?? [])])
  const http = createHttpClient({ fetch: options.fetch, clock, redactor, ...(timeoutMillis === undefined ? {} : { timeoutMillis }) })
  const gate = createUsageGate()
  const errors = new WeakMap<AnyDeskError, MetaError>()
  const errorOf = (error: unknown): MetaError | undefined => (isDeskError(error) ? errors.get(error) : undefined)
  const { fit } = createPageSizes((error) => {
    const cause = errorOf(error)
    if (cause === undefined) return "other"
    return isTooMuchError(cause) ? "too-much" : cause.code === 1 ? "perhaps" : "other"
  })

  function contextOf({ operation, method = "GET" }: GraphCall): FailureContext {
    return { what: `${network}: ${operation}`, now: clock.now(), writes: method !== "GET" }
  }

  async function send(call: GraphCall, token: string): Promise<HttpAnswer> {
    const { node, edge, method = "GET", params = {}, beforeSend, signal } = call
    const proof = appSecret === undefined ? {} : { appsecret_proof: appSecretProof(token, appSecret) }
    const given = Object.entries({ ...params, ...proof }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as const],
    )
    const path = [version, encodeURIComponent(node), ...(edge === undefined ? [] : [edge])].join("/")
    const query = method !== "POST" && given.length > 0 ? `?${new URLSearchParams(Object.fromEntries(given)).toString()}` : ""
    const { what, writes } = contextOf(call)
    return http.answer({
      what,
      writes,
      method,
      beforeSend,
      url: `${apiUrl}${path}${query}`,
      headers: { authorization: `Bearer ${token}` },
      ...(method === "POST" ? { body: Object.fromEntries(given) } : {}),
      ...(signal === undefined ? {} : { signal }),
    })
  }

  function failed(call: GraphCall, error: MetaError, regainMillis: number): AnyDeskError {
    const context = contextOf(call)
    const rule = options.failureRule?.(error, context.writes) ?? metaFailureRule(error, { writes: context.writes, regainMillis })
    const { code, subcode, trace } = error
    const numbers = subcode === undefined ? `${code}` : `${code}, subcode ${subcode}`
    const failure = failureOf(rule, context, `Meta answered with error ${numbers}${trace === undefined ? "" : ` (fbtrace_id ${trace})`}`)
    errors.set(failure, error)
    // 613 is about one kind of call, all others are about the credential.
    if (failure.code === "rate-limited") planner.block(failure.details.retryAt, code === 613 ? call.operation : undefined)
    return failure
  }

  /**
   * One try: undefined when the token was renewed and the call is worth repeating; a failure that would be the same
   * again.
   */
  async function attempt(call: GraphCall): Promise<{ readonly value: unknown } | { readonly failure: AnyDeskError } | undefined> {
    const { operation, priority, dueAt, signal } = call
    const abort = signal === undefined ? {} : { signal }
    const until = gate.waitUntil(priority, clock.now())
    if (until !== undefined) {
      const waitMillis = Date.parse(until) - Date.parse(clock.now())
      throw failureOf(
        { code: "rate-limited", waitMillis },
        contextOf(call),
        "Meta's limits are nearly used up; the rest is reserved for more urgent calls",
      )
    }
    await planner.take({ operation, priority, ...(dueAt === undefined ? {} : { dueAt }), ...abort })
    const source = call.token ?? options.token
    const { value: token } = await source.current(abort)
    redactor.learn(token)
    const answer = await send(call, token)
    const { value } = answer
    const usage = gate.note(answer.headers, clock.now())
    const error = readMetaError(value)
    if (error !== undefined) {
      if (isTokenError(error) && source.refuse(token)) return undefined
      const failure = failed(call, error, usage?.regainMillis ?? 0)
      if (isTooMuchError(error)) return { failure }
      throw failure
    }
    const failure = statusFailure(answer, contextOf(call))
    // A refusal in no form that Meta documents may come from anything on the way: whether it published is unknown.
    if (failure?.code === "protocol")
      throw failureOf({ code: "protocol", path: "status" }, contextOf(call), `status ${answer.status} without an error of Meta`)
    if (failure !== undefined) throw failure
    if (value === undefined) throw failureOf({ code: "protocol", path: "" }, contextOf(call), "an answer in JSON was expected")
    return { value }
  }

  async function callGraph<Schema extends z.ZodType>(given: GraphCall, schema: Schema): Promise<z.output<Schema>> {
    const again = { clock, random, tries: 4, pauseMillis: 500, longestMillis: 10_000 }
    const abort = given.signal === undefined ? {} : { signal: given.signal }
    const answer = await retry({ ...again, ...abort }, async () => (await attempt(given)) ?? (await attempt(given)))
    if (answer === undefined)
      throw failureOf({ code: "auth", action: "give the connector a valid token" }, contextOf(given), "a renewed token was refused too")
    if ("failure" in answer) throw answer.failure
    const read = schema.safeParse(answer.value)
    if (read.success) return read.data
    const path = inputIssues(read.error)[0]?.path ?? ""
    throw failureOf(
      { code: "protocol", path },
      contextOf(given),
      `${path === "" ? "the answer" : path} is not of the shape that Meta documents`,
    )
  }

  return {
    http,
    call: callGraph,
    async find(given, schema) {
      try {
        return await callGraph(given, schema)
      } catch (error) {
        const cause = errorOf(error)
        if (cause !== undefined && isGoneError(cause)) return undefined
        throw error
      }
    },
    async page(given) {
      const most = given.params?.["limit"]
      if (typeof most !== "number") return readAnswer(await callGraph(given, edgeSchema))
      return fit(`${given.node} ${given.operation} ${most}`, most, async (limit) =>
        readAnswer(await callGraph({ ...given, params: { ...given.params, limit } }, edgeSchema)),
      )
    },
    fit,
    errorOf,
    usage: () => gate.usage(clock.now()),
    token: options.token,
  }
}
