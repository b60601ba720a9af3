import type { Gap } from "@otklik/core"
import { decodeRecord, type SourceCursor } from "@otklik/core/storage"
import type { Connection } from "../handle/connection.ts"
import { cursorOf, textOf } from "./rows.ts"

/** The cursors of a connector. */
export function readCursors(connection: Connection, tenant: string, connectorId: string): readonly SourceCursor[] {
  return connection.snapshot(() => cursorsOf(connection, tenant, connectorId))
}

function cursorsOf(connection: Connection, tenant: string, connectorId: string): readonly SourceCursor[] {
  const gaps = Map.groupBy(
    connection.all(
      "SELECT source_id, body FROM otklik_gap WHERE tenant = ? AND connector_id = ? ORDER BY source_id, ordinal",
      tenant,
      connectorId,
    ),
    (row) => textOf(row, "source_id"),
  )
  return connection.all("SELECT * FROM otklik_cursor WHERE tenant = ? AND connector_id = ?", tenant, connectorId).map((row) =>
    cursorOf(
      row,
      (gaps.get(textOf(row, "source_id")) ?? []).map((gap) => decodeRecord<Gap>(textOf(gap, "body"), "gap")),
    ),
  )
}
