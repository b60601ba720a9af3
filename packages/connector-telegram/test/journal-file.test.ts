import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { createJournalFile } from "../src/index.ts"

let folder = ""
let path = ""
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "otklik-journal-"))
  path = join(folder, "journal.ndjson")
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe("a journal in a file", () => {
  it("remembers what was written last, after a restart too", async () => {
    const journal = createJournalFile({ path })
    expect(await journal.read("a")).toBeUndefined()
    await Promise.all([journal.replace("a", undefined, "1"), journal.replace("b", undefined, "2"), journal.replace("a", "1", "3\n")])
    for (const reader of [journal, createJournalFile({ path })]) {
      expect([await reader.read("a"), await reader.read("b"), await reader.read("c")]).toEqual(["3\n", "2", undefined])
    }
    expect((await readFile(path, "utf8")).split("\n")).toHaveLength(4)
  })

  it("takes an entry only in the place of the one that was read: of several that ask at once one succeeds", async () => {
    const journal = createJournalFile({ path })
    const claims = Array.from({ length: 5 }, (_, index) => journal.replace("a", undefined, `${index}`))
    expect(await Promise.all(claims)).toEqual([true, false, false, false, false])
    expect(await createJournalFile({ path }).replace("a", undefined, "9")).toBe(false)
    expect([await journal.replace("a", "9", "1"), await journal.replace("a", "0", "1"), await journal.read("a")]).toEqual([
      false,
      true,
      "1",
    ])
  })

  it("passes over a line that a crash tore, wherever it was torn, and goes on behind it", async () => {
    const whole = `${JSON.stringify(["a", "1"])}\n`
    const line = JSON.stringify(["b", "2"])
    for (let length = 1; length < line.length; length += 1) {
      await writeFile(path, whole)
      await appendFile(path, line.slice(0, length))
      const journal = createJournalFile({ path })
      expect([await journal.read("a"), await journal.read("b")]).toEqual(["1", undefined])
      await journal.replace("c", undefined, "3")
      const again = createJournalFile({ path })
      expect([await again.read("a"), await again.read("b"), await again.read("c")]).toEqual(["1", undefined, "3"])
    }
  })

  it("refuses a file that is none, and names the line", async () => {
    await writeFile(path, `${JSON.stringify(["a", "1"])}\nhello\n`)
    const journal = createJournalFile({ path })
    await expect(journal.read("a")).rejects.toMatchObject({ code: "protocol", details: { line: 2 } })
    await expect(journal.replace("a", "1", "2")).rejects.toMatchObject({ code: "protocol" })
    expect(await readFile(path, "utf8")).toContain("hello\n")
  })

  it("says where it cannot write", async () => {
    const journal = createJournalFile({ path: join(folder, "no", "journal") })
    expect(await journal.read("a")).toBeUndefined()
    await expect(journal.replace("a", undefined, "1")).rejects.toMatchObject({ code: "ENOENT" })
    expect(() => createJournalFile({ path: "" })).toThrow(expect.objectContaining({ code: "config" }))
  })
})
