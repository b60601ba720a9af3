import type { Clock } from "@otklik/core"
import type { FaultTracker } from "../fault.ts"
import type { SimulatedRequest } from "../network-simulator.ts"
import { isRefusal } from "./responses.ts"
import { answerRequest } from "./api.ts"
import { operationOf } from "./route.ts"
import type { InstagramLogin, InstagramState } from "./state.ts"

/** What serving needs. */
export interface InstagramServerOptions {
  readonly state: InstagramState
  readonly faults: FaultTracker
  readonly clock: Clock
  /** Grows by every call. */
  readonly requests: SimulatedRequest[]
}

const hosts: Readonly<Record<string, InstagramLogin>> = { "graph.facebook.com": "facebook", "graph.instagram.com": "instagram" }

const day = 86_400_000

/** Calls that an account with a single impression may make within a day (Meta: 4800 for each impression). */
const callsADay = 4800

/** Answers requests to both hosts; on localhost the host is the first part of the path. */
export function createInstagramServer({ state, faults, clock, requests }: InstagramServerOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url)
    const parts = [...(Object.hasOwn(hosts, url.hostname) ? [url.hostname] : []), ...url.pathname.split("/").filter((part) => part !== "")]
    const [host = "", ...rest] = parts
    const login = hosts[host]
    const path = /^v\d+\.\d+$/.test(rest[0] ?? "") ? rest.slice(1) : rest
    // Only tokens are renewed without a version.
    if (login === undefined || (path === rest && path[0] !== "refresh_access_token")) return new Response("not found", { status: 404 })
    const params = await paramsOf(request, url)
    const { operation, nodeId } = operationOf(state, request.method, path, params)
    const hits = faults.hit(operation, nodeId)
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
    const origin = `${url.origin}/${host === url.hostname ? "" : `${host}/`}v25.0/`
    if (kinds.has("late")) {
      faults.keep(() => answerRequest({ login, operation, nodeId, params, origin }, state, Date.parse(clock.now()), []))
      return cut()
    }
    const now = Date.parse(clock.now())
    const answer = answerRequest({ login, operation, nodeId, params, origin }, state, now, hits)
    if (kinds.has("cut-after")) return cut()
    const body: unknown = isRefusal(answer) ? { error: answer.error } : answer
    requests.push({ operation, params, answer: body })
    const shown = kinds.has("changed-shape") ? { result: { list: [] } } : body
    const text = JSON.stringify(shown)
    const status = isRefusal(answer) && !kinds.has("changed-shape") ? answer.status : 200
    const headers = { "content-type": "application/json; charset=UTF-8", ...usageOf(state, params, now, kinds.has("daily-limit")) }
    return new Response(kinds.has("malformed") ? `${text.slice(0, -1)},` : text, { status, headers })
  }
}

/** What the account has used up, in percent, and when it may go on, in minutes. */
function usageOf(
  state: InstagramState,
  params: Readonly<Record<string, string>>,
  now: number,
  isUsedUp: boolean,
): Readonly<Record<string, string>> {
  const accountId = state.tokens.get(params["access_token"] ?? "")?.accountId
  if (accountId === undefined) return {}
  const calls = [...(state.calls.get(accountId) ?? []).filter((at) => at > now - day), now]
  state.calls.set(accountId, calls)
  const percent = isUsedUp ? 100 : Math.floor((calls.length / callsADay) * 100)
  const usage = {
    call_count: percent,
    total_cputime: 1,
    total_time: 1,
    type: "instagram",
    estimated_time_to_regain_access: isUsedUp ? 30 : 0,
  }
  return { "x-business-use-case-usage": JSON.stringify({ [accountId]: [usage] }) }
}

async function paramsOf(request: Request, url: URL): Promise<Readonly<Record<string, string>>> {
  const bearer = /^(?:Bearer|OAuth) (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1]
  const type = request.headers.get("content-type") ?? ""
  const body = type.includes("application/x-www-form-urlencoded") ? new URLSearchParams(await request.text()) : new URLSearchParams()
  const token: Readonly<Record<string, string>> = bearer === undefined ? {} : { access_token: bearer }
  return { ...token, ...Object.fromEntries(url.searchParams), ...Object.fromEntries(body) }
}
