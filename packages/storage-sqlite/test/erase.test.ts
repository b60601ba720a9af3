import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { erasedMessage } from "@otklik/core/storage"
import { buildStoredMessage } from "@otklik/testkit"
import { expect, describe, it } from "vitest"
import { openFile } from "./fixture/open-file.ts"

describe("erasure in a database file", () => {
  it("leaves nothing of the text in the file, under the settings that the package recommends", async () => {
    const folder = mkdtempSync(join(tmpdir(), "otklik-erase-"))
    const file = join(folder, "otklik.db")
    const { database, storage } = openFile(file)
    await storage.migrate()
    const secrets = Array.from({ length: 20 }, (_, index) => `unmistakable words of citizen ${index} `)
    const messages = secrets.map((secret, index) => buildStoredMessage({ key: `vk:-1_${index}`, text: secret.repeat(1 + index * 40) }))
    await storage.commit({ messages })
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)")
    expect(readFileSync(file, "latin1")).toContain("unmistakable words of citizen 7 ")

    await storage.commit({ tombstones: messages.map(erasedMessage) })
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    expect(readFileSync(file, "latin1")).not.toContain("unmistakable words")
    rmSync(folder, { recursive: true, force: true })
  })

  it("leaves nothing of the text in the WAL either, without a checkpoint of the host", async () => {
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
    await storage.commit({ tombstones: [erasedMessage(message)] })
    expect(performance.now() - began).toBeLessThan(2500)
    expect(database.prepare("PRAGMA busy_timeout").get()).toEqual({ timeout: 5000 })
    reader.close()
    await storage.commit({ claims: [{ key: "later", incidentId: "incident-1" }] })
    for (const part of [file, `${file}-wal`]) expect(readFileSync(part, "latin1")).not.toContain("unmistakable words")
    database.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it("leaves nothing of a word in the index of words, whatever came before, between and after", async () => {
    const folder = mkdtempSync(join(tmpdir(), "otklik-erase-"))
    const file = join(folder, "otklik.db")
    const { database, storage } = openFile(file)
    await storage.migrate()
    const text = (index: number) => `тротуар zqword${index}end пропал ${index}`
    const messages = Array.from({ length: 60 }, (_, index) => buildStoredMessage({ key: `vk:-1_${index}`, text: text(index) }))
    for (const message of messages) await storage.commit({ messages: [message] })
    // An edit takes the old words along.
    await storage.commit({ messages: [buildStoredMessage({ key: "vk:-1_7", text: "другое", revision: 2 })] })
    const gone = messages.slice(10, 50)
    for (const message of gone) await storage.commit({ tombstones: [erasedMessage(message)] })
    for (const message of messages.slice(50)) await storage.commit({ messages: [{ ...message, revision: 2 }] })
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)")
    const left = readFileSync(file, "latin1")
    // Of words that are alike only the ends are written: so much of each is its own.
    for (const index of [7, ...gone.map((_, at) => at + 10)])
      expect(left, `word ${index}`).not.toMatch(new RegExp(`(?:^|[^0-9])${index}end`))
    expect(left).toContain("58end")
    database.close()
    rmSync(folder, { recursive: true, force: true })
  })
})
