import { DeskError, addMinutes, type Connector, type IncomingMessage, type MessageKey } from "@otklik/core"
import type { Capabilities, MessageNotice } from "@otklik/core/connector"
import type { ManualClock } from "@otklik/testkit"
import type { ChaosNetwork, ChaosSimulator } from "@otklik/testkit/chaos"
import type { SimulatedReply } from "@otklik/testkit/networks"
import { createFaultTracker } from "../../src/network/fault.ts"

/** The credential; it may be reported nowhere. */
export const boardToken = "token-of-an-invented-board"

type Happened = IncomingMessage | MessageNotice

/** The notice board of an invented city: everything that happens gets the next number, and is pushed as well. */
interface Board {
  readonly log: Happened[]
  /** Posts whose comments it does not give, ever. */
  readonly unreadable: Set<MessageKey>
  readonly replies: (SimulatedReply & { readonly idempotencyKey: string })[]
  /** What every call goes through: fails when something is to go wrong. */
  call(operation: string): void
  simulator: ChaosSimulator
}

/** Items that one call gives. */
const itemsOfCall = 4

const capabilities: Capabilities = Object.freeze({
  pull: true,
  webhook: true,
  reply: true,
  replyPhoto: false,
  replyLimit: null,
  relay: false,
})

function createBoard(clock: ManualClock): Board {
  const log: Happened[] = []
  const replies: Board["replies"] = []
  const unreadable = new Set<MessageKey>()
  const requests: ChaosSimulator["requests"][number][] = []
  const faults = createFaultTracker()
  const newest = new Map<MessageKey, IncomingMessage>()
  let pushed = 0

  function happen(message: IncomingMessage): MessageKey {
    newest.set(message.key, message)
    log.push(message)
    return message.key
  }

  function write(kind: "post" | "comment", fields: Partial<IncomingMessage>): MessageKey {
    const key = `board:${newest.size + 1}`
    const shared = { key, network: "board", kind, url: `https://board.example.org/${newest.size + 1}`, text: "" }
    return happen({ ...shared, publishedAt: clock.now(), ...fields })
  }

  return {
    log,
    replies,
    unreadable,
    call(operation) {
      requests.push({ operation, params: {}, answer: null })
      for (const { kind } of faults.hit(operation)) {
        if (operation === "answer" && kind === "flood") throw new DeskError("refused", "board: too often", { reason: "too often" })
        if (kind !== "duplicate" && kind !== "reorder") throw new DeskError("network", `board: ${kind}`, {})
      }
    },
    simulator: {
      requests,
      get disturbed() {
        return faults.hits
      },
      inject(fault) {
        if (fault.kind === "error-code") unreadable.add(fault.about ?? "")
        else faults.inject(fault)
      },
      heal: () => faults.heal(),
      publish: ({ authorId, text, at }) => write("post", { authorId, text, ...(at === undefined ? {} : { publishedAt: at }) }),
      comment({ under, authorId, text, at }) {
        const threadKey = newest.get(under)?.threadKey ?? under
        return write("comment", { authorId, text, threadKey, parentKey: under, ...(at === undefined ? {} : { publishedAt: at }) })
      },
      edit(key, text) {
        const message = newest.get(key)
        if (message !== undefined) happen({ ...message, text, editedAt: clock.now() })
      },
      remove: (messageKey) => void log.push({ kind: "deleted", messageKey }),
      closeComments: (messageKey) => void log.push({ kind: "comments-closed", messageKey }),
      replies: () => replies,
      async deliver(receive) {
        const kinds = new Set(faults.hit("push").map(({ kind }) => kind))
        const waiting = log.slice(pushed).filter((item) => !isUnreadable(item, unreadable))
        const doubled = kinds.has("duplicate") ? [...waiting, ...waiting] : waiting
        for (const item of kinds.has("reorder") ? doubled.toReversed() : doubled) {
          const body = JSON.stringify(item)
          await receive(new Request("https://desk.example.org/board", { method: "POST", body })).catch(() => undefined)
        }
        pushed = log.length
        return waiting.length
      },
    },
  }
}

const isMessage = (item: Happened): item is IncomingMessage => "key" in item

const isUnreadable = (item: Happened, unreadable: ReadonlySet<MessageKey>): boolean =>
  isMessage(item) && item.threadKey !== undefined && unreadable.has(item.threadKey)

function createBoardConnector(board: Board, clock: ManualClock): Connector {
  return {
    specificationVersion: "v1",
    id: "board:city",
    network: "board",
    capabilities,
    sources: [{ id: "log", title: "The board", everyMinutes: 5 }],
    async doPull({ cursor = "0", limit }) {
      const keys = new Set<MessageKey>()
      const taken: Happened[] = []
      board.call("log")
      for (const [index, item] of board.log.slice(Number(cursor), Number(cursor) + limit).entries()) {
        if (index % itemsOfCall === itemsOfCall - 1) board.call("log")
        const key = isMessage(item) ? item.key : item.messageKey
        if (keys.has(key)) break
        keys.add(key)
        taken.push(item)
      }
      const end = Number(cursor) + taken.length
      const notices = taken.filter((item) => !isMessage(item))
      const messages = taken.filter(isMessage)
      const gaps = messages
        .filter((item) => isUnreadable(item, board.unreadable))
        .map(({ publishedAt: from }) => ({ from, to: addMinutes(from, 1), reason: "comments cannot be read" }))
      const read = messages.filter((item) => !isUnreadable(item, board.unreadable))
      return { messages: read, notices, skipped: [], gaps, cursor: String(end), more: end < board.log.length }
    },
    async doReceive(request) {
      const item = (await request.json()) as Happened
      const response = new Response("ok")
      return isMessage(item) ? { messages: [item], skipped: [], response } : { messages: [], notices: [item], skipped: [], response }
    },
    async doReply({ messageKey: under, text, idempotencyKey }) {
      board.call("answer")
      const known = board.replies.find((reply) => reply.idempotencyKey === idempotencyKey)
      const key = known?.key ?? `board:answer${board.replies.length + 1}`
      if (known === undefined) board.replies.push({ key, under, text, accountId: "office", attachments: 0, idempotencyKey })
      return { replyKey: key, url: `https://board.example.org/${key}`, publishedAt: clock.now() }
    },
    async doFindReplies({ idempotencyKey }) {
      const known = board.replies.find((reply) => reply.idempotencyKey === idempotencyKey)
      if (known === undefined) return []
      return [{ replyKey: known.key, url: `https://board.example.org/${known.key}`, publishedAt: clock.now() }]
    },
    async doCheck() {
      const problems = [...board.unreadable].map((key) => `comments under ${key} cannot be read`)
      return { ok: problems.length === 0, problems, expiresAt: null }
    },
  }
}

/**
 * The board for a chaotic day.
 *
 * @param clock - of the day
 * @param spoil - makes a broken mutant of the connector
 */
export function createBoardNetwork(clock: ManualClock, spoil: (connector: Connector) => Connector): ChaosNetwork {
  const board = createBoard(clock)
  return {
    simulator: board.simulator,
    connect: () => spoil(createBoardConnector(board, clock)),
    account: { network: "board", authorId: "office", origin: "own-account" },
    accountId: "office",
    authorIds: ["citizen", "neighbour"],
    secrets: [boardToken],
    lastingFault: (about) => ({ kind: "error-code", operation: "comments", about, times: Infinity }),
    replyOperation: "answer",
  }
}
