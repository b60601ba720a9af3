import { DeskError, type Connector, type IncomingMessage } from "@otklik/core"
import type { FindRepliesOptions, MessageNotice, PullOptions, ReplyOptions, ReplyReceipt } from "@otklik/core/connector"

/** How the next call of `doReply` ends. */
export type ReplyFault = "none" | "cut-before" | "cut-after" | "refused" | "rate-limited" | "crash-after"

/** A network small enough to look into: what stands in it, and what it was asked. */
export interface ScriptedNetwork {
  readonly connector: Connector
  /** What one source holds, oldest first. */
  readonly messages: IncomingMessage[]
  /** What became of messages; the next page tells it. */
  readonly notices: MessageNotice[]
  /** What the desk said when it asked for a page, and for a reply, also for one that came to nothing. */
  readonly asked: { readonly pulls: PullOptions[]; readonly replies: ReplyOptions[] }
  /** Replies that stand, by idempotency key, every one that was published. */
  readonly standing: ReplyReceipt[]
  /** How the next replies end, in order; afterwards all is well. */
  readonly faults: ReplyFault[]
  /** Why the next refused ones are refused, in order. Default: comments are closed. */
  readonly reasons: string[]
  /** How often it was searched for a reply. */
  readonly lookups: { count: number }
}

/** Thrown in place of a killed process: nothing after it runs. */
export class Killed extends Error {}

/** Makes the network with one wall. Its cursor is the number of messages read. */
export function createScriptedNetwork(id = "vk:wall", relay = true): ScriptedNetwork {
  const messages: IncomingMessage[] = []
  const notices: MessageNotice[] = []
  const asked: ScriptedNetwork["asked"] = { pulls: [], replies: [] }
  const standing: ReplyReceipt[] = []
  const byKey = new Map<string, ReplyReceipt>()
  const faults: ReplyFault[] = []
  const reasons: string[] = []
  const lookups = { count: 0 }
  const connector: Connector = {
    specificationVersion: "v1",
    id,
    network: "vk",
    capabilities: {
      pull: true,
      webhook: true,
      reply: true,
      replyPhoto: true,
      replyLimit: 1000,
      relay,
      replyPlacements: ["under-message", "official-post"],
    },
    sources: [{ id: "wall", title: "The wall", everyMinutes: 0 }],
    doPull: async (options) => {
      asked.pulls.push(options)
      const { cursor = "0", limit } = options
      const start = Number(cursor)
      const page = messages.slice(start, start + limit)
      const more = start + page.length < messages.length
      return { messages: page, notices: notices.splice(0), cursor: String(start + page.length), more, skipped: [], gaps: [] }
    },
    doReceive: async (request) => {
      const pushed = (await request.json()) as
        | IncomingMessage[]
        | { readonly messages: IncomingMessage[]; readonly notices: MessageNotice[] }
      return { ...(Array.isArray(pushed) ? { messages: pushed } : pushed), skipped: [], response: new Response("ok") }
    },
    doReply: async (options) => {
      asked.replies.push(options)
      const [known] = options.mayBePublished === false ? [] : look(options)
      if (known !== undefined) return known
      for (const photo of options.photos) await photo.read()
      await options.beforeWrite?.()
      const fault = faults.shift() ?? "none"
      if (fault === "cut-before") throw new DeskError("network", "no answer", {})
      const reason = reasons.shift() ?? "comments are closed"
      if (fault === "refused") throw new DeskError("refused", reason, { reason })
      if (fault === "rate-limited") throw new DeskError("rate-limited", "wait", { retryAt: "2026-11-24T05:00:00.000Z" })
      const receipt = stand(options)
      if (fault === "cut-after") throw new DeskError("ambiguous", "the connection was cut", {})
      if (fault === "crash-after") throw new Killed()
      return receipt
    },
    doFindReplies: async (options) => look(options),
    doCheck: async () => ({ ok: true, problems: [], expiresAt: null }),
  }
  function look({ idempotencyKey }: FindRepliesOptions): readonly ReplyReceipt[] {
    lookups.count += 1
    const found = byKey.get(idempotencyKey)
    return found === undefined ? [] : [found]
  }

  /** This network does not recognise idempotency keys by itself: a second try would be a second reply. */
  function stand(options: ReplyOptions): ReplyReceipt {
    const receipt = {
      replyKey: `${options.messageKey}_r${standing.length + 1}`,
      url: "https://example.org/reply",
      publishedAt: options.now,
    }
    standing.push(receipt)
    byKey.set(options.idempotencyKey, receipt)
    return receipt
  }
  return { connector, messages, notices, asked, reasons, standing, faults, lookups }
}
