import { addMinutes, millisToInstant, type Instant } from "@otklik/core"
import { legible } from "./document.ts"
import { Refusal } from "./refusal.ts"

/** What came in a form or a query: every value of every field. */
export type Given = Pick<URLSearchParams, "get" | "getAll" | "keys">

/** A field's first value; undefined where it is absent or empty, which are the same by GeoReport. */
export function optional(given: Given, name: string): string | undefined {
  const value = legible(given.get(name) ?? "").trim()
  return value === "" ? undefined : value
}

/** A field that must be there. */
export function required(given: Given, name: string): string {
  const value = optional(given, name)
  if (value === undefined) throw new Refusal(400, `${name} was not provided.`)
  return value
}

/** The values of a comma list, or of a field that is repeated. */
export function listed(given: Given, name: string): readonly string[] | undefined {
  const values = given.getAll(name).flatMap((value) =>
    value
      .split(",")
      .map((one) => one.trim())
      .filter((one) => one !== ""),
  )
  return values.length === 0 ? undefined : values
}

/** A whole number from 1 on. */
export function counted(given: Given, name: string, most: number, byDefault: number): number {
  const value = optional(given, name)
  if (value === undefined) return byDefault
  if (/^\d{1,9}$/.test(value) && Number(value) >= 1 && Number(value) <= most) return Number(value)
  throw new Refusal(400, `${name}: a whole number from 1 to ${most} was expected.`)
}

/** Nobody had an Open311 server before. */
const earliest = Date.UTC(2000, 0, 1)

/** A moment in W3C form, with its offset; a `+` that nobody escaped arrives as a space. */
export function moment(given: Given, name: string): Instant | undefined {
  const value = optional(given, name)?.replace(" ", "+")
  if (value === undefined) return undefined
  const form = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/
  const millis = form.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(millis) || millis < earliest) throw new Refusal(400, `${name}: a moment like 2026-12-01T09:00:00Z was expected.`)
  return millisToInstant(millis)
}

/** The longest interval that may be asked for: 90 days by GeoReport. */
export const longestMinutes = 90 * 24 * 60

/** An interval of whole seconds: from its first moment to before its last. */
export interface Interval {
  readonly from: Instant
  readonly to: Instant
}

/** Everything that is shown as a second from the first moment to the last, both included. */
export function secondsOf(first: Instant, last: Instant): Interval {
  return { from: first, to: addMinutes(`${last.slice(0, 19)}.000Z`, 1 / 60) }
}

/** A moment as clients of GeoReport take it: several refuse milliseconds. */
export function shown(at: Instant): string {
  return `${at.slice(0, 19)}Z`
}

/**
 * Reads a form, as it comes, up to a limit.
 *
 * @param request - `application/x-www-form-urlencoded`, or `multipart/form-data` without files
 * @param limitBytes - the most that is taken
 */
export async function readForm(request: Request, limitBytes: number): Promise<Given> {
  const type = (request.headers.get("content-type") ?? "").toLowerCase()
  const bytes = await readBytes(request, limitBytes)
  if (type.startsWith("application/x-www-form-urlencoded")) return urlEncoded(utf8(bytes))
  if (!type.startsWith("multipart/form-data")) throw new Refusal(400, "A form was expected: application/x-www-form-urlencoded.")
  const form = new URLSearchParams()
  for (const [name, value] of await parts(bytes, request.headers.get("content-type") ?? "")) {
    if (typeof value !== "string") throw new Refusal(400, `${name}: files are not taken; send their address as media_url.`)
    form.append(name, value)
  }
  return form
}

/** Octets that are no UTF-8 are read as U+FFFD: the text of a citizen would be lost without a word. */
function urlEncoded(text: string): URLSearchParams {
  const form = new URLSearchParams(text)
  const isBroken = [...form].some(([name, value]) => `${name}${value}`.includes("\uFFFD"))
  if (isBroken && !/%EF%BF%BD|\uFFFD/i.test(text)) throw new Refusal(400, "UTF-8 was expected.")
  return form
}

async function parts(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { "content-type": type } }).formData()
  } catch {
    throw new Refusal(400, "The form cannot be read.")
  }
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    throw new Refusal(400, "UTF-8 was expected.")
  }
}

async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = new Refusal(413, `A body of at most ${limitBytes} bytes was expected.`)
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw tooLarge
  const pieces: Uint8Array[] = []
  let size = 0
  if (request.body !== null) {
    const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader()
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      size += piece.value.byteLength
      if (size > limitBytes) {
        void reader.cancel().catch(() => undefined)
        throw tooLarge
      }
      pieces.push(piece.value)
    }
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.byteLength
  }
  return bytes
}
