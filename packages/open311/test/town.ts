import { parseXml, XmlElement, XmlText } from "@rgrove/parse-xml"
import {
  createDesk,
  createRoleAuthorisation,
  type Actor,
  type Clock,
  type Desk,
  type DeskCommand,
  type Grant,
  type Storage,
} from "@otklik/core"
import { createOpen311Handler, type Open311HandlerOptions, type Open311Jurisdiction } from "@otklik/open311"
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage, createManualClock } from "@otklik/testkit"

/** Words and an author that nothing public may hold. */
export const markerText = "Батареи холодные, квартира 17, телефон 000-00-00"
export const markerAuthor = "citizen-9000"

const grants: Readonly<Record<string, readonly Grant[]>> = {
  public: [{ role: "analyst", personalData: "none" }],
  portal: [{ role: "moderator" }],
  forwarder: [{ role: "moderator" }],
  north: [{ role: "moderator", topics: ["pits"] }],
  moderator: [{ role: "moderator" }],
  executor: [{ role: "executor" }],
  approver: [{ role: "approver" }],
  publisher: [{ role: "publisher" }],
  supervisor: [{ role: "supervisor" }],
  officer: [{ role: "data-protection-officer", personalData: "author" }],
}

export const person = (id: string): Actor => ({ id, kind: "person" })

/** A server over a desk. */
export interface Town {
  readonly handler: (request: Request) => Promise<Response>
  readonly desk: Desk
  readonly clock: ReturnType<typeof createManualClock>
  /** What the host was told. */
  readonly told: unknown[]
  /** Asks as anybody. */
  get(path: string): Promise<Response>
  /** Sends a form with the portal's key. */
  post(path: string, fields: Readonly<Record<string, string | readonly string[]>>): Promise<Response>
  /** Gives a command in the name of a role. */
  give(role: string, command: DeskCommand): ReturnType<Desk["execute"]>
}

/** Opens a town. */
export async function openTown(
  change: {
    readonly handler?: Partial<Open311HandlerOptions>
    readonly jurisdiction?: Partial<Open311Jurisdiction>
    readonly storage?: Storage
    readonly clock?: Clock
    readonly titles?: Readonly<Record<"heating" | "pits", string>>
  } = {},
): Promise<Town> {
  const storage = change.storage ?? createMemoryStorage()
  await storage.migrate()
  const clock = createManualClock({ at: "2026-11-24T01:00:00.123Z" })
  const { titles = { heating: "Отопление", pits: "Ямы & <выбоины>" } } = change
  const desk = createDesk({
    storage,
    tags: [{ id: "sent", title: "Передано" }],
    connectors: [
      {
        specificationVersion: "v1",
        id: "vk:club1",
        network: "vk",
        capabilities: { pull: true, webhook: false, reply: true, replyPhoto: false, replyLimit: null, relay: false },
        sources: [{ id: "wall", title: "Wall", everyMinutes: 5 }],
        doPull: async () => ({
          messages: [buildMessage({ key: "vk:-1_1", text: markerText, authorId: markerAuthor, publishedAt: "2026-11-24T00:50:00.000Z" })],
          cursor: "0",
          more: false,
          skipped: [],
          gaps: [],
        }),
        doReply: async ({ messageKey, now }) => ({ replyKey: `${messageKey}_9`, url: "https://example.org/9", publishedAt: now }),
        doFindReplies: async () => [],
        doCheck: async () => ({ ok: true, problems: [], expiresAt: null }),
      },
    ],
    rules: [{ id: "cold", query: "батаре* & холодн*", topic: "heating" }],
    topics: [
      { id: "heating", title: titles.heating },
      { id: "pits", title: titles.pits },
    ],
    routing: {
      authorities: [{ id: "heat", title: "Теплосеть", kind: "utility" }],
      territories: [{ id: "town", title: "Чита", kind: "urban-okrug", center: { latitude: 52.03, longitude: 113.5, radiusKm: 30 } }],
      rules: [{ id: "heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } }],
    },
    policies: [{ id: "answer", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 60, time: "wall" } }],
    authorisation: createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [] }),
    authorKey: new Uint8Array(32).fill(7),
    keyRing: { current: "k1", keys: { k1: new Uint8Array(32).fill(8) } },
    clock: change.clock ?? clock,
  })
  const told: unknown[] = []
  const handler = createOpen311Handler({
    jurisdictions: [
      {
        id: "chita.example",
        desk,
        reader: person("public"),
        placeOf: (id) => (id === "town" ? { latitude: 52.03, longitude: 113.5 } : undefined),
        ...change.jurisdiction,
      },
    ],
    publicUrl: "https://desk.example.org/open311/v2",
    contact: "desk@example.org",
    keyService: "https://desk.example.org/keys",
    actorOfKey: (key) => (key === "secret" ? person("portal") : key === "north" ? person("north") : null),
    clock: change.clock ?? clock,
    onError: (error) => void told.push(error),
    ...change.handler,
  })
  return {
    handler,
    desk,
    clock,
    told,
    get: async (path) => handler(new Request(`https://desk.test/api/v2${path}`)),
    async post(path, fields) {
      const body = new URLSearchParams()
      for (const [name, value] of Object.entries({ api_key: "secret", ...fields }))
        for (const one of typeof value === "string" ? [value] : value) body.append(name, one)
      return handler(new Request(`https://desk.test/api/v2${path}`, { method: "POST", body }))
    },
    give: async (role, command) => desk.execute(command, { actor: person(role) }),
  }
}

