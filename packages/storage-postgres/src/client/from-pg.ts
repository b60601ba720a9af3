import type { PostgresClient, PostgresValue } from "./postgres-client.ts"
import { rowTexts } from "./row-texts.ts"

/** A query as `pg` takes it. */
export interface PgQuery {
  readonly text: string
  // Mutable, as the driver's own type has it.
  values?: PostgresValue[]
  readonly rowMode: "array"
  readonly types: {
    /** The parser of any type: none. */
    getTypeParser(): (value: unknown) => unknown
  }
}

/** `Pool` of `pg`, or what behaves like it. */
export interface PgPool {
  /** Runs a query on any connection of the pool, with rows as arrays. */
  query(query: PgQuery): Promise<{ readonly rows: readonly unknown[] }>
  /**
   * Not called. A single `Client` has none that gives a client: two who share one connection share its transactions.
   */
  connect(): Promise<{
    /** Gives the client back. */
    release(): void
  }>
}

/**
 * The client of a `pg` pool. Parsers that the host has set for the whole process, as for dates, do not reach the
 * storage's rows.
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
  return {
    async query({ text, values }) {
      const { rows } = await pool.query({ text, values: [...values], rowMode: "array", types })
      return rows.map(rowTexts)
    },
    // Without values the driver sends a simple query.
    script: (text) => pool.query({ text, rowMode: "array", types }),
  }
}
