import type { Clock } from "@otklik/core"
import type { FaultTracker } from "../fault.ts"
import type { SimulatedRequest } from "../network-simulator.ts"
import { problem, type XAnswer } from "./responses.ts"
import { answerCall } from "./api.ts"
import { xOperations } from "./parameter.ts"
import type { XState } from "./state.ts"
import { answerTokenCall } from "./token-endpoint.ts"

/** What serving needs. */
export interface XServerOptions {
  readonly state: XState
  readonly faults: FaultTracker
  readonly clock: Clock
  /** Grows by every call. */
  readonly requests: SimulatedRequest[]
}

/** A picture of one pixel, for whoever fetches a photo from here. */
const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64")

/** Answers requests to `/2/…`, and gives a picture at `/photo/`. */
export function createXServer({ state, faults, clock, requests }: XServerOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname.startsWith("/photo/")) return new Response(pixel, { headers: { "content-type": "image/png" } })
    const isToken = pathname === "/2/oauth2/token" && request.method === "POST"
    const operation = xOperations.find(({ method, path }) => method === request.method && path.test(pathname))
    if (operation === undefined && !isToken) return respond(problem(404, "Not Found", "Not Found"))
    const name = operation?.name ?? "token"
    const params = Object.fromEntries(searchParams)
    const pathId = operation?.path.exec(pathname)?.[1] ?? ""
    const authorization = request.headers.get("authorization")
    const body = await bodyOf(request)
    const logged = {
      ...params,
      ...(pathId === "" ? {} : { id: pathId }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      authorization: authorization ?? "",
    }
    const hits = faults.hit(name)
    const kinds = new Set(hits.map(({ kind }) => kind))
    const cut = (): never => {
      requests.push({ operation: name, params: logged, answer: null })
      throw new TypeError("fetch failed", { cause: Object.assign(new Error("the connection was cut"), { code: "ECONNRESET" }) })
    }
    for (const { kind, millis = 60_000, action } of hits) {
      if (kind === "meanwhile") action?.()
      if (kind === "slow") await clock.sleep?.(millis, request.signal)
    }
    if (request.signal.aborted || kinds.has("cut-before")) return cut()
    if (kinds.has("late")) {
      if (operation !== undefined)
        faults.keep(() => answerCall(operation, { state, now: clock.now(), faults: [], authorization, pathId, params, body }))
      return cut()
    }
    const now = clock.now()
    const answer =
      operation === undefined
        ? answerTokenCall(state, stringsOf(body), authorization, now)
        : answerCall(operation, { state, now, faults: hits, authorization, pathId, params, body })
    if (kinds.has("cut-after")) return cut()
    requests.push({ operation: name, params: logged, answer: answer.body })
    if (answer.status < 400 && kinds.has("changed-shape")) return respond({ ...answer, body: { result: { list: [] } } })
    return respond(answer, kinds.has("malformed"))
  }
}

function respond({ status, headers, body }: XAnswer, isMalformed = false): Response {
  const type = status < 400 ? "application/json" : "application/problem+json"
  const text = JSON.stringify(body)
  const init = { status, headers: { "content-type": type, "api-version": "2.167", ...headers } }
  return new Response(isMalformed ? text.slice(0, -1) : text, init)
}

/** JSON, or the fields of a form; undefined where nothing was sent. */
async function bodyOf(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? ""
  if (type.includes("application/x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(await request.text()))
  if (type.includes("multipart/form-data")) return Object.fromEntries(await request.formData())
  if (!type.includes("application/json")) return undefined
  try {
    return await request.json()
  } catch {
    return undefined
  }
}

function stringsOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null) return {}
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"))
}
