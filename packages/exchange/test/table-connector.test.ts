import { createDesk, isDeskError, type Connector, type IncomingMessage } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { certificate, createManualClock } from "@otklik/testkit"
import { connectorContract, type ConnectorSubject, type ConnectorWorld } from "@otklik/testkit/connector"
import { describe, expect, it } from "vitest"
import { itKeeps } from "../../testkit/test/it-keeps.ts"
import { createTableConnector, type TableConnectorOptions, type TableMapping } from "../src/index.ts"
import { utf8 } from "./table-file.ts"

const secret = "ул. Тайная, 5"

const mapping: TableMapping = {
  schemaVersion: 1,
  system: "portal",
  zone: "Asia/Chita",
  columns: {
    Ключ: { to: "key" },
    Сеть: { to: "network" },
    Дата: { to: "publishedAt" },
    Текст: { to: "text" },
    Ссылка: { to: "url" },
    Автор: { to: "authorId" },
    Место: { to: "placeName" },
  },
}

interface Row {
  readonly key?: string
  readonly network?: string
  readonly at?: string
  readonly text?: string
  readonly url?: string
  readonly author?: string
  readonly place?: string
}

const heading = "Ключ;Сеть;Дата;Текст;Ссылка;Автор;Место\n"
const lineOf = ({ key = "", network = "", at = "2026-11-24 10:00:00", text = "Холодно", url = "", author = "", place = "" }: Row): string =>
  `${[key, network, at, `"${text.replaceAll('"', '""')}"`, url, author, place].join(";")}\n`

const long = 'Длинно; с «кавычками» "и" переводом\nстроки. '.repeat(60)
const rows: readonly Row[] = [
  ...[1, 2, 3, 4, 5, 6, 7].map((id): Row => ({ key: `vk:-1_${id}`, text: `Запись ${id}`, url: `https://vk.com/wall-1_${id}` })),
  { key: "vk:-1_8", at: secret },
  { key: "vk:-1_9", network: "Вк", text: secret },
  { key: "vk:-1_10", at: "2026-11-24 10:30:00", text: long, author: "77", place: "Двор" },
  { key: "vk:-1_11", at: "2026-11-24 10:40:00" },
]
const messageOf = ({ key = "", at = "2026-11-24 10:00:00", text = "Холодно", url, author, place }: Row): IncomingMessage => ({
  key,
  network: "vk",
  kind: "post",
  url: url ?? null,
  text,
  publishedAt: `2026-11-24T0${Number(at.slice(11, 13)) - 9}:${at.slice(14, 16)}:00.000Z`,
  ...(author === undefined ? {} : { authorId: author }),
  ...(place === undefined ? {} : { place: { name: place } }),
})

function subject(): ConnectorSubject {
  return {
    capabilities: { pull: true, webhook: false, reply: false, replyPhoto: false, replyLimit: null, relay: true },
    offers: { append: true, skips: true, gaps: false, ordered: true },
    async setUp(): Promise<ConnectorWorld> {
      let text = heading + rows.map(lineOf).join("")
      const promised = { order: "published" } as const
      const open = (): Connector =>
        createTableConnector({ id: "table:portal", mapping, sources: [{ id: "t", open: () => utf8(text), ...promised }] })
      const good = rows.filter(({ at, network }) => at !== secret && network === undefined).map(messageOf)
      const lines = text.split("\n").length
      return {
        connector: open(),
        reopen: async () => open(),
        sourceId: "t",
        expected: good,
        expectedSkips: [
          { path: "publishedAt", line: 9 },
          { path: "network", line: 10 },
        ],
        secrets: [secret],
        now: "2026-11-24T03:00:00.000Z",
        async addUnknown() {
          text += lineOf({ key: "hologram", network: "Иная", at: "2026-11-24 11:00:00" })
          return [{ path: "key", line: lines }]
        },
        async append() {
          const row = { key: "vk:-1_new", at: "2026-11-24 11:30:00" }
          text += lineOf(row)
          return messageOf(row)
        },
        close: async () => undefined,
      }
    },
  }
}

describe("the connector contract on a table", () => {
  const check = itKeeps(connectorContract, subject())

  it("is certified", async () => {
    const results = await check()
    expect(certificate(results).holds).toBe(true)
    const notMade = results.filter((result) => result.outcome === "not-made").map((result) => result.name.split(":")[0])
    expect(new Set(notMade)).toEqual(new Set(["messages", "reports", "notices", "parts", "replies", "pushes"]))
  })
})

