/**
 * Four workers with leases of three seconds publish to five simulated networks on localhost, and stand still for 2 to
 * 20 seconds again and again (SIGSTOP), on PostgreSQL and on SQLite. In the end every reply is published once, every
 * copy that ever was is in the log, and workers without their guards are noticed:
 *
 *     node --conditions=@otklik/source packages/e2e/test/workers/pauses/deep.ts --pauses 300 --seed 42
 */
import { randomInt } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { startServer } from "../../../../storage-postgres/test/server/start-server.ts"
import { playPauses } from "./play.ts"

const { values } = parseArgs({
  options: { seed: { type: "string" }, pauses: { type: "string", default: "300" }, storage: { type: "string", default: "both" } },
})
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
const pauses = Number(values.pauses)
console.log(`seed ${seed}, ${pauses} pauses on each storage`)

const folder = await mkdtemp(join(tmpdir(), "otklik-pauses-"))
const server = values.storage === "sqlite" ? undefined : await startServer({ synchronous_commit: "on" })
try {
  // They mostly wait: all at once.
  const plays = await Promise.allSettled([playPostgres(), playSqlite(), playBroken()])
  const failures = plays.flatMap((play) => (play.status === "rejected" ? [play.reason as unknown] : []))
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${plays.length} plays failed`)
} finally {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
}

async function playPostgres(): Promise<void> {
  if (server === undefined) return console.log("no PostgreSQL server here, or none wanted")
  const url = `postgres://otklik@127.0.0.1:${server.port}/postgres`
  console.log(server.name, await playPauses({ database: { url, schema: "pauses" }, pauses, seed, isBroken: false }))
}

async function playSqlite(): Promise<void> {
  if (values.storage === "postgres") return
  console.log("SQLite", await playPauses({ database: { file: join(folder, "sound.db") }, pauses, seed, isBroken: false }))
}

/** Workers without their guards have to be noticed. */
async function playBroken(): Promise<void> {
  const play = { database: { file: join(folder, "broken.db") }, pauses: Math.max(pauses, 300), seed, isBroken: true }
  const broken = await playPauses(play).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(broken instanceof Error) || !broken.message.includes("published twice"))
    throw new Error("broken workers were not noticed", { cause: broken })
  console.log(`workers without their guards: ${broken.message.split("\n")[0]}`)
}
