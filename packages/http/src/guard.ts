import { HttpRefusal, invalidRequest } from "./problem.ts"
import type { Route } from "./route.ts"

/**
 * Refuses a change that a page of another site asks for. Browsers say where a request comes from and pages cannot forge
 * it; what says nothing is no browser, and carries no cookie of anybody.
 */
export function refuseCrossSite(request: Request, origins: readonly string[]): void {
  const origin = request.headers.get("origin")
  if (origin !== null && origins.includes(origin)) return
  const site = request.headers.get("sec-fetch-site")
  if (site === "same-origin" || site === "none") return
  // Older browsers: the scheme is left out, since a proxy may end TLS.
  const isOwn = site === null && (origin === null || hostOf(origin) === new URL(request.url).host)
  if (!isOwn) throw new HttpRefusal({ refusal: "cross-site", detail: "a page of another site may not change anything here" })
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}

/** The headers that let a page of an allowed origin read an answer; none for all others. */
export function corsHeaders(request: Request, origins: readonly string[]): Readonly<Record<string, string>> {
  if (origins.length === 0) return {}
  const origin = request.headers.get("origin")
  if (origin === null || !origins.includes(origin)) return { vary: "origin" }
  return {
    vary: "origin",
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": "ETag, Link, Location, Idempotency-Replayed, Retry-After",
  }
}

/** The answer to a browser that asks first; undefined where the origin is not allowed, or nothing was asked. */
export function preflight(request: Request, origins: readonly string[], allow: string): Response | undefined {
  const origin = request.headers.get("origin")
  const isAsked = request.method === "OPTIONS" && request.headers.has("access-control-request-method")
  if (!isAsked || origin === null || !origins.includes(origin)) return undefined
  const headers = {
    ...corsHeaders(request, origins),
    "access-control-allow-methods": allow,
    "access-control-allow-headers": "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, Last-Event-ID",
    "access-control-max-age": "600",
  }
  return new Response(null, { status: 204, headers })
}

/** Refuses bodies that a plain form of a foreign page could send, and whatever the route does not take. */
export function checkMediaType(request: Request, { bodyKind = "none" }: Pick<Route, "bodyKind">): void {
  if (bodyKind === "none" || bodyKind === "raw") return
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? ""
  // An SVG is a program, not a photo.
  const isTaken = bodyKind === "json" ? type === "application/json" : type.startsWith("image/") && type !== "image/svg+xml"
  if (isTaken) return
  const expected = bodyKind === "json" ? "application/json" : "a photo, as image/jpeg,"
  throw new HttpRefusal({ refusal: "unsupported-media", detail: `${expected} was expected` })
}

/** The version that `If-Match` names; undefined for any. */
export function readIfMatch(request: Request, wanted: Route["ifMatch"], isRequired: boolean): number | undefined {
  const header = request.headers.get("if-match")?.trim()
  if (wanted === undefined || header === "*") return undefined
  if (header === undefined) {
    if (wanted === "optional" || !isRequired) return undefined
    const detail = "`If-Match` was expected: the ETag of what you have read, or * for any version"
    throw new HttpRefusal({ refusal: "if-match-required", detail })
  }
  const [, version] = /^"v(\d{1,15})"$/.exec(header) ?? []
  if (version !== undefined) return Number(version)
  throw invalidRequest([{ in: "header", pointer: "/If-Match", detail: 'one ETag was expected, like "v7", or *' }])
}

/** The key of `Idempotency-Key`, under the actor's id, so that one person's key never meets another's. */
export function readIdempotencyKey(request: Request, actorId: string, wanted: Route["idempotencyKey"]): string | undefined {
  if (wanted === undefined) return undefined
  const header = request.headers.get("idempotency-key")?.trim()
  const fault = (detail: string) => invalidRequest([{ in: "header", pointer: "/Idempotency-Key", detail }])
  if (header === undefined) {
    if (wanted === "optional") return undefined
    throw fault("a key was expected: the same one when the same request is sent again, another for every other")
  }
  const key = /^"(?<quoted>[^"\\]*)"$/.exec(header)?.groups?.["quoted"] ?? header
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw fault("1 to 255 visible ASCII characters were expected")
  return `http:${actorId}:${key}`
}
