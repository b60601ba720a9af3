import type { Gap } from "@otklik/core"
import {
  decodeRecord,
  type JournalEntry,
  type RecordKind,
  type RecordPage,
  type StoredMark,
  type TenantCounts,
  type TenantRecords,
} from "@otklik/core/storage"
import type { Connection, Row } from "../handle/connection.ts"
import { evidenceOf } from "../read/evidence.ts"
import { sealedOf } from "./privacy.ts"
import { cursorOf, draftOf, messageOf, numberOf, outboxOf, textOf, textOrNull } from "../read/rows.ts"

/** Where a kind of record is kept: its table, the columns of its key beside the tenant, and how a row is read. */
interface Shelf<Value> {
  readonly table: string
  readonly key: readonly string[]
  /** Where the key begins; absent: empty texts. */
  readonly first?: readonly (string | number)[]
  readonly read: (row: Row, connection: Connection, tenant: string) => Value
}

const shelves: { readonly [Kind in RecordKind]: Shelf<TenantRecords[Kind]> } = {
  claim: { table: "otklik_claim", key: ["key"], read: (row) => ({ key: textOf(row, "key"), incidentId: textOf(row, "incident_id") }) },
  message: { table: "otklik_message", key: ["key"], read: (row) => ({ message: messageOf(row), erased: numberOf(row, "erased") === 1 }) },
  draft: { table: "otklik_draft", key: ["draft_id"], read: draftOf },
  outbox: { table: "otklik_outbox", key: ["outbox_id"], read: outboxOf },
  cursor: {
    table: "otklik_cursor",
    key: ["connector_id", "source_id"],
    read: (row, connection, tenant) => cursorOf(row, gapsOf(row, connection, tenant)),
  },
  "sealed-author": { table: "otklik_sealed_author", key: ["message_key"], read: sealedOf },
  evidence: { table: "otklik_evidence", key: ["ordinal"], first: [0], read: evidenceOf },
  mark: {
    table: "otklik_mark",
    key: ["incident_id", "ordinal"],
    first: ["", 0],
    read: (row) => ({
      incidentId: textOf(row, "incident_id"),
      // Written from the same type.
      kind: textOf(row, "kind") as StoredMark["kind"],
      at: textOf(row, "at"),
      subject: textOrNull(row, "subject"),
      authorityId: textOrNull(row, "authority_id"),
    }),
  },
  journal: { table: "otklik_journal", key: ["entry_id"], read: (row) => decodeRecord<JournalEntry>(textOf(row, "body"), "journal entry") },
}

function gapsOf(row: Row, connection: Connection, tenant: string): readonly Gap[] {
  const sql = "SELECT body FROM otklik_gap WHERE tenant = ? AND connector_id = ? AND source_id = ? ORDER BY ordinal"
  const rows = connection.all(sql, tenant, textOf(row, "connector_id"), textOf(row, "source_id"))
  return rows.map((gap) => decodeRecord<Gap>(textOf(gap, "body"), "gap"))
}

/** The columns of the key of a kind, beside the tenant. */
export function recordKey(kind: RecordKind): readonly string[] {
  return shelves[kind].key
}

/** A page of everything of one kind, by key. */
export function readRecords<Kind extends RecordKind>(
  connection: Connection,
  tenant: string,
  kind: Kind,
  { after, limit }: { readonly after: readonly (string | number)[] | undefined; readonly limit: number },
): RecordPage<TenantRecords[Kind]> {
  const { table, key, first = key.map(() => ""), read } = shelves[kind]
  const places = key.map(() => "?").join(", ")
  const from = after ?? first
  const sql = `SELECT * FROM ${table} WHERE tenant = ? AND (${key.join(", ")}) > (${places}) ORDER BY ${key.join(", ")} LIMIT ?`
  return connection.snapshot(() => {
    const rows = connection.all(sql, tenant, ...from, limit + 1)
    const page = rows.slice(0, limit)
    const last = rows.length > limit ? page.at(-1) : undefined
    const placeOf = (row: Row) => key.map((column) => (column === "ordinal" ? numberOf(row, column) : textOf(row, column)))
    return {
      records: page.map((row) => read(row, connection, tenant)),
      next: last === undefined ? null : JSON.stringify(placeOf(last)),
    }
  })
}

/** How much there is of each kind, at one moment. */
export function countRecords(connection: Connection, tenant: string): TenantCounts {
  const count = (table: string) => numberOf(connection.get(`SELECT count(*) AS rows FROM ${table} WHERE tenant = ?`, tenant) ?? {}, "rows")
  return connection.snapshot(() => ({
    incident: count("otklik_incident"),
    event: count("otklik_event"),
    claim: count("otklik_claim"),
    message: count("otklik_message"),
    draft: count("otklik_draft"),
    outbox: count("otklik_outbox"),
    cursor: count("otklik_cursor"),
    "sealed-author": count("otklik_sealed_author"),
    journal: count("otklik_journal"),
    evidence: count("otklik_evidence"),
    mark: count("otklik_mark"),
  }))
}
