import type { Message, StoredEvent, StoredIncident } from "@otklik/core"
import {
  checkFeed,
  checkNames,
  checkWatched,
  decodeRecord,
  type Draft,
  type LoadedIncident,
  type OutboxEntry,
  type Position,
  type SourceCursor,
  type WatchedQuery,
} from "@otklik/core/storage"
import type { Connection } from "../client/connection.ts"
import { cursorOf, incidentColumns, incidentOf, messageOf, numberAt, outboxColumns, outboxOf, textAt } from "./rows.ts"
import { storable, textArray } from "./text-array.ts"

/** The events of one incident, oldest first. */
export async function loadIncident({ schema, codec, read }: Connection, tenant: string, incidentId: string): Promise<LoadedIncident> {
  checkNames("load", { incidentId })
  const rows = await read(
    `SELECT body FROM ${schema}.event WHERE tenant = $1 AND incident_id = $2 ORDER BY version`,
    tenant,
    storable(incidentId),
  )
  const events = rows.map((row, index) => codec.decode(textAt(row, 0), `${incidentId}@${index + 1}`))
  return { incidentId, events, version: events.length }
}

/** One incident's stored view. */
export async function getIncident({ schema, read }: Connection, tenant: string, incidentId: string): Promise<StoredIncident | undefined> {
  checkNames("get", { incidentId })
  const [row] = await read(
    `SELECT ${incidentColumns} FROM ${schema}.incident WHERE tenant = $1 AND incident_id = $2`,
    tenant,
    storable(incidentId),
  )
  return row === undefined ? undefined : incidentOf(row)
}

/**
 * The feed. Whoever appends events holds the tenant's counter until its commit is over, so that positions appear in their order and without gaps: what can be
 * seen is never followed by a smaller position.
 */
export async function readFeed(
  { schema, codec, read }: Connection,
  tenant: string,
  after: Position | null,
  limit: number,
): Promise<readonly StoredEvent[]> {
  const start = checkFeed(after, limit)
  const rows = await read(
    `SELECT position::text, incident_id, version::text, body FROM ${schema}.event
    WHERE tenant = $1 AND event.position > $2::bigint ORDER BY event.position LIMIT ${limit}`,
    tenant,
    String(start),
  )
  return rows.map((row) => {
    const [incidentId, version] = [textAt(row, 1), numberAt(row, 2)]
    return { position: textAt(row, 0), incidentId, version, event: codec.decode(textAt(row, 3), `${incidentId}@${version}`) }
  })
}

/** Messages in the order asked. */
export async function readMessages({ schema, read }: Connection, tenant: string, keys: readonly string[]): Promise<readonly Message[]> {
  checkNames("readMessages", { keys })
  const rows = await read(
    `SELECT found.body FROM unnest($2::text::text[]) WITH ORDINALITY AS wanted(key, place)
    JOIN ${schema}.message AS found ON found.tenant = $1 AND found.key = wanted.key ORDER BY wanted.place`,
    tenant,
    textArray(keys),
  )
  return rows.map((row) => messageOf(textAt(row, 0)))
}

/** Drafts in the order asked. */
export async function readDrafts({ schema, read }: Connection, tenant: string, draftIds: readonly string[]): Promise<readonly Draft[]> {
  checkNames("readDrafts", { draftIds })
  const rows = await read(
    `SELECT found.body FROM unnest($2::text::text[]) WITH ORDINALITY AS wanted(draft_id, place)
    JOIN ${schema}.draft AS found ON found.tenant = $1 AND found.draft_id = wanted.draft_id ORDER BY wanted.place`,
    tenant,
    textArray(draftIds),
  )
  return rows.map((row) => decodeRecord<Draft>(textAt(row, 0), "draft"))
}

/** Claims that are taken. */
export async function findClaims(
  { schema, read }: Connection,
  tenant: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  checkNames("findClaims", { keys })
  const rows = await read(
    `SELECT key, incident_id FROM ${schema}.claim WHERE tenant = $1 AND key = ANY ($2::text::text[])`,
    tenant,
    textArray(keys),
  )
  return new Map(rows.map((row) => [textAt(row, 0), textAt(row, 1)]))
}

/**
 * Keys of messages of the newest incidents of a network that are not over. No more incidents than keys are opened: each holds one of its network at least.
 */
export async function readWatched({ schema, read }: Connection, tenant: string, query: WatchedQuery): Promise<readonly string[]> {
  checkWatched(query)
  const { network, limit, overUpdatedSince } = query
  // In the words of the partial index, or it could not be used. The limit stands in the text: it decides the plan.
  const rows = await read(
    `SELECT held.key FROM (
      SELECT incident.number, incident.message_keys FROM ${schema}.incident
      WHERE tenant = $1 AND network = $2 AND status NOT IN ('rejected', 'dismissed', 'closed', 'merged', 'converted') ORDER BY incident.number DESC LIMIT ${limit}
    ) AS newest CROSS JOIN LATERAL unnest(newest.message_keys) WITH ORDINALITY AS held(key, place)
    WHERE starts_with(held.key, $3) ORDER BY newest.number DESC, held.place DESC LIMIT ${limit}`,
    tenant,
    storable(network),
    storable(`${network}:`),
  )
  const keys = rows.map((row) => textAt(row, 0))
  const left = limit - keys.length
  if (overUpdatedSince === undefined || left === 0) return keys
  const over = await read(
    `SELECT held.key FROM (
      SELECT incident.number, incident.updated_at, incident.message_keys FROM ${schema}.incident
      WHERE tenant = $1 AND network = $2 AND status IN ('closed', 'converted') AND updated_at >= $4
      ORDER BY updated_at DESC, incident.number DESC LIMIT ${left}
    ) AS newest CROSS JOIN LATERAL unnest(newest.message_keys) WITH ORDINALITY AS held(key, place)
    WHERE starts_with(held.key, $3) ORDER BY newest.updated_at DESC, newest.number DESC, held.place DESC LIMIT ${left}`,
    tenant,
    storable(network),
    storable(`${network}:`),
    overUpdatedSince,
  )
  return [...keys, ...over.map((row) => textAt(row, 0))]
}

/** The replies of an incident, oldest plan first. */
export async function readOutbox({ schema, read }: Connection, tenant: string, incidentId: string): Promise<readonly OutboxEntry[]> {
  checkNames("readOutbox", { incidentId })
  const rows = await read(
    `SELECT ${outboxColumns} FROM ${schema}.outbox WHERE tenant = $1 AND incident_id = $2 ORDER BY planned_at, outbox_id`,
    tenant,
    storable(incidentId),
  )
  return rows.map((row) => outboxOf(row))
}

/** The cursors of a connector, by source id. */
export async function readCursors({ schema, read }: Connection, tenant: string, connectorId: string): Promise<readonly SourceCursor[]> {
  checkNames("readCursors", { connectorId })
  const rows = await read(
    `SELECT connector_id, source_id, cursor, at, read::text, matched::text, skipped::text, (
      SELECT json_agg(gap.body ORDER BY gap.ordinal)::text FROM ${schema}.gap
      WHERE gap.tenant = $1 AND gap.connector_id = $2 AND gap.source_id = c.source_id
    ), reading FROM ${schema}.cursor AS c WHERE tenant = $1 AND connector_id = $2`,
    tenant,
    storable(connectorId),
  )
  // In the order of UTF-16 units, which is not that of UTF-8 bytes.
  return rows.map(cursorOf).toSorted((one, other) => (one.sourceId < other.sourceId ? -1 : 1))
}
