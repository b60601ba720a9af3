import type { Clock } from "@otklik/core"
import type { FaultTracker } from "../fault.ts"
import type { SimulatedRequest } from "../network-simulator.ts"
import { answerCall, callName } from "./api.ts"
import type { FacebookState } from "./state.ts"

/** What serving needs. */
export interface FacebookServerOptions {
  readonly state: FacebookState
  readonly faults: FaultTracker
  readonly clock: Clock
  /** Grows by every call. */
  readonly requests: SimulatedRequest[]
}

const pathLook = /^\/v(\d+)\.0\/([^/]+)(?:\/([a-z_]+))?$/

/** Answers requests to `graph.facebook.com`. */
export function createFacebookServer({ state, faults, clock, requests }: FacebookServerOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url)
    const [, version, rawNode = "", edge] = pathLook.exec(url.pathname) ?? []
    if (version === undefined || Number(version) < 25) return Response.json(outdated, { status: 400 })
    const node = decodeURIComponent(rawNode)
    const name = callName(request.method, node, edge)
    // As the network names it, for logs and faults: reads by their edge.
    const operation = name.replace(/^GET /, "")
    const sent = await paramsOf(request, url)
    const { access_token: given, ...params } = sent
    const bearer = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1]
    const tokenValue = bearer ?? given
    const logged = { ...sent, ...(tokenValue === undefined ? {} : { access_token: tokenValue }) }
    const hits = faults.hit(operation, node)
    const kinds = new Set(hits.map(({ kind }) => kind))
    const cut = (): never => {
      requests.push({ operation, params: logged, answer: null })
      throw new TypeError("fetch failed", { cause: Object.assign(new Error("the connection was cut"), { code: "ECONNRESET" }) })
    }
    for (const { kind, millis = 60_000, action } of hits) {
      if (kind === "meanwhile") action?.()
      if (kind === "slow") await clock.sleep?.(millis, request.signal)
    }
    if (request.signal.aborted || kinds.has("cut-before")) return cut()
    const address = nextAddress(url, params, tokenValue ?? "")
    if (kinds.has("late")) {
      faults.keep(() => answerCall(name, { node, edge }, params, { state, now: clock.now(), faults: [], tokenValue, address }))
      return cut()
    }
    const answer = answerCall(name, { node, edge }, params, { state, now: clock.now(), faults: hits, tokenValue, address })
    if (kinds.has("cut-after")) return cut()
    requests.push({ operation, params: logged, answer: answer.body })
    const { status } = answer
    const headers = { "content-type": "application/json; charset=UTF-8", "facebook-api-version": "v25.0", ...answer.headers }
    const text = JSON.stringify(kinds.has("changed-shape") ? { data: { list: [] } } : answer.body)
    return new Response(kinds.has("malformed") ? text.slice(0, -2) : text, { status, headers })
  }
}

const outdated = {
  error: {
    message: "(#2635) You are calling a deprecated version of the Ads API.",
    type: "OAuthException",
    code: 2635,
    fbtrace_id: "AinventedTrace",
  },
}

/** Meta writes the token into the address of the next page. */
function nextAddress(url: URL, params: Readonly<Record<string, string>>, token: string): string {
  const kept = Object.entries(params).filter(([name]) => name !== "after" && name !== "limit" && name !== "appsecret_proof")
  return `https://graph.facebook.com${url.pathname}?${new URLSearchParams([["access_token", token], ...kept]).toString()}`
}

async function paramsOf(request: Request, url: URL): Promise<Readonly<Record<string, string>>> {
  const params = Object.fromEntries(url.searchParams)
  if (request.method !== "POST") return params
  return { ...params, ...Object.fromEntries(new URLSearchParams(await request.text())) }
}
