// A connector to the notice board of an invented city, and the proof that it keeps the contract.
// #region connector
import { DeskError, inputIssues, type Connector, type IncomingMessage, type SkippedItem } from "@otklik/core"
import { incomingMessageSchema, type Capabilities } from "@otklik/core/connector"

/** A notice as the board's API gives it. */
export interface Notice {
  readonly id: string
  readonly author: string
  /** Absent for a notice that is only drawn. */
  readonly text?: string
  readonly posted: string
  readonly edited?: string
}

/** A reply of ours as the board's API gives it. */
export interface Answer {
  readonly id: string
  readonly posted: string
}

/** What the connector needs of the board's API. The host makes the client, with its token and its timeouts. */
export interface BoardClient {
  /** Notices and their edits, in the order in which they came; `seq` grows and never changes. */
  list(after: number, count: number): Promise<readonly { readonly seq: number; readonly notice: Notice }[]>
  /** Answers once for a key: the board promises that. */
  answer(noticeId: string, text: string, key: string): Promise<Answer>
  findAnswer(key: string): Promise<Answer | undefined>
}

const capabilities: Capabilities = Object.freeze({
  pull: true,
  webhook: false,
  reply: true,
  replyPhoto: false,
  replyLimit: 2000,
  relay: false,
})

export function createBoardConnector({ client }: { readonly client: BoardClient }): Connector {
  return {
    specificationVersion: "v1",
    id: "board:city",
    network: "board",
    capabilities,
    sources: [{ id: "notices", title: "The city's notice board", everyMinutes: 5 }],

    async doPull({ sourceId, cursor, limit, signal }) {
      signal?.throwIfAborted()
      if (sourceId !== "notices") throw wrong("sourceId", "the only source is called notices")
      if (!Number.isSafeInteger(limit) || limit < 1) throw wrong("limit", "a whole number of 1 or more was expected")
      let end = cursor === undefined ? 0 : Number(/^after:(\d+)$/.exec(cursor)?.[1] ?? Number.NaN)
      if (!Number.isSafeInteger(end)) throw wrong("cursor", "a cursor of this connector was expected")

      // One more than asked for tells whether something follows.
      const listed = await client.list(end, limit + 1)
      const messages = new Map<string, IncomingMessage>()
      const skipped: SkippedItem[] = []
      let taken = 0
      for (const { seq, notice } of listed) {
        const item = readNotice(notice)
        // A page ends at its limit, and before an edit of a message that it holds already.
        if (taken === limit || ("key" in item && messages.has(item.key))) break
        if ("key" in item) messages.set(item.key, item)
        else skipped.push(item)
        taken += 1
        end = seq
      }
      return { messages: [...messages.values()], skipped, gaps: [], cursor: `after:${end}`, more: taken < listed.length }
    },

    async doReply({ messageKey, text, idempotencyKey, signal, beforeWrite }) {
      signal?.throwIfAborted()
      // Right before the one request that writes: the reply may be another worker's by now.
      await beforeWrite?.()
      try {
        return receiptOf(await client.answer(messageKey.slice("board:".length), text, idempotencyKey))
      } catch (cause) {
        // It may stand there all the same: the desk reads back before it tries again.
        throw new DeskError("ambiguous", "the board gave no receipt", {}, { cause })
      }
    },

    async doFindReplies({ idempotencyKey }) {
      const answer = await client.findAnswer(idempotencyKey)
      return answer === undefined ? [] : [receiptOf(answer)]
    },

    async doCheck() {
      return { ok: true, problems: [], expiresAt: null }
    },
  }
}

/** The notice as a message, or what is wrong with it: the field, and never what stands in it. */
function readNotice({ id, author, text, posted, edited }: Notice): IncomingMessage | SkippedItem {
  // A notice may hold nothing but what this connector does not know: that is told, and never passed over.
  if (text === undefined) return { code: "invalid", path: "text", message: "text: content of this kind cannot be read" }
  const whole = { key: `board:${id}`, network: "board", kind: "post", url: `https://board.example.org/${id}`, text, authorId: author }
  const result = incomingMessageSchema.safeParse({ ...whole, publishedAt: posted, editedAt: edited })
  if (result.success) return result.data
  const [issue] = inputIssues(result.error)
  return { code: "invalid", path: issue?.path ?? "", message: issue?.message ?? "a notice was expected" }
}

