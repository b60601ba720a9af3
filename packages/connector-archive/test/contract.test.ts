import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Connector, IncomingMessage } from "@otklik/core"
import { certificate } from "@otklik/testkit"
import { connectorContract, type ConnectorSubject, type ConnectorWorld } from "@otklik/testkit/connector"
import { describe, expect, it } from "vitest"
import { itKeeps } from "../../testkit/test/it-keeps.ts"
import { createArchiveConnector, createReplyFile } from "../src/index.ts"
import { lineOf, messageOf, now } from "./archive.ts"

const secret = "ул. Тайная, 5"
const edited = { text: "Исправлено", editedAt: "2026-11-24T02:00:00.000Z" }
const comment = {
  kind: "comment",
  threadKey: "vk:-1_1",
  authorId: "77",
  text: "Длинно, с эмодзи 🙏. ".repeat(300),
  place: { name: "Двор" },
  publishedAt: "2026-11-24T01:40:00.000Z",
} as const
const last = { publishedAt: "2026-11-24T01:45:00.000Z" }

const lines: readonly string[] = [
  ...[1, 2, 3, 4, 5, 6, 7].map((id) => lineOf(id)),
  `{"key":"vk:-1_8","text":"${secret}"`,
  "",
  lineOf(9, { publishedAt: secret }),
  lineOf(7, edited),
  lineOf(3),
  lineOf(10, comment),
  lineOf(11, last),
]
const expected: readonly IncomingMessage[] = [
  ...[1, 2, 3, 4, 5, 6, 7].map((id) => messageOf(id)),
  messageOf(7, edited),
  messageOf(10, comment),
  messageOf(11, last),
]
const expectedSkips = [
  { path: "", line: 8 },
  { path: "publishedAt", line: 10 },
  { path: "key", line: 12 },
]

/** What the contract is checked on; `open` makes a connector of a source that reads the file. */
function subjectOf(
  replies: boolean,
  open: (file: string, replyFile: string) => Connector,
  sourceOf: (file: string) => string,
): ConnectorSubject {
  return {
    capabilities: { pull: true, webhook: false, reply: replies, replyPhoto: replies, replyLimit: null, relay: true },
    offers: { append: true, skips: true, gaps: false, ordered: true },
    async setUp(): Promise<ConnectorWorld> {
      const folder = await mkdtemp(join(tmpdir(), "otklik-contract-"))
      const [file, replyFile] = [join(folder, "messages.ndjson"), join(folder, "replies.ndjson")]
      await writeFile(file, `${lines.join("\n")}\n`)
      return {
        connector: open(file, replyFile),
        reopen: async () => open(file, replyFile),
        sourceId: sourceOf(file),
        expected,
        expectedSkips,
        secrets: [secret],
        now,
        async addUnknown() {
          const line = lines.length + 1
          const drawn = JSON.stringify({ ...messageOf("drawn"), attachments: [{ kind: "hologram", url: "https://example.org/1" }] })
          await appendFile(file, `${drawn}\n${lineOf("poll", { kind: "poll" as "post" })}\n`)
          return [
            { path: "attachments[0].kind", line },
            { path: "kind", line: line + 1 },
          ]
        },
        async append() {
          await appendFile(file, `${lineOf("new", last)}\n`)
          return messageOf("new", last)
        },
        replies: {
          messageKey: "vk:-1_1",
          count: async () => (await readFile(replyFile, "utf8").catch(() => "")).split("\n").filter((row) => row !== "").length,
        },
        close: () => rm(folder, { recursive: true, force: true }),
      }
    },
  }
}

async function* linesFrom(file: string, fromLine: number): AsyncGenerator<string> {
  yield* (await readFile(file, "utf8")).split("\n").slice(fromLine - 1, -1)
}

const subjects: Readonly<Record<string, ConnectorSubject>> = {
  "a file": subjectOf(
    true,
    (file, replyFile) =>
      createArchiveConnector({
        id: "archive:a",
        files: [{ path: file, order: "published" }],
        replies: createReplyFile({ path: replyFile }),
      }),
    (file) => file,
  ),
  "an iterable that can begin anywhere": subjectOf(
    false,
    (file) =>
      createArchiveConnector({
        id: "archive:a",
        sources: [{ id: "i", seekable: true, order: "published", open: ({ fromLine }) => linesFrom(file, fromLine) }],
      }),
    () => "i",
  ),
  "an iterable that begins at its beginning": subjectOf(
    false,
    (file) => createArchiveConnector({ id: "archive:a", sources: [{ id: "i", order: "published", open: () => linesFrom(file, 1) }] }),
    () => "i",
  ),
}

describe.each(Object.entries(subjects))("the connector contract on %s", (_, subject) => {
  const check = itKeeps(connectorContract, subject)

  it("is certified", async () => {
    const results = await check()
    expect(certificate(results).holds).toBe(true)
    const notMade = results.filter((result) => result.outcome === "not-made").map((result) => result.name.split(":")[0])
    expect(new Set(notMade)).toEqual(
      new Set(["messages", "reports", "notices", "parts", "pushes", "replies", ...(subject.capabilities.reply ? [] : ["replies"])]),
    )
  })
})
