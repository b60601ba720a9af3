import type { TestProject } from "vitest/node"
import { startServer, type Server } from "./start-server.ts"

/** What the tests know of the server; null where there is none. */
export interface ServerAddress {
  readonly port: number
  readonly name: string
}

declare module "vitest" {
  interface ProvidedContext {
    postgres: ServerAddress | null
  }
}

/** One server for all tests of this package. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Server | undefined
  let why = "neither shipped nor installed"
  try {
    server = await startServer()
  } catch (error) {
    why = String(error)
  }
  process.stdout.write(
    server === undefined
      ? `storage-postgres: no PostgreSQL server here (${why}): its tests are skipped, PGlite is tested\n`
      : `storage-postgres: tested on ${server.name}, and on PGlite\n`,
  )
  project.provide("postgres", server === undefined ? null : { port: server.port, name: server.name })
  return async () => server?.stop()
}
