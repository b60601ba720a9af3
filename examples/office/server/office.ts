import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout as wait } from "node:timers/promises"
import { createRoleAuthorisation, type IncomingMessage } from "@otklik/core"
import { readPhoto } from "@otklik/evidence"
import { createDeskHandler } from "@otklik/http"
import { toNodeHandler } from "@otklik/http/node"
import * as z from "zod"
import { region } from "../../zabaykalye/src/region.ts"
import type { Account } from "./accounts.ts"
import { buildAssets } from "./assets.ts"
import { openDayDesk, type DayDesk } from "./day/day-desk.ts"
import { beginning, bothDays, playPast, type Played } from "./day/play.ts"
import { openStaff, staffGrants, staffNames } from "./day/staff.ts"
import { answerPage } from "./pages.ts"
import { createSessions } from "./sessions.ts"

/** What an office is started with. */
export interface OfficeOptions {
  /** Where it listens. */
  readonly host: string
  readonly port: number
  readonly accounts: readonly Account[]
  /** The password of the invented accounts, which the page of signing in offers; null: it offers none. */
  readonly devPassword: string | null
  /** A file of SQLite, or `:memory:`. */
  readonly database: string
  /** What people wrote. Default: both days of the example region. */
  readonly messages?: readonly IncomingMessage[]
  /** A new message is written each so many seconds once the past was played; 0: none. */
  readonly everySeconds: number
  /** Whether cookies travel only over HTTPS. Default false: on one's own machine. */
  readonly isSecure?: boolean
  readonly onError: (what: string, error: unknown) => void
}

/** An office that is open. */
export interface Office {
  readonly origin: string
  /** Resolves once the day so far was played. */
  readonly ready: Promise<void>
  readonly day: () => DayDesk
  close(): Promise<void>
}

const signInSchema = z.strictObject({ id: z.string().max(200), password: z.string().max(1000) })
const zone = "Asia/Chita"
const basePath = "/api/v1"

/**
 * Starts the operators' desk: pages and sessions, the HTTP API, and the example region's day behind it. It listens at
 * once; the day so far is played while the first page is read.
 */
export async function startOffice(options: OfficeOptions): Promise<Office> {
  const { host, port, accounts, devPassword, onError } = options
  const ended = new AbortController()
  const assets = await buildAssets()
  const sessions = createSessions({ accounts, isSecure: options.isSecure ?? false, now: () => Date.now() })
  const grants = new Map(accounts.map(({ id, grants: given }) => [id, given]))
  const names = { ...staffNames(), ...Object.fromEntries(accounts.map(({ id, name }) => [id, name])) }
  const photos = new Map<string, Uint8Array>()
  const open: { day?: DayDesk; handler?: (request: Request) => Promise<Response>; played: Played | null } = { played: null }
  let isPlaying = true

  const sessionView = (request: Request) => {
    const account = sessions.accountOf(request.headers)
    return {
      now: open.day?.clock.now() ?? beginning,
      zone,
      playing: isPlaying ? { done: 0, total: 0, ...open.played } : null,
      account:
        account === undefined
          ? null
          : { id: account.id, name: account.name, post: account.post, roles: account.grants.map(({ role }) => role) },
      offered: account !== undefined || devPassword === null ? null : accounts.map(({ id, name, post }) => ({ id, name, post })),
      offeredPassword: account === undefined ? devPassword : null,
      people: account === undefined ? {} : names,
    }
  }

  async function signIn(request: Request): Promise<Response> {
    if (!isOwnJson(request)) return json({ code: "cross-site" }, 403)
    const given = signInSchema.safeParse(await request.json().catch(() => undefined)).data
    if (given === undefined) return json({ code: "invalid-request" }, 400)
    const made = await sessions.signIn(given.id, given.password)
    if ("refusal" in made) return json({ code: made.refusal }, made.refusal === "wrong-password" ? 401 : 429)
    return json({ signedIn: true }, 200, { "set-cookie": made.cookie })
  }

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith(`${basePath}/`)) {
      if (open.handler !== undefined) return open.handler(request)
      return json({ code: "opening", title: "the desk is opening", status: 503, retryable: true }, 503, { "retry-after": "1" })
    }
    if (pathname === "/session" && request.method === "GET") return json(sessionView(request))
    if (pathname === "/session" && request.method === "POST") return signIn(request)
    if (pathname === "/session/end" && request.method === "POST") {
      return isOwnJson(request) ? json({ signedIn: false }, 200, { "set-cookie": sessions.signOut() }) : json({ code: "cross-site" }, 403)
    }
    if (request.method !== "GET" && request.method !== "HEAD") return new Response(null, { status: 405, headers: { allow: "GET, HEAD" } })
    return answerPage(assets, request)
  }

  const server = createServer(toNodeHandler(answer)).listen(port, host)
  await once(server, "listening")

  async function openDay(): Promise<void> {
    const messages = options.messages ?? (await bothDays())
    const day = await openDayDesk({
      database: options.database,
      messages,
      at: beginning,
      authorisation: createRoleAuthorisation({
        grantsOf: (id) => grants.get(id) ?? staffGrants(id),
        territories: region.routing.territories,
      }),
    })
    open.day = day
    open.handler = createDeskHandler({
      desk: day.desk,
      clock: day.clock,
      basePath,
      authenticate: (request) => {
        const account = sessions.accountOf(request.headers)
        return account === undefined ? null : { id: account.id, kind: "person" }
      },
      photos: {
        read: async (bytes) => (await readPhoto(bytes)).facts,
        put: (evidenceId, bytes) => void photos.set(evidenceId, bytes),
        get: (evidenceId) => photos.get(evidenceId),
      },
      onError: (error, { operationId }) => onError(operationId, error),
    })
    const rest = await playPast(day, openStaff(day), messages, (played) => void (open.played = played), ended.signal)
    if (ended.signal.aborted) return
    day.clock.run()
    isPlaying = false
    day.desk.events.on("work-failed", ({ work, error }) => onError(work, error))
    live.push(day.desk.run({ signal: ended.signal, pauseMillis: 1000 }), write(day, rest))
  }

  /** Somebody writes now and then, so that the desk is seen at work. */
  async function write(day: DayDesk, rest: readonly IncomingMessage[]): Promise<void> {
    const waiting = [...rest]
    while (!ended.signal.aborted && options.everySeconds > 0) {
      await wait(options.everySeconds * 1000, undefined, { signal: ended.signal, ref: false }).catch(() => undefined)
      const message = waiting.shift()
      if (message === undefined || ended.signal.aborted) return
      day.town.publish({ ...message, publishedAt: day.clock.now() })
      await day.deliver(day.desk)
    }
  }

  const live: Promise<void>[] = []
  // The page that is asked for first is answered before the region's rules are read.
  const ready = wait(50).then(openDay)
  ready.catch((error: unknown) => onError("opening the day", error))
  return {
    origin: `http://${host.includes(":") ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    ready,
    day() {
      if (open.day === undefined) throw new Error("the day is not open yet")
      return open.day
    },
    async close() {
      ended.abort()
      server.close()
      server.closeAllConnections()
      await ready.catch(() => undefined)
      await Promise.all(live)
      await open.day?.close()
    },
  }
}

/** A page of another origin cannot send this: a form cannot say JSON, and browsers tell where a request comes from. */
function isOwnJson(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site")
  return request.headers.get("content-type") === "application/json" && (site === null || site === "same-origin")
}

function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff", ...headers },
  })
}
