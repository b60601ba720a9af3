import { importNotesId, lostRace } from "@otklik/core/storage"
import type { Connection } from "./handle/connection.ts"
import { readCursors } from "./read/cursors.ts"
import { advanceCounter, readCounter } from "./commit/counter.ts"
import { handOverWords } from "./commit/words.ts"
import { textOf } from "./read/rows.ts"

/** Every table of the schema that holds data, so that one that a later step adds cannot be forgotten. */
const tablesSql = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'otklik^_%' ESCAPE '^'
  AND name NOT IN ('otklik_migration', 'otklik_lease', 'otklik_learned', 'otklik_burst', 'otklik_counter') AND name NOT LIKE 'otklik^_words%' ESCAPE '^'`

function tablesOf(connection: Connection): readonly string[] {
  return connection.all(tablesSql).map((row) => textOf(row, "name"))
}

/**
 * Everything of the staging but leases becomes the tenant's, in one write transaction: there is no other writer in the
 * file while it lasts.
 *
 * @throws DeskError `conflict` when the tenant has anything, or the import is elsewhere
 */
export function takeStaged(connection: Connection, tenant: string, staging: string, progress: string): void {
  connection.write(() => {
    if (!readCursors(connection, staging, importNotesId).some(({ cursor }) => cursor === progress))
      throw lostRace("staging", "staging", "another import was there meanwhile; nothing was taken")
    connection.run("DELETE FROM otklik_cursor WHERE tenant = ? AND connector_id = ?", staging, importNotesId)
    handOverWords(connection, staging, tenant)
    for (const table of tablesOf(connection)) {
      if (connection.get(`SELECT 1 FROM ${table} WHERE tenant = ? LIMIT 1`, tenant) !== undefined)
        throw lostRace("tenant", "tenant", "the tenant has something already; nothing was taken")
      connection.run(`UPDATE ${table} SET tenant = ? WHERE tenant = ?`, tenant, staging)
    }
    dropLearned(connection, tenant)
    const { number, position } = readCounter(connection, staging)
    advanceCounter(connection, tenant, { number, position, token: readCounter(connection, tenant).token })
    forget(connection, staging)
  })
}

/** Everything of the tenant and of its staging is deleted, in one write transaction. */
export function deleteEverything(connection: Connection, tenant: string, staging: string): void {
  connection.write(() => {
    for (const name of [tenant, staging]) {
      handOverWords(connection, name, null)
      for (const table of tablesOf(connection)) connection.run(`DELETE FROM ${table} WHERE tenant = ?`, name)
      forget(connection, name)
    }
  })
  connection.emptyWal()
}

/**
 * No lease, nothing learned and no number stays. Tokens go on growing, so that no lease of before is taken for one of
 * afterwards.
 */
function forget(connection: Connection, tenant: string): void {
  connection.run("DELETE FROM otklik_lease WHERE tenant = ?", tenant)
  dropLearned(connection, tenant)
  advanceCounter(connection, tenant, { number: 0, position: 0, token: readCounter(connection, tenant).token })
}

function dropLearned(connection: Connection, tenant: string): void {
  connection.run("DELETE FROM otklik_learned WHERE tenant = ?", tenant)
  connection.run("DELETE FROM otklik_burst WHERE tenant = ?", tenant)
}