/** A request that is taken. */
export const asked = { service_code: "heating", lat: "52.03", long: "113.5", description: "Холодно третий день" } as const

/** Sends a request, and gives the incident that came of it. */
export async function submitted(
  town: Town,
  change: Readonly<Record<string, string>> = {},
): Promise<{ number: string; incidentId: string }> {
  const response = await town.post("/requests.json", { ...asked, ...change })
  const [{ service_request_id: number }] = (await response.json()) as [{ service_request_id: string }]
  const { incidents } = await town.desk.find({ numbers: [Number(number)] }, { actor: person("supervisor") })
  return { number, incidentId: incidents[0]?.incident.incidentId ?? "" }
}

/** Takes an incident through a draft to a published answer. */
export async function answered(
  town: Town,
  incidentId: string,
  draft: Pick<Extract<DeskCommand, { type: "submit-draft" }>, "replyKind" | "outcome" | "waitMinutes">,
): Promise<void> {
  const { incident } = await town.give("executor", { type: "submit-draft", incidentId, text: "Ответ службы", ...draft })
  if (incident.status !== "reply-review") throw new Error("the draft was not taken")
  const { draftId, textHash } = incident.draft
  await town.give("approver", { type: "approve-draft", incidentId, draftId, textHash })
  const [messageKey = ""] = incident.messageKeys
  const publishedAt = town.clock.now()
  await town.give("publisher", { type: "record-publication", incidentId, draftId, messageKey, publishedAt })
}

/** An answer as a parser reads it that nobody here wrote: as its JSON, but for types. */
export function readXml(text: string): unknown {
  const { root } = parseXml(text)
  return root === null ? undefined : valueOf(root)
}

const lists = ["services", "service_requests", "service_request_updates", "errors", "attributes", "endpoints", "formats"]

function valueOf(element: XmlElement): unknown {
  const inner = element.children.filter((child) => child instanceof XmlElement)
  if (lists.includes(element.name)) return inner.map(valueOf)
  if (inner.length > 0) return Object.fromEntries(inner.map((child) => [child.name, valueOf(child)]))
  const text = element.children.map((child) => (child instanceof XmlText ? child.text : "")).join("")
  return text === "" ? null : text
}

/** JSON with every number and flag as its text, as XML has them. */
export function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts)
  if (typeof value === "number" || typeof value === "boolean") return String(value)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asTexts(inner)]))
}
