/**
 * All that ever crosses the driver: texts and nothing. Numbers and documents are turned into text here and cast in SQL.
 */
export type PostgresValue = string | null

/**
 * Columns in the order of the statement. Every column is text by a cast in SQL, so that no type parser of the host has
 * a say.
 */
export type PostgresRow = readonly PostgresValue[]

/** One statement with its values. */
export interface PostgresStatement {
  /** SQL with `$1`, `$2`, … */
  readonly text: string
  /** Its parameters. */
  readonly values: readonly PostgresValue[]
  /** The text is the same every time, so that preparing it once a connection pays. A client may ignore it. */
  readonly repeats: boolean
}

/**
 * A PostgreSQL that the host owns, as far as the storage needs one. `fromPg`, `fromPostgresJs` and `fromPglite` make
 * one of a driver's handle; for another driver these two members are all there is to write.
 *
 * The storage never opens a transaction of its own: every statement is one, on any connection. It therefore works
 * behind a pooler that changes connections between transactions, and leaves no connection half-way when something
 * fails.
 */
export interface PostgresClient {
  /**
   * Runs one statement as a transaction of its own.
   *
   * @param statement - text and values
   * @returns its rows, none for a statement that gives none
   * @throws the driver's error, with the SQLSTATE as `code` and the server's `detail` where there is one
   */
  query(statement: PostgresStatement): Promise<readonly PostgresRow[]>
  /**
   * Runs several statements without values as one transaction: all or nothing. By the simple query protocol, where a
   * text of several statements is one transaction. Used by `migrate()` alone.
   *
   * @param text - statements, separated by semicolons
   */
  script(text: string): Promise<unknown>
}