async function read(table: string | Uint8Array, change: Partial<TableConnectorOptions> = {}, limit = 100) {
  const bytes = typeof table === "string" ? utf8(table) : table
  const connector = createTableConnector({ id: "t", mapping, sources: [{ id: "t", open: () => bytes }], ...change })
  return connector.doPull({ sourceId: "t", limit, now: "2026-11-24T03:00:00.000Z" })
}

describe("a table of complaints", () => {
  it("knows a row without a key by its link, and without a link by its moment and text, whatever else it says", async () => {
    const table = (author: string) =>
      heading + lineOf({ url: "https://ok.ru/group/1/topic/2", author }) + lineOf({ author }) + lineOf({ text: "Другое", author })
    const [one, other] = await Promise.all([read(table("1")), read(table("2"))])
    const keys = one.messages.map(({ key }) => key)
    expect(other.messages.map(({ key }) => key)).toEqual(keys)
    expect(new Set(keys).size).toBe(3)
    expect(keys.map((key) => key.split(":")[0])).toEqual(["ok", "portal", "portal"])
    expect(one.messages.map(({ url }) => url)).toEqual(["https://ok.ru/group/1/topic/2", null, null])
  })

  it("reports a moment that clocks left out, and takes the earlier one of two", async () => {
    const berlin = { mapping: { ...mapping, zone: "Europe/Berlin" } }
    const page = await read(heading + lineOf({ at: "2026-03-29 02:30:00" }) + lineOf({ at: "2026-10-25 02:30:00" }), berlin)
    expect(page.skipped).toMatchObject([{ code: "invalid", path: "publishedAt", line: 2 }])
    expect(page.messages.map(({ publishedAt }) => publishedAt)).toEqual(["2026-10-25T00:30:00.000Z"])
  })

  it("refuses a table whose rows were changed, and reads on one that grew", async () => {
    const table = { text: heading + [1, 2, 3].map((id) => lineOf({ key: `vk:${id}` })).join("") }
    const connector = createTableConnector({ id: "t", mapping, sources: [{ id: "t", open: () => utf8(table.text) }] })
    const ask = { sourceId: "t", limit: 2, now: "2026-11-24T03:00:00.000Z" }
    const { cursor } = await connector.doPull(ask)
    table.text += lineOf({ key: "vk:4" })
    expect((await connector.doPull({ ...ask, cursor })).messages.map(({ key }) => key)).toEqual(["vk:3", "vk:4"])
    table.text = heading + [0, 1, 2, 3].map((id) => lineOf({ key: `vk:${id}` })).join("")
    const refused: unknown = await connector.doPull({ ...ask, cursor }).catch((error: unknown) => error)
    expect(isDeskError(refused, "protocol")).toBe(true)
  })

  it("in the order of publication is registered as of then, whatever the order of its rows", async () => {
    const storage = createMemoryStorage()
    await storage.migrate()
    const bytes = utf8(
      heading + ["2025-11-05", "2025-11-03", "2025-11-04"].map((day) => lineOf({ at: `${day} 10:00:00`, text: `Холодно ${day}` })).join(""),
    )
    const desk = createDesk({
      storage,
      connectors: [createTableConnector({ id: "t", mapping, sources: [{ id: "t", order: "published", open: () => bytes }] })],
      rules: [{ id: "cold", query: "холодно", topic: "heating" }],
      routing: { authorities: [], territories: [], rules: [] },
      policies: [],
      authorKey: new Uint8Array(32).fill(7),
      clock: createManualClock({ at: "2026-11-24T03:00:00.000Z" }),
    })
    expect(await desk.pull({ registerAt: "published" })).toMatchObject({ registered: 3, failures: [] })
    const { incidents } = await desk.find({}, { limit: 9 })
    expect(incidents.map(({ facts }) => facts.registeredAt)).toEqual([3, 4, 5].map((day) => `2025-11-0${day}T01:00:00.000Z`))
    const [message] = await storage.read("message", incidents[0]?.incident.messageKeys ?? [])
    expect(message?.url).toBeNull()
  })

  it("is refused without a moment, and says in doCheck when it cannot be opened", async () => {
    const { Дата: _date, ...columns } = mapping.columns
    expect(() => createTableConnector({ id: "t", mapping: { ...mapping, columns }, sources: [{ id: "t", open: () => utf8("") }] })).toThrow(
      "publishedAt",
    )
    const broken = createTableConnector({ id: "t", mapping, sources: [{ id: "t", open: () => Promise.reject(new Error("no such file")) }] })
    expect(await broken.doCheck()).toMatchObject({ ok: false, problems: ['the table "t" cannot be read: no such file'] })
  })
})
