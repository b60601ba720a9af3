// A worker that only publishes: it is stopped by SIGSTOP and continued by whoever started it.
import { DatabaseSync } from "node:sqlite"
import { createDesk, type Connector, type Storage } from "@otklik/core"
import { createPostgresStorage, fromPg } from "@otklik/storage-postgres"
import { createSqliteStorage, sqliteSettings } from "@otklik/storage-sqlite"
import { Pool } from "pg"
import { clock } from "../../../../../examples/workers/clock.ts"
import { region } from "../../../../../examples/workers/region.ts"
import { connectTo, type Account } from "../../network/five-connectors.ts"

/** What a worker is told. */
export interface PausedWorkerSettings {
  readonly workerId: string
  readonly database: { readonly url: string; readonly schema: string } | { readonly file: string }
  readonly accounts: readonly (Account & { readonly url: string })[]
  readonly leaseSeconds: number
  readonly readBackSeconds: readonly number[]
  /** It neither asks before it writes, nor ends its calls, nor sees second copies: the run has to notice. */
  readonly isBroken: boolean
}

const settings = JSON.parse(process.argv[2] ?? "") as PausedWorkerSettings

function openStorage(): Storage {
  const { database } = settings
  if ("file" in database) {
    const handle = new DatabaseSync(database.file)
    for (const setting of sqliteSettings) handle.exec(setting)
    return createSqliteStorage({ database: handle })
  }
  const pool = new Pool({ connectionString: database.url, max: 4 })
  pool.on("error", () => {})
  return createPostgresStorage({ client: fromPg(pool), schema: database.schema })
}

function spoilt(connector: Connector): Connector {
  if (!settings.isBroken || connector.doReply === undefined) return connector
  const { doReply, doFindReplies } = connector
  return {
    ...connector,
    doReply: ({ beforeWrite: _question, signal: _signal, ...options }) => doReply.call(connector, options),
    doFindReplies: async (options) => ((await doFindReplies?.call(connector, options)) ?? []).slice(0, 1),
  }
}

const stop = new AbortController()
process.once("SIGTERM", () => stop.abort())
const desk = createDesk({
  ...region,
  storage: openStorage(),
  connectors: settings.accounts.map((account) => spoilt(connectTo(account, { clock, fetch, url: account.url }))),
  clock,
  workerId: settings.workerId,
  leases: { replyMinutes: settings.leaseSeconds / 60 },
  readBackMinutes: settings.readBackSeconds.map((seconds) => seconds / 60),
})
for (const name of ["reply-published", "late-reply-published", "reply-duplicated", "duplicate-retracted", "reply-unchecked"] as const)
  desk.events.on(name, () => void process.send?.(name))
process.send?.("ready")
while (!stop.signal.aborted) {
  await desk.publish({ signal: stop.signal }).catch((error: unknown) => {
    process.send?.(`failed: ${error instanceof Error ? error.message : String(error)}`)
  })
  await clock.sleep(200, stop.signal)
}
process.exit(0)
