import { readOptions, type Actor, type Clock, type Desk } from "@otklik/core"
import * as z from "zod"
import type { OpenApiInfo } from "./openapi.ts"
import type { PhotoStore, ReportCsv, Webhooks } from "./route.ts"

/** What the handler is made of. */
export interface DeskHandlerOptions {
  /** The desk that answers. */
  readonly desk: Desk
  /**
   * Who asks, by whatever the host uses: cookies, OIDC, mTLS. It gets address and headers without the body. Null:
   * nobody is signed in (401).
   */
  readonly authenticate: (request: Request) => Actor | null | Promise<Actor | null>
  /** The desk's own clock; event streams (`GET /events`) need its `sleep`, and are answered with 501 without it. */
  readonly clock: Clock
  /** Where clients see the handler, as `/api/v1`; whoever mounts it may cut it off or leave it. Default: the root. */
  readonly basePath?: string
  /** Names that nobody can guess, each with the connector whose pushes arrive at `/hooks/NAME`. Default: none. */
  readonly hooks?: Readonly<Record<string, string>>
  /** Where photos are kept. Absent: evidence with photos is answered with 501. */
  readonly photos?: PhotoStore
  /** The sender of `@otklik/webhooks`, for the routes of `/webhooks`. Absent: they are answered with 501. */
  readonly webhooks?: Webhooks
  /**
   * Writes a report as CSV for whoever accepts `text/csv`: `toCsv` of `@otklik/report`, or the host's own. Absent: such
   * a request is answered with 501.
   */
  readonly reportCsv?: ReportCsv
  /** The most that is taken at once: bytes of a body, entries of a page, event streams. */
  readonly limits?: {
    /** Default 262,144 (256 KiB). */
    readonly jsonBytes?: number
    /** Default 20,971,520 (20 MiB). */
    readonly photoBytes?: number
    /** Default 4,194,304 (4 MiB). */
    readonly hookBytes?: number
    /** Event streams that are open. Default 500. */
    readonly streams?: number
    /** Default 200; at most 1,000. */
    readonly pageSize?: number
  }
  /** Whether commands must name the version that they mean (428 without). Default `required`. */
  readonly ifMatch?: "required" | "optional"
  /** Other origins whose pages may use the API, each exact. Default null: no CORS header at all. */
  readonly cors?: {
    /** The origins that may call it from a page. */
    readonly origins: readonly string[]
  } | null
  /** The `WWW-Authenticate` of a 401. Default `Bearer realm="otklik"`. */
  readonly challenge?: string
  /** What the OpenAPI document says of the host. */
  readonly info?: OpenApiInfo
  /** Called with every failure that clients do not see. It never sees a body. */
  readonly onError?: (
    error: unknown,
    at: {
      /** The operation. */
      readonly operationId: string
      /** The HTTP status of the answer. */
      readonly status: number
    },
  ) => void
}

const isFunction = (value: unknown): boolean => typeof value === "function"
const aFunction = z.custom<(...given: never[]) => unknown>(isFunction, "a function was expected")
const bytes = z.int().min(1)
const origin = z.string().refine(isOrigin, "an origin was expected, like https://desk.example.org")

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text
}

const optionsSchema = z.strictObject({
  desk: z.looseObject({ execute: aFunction, receive: aFunction, readiness: aFunction }),
  authenticate: aFunction,
  clock: z.looseObject({ now: aFunction }),
  basePath: z
    .string()
    .regex(/^(?:\/[\w.~-]+)*$/, "a path without a slash at its end was expected, like /api/v1")
    .default(""),
  hooks: z.record(z.string().regex(/^[\w-]+$/, "letters, digits, _ and - were expected"), z.string().min(1)).default({}),
  photos: z.looseObject({ read: aFunction, put: aFunction, get: aFunction }).optional(),
  webhooks: z.looseObject({ status: aFunction, deadLetters: aFunction, replay: aFunction, resume: aFunction }).optional(),
  reportCsv: aFunction.optional(),
  limits: z
    .strictObject({
      jsonBytes: bytes.default(256 * 1024),
      photoBytes: bytes.default(20 * 1024 * 1024),
      hookBytes: bytes.default(4 * 1024 * 1024),
      streams: z.int().min(0).default(500),
      pageSize: z.int().min(1).max(1000).default(200),
    })
    .prefault({}),
  ifMatch: z.enum(["required", "optional"]).default("required"),
  cors: z
    .strictObject({ origins: z.array(origin) })
    .nullable()
    .default(null),
  challenge: z.string().min(1).default('Bearer realm="otklik"'),
  info: z
    .strictObject({
      title: z.string().min(1).optional(),
      description: z.string().optional(),
      servers: z.array(z.string().min(1)).optional(),
      securitySchemes: z.record(z.string(), z.looseObject({})).optional(),
    })
    .default({}),
  onError: aFunction.optional(),
})

/** The options with their defaults: functions are the host's own objects, since a copy would lose their `this`. */
export type CheckedOptions = Omit<z.output<typeof optionsSchema>, Own | "info"> &
  Pick<DeskHandlerOptions, Own> & { readonly info: OpenApiInfo }

type Own = "desk" | "authenticate" | "clock" | "photos" | "webhooks" | "reportCsv" | "onError"

/** Refuses what a handler cannot be made of. */
export function checkOptions(options: DeskHandlerOptions): CheckedOptions {
  const { desk: _, ...checked } = readOptions(optionsSchema, options, "createDeskHandler options")
  const { desk, authenticate, clock, photos, webhooks, reportCsv, onError, info = {} } = options
  return { ...checked, desk, authenticate, clock, photos, webhooks, reportCsv, onError, info }
}
