import type { Message } from "@otklik/core"
import type { Draft, OutboxEntry } from "@otklik/core/storage"
import type { Connection } from "../handle/connection.ts"

// The stored row wins against an equal revision and stays erased whatever comes.
const upsertMessage = `INSERT INTO otklik_message (tenant, key, revision, erased, body) VALUES (?, ?, ?, 0, ?)
  ON CONFLICT (tenant, key) DO UPDATE SET revision = excluded.revision, body = excluded.body
  WHERE excluded.revision > otklik_message.revision AND otklik_message.erased = 0`

const upsertDraft = `INSERT INTO otklik_draft (tenant, draft_id, incident_id, body) VALUES (?, ?, ?, ?)
  ON CONFLICT (tenant, draft_id) DO UPDATE SET incident_id = excluded.incident_id, body = excluded.body`

const upsertOutbox = `INSERT INTO otklik_outbox
  (tenant, outbox_id, incident_id, connector_id, state, planned_at, due_at, next_try_at, attempts, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (tenant, outbox_id) DO UPDATE SET incident_id = excluded.incident_id, connector_id = excluded.connector_id, state = excluded.state,
    planned_at = excluded.planned_at, due_at = excluded.due_at, next_try_at = excluded.next_try_at, attempts = excluded.attempts, body = excluded.body`

/** Keeps the newest revision of each message. */
export function writeMessages(connection: Connection, tenant: string, messages: readonly Message[]): void {
  for (const message of messages) {
    connection.run(upsertMessage, tenant, message.key, message.revision, JSON.stringify(message))
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
