import { startServer } from "../../packages/storage-postgres/test/server/start-server.ts"

/** A PostgreSQL to work on. */
export interface Database {
  readonly url: string
  readonly name: string
  stop(): Promise<void>
}

/** The server of `DATABASE_URL`, else one that npm ships or that is installed, started in a temporary folder. */
export async function openDatabase(): Promise<Database | undefined> {
  const url = process.env["DATABASE_URL"]
  if (url !== undefined) return { url, name: "the server of DATABASE_URL", stop: async () => {} }
  const server = await startServer({ synchronous_commit: "on" })
  if (server === undefined) return undefined
  return { url: `postgres://otklik@127.0.0.1:${server.port}/postgres`, name: server.name, stop: () => server.stop() }
}