function receiptOf({ id, posted }: Answer) {
  return { replyKey: `board:${id}`, url: `https://board.example.org/${id}`, publishedAt: new Date(posted).toISOString() }
}

function wrong(path: string, message: string): DeskError<"config"> {
  return new DeskError("config", `board: ${path}: ${message}`, { issues: [{ path, message }] })
}
// #endregion connector

// #region proof
import { certificate, runContract } from "@otklik/testkit"
import { connectorContract, type ConnectorSubject } from "@otklik/testkit/connector"

const subject: ConnectorSubject = {
  capabilities: { pull: true, webhook: false, reply: true, replyPhoto: false, replyLimit: 2000, relay: false },
  offers: { append: true, skips: true, gaps: false },
  async setUp() {
    const board = simulateBoard()
    return {
      connector: createBoardConnector({ client: board.client }),
      reopen: async () => createBoardConnector({ client: board.client }),
      sourceId: "notices",
      expected: board.expected,
      expectedSkips: [{ path: "publishedAt" }],
      secrets: ["Тайная улица", "broken-author"],
      now: "2026-11-24T03:00:00.000Z",
      addUnknown: async () => board.put({ id: "12", author: "a12", posted: "2026-11-24T11:30:00+09:00" }),
      append: async () => board.post({ id: "11", author: "a11", text: "Опять темно", posted: "2026-11-24T11:00:00+09:00" }),
      replies: { messageKey: "board:1", count: async () => board.answers.size },
      close: async () => {},
    }
  },
}

const { holds, markdown } = certificate(await runContract(connectorContract, subject))
console.log(markdown)
process.exitCode = holds ? 0 : 1
// #endregion proof

/** The board of the tests: ten notices, one of them with a date that is none, one edited later. */
function simulateBoard() {
  const rows: { readonly seq: number; readonly notice: Notice }[] = []
  const expected: IncomingMessage[] = []
  const answers = new Map<string, Answer>()
  const put = (notice: Notice): readonly { readonly path: string }[] => {
    rows.push({ seq: rows.length + 1, notice })
    return [{ path: "text" }]
  }
  const post = (notice: Notice): IncomingMessage => {
    put(notice)
    return {
      key: `board:${notice.id}`,
      network: "board",
      kind: "post",
      url: `https://board.example.org/${notice.id}`,
      text: notice.text ?? "",
      authorId: notice.author,
      publishedAt: new Date(notice.posted).toISOString(),
      ...(notice.edited === undefined ? {} : { editedAt: new Date(notice.edited).toISOString() }),
    }
  }
  for (let id = 1; id <= 9; id += 1) {
    const text = id === 5 ? "Очень длинно. ".repeat(200) : `Не горит фонарь ${id}`
    expected.push(post({ id: String(id), author: `a${id}`, text, posted: `2026-11-24T10:0${id}:00+09:00` }))
  }
  put({ id: "10", author: "broken-author", text: "Тайная улица", posted: "позавчера" })
  const edited = { posted: "2026-11-24T10:09:00+09:00", edited: "2026-11-24T10:30:00+09:00" }
  expected.push(post({ id: "9", author: "a9", text: "Не горит фонарь 9, весь квартал", ...edited }))
  const client: BoardClient = {
    list: async (after, count) => rows.filter(({ seq }) => seq > after).slice(0, count),
    async answer(noticeId, _text, key) {
      const answer = answers.get(key) ?? { id: `${noticeId}-${answers.size + 1}`, posted: "2026-11-24T12:00:00+09:00" }
      answers.set(key, answer)
      return answer
    },
    findAnswer: async (key) => answers.get(key),
  }
  return { client, expected, answers, post, put }
}
