import { storageContract, type StorageSubject } from "@otklik/testkit/storage"
import { describe, expect, it } from "vitest"
import { fileSubject, type OpenDatabase, type Driver } from "./drivers.ts"
import { betterSqlite3, nodeSqlite } from "./habits.ts"

/** A driver whose every statement is sent in other words. */
function rewording(driver: Driver, change: (sql: string) => string): StorageSubject {
  const open: OpenDatabase = (file) => {
    const handle = driver.open(file)
    return {
      exec: (sql) => handle.exec(change(sql)),
      prepare: (sql) => handle.prepare(change(sql)),
      close: () => handle.close(),
    }
  }
  return fileSubject({ ...driver, open })
}

async function outcomeOf(promise: string, subject: StorageSubject): Promise<string> {
  const found = storageContract.find(({ name }) => name === promise)
  if (found === undefined) throw new Error("there is no such promise")
  return found.check(subject).then(
    () => "kept",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
}

const isWhole = "between: a write of another handle between two statements leaves a call whole, and it does not fail half-way"
const ofOneMoment = ["cursors and their gaps", "records of cursors and their gaps", "the counts of records", "the counts of work"]

describe.each([
  ["node:sqlite", nodeSqlite],
  ["better-sqlite3", betterSqlite3],
])("the contract notices the traps of SQLite itself: %s", (_, driver) => {
  it("a plain BEGIN, which is busy at once when somebody has written since the first question", async () => {
    expect(
      await outcomeOf(
        isWhole,
        rewording(driver, (sql) => sql.replace("BEGIN IMMEDIATE", "BEGIN")),
      ),
    ).toMatch(/busy/)
  })

  it.each(ofOneMoment)("%s out of several statements without a snapshot", async (what) => {
    const torn = rewording(driver, (sql) => (/^(SAVEPOINT|RELEASE)/.test(sql) ? "SELECT 1" : sql))
    expect(await outcomeOf(`between: ${what} are of one moment`, torn)).toMatch(/of several moments/)
  })

  it("a lease that an index is not used for", async () => {
    const scanning = rewording(driver, (sql) => sql.replace("FROM otklik_incident\n  WHERE", "FROM otklik_incident NOT INDEXED\n  WHERE"))
    expect(await outcomeOf("plan: work is leased without reading any table whole, however often it is asked for", scanning)).toMatch(
      /clocks reads whole: SCAN otklik_incident/,
    )
  })
})
