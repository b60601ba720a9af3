import type { Clock } from "@otklik/core"
import type { FaultTracker, SimulatedFault } from "../fault.ts"
import type { SimulatedRequest } from "../network-simulator.ts"
import { answerCall } from "./api.ts"
import { answerPoll } from "./poll.ts"
import type { VkState } from "./state.ts"
import { uploadHash } from "./write-methods.ts"

/** What serving needs. */
export interface VkServerOptions {
  readonly state: VkState
  readonly faults: FaultTracker
  readonly clock: Clock
  /** Grows by every call. */
  readonly requests: SimulatedRequest[]
}

/** A picture of one pixel, for whoever fetches a photo from here. */
const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64")

/** Answers requests to all of VK's servers: the API, uploads, events, and pictures at `/photo/`. */
export function createVkServer({ state, faults, clock, requests }: VkServerOptions): (request: Request) => Promise<Response> {
  function answer(operation: string, params: Readonly<Record<string, string>>, request: Request, hits: readonly SimulatedFault[]): unknown {
    const now = clock.now()
    const { origin, pathname } = new URL(request.url)
    if (pathname.startsWith("/method/")) return answerCall(operation, params, { state, now, origin, faults: hits })
    if (operation === "poll") return answerPoll(state, Number(pathname.slice("/poll/".length)), params, hits)
    const photo = `[{"markers":"${params["photo"] ?? ""}"}]`
    return { server: 1, photo, hash: uploadHash(photo) }
  }

  return async (request) => {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith("/photo/")) return new Response(pixel, { headers: { "content-type": "image/png" } })
    const operation = operationOf(pathname)
    if (operation === undefined) return new Response("not found", { status: 404 })
    const params = await paramsOf(request)
    const hits = faults.hit(operation, `${params["owner_id"]}_${params["post_id"]}`)
    const kinds = new Set(hits.map(({ kind }) => kind))
    const cut = (): never => {
      requests.push({ operation, params, answer: null })
      throw new TypeError("fetch failed", { cause: Object.assign(new Error("the connection was cut"), { code: "ECONNRESET" }) })
    }
    for (const { kind, millis = 60_000, action } of hits) {
      if (kind === "meanwhile") action?.()
      if (kind === "slow") await clock.sleep?.(millis, request.signal)
    }
    if (request.signal.aborted || kinds.has("cut-before")) return cut()
    if (kinds.has("late")) {
      faults.keep(() => answer(operation, params, request, []))
      return cut()
    }
    const body = answer(operation, params, request, hits)
    if (kinds.has("cut-after")) return cut()
    requests.push({ operation, params, answer: body })
    if (kinds.has("malformed")) return new Response(JSON.stringify(body).slice(0, -2), { headers: { "content-type": "application/json" } })
    const shown = kinds.has("changed-shape") ? { response: { list: [] } } : body
    return new Response(writeJson(shown), { headers: { "content-type": "application/json" } })
  }
}

/** A number that JavaScript cannot hold is written as VK writes it: digits without quotes. */
function writeJson(body: unknown): string {
  return JSON.stringify(body).replace(/"remixstlid":"(\d+)"/, '"remixstlid":$1')
}

function operationOf(pathname: string): string | undefined {
  if (pathname.startsWith("/method/")) return pathname.slice("/method/".length)
  if (pathname.startsWith("/upload/")) return "upload"
  return pathname.startsWith("/poll/") ? "poll" : undefined
}

async function paramsOf(request: Request): Promise<Readonly<Record<string, string>>> {
  const params = Object.fromEntries(new URL(request.url).searchParams)
  const type = request.headers.get("content-type") ?? ""
  if (type.includes("application/x-www-form-urlencoded"))
    return { ...params, ...Object.fromEntries(new URLSearchParams(await request.text())) }
  if (!type.includes("multipart/form-data")) return params
  const form = await request.formData()
  const photo = form.get("photo")
  return photo instanceof File ? { ...params, photo: `${photo.name} ${photo.size}` } : params
}
