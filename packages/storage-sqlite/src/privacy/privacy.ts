import type { StoredIncident } from "@otklik/core"
import {
  decodeRecord,
  type JournalEntry,
  type JournalPage,
  type JournalPlace,
  type JournalQuery,
  type SealedAuthor,
  type SweepQuery,
} from "@otklik/core/storage"
import type { Connection, Row } from "../handle/connection.ts"
import type { SqliteValue } from "../handle/handle.ts"
import { incidentOf, textOf, textOrNull } from "../read/rows.ts"

const selectSealed = `SELECT found.message_key AS message_key, key_id, sealed FROM json_each(?) AS wanted CROSS JOIN otklik_sealed_author AS found
  WHERE found.tenant = ? AND found.message_key = wanted.value AND sealed IS NOT NULL`

/** Those that are stored and not dropped. */
export function readSealedAuthors(connection: Connection, tenant: string, messageKeys: readonly string[]): readonly SealedAuthor[] {
  return connection.all(selectSealed, JSON.stringify(messageKeys), tenant).map(sealedOf)
}

/** A row of `otklik_sealed_author`. */
export function sealedOf(row: Row): SealedAuthor {
  return { messageKey: textOf(row, "message_key"), keyId: textOrNull(row, "key_id"), sealed: textOrNull(row, "sealed") }
}

/** A page of the journal. */
export function readJournal(connection: Connection, tenant: string, query: JournalQuery, after: JournalPlace): JournalPage {
  const { kind, incidentId, from, to, limit } = query
  const conditions: [string, ...SqliteValue[]][] = [
    ["tenant = ? AND kind = ?", tenant, kind],
    ["(at, entry_id) > (?, ?)", after.at, after.entryId],
    ...(incidentId === undefined ? [] : [["incident_id = ?", incidentId] as [string, string]]),
    ...(from === undefined ? [] : [["at >= ?", from] as [string, string]]),
    ...(to === undefined ? [] : [["at < ?", to] as [string, string]]),
  ]
  const index = incidentId === undefined ? "otklik_journal_time" : "otklik_journal_incident"
  const rows = connection.all(
    `SELECT at, entry_id, body FROM otklik_journal INDEXED BY ${index} WHERE ${conditions.map(([sql]) => sql).join(" AND ")}
    ORDER BY at, entry_id LIMIT ?`,
    ...conditions.flatMap(([, ...values]) => values),
    limit + 1,
  )
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    entries: page.map((row) => decodeRecord<JournalEntry>(textOf(row, "body"), "journal entry")),
    next: last === undefined ? null : `${textOf(last, "at")} ${textOf(last, "entry_id")}`,
  }
}

/**
 * Incidents whose current version retention has not processed, by the partial index of the kind of sweep.
 */
export function findRetentionDue(connection: Connection, tenant: string, query: SweepQuery): readonly StoredIncident[] {
  const { sweep, statuses, kinds = null, updatedBefore, limit } = query
  const list = kinds === null ? null : JSON.stringify(kinds)
  return connection
    .all(
      `SELECT * FROM otklik_incident INDEXED BY otklik_incident_${sweep}_unswept
      WHERE tenant = ? AND ${sweep}_swept < version AND status IN ('candidate', 'rejected', 'dismissed', 'closed', 'converted', 'merged')
        AND updated_at < ? AND status IN (SELECT value FROM json_each(?)) AND (? IS NULL OR kind IN (SELECT value FROM json_each(?)))
      ORDER BY updated_at, incident_id LIMIT ?`,
      tenant,
      updatedBefore,
      JSON.stringify(statuses),
      list,
      list,
      limit,
    )
    .map(incidentOf)
}
