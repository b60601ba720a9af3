import type { PostgresClient } from "./postgres-client.ts"
import { rowTexts } from "./row-texts.ts"

/** `PGlite` of `@electric-sql/pglite`, or what behaves like it. */
export interface PgliteDatabase {
  /** Runs one statement with values. */
  query(
    text: string,
    values: unknown[],
    options: {
      readonly rowMode: "array"
      /** How values are read, by type. */
      readonly parsers: Record<number, (value: string) => unknown>
    },
  ): Promise<{
    /** The rows of the answer. */
    readonly rows: readonly unknown[]
  }>
  /** Runs several statements without values. */
  exec(text: string): Promise<unknown>
}

/** The number of the type `text`: every column of the storage's rows is cast to it. */
const textType = 25

/**
 * The client of a PGlite database: PostgreSQL inside this process, for tests, demonstrations and browsers. Never open
 * one folder from two processes: PGlite loses what one of them wrote, without an error.
 *
 * @param database - an instance, which stays the host's
 *
 * @example
 * const storage = createPostgresStorage({ client: fromPglite(new PGlite()) })
 */
export function fromPglite(database: PgliteDatabase): PostgresClient {
  const options = { rowMode: "array" as const, parsers: { [textType]: (value: string) => value } }
  return {
    async query({ text, values }) {
      const { rows } = await database.query(text, [...values], options)
      return rows.map(rowTexts)
    },
    script: (text) => database.exec(text),
  }
}
