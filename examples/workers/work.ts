import { subscribe } from "node:diagnostics_channel"
import { createDesk, diagnosticsChannels, type Connector, type Storage } from "@otklik/core"
import { createPostgresStorage, fromPg } from "@otklik/storage-postgres"
import { Pool } from "pg"
import { clock } from "./clock.ts"
import { connectorsOf } from "./connectors.ts"
import { region, seconds } from "./region.ts"
import type { WorkerNews, WorkerSettings } from "./worker-settings.ts"

/** What somebody puts between a worker and its surroundings. */
export interface Wrapping {
  readonly storage?: (storage: Storage) => Storage
  readonly http?: (http: typeof fetch) => typeof fetch
  readonly connector?: (connector: Connector) => Connector
}

/** Tells whoever started this process. */
export const tell = (news: WorkerNews): void => void process.send?.(news)

/**
 * A desk on the shared database that pulls, ticks and publishes until SIGTERM. Several of these processes are all there
 * is to scaling out.
 */
export async function work(settings: WorkerSettings, wrapping: Wrapping = {}): Promise<void> {
  const { workerId, database, vk, ok, leaseSeconds } = settings
  const pool = new Pool({ connectionString: database.url, max: 6 })
  // A server that restarts ends idle connections: the pool makes new ones.
  pool.on("error", () => {})

  const plain = createPostgresStorage({ client: fromPg(pool), schema: database.schema })
  const storage = wrapping.storage?.(plain) ?? plain
  const connectors = connectorsOf({ vk, ok }, storage, wrapping.http?.(fetch) ?? fetch)
  const desk = createDesk({
    ...region,
    storage,
    connectors: connectors.map((connector) => wrapping.connector?.(connector) ?? connector),
    clock,
    workerId,
    leases: { sourceMinutes: seconds(leaseSeconds), clockMinutes: seconds(leaseSeconds), replyMinutes: seconds(leaseSeconds) },
  })

  desk.events.on("page-read", ({ sourceId, registered }) => tell({ type: "page", sourceId, registered }))
  desk.events.on("deadline-missed", () => tell({ type: "deadline" }))
  desk.events.on("reply-published", () => tell({ type: "reply" }))
  desk.events.on("incident-closed", () => tell({ type: "closed" }))
  subscribe(diagnosticsChannels.workFailed, (message) => tell({ type: "failed", work: String(Reflect.get(Object(message), "work")) }))

  const stop = new AbortController()
  process.once("SIGTERM", () => stop.abort())
  // Whoever started it is gone: nobody will stop it any more.
  process.once("disconnect", () => stop.abort())
  tell({ type: "ready" })
  await desk.run({ signal: stop.signal, pauseMillis: 100 })
  await pool.end()
  if (process.connected) process.disconnect()
}
