import { DeskError } from "@otklik/core"
import { createPostgresStorage, fromPg } from "@otklik/storage-postgres"
import { createHash } from "node:crypto"
import { resolve } from "node:path"
import { Pool, type PoolClient } from "pg"
import { TaskError } from "../task-error.ts"
import type { OpenedStorage } from "./opened-storage.ts"

/** A database of the host's. */
export interface PostgresPlace {
  /** `postgres://user:password@host:port/database` */
  readonly url: string
  /** The schema of the tables; absent: one that is named after the folder of the results. */
  readonly schema?: string
}

/**
 * The schema of a folder's results: the same for the same folder, so that an import goes on where it stopped.
 *
 * @param place - the database
 * @param folder - of the results
 */
export function schemaOf({ schema }: PostgresPlace, folder: string): string {
  return schema ?? `otklik_demo_${createHash("sha256").update(resolve(folder)).digest("hex").slice(0, 12)}`
}

/**
 * Connects to a PostgreSQL and makes the schema where there is none. One process at a time: a second one is told
 * `conflict`.
 *
 * @param place - the database
 * @param folder - of the results
 * @throws TaskError when the database cannot be reached
 */
export async function openPostgres(place: PostgresPlace, folder: string): Promise<OpenedStorage> {
  const schema = schemaOf(place, folder)
  const pool = new Pool({ connectionString: place.url, max: 4, connectionTimeoutMillis: 10_000 })
  // A connection that ends while nobody uses it is made anew; without a listener it would end the process.
  pool.on("error", () => {})
  try {
    const keeper = await pool.connect().catch((error: unknown) => {
      throw new TaskError(`не удалось подключиться к базе ${safeAddress(place.url)}: ${reasonOf(error)}`)
    })
    keeper.on("error", () => {})
    try {
      await lockSchema(keeper, schema)
      // The replay's clock is the archive's, far from the database's.
      const storage = createPostgresStorage({ client: fromPg(pool), schema, leaseClock: "caller" })
      await storage.migrate()
      return {
        storage,
        async close() {
          await storage.close()
          keeper.release()
          await pool.end()
        },
      }
    } catch (error) {
      keeper.release()
      throw error
    }
  } catch (error) {
    await pool.end()
    throw error
  }
}

/** Held by this connection until it ends, also when the process is killed. */
async function lockSchema(keeper: PoolClient, schema: string): Promise<void> {
  const { rows } = await keeper.query<{ free: boolean }>("SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS free", [
    `otklik demo in ${schema}`,
  ])
  if (rows[0]?.free !== true)
    throw new DeskError("conflict", `the schema ${schema} is in use by another run`, { what: "storage", id: schema })
}

/** The address without the password. */
function safeAddress(url: string): string {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname}${port === "" ? "" : `:${port}`}${pathname}`
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "там никто не отвечает",
  ENOTFOUND: "такого узла нет",
  EAI_AGAIN: "имя узла сейчас не удалось узнать",
  ETIMEDOUT: "узел молчит",
  "28P01": "имя или пароль не подходят",
  "28000": "этому пользователю вход не разрешён",
  "3D000": "такой базы нет",
}

/** The server's own words may repeat the name of the user, never the password. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = "code" in error && typeof error.code === "string" ? error.code : ""
  return reasons[code] ?? (error.message === "" ? code : error.message)
}
