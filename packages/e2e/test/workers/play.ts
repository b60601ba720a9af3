import assert from "node:assert/strict"
import { isDeskError, type StoredEvent } from "@otklik/core"
import { createPostgresStorage, fromPg } from "@otklik/storage-postgres"
import { Pool } from "pg"
import { clock } from "../../../../examples/workers/clock.ts"
import { startWorker, type Worker } from "../../../../examples/workers/crew.ts"
import type { Server } from "../../../storage-postgres/test/server/start-server.ts"
import type { Fault } from "./broken/faults.ts"
import { openCity, type Origin, type PlannedComplaint } from "./city.ts"
import { checkFeed, checkReplies, readFinalState, type FinalIncident } from "./final-state.ts"
import { openOffice } from "./office.ts"

/** How a plan is played through. */
export interface Play {
  readonly server: Server
  readonly schema: string
  readonly plan: readonly PlannedComplaint[]
  /** Over how many seconds the plan is spread. */
  readonly seconds: number
  readonly workers: number
  /** What is wrong with the workers; absent: nothing. */
  readonly fault?: Fault
  /** How long the rest may take after everything was written and the last worker was killed, seconds; default 180. */
  readonly patienceSeconds?: number
  /** What disturbs it; absent: nothing. */
  readonly disturbance?: {
    /** Draws numbers of [0, 1). */
    readonly nextMoment: () => number
    /** A worker is killed this often, seconds. */
    readonly killEverySeconds: number
    /** So many times the server is restarted. */
    readonly restarts: number
  }
}

/** What a play came to. */
export interface Played {
  readonly state: ReadonlyMap<Origin, FinalIncident>
  readonly figures: Readonly<Record<"incidents" | "events" | "replies" | "kills" | "restarts" | "seconds" | "drainSeconds", number>>
}

const leaseSeconds = 6
const brokenWorker = new URL("broken/broken-worker.ts", import.meta.url)

