import { readFileSync } from "node:fs"
import type { Connector, DeskOptions, IncomingMessage, Rule } from "@otklik/core"

/** How large the country is. */
export interface Country {
  readonly regions: number
  readonly days: number
  /** Messages that each of a region's sources shows a day. */
  readonly aDay: number
}

export const sourcesOfRegion = 4
export const weekBegins = Date.parse("2026-11-16T00:00:00.000Z")
export const dayMillis = 86_400_000

/** Of a thousand messages, so many are complaints. */
const complaintsInThousand = 24

const troubles = [
  ["heating", "Третий день холодные батареи в доме, дети мёрзнут, диспетчерская трубку не берёт"],
  ["lamps", "Во дворе не горит фонарь, вечером ничего не видно, просим починить освещение"],
  ["roads", "Огромная яма на дороге возле школы, уже вторая машина без колеса"],
  ["waste", "Мусор не вывозят неделю, контейнеры переполнены, ветер разносит пакеты"],
  ["water", "Нет горячей воды с понедельника, никто ничего не объясняет"],
  ["transport", "Автобус опять не приехал, стоим на остановке сорок минут на морозе"],
  ["snow", "Снег во дворе не чистят, скорая не может проехать к подъезду"],
  ["doctors", "К врачу не записаться, талонов нет до конца месяца"],
] as const

/** What people write of all day long: the demo's invented messages that are no complaint by the rules below. */
const idle = readFileSync(new URL("../examples/zabaykalye/demo/messages/day.ndjson", import.meta.url), "utf8")
  .split("\n")
  .flatMap((line) => /"text":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? [])
  .filter((text) => !/батаре|фонар|яма|мусор|вод[аыу]|автобус|снег|врач/iu.test(text))

/** What every region searches for. */
export const rules: readonly Rule[] = [
  { id: "heating", query: "(холодн* | ледян*) & батаре*", topic: "heating" },
  { id: "lamps", query: "горит & фонар*", topic: "lamps" },
  { id: "roads", query: "яма & дорог*", topic: "roads" },
  { id: "waste", query: "мусор & (вывозят | контейнер*)", topic: "waste" },
  { id: "water", query: "горяч* & вод*", topic: "water" },
  { id: "transport", query: "автобус* & (приехал* | остановк*)", topic: "transport" },
  { id: "snow", query: "снег & чист*", topic: "snow" },
  { id: "doctors", query: "врач* & (талон* | записат*)", topic: "doctors" },
]

/** Owners and terms, the same in every region. */
export const regionData = {
  routing: {
    authorities: troubles.map(([topic]) => ({ id: `body-${topic}`, title: topic, kind: "administration" as const })),
    territories: [],
    rules: troubles.map(([topic]) => ({ id: topic, when: { topics: [topic] }, assign: { authorityId: `body-${topic}` } })),
  },
  policies: [
    { id: "answer", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 480, time: "wall" } },
    { id: "object", version: "1", goal: "objection", startsAt: "final-published", term: { minutes: 1440, time: "wall" } },
  ],
  authorKey: new Uint8Array(32).fill(9),
} satisfies Pick<DeskOptions, "routing" | "policies" | "authorKey">

/** The n-th message of a source, the same in every process; spread over a day. */
function messageOf({ aDay }: Country, region: number, source: number, index: number): IncomingMessage {
  const draw = Math.imul((region * sourcesOfRegion + source) * 1_000_003 + index + 1, 2_654_435_761) >>> 0
  const number = Math.imul(draw ^ (draw >>> 15), 2_246_822_519) >>> 0
  const text =
    number % 1000 < complaintsInThousand
      ? `${troubles[(number >>> 10) % troubles.length]?.[1] ?? ""}, дом ${number % 300}`
      : idle[number % idle.length]
  const owner = region * sourcesOfRegion + source + 1
  return {
    key: `vk:-${owner}_${index + 1}`,
    network: "vk",
    kind: "post",
    url: `https://example.org/wall-${owner}_${index + 1}`,
    text: text ?? "",
    authorId: `person-${number % 900_000}`,
    communityKey: `vk:-${owner}`,
    publishedAt: new Date(weekBegins + Math.floor(((index + 0.5) * dayMillis) / aDay)).toISOString(),
  }
}

/**
 * A network whose pages cost nothing: what is measured is the desk and the database. It shows what was written until
 * now.
 */
export function createRegionConnector(country: Country, region: number): Connector {
  return {
    specificationVersion: "v1",
    id: "vk",
    network: "vk",
    capabilities: { pull: true, webhook: false, reply: true, replyPhoto: false, replyLimit: null, relay: false },
    sources: Array.from({ length: sourcesOfRegion }, (_, source) => ({ id: `wall-${source}`, title: `wall ${source}`, everyMinutes: 600 })),
    async doPull({ sourceId, cursor, limit, now }) {
      const from = Number(cursor ?? 0)
      const written = Math.min(country.aDay * country.days, Math.floor(((Date.parse(now) - weekBegins) / dayMillis) * country.aDay))
      const to = Math.max(from, Math.min(written, from + limit))
      const source = Number(sourceId.slice("wall-".length))
      const messages = Array.from({ length: to - from }, (_, index) => messageOf(country, region, source, from + index))
      return { messages, cursor: String(to), more: to < written, skipped: [], gaps: [] }
    },
    async doReply({ messageKey, now }) {
      return { replyKey: `${messageKey}_reply`, url: "https://example.org/reply", publishedAt: now }
    },
    async doFindReplies() {
      return []
    },
    async doCheck() {
      return { ok: true, problems: [], expiresAt: null }
    },
  }
}
