import { createBurstWatch } from "@otklik/bursts"
import { createDesk, createRoleAuthorisation, DeskError, type Connector, type Desk, type Grant } from "@otklik/core"
import type { MessagePage } from "@otklik/core/connector"
import { createReplyLint } from "@otklik/core/replies"
import { createDeskHandler, type DeskHandler, type DeskHandlerOptions } from "@otklik/http"
import { toCsv } from "@otklik/report"
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage, createManualClock } from "@otklik/testkit"
import { createWebhookSender } from "@otklik/webhooks"

/** Words that no error, no event and no reader without personal data may see. */
export const markerText = "Батареи холодные, мой телефон 000-00-00"
/** An author that only `unsealAuthor` may tell. */
export const markerAuthor = "citizen-9000"

/** Signs what the town sends: in no answer. */
export const webhookSecret = `whsec_${btoa("7".repeat(24))}`

/** The people of the town, by the token that they send. */
const grants: Readonly<Record<string, readonly Grant[]>> = {
  moderator: [{ role: "moderator" }],
  executor: [{ role: "executor" }],
  approver: [{ role: "approver" }],
  publisher: [{ role: "publisher" }],
  supervisor: [{ role: "supervisor" }],
  officer: [{ role: "data-protection-officer", personalData: "author" }],
  counter: [{ role: "analyst", personalData: "none" }],
  roads: [{ role: "executor", authorityIds: ["roads"] }],
}

/** A handler over a desk in memory. */
export interface Town {
  readonly handler: DeskHandler
  readonly desk: Desk
  readonly clock: ReturnType<typeof createManualClock>
  readonly photos: Map<string, Uint8Array>
  /** What the host was told. */
  readonly told: { readonly error: unknown; readonly operationId: string; readonly status: number }[]
  /** Asks as somebody: the token is the person's name. */
  ask(method: string, path: string, change?: Asking): Promise<Response>
}

/** What a request carries beside its address. */
export interface Asking {
  /** Null: nobody. Default: the moderator. */
  readonly as?: string | null
  readonly json?: unknown
  readonly body?: RequestInit["body"]
  readonly headers?: Readonly<Record<string, string>>
}

