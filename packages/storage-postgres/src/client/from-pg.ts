import type { PostgresClient, PostgresValue } from "./postgres-client.ts"
import { rowTexts } from "./row-texts.ts"

/** A query as `pg` takes it. */
export interface PgQuery {
  /** The SQL. */
  readonly text: string
  // Mutable, as the driver's own type has it.
  /** Its parameters. */
  values?: PostgresValue[]
  readonly rowMode: "array"
  /** How values are read. */
  readonly types: {
    /** The parser of any type: none. */
    getTypeParser(): (value: unknown) => unknown
  }
}

/** A connection that a pool of `pg` lends. */
export interface PgPoolClient {
  /** Runs a query, with rows as arrays. */
  query(query: PgQuery): Promise<{
    /** The rows of the answer. */
    readonly rows: readonly unknown[]
  }>
  /** Hears of a connection that breaks while it is lent; without a listener that ends the process. */
  on(event: "error", listener: (error: Error) => void): unknown
  /** Stops listening. */
  removeListener(event: "error", listener: (error: Error) => void): unknown
  /** Gives the connection back, or, with an error, closes it. */
  release(error?: Error | boolean): void
}

/**
 * `Pool` of `pg`, or what behaves like it. A single `Client` lends no connection: two who share one share its
 * transactions.
 */
export interface PgPool {
  /** Lends a connection. */
  connect(): Promise<PgPoolClient>
}

/**
 * The client of a `pg` pool. Parsers that the host has set for the whole process, as for dates, do not reach the
 * storage's rows. A statement that the server refuses, as the loser of a race, keeps its connection: `pool.query` of
 * `pg` closes it on any error.
 *
 * The pool stays the host's: listen to its `error` event, or a server that ends an idle connection ends the process.
 *
 * @param pool - `new Pool()` of `pg`, version 8.12 or later
 *
 * @example
 * const storage = createPostgresStorage({ client: fromPg(new Pool({ connectionString })) })
 */
export function fromPg(pool: PgPool): PostgresClient {
  const types = { getTypeParser: () => (value: unknown) => value }

  /** Runs one query on a connection of the pool; `keeps` says after which errors the connection is still good. */
  async function run(query: PgQuery, keeps: (error: unknown) => boolean) {
    const client = await pool.connect()
    const ignore = () => {}
    client.on("error", ignore)
    let broken: Error | boolean = true
    try {
      const answer = await client.query(query)
      broken = false
      return answer
    } catch (error) {
      broken = !keeps(error)
      throw error
    } finally {
      client.removeListener("error", ignore)
      client.release(broken)
    }
  }

  return {
    async query({ text, values }) {
      const { rows } = await run({ text, values: [...values], rowMode: "array", types }, isRefusal)
      return rows.map(rowTexts)
    },
    // Without values the driver sends a simple query. What fails may have left a transaction open.
    script: async (text) => run({ text, rowMode: "array", types }, () => false),
  }
}

/**
 * Whether the server refused a statement and the session goes on. Severity `FATAL` ends the session, classes 08 and 57P
 * of SQLSTATE speak of the connection (PostgreSQL, appendix A), and an error without a severity is the driver's own.
 */
function isRefusal(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false
  const { severity, code } = error as { readonly severity?: unknown; readonly code?: unknown }
  return severity === "ERROR" && typeof code === "string" && !code.startsWith("08") && !code.startsWith("57P")
}
