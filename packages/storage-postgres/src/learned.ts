import { decodeRecord, lostRace, type BurstQuery, type LearnedName, type LearnedState, type StoredBurst } from "@otklik/core/storage"
import type { Connection } from "./client/connection.ts"
import { textAt } from "./read/rows.ts"

/** What was learned under a name. */
export async function readLearned({ schema, read }: Connection, tenant: string, name: LearnedName): Promise<LearnedState | undefined> {
  const [row] = await read(
    `SELECT format, position, encode(body, 'base64') FROM ${schema}.learned WHERE tenant = $1 AND name = $2`,
    tenant,
    name,
  )
  return row === undefined ? undefined : { format: textAt(row, 0), position: textAt(row, 1), body: fromBase64(textAt(row, 2)) }
}

/**
 * Stores what was learned, with the mass events that changed.
 *
 * @throws DeskError `conflict` when another position is stored
 */
export async function writeLearned(
  { schema, write }: Connection,
  tenant: string,
  name: LearnedName,
  { format, position, body, expectedPosition, bursts }: LearnedWrite,
): Promise<void> {
  const values = [tenant, name, format, position, toBase64(body), JSON.stringify(bursts.map(rowOf))]
  const put =
    expectedPosition === null
      ? `INSERT INTO ${schema}.learned (tenant, name, format, position, body) VALUES ($1, $2, $3, $4, decode($5, 'base64'))
        ON CONFLICT (tenant, name) DO NOTHING RETURNING name`
      : `UPDATE ${schema}.learned SET format = $3, position = $4, body = decode($5, 'base64')
        WHERE tenant = $1 AND name = $2 AND position = $7 RETURNING name`
  // One statement: the events are stored where the state is.
  const rows = await write(
    `WITH state AS (${put}), events AS (
      INSERT INTO ${schema}.burst (tenant, burst_id, found_at, pending, body)
      SELECT $1, e ->> 0, e ->> 1, (e ->> 2)::boolean, e ->> 3 FROM json_array_elements($6::text::json) AS e WHERE EXISTS (SELECT FROM state)
      ON CONFLICT (tenant, burst_id) DO UPDATE SET found_at = excluded.found_at, pending = excluded.pending, body = excluded.body)
    SELECT name FROM state`,
    ...values,
    ...(expectedPosition === null ? [] : [expectedPosition]),
  )
  if (rows.length === 0) throw lostRace("learned", name, `${name} was learned by another worker: read it again`)
}

/** A state to be stored, and what is stored with it. */
interface LearnedWrite extends LearnedState {
  readonly expectedPosition: string | null
  readonly bursts: readonly StoredBurst[]
}

function rowOf(stored: StoredBurst): readonly (string | boolean)[] {
  return [stored.burst.burstId, stored.burst.foundAt, stored.pending, JSON.stringify(stored)]
}

/** Mass events, the last found first. */
export async function readBursts(
  { schema, read }: Connection,
  tenant: string,
  { burstIds, pending, after, limit }: BurstQuery,
): Promise<readonly StoredBurst[]> {
  const values: string[] = [tenant]
  const bind = (value: string): string => `$${values.push(value)}`
  const conditions = ["tenant = $1"]
  if (burstIds !== undefined)
    conditions.push(`burst_id IN (SELECT json_array_elements_text(${bind(JSON.stringify(burstIds))}::text::json))`)
  if (pending !== undefined) conditions.push(pending ? "pending" : "NOT pending")
  if (after !== null) {
    const at = bind(after.foundAt)
    conditions.push(`(found_at < ${at} OR (found_at = ${at} AND burst_id > ${bind(after.burstId)}))`)
  }
  const rows = await read(
    `SELECT body FROM ${schema}.burst WHERE ${conditions.join(" AND ")} ORDER BY found_at DESC, burst_id LIMIT ${limit}`,
    ...values,
  )
  return rows.map((row) => decodeRecord<StoredBurst>(textAt(row, 0), "burst"))
}

const signs = new TextEncoder().encode("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")

/** Sign by sign: `btoa` takes a text of 16 MB apart for seconds. */
function toBase64(bytes: Uint8Array): string {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4)
  const byte = (at: number): number => bytes[at] ?? 0
  for (let at = 0, to = 0; at < bytes.length; at += 3, to += 4) {
    const three = byte(at) * 65_536 + byte(at + 1) * 256 + byte(at + 2)
    const left = bytes.length - at
    text[to] = signs[three >> 18] ?? 0
    text[to + 1] = signs[(three >> 12) & 63] ?? 0
    text[to + 2] = signs[left > 1 ? (three >> 6) & 63 : 64] ?? 0
    text[to + 3] = signs[left > 2 ? three & 63 : 64] ?? 0
  }
  return new TextDecoder().decode(text)
}

/** Line breaks, of which the server puts one after every 76 signs, are passed over by `atob`. */
function fromBase64(text: string): Uint8Array {
  const units = atob(text)
  const bytes = new Uint8Array(units.length)
  for (let at = 0; at < units.length; at += 1) bytes[at] = units.charCodeAt(at)
  return bytes
}
