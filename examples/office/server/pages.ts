import { hashOf, type Asset, type Assets } from "./assets.ts"

/** What the browser may do with the desk's pages: nothing but what this origin gives. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ")

const headers = {
  "content-security-policy": policy,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
}

/** Answers with a file of the desk, or with its page: the page itself reads what its address means. */
export function answerPage({ page, byPath }: Assets, request: Request): Response {
  const { pathname } = new URL(request.url)
  const found = byPath.get(pathname)
  if (found === undefined && (pathname.startsWith("/assets/") || pathname.includes(".")))
    return new Response("not found", { status: 404, headers })
  return answerAsset(found ?? page, request)
}

function answerAsset(asset: Asset, request: Request): Response {
  const { type, bytes, brotli, isLasting } = asset
  const isBrotli = brotli !== null && /\bbr\b/.test(request.headers.get("accept-encoding") ?? "")
  const etag = `"${hashOf(asset)}${isBrotli ? "-br" : ""}"`
  const cache = isLasting ? "public, max-age=31536000, immutable" : "no-cache"
  const more = { ...headers, etag, "cache-control": cache, vary: "accept-encoding" }
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers: more })
  const body = isBrotli ? brotli : bytes
  const encoding: Readonly<Record<string, string>> = isBrotli ? { "content-encoding": "br" } : {}
  return new Response(request.method === "HEAD" ? null : body, {
    headers: { ...more, ...encoding, "content-type": type.startsWith("image/") ? type : `${type}; charset=utf-8` },
  })
}
