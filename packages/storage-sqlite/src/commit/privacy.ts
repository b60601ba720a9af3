import type { Message } from "@otklik/core"
import { lostRace, type SealedAuthorWrite, type UnitOfWork } from "@otklik/core/storage"
import type { Connection } from "../handle/connection.ts"
import { numberOf, textOf } from "../read/rows.ts"
import { forgetWords } from "./words.ts"

const leaveTombstone = "UPDATE otklik_message SET erased = 1, body = ?, words = '' WHERE id = ?"

const selectMessage = "SELECT id, revision, erased, words FROM otklik_message WHERE tenant = ? AND key = ?"

const insertSealed = `INSERT INTO otklik_sealed_author (tenant, message_key, key_id, sealed)
  SELECT tenant, key, ?, ? FROM otklik_message WHERE tenant = ? AND key = ? AND erased = 0
  ON CONFLICT (tenant, message_key) DO NOTHING`

const dropSealed = `INSERT INTO otklik_sealed_author (tenant, message_key, key_id, sealed)
  SELECT tenant, key, NULL, NULL FROM otklik_message WHERE tenant = ? AND key = ? AND erased = 0
  ON CONFLICT (tenant, message_key) DO UPDATE SET key_id = NULL, sealed = NULL`

const replaceSealed = "UPDATE otklik_sealed_author SET key_id = ?, sealed = ? WHERE tenant = ? AND message_key = ? AND sealed = ?"

const insertEntry = `INSERT INTO otklik_journal (tenant, entry_id, kind, at, incident_id, body) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (tenant, entry_id) DO NOTHING`

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
  const row = connection.get(selectMessage, tenant, key)
  const isErased = row !== undefined && numberOf(row, "erased") === 1
  if (row === undefined || (!isErased && numberOf(row, "revision") !== revision))
    throw lostRace("message", key, `${key} has another revision by now: read it again`)
  if (!isErased) {
    const id = numberOf(row, "id")
    forgetWords(connection, tenant, id, textOf(row, "words"))
    connection.run(leaveTombstone, JSON.stringify(message), id)
  }
  forgetAuthor(connection, tenant, key)
}

/** The sealed author goes with its message. */
function forgetAuthor(connection: Connection, tenant: string, messageKey: string): void {
  connection.run("DELETE FROM otklik_sealed_author WHERE tenant = ? AND message_key = ?", tenant, messageKey)
}

function sealAuthor(connection: Connection, tenant: string, { messageKey, keyId, sealed, replaces }: SealedAuthorWrite): void {
  if (sealed === null) connection.run(dropSealed, tenant, messageKey)
  else if (replaces === undefined) connection.run(insertSealed, keyId, sealed, tenant, messageKey)
  else connection.run(replaceSealed, keyId, sealed, tenant, messageKey, replaces)
}
