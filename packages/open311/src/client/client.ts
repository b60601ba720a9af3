import {
  createHttpClient,
  createRedactor,
  failureOf,
  requireWaitingClock,
  retry,
  statusFailure,
  type HttpAnswer,
} from "@otklik/connector-kit"
import { readOptions, type Clock, type Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import * as z from "zod"
import { readAnswer, type Answer } from "./answer.ts"
import {
  attributesOf,
  endpointsOf,
  requestsOf,
  servicesOf,
  updatesOf,
  type GeoReportAttribute,
  type GeoReportEndpoint,
  type GeoReportRequest,
  type GeoReportService,
  type GeoReportUpdate,
} from "./views.ts"

/** What a client is made of. */
export interface Open311ClientOptions {
  /** The address of the server's endpoint, as `https://city.example/open311/v2`. */
  readonly endpoint: string
  /** Which city is meant, where the server serves several. */
  readonly jurisdictionId?: string
  /** Needed to send. */
  readonly apiKey?: string
  /** Which format is asked for. Default `xml`, which every server has. */
  readonly format?: "xml" | "json"
  /** The host's `fetch`. */
  readonly fetch: typeof globalThis.fetch
  /** The present moment, and how to wait: `sleep` is needed. */
  readonly clock: Clock
  /** A source of chance, from 0 to below 1, for pauses. Default: half. */
  readonly random?: () => number
  /** How long an answer may take, in seconds. Default 30. */
  readonly timeoutSeconds?: number
  /** How often a reading is tried in all. Default 3. What is sent is tried once. */
  readonly tries?: number
}

/** From one moment to another, both included. */
export interface UpdateQuery {
  /** The first moment. */
  readonly start: Instant
  /** The last moment. */
  readonly end: Instant
}

/** What is sent to a server. A place is needed: both degrees, an address or its id. */
export interface Open311Submission {
  /** The service. */
  readonly serviceCode: string
  /** What is wrong, 4 000 characters at most. */
  readonly description?: string
  /** WGS 84, degrees. */
  readonly latitude?: number
  /** WGS 84, degrees. */
  readonly longitude?: number
  /** Where it is, in words. */
  readonly address?: string
  /** Where it is, by the server's own id. */
  readonly addressId?: string
  /** Addresses of photos. */
  readonly mediaUrls?: readonly string[]
  /** What the service asks for, by code. */
  readonly attributes?: Readonly<Record<string, string | readonly string[]>>
  /** Of the person who asks. */
  readonly email?: string
  /** Of the person who asks. */
  readonly phone?: string
  /** Of the person who asks. */
  readonly firstName?: string
  /** Of the person who asks. */
  readonly lastName?: string
}

/** What a server answered to a request: its number, or the token that its number is asked for by. */
export interface Submitted {
  /** The number; null: not yet. */
  readonly id: string | null
  /** The token; null: there is a number, or the server gives none. */
  readonly token: string | null
}

/** Which requests. */
export interface RequestQuery {
  /** By their numbers; goes before everything else. */
  readonly ids?: readonly string[]
  /** Of these services. */
  readonly serviceCodes?: readonly string[]
  /** Made at this moment or later. */
  readonly start?: Instant
  /** Made at this moment or earlier. */
  readonly end?: Instant
  /** One of them. */
  readonly status?: "open" | "closed"
  /** Of servers that have pages, from 1. */
  readonly page?: number
  /** Of servers that have pages. */
  readonly pageSize?: number
}

/** What is said later about a request. */
export interface UpdateSubmission {
  /** The request. */
  readonly requestId: string
  /** The sender's own id of it. */
  readonly updateId: string
  /** The status, as the server knows it. */
  readonly status: string
  /** When. */
  readonly at: Instant
  /** In words. */
  readonly description: string
}

/**
 * Asks an Open311 server. Readings are tried again after `network` and `rate-limited`; what is sent leaves once, and
 * where nobody knows whether it arrived that is `ambiguous`: look it up before you send it again.
 *
 * Every call throws DeskError `network`, `rate-limited`, `auth`, `protocol` for what is no answer of Open311, and
 * `refused` with the reason that the server gives.
 */
export interface Open311Client {
  /** The endpoints that the server says that it has. */
  discovery(options?: CallOptions): Promise<readonly GeoReportEndpoint[]>
  /** The services. */
  services(options?: CallOptions): Promise<readonly GeoReportService[]>
  /** What a service asks for; undefined for one that there is not. */
  definition(code: string, options?: CallOptions): Promise<readonly GeoReportAttribute[] | undefined>
  /** A list of requests, as many as the server gives at once. */
  requests(query: RequestQuery, options?: CallOptions): Promise<readonly GeoReportRequest[]>
  /** One request; undefined for one that there is not. */
  request(id: string, options?: CallOptions): Promise<GeoReportRequest | undefined>
  /** The number that belongs to a token; undefined while there is none. */
  token(token: string, options?: CallOptions): Promise<string | undefined>
  /** What happened between two moments, of servers with the extension of mySociety. */
  updates(query: UpdateQuery, options?: CallOptions): Promise<readonly GeoReportUpdate[]>
  /**
   * Sends a request, once.
   *
   * @throws DeskError `ambiguous` where it is unknown whether it arrived
   */
  submit(request: Open311Submission, options?: CallOptions): Promise<Submitted>
  /**
   * Says something about a request, once; gives the server's id of it, null where it gives none.
   *
   * @throws DeskError `ambiguous` where it is unknown whether it arrived
   */
  postUpdate(update: UpdateSubmission, options?: CallOptions): Promise<string | null>
}

const text = z.string().min(1)
const aFunction = z.custom<(...given: never[]) => unknown>((value) => typeof value === "function", "a function was expected")
const optionsSchema = z.strictObject({
  endpoint: z.url(),
  jurisdictionId: text.optional(),
  apiKey: text.optional(),
  format: z.enum(["xml", "json"]).default("xml"),
  fetch: aFunction,
  clock: z.looseObject({ now: aFunction }),
  random: aFunction.optional(),
  timeoutSeconds: z.number().positive().default(30),
  tries: z.int().min(1).default(3),
})
const degrees = (most: number) => z.number().min(-most).max(most).optional()
const submissionSchema = z
  .strictObject({
    serviceCode: text,
    description: z.string().max(4000).optional(),
    latitude: degrees(90),
    longitude: degrees(180),
    address: text.optional(),
    addressId: text.optional(),
    mediaUrls: z.array(z.url()).optional(),
    attributes: z.record(text, z.union([z.string(), z.array(z.string())])).optional(),
    email: text.optional(),
    phone: text.optional(),
    firstName: text.optional(),
    lastName: text.optional(),
  })
  .refine(({ latitude, longitude }) => (latitude === undefined) === (longitude === undefined), {
    error: "latitude and longitude must be given together",
    path: ["latitude"],
  })
  .refine((given) => given.latitude !== undefined || given.address !== undefined || given.addressId !== undefined, {
    error: "a place was expected: degrees, an address or its id",
    path: ["latitude"],
  })

/** Moments as every server takes them. */
const seconds = (at: Instant): string => `${at.slice(0, 19)}Z`

/**
 * Makes a client of an Open311 server.
 *
 * @param options - see {@link Open311ClientOptions}
 * @throws DeskError `config` with every issue and its field path
 *
 * @example
 * const client = createOpen311Client({ endpoint: "https://city.example/open311/v2", apiKey, fetch, clock })
 * const { id } = await client.submit({ serviceCode: "pits", description: "A pit", latitude: 52.03, longitude: 113.5 })
 */
export function createOpen311Client(options: Open311ClientOptions): Open311Client {
  const { jurisdictionId, apiKey, format, timeoutSeconds, tries, ...checked } = readOptions(
    optionsSchema,
    options,
    "createOpen311Client options",
  )
  const endpoint = checked.endpoint.replace(/\/+$/, "")
  const clock = requireWaitingClock(options.clock, "createOpen311Client options")
  const { fetch, random = () => 0.5 } = options
  const redactor = createRedactor(apiKey === undefined ? [] : [apiKey])
  const http = createHttpClient({ fetch, clock, redactor, timeoutMillis: timeoutSeconds * 1000 })

  async function call(
    name: string,
    path: string,
    {
      query = {},
      form,
      signal,
    }: { readonly query?: Readonly<Record<string, string | undefined>>; readonly form?: URLSearchParams } & CallOptions,
  ): Promise<Answer | undefined> {
    const what = `open311: ${name}`
    const writes = form !== undefined
    const url = new URL(`${endpoint}/${path}.${format}`)
    const fields = { jurisdiction_id: jurisdictionId, ...query }
    const target = form ?? url.searchParams
    for (const [field, value] of Object.entries(fields)) if (value !== undefined) target.set(field, value)
    if (apiKey !== undefined && writes) form.set("api_key", apiKey)
    const request = { what, url: url.href, writes, ...(signal === undefined ? {} : { signal }) } as const
    if (form !== undefined) return understood(await http.answer({ ...request, method: "POST", body: form }), what, true)
    const retries = { clock, random, tries, pauseMillis: 1000, longestMillis: 60_000, ...(signal === undefined ? {} : { signal }) }
    return retry(retries, async () => understood(await http.answer({ ...request, method: "GET" }), what, false))
  }

  function understood({ status, headers, bytes }: HttpAnswer, what: string, writes: boolean): Answer | undefined {
    const context = { what, writes, now: clock.now() }
    const answer = readAnswer(bytes)
    const reasons = answer === undefined ? [] : reasonsOf(answer)
    if (status === 404 && !writes) return undefined
    if (status === 401 || status === 403)
      throw failureOf({ code: "auth", action: "give the client a valid api_key" }, context, said(status))
    const failure = status === 429 || status === 408 || status >= 500 ? statusFailure({ status, headers }, context) : undefined
    if (failure !== undefined) throw failure
    if (status >= 400)
      throw failureOf({ code: "refused", reason: redactor.text(reasons.join("; ") || said(status)) }, context, said(status))
    if (answer !== undefined && status < 300) return answer
    throw failureOf({ code: "protocol", path: "" }, context, "an answer in XML or JSON of GeoReport was expected")
  }

  const read = async <Value>(
    name: string,
    path: string,
    given: Parameters<typeof call>[2],
    view: (answer: Answer) => Value,
  ): Promise<Value | undefined> => {
    const answer = await call(name, path, given)
    return answer === undefined ? undefined : view(answer)
  }
  const whole = async <Value>(...asked: Parameters<typeof read<Value>>): Promise<Value> => {
    const value = await read(...asked)
    if (value !== undefined) return value
    const context = { what: `open311: ${asked[0]}`, writes: false, now: clock.now() }
    throw failureOf({ code: "refused", reason: said(404) }, context, "there is nothing at this address, or no such jurisdiction")
  }

  return {
    discovery: (given = {}) => whole("discovery", "discovery", given, endpointsOf),
    services: (given = {}) => whole("services", "services", given, servicesOf),
    definition: (code, given = {}) => read("definition", `services/${encodeURIComponent(code)}`, given, attributesOf),
    requests({ ids, serviceCodes, start, end, status, page, pageSize }, given = {}) {
      const query = {
        service_request_id: ids?.join(","),
        service_code: serviceCodes?.join(","),
        start_date: start === undefined ? undefined : seconds(start),
        end_date: end === undefined ? undefined : seconds(end),
        status,
        page: page?.toString(),
        page_size: pageSize?.toString(),
      }
      return whole("requests", "requests", { ...given, query }, requestsOf)
    },
    async request(id, given = {}) {
      const found = await read("request", `requests/${encodeURIComponent(id)}`, given, requestsOf)
      return found?.find((request) => request.id === id)
    },
    async token(token, given = {}) {
      return read(
        "token",
        `tokens/${encodeURIComponent(token)}`,
        given,
        (answer) => answer.items("request")[0]?.text("service_request_id") ?? undefined,
      )
    },
    updates({ start, end }, given = {}) {
      const query = { start_date: seconds(start), end_date: seconds(end), api_key: apiKey }
      return whole("updates", "servicerequestupdates", { ...given, query }, updatesOf)
    },
    async submit(request, given = {}) {
      const form = formOf(readOptions(submissionSchema, request, "submit"))
      const answer = await call("submit", "requests", { ...given, form })
      const [first] = answer?.items("request") ?? []
      const [id, token] = [first?.text("service_request_id") ?? null, first?.text("token") ?? null]
      if (id !== null || token !== null || (answer !== undefined && first !== undefined)) return { id, token }
      throw failureOf(
        { code: "protocol", path: "service_request_id" },
        { what: "open311: submit", writes: true, now: clock.now() },
        "no request was in the answer",
      )
    },
    async postUpdate({ requestId, updateId, status, at, description }, given = {}) {
      const form = new URLSearchParams({
        service_request_id: requestId,
        update_id: updateId,
        status,
        updated_datetime: seconds(at),
        description,
      })
      const answer = await call("postUpdate", "servicerequestupdates", { ...given, form })
      return answer?.items("request_update")[0]?.text("update_id") ?? null
    },
  }
}

function said(status: number): string {
  return `the server answered with status ${status}`
}

/** What a server says in its errors, shortened. */
function reasonsOf(answer: Answer): readonly string[] {
  return answer.items("error").flatMap((error) => error.text("description")?.slice(0, 300) ?? [])
}

function formOf(request: z.output<typeof submissionSchema>): URLSearchParams {
  const { serviceCode, description, latitude, longitude, address, addressId, mediaUrls = [], attributes = {} } = request
  const form = new URLSearchParams({ service_code: serviceCode })
  const fields: Readonly<Record<string, string | undefined>> = {
    description,
    lat: latitude?.toFixed(6),
    long: longitude?.toFixed(6),
    address_string: address,
    address_id: addressId,
    email: request.email,
    phone: request.phone,
    first_name: request.firstName,
    last_name: request.lastName,
  }
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.set(name, value)
  for (const url of mediaUrls) form.append("media_url", url)
  for (const [code, value] of Object.entries(attributes)) {
    if (typeof value === "string") form.set(`attribute[${code}]`, value)
    else for (const one of value) form.append(`attribute[${code}][]`, one)
  }
  return form
}
