import type { Clock } from "@otklik/core"
import type { FaultTracker } from "../fault.ts"
import type { SimulatedRequest } from "../network-simulator.ts"
import { isRefusal } from "./responses.ts"
import { answerCall } from "./api.ts"
import type { OkState } from "./state.ts"

/** What serving needs. */
export interface OkServerOptions {
  readonly state: OkState
  readonly faults: FaultTracker
  readonly clock: Clock
  /** Grows by every call. */
  readonly requests: SimulatedRequest[]
}

/** Answers requests to `/fb.do`. */
export function createOkServer({ state, faults, clock, requests }: OkServerOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname !== "/fb.do") return new Response("not found", { status: 404 })
    const params = { ...Object.fromEntries(searchParams), ...Object.fromEntries(new URLSearchParams(await request.text())) }
    const operation = params["method"] ?? ""
    const hits = faults.hit(operation, params["discussionId"])
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
      faults.keep(() => answerCall(params, { state, now: clock.now(), faults: [] }))
      return cut()
    }
    const answer = answerCall(params, { state, now: clock.now(), faults: hits })
    if (kinds.has("cut-after")) return cut()
    requests.push({ operation, params, answer })
    const headers = {
      "content-type": "application/json;charset=utf-8",
      ...(isRefusal(answer) ? { "invocation-error": String(answer.error_code) } : {}),
    }
    const body = JSON.stringify(kinds.has("changed-shape") ? { result: { list: [] } } : answer)
    return new Response(kinds.has("malformed") ? `${body.slice(0, -1)},` : body, { headers })
  }
}
