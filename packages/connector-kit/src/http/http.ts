import { diagnosticsChannels, instantToMillis, isDeskError, type AnyDeskError, type Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import { traceWork, publishDiagnostics, type WorkStarted } from "@otklik/core/internal"
import ky, { type KyInstance } from "ky"
import { readBody, readJson } from "./body.ts"
import { failureOf, statusFailure, type FailureContext } from "./failure.ts"
import type { Redactor } from "./redact.ts"
import { withTimeout, type WaitingClock } from "./wait.ts"

/**
 * The `node:diagnostics_channel` channel that every call of a connector is reported on, when somebody listens:
 * {@link HttpCallReport}. Its beginning is reported on `diagnosticsChannels.callStarted`.
 */
export const httpCallChannel: string = diagnosticsChannels.callEnded

/** What is reported a call: never parameters, bodies, tokens or people. */
export interface HttpCallReport {
  /** The call, as `vk: wall.get`. */
  readonly what: string
  /** The status of the answer; null when none came. */
  readonly status: number | null
  /** The code of the error that it ended with; null when it went well as far as HTTP is concerned. */
  readonly code: string | null
  /** By the connector's clock, milliseconds. */
  readonly millis: number
  /** When it was sent. */
  readonly startedAt: Instant
  /** When it ended. */
  readonly endedAt: Instant
  /** What was reported when it began; null when nobody listened then. */
  readonly begun: WorkStarted | null
}

/** A request. */
export interface HttpRequest extends CallOptions {
  /** The call's name for errors and reports, as `vk: wall.get`. */
  readonly what: string
  /** The HTTP method. */
  readonly method: "GET" | "POST" | "DELETE"
  /** The whole URL, its query included. */
  readonly url: string
  /** Sent as `application/x-www-form-urlencoded`, or as it is. */
  readonly body?: Readonly<Record<string, string>> | URLSearchParams | FormData
  /** Sent as `application/json`, in the place of `body`. */
  readonly json?: unknown
  /** Headers to send. */
  readonly headers?: Readonly<Record<string, string>>
  /** It may have a side effect: when no readable answer comes, it is unknown whether it did. */
  readonly writes: boolean
  /**
   * Awaited right before the request leaves; where it rejects, nothing is sent, and the call rejects with the same
   * error: `beforeWrite` of a reply.
   */
  readonly beforeSend?: (() => Promise<void>) | undefined
  /** How long the answer may take, milliseconds; else as the client. */
  readonly timeoutMillis?: number
}

/** What a client needs. */
export interface HttpClientOptions {
  /** The host's `fetch`, or a simulator's. */
  readonly fetch: typeof globalThis.fetch
  /** The present moment, and how to wait. */
  readonly clock: WaitingClock
  /** Removes secrets from what is reported. */
  readonly redactor: Redactor
  /** How long an answer may take, milliseconds. Default 30 000. */
  readonly timeoutMillis?: number
  /** The largest answer that is taken in, bytes. Default 32 MiB. */
  readonly maxBytes?: number
}

/** What a network answered, whatever its status. */
export interface HttpAnswer {
  /** The HTTP status. */
  readonly status: number
  /** The headers of the answer. */
  readonly headers: Headers
  /** The body read as JSON; undefined where it is none. */
  readonly value: unknown
  /** The body as it came. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Sends requests, one try each; every failure is a `DeskError` without secrets. */
export interface HttpClient {
  /**
   * Sends a request and gives the answer, errors included: for networks that say in the body what went wrong.
   *
   * @throws DeskError `network` when no answer came, `protocol` for one that is too large; `ambiguous` for a request
   * that writes; the signal's reason
   */
  answer(request: HttpRequest): Promise<HttpAnswer>
  /**
   * Sends a request and reads the answer as JSON.
   *
   * @throws DeskError `network`, `rate-limited`, `auth`, `protocol`; `ambiguous` for a request that writes; the
   * signal's reason
   */
  json(request: HttpRequest): Promise<unknown>
  /** Sends a request and gives the answer's bytes and media type; throws as {@link HttpClient.json}. */
  bytes(request: HttpRequest): Promise<{
    /** The body. */
    readonly bytes: Uint8Array<ArrayBuffer>
    /** Its media type; empty where the answer names none. */
    readonly type: string
  }>
}

/** Says what is wrong with an answer before its body is read. */
type Refuse = (response: Response, context: FailureContext) => AnyDeskError | undefined

interface Exchanged {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
  readonly status: number
  readonly headers: Headers
}

/** Codes of Node for connections that were never made: nothing was sent. */
const neverConnected: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
])

