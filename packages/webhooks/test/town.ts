import { setImmediate } from "node:timers/promises"
import { createDesk, type Connector, type Desk, type DeskOptions, type Storage } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage, createManualClock, createRandom, type ManualClock } from "@otklik/testkit"
import {
  createWebhookSender,
  type WebhookEndpoint,
  type WebhookNotice,
  type WebhookSender,
  type WebhookSenderOptions,
} from "@otklik/webhooks"

/** Words and an author that no webhook may hold. */
export const markerText = "Батареи холодные, мой телефон 000-00-00"
export const markerAuthor = "citizen-9000"

/** 24 bytes, the fewest that Standard Webhooks takes. */
export const secret = `whsec_${Buffer.alloc(24, 7).toString("base64")}`

/** What came over the wire. */
export interface Received {
  readonly url: string
  readonly headers: Headers
  readonly body: string
  readonly position: number
  /** What becomes of a redirect: a `fetch` that follows them would go where the host has written nothing. */
  readonly redirect: Request["redirect"]
  /** Aborted when the sender waits no longer. */
  readonly signal: AbortSignal
}

/** A receiver: `answer` says what it makes of a request. */
export interface Receiver {
  readonly fetch: typeof globalThis.fetch
  readonly received: Received[]
  /** Places in the feed, in the order in which they came. */
  positions(): readonly number[]
  answer: (request: Received) => Response | Promise<Response>
}

function createReceiver(answer: Receiver["answer"] = () => new Response(null, { status: 204 })): Receiver {
  const received: Received[] = []
  const receiver: Receiver = {
    received,
    positions: () => received.map(({ position }) => position),
    answer,
    async fetch(input, init) {
      const request = new Request(input, init)
      const body = await request.text()
      const id = (request.headers.get("webhook-id") ?? "").slice("evt_".length)
      const one = {
        url: request.url,
        headers: request.headers,
        body,
        position: Number(Buffer.from(id, "base64url").toString()),
        redirect: request.redirect,
        signal: request.signal,
      }
      received.push(one)
      return receiver.answer(one)
    },
  }
  return receiver
}

/** A desk, and what is composed with it. */
export interface Town extends Machine {
  readonly storage: Storage
  readonly receiver: Receiver
  readonly notices: WebhookNotice[]
  /** Registers so many complaints; answers the last position of the feed. */
  happen(count: number, text?: string): Promise<number>
  /** A sender of its own over a desk of its own on the same storage, as after a restart. */
  restart(change?: { readonly storage?: Storage; readonly at?: string; readonly sender?: Partial<WebhookSenderOptions> }): Machine
}

/** A process: a desk with a sender. */
export interface Machine {
  /** Whether time passes while a request is under way: where the receiver does not answer. */
  hangs: boolean
  readonly desk: Desk
  readonly sender: WebhookSender
  readonly clock: ManualClock
  /** How many endpoints there are. */
  readonly endpoints: number
}

const early = "2026-11-24T01:00:00.000Z"

export async function openTown(
  change: {
    readonly storage?: Storage
    readonly endpoint?: Partial<WebhookEndpoint>
    readonly desk?: Partial<DeskOptions>
    readonly sender?: Partial<WebhookSenderOptions>
    readonly at?: string
  } = {},
): Promise<Town> {
  const { storage = createMemoryStorage() } = change
  await storage.migrate()
  const messages: ReturnType<typeof buildMessage>[] = []
  const receiver = createReceiver()
  const notices: WebhookNotice[] = []
  const connector: Connector = {
    specificationVersion: "v1",
    id: "vk:club1",
    network: "vk",
    capabilities: { pull: true, webhook: false, reply: false, replyPhoto: false, replyLimit: null, relay: false },
    sources: [{ id: "wall", title: "Wall", everyMinutes: 5 }],
    doPull: async () => ({ messages: messages.splice(0), cursor: String(messages.length), more: false, skipped: [], gaps: [] }),
    doCheck: async () => ({ ok: true, problems: [], expiresAt: null }),
  }
  const restart: Town["restart"] = ({ storage: other = storage, at = change.at ?? early, sender } = {}) => {
    const clock = createManualClock({ at })
    const desk = createDesk({
      storage: other,
      connectors: [connector],
      rules: [
        { id: "cold", query: "батаре* & холодн*", topic: "heating" },
        { id: "pits", query: "яма", topic: "pits" },
      ],
      routing: {
        authorities: [
          { id: "heat", title: "Heat", kind: "utility" },
          { id: "roads", title: "Roads", kind: "utility" },
        ],
        territories: [],
        rules: [
          { id: "heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } },
          { id: "pits", when: { topics: ["pits"] }, assign: { authorityId: "roads" } },
        ],
      },
      policies: [{ id: "answer", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 60, time: "wall" } }],
      authorKey: new Uint8Array(32).fill(7),
      clock,
      ...change.desk,
    })
    const options: WebhookSenderOptions = {
      desk,
      clock,
      random: createRandom(1),
      fetch: (input, init) => receiver.fetch(input, init),
      endpoints: [{ id: "ministry", url: "https://ministry.example.org/hook", secrets: [secret], from: "beginning", ...change.endpoint }],
      apiUrl: "https://desk.example.org/api/v1",
      onNotice: (notice) => notices.push(notice),
      ...change.sender,
      ...sender,
    }
    return { desk, clock, sender: createWebhookSender(options), endpoints: options.endpoints.length, hangs: false }
  }
  const machine = restart()
  let serial = 0
  return {
    ...machine,
    storage,
    receiver,
    notices,
    restart,
    async happen(count, text = markerText) {
      for (let index = 0; index < count; index += 1)
        messages.push(
          buildMessage({ key: `vk:-1_${(serial += 1)}`, text, authorId: markerAuthor, publishedAt: "2026-11-24T00:50:00.000Z" }),
        )
      await createPuller(machine)
      return Number((await storage.readEvents(null, 1000)).at(-1)?.position ?? 0)
    },
  }
}

/** Reads the network now, whatever was read before. */
async function createPuller({ desk, clock }: Machine): Promise<void> {
  clock.advance(5)
  await desk.pull()
}

/**
 * Runs a sender until a condition holds, looked at after each turn of the process. Time passes, a step each turn, while
 * it waits: it has one sleeper an endpoint then, and a second one while it sends.
 */
export async function runUntil(machine: Machine, isDone: () => boolean | Promise<boolean>, stepMinutes = 1 / 60): Promise<void> {
  const { sender, clock, endpoints } = machine
  const stop = new AbortController()
  const running = sender.run({ signal: stop.signal })
  while (!(await isDone())) {
    await setImmediate()
    if (clock.sleepers <= endpoints || machine.hangs) clock.advance(stepMinutes)
  }
  stop.abort()
  await running
}

/** The numbers from 1 to a last one. */
export const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1)
