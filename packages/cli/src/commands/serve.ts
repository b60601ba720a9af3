import { once } from "node:events"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { isDeskError, type Desk } from "@otklik/core"
import { configError } from "@otklik/core/internal"
import type { ServeLine } from "../answers.ts"
import type { CommandContext, Streamed } from "../command.ts"
import { CommandError, exitCodes, exitOf } from "../exit.ts"
import { messageOf, ofHost } from "../host.ts"
import type { MountedHandler, WebhookWork } from "../parts.ts"

/** Options of `serve`. */
export interface ServeOptions {
  readonly only?: "http" | "worker"
  readonly port: number
  readonly host: string
  readonly drain: number
}

/** So long requests may take that are under way at the end, and then the work that was begun. Our choice. */
const requestMillis = 10_000
const endMillis = 30_000

/** Writes what happened. */
type Log = (level: ServeLine["level"], event: string, fields?: ServeLine["fields"]) => void

/**
 * Answers HTTP and works until the process is asked to end: then it is not ready any more, lets requests end, aborts
 * the work and waits for it, thirty seconds at most.
 */
export async function serve(context: CommandContext, options: ServeOptions): Promise<Streamed> {
  const { machine, host } = context
  const log = logOf(context)
  const desk = await host.desk()
  const { ready, why } = await desk.readiness()
  if (!ready) throw new CommandError(exitCodes.tryAgain, "not-ready", `the desk cannot work: ${why ?? ""}; see \`otklik doctor\``)
  const stopped = new Promise<void>((resolve) => {
    const forget = machine.onStop(() => {
      forget()
      resolve()
    })
  })
  const withHttp = options.only !== "worker" && (await host.config()).http !== undefined
  if (options.only === "http" && !withHttp) throw configError("serve", [{ path: "http", message: "the API was expected in the config" }])
  report(desk, log, host.hide)
  const makeSender = (await host.config()).webhooks
  const sender = makeSender === undefined ? undefined : await ofHost("webhooks", makeSender, await host.deskSetup())
  const server = withHttp ? await openServer(context, desk, options, log, sender) : undefined
  const work = new AbortController()
  const workers = options.only === "http" ? [] : startWorkers(desk, sender, work.signal)
  log("info", "started", { ...(server === undefined ? {} : { address: server.address }), worker: options.only !== "http" })
  // What ends by itself has failed: nothing is left that works.
  const failed = Promise.race(workers.map(({ done }) => done)).then(() => undefined)
  const end = await Promise.race([stopped, ...(workers.length === 0 ? [] : [failed])]).then(
    () => undefined,
    (error: unknown) => ({ error }),
  )
  if (end !== undefined) log("error", "failed", describe(end.error, host.hide))
  log("info", "stopping")
  await server?.drain()
  work.abort()
  const done = Promise.allSettled(workers.map((worker) => worker.done)).then(() => true)
  const isDone = await Promise.race([done, machine.clock.sleep(endMillis, ended(done)).then(() => false)])
  await server?.close()
  log(isDone ? "info" : "warn", "stopped", isDone ? {} : { unfinished: "some work did not end in time: its leases run out by themselves" })
  return { exit: end === undefined ? exitCodes.ok : exitOf(end.error) }
}

/** Aborts when something has ended, so that nobody waits for a clock longer than needed. */
function ended(done: Promise<unknown>): AbortSignal {
  const waiting = new AbortController()
  void done.then(() => waiting.abort())
  return waiting.signal
}

interface RunningServer {
  readonly address: string
  /** Is not ready any more, then takes no more requests, and waits for those that are under way. */
  drain(): Promise<void>
  /** Ends whatever is still open. */
  close(): Promise<void>
}

