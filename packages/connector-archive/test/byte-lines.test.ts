import { isUtf8 } from "node:buffer"
import { open, writeFile } from "node:fs/promises"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createByteLines, type ByteLine } from "../src/sources/byte-lines.ts"
import { temporaryFile } from "./archive.ts"

const maxLineBytes = 30_000

async function linesOf(path: string, from: number, to: number): Promise<readonly ByteLine[]> {
  await using handle = await open(path, "r")
  const walk = createByteLines(handle, { from, to, maxLineBytes, expectedLines: 1, signal: undefined })
  const lines: ByteLine[] = []
  do {
    for (let line = walk.next(); line !== undefined; line = walk.next()) lines.push(line)
  } while (await walk.fill())
  const tail = walk.tail()
  return tail === undefined ? lines : [...lines, tail]
}

/** The same, by splitting the bytes in memory. */
function naive(bytes: Buffer): readonly { readonly size: number; readonly text: string | undefined; readonly ended: boolean }[] {
  const lines = []
  let start = 0
  while (start < bytes.length) {
    const stop = bytes.indexOf(10, start)
    const ended = stop !== -1
    const line = bytes.subarray(start, ended ? stop : bytes.length)
    const readable = line.length <= maxLineBytes && isUtf8(line)
    lines.push({ size: line.length + (ended ? 1 : 0), text: readable ? line.toString("utf8") : undefined, ended })
    start += line.length + 1
  }
  return lines
}

describe("createByteLines", () => {
  it("cuts a stretch as a split in memory does, wherever its chunks end", async () => {
    const path = await temporaryFile("")
    const piece = fc.oneof(
      fc
        .tuple(fc.constantFrom("x", "ж", "🙏", "\r"), fc.oneof(fc.nat(30), fc.nat(20_000)))
        .map(([letter, times]) => Buffer.from(letter.repeat(times))),
      fc.constantFrom(Buffer.from([0xff]), Buffer.from([0xd0]), Buffer.from("\n"), Buffer.from("\n\n"), Buffer.from("\ufeff")),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), fc.nat(1000), async (pieces, from) => {
        const bytes = Buffer.concat(pieces)
        await writeFile(path, bytes)
        const start = Math.min(from, bytes.length)
        const lines = await linesOf(path, start, bytes.length)
        expect(lines.map(({ size, content, ended }) => ({ size, text: typeof content === "string" ? content : undefined, ended }))).toEqual(
          naive(bytes.subarray(start)),
        )
      }),
      { numRuns: 150 },
    )
  })

  it("ends where it is told to", async () => {
    const path = await temporaryFile("one\ntwo\nthree\n")
    expect((await linesOf(path, 4, 10)).map(({ content, ended }) => [content, ended])).toEqual([
      ["two", true],
      ["th", false],
    ])
  })
})
