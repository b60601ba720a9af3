import type { IncidentEvent, Message, StoredEvent, StoredIncident } from "@otklik/core"
import type { Draft, KeyedThings, OutboxEntry, StoredCase, WatchedQuery } from "@otklik/core/storage"
import type { Connection } from "../handle/connection.ts"
import { evidenceOf } from "./evidence.ts"
import { draftOf, incidentOf, messageOf, numberOf, outboxOf, textOf } from "./rows.ts"

// CROSS JOIN keeps the order of the loops, here and below: one look-up by key for each that is asked.
const selectLogs = `SELECT incident_id, version, body FROM json_each(?) AS wanted CROSS JOIN otklik_event AS found INDEXED BY otklik_event_of_incident
  WHERE found.tenant = ? AND found.incident_id = wanted.value ORDER BY wanted.key, version`

const selectFeed =
  "SELECT position, incident_id, version, body FROM otklik_event WHERE tenant = ? AND position > ? ORDER BY position LIMIT ?"

const selectIncidents = `SELECT found.* FROM json_each(?) AS wanted CROSS JOIN otklik_incident AS found
  WHERE found.tenant = ? AND found.incident_id = wanted.value`

const selectMessages = `SELECT body FROM json_each(?) AS wanted CROSS JOIN otklik_message AS found
  WHERE found.tenant = ? AND found.key = wanted.value`

const selectDrafts = `SELECT body FROM json_each(?) AS wanted CROSS JOIN otklik_draft AS found
  WHERE found.tenant = ? AND found.draft_id = wanted.value`

const selectClaims = `SELECT found.key AS key, found.incident_id AS incident_id FROM json_each(?) AS wanted CROSS JOIN otklik_claim AS found
  WHERE found.tenant = ? AND found.key = wanted.value`

const selectOutbox = `SELECT body, attempts, next_try_at FROM otklik_outbox WHERE tenant = ? AND incident_id = ? ORDER BY planned_at, outbox_id`

// No more incidents than keys are opened: each holds one of its network at least. In the words of the partial index, or
// it could not be used.
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

/** The events of incidents, oldest first. */
export function loadIncidents(
  connection: Connection,
  tenant: string,
  incidentIds: readonly string[],
): ReadonlyMap<string, readonly IncidentEvent[]> {
  const logs = new Map<string, IncidentEvent[]>()
  for (const row of connection.all(selectLogs, JSON.stringify(incidentIds), tenant)) {
    const incidentId = textOf(row, "incident_id")
    const event = connection.codec.decode(textOf(row, "body"), `${incidentId}@${numberOf(row, "version")}`)
    const log = logs.get(incidentId)
    if (log === undefined) logs.set(incidentId, [event])
    else log.push(event)
  }
  return logs
}

/** Stored views of incidents by their ids. */
export function readIncidents(connection: Connection, tenant: string, incidentIds: readonly string[]): readonly StoredIncident[] {
  return connection.all(selectIncidents, JSON.stringify(incidentIds), tenant).map(incidentOf)
}

/** One incident with everything that belongs to it, of one moment. */
export function readCase(connection: Connection, tenant: string, incidentId: string): StoredCase | undefined {
  const own = (table: string, order: string) =>
    connection.all(`SELECT * FROM ${table} WHERE tenant = ? AND incident_id = ? ORDER BY ${order}`, tenant, incidentId)
  return connection.snapshot(() => {
    const [stored] = readIncidents(connection, tenant, [incidentId])
    if (stored === undefined) return undefined
    return {
      ...stored,
      events: loadIncidents(connection, tenant, [incidentId]).get(incidentId) ?? [],
      messages: readMessages(connection, tenant, stored.incident.messageKeys),
      drafts: own("otklik_draft", "draft_id").map(draftOf),
      outbox: readOutbox(connection, tenant, incidentId),
      // Of one incident there are few: its own key finds them, and they are put into order.
      evidence: own("otklik_evidence", "+ordinal").map(evidenceOf),
    }
  })
}

/**
 * The feed. Writers of one tenant wait for one another and count positions in the commit, so that no smaller position
 * can appear later.
 */
export function readFeed(connection: Connection, tenant: string, after: number, limit: number): readonly StoredEvent[] {
  return connection.all(selectFeed, tenant, after, limit).map((row) => {
    const [incidentId, version] = [textOf(row, "incident_id"), numberOf(row, "version")]
    const event = connection.codec.decode(textOf(row, "body"), `${incidentId}@${version}`)
    return { position: textOf(row, "position"), incidentId, version, event }
  })
}

/** Messages by their keys. */
export function readMessages(connection: Connection, tenant: string, keys: readonly string[]): readonly Message[] {
  return connection.all(selectMessages, JSON.stringify(keys), tenant).map(messageOf)
}

/** Drafts by their ids. */
export function readDrafts(connection: Connection, tenant: string, draftIds: readonly string[]): readonly Draft[] {
  return connection.all(selectDrafts, JSON.stringify(draftIds), tenant).map(draftOf)
}

/** Claims that are taken. */
export function readClaims(connection: Connection, tenant: string, keys: readonly string[]): readonly KeyedThings["claim"][] {
  const rows = connection.all(selectClaims, JSON.stringify(keys), tenant)
  return rows.map((row) => ({ key: textOf(row, "key"), incidentId: textOf(row, "incident_id") }))
}

/** Keys of messages of the newest incidents of a network that are not over. */
export function readWatched(connection: Connection, tenant: string, query: WatchedQuery): readonly string[] {
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
  return connection.all(selectOutbox, tenant, incidentId).map(outboxOf)
}
