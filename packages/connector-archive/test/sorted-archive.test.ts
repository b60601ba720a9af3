import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { sortedArchive } from "../src/index.ts"
import { lineOf } from "./archive.ts"

let directory = ""
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "otklik-sorted-"))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

async function* each(lines: readonly string[]): AsyncGenerator<string, void, undefined> {
  yield* lines
}

async function sortedLines(lines: readonly string[], memoryBytes?: number): Promise<readonly string[]> {
  const source = sortedArchive({ id: "i", directory, open: () => each(lines), ...(memoryBytes === undefined ? {} : { memoryBytes }) })
  const found: string[] = []
  for await (const line of source.open({ fromLine: 1 })) found.push(line)
  return found
}

const at = (minute: number): string => `2025-11-03T08:${String(minute).padStart(2, "0")}:00.000Z`

describe("an archive that is sorted", () => {
  it("promises its order, and gives the same on disk as in memory: by moment, then as the archive has it", async () => {
    expect(sortedArchive({ id: "i", open: () => each([]) }).order).toBe("published")
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 2000 }),
        async (minutes, memory) => {
          const lines = minutes.map((minute, id) => lineOf(id, { publishedAt: at(minute), text: "x".repeat(id) }))
          const expected = minutes
            .map((minute, id) => ({ minute, id }))
            .toSorted((one, other) => one.minute - other.minute || one.id - other.id)
            .map(({ id }) => lines[id])
          expect(await sortedLines(lines)).toEqual(expected)
          expect(await sortedLines(lines, memory)).toEqual(expected)
        },
      ),
      { numRuns: 60 },
    )
    expect(await readdir(directory)).toEqual([])
  })

  it("keeps a line that cannot be read behind the line before it, and counts moments with an offset", async () => {
    const [late, early] = [lineOf(1, { publishedAt: "2025-11-03T11:00:00+03:00" }), lineOf(2, { publishedAt: "2025-11-03T07:59:00Z" })]
    expect(await sortedLines([late, "no JSON", early, '{"publishedAt":7}'], 1)).toEqual([early, '{"publishedAt":7}', late, "no JSON"])
  })

  it("leaves nothing on disk when it is not read to its end", async () => {
    const lines = Array.from({ length: 50 }, (_, id) => lineOf(id))
    for await (const line of sortedArchive({ id: "i", directory, memoryBytes: 500, open: () => each(lines) }).open({ fromLine: 1 })) {
      expect(line).toBe(lines[0])
      expect(await readdir(directory)).toHaveLength(1)
      break
    }
    expect(await readdir(directory)).toEqual([])
  })
})
