/**
 * The PostgreSQL storage beside the same rows written by hand with `pg`, on the same server, by turns.
 *
 *   npm run bench:storage -- [--rounds 5]
 *
 * Starts a server of its own in a temporary folder, with the settings of a real one (what is acknowledged is on disk). Prints the median of the rounds and the
 * ratio to the hand-written statements; figures in rows a second depend on the machine.
 */
import { parseArgs } from "node:util"
import type { Lease, UnitOfWork } from "@otklik/core"
import { createPostgresStorage, fromPg } from "@otklik/storage-postgres"
import { appendOf, buildCursorMove, buildIncident, buildOutboxEntry, buildStoredMessage } from "@otklik/testkit"
import { Pool } from "pg"
import { startServer } from "../packages/storage-postgres/test/server/start-server.ts"
import { commitByHand, leaseByHand, settleByHand } from "./storage-by-hand.ts"

const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" } } })
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
try {
  console.log(server.name)
  const ours = createPostgresStorage({ client: fromPg(pool), schema: "ours" })
  await ours.migrate()
  await createPostgresStorage({ client: fromPg(pool), schema: "by_hand" }).migrate()
  const sides = {
    "the storage": { commit: (unit: UnitOfWork) => ours.commit(unit), lease: leaseOurs, settle: settleOurs },
    "by hand": {
      commit: (unit: UnitOfWork) => commitByHand(pool, unit),
      lease: (limit: number) => leaseByHand(pool, limit),
      settle: (lease: Pick<Lease, "id" | "token">) => settleByHand(pool, lease),
    },
  }
  async function leaseOurs(limit: number) {
    return ours.lease({ kind: "reply", owner: "w", now: "2026-03-03T00:00:00.000Z", ttlMillis: 60_000, limit })
  }
  async function settleOurs(lease: Lease) {
    return ours.settle({ lease, retry: { nextTryAt: "2026-03-04T00:00:00.000Z", attempts: 1 } })
  }

  const results: Record<string, Record<string, number[]>> = {}
  const note = (what: string, side: string, rate: number): void => void ((results[what] ??= {})[side] ??= []).push(rate)

  for (let round = 0; round < rounds; round += 1) {
    const order = Object.keys(sides) as (keyof typeof sides)[]
    if (round % 2 === 1) order.reverse()
    for (const side of order) {
      const { commit, lease, settle } = sides[side]
      for (const [size, atOnce] of [
        [100, 1],
        [100, 4],
      ] as const) {
        const units = Array.from({ length: 10_000 / size }, (_, index) => pageUnit(`${round}b${size}x${atOnce}`, index * size, size))
        note(`10 000 messages, ${size} a commit, ${atOnce} at once`, side, 10_000 / (await timed(units, atOnce, commit)))
      }
      for (const atOnce of [1, 8]) {
        const singles = Array.from({ length: 1000 }, (_, index) =>
          pageUnit(`${round}s${atOnce}`, index, 1, [buildCursorMove({ sourceId: `${round}-${atOnce}-${index}` })]),
        )
        note(`single commits, ${atOnce} at once`, side, 1000 / (await timed(singles, atOnce, commit)))
      }
      await commit({ outbox: Array.from({ length: 4000 }, (_, index) => buildOutboxEntry({ outboxId: `${round}-${index}`, text })) })
      for (const [count, limit, atOnce] of [
        [1000, 1, 1],
        [1000, 1, 8],
        [200, 10, 8],
      ] as const) {
        const taken = new Set<string>()
        const seconds = await timed(
          Array.from({ length: count }, (_, index) => index),
          atOnce,
          async () => {
            for (const held of await lease(limit)) {
              taken.add(held.id)
              await settle(held as Lease)
            }
          },
        )
        if (taken.size < count * limit * 0.5) throw new Error(`${side}: ${taken.size} of ${count * limit} were leased`)
        note(`lease ${limit} and settle, ${atOnce} at once`, side, taken.size / seconds)
      }
    }
  }
  console.log(`\nmedian of ${rounds} rounds, a second`.padEnd(52), "storage   by hand   ratio")
  for (const [what, rates] of Object.entries(results)) {
    const [storage, hand] = [median(rates["the storage"] ?? []), median(rates["by hand"] ?? [])]
    console.log(
      `${what.padEnd(50)} ${storage.toFixed(0).padStart(8)}  ${hand.toFixed(0).padStart(8)}  ${(storage / hand).toFixed(2).padStart(6)}`,
    )
  }
} finally {
  await pool.end()
  await server.stop()
}
