import type { Actor } from "@otklik/core"
import { methodNotAllowed } from "hono/method-not-allowed"
import { Hono } from "hono/tiny"
import { readBytes } from "./bytes.ts"
import { checkMediaType, corsHeaders, preflight, readIdempotencyKey, readIfMatch, refuseCrossSite } from "./guard.ts"
import { readJson, readQuery } from "./input.ts"
import { openApiOf, type OpenApiDocument } from "./openapi.ts"
import { checkOptions, type CheckedOptions, type DeskHandlerOptions } from "./options.ts"
import { HttpRefusal, tellProblem } from "./problem.ts"
import type { Call, Reply, Route, RouteContext } from "./route.ts"
import { routes } from "./routes/table.ts"

/** What a developer may ask of a route. */
export interface RouteInfo {
  /** Names it in the OpenAPI document. */
  readonly operationId: string
  /** The HTTP method. */
  readonly method: "GET" | "POST"
  /** Below `basePath`, as OpenAPI writes it: `/incidents/{incidentId}`. */
  readonly path: string
  /** Whether nobody must be signed in. */
  readonly isPublic: boolean
}

/** The HTTP API of a desk: a fetch handler, its document and its table. */
export type DeskHandler = ((request: Request) => Promise<Response>) & {
  /** The OpenAPI 3.1 document, which `/openapi.json` answers too. */
  readonly openapi: () => OpenApiDocument
  /** What it answers. */
  readonly routes: readonly RouteInfo[]
}

/**
 * Makes the HTTP API of a desk: one function from Request to Response, for every runtime that speaks them.
 *
 * @param options - see {@link DeskHandlerOptions}
 * @throws DeskError `config` with every issue and its field path
 *
 * @example
 * const handler = createDeskHandler({ desk, clock, authenticate: (request) => sessions.actorOf(request) })
 * export default { fetch: handler }
 */
export function createDeskHandler(options: DeskHandlerOptions): DeskHandler {
  const checked = checkOptions(options)
  const { desk, clock, basePath, hooks, photos, webhooks, reportCsv, limits, onError } = checked
  const context: RouteContext = {
    desk,
    clock,
    mount: basePath,
    hooks,
    photos,
    webhooks,
    reportCsv,
    limits,
    streams: { open: 0 },
    tell: (error, at) => onError?.(error, at),
    isSignedIn: async (request, actor) => (await whoAsks(checked, request))?.id === actor.id,
  }
  const server: Server = { options: checked, context, origins: checked.cors?.origins ?? [] }
  const app = new Hono()
  app.use(methodNotAllowed({ app, onMethodNotAllowed: ({ req }, methods) => otherMethod(server, req.raw, methods) }))
  for (const route of [...routes, documentRoute(server)]) {
    app.on(route.method.toUpperCase(), honoPath(route.path), ({ req }) => answer(server, route, req.raw, req.param()))
  }
  const nothing = new HttpRefusal({ refusal: "no-such-route", detail: "there is nothing at this address" })
  app.notFound(({ req }) => refuse(server, unknownRoute, req.raw, nothing))
  const handle = async (request: Request): Promise<Response> => app.fetch(request, {})
  return Object.assign(
    async (request: Request): Promise<Response> => finish(server, request, await handle(belowMount(request, basePath))),
    { openapi: () => openApiOf(routes, checked), routes: [...routes, documentRoute(server)].map(infoOf) },
  )
}

interface Server {
  readonly options: CheckedOptions
  readonly context: RouteContext
  readonly origins: readonly string[]
}

function infoOf({ operationId, method, path, isPublic }: Route): RouteInfo {
  return { operationId, method: method === "get" ? "GET" : "POST", path, isPublic: isPublic === true }
}

/** The document describes every route but itself. */
function documentRoute({ options }: Server): Route {
  let text: string | undefined
  return {
    operationId: "openapi",
    method: "get",
    path: "/openapi.json",
    tag: "service",
    summary: "Read the document of this API",
    isPublic: true,
    answer: { status: 200, description: "OpenAPI 3.1." },
    handle() {
      text ??= JSON.stringify(openApiOf(routes, options))
      return { body: new Response(text, { headers: { "content-type": "application/json" } }) }
    },
  }
}

