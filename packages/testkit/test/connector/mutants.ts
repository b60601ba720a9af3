import { DeskError, addMinutes, type Connector, type IncomingMessage, type SkippedItem } from "@otklik/core"
import type { MessagePage, PullOptions } from "@otklik/core/connector"
import { pageOf, publishAnyway, secret, sourceId, type MemoryNetwork } from "./memory-network.ts"

/** Breaks one promise of a connector that keeps all of them. */
export type Mutant = (connector: Connector, network: MemoryNetwork) => Connector

/** A mutant that changes pages after they were read. */
const withPages =
  (change: (page: MessagePage, options: PullOptions) => MessagePage): Mutant =>
  (connector) => ({ ...connector, doPull: async (options) => change(await connector.doPull(options), options) })

const withMessages = (change: (message: IncomingMessage) => IncomingMessage): Mutant =>
  withPages((page) => ({ ...page, messages: page.messages.map(change) }))

const withSkipped = (change: (item: SkippedItem) => readonly SkippedItem[]): Mutant =>
  withPages((page) => ({ ...page, skipped: page.skipped.flatMap(change) }))

const first = "vk:-1_1"

/** For every case of the contract, by its name, a connector that breaks this promise alone. */
export const mutants: Readonly<Record<string, Mutant>> = {
  "shape: names its version, itself and its network, the same after a restart": (connector, network) => ({
    ...connector,
    id: `vk:club1:${network.opened}`,
  }),
  "shape: has the members that its capabilities promise, and no others": (connector) => ({
    ...connector,
    capabilities: Object.freeze({ ...connector.capabilities, webhook: false }),
  }),
  "shape: does not let anybody change its capabilities, and keeps them after a restart": (connector) => ({
    ...connector,
    capabilities: { ...connector.capabilities },
  }),
  "shape: lists sources with unique ids, the same after a restart": (connector, network) => ({
    ...connector,
    sources: [...connector.sources, { id: `feed-${network.opened}`, title: "Feed", everyMinutes: 5 }],
  }),
  "shape: reports its credential: problems in words when it is not valid, and a canonical expiry or null": (connector) => ({
    ...connector,
    async doCheck() {
      const health = await connector.doCheck()
      return health.ok ? { ok: false, problems: [], expiresAt: null } : health
    },
  }),

  "pages: gives every message exactly once, whatever the limit": withPages((page, { limit }) =>
    limit === 7 ? { ...page, messages: page.messages.slice(0, -1) } : page,
  ),
  "pages: never gives more than the limit, skipped items counted": (connector) => ({
    ...connector,
    doPull: (options) => connector.doPull(options.limit === 2 ? { ...options, limit: 3 } : options),
  }),
  "pages: refuses a limit that is no whole number of 1 or more": (connector) => ({
    ...connector,
    doPull: (options) => connector.doPull(options.limit < 1 ? { ...options, limit: 1 } : options),
  }),
  "pages: gives messages in the order in which they were published, where the source promises it": withPages((page, { limit }) =>
    limit === 5 ? { ...page, messages: page.messages.toReversed() } : page,
  ),
  "pages: gives the same page for the same cursor": (connector) => {
    const asked = new Set<string>()
    return {
      ...connector,
      async doPull(options) {
        const again = options.limit === 3 && asked.has(options.cursor ?? "")
        asked.add(options.cursor ?? "")
        return connector.doPull(again ? { ...options, limit: 2 } : options)
      },
    }
  },
  "pages: gives the same page for the same cursor after a restart": (connector, network) => {
    const restarted = network.opened > 1
    return { ...connector, doPull: (options) => connector.doPull(restarted ? { ...options, limit: 2 } : options) }
  },
  "pages: stays at the end: nothing more, the same cursor": (connector) => {
    let idle = 0
    return {
      ...connector,
      async doPull(options) {
        const page = await connector.doPull({
          ...options,
          ...(options.cursor === undefined ? {} : { cursor: options.cursor.replace(/~\d+$/, "") }),
        })
        const nothing = page.messages.length === 0 && page.skipped.length === 0
        return nothing ? { ...page, cursor: `${page.cursor}~${(idle += 1)}` } : page
      },
    }
  },
  "pages: goes on from the end when something new appears": (connector, network) => {
    const known = network.items.length
    const stale: Connector["doPull"] = async (options) => {
      await connector.doPull(options)
      return pageOf([...network.items.slice(0, known), ...network.items.slice(known).filter((item) => !("key" in item))], options)
    }
    return {
      ...connector,
      doPull: (options) => (options.watchedKeys === undefined && !network.isGarbled ? stale(options) : connector.doPull(options)),
    }
  },
  "pages: gives a key at most once a page: an edit of a message begins another page": (connector) => ({
    ...connector,
    async doPull(options) {
      const page = await connector.doPull(options)
      const rest = options.limit - page.messages.length - page.skipped.length
      if (options.limit < 1000 || !page.more || rest < 1) return page
      const next = await connector.doPull({ ...options, cursor: page.cursor, limit: rest })
      return { ...next, messages: [...page.messages, ...next.messages], skipped: [...page.skipped, ...next.skipped], gaps: page.gaps }
    },
  }),
  "pages: gives cursors that a database can keep: text, not empty, well formed, without NUL": (connector) => ({
    ...connector,
    async doPull(options) {
      const page = await connector.doPull({
        ...options,
        ...(options.cursor === undefined ? {} : { cursor: options.cursor.replace("\0", "") }),
      })
      return { ...page, cursor: `${page.cursor}\0` }
    },
  }),
  "pages: refuses a cursor that it did not give, with config or protocol, and does not begin anew": (connector) => ({
    ...connector,
    doPull(options) {
      const { cursor, ...anew } = options
      return connector.doPull(cursor?.startsWith("at:") === true ? options : anew)
    },
  }),
  "pages: refuses an unknown source with config": (connector) => ({
    ...connector,
    async doPull(options) {
      if (options.sourceId !== sourceId) throw new TypeError("which source?")
      return connector.doPull(options)
    },
  }),
  "pages: does not begin a page under an aborted signal, and is whole afterwards": (connector) => ({
    ...connector,
    doPull: (options) => connector.doPull({ ...options, signal: undefined }),
  }),

  "messages: gives only messages that satisfy the message schema": withMessages((message) =>
    message.key === first ? { ...message, network: "ok" } : message,
  ),
  "messages: writes every instant in its canonical spelling": withMessages((message) =>
    message.key === first ? { ...message, publishedAt: message.publishedAt.replace(".000Z", "Z") } : message,
  ),
  "messages: gives only messages of its own network, unless it relays": (connector) => ({ ...connector, network: "ok" }),
  "messages: gives texts whole": withMessages((message) => ({ ...message, text: message.text.slice(0, 1000) })),
  "messages: names the author, the place and the message answered, as the network does": withMessages((message) => ({
    ...message,
    threadKey: undefined,
  })),

  "reports: reports every item that it cannot understand, once, whatever the limit": withSkipped((item) =>
    item.line === 12 ? [] : [item],
  ),
  "reports: reports content of a kind that it does not know, with a reason, and takes it neither for nothing nor for a message":
    withSkipped((item) => (item.path === "attachments.poll" ? [] : [item])),
  "reports: says of a skipped item what is wrong and where: the field and, in a file, the line": withSkipped((item) => [
    { ...item, line: undefined },
  ]),
  "reports: repeats no text and no author in a report of a skipped item": withSkipped((item) => [
    { ...item, message: `what is ${secret}?` },
  ]),
  "reports: repeats no text, author or credential in an error": (connector) => ({
    ...connector,
    async doPull(options) {
      if (options.sourceId === sourceId) return connector.doPull(options)
      throw new DeskError("config", "unknown source", { issues: [{ path: "sourceId", message: `not ${secret}` }] })
    },
  }),
  "reports: gives a gap as a half-open interval with a reason": withPages((page) => ({
    ...page,
    gaps: page.gaps.map((gap, index) => (index === 0 ? { ...gap, to: gap.from } : gap)),
  })),
  "reports: gives past moments as the limits of what it read": withPages((page, { now }) => ({
    ...page,
    lookedTo: addMinutes(now, 1),
  })),

  "notices: reports an edit or a deletion of a message that was read, on one page, and not again": withPages((page, { limit }) =>
    limit === 1 ? page : { ...page, notices: page.notices?.map((notice) => ({ ...notice, kind: "comments-closed" })) },
  ),
  "notices: gives only keys of its own network, unless it relays": withPages((page, { limit }) => ({
    ...page,
    notices: limit === 1 ? page.notices : page.notices?.flatMap((notice) => [notice, { ...notice, messageKey: "ok:1_1" }]),
  })),
  "notices: names a key at most once a page, with a kind of the list": withPages((page, { limit }) =>
    limit === 1 ? page : { ...page, notices: page.notices?.flatMap((notice) => [notice, notice]) },
  ),
  "notices: counts them towards the limit of a page": (connector) => ({
    ...connector,
    async doPull(options) {
      const page = await connector.doPull(options)
      if (options.limit > 1 || options.watchedKeys === undefined || page.notices?.length !== 1) return page
      const next = await connector.doPull({ ...options, cursor: page.cursor })
      return { ...next, notices: page.notices }
    },
  }),
  "notices: reads the notice in a push": (connector) => ({
    ...connector,
    async doReceive(request, options) {
      const { notices: _, ...received } = await pushOf(connector)(request, options)
      return received
    },
  }),

  "replies: publishes a reply and proves it by a receipt: its key, its URL, a canonical instant": (connector) => ({
    ...connector,
    async doReply(options) {
      return { ...(await replyOf(connector).doReply(options)), url: "reply/5" }
    },
    async doFindReplies(options) {
      return (await replyOf(connector).doFindReplies(options)).map((receipt) => ({ ...receipt, url: "reply/5" }))
    },
  }),
  "replies: publishes once when the same idempotency key is used again": (connector, network) => {
    const finished = new Set<string>()
    return {
      ...connector,
      async doReply(options) {
        if (finished.has(options.idempotencyKey)) return publishAnyway(network, options.idempotencyKey)
        const receipt = await replyOf(connector).doReply(options)
        finished.add(options.idempotencyKey)
        return receipt
      },
    }
  },
  "replies: publishes once when the same idempotency key is used several times at once": (connector, network) => ({
    ...connector,
    async doReply(options) {
      const { idempotencyKey, signal, messageKey, beforeWrite } = options
      signal?.throwIfAborted()
      if (connector.canAnswer?.(messageKey) === false || network.delays) return replyOf(connector).doReply(options)
      const known = network.published.find((reply) => reply.idempotencyKey === idempotencyKey)
      await Promise.resolve()
      if (known !== undefined) return known.receipt
      await beforeWrite?.()
      return publishAnyway(network, idempotencyKey)
    },
  }),
  "replies: finds after a restart what was published before it, and does not publish it again": (connector) => {
    const own = new Set<string>()
    return {
      ...connector,
      async doReply(options) {
        own.add(options.idempotencyKey)
        return replyOf(connector).doReply(options)
      },
      doFindReplies: async (options) => (own.has(options.idempotencyKey) ? replyOf(connector).doFindReplies(options) : []),
    }
  },
  "replies: finds the receipt of a reply that it published": (connector) => {
    const own = new Set<string>()
    return {
      ...connector,
      async doReply(options) {
        own.add(options.idempotencyKey)
        return replyOf(connector).doReply(options)
      },
      doFindReplies: async (options) => (own.has(options.idempotencyKey) ? [] : replyOf(connector).doFindReplies(options)),
    }
  },
  "replies: finds nothing where nothing was published": (connector) => ({
    ...connector,
    async doFindReplies(options) {
      const fancied = { replyKey: "vk:-1_1_1", url: "https://example.org/reply", publishedAt: options.messageKey }
      const found = await replyOf(connector).doFindReplies(options)
      return found.length === 0 ? [fancied] : found
    },
  }),
  "replies: publishes nothing under an aborted signal": (connector) => ({
    ...connector,
    doReply: (options) => replyOf(connector).doReply({ ...options, signal: undefined }),
  }),
  "replies: asks right before it publishes, and publishes nothing where the reply is another worker's by now": (connector) => ({
    ...connector,
    doReply: (options) => replyOf(connector).doReply({ ...options, beforeWrite: undefined }),
  }),
  "replies: publishes nothing where another process published while this one was paused before its write": (connector, network) => ({
    ...connector,
    doReply(options) {
      const { beforeWrite, idempotencyKey } = options
      const hasty = async (): Promise<void> => {
        const before = network.published.length
        try {
          await beforeWrite?.()
        } catch (error) {
          if (network.published.length > before) publishAnyway(network, idempotencyKey)
          throw error
        }
      }
      return replyOf(connector).doReply({ ...options, beforeWrite: hasty })
    },
  }),
  "replies: finds every copy of a reply whose first request arrived after the second, the oldest first": (connector) => ({
    ...connector,
    doFindReplies: async (options) => (await replyOf(connector).doFindReplies(options)).slice(0, 1),
  }),
  "replies: deletes a reply, and is content where it is gone": (connector) => ({ ...connector, doRetract: async () => {} }),
  "replies: says whether a message can be answered: yes where it can, the same after a restart": (connector, network) => ({
    ...connector,
    canAnswer: (messageKey) => network.opened === 1 && connector.canAnswer?.(messageKey) === true,
  }),
  "replies: says whether a message can be answered: no where it cannot": (connector) => ({ ...connector, canAnswer: () => true }),
  "replies: publishes nothing to a message that it cannot answer: capability or config": (connector) => ({
    ...connector,
    doReply: (options) => replyOf(connector).doReply({ ...options, messageKey: first }),
  }),

  "parts: reads everything although the network gives less at a time than it is asked for": (connector, network) => ({
    ...connector,
    doPull: (options) =>
      options.limit > network.most ? Promise.reject(new DeskError("network", "vk: too much", {})) : connector.doPull(options),
  }),
  // What has no moment that can be read passes for old.
  "parts: reports what it cannot understand where that is everything, and does not take it for nothing": (connector, network) => ({
    ...connector,
    async doPull(options) {
      const page = await connector.doPull(options)
      return network.isGarbled ? { ...page, skipped: [] } : page
    },
  }),
  // It stops at the thread that fails, as if nothing else could be read.
  "parts: goes on without a thread that always fails: the rest is read, the gap is reported, and doCheck names it": (
    connector,
    network,
  ) => ({
    ...connector,
    doPull: (options) =>
      network.failing === undefined ? connector.doPull(options) : Promise.reject(new DeskError("network", "vk: comments: error 1", {})),
  }),

  "pushes: reads the messages of a push, and answers with success": (connector) => ({
    ...connector,
    async doReceive(request, options) {
      const received = await pushOf(connector)(request, options)
      return { ...received, messages: received.messages.slice(0, -1) }
    },
  }),
  "pushes: reports a push of a kind that it does not know, and answers with success": (connector) => ({
    ...connector,
    doReceive: async (request, options) => ({ ...(await pushOf(connector)(request, options)), skipped: [] }),
  }),
  // It takes the whole body in before it looks at its length.
  "pushes: reads no further than a push may be long, and answers with a refusal": (connector) => ({
    ...connector,
    doReceive: async (request, options) =>
      pushOf(connector)(new Request(request.url, { method: "POST", headers: request.headers, body: await request.text() }), options),
  }),
  "pushes: takes nothing from a push that the network did not send, and answers with a refusal": (connector) => ({
    ...connector,
    doReceive: (request, options) => pushOf(connector)(new Request(request, { headers: { "x-signature": "genuine" } }), options),
  }),
}

function replyOf(connector: Connector): Required<Pick<Connector, "doReply" | "doFindReplies">> {
  const { doReply, doFindReplies } = connector
  if (doReply === undefined || doFindReplies === undefined) throw new TypeError("a connector that replies was expected")
  return { doReply, doFindReplies }
}

function pushOf(connector: Connector): NonNullable<Connector["doReceive"]> {
  if (connector.doReceive === undefined) throw new TypeError("a connector that takes pushes was expected")
  return connector.doReceive
}
