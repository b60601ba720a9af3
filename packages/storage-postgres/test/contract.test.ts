import { PGlite } from "@electric-sql/pglite"
import { runContract, storageContract } from "@otklik/testkit"
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest"
import { openPg, openPglite, openPostgresJs, subjectOf, type OpenClient, type TestSubject } from "./drivers.ts"

const server = inject("postgres")

function keepsTheContract(openClient: () => OpenClient): void {
  let subject: TestSubject | undefined
  beforeAll(async () => {
    subject = subjectOf(openClient())
    // The first opening makes the tables; PGlite starts a whole database for it.
    await subject.open()
  }, 60_000)
  afterAll(async () => subject?.end())
  for (const contractCase of storageContract) {
    it(contractCase.name, async () => {
      if (subject === undefined) throw new Error("there is no subject")
      await contractCase.check(subject)
    })
  }
}

describe("the PostgreSQL storage keeps the storage contract: PGlite", () => {
  keepsTheContract(() => openPglite(new PGlite()))
})

describe.skipIf(server === null)("the PostgreSQL storage keeps the storage contract: pg on a server", () => {
  keepsTheContract(() => openPg(server?.port ?? 0))
})

describe.skipIf(server === null)("the PostgreSQL storage keeps the storage contract: postgres.js on a server", () => {
  keepsTheContract(() => openPostgresJs(server?.port ?? 0))
})

describe.skipIf(server === null)("the PostgreSQL storage keeps the storage contract: sixteen cases at once, each of its own tenant", () => {
  it("keeps every promise", { timeout: 120_000 }, async () => {
    const subject = subjectOf(openPg(server?.port ?? 0, { max: 8 }))
    await subject.open()
    const results = await runContract(storageContract, subject, { atOnce: 16 })
    await subject.end()
    expect(results.filter((result) => result.outcome !== "kept")).toEqual([])
  })
})
