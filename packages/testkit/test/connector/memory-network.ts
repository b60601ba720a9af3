import { DeskError, type Connector, type IncomingMessage } from "@otklik/core"
import type { Capabilities, MessageNotice, MessagePage, PullOptions, ReplyOptions, ReplyReceipt } from "@otklik/core/connector"
import { buildMessage } from "@otklik/testkit"
import type { ConnectorSubject, ConnectorWorld, ExpectedSkip } from "@otklik/testkit/connector"

const now = "2026-11-24T01:30:00.000Z"
export const secret = "ул. Тайная, 5"
export const sourceId = "wall"

const replyKeyOf = (idempotencyKey: string): string => `vk:-1_1_${idempotencyKey}`

/** Something that stands on the wall: a message, an item that cannot be understood, or what became of a message. */
export type Item = IncomingMessage | ExpectedSkip | MessageNotice

/** A tiny network: a wall, and replies below it. Connectors of one network share it, as they would after a restart. */
export interface MemoryNetwork {
  readonly items: Item[]
  /** Replies that anybody can see, by the idempotency key; several when one was published twice. */
  readonly published: { readonly idempotencyKey: string; readonly receipt: ReplyReceipt }[]
  /** The next reply arrives late. */
  delays: boolean
  /** Idempotency keys of replies that were sent and have not arrived. */
  readonly late: string[]
  /** How many connectors were opened. */
  opened: number
  /** Items that it gives at a time. */
  most: number
  /** The thread that it cannot read. */
  failing: string | undefined
  /** Whether it gives everything in another shape. */
  isGarbled: boolean
}

/** What the network holds at the beginning. */
function createMemoryNetwork(): MemoryNetwork {
  const posts = Array.from({ length: 9 }, (_, index) => buildMessage({ key: `vk:-1_${index + 1}`, text: `Запись ${index + 1}` }))
  const edit = buildMessage({ key: "vk:-1_9", text: "Запись 9, исправленная", editedAt: "2026-11-24T02:00:00.000Z" })
  const comment = buildMessage({
    key: "vk:-1_1_5",
    kind: "comment",
    threadKey: "vk:-1_1",
    authorId: "77",
    text: "Очень длинно. ".repeat(200),
    publishedAt: "2026-11-24T01:40:00.000Z",
  })
  return {
    items: [...posts.slice(0, 4), { path: "publishedAt", line: 5 }, ...posts.slice(4), edit, { path: "", line: 12 }, comment],
    published: [],
    delays: false,
    late: [],
    opened: 0,
    most: Infinity,
    failing: undefined,
    isGarbled: false,
  }
}

function isMessage(item: Item): item is IncomingMessage {
  return "key" in item
}

const capabilities: Capabilities = Object.freeze({
  pull: true,
  webhook: true,
  reply: true,
  replyPhoto: false,
  replyLimit: 4096,
  relay: false,
})

function isNotice(item: Item): item is MessageNotice {
  return "messageKey" in item
}

function isSkip(item: Item): item is ExpectedSkip {
  return "path" in item
}

/** What is reported the thread that cannot be read. */
export const lostThread = { from: "2026-11-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z", reason: "comments cannot be read" }

const gone: MessageNotice = { kind: "deleted", messageKey: "vk:-1_3" }

