import type { Actor, Clock, Desk, Report } from "@otklik/core"
import type { PhotoFacts } from "@otklik/core/evidence"
import type * as z from "zod"
import type { ProblemCode } from "./problem.ts"

/** Where the bytes of photos are kept: the host's disk, bucket or database. */
export interface PhotoStore {
  /**
   * Reads what the bytes say: `readPhoto` of `@otklik/evidence`, or the host's own.
   *
   * @throws DeskError `unreadable-photo`
   */
  read(bytes: Uint8Array): PhotoFacts | Promise<PhotoFacts>
  /** Keeps the bytes, after the desk has taken the evidence in. The same id brings the same bytes. */
  put(evidenceId: string, bytes: Uint8Array): void | Promise<void>
  /** Gives them back; undefined when there are none. */
  get(evidenceId: string): Uint8Array | undefined | Promise<Uint8Array | undefined>
}

/**
 * What the routes of webhooks need of the sender that `createWebhookSender` of `@otklik/webhooks` makes. What it says
 * is checked by the schemas of the routes.
 */
export interface Webhooks {
  /** How every endpoint is served. */
  status(): Promise<readonly object[]>
  /** A page of the events that an endpoint refused. */
  deadLetters(
    endpointId: string,
    page: {
      /** The `next` of the page before. */
      readonly after?: string
      /** At most so many. */
      readonly limit: number
    },
  ): Promise<object>
  /** Sends events once more: a part of the feed, or some of them. */
  replay(
    endpointId: string,
    what:
      | {
          /** The first one. */
          readonly from: string
          /** The last one. */
          readonly to: string
        }
      | {
          /** Their places in the feed. */
          readonly positions: readonly string[]
        },
  ): Promise<object>
  /** Tries an endpoint at once. */
  resume(endpointId: string): Promise<object>
}

/**
 * Writes a report as CSV.
 *
 * @param report - what was asked for
 * @param options - its totals, or its one table; the language that the client asks for
 */
export type ReportCsv = (
  report: Report,
  options: {
    /** The totals, or the one table that was asked for. */
    readonly table: "totals" | 0
    /** The language that the client asks for. */
    readonly locale: "ru" | "en"
  },
) => string

/** How much is taken at once. */
export interface Limits {
  readonly jsonBytes: number
  readonly photoBytes: number
  readonly hookBytes: number
  readonly streams: number
  readonly pageSize: number
}

/** What every route works with. */
export interface RouteContext {
  readonly desk: Desk
  readonly clock: Clock
  readonly mount: string
  readonly hooks: Readonly<Record<string, string>>
  readonly photos: PhotoStore | undefined
  readonly webhooks: Webhooks | undefined
  readonly reportCsv: ReportCsv | undefined
  readonly limits: Limits
  /** How many event streams are open. */
  readonly streams: { open: number }
  /** Whether somebody is still signed in: a stream outlives its request. */
  isSignedIn(request: Request, actor: Actor): Promise<boolean>
  /** Informs the host of a failure. */
  tell(error: unknown, at: { readonly operationId: string; readonly status: number }): void
}

/** What came in, checked. */
export interface Call<Params = unknown, Query = unknown, Body = unknown> {
  readonly context: RouteContext
  readonly request: Request
  /** Who asks. Of a public route nobody in particular: never used there. */
  readonly actor: Actor
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** The bytes of a photo or a push; empty of other routes. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The version that `If-Match` names; undefined for `*`, and where the route takes none. */
  readonly expectedVersion: number | undefined
  /** The key of `Idempotency-Key`, under the actor's own id. */
  readonly idempotencyKey: string | undefined
}

/** What a route answers. */
export interface Reply<Body = unknown> {
  /** Absent: the status of the route's answer. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** JSON; a Response is passed on as it is. */
  readonly body: Body | Response
}

/** What a route takes as its body. */
export type BodyKind = "none" | "json" | "photo" | "raw"

/** A header that a route answers with. */
export type AnswerHeader = "ETag" | "Location" | "Link" | "Idempotency-Replayed"

/** One route: everything that the handler, the OpenAPI document and the tests need to know of it. */
export interface Route {
  readonly operationId: string
  readonly method: "get" | "post"
  /** As OpenAPI writes it: `/incidents/{incidentId}`. */
  readonly path: string
  readonly tag: string
  /** What it does, in a sentence. */
  readonly summary: string
  /** What else a developer of a client must know. */
  readonly description?: string
  /** Absent: only who is signed in. */
  readonly isPublic?: boolean
  readonly query?: z.ZodObject
  readonly bodyKind?: BodyKind
  readonly body?: z.ZodType
  readonly ifMatch?: "required" | "optional"
  readonly idempotencyKey?: "required" | "optional"
  readonly answer: {
    readonly status: number
    readonly description: string
    readonly schema?: z.ZodType
    /** Absent: `application/json`. */
    readonly mediaType?: string
    /** Another form of the same answer, for whoever accepts it alone. */
    readonly alsoAs?: string
    readonly headers?: readonly AnswerHeader[]
    /** Further statuses with the same body, as 503 of `readyz`. */
    readonly also?: Readonly<Record<number, string>>
    /** Whether `If-None-Match` may be answered with 304. */
    readonly isConditional?: boolean
  }
  /** The codes that this route may answer beside those of every route. */
  readonly problems?: readonly ProblemCode[]
  handle(call: Call): Reply | Promise<Reply>
}

type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [Key in Name]: string } & ParamsOf<Rest>
  : unknown

type OutputOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined

/** What JSON of a schema may be made of: lists of the core are read-only. */
export type Json<Value> = Value extends readonly (infer Item)[]
  ? readonly Json<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Json<Value[Key]> }
    : Value

type AnswerOf<Schema> = Schema extends z.ZodType ? Json<z.input<Schema>> : unknown

/**
 * Writes one route down. Path parameters, query, body and answer are typed by what the route itself says of them.
 *
 * @param route - the route
 */
export function defineRoute<
  const Path extends string,
  Answer extends Route["answer"],
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(
  route: Omit<Route, "path" | "query" | "body" | "answer" | "handle"> & {
    readonly path: Path
    readonly query?: Query
    readonly body?: Body
    readonly answer: Answer
    handle(
      call: Call<ParamsOf<Path>, OutputOf<Query>, OutputOf<Body>>,
    ): Reply<AnswerOf<Answer["schema"]>> | Promise<Reply<AnswerOf<Answer["schema"]>>>
  },
): Route {
  return route
}
