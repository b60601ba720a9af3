import {
  decodeRecord,
  type Draft,
  type JournalEntry,
  type RecordKind,
  type RecordPage,
  type StoredEvidence,
  type StoredMark,
  type TenantCounts,
  type TenantRecords,
} from "@otklik/core/storage"
import type { PostgresRow } from "../client/postgres-client.ts"
import type { Connection } from "../client/connection.ts"
import { sealedOf } from "./privacy.ts"
import { cursorOf, messageOf, outboxColumns, outboxOf, textAt, textOrNullAt } from "../read/rows.ts"

/**
 * Where a kind of record is kept: its table, the columns of its key beside the tenant, what is selected, and how a row
 * is read.
 */
interface Shelf<Value> {
  readonly table: string
  readonly key: readonly string[]
  readonly columns: string
  readonly read: (row: PostgresRow) => Value
}

function shelvesOf(schema: string): { readonly [Kind in RecordKind]: Shelf<TenantRecords[Kind]> } {
  const gaps = `(SELECT json_agg(gap.body ORDER BY gap.ordinal)::text FROM ${schema}.gap
    WHERE gap.tenant = $1 AND gap.connector_id = c.connector_id AND gap.source_id = c.source_id)`
  return {
    claim: {
      table: "claim",
      key: ["key"],
      columns: "key, incident_id",
      read: (row) => ({ key: textAt(row, 0), incidentId: textAt(row, 1) }),
    },
    message: {
      table: "message",
      key: ["key"],
      columns: "body, erased::text",
      read: (row) => ({ message: messageOf(textAt(row, 0)), erased: row[1] === "true" }),
    },
    draft: { table: "draft", key: ["draft_id"], columns: "body", read: (row) => decodeRecord<Draft>(textAt(row, 0), "draft") },
    outbox: { table: "outbox", key: ["outbox_id"], columns: outboxColumns, read: (row) => outboxOf(row) },
    cursor: {
      table: "cursor",
      key: ["connector_id", "source_id"],
      columns: `connector_id, source_id, cursor, at, read::text, matched::text, skipped::text, ${gaps}, reading`,
      read: cursorOf,
    },
    "sealed-author": { table: "sealed_author", key: ["message_key"], columns: "message_key, key_id, sealed", read: sealedOf },
    evidence: {
      table: "evidence",
      key: ["ordinal"],
      columns: "body",
      read: (row) => decodeRecord<StoredEvidence>(textAt(row, 0), "piece of evidence"),
    },
    mark: {
      table: "mark",
      key: ["incident_id", "ordinal"],
      columns: "incident_id, kind, at, subject, authority_id",
      read: (row) => ({
        incidentId: textAt(row, 0),
        // Written from the same type.
        kind: textAt(row, 1) as StoredMark["kind"],
        at: textAt(row, 2),
        subject: textOrNullAt(row, 3),
        authorityId: textOrNullAt(row, 4),
      }),
    },
    journal: {
      table: "journal",
      key: ["entry_id"],
      columns: "body",
      read: (row) => decodeRecord<JournalEntry>(textAt(row, 0), "journal entry"),
    },
  }
}

/** The columns of the key of a kind, beside the tenant. */
export function recordKey(kind: RecordKind): readonly string[] {
  return shelvesOf("")[kind].key
}

/** A page of everything of one kind, by key. */
export async function readRecords<Kind extends RecordKind>(
  { schema, read }: Connection,
  tenant: string,
  kind: Kind,
  { after, limit }: { readonly after: readonly (string | number)[] | undefined; readonly limit: number },
): Promise<RecordPage<TenantRecords[Kind]>> {
  const shelf = shelvesOf(schema)[kind]
  const { table, columns } = shelf
  const key = shelf.key.map((column) => `c.${column}`)
  const from = (after ?? shelf.key.map((column) => (column === "ordinal" ? 0 : ""))).map(String)
  const places = shelf.key.map((column, index) => `$${index + 2}${column === "ordinal" ? "::bigint" : ""}`)
  const rows = await read(
    `SELECT ${[...key.map((column) => `${column}::text`), columns].join(", ")} FROM ${schema}.${table} AS c
    WHERE c.tenant = $1 AND (${key.join(", ")}) > (${places.join(", ")}) ORDER BY ${key.join(", ")} LIMIT ${limit + 1}`,
    tenant,
    ...from,
  )
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    records: page.map((row) => shelf.read(row.slice(key.length))),
    next:
      last === undefined
        ? null
        : JSON.stringify(shelf.key.map((column, index) => (column === "ordinal" ? Number(last[index]) : last[index]))),
  }
}

/** How much there is of each kind, at one moment. */
export async function countRecords({ schema, read }: Connection, tenant: string): Promise<TenantCounts> {
  const tables = ["incident", "event", "claim", "message", "draft", "outbox", "cursor", "sealed_author", "journal", "evidence", "mark"]
  const [row] = await read(
    `SELECT ${tables.map((table) => `(SELECT count(*) FROM ${schema}.${table} WHERE tenant = $1)::text`).join(", ")}`,
    tenant,
  )
  const [incident, event, claim, message, draft, outbox, cursor, sealed, journal, evidence, mark] = (row ?? []).map(Number)
  return {
    incident: incident ?? 0,
    event: event ?? 0,
    claim: claim ?? 0,
    message: message ?? 0,
    draft: draft ?? 0,
    outbox: outbox ?? 0,
    cursor: cursor ?? 0,
    "sealed-author": sealed ?? 0,
    journal: journal ?? 0,
    evidence: evidence ?? 0,
    mark: mark ?? 0,
  }
}
