import { appendFile, mkdir, rm, truncate, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { isDeskError } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { createArchiveConnector } from "../src/index.ts"
import { lineOf, messageOf, now, temporaryFile, temporaryFolder, walk } from "./archive.ts"

const open = (path: string, maxLineBytes?: number) =>
  createArchiveConnector({ id: "archive:test", files: [path], ...(maxLineBytes === undefined ? {} : { maxLineBytes }) })

describe("what a line may be", () => {
  it("reads messages with line feeds, carriage returns, byte order marks and empty lines between", async () => {
    const path = await temporaryFile(`\ufeff${lineOf(1)}\r\n\r\n   \n\n\ufeff${lineOf(2)}\n${lineOf(3)}\r\n`)
    const { messages, skipped } = await walk(open(path), { limit: 10 })
    expect(messages).toEqual([messageOf(1), messageOf(2), messageOf(3)])
    expect(skipped).toEqual([])
  })

  it("reports each line that it cannot understand with file, line and field, and reads on", async () => {
    const secret = "СЕКРЕТ"
    const path = await temporaryFile(
      Buffer.concat([
        Buffer.from(`${lineOf(1)}\n{"key":"vk:${secret}",\n[1]\n"${secret}"\n`),
        Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d, 0x0a]),
        Buffer.from(`${JSON.stringify({ ...messageOf(2), key: undefined, text: secret })}\n`),
        Buffer.from(`${lineOf(3, { publishedAt: `${secret} 2026` })}\n`),
        Buffer.from(`${lineOf(4, { network: "ok" })}\n`),
        Buffer.from(`${lineOf(5, { attachments: [{ kind: "photo", url: secret }] })}\n`),
        Buffer.from(`${lineOf(6, { place: { latitude: 52 } })}\n`),
        Buffer.from(`${lineOf(1, { text: secret })}\n`),
        Buffer.from(`${lineOf(7)}\n`),
      ]),
    )
    const { messages, skipped } = await walk(open(path), { limit: 3 })
    expect(messages).toEqual([messageOf(1), messageOf(7)])
    expect(skipped.map(({ code, path: field, line }) => [line, code, field])).toEqual([
      [2, "not-json", ""],
      [3, "not-a-message", ""],
      [4, "not-a-message", ""],
      [5, "not-json", ""],
      [6, "invalid", "key"],
      [7, "invalid", "publishedAt"],
      [8, "invalid", "key"],
      [9, "invalid", "attachments[0].url"],
      [10, "invalid", "place.latitude"],
      [11, "duplicate-key", "key"],
    ])
    expect(skipped.every((item) => item.file === path && item.message.length > 10)).toBe(true)
    expect(JSON.stringify(skipped)).not.toContain(secret)
  })

  it("names every field that is wrong in one report", async () => {
    const path = await temporaryFile(`{"key":"vk:1","network":"vk"}\n`)
    const { skipped } = await walk(open(path), { limit: 3 })
    expect(skipped).toHaveLength(1)
    for (const field of ["kind", "url", "text", "publishedAt"]) expect(skipped[0]?.message).toContain(`${field}: `)
  })

  it("reports a line beyond the limit and goes on after it, however long it is", async () => {
    const long = "ж".repeat(700_000)
    const path = await temporaryFile(`${lineOf(1)}\n${lineOf(2, { text: long })}\n${lineOf(3)}\n`)
    const { messages, skipped } = await walk(open(path, 2048), { limit: 10 })
    expect(messages.map((message) => message.key)).toEqual(["vk:-1_1", "vk:-1_3"])
    expect(skipped).toMatchObject([{ code: "invalid", line: 2, path: "" }])
    const whole = await walk(open(path), { limit: 10 })
    expect(whole.messages[1]?.text).toBe(long)
  })

  it("takes a line of exactly the limit", async () => {
    const path = await temporaryFile("")
    const base = Buffer.byteLength(lineOf(1, { text: "" }))
    await writeFile(path, `${lineOf(1, { text: "x".repeat(1024 - base) })}\n${lineOf(2, { text: "x".repeat(1025 - base) })}\n`)
    const { messages, skipped } = await walk(open(path, 1024), { limit: 10 })
    expect(messages.map((message) => message.key)).toEqual(["vk:-1_1"])
    expect(skipped).toMatchObject([{ line: 2 }])
  })

  it("is not brought down by deep nesting", async () => {
    const path = await temporaryFile(`${"[".repeat(1_000_000)}\n{"a":${"[".repeat(500_000)}${"]".repeat(500_000)}}\n${lineOf(1)}\n`)
    const { messages, skipped } = await walk(open(path), { limit: 10 })
    expect(messages).toHaveLength(1)
    expect(skipped.map((item) => item.line)).toEqual([1, 2])
  })

  it("ends a page of long lines before they fill the memory", async () => {
    const text = "ж".repeat(1_000_000)
    const path = await temporaryFile(Array.from({ length: 20 }, (_, id) => `${lineOf(id, { text })}\n`).join(""))
    const { pages, messages } = await walk(open(path), { limit: 1000 })
    expect(messages).toHaveLength(20)
    expect(Math.max(...pages.map((page) => page.messages.length))).toBeLessThan(10)
  })
})

