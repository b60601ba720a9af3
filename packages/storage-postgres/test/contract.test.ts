import { PGlite } from "@electric-sql/pglite"
import { runContract } from "@otklik/testkit"
import { storageContract } from "@otklik/testkit/storage"
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest"
import { openPg, openPglite, openPostgresJs, subjectOf, type TestSubject } from "./drivers.ts"
import { pgHabits, pgliteHabits, postgresJsHabits } from "./habits.ts"

const server = inject("postgres")
const port = server?.port ?? 0

function keepsTheContract(makeSubject: () => TestSubject): void {
  let subject: TestSubject | undefined
  beforeAll(async () => {
    subject = makeSubject()
    // The first opening makes the tables; PGlite starts a whole database for it.
    await subject.open()
  }, 60_000)
  afterAll(async () => subject?.end())
  for (const { name, exempts, check } of storageContract) {
    it(name, async ({ skip }) => {
      if (subject === undefined) throw new Error("there is no subject")
      const why = exempts?.(subject)
      if (why !== undefined) skip(why)
      await check(subject)
    })
  }
}

describe("the PostgreSQL storage keeps the storage contract: PGlite", () => {
  keepsTheContract(() => {
    const database = new PGlite()
    const habits = pgliteHabits(database)
    // What is read whole is a matter of the planner, which is that of the server.
    return subjectOf(openPglite(database), server === null ? { openOne: openPglite(database), habits } : { habits })
  })
})

describe.skipIf(server === null)("the PostgreSQL storage keeps the storage contract: pg on a server", () => {
  keepsTheContract(() => subjectOf(openPg(port), { openOne: openPg(port, { max: 1 }), habits: pgHabits(port) }))
})

describe.skipIf(server === null)("the PostgreSQL storage keeps the storage contract: postgres.js on a server", () => {
  keepsTheContract(() => subjectOf(openPostgresJs(port), { openOne: openPostgresJs(port, 1), habits: postgresJsHabits(port) }))
})

describe.skipIf(server === null)("the PostgreSQL storage keeps the storage contract: sixteen cases at once, each of its own tenant", () => {
  it("keeps every promise", { timeout: 120_000 }, async () => {
    const subject = subjectOf(openPg(port, { max: 8 }))
    await subject.open()
    const results = await runContract(storageContract, subject, { atOnce: 16 })
    await subject.end()
    expect(results.filter((result) => result.outcome === "broken")).toEqual([])
  })
})
