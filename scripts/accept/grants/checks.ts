import { createDesk, createRoleAuthorisation, type Connector, type Storage } from "@otklik/core"
import { createDeskHandler } from "@otklik/http"
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage, createManualClock } from "@otklik/testkit"
import { must, type Check } from "../check.ts"

const [all, own] = [20_000, 50]

interface Office {
  /** Asks over HTTP as somebody. */
  ask(who: string, path: string): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }>
  /** How often the storage was asked since the last question here. */
  calls(): number
}

/** An office with many incidents, of which a clerk owns few: one in 400, all over the list. */
async function openOffice(): Promise<Office> {
  const memory = createMemoryStorage()
  await memory.migrate()
  let asked = 0
  const members = Object.entries(memory).map(([name, member]: [string, unknown]) => {
    if (typeof member !== "function") return [name, member]
    const counted = (...values: unknown[]): unknown => {
      asked += 1
      return Reflect.apply(member as () => unknown, memory, values)
    }
    return [name, counted]
  })
  const storage: Storage = { ...memory, ...(Object.fromEntries(members) as Partial<Storage>) }
  const clock = createManualClock({ at: "2026-11-24T01:00:00.000Z" })
  let page = 0
  const connector: Connector = {
    specificationVersion: "v1",
    id: "vk:club1",
    network: "vk",
    capabilities: { pull: true, webhook: false, reply: false, replyPhoto: false, replyLimit: null, relay: false },
    sources: [{ id: "wall", title: "Wall", everyMinutes: 5 }],
    async doPull() {
      const messages = Array.from({ length: 500 }, (_, index) => {
        const serial = page * 500 + index
        const text = serial % (all / own) === 0 ? "На дороге яма" : "Батареи холодные"
        return buildMessage({ key: `vk:-1_${serial + 1}`, text, authorId: `citizen-${serial}`, publishedAt: "2026-11-24T00:50:00.000Z" })
      })
      page += 1
      return { messages, cursor: String(page), more: page * 500 < all, skipped: [], gaps: [] }
    },
    doCheck: async () => ({ ok: true, problems: [], expiresAt: null }),
  }
  const desk = createDesk({
    storage,
    connectors: [connector],
    rules: [
      { id: "cold", query: "батареи & холодные", topic: "heating" },
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
    policies: [],
    authorisation: createRoleAuthorisation({
      grantsOf: (id) => [id === "head" ? { role: "supervisor" } : { role: "curator", authorityIds: ["roads"] }],
    }),
    authorKey: new Uint8Array(32).fill(7),
    clock,
  })
  await desk.pull({ pageSize: 500 })
  const handler = createDeskHandler({
    desk,
    clock,
    authenticate: ({ headers }) => ({ id: headers.get("authorization") ?? "", kind: "person" }),
  })
  return {
    async ask(who, path) {
      asked = 0
      const response = await handler(new Request(`http://desk.test${path}`, { headers: { authorization: who } }))
      return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> }
    },
    calls: () => asked,
  }
}

interface Item {
  readonly number: number
  readonly facts: { readonly incidentId: string; readonly authorityId: string | null }
}

let opened: Promise<Office> | undefined
const office = async (): Promise<Office> => (opened ??= openOffice())
const november = "zone=Asia/Chita&from=2026-11-01&to=2026-12-01"

/** A clerk whose grant reaches little of much. */
export const checks: readonly Check[] = [
  {
    name: `a clerk who owns ${own} of ${all} gets a full first page by two questions to the storage, and nothing foreign`,
    async run() {
      const { ask, calls } = await office()
      const { status, body } = await ask("clerk", `/incidents?limit=20&order=number`)
      const items = body["items"] as readonly Item[]
      const asked = calls()
      must(status === 200 && items.length === 20, `${status}, ${items.length} incidents`)
      must(
        items.every(({ facts }) => facts.authorityId === "roads"),
        "a foreign incident is on the page",
      )
      must(asked <= 2, `the storage was asked ${asked} times`)
      const found = new Set(items.map(({ number }) => number))
      let next = body["next"]
      while (typeof next === "string") {
        const more = await ask("clerk", `/incidents?limit=20&order=number&after=${encodeURIComponent(next)}`)
        for (const { number } of more.body["items"] as readonly Item[]) found.add(number)
        next = more.body["next"]
      }
      must(found.size === own, `${found.size} incidents on all pages`)
      return `20 of ${found.size} on the first page, ${asked} questions`
    },
  },
  {
    name: "the clerk's report is what the whole report counts of the same owner",
    async run() {
      const { ask } = await office()
      const receivedBy = async (who: string): Promise<number> => {
        const { status, body } = await ask(who, `/report?${november}`)
        must(status === 200, `${who}: ${status} ${JSON.stringify(body)}`)
        return (body["totals"] as { readonly numbers: { readonly received: number } }).numbers.received
      }
      const [whole, part] = [await receivedBy("head"), await receivedBy("clerk")]
      const list = await ask("head", "/incidents?authorityIds=roads&count=true&limit=1")
      const recount = (list.body["count"] as { readonly value: number }).value
      must(whole === all && part === own && part === recount, `whole ${whole}, part ${part}, recounted ${recount}`)
      return `${part} of ${whole}`
    },
  },
  {
    name: "a foreign case is refused",
    async run() {
      const { ask } = await office()
      const { body } = await ask("head", "/incidents?authorityIds=heat&limit=1")
      const [foreign] = body["items"] as readonly Item[]
      const { status } = await ask("clerk", `/incidents/${foreign?.facts.incidentId ?? ""}`)
      must(status === 403, String(status))
      return String(status)
    },
  },
]
