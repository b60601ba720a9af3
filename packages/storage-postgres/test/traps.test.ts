import { fromPg, type PostgresClient } from "@otklik/storage-postgres"
import { storageContract, type StorageSubject } from "@otklik/testkit/storage"
import { describe, expect, inject, it } from "vitest"
import { openPg, openPool, subjectOf, type OpenClient } from "./drivers.ts"
import { pgHabits } from "./habits.ts"

const server = inject("postgres")
const port = server?.port ?? 0

async function outcomeOf(promise: string, subject: StorageSubject): Promise<string> {
  const found = storageContract.find(({ name }) => name === promise)
  if (found === undefined) throw new Error("there is no such promise")
  return found.check(subject).then(
    () => "kept",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
}

describe.skipIf(server === null)("the contract notices the traps of PostgreSQL itself", () => {
  it("a lease that is chosen by a limit which the plan does not know", async () => {
    const openOne: OpenClient = () => {
      // Where the server itself takes the plan for any values depends on what it thinks that either costs.
      const pool = openPool(port, { max: 1, options: "-c plan_cache_mode=force_generic_plan" })
      const plain = fromPg(pool)
      const query: PostgresClient["query"] = async (statement) => {
        const { text, values } = statement
        const [, table, limit] = /FROM (\S+\.outbox) AS due[^]*?LIMIT (\d+)/.exec(text) ?? []
        if (table === undefined || limit === undefined) return plain.query(statement)
        const chosen = `SELECT w.outbox_id FROM ${table} AS w WHERE w.tenant = $1 AND w.state = 'planned'
          ORDER BY w.due_at, w.planned_at, w.outbox_id LIMIT $${values.length + 1}::bigint`
        const worse = text.replace("WHERE due.tenant = $1", `WHERE due.tenant = $1 AND due.outbox_id IN (${chosen})`)
        const { rows } = await pool.query({ text: worse, values: [...values, limit], rowMode: "array" })
        return rows as string[][]
      }
      return { client: { ...plain, query }, end: async () => pool.end() }
    }
    const subject = subjectOf(openPg(port), { openOne })
    const leased = "plan: work is leased without reading any table whole, however often it is asked for"
    expect(await outcomeOf(leased, subject)).toMatch(/a lease of replies reads whole: outbox/)
    await subject.end()
  })

  it("rows that the parsers of the host have been through", async () => {
    const naive: OpenClient = () => {
      const pool = openPool(port, { types: { getTypeParser: () => () => "spoiled" } })
      const query: PostgresClient["query"] = async ({ text, values }) =>
        (await pool.query({ text, values: [...values], rowMode: "array" })).rows as string[][]
      return { client: { ...fromPg(pool), query }, end: async () => pool.end() }
    }
    const subject = subjectOf(openPg(port), { habits: { "parsers of its own": naive } })
    expect(await outcomeOf("habit: however a host has set up its handle, everything reads the same", subject)).not.toBe("kept")
    await subject.end()
  })

  it("serialization failures that nobody tries again, or says to be such that may be", async () => {
    const open = pgHabits(port)["every transaction is serializable"]
    if (open === undefined) throw new Error("there is no such habit")
    const habits = {
      "serializable, and nobody tries again": () => {
        const { client, end } = open()
        const query: PostgresClient["query"] = async (statement) =>
          client.query(statement).catch((error: unknown) => {
            throw new Error("could not serialize access", { cause: error })
          })
        return { client: { ...client, query }, end }
      },
    }
    const subject = subjectOf(openPg(port), { habits })
    const race = "habit: with any configuration of the handles racing workers do nothing twice, and what fails may be tried again"
    expect(await outcomeOf(race, subject)).toMatch(/expected an error that may be tried again/)
    await subject.end()
  })
})