describe("a file that grows", () => {
  it("waits for a torn last line, and reads it when it is complete", async () => {
    const second = lineOf(2)
    for (const cut of [1, 10, second.length - 1]) {
      const path = await temporaryFile(`${lineOf(1)}\n${second.slice(0, cut)}`)
      const connector = open(path)
      const first = await walk(connector, { limit: 5 })
      expect(first.messages).toEqual([messageOf(1)])
      expect(first.skipped).toEqual([])
      expect(await connector.doCheck()).toMatchObject({ ok: false, problems: [expect.stringContaining("unfinished")] })
      await appendFile(path, `${second.slice(cut)}\n`)
      const later = await walk(connector, { limit: 5, cursor: first.cursor })
      expect(later.messages).toEqual([messageOf(2)])
      expect(await connector.doCheck()).toEqual({ ok: true, problems: [], expiresAt: null })
    }
  })

  it("reads a whole last line without a line feed, once, and knows its line feed when it comes", async () => {
    const path = await temporaryFile(`${lineOf(1)}\n${lineOf(2)}`)
    const first = await walk(open(path), { limit: 5 })
    expect(first.messages).toEqual([messageOf(1), messageOf(2)])
    expect((await walk(open(path), { limit: 5, cursor: first.cursor })).cursor).toBe(first.cursor)
    await appendFile(path, "\r\n")
    const second = await walk(open(path), { limit: 5, cursor: first.cursor })
    expect([second.messages, second.skipped]).toEqual([[], []])
    await appendFile(path, `nonsense\n${lineOf(2)}\n${lineOf(3)}\n`)
    for (const cursor of [first.cursor, second.cursor]) {
      const third = await walk(open(path), { limit: 5, cursor })
      expect(third.messages).toEqual([messageOf(3)])
      expect(third.skipped.map((item) => [item.line, item.code])).toEqual([
        [3, "not-json"],
        [4, "duplicate-key"],
      ])
    }
  })

  it("reports what follows on the line of an object that was read already", async () => {
    const path = await temporaryFile(lineOf(1))
    const first = await walk(open(path), { limit: 5 })
    await appendFile(path, ` ${lineOf(2)}\n${lineOf(3)}\n`)
    const second = await walk(open(path), { limit: 5, cursor: first.cursor })
    expect(second.messages).toEqual([messageOf(3)])
    expect(second.skipped).toMatchObject([{ line: 1, code: "not-json" }])
  })

  it("begins with an empty file", async () => {
    const path = await temporaryFile("")
    const first = await walk(open(path), { limit: 5 })
    expect(first.pages).toHaveLength(1)
    await appendFile(path, `${lineOf(1)}\n`)
    expect((await walk(open(path), { limit: 5, cursor: first.cursor })).messages).toEqual([messageOf(1)])
  })
})

describe("a file that is not the same any more", () => {
  const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `${lineOf(from + index)}\n`).join("")

  it("refuses one that was cut, or replaced at its beginning or just before the cursor", async () => {
    const path = await temporaryFile(lines(100, 300))
    const { cursor } = await walk(open(path), { limit: 500 })
    const original = lines(100, 300)
    const changes: readonly (() => Promise<void>)[] = [
      () => truncate(path, 1000),
      () => writeFile(path, lines(400, 700)),
      () => writeFile(path, original.replace("_100", "_900")),
      () => writeFile(path, original.replace("Запись 299", "Запись 298")),
    ]
    for (const change of changes) {
      await change()
      const error: unknown = await walk(open(path), { limit: 500, cursor }).catch((caught: unknown) => caught)
      expect(isDeskError(error, "protocol") && error.details).toMatchObject({ file: path, line: 200 })
      await writeFile(path, original)
      expect((await walk(open(path), { limit: 500, cursor })).cursor).toBe(cursor)
    }
  })

  it("refuses a missing file, a folder and a cursor of somebody else with config, and says so in its check", async () => {
    const folder = await temporaryFolder()
    const path = join(folder, "later.ndjson")
    await mkdir(join(folder, "folder"))
    for (const wrong of [path, join(folder, "folder"), join(path, "below")]) {
      await expect(walk(open(wrong), { limit: 1 })).rejects.toMatchObject({ code: "config" })
      expect((await open(wrong).doCheck()).ok).toBe(false)
    }
    await writeFile(path, `${lineOf(1)}\n`)
    const reader = open(path)
    const { cursor } = await walk(reader, { limit: 1 })
    for (const bad of ["", "x", "[]", "[2,0]", `${cursor} `.replace("[1,", "[1,-"), `[1,5,1,false,[9,9],[0,0],"${"0".repeat(64)}"]`]) {
      await expect(reader.doPull({ sourceId: path, cursor: bad, limit: 1, now })).rejects.toMatchObject({ code: "config" })
    }
    await rm(path)
    await expect(walk(reader, { limit: 1, cursor })).rejects.toMatchObject({ code: "config" })
  })
})