/** A connector that keeps every promise. */
function createMemoryConnector(network: MemoryNetwork): Connector {
  const underWay = new Map<string, Promise<ReplyReceipt>>()
  network.opened += 1

  function refuse(path: string): never {
    throw new DeskError("config", `${path}: a value that the connector knows was expected`, { issues: [{ path, message: "unknown" }] })
  }

  async function publish({ idempotencyKey, beforeWrite }: ReplyOptions): Promise<ReplyReceipt> {
    await Promise.resolve()
    const known = network.published.find((reply) => reply.idempotencyKey === idempotencyKey)
    if (known !== undefined) return known.receipt
    await beforeWrite?.()
    if (network.delays) {
      network.delays = false
      network.late.push(idempotencyKey)
      throw new DeskError("ambiguous", "the connection was cut", {})
    }
    return publishAnyway(network, idempotencyKey)
  }

  return {
    specificationVersion: "v1",
    id: "vk:club1",
    network: "vk",
    capabilities,
    sources: [
      { id: sourceId, title: "Wall", everyMinutes: 5, order: "published" },
      { id: "search", title: "Search", everyMinutes: 15 },
    ],
    async doPull(options) {
      options.signal?.throwIfAborted()
      if (!Number.isInteger(options.limit) || options.limit < 1) throw new TypeError("a limit of 1 or more was expected")
      if (options.sourceId !== sourceId) refuse("sourceId")
      if (options.cursor !== undefined && !/^at:\d+$/.test(options.cursor)) refuse("cursor")
      const limit = Math.min(options.limit, network.most)
      if (network.isGarbled) {
        const unknown = network.items.map((item, index): Item => (isMessage(item) ? { path: "publishedAt", line: index + 1 } : item))
        return pageOf(unknown, { ...options, limit })
      }
      if (network.failing === undefined) return pageOf(network.items, { ...options, limit })
      const readable = network.items.filter((item) => !isMessage(item) || item.threadKey !== network.failing)
      const page = pageOf(readable, { ...options, limit })
      return options.cursor === undefined ? { ...page, gaps: [...page.gaps, lostThread] } : page
    },
    async doReceive(request) {
      if (request.headers.get("x-signature") !== "genuine")
        return { messages: [], skipped: [], response: new Response(null, { status: 403 }) }
      const response = new Response("ok")
      const text = await textOf(request)
      if (text === undefined) return { messages: [], skipped: [], response: new Response(null, { status: 413 }) }
      if (text === "unknown") return { messages: [], skipped: [{ code: "invalid", message: "type: unknown", path: "type" }], response }
      if (text === "gone") return { messages: [], skipped: [], notices: [gone], response }
      return { messages: network.items.filter(isMessage).slice(0, 2), skipped: [], response }
    },
    communityKey: "vk:-1",
    canAnswer: (messageKey) => messageKey.startsWith("vk:-1_"),
    async doReply(options) {
      const { idempotencyKey, signal, messageKey } = options
      signal?.throwIfAborted()
      if (!messageKey.startsWith("vk:-1_")) refuse("messageKey")
      const work = underWay.get(idempotencyKey) ?? publish(options).finally(() => underWay.delete(idempotencyKey))
      underWay.set(idempotencyKey, work)
      return work
    },
    async doFindReplies({ idempotencyKey }) {
      return network.published.filter((reply) => reply.idempotencyKey === idempotencyKey).map(({ receipt }) => receipt)
    },
    async doRetract({ replyKey }) {
      const place = network.published.findIndex(({ receipt }) => receipt.replyKey === replyKey)
      if (place >= 0) network.published.splice(place, 1)
    },
    async doCheck() {
      const problems = network.failing === undefined ? [] : [`comments under ${network.failing} cannot be read`]
      return { ok: problems.length === 0, problems, expiresAt: "2026-12-24T00:00:00.000Z" }
    },
  }
}

/** The text of a push; undefined for one that is too long. */
async function textOf(request: Request): Promise<string | undefined> {
  let text = ""
  const body: ReadableStream<Uint8Array> | null = request.body
  for await (const piece of body ?? []) {
    text += new TextDecoder().decode(piece)
    if (text.length > 1000) return undefined
  }
  return text
}

/** Publishes without looking whether the reply is published already. */
export function publishAnyway(network: MemoryNetwork, idempotencyKey: string): ReplyReceipt {
  const copies = network.published.filter((reply) => reply.idempotencyKey === idempotencyKey).length
  const replyKey = `${replyKeyOf(idempotencyKey)}${copies === 0 ? "" : `-${copies}`}`
  const receipt: ReplyReceipt = { replyKey, url: "https://example.org/reply", publishedAt: now }
  network.published.push({ idempotencyKey, receipt })
  return receipt
}

