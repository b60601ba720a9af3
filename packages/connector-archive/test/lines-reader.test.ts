import { describe, expect, it } from "vitest"
import { createArchiveConnector, type LineSource } from "../src/index.ts"
import { blockLines } from "../src/sources/key-window.ts"
import { lineOf, messageOf, now, walk } from "./archive.ts"

/** Lines in memory, with a record of how they were opened and let go. */
function sourceOf(
  lines: readonly string[],
  seekable: boolean,
): { readonly source: LineSource; readonly opened: number[]; readonly closed: { count: number } } {
  const opened: number[] = []
  const closed = { count: 0 }
  const source: LineSource = {
    id: "memory",
    seekable,
    open({ fromLine }) {
      opened.push(fromLine)
      return (async function* () {
        try {
          yield* lines.slice(fromLine - 1)
        } finally {
          closed.count += 1
        }
      })()
    },
  }
  return { source, opened, closed }
}

const open = (source: LineSource) => createArchiveConnector({ id: "archive:test", sources: [source] })

describe.each([true, false])("an iterable (seekable: %s)", (seekable) => {
  it("is read through in one go, and let go at its end", async () => {
    const { source, opened, closed } = sourceOf([lineOf(1), "", "{", lineOf(2), lineOf(1), `\ufeff${lineOf(3)}\r`], seekable)
    const { messages, skipped } = await walk(open(source), { limit: 2 })
    expect(messages).toEqual([messageOf(1), messageOf(2), messageOf(3)])
    expect(skipped.map((item) => [item.line, item.code, item.file])).toEqual([
      [3, "not-json", undefined],
      [5, "duplicate-key", undefined],
    ])
    expect([opened, closed.count]).toEqual([[1], 1])
  })

  it("goes on after a restart at any page, also when it grew", async () => {
    const lines = Array.from({ length: 3 * blockLines + 100 }, (_, id) => lineOf(id))
    lines[blockLines + 5] = lineOf(5)
    const { source, opened, closed } = sourceOf(lines, seekable)
    const all = await walk(open(source), { limit: 1500, next: () => open(source) })
    expect(all.messages).toHaveLength(lines.length - 1)
    expect(all.skipped).toMatchObject([{ line: blockLines + 6, code: "duplicate-key" }])
    if (seekable) expect(Math.max(...opened)).toBeGreaterThan(blockLines)
    else expect(new Set(opened)).toEqual(new Set([1]))
    lines.push(lineOf("new"), lineOf(3 * blockLines + 50))
    const connector = open(source)
    const later = await walk(connector, { limit: 10, cursor: all.cursor })
    expect(later.messages).toEqual([messageOf("new")])
    expect(later.skipped).toMatchObject([{ line: lines.length, code: "duplicate-key" }])
    expect(closed.count).toBeGreaterThan(0)
  })

  it("gives the same page for the same cursor, warm and cold", async () => {
    const later = { editedAt: "2026-11-24T05:00:00.000Z" }
    const { source } = sourceOf([lineOf(1), lineOf(1, later), lineOf(2), "", lineOf(2), lineOf(3)], seekable)
    for (const limit of [1, 2, 7]) {
      const { pages } = await walk(open(source), { limit })
      const connector = open(source)
      let cursor: string | undefined
      for (const page of pages) {
        for (let time = 0; time < 2; time += 1) {
          expect(await connector.doPull({ sourceId: "memory", limit, now, ...(cursor === undefined ? {} : { cursor }) })).toEqual(page)
        }
        cursor = page.cursor
      }
    }
  })

  it("is refused when it became shorter or gives other lines", async () => {
    const { cursor } = await walk(open(sourceOf([lineOf(1), lineOf(2)], seekable).source), { limit: 5 })
    for (const lines of [[lineOf(1)], [], [lineOf(1), lineOf(3)], [lineOf(10), lineOf(2)]]) {
      const { source, closed } = sourceOf(lines, seekable)
      await expect(walk(open(source), { limit: 5, cursor })).rejects.toMatchObject({ code: "protocol" })
      expect(closed.count).toBe(1)
    }
  })
})

describe("an iterable that misbehaves", () => {
  it("loses nothing when it fails in the middle of a page", async () => {
    let healthy = false
    const source: LineSource = {
      id: "memory",
      async *open() {
        yield lineOf(1)
        await Promise.resolve()
        if (!healthy) throw new Error("the disk is gone")
        yield lineOf(2)
      },
    }
    const connector = open(source)
    await expect(walk(connector, { limit: 5 })).rejects.toMatchObject({ code: "network", retryable: true })
    healthy = true
    expect((await walk(connector, { limit: 5 })).messages).toHaveLength(2)
  })

  it("is left when the signal says so, even while it is silent", async () => {
    const source: LineSource = {
      id: "memory",
      open: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) }),
    }
    const controller = new AbortController()
    const reason = new Error("enough")
    const pulled = open(source).doPull({ sourceId: "memory", limit: 5, now, signal: controller.signal })
    queueMicrotask(() => controller.abort(reason))
    await expect(pulled).rejects.toBe(reason)
  })

  it("gives something else than text", async () => {
    const source = { id: "memory", open: () => ({ [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: 5 }) }) }) }
    const options = { id: "archive:test", sources: [source] } as unknown
    const connector = createArchiveConnector(options as Parameters<typeof createArchiveConnector>[0])
    await expect(connector.doPull({ sourceId: "memory", limit: 5, now })).rejects.toMatchObject({ code: "protocol" })
  })
})