/** Plays a plan through with worker processes, and checks what must hold whatever happens. */
export async function playThrough(play: Play): Promise<Played> {
  const { server, schema, plan, seconds, workers: count, fault, patienceSeconds = 180, disturbance } = play
  const url = `postgres://otklik@127.0.0.1:${server.port}/postgres`
  const pool = new Pool({ connectionString: url, max: 6 })
  pool.on("error", () => {})
  const storage = createPostgresStorage({ client: fromPg(pool), schema })
  await storage.migrate()
  const city = await openCity()
  const office = openOffice(storage, city)
  const settings = Array.from({ length: count }, () => city.settings())
  const crew: (Worker | undefined)[] = []
  const figures = { kills: 0, restarts: 0 }
  const failures: unknown[] = []
  const over = new AbortController()
  const begin = performance.now()
  const elapsed = (): number => (performance.now() - begin) / 1000

  const employ = async (index: number): Promise<void> => {
    const common = { workerId: `worker-${index}`, database: { url, schema }, leaseSeconds }
    const sound = { ...common, ...(settings[index] ?? city.settings()) }
    crew[index] = await (fault === undefined ? startWorker(sound) : startWorker(Object.assign(sound, { fault }), brokenWorker))
  }
  /** Runs beside the others until the play is over; what it throws ends the play. */
  const beside = async (work: () => Promise<void>): Promise<void> => {
    try {
      while (!over.signal.aborted) await work()
    } catch (error) {
      failures.push(error)
      over.abort()
    }
  }
  const tailed: StoredEvent[] = []
  const follow = async (): Promise<void> => {
    try {
      tailed.push(...(await storage.readEvents(tailed.at(-1)?.position ?? null, 500)))
    } catch (error) {
      if (!isDeskError(error) || !error.retryable) throw error
    }
    await clock.sleep(50)
  }
  const kill = async (): Promise<void> => {
    if (disturbance === undefined) return
    await clock.sleep(disturbance.killEverySeconds * (0.5 + disturbance.nextMoment()) * 1000, over.signal)
    if (elapsed() > seconds || over.signal.aborted) return
    const alive = crew.flatMap((worker, index) => (worker === undefined ? [] : [{ worker, index }]))
    const chosen = alive[Math.floor(disturbance.nextMoment() * alive.length)]
    if (chosen === undefined) return
    const { worker, index } = chosen
    assert.equal(worker.end, undefined, `${worker.workerId} ended by itself`)
    crew[index] = undefined
    await worker.kill()
    figures.kills += 1
    // Not waited for: a process takes its time to start, and the others are killed meanwhile.
    void employ(index).catch((error: unknown) => {
      failures.push(error)
      over.abort()
    })
  }
  const restarts = Array.from(
    { length: disturbance?.restarts ?? 0 },
    (_, index) => ((index + 0.5) * seconds) / (disturbance?.restarts ?? 1),
  )
  const restart = async (): Promise<void> => {
    await clock.sleep(100, over.signal)
    if ((restarts[figures.restarts] ?? Infinity) > elapsed()) return
    await server.restartImmediately()
    figures.restarts += 1
  }

  try {
    for (let index = 0; index < count; index += 1) await employ(index)
    const follower = beside(follow)
    const troubles = disturbance === undefined ? [] : [beside(kill), beside(restart)]
    let written = 0
    let closed = 0
    let progressAt = 0
    while (!over.signal.aborted && (written < plan.length || closed < city.origins.size || elapsed() < seconds)) {
      const due = Math.min(plan.length, Math.ceil((elapsed() / seconds) * plan.length))
      for (; written < due; written += 1) city.write(written, plan[written] as PlannedComplaint)
      const before = closed
      closed = Math.max(closed, await office.work())
      if (closed > before) progressAt = elapsed()
      await clock.sleep(100)
      if (elapsed() > Math.max(seconds, progressAt) + patienceSeconds)
        throw new Error(`${closed} of ${city.origins.size} incidents are closed: the workers got stuck\n${await remains(pool, schema)}`)
    }
    const drained = elapsed()
    if (failures.length > 0) throw new AggregateError(failures, "the play was broken off")
    while (crew.some((worker) => worker === undefined)) await clock.sleep(50)
    for (const worker of crew) assert.equal(worker?.end, undefined, `${worker?.workerId} ended by itself`)
    await Promise.all(crew.map(async (worker) => worker?.stop()))
    for (const worker of crew) assert.equal(worker?.end, "exit 0")
    await clock.sleep(200)
    over.abort()
    await Promise.all([follower, ...troubles])

    // A killed worker's lease is forgotten where its work was done by another; what stands of it has run out.
    const held = await pool.query(
      `SELECT kind, id FROM ${schema}.lease WHERE until > (extract(epoch FROM now()) * 1000)::bigint AND kind <> 'slot'`,
    )
    assert.deepEqual(held.rows, [], "leases that are still held")
    const open = await pool.query(`SELECT outbox_id, state FROM ${schema}.outbox WHERE state NOT IN ('read-back', 'published')`)
    assert.deepEqual(open.rows, [], "replies that were not published")
    const state = await readFinalState(storage, city)
    const [events, replies] = [await checkFeed(storage, tailed), await checkReplies(storage, city)]
    return {
      state,
      figures: {
        ...figures,
        incidents: state.size,
        events,
        replies,
        seconds: Math.round(drained),
        drainSeconds: Math.round(drained - seconds),
      },
    }
  } finally {
    over.abort()
    await Promise.all(crew.map(async (worker) => worker?.kill()))
    await city.close()
    await pool.end()
  }
}

/** What is not done, for whoever searches for the reason. */
async function remains(pool: Pool, schema: string): Promise<string> {
  const statuses = await pool.query(`SELECT status, count(*)::int FROM ${schema}.incident GROUP BY 1`)
  const leases = await pool.query(`SELECT kind, id, owner, until - (extract(epoch FROM now()) * 1000)::bigint AS left FROM ${schema}.lease`)
  const outbox = await pool.query(`SELECT state, attempts, next_try_at, count(*)::int FROM ${schema}.outbox GROUP BY 1, 2, 3`)
  return JSON.stringify({ statuses: statuses.rows, leases: leases.rows, outbox: outbox.rows }, null, 1)
}
