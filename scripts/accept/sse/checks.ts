import { createServer, type Socket } from "node:net"
import { once } from "node:events"
import { setTimeout as wait } from "node:timers/promises"
import { connect, type AddressInfo } from "node:net"
import { serve } from "../../../packages/http/test/serve.ts"
import { openTown, requestOf } from "../../../packages/http/test/town.ts"
import { must, type Check } from "../check.ts"
import { load } from "../judges.ts"

/** What the npm package `eventsource` is used for here. */
interface Client {
  addEventListener(
    name: string,
    heard: (event: { readonly lastEventId: string; readonly data: string; readonly code?: number }) => void,
  ): void
  close(): void
}
type EventSourceClass = new (url: string, options: { readonly fetch: typeof fetch }) => Client

/** Passes bytes on between a client and a server, and cuts every line when it is told to. */
async function openCable(port: number): Promise<{ readonly origin: string; cut(): void; close(): void }> {
  const lines = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1")
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      lines.add(one)
      one.on("error", () => undefined)
      one.on("close", () => (lines.delete(one), other.destroy()))
      one.pipe(other)
    }
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const cut = (): void => {
    for (const line of lines) line.destroy()
  }
  const { port: own } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${own}`, cut, close: () => (server.close(), cut()) }
}

const wanted = 10_000
const cuts = 50

/** A client of others, whose line is cut again and again, hears every event once and in order. */
export const checks: readonly Check[] = [
  {
    name: `npm's eventsource, cut ${cuts} times during ${wanted} events`,
    async run() {
      const { EventSource } = (await load("eventsource")) as { readonly EventSource: EventSourceClass }
      const town = await openTown({
        // Streams whose line was cut must be given up: a fourth one would be refused.
        handler: {
          limits: { streams: 3 },
          clock: {
            now: () => new Date().toISOString(),
            sleep: async (millis, signal) => wait(Math.min(millis, 20), undefined, { signal }).catch(() => undefined),
          },
        },
      })
      const { origin, close } = await serve(town.handler)
      const cable = await openCable(Number(new URL(origin).port))
      const { headers } = requestOf("GET", "/events", {})
      const from = (await (await town.ask("GET", "/feed?after=now")).json()) as { readonly next: string }
      const heard: number[] = []
      let opened = 0
      const signed: typeof fetch = (input, init) =>
        fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), ...Object.fromEntries(headers) } })
      const client = new EventSource(`${cable.origin}/events?after=${from.next}`, { fetch: signed })
      client.addEventListener("open", () => (opened += 1))
      client.addEventListener("incident", ({ lastEventId }) => heard.push(Number(lastEventId)))
      let said = ""
      client.addEventListener("error", (event) => (said = String(event.code ?? "")))
      const first = Number(from.next) + 1
      try {
        const step = Math.ceil(wanted / (cuts + 1))
        let serial = 0
        for (let round = 0; round <= cuts; round += 1) {
          // Something to hear is left when the line is cut.
          const end = Date.now() + 30_000
          while ((await lastOf(town)) < first + (round + 1) * step) await more(town, (serial += 1))
          while (opened <= round || heard.length < round * step + step / 2) {
            must(Date.now() < end, `heard ${heard.length} of ${wanted}, opened ${opened} times, cut ${round} times; ${said}`)
            await wait(5)
          }
          if (round < cuts) cable.cut()
        }
        while (heard.length < wanted) await wait(5)
      } finally {
        client.close()
        cable.close()
        await close()
      }
      const expected = Array.from({ length: heard.length }, (_, index) => first + index)
      must(JSON.stringify(heard) === JSON.stringify(expected), "events are missing, twice or out of order")
      must(opened > cuts, `opened ${opened} times`)
      return `${heard.length} events, opened ${opened} times`
    },
  },
]

type Town = Awaited<ReturnType<typeof openTown>>

async function lastOf({ desk }: Town): Promise<number> {
  return Number((await desk.feed({ after: "now" }, { actor: { id: "moderator", kind: "person" } })).next)
}

/** An incident that is registered by hand: several events. */
async function more({ desk }: Town, serial: number): Promise<void> {
  const actor = { id: "moderator", kind: "person" } as const
  await desk.register({ from: "phone", text: "Во дворе яма", topic: "pits" }, { actor, idempotencyKey: `call-${serial}` })
}
