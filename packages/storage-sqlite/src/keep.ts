import type { Message, StoredIncident } from "@otklik/core"
import {
  checkJournal,
  checkNames,
  checkSweeps,
  decodeRecord,
  lostRace,
  type JournalEntry,
  type JournalPage,
  type JournalQuery,
  type SealedAuthor,
  type SealedAuthorWrite,
  type SweepQuery,
  type UnitOfWork,
} from "@otklik/core/storage"
import type { Connection, Row } from "./connection.ts"
import type { SqliteValue } from "./handle.ts"
import { incidentOf, numberOf, textOf, textOrNull } from "./rows.ts"

const leaveTombstone = "UPDATE otklik_message SET erased = 1, body = ? WHERE tenant = ? AND key = ? AND revision = ? AND erased = 0"

const isErased = "SELECT erased FROM otklik_message WHERE tenant = ? AND key = ?"

const insertSealed = `INSERT INTO otklik_sealed_author (tenant, message_key, key_id, sealed)
  SELECT tenant, key, ?, ? FROM otklik_message WHERE tenant = ? AND key = ? AND erased = 0
  ON CONFLICT (tenant, message_key) DO NOTHING`

const dropSealed = `INSERT INTO otklik_sealed_author (tenant, message_key, key_id, sealed)
  SELECT tenant, key, NULL, NULL FROM otklik_message WHERE tenant = ? AND key = ? AND erased = 0
  ON CONFLICT (tenant, message_key) DO UPDATE SET key_id = NULL, sealed = NULL`

const replaceSealed = "UPDATE otklik_sealed_author SET key_id = ?, sealed = ? WHERE tenant = ? AND message_key = ? AND sealed = ?"

const insertEntry = `INSERT INTO otklik_journal (tenant, entry_id, kind, at, incident_id, body) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (tenant, entry_id) DO NOTHING`

const selectSealed = `SELECT found.message_key AS message_key, key_id, sealed FROM json_each(?) AS wanted CROSS JOIN otklik_sealed_author AS found
  WHERE found.tenant = ? AND found.message_key = wanted.value AND sealed IS NOT NULL ORDER BY wanted.key`

/**
 * Writes what a unit says of tombstones, sealed authors, the journal and sweeps, inside a write transaction.
 *
 * @throws DeskError `conflict` when a tombstone was decided on another revision
 */
export function writeKeeping(connection: Connection, tenant: string, unit: UnitOfWork): void {
  for (const message of unit.tombstones ?? []) leaveOne(connection, tenant, message)
  for (const write of unit.sealedAuthors ?? []) sealAuthor(connection, tenant, write)
  for (const { entryId } of unit.forgotten ?? [])
    connection.run("DELETE FROM otklik_journal WHERE tenant = ? AND entry_id = ?", tenant, entryId)
  for (const entry of unit.journal ?? []) {
    connection.run(insertEntry, tenant, entry.entryId, entry.kind, entry.at, entry.incidentId, JSON.stringify(entry))
  }
  for (const { incidentId, version, sweep } of unit.sweeps ?? []) {
    connection.run(
      `UPDATE otklik_incident SET ${sweep}_swept = version WHERE tenant = ? AND incident_id = ? AND version = ?`,
      tenant,
      incidentId,
      version,
    )
  }
}

function leaveOne(connection: Connection, tenant: string, message: Message): void {
  const { key, revision } = message
  if (connection.run(leaveTombstone, JSON.stringify(message), tenant, key, revision) === 0) {
    const row = connection.get(isErased, tenant, key)
    if (row === undefined || numberOf(row, "erased") === 0)
      throw lostRace("message", key, `${key} has another revision by now: read it again`)
  }
  forgetAuthor(connection, tenant, key)
}

/** The sealed author goes with its message. */
export function forgetAuthor(connection: Connection, tenant: string, messageKey: string): void {
  connection.run("DELETE FROM otklik_sealed_author WHERE tenant = ? AND message_key = ?", tenant, messageKey)
}

function sealAuthor(connection: Connection, tenant: string, { messageKey, keyId, sealed, replaces }: SealedAuthorWrite): void {
  if (sealed === null) connection.run(dropSealed, tenant, messageKey)
  else if (replaces === undefined) connection.run(insertSealed, keyId, sealed, tenant, messageKey)
  else connection.run(replaceSealed, keyId, sealed, tenant, messageKey, replaces)
}

/** Those that are stored and not dropped, in the order asked. */
export function readSealedAuthors(connection: Connection, tenant: string, messageKeys: readonly string[]): readonly SealedAuthor[] {
  checkNames("readSealedAuthors", { messageKeys })
  return connection.all(selectSealed, JSON.stringify(messageKeys), tenant).map(sealedOf)
}

/** A row of `otklik_sealed_author`. */
export function sealedOf(row: Row): SealedAuthor {
  return { messageKey: textOf(row, "message_key"), keyId: textOrNull(row, "key_id"), sealed: textOrNull(row, "sealed") }
}

/**
 * A page of the journal.
 *
 * @throws DeskError `config`
 */
export function readJournal(connection: Connection, tenant: string, query: JournalQuery): JournalPage {
  const after = checkJournal(query)
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
 * Incidents that retention has not looked at as they stand, by the partial index of the kind of sweep.
 *
 * @throws DeskError `config`
 */
export function findUnswept(connection: Connection, tenant: string, query: SweepQuery): readonly StoredIncident[] {
  checkSweeps(query)
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