function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1")
}

/** The request without the host's prefix, where the host left it. */
function belowMount(request: Request, basePath: string): Request {
  const url = new URL(request.url)
  if (basePath === "" || !`${url.pathname}/`.startsWith(`${basePath}/`)) return request
  url.pathname = url.pathname.slice(basePath.length)
  return new Request(url, request)
}

async function answer(server: Server, route: Route, request: Request, params: Readonly<Record<string, string>>): Promise<Response> {
  try {
    const call = await readCall(server, route, request, params)
    return respond(route, await route.handle(call))
  } catch (error) {
    return refuse(server, route, request, error)
  }
}

async function readCall(server: Server, route: Route, request: Request, params: Readonly<Record<string, string>>): Promise<Call> {
  const { options, context, origins } = server
  const { bodyKind = "none" } = route
  if (bodyKind === "json" || bodyKind === "photo") refuseCrossSite(request, origins)
  const actor = route.isPublic === true ? nobody : await authenticated(options, request)
  checkMediaType(request, route)
  const query = bodyKind === "raw" || route.path.startsWith("/hooks/") ? {} : readQuery(route.query, new URL(request.url).searchParams)
  const expectedVersion = readIfMatch(request, route.ifMatch, options.ifMatch === "required")
  const idempotencyKey = readIdempotencyKey(request, actor.id, route.idempotencyKey)
  const { jsonBytes, photoBytes, hookBytes } = options.limits
  const limit = { none: 0, json: jsonBytes, photo: photoBytes, raw: hookBytes }[bodyKind]
  const bytes = bodyKind === "none" ? new Uint8Array(0) : await readBytes(request, limit)
  const body = bodyKind === "json" && route.body !== undefined ? readJson(route.body, bytes) : undefined
  return { context, request, actor, params, query, body, bytes, expectedVersion, idempotencyKey }
}

/** Who asks at a public route. */
const nobody: Actor = { id: "nobody", kind: "system" }

async function authenticated(options: CheckedOptions, request: Request): Promise<Actor> {
  const actor = await whoAsks(options, request)
  if (actor !== null) return actor
  const headers = { "www-authenticate": options.challenge }
  throw new HttpRefusal({ refusal: "unauthenticated", detail: "nobody is signed in", headers })
}

async function whoAsks({ authenticate }: CheckedOptions, { url, method, headers }: Request): Promise<Actor | null> {
  return authenticate(new Request(url, { method, headers }))
}

function respond({ answer: { status } }: Route, reply: Reply): Response {
  if (reply.body instanceof Response) return reply.body
  const headers = { "content-type": "application/json", "cache-control": "no-store", ...reply.headers }
  return new Response(JSON.stringify(reply.body), { status: reply.status ?? status, headers })
}

function refuse({ context, options }: Server, route: Route, request: Request, error: unknown): Response {
  const { problem, headers, isFault } = tellProblem(error, {
    mount: context.mount,
    clock: context.clock,
    isConditional: request.headers.has("if-match"),
    hasInput: route.problems?.includes("config") === true,
  })
  if (isFault) options.onError?.(error, { operationId: route.operationId, status: problem.status })
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...headers },
  })
}

/** An address that has other methods, or a browser that asks before it uses one of them. */
function otherMethod(server: Server, request: Request, methods: readonly string[]): Response {
  const allow = methods.join(", ")
  const refusal = new HttpRefusal({ refusal: "method-not-allowed", detail: `${allow} was expected`, headers: { allow } })
  return preflight(request, server.origins, allow) ?? refuse(server, unknownRoute, request, refusal)
}

/** What replaces a route in the report of a request that has none. */
const unknownRoute: Route = {
  operationId: "unknown",
  method: "get",
  path: "/",
  tag: "service",
  summary: "",
  answer: { status: 404, description: "" },
  handle: () => ({ body: null }),
}

/** What every answer carries. */
function finish({ origins }: Server, request: Request, response: Response): Response {
  const headers = new Headers(response.headers)
  headers.set("x-content-type-options", "nosniff")
  for (const [name, value] of Object.entries(corsHeaders(request, origins))) headers.set(name, value)
  const { status, statusText, body } = response
  return new Response(body, { status, statusText, headers })
}
