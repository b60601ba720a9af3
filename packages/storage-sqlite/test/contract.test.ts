import { storageContract } from "@otklik/testkit"
import { describe, it } from "vitest"
import { fileSubject, memorySubject, openBetterSqlite3, openNodeSqlite } from "./drivers.ts"

const subjects = {
  "node:sqlite on a file": fileSubject(openNodeSqlite),
  "node:sqlite in memory": memorySubject(openNodeSqlite),
  "better-sqlite3 on a file": fileSubject(openBetterSqlite3),
  "better-sqlite3 in memory": memorySubject(openBetterSqlite3),
}

for (const [name, subject] of Object.entries(subjects)) {
  describe(`the SQLite storage keeps the storage contract: ${name}`, () => {
    for (const contractCase of storageContract) it(contractCase.name, () => contractCase.check(subject))
  })
}
