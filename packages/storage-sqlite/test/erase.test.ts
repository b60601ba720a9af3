import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { erasedMessage, type ErasureRequest } from "@otklik/core/storage"
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

  it.each(["by a commit", "by erase"])(
    "leaves nothing of the text in the WAL either, without a checkpoint of the host: %s",
    async (how) => {
      const folder = mkdtempSync(join(tmpdir(), "otklik-erase-"))
      const file = join(folder, "otklik.db")
      const { database, storage } = openFile(file)
      await storage.migrate()
      const message = buildStoredMessage({ key: "vk:-1_1", text: "unmistakable words ".repeat(500), authorPseudonym: "author-1" })
      await storage.commit({ messages: [message] })
      expect(readFileSync(`${file}-wal`, "latin1")).toContain("unmistakable words")
      // Somebody reads meanwhile: the WAL is his to read, and nobody waits for him.
      const reader = new DatabaseSync(file)
      reader.exec("BEGIN; SELECT count(*) FROM otklik_message")
      reader.prepare("SELECT count(*) FROM otklik_message").get()
      const began = performance.now()
      if (how === "by a commit") await storage.commit({ tombstones: [erasedMessage(message)] })
      else await storage.erase({ by: "message", keys: ["vk:-1_1"], at })
      expect(performance.now() - began).toBeLessThan(2500)
      expect(database.prepare("PRAGMA busy_timeout").get()).toEqual({ timeout: 5000 })
      reader.close()
      await storage.commit({ claims: [{ key: "later", incidentId: "incident-1" }] })
      for (const part of [file, `${file}-wal`]) expect(readFileSync(part, "latin1")).not.toContain("unmistakable words")
      database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  )

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
