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
import type { PostgresRow, PostgresValue } from "../client/postgres-client.ts"
import type { Connection } from "../client/connection.ts"
import { incidentColumns, incidentOf, textAt, textOrNullAt } from "../read/rows.ts"
import { storable, textArray } from "../read/text-array.ts"

/** Those that are stored and not dropped. */
export async function readSealedAuthors(
  { schema, read }: Connection,
  tenant: string,
  messageKeys: readonly string[],
): Promise<readonly SealedAuthor[]> {
  const rows = await read(
    `SELECT message_key, key_id, sealed FROM ${schema}.sealed_author
    WHERE tenant = $1 AND message_key = ANY ($2::text::text[]) AND sealed IS NOT NULL`,
    tenant,
    textArray(messageKeys),
  )
  return rows.map(sealedOf)
}

/** Columns: message_key, key_id, sealed. */
export function sealedOf(row: PostgresRow): SealedAuthor {
  return { messageKey: textAt(row, 0), keyId: textOrNullAt(row, 1), sealed: textOrNullAt(row, 2) }
}

/** A page of the journal. */
export async function readJournal(
  { schema, read }: Connection,
  tenant: string,
  query: JournalQuery,
  after: JournalPlace,
): Promise<JournalPage> {
  const { kind, incidentId, from, to, limit } = query
  const values: PostgresValue[] = [tenant, kind, after.at, storable(after.entryId)]
  const place = (value: PostgresValue): string => `$${values.push(value)}`
  const conditions = [
    "tenant = $1 AND kind = $2 AND (at, entry_id) > ($3, $4)",
    ...(incidentId === undefined ? [] : [`incident_id = ${place(storable(incidentId))}`]),
    ...(from === undefined ? [] : [`at >= ${place(from)}`]),
    ...(to === undefined ? [] : [`at < ${place(to)}`]),
  ]
  const rows = await read(
    `SELECT at, entry_id, body FROM ${schema}.journal WHERE ${conditions.join(" AND ")} ORDER BY at, entry_id LIMIT ${limit + 1}`,
    ...values,
  )
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    entries: page.map((row) => decodeRecord<JournalEntry>(textAt(row, 2), "journal entry")),
    next: last === undefined ? null : `${textAt(last, 0)} ${textAt(last, 1)}`,
  }
}

/**
 * Incidents whose current version retention has not processed, by the partial index of the kind of sweep.
 */
export async function findRetentionDue(
  { schema, read }: Connection,
  tenant: string,
  query: SweepQuery,
): Promise<readonly StoredIncident[]> {
  const { sweep, statuses, kinds, updatedBefore, limit } = query
  const values: PostgresValue[] = [tenant, updatedBefore, textArray(statuses)]
  if (kinds !== undefined) values.push(textArray(kinds))
  const rows = await read(
    // In the words of the partial index, or it could not be used.
    `SELECT ${incidentColumns} FROM ${schema}.incident WHERE tenant = $1 AND ${sweep}_swept < version
    AND status IN ('candidate', 'rejected', 'dismissed', 'closed', 'converted', 'merged') AND updated_at < $2 AND status = ANY ($3::text::text[])
    ${kinds === undefined ? "" : "AND kind = ANY ($4::text::text[])"} ORDER BY updated_at, incident_id LIMIT ${limit}`,
    ...values,
  )
  return rows.map(incidentOf)
}
