import {
  createHttpClient,
  createQuotaPlanner,
  createRedactor,
  requireWaitingClock,
  retry,
  type QuotaPriority,
  type Random,
} from "@otklik/connector-kit"
import { DeskError, inputIssues, type Clock, type Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import type * as z from "zod"

/** What the API of the forum needs. */
export interface ForumApiOptions {
  readonly clock: Clock
  readonly fetch: typeof globalThis.fetch
  readonly random: Random
  readonly token: string
  /** With a slash at the end. */
  readonly apiUrl: string
}

/** A call. */
export interface ForumCall extends CallOptions {
  readonly operation: string
  /** Below `apiUrl`. */
  readonly path: string
  readonly priority: QuotaPriority
  readonly dueAt?: Instant
  /** What is published, with the key by which the forum knows a second try; absent: the call reads. */
  readonly writes?: { readonly json: unknown; readonly idempotencyKey: string }
}

/**
 * The forum's HTTP API: 60 calls a minute, replies first; what failed is tried again as far as that can do no harm.
 *
 * @param options - see {@link ForumApiOptions}
 */
export function createForumApi(options: ForumApiOptions) {
  const clock = requireWaitingClock(options.clock, "createForumConnector options")
  const client = createHttpClient({ fetch: options.fetch, clock, redactor: createRedactor([options.token]) })
  const planner = createQuotaPlanner({ clock, limits: [{ name: "60 a minute", calls: 60, millis: 60_000 }] })

  return async function call<Schema extends z.ZodType>(request: ForumCall, schema: Schema): Promise<z.output<Schema>> {
    const { operation, path, priority, dueAt, writes, signal } = request
    const abort = signal === undefined ? {} : { signal }
    const value = await retry({ clock, random: options.random, tries: 3, pauseMillis: 500, longestMillis: 10_000, ...abort }, async () => {
      await planner.take({ operation, priority, ...abort, ...(dueAt === undefined ? {} : { dueAt }) })
      const authorization = `Bearer ${options.token}`
      const shared = { what: `forum: ${operation}`, url: `${options.apiUrl}${path}`, ...abort }
      return writes === undefined
        ? client.json({ ...shared, method: "GET", headers: { authorization }, writes: false })
        : client.json({
            ...shared,
            method: "POST",
            headers: { authorization, "idempotency-key": writes.idempotencyKey },
            json: writes.json,
            writes: true,
          })
    })
    const read = schema.safeParse(value)
    if (read.success) return read.data
    const place = inputIssues(read.error)[0]?.path ?? ""
    if (writes !== undefined) throw new DeskError("ambiguous", `forum: ${operation}: the answer could not be read`, {})
    throw new DeskError("protocol", `forum: ${operation}: ${place} has another shape`, { path: place })
  }
}
