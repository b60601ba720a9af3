import type { IncidentEvent, Message, StoredEvent, StoredIncident } from "@otklik/core"
import {
  decodeRecord,
  type Draft,
  type KeyedThings,
  type OutboxEntry,
  type SourceCursor,
  type StoredCase,
  type StoredEvidence,
  type WatchedQuery,
} from "@otklik/core/storage"
import type { Connection } from "../client/connection.ts"
import { cursorOf, incidentColumnCount, incidentColumns, incidentOf, messageOf, numberAt, outboxColumns, outboxOf, textAt } from "./rows.ts"
import type { PostgresRow } from "../client/postgres-client.ts"
import { storable, textArray } from "./text-array.ts"

/** The events of incidents, oldest first. */
export async function loadIncidents(
  { schema, codec, read }: Connection,
  tenant: string,
  incidentIds: readonly string[],
): Promise<ReadonlyMap<string, readonly IncidentEvent[]>> {
  const rows = await read(
    `SELECT incident_id, version::text, body FROM ${schema}.event
    WHERE tenant = $1 AND incident_id = ANY ($2::text::text[]) ORDER BY incident_id, event.version`,
    tenant,
    textArray(incidentIds),
  )
  const logs = new Map<string, IncidentEvent[]>()
  for (const row of rows) {
    const incidentId = textAt(row, 0)
    const event = codec.decode(textAt(row, 2), `${incidentId}@${textAt(row, 1)}`)
    const log = logs.get(incidentId)
    if (log === undefined) logs.set(incidentId, [event])
    else log.push(event)
  }
  return logs
}

/** Stored views of incidents by their ids. */
export async function readIncidents(
  { schema, read }: Connection,
  tenant: string,
  incidentIds: readonly string[],
): Promise<readonly StoredIncident[]> {
  const rows = await read(
    `SELECT ${incidentColumns} FROM ${schema}.incident WHERE tenant = $1 AND incident_id = ANY ($2::text::text[])`,
    tenant,
    textArray(incidentIds),
  )
  return rows.map(incidentOf)
}

/** One incident with everything that belongs to it: one statement, and so of one moment. */
export async function readCase({ schema, codec, read }: Connection, tenant: string, incidentId: string): Promise<StoredCase | undefined> {
  // No order that an index of the whole table gives: it would be walked for the few rows of one incident.
  const own = (table: string, value: string, order: string) =>
    `(SELECT json_agg(${value} ORDER BY ${order})::text FROM ${schema}.${table} AS own WHERE own.tenant = $1 AND own.incident_id = $2)`
  const [row] = await read(
    `SELECT ${incidentColumns}, ${own("event", "own.body", "own.version")},
    (SELECT json_agg(own.body)::text FROM ${schema}.message AS own WHERE own.tenant = $1 AND own.key = ANY (incident.message_keys)),
    ${own("draft", "own.body", "own.body")},
    ${own("outbox", "json_build_array(own.body, own.attempts::text, own.next_try_at)", "own.planned_at, own.outbox_id")},
    ${own("evidence", "own.body", "own.ordinal + 0")}
    FROM ${schema}.incident WHERE tenant = $1 AND incident_id = $2`,
    tenant,
    storable(incidentId),
  )
  if (row === undefined) return undefined
  const listAt = <Item>(place: number): readonly Item[] => decodeRecord<readonly Item[]>(row[incidentColumnCount + place] ?? "[]", "list")
  return {
    ...incidentOf(row),
    events: listAt<string>(0).map((body, index) => codec.decode(body, `${incidentId}@${index + 1}`)),
    messages: listAt<string>(1).map(messageOf),
    drafts: listAt<string>(2).map((body) => decodeRecord<Draft>(body, "draft")),
    outbox: listAt<PostgresRow>(3).map((entry) => outboxOf(entry)),
    evidence: listAt<string>(4).map((body) => decodeRecord<StoredEvidence>(body, "piece of evidence")),
  }
}

/**
 * The feed. Whoever appends events holds the tenant's counter until its commit is over, so that positions appear in
 * their order and without gaps: what can be seen is never followed by a smaller position.
 */
export async function readFeed(
  { schema, codec, read }: Connection,
  tenant: string,
  after: number,
  limit: number,
): Promise<readonly StoredEvent[]> {
  const rows = await read(
    `SELECT position::text, incident_id, version::text, body FROM ${schema}.event
    WHERE tenant = $1 AND event.position > $2::bigint ORDER BY event.position LIMIT ${limit}`,
    tenant,
    String(after),
  )
  return rows.map((row) => {
    const [incidentId, version] = [textAt(row, 1), numberAt(row, 2)]
    return { position: textAt(row, 0), incidentId, version, event: codec.decode(textAt(row, 3), `${incidentId}@${version}`) }
  })
}

/** Messages by their keys. */
export async function readMessages({ schema, read }: Connection, tenant: string, keys: readonly string[]): Promise<readonly Message[]> {
  const rows = await read(`SELECT body FROM ${schema}.message WHERE tenant = $1 AND key = ANY ($2::text::text[])`, tenant, textArray(keys))
  return rows.map((row) => messageOf(textAt(row, 0)))
}

/** Drafts by their ids. */
export async function readDrafts({ schema, read }: Connection, tenant: string, draftIds: readonly string[]): Promise<readonly Draft[]> {
  const rows = await read(
    `SELECT body FROM ${schema}.draft WHERE tenant = $1 AND draft_id = ANY ($2::text::text[])`,
    tenant,
    textArray(draftIds),
  )
  return rows.map((row) => decodeRecord<Draft>(textAt(row, 0), "draft"))
}

/** Claims that are taken. */
export async function readClaims(
  { schema, read }: Connection,
  tenant: string,
  keys: readonly string[],
): Promise<readonly KeyedThings["claim"][]> {
  const rows = await read(
    `SELECT key, incident_id FROM ${schema}.claim WHERE tenant = $1 AND key = ANY ($2::text::text[])`,
    tenant,
    textArray(keys),
  )
  return rows.map((row) => ({ key: textAt(row, 0), incidentId: textAt(row, 1) }))
}

/**
 * Keys of messages of the newest incidents of a network that are not over. No more incidents than keys are opened: each
 * holds one of its network at least.
 */
export async function readWatched({ schema, read }: Connection, tenant: string, query: WatchedQuery): Promise<readonly string[]> {
  const { network, limit, overUpdatedSince } = query
  // In the words of the partial index, or it could not be used. The limit is in the text: it decides the plan.
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
  const rows = await read(
    `SELECT ${outboxColumns} FROM ${schema}.outbox WHERE tenant = $1 AND incident_id = $2 ORDER BY planned_at, outbox_id`,
    tenant,
    storable(incidentId),
  )
  return rows.map((row) => outboxOf(row))
}

/** The cursors of a connector. */
export async function readCursors({ schema, read }: Connection, tenant: string, connectorId: string): Promise<readonly SourceCursor[]> {
  const rows = await read(
    `SELECT connector_id, source_id, cursor, at, read::text, matched::text, skipped::text, (
      SELECT json_agg(gap.body ORDER BY gap.ordinal)::text FROM ${schema}.gap
      WHERE gap.tenant = $1 AND gap.connector_id = $2 AND gap.source_id = c.source_id
    ), reading FROM ${schema}.cursor AS c WHERE tenant = $1 AND connector_id = $2`,
    tenant,
    storable(connectorId),
  )
  return rows.map(cursorOf)
}
