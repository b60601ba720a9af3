import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createArchiveConnector } from "../src/index.ts"
import { blockLines } from "../src/sources/key-window.ts"
import { lineOf, messageOf, now, temporaryFile, walk } from "./archive.ts"

const open = (path: string) => createArchiveConnector({ id: "archive:test", files: [path] })
const linesOf = (count: number, from = 0) => Array.from({ length: count }, (_, index) => lineOf(from + index))

describe("a key that stands twice", () => {
  it("is an edit when it says so and is later, and a duplicate otherwise", async () => {
    const edited = { text: "Исправлено", editedAt: "2026-11-24T02:00:00.000Z" }
    const later = { text: "Исправлено ещё раз", editedAt: "2026-11-24T03:00:00.000Z" }
    const rows = [
      lineOf(1),
      lineOf(1, { text: "Другой текст" }),
      lineOf(1, edited),
      lineOf(1, edited),
      lineOf(1, later),
      lineOf(1, edited),
      lineOf(1),
    ]
    const path = await temporaryFile(`${rows.join("\n")}\n`)
    for (const limit of [1, 2, 100]) {
      const { messages, skipped, pages } = await walk(open(path), { limit })
      expect(messages).toEqual([messageOf(1), messageOf(1, edited), messageOf(1, later)])
      expect(skipped.map((item) => [item.line, item.code])).toEqual([2, 4, 6, 7].map((line) => [line, "duplicate-key"]))
      for (const page of pages) expect(new Set(page.messages.map((message) => message.key)).size).toBe(page.messages.length)
    }
  })

  it("is found at any distance of a block, whatever the limit, and after a restart at any page", async () => {
    const rows = [...linesOf(3 * blockLines)]
    for (const first of [0, 10, blockLines - 1, blockLines + 1, 2 * blockLines - 5]) rows[first + blockLines] = lineOf(first)
    const path = await temporaryFile(`${rows.join("\n")}\n`)
    const expected = [0, 10, blockLines - 1, blockLines + 1, 2 * blockLines - 5].map((first) => first + blockLines + 1)
    for (const limit of [1000, 100_000]) {
      const { skipped, messages } = await walk(open(path), { limit, next: () => open(path) })
      expect(skipped.map((item) => item.line)).toEqual(expected)
      expect(messages).toHaveLength(3 * blockLines - expected.length)
    }
  })

  it("is handed over again when it stands farther away than two blocks", async () => {
    const path = await temporaryFile(`${[...linesOf(2 * blockLines), lineOf(0)].join("\n")}\n`)
    const { messages, skipped } = await walk(open(path), { limit: 5000 })
    expect(messages.filter((message) => message.key === "vk:-1_0")).toHaveLength(2)
    expect(skipped).toEqual([])
  })
})

describe("pages", () => {
  it("give every line once whatever the limit, warm or after a restart, and each cursor gives its page again", async () => {
    const row = fc.oneof(
      {
        weight: 6,
        arbitrary: fc
          .record({ id: fc.nat(12), hour: fc.option(fc.integer({ min: 1, max: 9 })) })
          .map(({ id, hour }) => lineOf(id, hour === null ? {} : { editedAt: `2026-11-24T0${hour}:00:00.000Z` })),
      },
      { weight: 1, arbitrary: fc.constantFrom("", "  ", "{", "[]", "{}") },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 40 }), fc.constantFrom("\n", "\r\n"), fc.boolean(), async (rows, end, ended) => {
        const path = await temporaryFile(rows.join(end) + (ended ? end : ""))
        const all = await walk(open(path), { limit: 1000 })
        for (const limit of [1, 2, 7]) {
          const warm = await walk(open(path), { limit })
          const cold = await walk(open(path), { limit, next: () => open(path) })
          expect(cold).toEqual(warm)
          expect(warm.messages).toEqual(all.messages)
          expect(warm.skipped).toEqual(all.skipped)
          const connector = open(path)
          let cursor: string | undefined
          for (const page of warm.pages) {
            for (let time = 0; time < 2; time += 1) {
              expect(await connector.doPull({ sourceId: path, limit, now, ...(cursor === undefined ? {} : { cursor }) })).toEqual(page)
            }
            cursor = page.cursor
          }
        }
      }),
      { numRuns: 25 },
    )
  })
})