async function openServer(
  { machine, host }: CommandContext,
  desk: Desk,
  options: ServeOptions,
  log: Log,
  sender: WebhookWork | undefined,
): Promise<RunningServer> {
  const [{ createDeskHandler }, { toNodeHandler }] = await Promise.all([import("@otklik/http"), import("@otklik/http/node")])
  const { publicUrl: _, ...parts } = (await host.http()) ?? { authenticate: () => null }
  const handler = createDeskHandler({
    ...parts,
    ...(sender === undefined ? {} : { webhooks: sender }),
    desk,
    clock: machine.clock,
    onError(error, at) {
      log("error", "request-failed", { ...at, ...describe(error, host.hide) })
      parts.onError?.(error, at)
    },
  })
  const makeMounted = (await host.config()).open311
  const mounted = makeMounted === undefined ? undefined : await ofHost("open311", makeMounted, await host.deskSetup())
  const basePath = parts.basePath ?? ""
  let isStopping = false
  let open = 0
  let noticeIdle = (): void => {}
  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    if (isStopping && (pathname === `${basePath}/readyz` || pathname === "/readyz")) return notReady()
    open += 1
    try {
      return await (isBelow(mounted, pathname) ? mounted.handler(request) : handler(request))
    } finally {
      open -= 1
      if (open === 0) noticeIdle()
    }
  }
  const server = createServer(toNodeHandler(answer))
  await listen(server, options)
  const { address, port } = server.address() as AddressInfo
  return {
    address: `http://${address.includes(":") ? `[${address}]` : address}:${port}${basePath}`,
    async drain() {
      isStopping = true
      // Whoever balances the load is given the time to notice.
      if (options.drain > 0) await machine.clock.sleep(options.drain * 1000)
      server.close()
      server.closeIdleConnections()
      if (open === 0) return
      const idle = new Promise<void>((resolve) => (noticeIdle = resolve))
      await Promise.race([idle, machine.clock.sleep(requestMillis, ended(idle))])
    },
    async close() {
      const closed = server.listening ? once(server, "close") : Promise.resolve()
      // Event streams never end by themselves.
      server.closeAllConnections()
      await closed
    },
  }
}

function isBelow(mounted: MountedHandler | undefined, pathname: string): mounted is MountedHandler {
  return mounted !== undefined && `${pathname}/`.startsWith(`${mounted.basePath}/`)
}

function notReady(): Response {
  const body = JSON.stringify({ ready: false, why: "the process is about to end" })
  return new Response(body, { status: 503, headers: { "content-type": "application/json", "retry-after": "5" } })
}

async function listen(server: Server, { port, host }: ServeOptions): Promise<void> {
  server.listen(port, host)
  try {
    await once(server, "listening")
  } catch (error) {
    throw new CommandError(exitCodes.tryAgain, "network", `nothing can listen at ${host}:${port}: ${messageOf(error)}`)
  }
}

interface Worker {
  readonly done: Promise<void>
}

function startWorkers(desk: Desk, sender: WebhookWork | undefined, signal: AbortSignal): readonly Worker[] {
  const workers = [desk.run({ signal }), ...(sender === undefined ? [] : [sender.run({ signal })])]
  return workers.map((done) => ({ done }))
}

/** What an operator must know of the work, as lines of the log: never a text and never an author. */
function report(desk: Desk, log: Log, hide: (text: string) => string): void {
  const { events } = desk
  events.on("work-failed", ({ work, id, error, nextTryAt }) =>
    log("error", "work-failed", { work, id, nextTryAt, ...describe(error, hide) }),
  )
  events.on("source-failed", ({ connectorId, sourceId, error, nextTryAt }) =>
    log("error", "source-failed", { connectorId, sourceId, nextTryAt, ...describe(error, hide) }),
  )
  events.on("source-silent", ({ connectorId, sourceId }) => log("warn", "source-silent", { connectorId, sourceId }))
  events.on("source-behind", ({ connectorId, sourceId, since }) => log("warn", "source-behind", { connectorId, sourceId, since }))
  events.on("gap-found", ({ connectorId, sourceId, gap }) =>
    log("warn", "gap-found", { connectorId, sourceId, from: gap.from, to: gap.to }),
  )
  events.on("item-skipped", ({ connectorId, sourceId, item }) =>
    log("warn", "item-skipped", { connectorId, sourceId, code: item.code, path: item.path, message: item.message }),
  )
  events.on("clock-off", ({ aheadMinutes }) => log("warn", "clock-off", { aheadMinutes }))
  events.on("reply-unchecked", ({ incidentId, connectorId }) => log("warn", "reply-unchecked", { incidentId, connectorId }))
  events.on("page-read", ({ connectorId, sourceId, read, matched, registered }) => {
    if (read > 0) log("info", "page-read", { connectorId, sourceId, read, matched, registered })
  })
}

function describe(error: unknown, hide: (text: string) => string): { readonly code: string; readonly message: string } {
  return { code: isDeskError(error) ? error.code : "error", message: hide(messageOf(error)) }
}

/** Lines of JSON on stdout, or sentences on stderr. */
function logOf({ machine, isJson, talk }: CommandContext): Log {
  return (level, event, fields = {}) => {
    const line: ServeLine = { at: machine.clock.now(), level, event, fields }
    if (isJson) void machine.out(`${JSON.stringify(line)}\n`)
    else
      talk(
        `${line.at} ${level} ${event}${Object.entries(fields)
          .map(([name, value]) => ` ${name}=${String(value)}`)
          .join("")}`,
      )
  }
}