/** A page of items: it ends at the limit, or before a key that it holds already. */
export function pageOf(items: readonly Item[], { cursor, limit }: Pick<PullOptions, "cursor" | "limit">): MessagePage {
  const start = cursor === undefined ? 0 : Number(cursor.slice("at:".length))
  const keys = new Set<string>()
  let end = start
  for (; end < items.length && end - start < limit; end += 1) {
    const item = items[end]
    if (item === undefined || !isMessage(item)) continue
    if (keys.has(item.key)) break
    keys.add(item.key)
  }
  const taken = items.slice(start, end)
  const skipped = taken
    .filter(isSkip)
    .map(({ path, line = 0 }) => ({ code: "invalid" as const, message: "a moment was expected", path, file: "wall.ndjson", line }))
  const notices = taken.filter(isNotice)
  const gap = { from: "2026-11-23T00:00:00.000Z", to: "2026-11-23T01:00:00.000Z", reason: "more was written than a page holds" }
  return {
    messages: taken.filter(isMessage),
    skipped,
    notices,
    gaps: start === 0 ? [gap] : [],
    cursor: `at:${end}`,
    more: end < items.length,
  }
}

/** What the contract is checked on; `wrap` makes a broken mutant of the connector. */
export function memorySubject(
  wrap: (connector: Connector, network: MemoryNetwork) => Connector = (connector) => connector,
): ConnectorSubject {
  const probed = createMemoryNetwork()
  return {
    capabilities: wrap(createMemoryConnector(probed), probed).capabilities,
    offers: {
      ordered: true,
      append: true,
      skips: true,
      gaps: true,
      notices: true,
      pushedNotices: true,
      foreign: true,
      retract: true,
      late: true,
      lessAtATime: true,
      lastingErrors: [1, 10],
      garbled: true,
    },
    async setUp(): Promise<ConnectorWorld> {
      const network = createMemoryNetwork()
      const open = (): Connector => wrap(createMemoryConnector(network), network)
      const push = (signature: string, body = "{}"): Request =>
        new Request("https://example.org/push", { method: "POST", headers: { "x-signature": signature }, body })
      return {
        connector: open(),
        reopen: async () => open(),
        sourceId,
        expected: network.items.filter(isMessage),
        expectedSkips: network.items.filter(isSkip),
        secrets: [secret],
        now,
        async addUnknown() {
          const unknown = { path: "attachments.poll", line: network.items.length + 1 }
          network.items.push(unknown)
          return [unknown]
        },
        async append() {
          const message = buildMessage({ key: `vk:-1_${100 + network.items.length}` })
          network.items.push(message)
          return message
        },
        async withdraw() {
          network.items.push(gone)
          return gone
        },
        async giveLess() {
          network.most = 3
        },
        async garble() {
          network.isGarbled = true
        },
        async failThread() {
          network.failing = "vk:-1_1"
          return ["vk:-1_1_5"]
        },
        pushes: {
          unknown: async () => push("genuine", "unknown"),
          withdrawn: async () => ({ request: push("genuine", "gone"), notices: [gone] }),
          genuine: async () => ({ request: push("genuine"), messages: network.items.filter(isMessage).slice(0, 2) }),
          forged: async () => push("forged"),
        },
        replies: {
          messageKey: "vk:-1_1",
          foreignKey: "vk:-2_1",
          count: async () => network.published.length,
          late: {
            delayNext() {
              network.delays = true
            },
            arrive() {
              for (const idempotencyKey of network.late.splice(0)) publishAnyway(network, idempotencyKey)
            },
          },
        },
        async close() {
          network.items.length = 0
        },
      }
    },
  }
}
