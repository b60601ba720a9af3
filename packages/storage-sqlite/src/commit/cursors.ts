import { lostRace, type CursorMove } from "@otklik/core/storage"
import type { Connection } from "../handle/connection.ts"
import { numberOf } from "../read/rows.ts"

const insertCursor = `INSERT INTO otklik_cursor (tenant, connector_id, source_id, cursor, at, read, matched, skipped, reading)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (tenant, connector_id, source_id) DO NOTHING`

const moveCursor = `UPDATE otklik_cursor SET cursor = ?, at = ?, read = read + ?, matched = matched + ?, skipped = skipped + ?,
    reading = coalesce(?, reading)
  WHERE tenant = ? AND connector_id = ? AND source_id = ? AND cursor = ?`

const lastGap = "SELECT coalesce(max(ordinal), 0) AS ordinal FROM otklik_gap WHERE tenant = ? AND connector_id = ? AND source_id = ?"

const deleteGaps = "DELETE FROM otklik_gap WHERE tenant = ? AND connector_id = ? AND source_id = ?"

const insertGap = "INSERT INTO otklik_gap (tenant, connector_id, source_id, ordinal, body) VALUES (?, ?, ?, ?, ?)"

/**
 * Moves cursors from where the caller saw them, and adds up what was read.
 *
 * @throws DeskError `conflict` when a cursor is elsewhere
 */
export function moveCursors(connection: Connection, tenant: string, moves: readonly CursorMove[]): void {
  for (const move of moves) {
    const { connectorId, sourceId, expected, next, at, read, matched, skipped } = move
    const reading = move.reading === undefined ? null : JSON.stringify(move.reading)
    const changes =
      expected === null
        ? connection.run(insertCursor, tenant, connectorId, sourceId, next, at, read, matched, skipped, reading)
        : connection.run(moveCursor, next, at, read, matched, skipped, reading, tenant, connectorId, sourceId, expected)
    if (changes === 0)
      throw lostRace("cursor", `${connectorId}/${sourceId}`, `the cursor of ${connectorId}/${sourceId} was moved by another writer`)
    writeGaps(connection, tenant, move)
  }
}

function writeGaps(connection: Connection, tenant: string, { connectorId, sourceId, gaps, replacesGaps }: CursorMove): void {
  if (replacesGaps === true) connection.run(deleteGaps, tenant, connectorId, sourceId)
  if (gaps.length === 0) return
  const last = connection.get(lastGap, tenant, connectorId, sourceId)
  let ordinal = last === undefined ? 0 : numberOf(last, "ordinal")
  for (const gap of gaps) {
    ordinal += 1
    connection.run(insertGap, tenant, connectorId, sourceId, ordinal, JSON.stringify(gap))
  }
}
