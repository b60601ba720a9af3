import type { Message } from "@otklik/core"
import type { Draft, OutboxEntry } from "@otklik/core/storage"
import type { Connection } from "../handle/connection.ts"
import { numberOf, textOf } from "../read/rows.ts"
import { forgetWords, indexWords, wordsOfText } from "./words.ts"

const selectMessage = "SELECT id, revision, erased, words FROM otklik_message WHERE tenant = ? AND key = ?"

const insertMessage = "INSERT INTO otklik_message (tenant, key, revision, erased, body, words) VALUES (?, ?, ?, 0, ?, ?) RETURNING id"

const updateMessage = "UPDATE otklik_message SET revision = ?, body = ?, words = ? WHERE id = ?"

const upsertDraft = `INSERT INTO otklik_draft (tenant, draft_id, incident_id, body) VALUES (?, ?, ?, ?)
  ON CONFLICT (tenant, draft_id) DO UPDATE SET incident_id = excluded.incident_id, body = excluded.body`

const upsertOutbox = `INSERT INTO otklik_outbox
  (tenant, outbox_id, incident_id, connector_id, state, planned_at, due_at, next_try_at, attempts, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (tenant, outbox_id) DO UPDATE SET incident_id = excluded.incident_id, connector_id = excluded.connector_id, state = excluded.state,
    planned_at = excluded.planned_at, due_at = excluded.due_at, next_try_at = excluded.next_try_at, attempts = excluded.attempts, body = excluded.body`

/** Keeps the newest revision of each message. */
export function writeMessages(connection: Connection, tenant: string, messages: readonly Message[]): void {
  for (const message of messages) {
    const { key, revision } = message
    const words = wordsOfText(message.text)
    const stored = connection.get(selectMessage, tenant, key)
    if (stored === undefined) {
      const row = connection.get(insertMessage, tenant, key, revision, JSON.stringify(message), words) ?? {}
      indexWords(connection, tenant, numberOf(row, "id"), words)
    } else if (numberOf(stored, "erased") === 0 && revision > numberOf(stored, "revision")) {
      // The stored row wins against an equal revision and stays erased whatever comes.
      const id = numberOf(stored, "id")
      forgetWords(connection, tenant, id, textOf(stored, "words"))
      connection.run(updateMessage, revision, JSON.stringify(message), words, id)
      indexWords(connection, tenant, id, words)
    }
  }
}

/** Keeps the last state of each draft. */
export function writeDrafts(connection: Connection, tenant: string, drafts: readonly Draft[]): void {
  for (const draft of drafts) connection.run(upsertDraft, tenant, draft.draftId, draft.incidentId, JSON.stringify(draft))
}

/** Keeps the last state of each reply. */
export function writeOutbox(connection: Connection, tenant: string, entries: readonly OutboxEntry[]): void {
  for (const entry of entries) {
    const { outboxId, incidentId, connectorId, state, plannedAt, dueAt, nextTryAt, attempts } = entry
    connection.run(
      upsertOutbox,
      tenant,
      outboxId,
      incidentId,
      connectorId,
      state,
      plannedAt,
      dueAt,
      nextTryAt,
      attempts,
      JSON.stringify(entry),
    )
  }
}
