import type { Message, StoredEvent, StoredIncident } from "@otklik/core"
import {
  checkFeed,
  checkNames,
  checkWatched,
  type Draft,
  type LoadedIncident,
  type OutboxEntry,
  type Position,
  type WatchedQuery,
} from "@otklik/core/storage"
import type { Connection } from "../handle/connection.ts"
import { draftOf, incidentOf, messageOf, numberOf, outboxOf, textOf } from "./rows.ts"

const selectLog = "SELECT body FROM otklik_event WHERE tenant = ? AND incident_id = ? ORDER BY version"

const selectFeed =
  "SELECT position, incident_id, version, body FROM otklik_event WHERE tenant = ? AND position > ? ORDER BY position LIMIT ?"

// CROSS JOIN keeps the order of the loops: one look-up by key for each that is asked.
const selectMessages = `SELECT body FROM json_each(?) AS wanted CROSS JOIN otklik_message AS found
  WHERE found.tenant = ? AND found.key = wanted.value ORDER BY wanted.key`

const selectDrafts = `SELECT body FROM json_each(?) AS wanted CROSS JOIN otklik_draft AS found
  WHERE found.tenant = ? AND found.draft_id = wanted.value ORDER BY wanted.key`

const selectClaims = `SELECT found.key AS key, found.incident_id AS incident_id FROM json_each(?) AS wanted CROSS JOIN otklik_claim AS found
  WHERE found.tenant = ? AND found.key = wanted.value`

const selectOutbox = `SELECT body, attempts, next_try_at FROM otklik_outbox WHERE tenant = ? AND incident_id = ? ORDER BY planned_at, outbox_id`

// No more incidents than keys are opened: each holds one of its network at least. In the words of the partial index, or it could not be used.
const selectWatched = `SELECT held.value AS key FROM (
    SELECT number, state FROM otklik_incident INDEXED BY otklik_incident_watched
    WHERE tenant = ? AND network = ? AND status NOT IN ('rejected', 'dismissed', 'closed', 'merged', 'converted') ORDER BY number DESC LIMIT ?
  ) AS newest CROSS JOIN json_each(newest.state, '$.messageKeys') AS held
  WHERE substr(held.value, 1, ?) = ? ORDER BY newest.number DESC, held.key DESC LIMIT ?`

const selectWatchedOver = `SELECT held.value AS key FROM (
    SELECT number, updated_at, state FROM otklik_incident INDEXED BY otklik_incident_over
    WHERE tenant = ? AND network = ? AND status IN ('closed', 'converted') AND updated_at >= ? ORDER BY updated_at DESC, number DESC LIMIT ?
  ) AS newest CROSS JOIN json_each(newest.state, '$.messageKeys') AS held
  WHERE substr(held.value, 1, ?) = ? ORDER BY newest.updated_at DESC, newest.number DESC, held.key DESC LIMIT ?`

/** The events of one incident, oldest first. */
export function loadIncident(connection: Connection, tenant: string, incidentId: string): LoadedIncident {
  checkNames("load", { incidentId })
  const rows = connection.all(selectLog, tenant, incidentId)
  const events = rows.map((row, index) => connection.codec.decode(textOf(row, "body"), `${incidentId}@${index + 1}`))
  return { incidentId, events, version: events.length }
}

/** One incident's stored view. */
export function getIncident(connection: Connection, tenant: string, incidentId: string): StoredIncident | undefined {
  checkNames("get", { incidentId })
  const row = connection.get("SELECT * FROM otklik_incident WHERE tenant = ? AND incident_id = ?", tenant, incidentId)
  return row === undefined ? undefined : incidentOf(row)
}

/** The feed. Writers of one tenant wait for one another and count positions in the commit, so that no smaller position can appear later. */
export function readFeed(connection: Connection, tenant: string, after: Position | null, limit: number): readonly StoredEvent[] {
  const start = checkFeed(after, limit)
  return connection.all(selectFeed, tenant, start, limit).map((row) => {
    const [incidentId, version] = [textOf(row, "incident_id"), numberOf(row, "version")]
    const event = connection.codec.decode(textOf(row, "body"), `${incidentId}@${version}`)
    return { position: textOf(row, "position"), incidentId, version, event }
  })
}

/** Messages in the order asked. */
export function readMessages(connection: Connection, tenant: string, keys: readonly string[]): readonly Message[] {
  checkNames("readMessages", { keys })
  return connection.all(selectMessages, JSON.stringify(keys), tenant).map(messageOf)
}

/** Drafts in the order asked. */
export function readDrafts(connection: Connection, tenant: string, draftIds: readonly string[]): readonly Draft[] {
  checkNames("readDrafts", { draftIds })
  return connection.all(selectDrafts, JSON.stringify(draftIds), tenant).map(draftOf)
}

/** Claims that are taken. */
export function findClaims(connection: Connection, tenant: string, keys: readonly string[]): ReadonlyMap<string, string> {
  checkNames("findClaims", { keys })
  return new Map(connection.all(selectClaims, JSON.stringify(keys), tenant).map((row) => [textOf(row, "key"), textOf(row, "incident_id")]))
}

/** Keys of messages of the newest incidents of a network that are not over. */
export function readWatched(connection: Connection, tenant: string, query: WatchedQuery): readonly string[] {
  checkWatched(query)
  const { network, limit, overUpdatedSince } = query
  const prefix = `${network}:`
  const keys = connection.all(selectWatched, tenant, network, limit, prefix.length, prefix, limit).map((row) => textOf(row, "key"))
  const left = limit - keys.length
  if (overUpdatedSince === undefined || left === 0) return keys
  const over = connection.all(selectWatchedOver, tenant, network, overUpdatedSince, left, prefix.length, prefix, left)
  return [...keys, ...over.map((row) => textOf(row, "key"))]
}

/** The replies of an incident, oldest plan first. */
export function readOutbox(connection: Connection, tenant: string, incidentId: string): readonly OutboxEntry[] {
  checkNames("readOutbox", { incidentId })
  return connection.all(selectOutbox, tenant, incidentId).map(outboxOf)
}
