import { isDeskError, type Storage } from "@otklik/core"
import type { UnitOfWork } from "@otklik/core/storage"
import { fromPg, type PostgresClient } from "@otklik/storage-postgres"
import { appendOf, buildCursorMove, buildIncident, buildStoredMessage } from "@otklik/testkit"
import type { Pool } from "pg"
import { expect } from "vitest"
import { openPool } from "./drivers.ts"

/** The messages of one unit. */
export const size = 10

/** Many rows, guarded by the cursor that the worker has: stored once or not at all, however often it is tried. */
export function unitOf(worker: string, number: number): UnitOfWork {
  const ids = Array.from({ length: size }, (_, index) => `${worker}_${number}_${index}`)
  return {
    appends: ids.map((id) => appendOf(buildIncident({ incidentId: id, messageKey: `vk:${id}` }))),
    claims: ids.map((id) => ({ key: `message:vk:${id}`, incidentId: id })),
    messages: ids.map((id) => buildStoredMessage({ key: `vk:${id}` })),
    cursors: [buildCursorMove({ connectorId: worker, expected: number === 1 ? null : String(number - 1), next: String(number) })],
  }
}

/** Where a worker stands, asked until there is an answer. */
async function standOf(storage: Storage, worker: string): Promise<number> {
  for (;;) {
    try {
      return Number((await storage.readCursors(worker))[0]?.cursor ?? 0)
    } catch (error) {
      if (!isDeskError(error, "network")) throw error
    }
  }
}

/** What happens while workers commit. */
export interface Watch {
  isOver: boolean
  failures: number
  acknowledged: number
}

/** Commits unit after unit as a worker does that goes on after any failure that may be tried again. */
export async function keepCommitting(storage: Storage, worker: string, watch: Watch): Promise<number> {
  let last = 0
  while (!watch.isOver) {
    const next = (await standOf(storage, worker)) + 1
    try {
      await storage.commit(unitOf(worker, next))
      last = next
      watch.acknowledged += 1
    } catch (error) {
      if (!isDeskError(error) || !error.retryable) throw error
      watch.failures += 1
    }
  }
  return last
}

/** Whole units only, and every one that was acknowledged. */
export async function expectWhole(
  pool: Pool,
  { schema, storage, last }: { schema: string; storage: Storage; last: Readonly<Record<string, number>> },
) {
  let units = 0
  for (const [worker, acknowledged] of Object.entries(last)) {
    const stands = await standOf(storage, worker)
    expect(stands).toBeGreaterThanOrEqual(acknowledged)
    units += stands
  }
  const count = async (table: string) =>
    Number((await pool.query<{ rows: string }>(`SELECT count(*) AS rows FROM "${schema}".${table}`)).rows[0]?.rows)
  const eventsOfOne = buildIncident().events.length
  expect({
    incidents: await count("incident"),
    messages: await count("message"),
    claims: await count("claim"),
    events: await count("event"),
  }).toEqual({
    incidents: units * size,
    messages: units * size,
    claims: units * size,
    events: units * size * eventsOfOne,
  })
  const feed = await storage.readEvents(null, 100_000)
  expect(feed.map((stored) => stored.position)).toEqual(feed.map((_, index) => String(index + 1)))
}

/** Every transaction of it is serializable; it counts those that the database rolled back for that. */
export function openSerializable(port: number) {
  const pool = openPool(port, { max: 8, options: "-c default_transaction_isolation=serializable" })
  const plain = fromPg(pool)
  let count = 0
  const client: PostgresClient = {
    ...plain,
    query: async (statement) =>
      plain.query(statement).catch((error: unknown) => {
        if (error instanceof Error && Reflect.get(error, "code") === "40001") count += 1
        throw error
      }),
  }
  return { client, end: async () => pool.end(), rolledBack: () => count }
}

/** Registers those of some messages that nobody was faster with, and counts them. */
export async function registerThem(storage: Storage, worker: number, messages: number): Promise<number> {
  let count = 0
  for (let id = 0; id < messages; id += 1) {
    const incidentId = `${worker}-${id}`
    const claims = [{ key: `message:vk:-1_${id}`, incidentId }]
    const appends = [appendOf(buildIncident({ incidentId, messageKey: `vk:-1_${id}` }))]
    let code = "conflict"
    while (code === "conflict") {
      code = await storage.commit({ claims, appends }).then(
        () => "stored",
        (error: unknown) => (isDeskError(error) ? error.code : String(error)),
      )
    }
    if (code === "stored") count += 1
    else expect(code).toBe("duplicate")
  }
  return count
}
