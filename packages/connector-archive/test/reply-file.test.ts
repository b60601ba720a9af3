import { buildReplyPhoto } from "@otklik/testkit"
import { appendFile, readFile, truncate, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { createArchiveConnector, createReplyFile } from "../src/index.ts"
import { lineOf, now, temporaryFile, temporaryFolder } from "./archive.ts"

async function stage(): Promise<{ readonly path: string; readonly open: () => ReturnType<typeof createArchiveConnector> }> {
  const path = join(await temporaryFolder(), "replies.ndjson")
  const archive = await temporaryFile(`${lineOf(1)}\n`)
  return { path, open: () => createArchiveConnector({ id: "archive:test", files: [archive], replies: createReplyFile({ path }) }) }
}

const reply = {
  messageKey: "vk:-1_1",
  text: "Яма заделана.",
  photos: [buildReplyPhoto({ url: "https://example.org/p.jpg" })],
  idempotencyKey: "reply-1",
  now,
}
const rowsOf = async (path: string) => (await readFile(path, "utf8")).split("\n").filter((row) => row !== "")

describe("the exchange file", () => {
  it("holds a reply once, whoever asks and how often", async () => {
    const { path, open } = await stage()
    const connector = open()
    expect(await connector.doFindReplies?.(reply)).toEqual([])
    const receipts = await Promise.all([1, 2, 3].map(async () => connector.doReply?.(reply)))
    const again = await open().doReply?.({ ...reply, now: "2026-11-25T00:00:00.000Z" })
    expect(new Set([...receipts, again].map((receipt) => JSON.stringify(receipt))).size).toBe(1)
    expect(await open().doFindReplies?.(reply)).toEqual([receipts[0]])
    expect((await rowsOf(path)).map((row) => JSON.parse(row) as unknown)).toEqual([
      expect.objectContaining({
        idempotencyKey: "reply-1",
        messageKey: "vk:-1_1",
        text: reply.text,
        photoUrls: ["https://example.org/p.jpg"],
        at: now,
      }),
    ])
  })

  it("sees what another instance appended meanwhile", async () => {
    const { path, open } = await stage()
    const [left, right] = [open(), open()]
    await left.doReply?.(reply)
    await right.doReply?.(reply)
    await right.doReply?.({ ...reply, idempotencyKey: "reply-2" })
    await left.doReply?.({ ...reply, idempotencyKey: "reply-2" })
    expect(await rowsOf(path)).toHaveLength(2)
  })

  it("refuses one key for two replies", async () => {
    const { path, open } = await stage()
    const connector = open()
    await connector.doReply?.(reply)
    await expect(connector.doReply?.({ ...reply, text: "Другой ответ" })).rejects.toMatchObject({ code: "duplicate" })
    await expect(connector.doReply?.({ ...reply, messageKey: "vk:-1_2" })).rejects.toMatchObject({ code: "duplicate" })
    expect(await connector.doFindReplies?.({ ...reply, messageKey: "vk:-1_2" })).toEqual([])
    expect(await rowsOf(path)).toHaveLength(1)
  })

  it("survives a line torn at any place: the reply is then sent, and never twice", async () => {
    const { path, open } = await stage()
    await open().doReply?.({ ...reply, idempotencyKey: "reply-0" })
    const before = await readFile(path, "utf8")
    await open().doReply?.(reply)
    const added = (await readFile(path)).subarray(Buffer.byteLength(before))
    for (let length = 0; length <= added.length; length += 1) {
      await writeFile(path, before)
      await appendFile(path, added.subarray(0, length))
      const connector = open()
      await connector.doReply?.(reply)
      const whole = (await rowsOf(path))
        .filter((row) => row.startsWith("{") && row.endsWith("}"))
        .map((row) => (JSON.parse(row) as { idempotencyKey: string }).idempotencyKey)
      expect(whole).toEqual(["reply-0", "reply-1"])
      expect(await open().doFindReplies?.(reply)).toHaveLength(1)
      expect((await connector.doCheck()).problems).toHaveLength(length === 0 || length >= added.length - 1 ? 0 : 1)
    }
  })

  it("says that its folder is missing, and that it was cut", async () => {
    const { path, open } = await stage()
    const lost = createReplyFile({ path: join(path, "..", "no-folder", "replies.ndjson") })
    const { photos: _, ...words } = reply
    await expect(lost.append({ ...words, photoUrls: [], replyKey: "archive:1", at: now, url: "urn:x:1" })).rejects.toMatchObject({
      code: "config",
    })
    const connector = open()
    await connector.doReply?.(reply)
    await truncate(path, 0)
    await expect(connector.doReply?.({ ...reply, idempotencyKey: "reply-2" })).rejects.toMatchObject({ code: "protocol" })
  })
})
