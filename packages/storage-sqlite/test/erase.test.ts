import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { ErasureRequest } from "@otklik/core"
import { buildStoredMessage } from "@otklik/testkit"
import { expect, describe, it } from "vitest"
import { openFile } from "./fixture/open-file.ts"

const at = "2026-06-01T00:00:00.000Z"

describe("erasure in a database file", () => {
  it("leaves nothing of the text in the file, under the settings that the package recommends", async () => {
    const folder = mkdtempSync(join(tmpdir(), "otklik-erase-"))
    const file = join(folder, "otklik.db")
    const { database, storage } = openFile(file)
    await storage.migrate()
    const secrets = Array.from({ length: 20 }, (_, index) => `unmistakable words of citizen ${index} `)
    await storage.commit({
      messages: secrets.map((secret, index) =>
        buildStoredMessage({ key: `vk:-1_${index}`, text: secret.repeat(1 + index * 40), authorPseudonym: "author-1" }),
      ),
    })
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)")
    expect(readFileSync(file, "latin1")).toContain("unmistakable words of citizen 7 ")

    expect(await storage.erase({ by: "author", limit: 1000, pseudonym: "author-1", at })).toEqual({ at, messages: 20, next: null })
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    expect(readFileSync(file, "latin1")).not.toContain("unmistakable words")
    rmSync(folder, { recursive: true, force: true })
  })

  it("goes through any number of messages, page by page", async () => {
    const { database, storage } = openFile(":memory:")
    await storage.migrate()
    const messages = Array.from({ length: 2500 }, (_, index) =>
      buildStoredMessage({ key: `vk:-1_${index}`, authorPseudonym: index % 5 === 0 ? "author-2" : "author-1" }),
    )
    await storage.commit({ messages })
    const pagesOf = async (request: Exclude<ErasureRequest, { by: "message" }>) => {
      const pages: number[] = []
      for (let after: string | null | undefined; after !== null;) {
        const { messages: erased, next } = await storage.erase(after === undefined ? request : { ...request, after })
        pages.push(erased)
        after = next
      }
      return pages
    }
    expect(await pagesOf({ by: "author", limit: 1000, pseudonym: "author-1", at })).toEqual([799, 800, 401])
    expect(await pagesOf({ by: "age", limit: 300, publishedBefore: at, statuses: [], at })).toEqual([300, 200])
    const keys = messages.slice(0, 1000).map((message) => message.key)
    expect((await storage.erase({ by: "message", keys, at })).messages).toBe(0)
    database.close()
  })
})