/** Opens a town. What is changed replaces the handler's options, or members of its desk. */
export async function openTown(
  change: { readonly handler?: Partial<DeskHandlerOptions>; readonly desk?: Partial<Desk>; readonly connector?: Partial<Connector> } = {},
): Promise<Town> {
  const storage = createMemoryStorage()
  await storage.migrate()
  const clock = createManualClock({ at: "2026-11-24T01:00:00.000Z" })
  const connector: Connector = {
    specificationVersion: "v1",
    id: "vk:club1",
    network: "vk",
    capabilities: { pull: true, webhook: true, reply: true, replyPhoto: false, replyLimit: null, relay: false },
    sources: [{ id: "wall", title: "Wall", everyMinutes: 5 }],
    doPull: async (): Promise<MessagePage> => ({ messages: complaints(), cursor: "0", more: false, skipped: [], gaps: [] }),
    doReply: async ({ messageKey, now }) => ({ replyKey: `${messageKey}_9`, url: "https://example.org/9", publishedAt: now }),
    doReceive: async (request) => ({
      messages: [],
      notices: [],
      skipped: [],
      response: new Response(`${request.method} ${(await request.arrayBuffer()).byteLength}`),
    }),
    doFindReplies: async () => [],
    doCheck: async () => ({ ok: true, problems: [], expiresAt: null }),
    ...change.connector,
  }
  const desk: Desk = {
    ...createDesk({
      storage,
      connectors: [connector],
      rules: [
        { id: "cold", query: "батаре* & холодн*", topic: "heating" },
        { id: "pits", query: "яма", topic: "pits" },
      ],
      topics: [
        { id: "heating", title: "Heating" },
        { id: "pits", title: "Pits" },
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
      authorisation: createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [] }),
      replies: {
        lint: createReplyLint(),
        templates: [{ id: "heating", version: "2026", text: "{authority} repairs it until {day}.", appliesTo: { topics: ["heating"] } }],
        speller: {
          check: (text) =>
            Array.from(text.matchAll(/heet/g), ({ index }) => ({ span: { start: index, end: index + 4 }, suggestions: ["heat"] })),
        },
      },
      guidance: [
        {
          id: "dispatcher",
          topic: "heating",
          ownerId: "heat",
          text: "Call the dispatcher.",
          contacts: [{ title: "Dispatcher", value: "112" }],
        },
      ],
      bursts: createBurstWatch({ zone: "Asia/Chita" }),
      tags: [{ id: "school", title: "School" }],
      views: [{ id: "pits", title: "Pits", where: { topics: ["pits"] }, order: "newest" }],
      authorKey: new Uint8Array(32).fill(7),
      keyRing: { current: "k1", keys: { k1: new Uint8Array(32).fill(8) } },
      clock,
    }),
    ...change.desk,
  }
  const photos = new Map<string, Uint8Array>()
  const told: Town["told"] = []
  const handler = createDeskHandler({
    desk,
    clock,
    authenticate: (request) => {
      const [, name] = /^Bearer (\w+)$/.exec(request.headers.get("authorization") ?? "") ?? []
      return name === undefined ? null : { id: name, kind: "person" }
    },
    hooks: { "vk-4f9a": "vk:club1" },
    reportCsv: toCsv,
    photos: {
      read: (bytes) => {
        if (bytes[0] !== 0xff) throw new DeskError("unreadable-photo", "this is no photo", { reason: "not-a-photo" })
        return { contentHash: String(bytes.length).padStart(64, "0"), fingerprint: null, captured: null, place: null }
      },
      put: (evidenceId, bytes) => void photos.set(evidenceId, bytes),
      get: (evidenceId) => photos.get(evidenceId),
    },
    webhooks: createWebhookSender({
      desk,
      clock,
      random: () => 0.5,
      fetch: async () => new Response(null, { status: 204 }),
      endpoints: [{ id: "ministry", url: "https://ministry.example.org/hook", secrets: [webhookSecret], from: "beginning" }],
    }),
    onError: (error, at) => void told.push({ error, ...at }),
    ...change.handler,
  })
  await desk.pull()
  return { handler, desk, clock, photos, told, ask: async (method, path, asking) => handler(requestOf(method, path, asking)) }
}

/** A request of somebody. */
export function requestOf(method: string, path: string, { as = "moderator", json, body, headers = {} }: Asking = {}): Request {
  return new Request(`http://desk.test${path}`, {
    method,
    headers: {
      ...(as === null ? {} : { authorization: `Bearer ${as}` }),
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(json === undefined ? (body === undefined ? {} : { body, duplex: "half" }) : { body: JSON.stringify(json) }),
  })
}

function complaints() {
  const publishedAt = "2026-11-24T00:50:00.000Z"
  return [
    buildMessage({ key: "vk:-1_1", text: markerText, authorId: markerAuthor, publishedAt }),
    buildMessage({ key: "vk:-1_2", text: "На дороге яма", authorId: "citizen-9001", publishedAt }),
  ]
}

/** Has another endpoint of the town served until it has been sent everything. */
export async function sendWebhooks({ desk, clock }: Town): Promise<void> {
  const last = (await desk.feed({ after: "now" }, { actor: { id: "moderator", kind: "person" } })).next
  const stop = new AbortController()
  const handle = (): void => {}
  const serving = desk.consume({ id: "webhooks/ministry", from: "beginning", handle }, { signal: stop.signal })
  while ((await desk.consumer("webhooks/ministry"))?.position !== last) clock.advance(1 / 60)
  stop.abort()
  await serving
}

/** The id of the incident about cold flats. */
export async function coldFlat({ desk }: Town): Promise<string> {
  const { incidents } = await desk.find({ topics: ["heating"] }, { limit: 1, actor: { id: "moderator", kind: "person" } })
  return incidents[0]?.incident.incidentId ?? ""
}
