import * as z from "zod"
import { isDeskError, readOptions, sha256 } from "../base/index.ts"
import type { CitizenStatus, Desk } from "../desk/index.ts"
import { zoneSchema } from "../sla/index.ts"
import { statusFeed } from "./feed.ts"
import { notFoundPage, statusPage, type PageContext } from "./page.ts"
import { style } from "./style.ts"
import { englishStatusWording, type StatusWording } from "./wording.ts"

/** How the pages are made. */
export interface StatusPageOptions {
  /** The words. Default English; `statusWordingRu` of `@otklik/locale-ru` is Russian. */
  readonly wording?: StatusWording
  /** Where the pages are, without a slash at the end: the page of a code is at `BASE/s/CODE`. */
  readonly baseUrl: string
  /** The region's IANA zone, in which days and hours are shown. Default `UTC`. */
  readonly zone?: string
  /** The office, as people call it: above the page, and as the author of the feed. Default: nobody is named. */
  readonly office?: string
}

const wordingSchema = z.custom<StatusWording>(
  (value) => typeof value === "object" && value !== null && "states" in value && "steps" in value,
  "the words of a status page were expected, as englishStatusWording has them",
)
const optionsSchema = z.strictObject({
  wording: wordingSchema.optional(),
  baseUrl: z
    .url({ protocol: /^https?$/, error: "an http or https link was expected" })
    .refine((url) => !/[?#]|\/$/.test(url), "a link without a query, a fragment and a slash at the end was expected"),
  zone: z.prefault(zoneSchema, "UTC"),
  office: z.string().min(1).max(200).optional(),
})

/** The most that the form of a survey can be long, in bytes. */
const mostBytes = 200

/** What the pages ask of a desk. */
type Asked = Pick<Desk, "status" | "recordSurvey">

/**
 * The pages by which citizens follow an incident: a handler of requests, for any server that speaks `fetch`.
 *
 * `GET BASE/s/CODE` is the page, `GET BASE/s/CODE/feed.atom` the feed, `POST BASE/s/CODE/survey` the form of the page
 * while a survey is open. Everything else, a wrong code and an unknown number are one answer, byte for byte. Pages have
 * no script, load nothing, are kept by nobody (`no-store`) and found by no search engine (`noindex`).
 *
 * @param desk - the desk
 * @param options - see {@link StatusPageOptions}
 * @returns the handler; what the desk throws, it throws
 * @throws DeskError `config`
 */
export function createStatusPage(desk: Asked, options: StatusPageOptions): (request: Request) => Promise<Response> {
  const { baseUrl, zone, office = null, wording = englishStatusWording } = readOptions(optionsSchema, options, "createStatusPage options")
  const context: PageContext = { wording, zone, office }
  const prefix = `${new URL(baseUrl).pathname.replace(/\/$/, "")}/s/`
  const missing = notFoundPage(context)
  const hash = base64OfHex(sha256(style))
  const headers = (type: string, form: "'self'" | "'none'"): Readonly<Record<string, string>> => ({
    "content-type": `${type}; charset=utf-8`,
    "cache-control": "no-store",
    "x-robots-tag": "noindex, nofollow",
    // The address has the code, which is nobody's business where a link leads.
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "content-security-policy": `default-src 'none'; style-src 'sha256-${hash}'; form-action ${form}; base-uri 'none'; frame-ancestors 'none'`,
  })
  const isHead = ({ method }: Request): boolean => method === "HEAD"
  const notFound = (request: Request): Response =>
    new Response(isHead(request) ? null : missing, { status: 404, headers: headers("text/html", "'none'") })
  return async (request) => {
    const { pathname } = new URL(request.url)
    const [code = "", ...rest] = pathname.startsWith(prefix) ? pathname.slice(prefix.length).split("/") : []
    const place = rest.join("/")
    const isReading = request.method === "GET" || isHead(request)
    if (place === "survey" && request.method === "POST") {
      const status = await desk.status(code)
      if (status === undefined) return notFound(request)
      await answer(desk, status, request)
      return new Response(null, { status: 303, headers: { ...headers("text/html", "'none'"), location: `${baseUrl}/s/${code}` } })
    }
    if (!isReading || (place !== "" && place !== "feed.atom")) return notFound(request)
    const status = await desk.status(code)
    if (status === undefined) return notFound(request)
    const page = `${baseUrl}/s/${code}`
    const feed = `${page}/feed.atom`
    if (place === "feed.atom") {
      const text = statusFeed(context, status, page, feed)
      return new Response(isHead(request) ? null : text, { headers: headers("application/atom+xml", "'none'") })
    }
    const html = statusPage(context, status, { feed, survey: `${page}/survey` })
    return new Response(isHead(request) ? null : html, { headers: headers("text/html", status.survey === "open" ? "'self'" : "'none'") })
  }
}

/** Records what the form says; what is none, and what comes too late, leads back to the page. */
async function answer(desk: Asked, { code, survey }: CitizenStatus, request: Request): Promise<void> {
  if (survey !== "open") return
  const form = await readForm(request)
  const score = Number(form?.get("score"))
  if (form === null || !Number.isInteger(score) || score < 1 || score > 5) return
  const fixed = form.get("fixed")
  const isFixed = fixed === "yes" ? true : fixed === "no" ? false : undefined
  try {
    await desk.recordSurvey({ code, score, ...(isFixed === undefined ? {} : { isFixed }) })
  } catch (error) {
    // It was opened again meanwhile.
    if (!isDeskError(error, "illegal-transition")) throw error
  }
}

/** Null of a body that is longer than the form of the page can be. */
async function readForm({ body }: Request): Promise<URLSearchParams | null> {
  const decoder = new TextDecoder()
  let text = ""
  const stream: AsyncIterable<Uint8Array> | readonly Uint8Array[] = body ?? []
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > mostBytes) return null
  }
  return new URLSearchParams(text)
}

function base64OfHex(hex: string): string {
  return btoa(hex.replaceAll(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16))))
}
