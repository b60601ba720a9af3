import { storageContract } from "@otklik/testkit/storage"
import { afterAll, describe, it } from "vitest"
import { fileSubject, memorySubject } from "./drivers.ts"
import { betterSqlite3, nodeSqlite } from "./habits.ts"

const subjects = {
  "node:sqlite on a file": fileSubject(nodeSqlite),
  "node:sqlite in memory": memorySubject(nodeSqlite),
  "better-sqlite3 on a file": fileSubject(betterSqlite3),
  "better-sqlite3 in memory": memorySubject(betterSqlite3),
}

for (const [name, subject] of Object.entries(subjects)) {
  describe(`the SQLite storage keeps the storage contract: ${name}`, () => {
    afterAll(() => subject.end())
    for (const { name: promise, exempts, check } of storageContract)
      it.skipIf(exempts?.(subject) !== undefined)(promise, async () => check(subject))
  })
}
