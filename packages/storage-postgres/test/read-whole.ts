import type { PostgresClient } from "@otklik/storage-postgres"

/** What a transaction has read of a table so far. */
interface Scans {
  readonly whole: number
  readonly rows: number
  /** How many rows there are, as the planner knows it. */
  readonly size: number
}

/** What the present transaction of the one connection of a client has read, by table. */
async function scansBy(client: PostgresClient, schema: string): Promise<ReadonlyMap<string, Scans>> {
  const rows = await client.query({
    text: `SELECT s.relname::text, s.seq_scan::text, (s.seq_tup_read + coalesce(s.idx_tup_fetch, 0))::text, c.reltuples::bigint::text
      FROM pg_stat_xact_user_tables AS s JOIN pg_class AS c ON c.oid = s.relid WHERE s.schemaname = $1::text`,
    values: [schema],
    repeats: false,
  })
  return new Map(rows.map(([name, whole, read, size]) => [String(name), { whole: Number(whole), rows: Number(read), size: Number(size) }]))
}

/** How some work has read a table. */
export interface TableRead {
  readonly table: string
  /** How many rows there are, as the planner knows it. */
  readonly size: number
  /** From end to end, past all indexes. */
  readonly isScanned: boolean
  /** Every statement has read as many rows as there are, by whatever way. */
  readonly isWalked: boolean
}

/**
 * How some work reads tables, on the one connection of a client; what it stores is rolled back.
 *
 * @param client - of one connection
 * @param schema - the name of the schema
 * @param work - given a client that it must use
 */
export async function readsOf(
  client: PostgresClient,
  schema: string,
  work: (client: PostgresClient) => Promise<unknown>,
): Promise<readonly TableRead[]> {
  // Nothing is tried again in here, whatever the server does with transactions elsewhere.
  await client.script("BEGIN ISOLATION LEVEL READ COMMITTED")
  try {
    const before = await scansBy(client, schema)
    let sent = 0
    const query: PostgresClient["query"] = async (statement) => {
      sent += 1
      return client.query(statement)
    }
    await work({ ...client, query })
    return [...(await scansBy(client, schema))].map(([table, { whole, rows, size }]) => {
      const earlier = before.get(table) ?? { whole: 0, rows: 0 }
      return { table, size, isScanned: whole > earlier.whole, isWalked: rows - earlier.rows >= size * sent }
    })
  } finally {
    await client.script("ROLLBACK")
  }
}

/** Lets the planner know how much there is. */
export async function analyse(client: PostgresClient, schema: string): Promise<void> {
  const tables = await client.query({
    text: "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = $1::text",
    values: [schema],
    repeats: false,
  })
  await client.script(`ANALYZE ${tables.map(([name]) => name).join(", ")}`)
}
