/**
 * The PostgreSQL storage beside the same rows written by hand with `pg`, on the same server, by turns.
 *
 *   npm run bench:storage -- [--rounds 9]
 *
 * Starts a server of its own in a temporary folder, with the settings of a real one (what is acknowledged is on disk).
 * Each task is cut into short rounds, and in each the two sides follow one another: the ratio is the median of those of
 * the rounds. Figures a second depend on the machine and on who else uses it.
 */
import { parseArgs } from "node:util"
import type { Lease, UnitOfWork } from "@otklik/core/storage"
import { createPostgresStorage, fromPg } from "@otklik/storage-postgres"
import { appendOf, buildCursorMove, buildIncident, buildOutboxEntry, buildStoredMessage } from "@otklik/testkit"
import { Pool } from "pg"
import { startServer } from "../packages/storage-postgres/test/server/start-server.ts"
import { commitByHand, leaseByHand, settleByHand } from "./storage-by-hand.ts"

const { values } = parseArgs({ options: { rounds: { type: "string", default: "9" } } })
const rounds = Number(values.rounds)
if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds: a whole number from 1 on was expected")

const text =
  "Третий день нет отопления, батареи холодные, дома дети. Управляющая компания трубку не берёт, диспетчерская отвечает, что заявка принята. ".repeat(
    2,
  )

/** One page of a source: messages that matched, each registered as an incident of its own. */
function pageUnit(round: string, first: number, size: number, cursor?: UnitOfWork["cursors"]): UnitOfWork {
  const ids = Array.from({ length: size }, (_, index) => `${round}_${first + index}`)
  return {
    appends: ids.map((id) => appendOf(buildIncident({ incidentId: `inc_${id}`, messageKey: `vk:-1_${id}`, status: "assigned" }))),
    claims: ids.map((id) => ({ key: `message:vk:-1_${id}`, incidentId: `inc_${id}` })),
    messages: ids.map((id) => buildStoredMessage({ key: `vk:-1_${id}`, text })),
    ...(cursor === undefined ? {} : { cursors: cursor }),
  }
}

/** Does pieces of work, some at a time, and gives the seconds. */
async function timed<Piece>(pieces: readonly Piece[], atOnce: number, work: (piece: Piece) => Promise<unknown>): Promise<number> {
  const queue = pieces.toReversed()
  const started = process.hrtime.bigint()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let piece = queue.pop(); piece !== undefined; piece = queue.pop()) await work(piece)
    }),
  )
  return Number(process.hrtime.bigint() - started) / 1e9
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

const server = await startServer({
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  shared_buffers: "512MB",
  max_wal_size: "4GB",
  deadlock_timeout: "1s",
})
if (server === undefined) throw new Error("there is no PostgreSQL server here: npm ci brings one")
const pool = new Pool({ host: "127.0.0.1", port: server.port, user: "otklik", database: "postgres", max: 8 })

/** What both sides can do. */
interface Side {
  commit(unit: UnitOfWork): Promise<unknown>
  lease(limit: number): Promise<readonly Pick<Lease, "id" | "token">[]>
  settle(lease: Pick<Lease, "id" | "token">): Promise<void>
}

const storage = createPostgresStorage({ client: fromPg(pool), schema: "ours" })

const ours: Side = {
  commit: (unit) => storage.commit(unit),
  lease: (limit) => storage.lease({ kind: "reply", owner: "w", now: "2026-03-03T00:00:00.000Z", ttlMillis: 60_000, limit }),
  settle: ({ id, token }) =>
    storage.settle({
      lease: { kind: "reply", id, token, until: "2026-03-03T00:00:00.000Z", takenOver: false, reply: null },
      retry: { nextTryAt: "2026-03-04T00:00:00.000Z", attempts: 1 },
    }),
}

const hand: Side = {
  commit: (unit) => commitByHand(pool, unit),
  lease: (limit) => leaseByHand(pool, limit),
  settle: (lease) => settleByHand(pool, lease),
}

/** Work of one round, the same for both sides: gives how many things a second. */
type Task = (side: Side, round: number) => Promise<number>

/** Registers 1 200 messages, so many a commit. */
function register(size: number, atOnce: number): Task {
  return async (side, round) => {
    const units = Array.from({ length: 1200 / size }, (_, index) => pageUnit(`${round}b${size}x${atOnce}`, index * size, size))
    return 1200 / (await timed(units, atOnce, side.commit))
  }
}

/** Registers 240 messages, each in a commit with the cursor of its source. */
function registerSingly(atOnce: number): Task {
  return async (side, round) => {
    const units = Array.from({ length: 240 }, (_, index) =>
      pageUnit(`${round}s${atOnce}`, index, 1, [buildCursorMove({ sourceId: `${round}-${atOnce}-${index}` })]),
    )
    return 240 / (await timed(units, atOnce, side.commit))
  }
}

/** Takes and postpones replies, all of which are due. */
function leaseAndSettle(limit: number, atOnce: number): Task {
  return async (side, round) => {
    const name = `${limit}-${atOnce}-${round}`
    await side.commit({ outbox: Array.from({ length: 480 }, (_, index) => buildOutboxEntry({ outboxId: `${name}-${index}`, text })) })
    let taken = 0
    const asks = Array.from({ length: 240 / limit }, (_, index) => index)
    const seconds = await timed(asks, atOnce, async () => {
      const leases = await side.lease(limit)
      taken += leases.length
      for (const lease of leases) await side.settle(lease)
    })
    if (taken === 0) throw new Error("nothing was leased")
    return taken / seconds
  }
}

const tasks: readonly (readonly [what: string, task: Task])[] = [
  ["register messages, 100 a commit, 1 at once", register(100, 1)],
  ["register messages, 100 a commit, 4 at once", register(100, 4)],
  ["single commits, 1 at once", registerSingly(1)],
  ["single commits, 8 at once", registerSingly(8)],
  ["lease 1 and settle, 1 at once", leaseAndSettle(1, 1)],
  ["lease 1 and settle, 8 at once", leaseAndSettle(1, 8)],
  ["lease 10 and settle, 8 at once", leaseAndSettle(10, 8)],
]

try {
  await storage.migrate()
  await createPostgresStorage({ client: fromPg(pool), schema: "by_hand" }).migrate()
  console.log(`${server.name}; Node ${process.version}; median of ${rounds} rounds\n`)
  console.log("a second".padEnd(46), "storage   by hand   ratio")
  for (const [what, task] of tasks) {
    const rates: { readonly ours: number; readonly hand: number }[] = []
    // The first round warms up.
    for (let round = 0; round <= rounds; round += 1) {
      const first = round % 2 === 0
      const early = await task(first ? ours : hand, round)
      const late = await task(first ? hand : ours, round)
      if (round > 0) rates.push(first ? { ours: early, hand: late } : { ours: late, hand: early })
    }
    const cells = [median(rates.map((rate) => rate.ours)), median(rates.map((rate) => rate.hand))].map((rate) =>
      rate.toFixed(0).padStart(8),
    )
    console.log(
      what.padEnd(46),
      cells.join("  "),
      median(rates.map((rate) => rate.ours / rate.hand))
        .toFixed(2)
        .padStart(6),
    )
  }
} finally {
  await pool.end()
  await server.stop()
}
