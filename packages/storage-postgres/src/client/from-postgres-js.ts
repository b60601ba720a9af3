import type { PostgresClient, PostgresValue } from "./postgres-client.ts"
import { rowTexts } from "./row-texts.ts"

/** `sql` of the package `postgres`, or what behaves like it. */
export interface PostgresJsSql {
  /** Runs a text as it is: with values one statement, without values any number of them. */
  unsafe(
    text: string,
    values?: PostgresValue[],
    options?: {
      /** Whether the statement is prepared. */
      readonly prepare?: boolean
    },
  ): PromiseLike<unknown> & {
    /** The rows as arrays of bytes. */
    raw(): PromiseLike<Iterable<readonly (Uint8Array | null)[]>>
  }
}

/**
 * The client of a postgres.js instance. Rows are read raw: types and transforms of columns and values that the host has
 * set do not reach them. A transform of whole rows does, and must leave arrays alone.
 *
 * @param sql - `postgres()` of the package `postgres`, version 3.4 or later. With `prepare: false` (a pooler in
 * transaction mode) nothing is prepared.
 *
 * @example
 * const storage = createPostgresStorage({ client: fromPostgresJs(postgres(url)) })
 */
export function fromPostgresJs(sql: PostgresJsSql): PostgresClient {
  return {
    async query({ text, values, repeats }) {
      // What is not prepared is described first, in a round trip of its own.
      const rows = await sql.unsafe(text, [...values], { prepare: repeats }).raw()
      return Array.from(rows, rowTexts)
    },
    // Without values the driver sends a simple query.
    script: async (text) => sql.unsafe(text),
  }
}