/**
 * Makes a client on ky. Ky's own retries and timeouts are off: they run by the machine's clock, and know neither the
 * desk's errors nor its quotas.
 *
 * @param options - see {@link HttpClientOptions}
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { clock, redactor, timeoutMillis = 30_000, maxBytes = 32 * 1024 * 1024 } = options
  const client = ky.create({ fetch: options.fetch, retry: 0, timeout: false, throwHttpErrors: false })

  async function exchange(request: HttpRequest, refuse: Refuse): Promise<Exchanged> {
    const { what } = request
    await request.beforeSend?.()
    const startedAt = clock.now()
    return traceWork(
      diagnosticsChannels.callStarted,
      () => ({ what, startedAt }),
      (begun) => exchangeBegun(request, refuse, { startedAt, begun }),
    )
  }

  async function exchangeBegun(
    request: HttpRequest,
    refuse: Refuse,
    { startedAt, begun }: Pick<HttpCallReport, "startedAt" | "begun">,
  ): Promise<Exchanged> {
    const { what, writes, signal } = request
    const context = (): FailureContext => ({ what, writes, now: clock.now() })
    let status: number | null = null
    let code: string | null = null
    try {
      const answer = await withTimeout(clock, request.timeoutMillis ?? timeoutMillis, signal, async (abort) => {
        const response = await send(client, request, abort)
        status = response.status
        const failure = refuse(response, context())
        if (failure !== undefined) {
          await response.body?.cancel()
          throw failure
        }
        const bytes = await readBody(response.body, maxBytes)
        if (bytes === undefined)
          throw failureOf({ code: "protocol", path: "" }, context(), `an answer of at most ${maxBytes} bytes was expected`)
        const { headers } = response
        return { bytes, type: headers.get("content-type") ?? "", status: response.status, headers }
      })
      if (answer === "timeout") throw failureOf({ code: "network" }, context(), "no answer came in time")
      return answer
    } catch (error) {
      const failure = signal?.aborted === true || isDeskError(error) ? error : lost(error, context(), redactor)
      code = isDeskError(failure) ? failure.code : "aborted"
      throw failure
    } finally {
      publishDiagnostics(diagnosticsChannels.callEnded, () => {
        const endedAt = clock.now()
        const millis = instantToMillis(endedAt) - instantToMillis(startedAt)
        return { what, status, code, millis, startedAt, endedAt, begun } satisfies HttpCallReport
      })
    }
  }

  return {
    bytes: (request) => exchange(request, statusFailure),
    async json(request) {
      const { bytes } = await exchange(request, statusFailure)
      const value = readJson(bytes)
      if (value === undefined)
        throw failureOf({ code: "protocol", path: "" }, { ...request, now: clock.now() }, "an answer in JSON was expected")
      return value
    },
    async answer(request) {
      const { bytes, status, headers } = await exchange(request, () => undefined)
      return { status, headers, value: readJson(bytes), bytes }
    },
  }
}

function send(client: KyInstance, { method, url, body, json, headers }: HttpRequest, signal: AbortSignal): Promise<Response> {
  const content =
    json !== undefined ? { json } : body === undefined ? {} : { body: body instanceof FormData ? body : new URLSearchParams(body) }
  return client(url, { method, signal, ...content, ...(headers === undefined ? {} : { headers }) })
}

/** No answer came. The reason is reported without the request, which holds the token. */
function lost(error: unknown, context: FailureContext, redactor: Redactor): unknown {
  const reason = codeOf(error)
  const writes = context.writes && !(reason !== undefined && neverConnected.has(reason))
  const sentence = reason === undefined ? "no answer came" : `no answer came (${redactor.text(reason)})`
  return failureOf({ code: "network" }, { ...context, writes }, sentence)
}

function codeOf(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 4) return undefined
  return "code" in error && typeof error.code === "string" ? error.code : codeOf(error.cause, depth + 1)
}
