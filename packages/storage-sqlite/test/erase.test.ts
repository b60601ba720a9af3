import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
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

    expect(await storage.erase({ by: "author", pseudonym: "author-1", at })).toEqual({ at, messages: 20 })
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    expect(readFileSync(file, "latin1")).not.toContain("unmistakable words")
    rmSync(folder, { recursive: true, force: true })
  })

  it("goes through any number of messages, batch by batch", async () => {
    const { database, storage } = openFile(":memory:")
    await storage.migrate()
    const messages = Array.from({ length: 2500 }, (_, index) =>
      buildStoredMessage({ key: `vk:-1_${index}`, authorPseudonym: index % 5 === 0 ? "author-2" : "author-1" }),
    )
    await storage.commit({ messages })
    expect((await storage.erase({ by: "author", pseudonym: "author-1", at })).messages).toBe(2000)
    expect((await storage.erase({ by: "age", publishedBefore: at, statuses: [], at })).messages).toBe(500)
    expect((await storage.erase({ by: "message", keys: messages.map((message) => message.key), at })).messages).toBe(0)
    database.close()
  })
})
