import { decodeRecord, lostRace, type BurstQuery, type LearnedName, type LearnedState, type StoredBurst } from "@otklik/core/storage"
import type { Connection } from "./handle/connection.ts"
import { bytesOf, textOf } from "./read/rows.ts"

const insert =
  "INSERT INTO otklik_learned (tenant, name, format, position, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (tenant, name) DO NOTHING"

const replace = "UPDATE otklik_learned SET format = ?, position = ?, body = ? WHERE tenant = ? AND name = ? AND position = ?"

const putBurst = `INSERT INTO otklik_burst (tenant, burst_id, found_at, pending, body) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (tenant, burst_id) DO UPDATE SET found_at = excluded.found_at, pending = excluded.pending, body = excluded.body`

/** A state to be stored, and what is stored with it. */
interface LearnedWrite extends LearnedState {
  readonly expectedPosition: string | null
  readonly bursts: readonly StoredBurst[]
}

/** What was learned under a name. */
export function readLearned(connection: Connection, tenant: string, name: LearnedName): LearnedState | undefined {
  const row = connection.get("SELECT format, position, body FROM otklik_learned WHERE tenant = ? AND name = ?", tenant, name)
  return row === undefined ? undefined : { format: textOf(row, "format"), position: textOf(row, "position"), body: bytesOf(row, "body") }
}

/**
 * Stores what was learned, with the mass events that changed.
 *
 * @throws DeskError `conflict` when another position is stored
 */
export function writeLearned(
  connection: Connection,
  tenant: string,
  name: LearnedName,
  { format, position, body, expectedPosition, bursts }: LearnedWrite,
): void {
  connection.write(() => {
    const changes =
      expectedPosition === null
        ? connection.run(insert, tenant, name, format, position, body)
        : connection.run(replace, format, position, body, tenant, name, expectedPosition)
    if (changes === 0) throw lostRace("learned", name, `${name} was learned by another worker: read it again`)
    for (const stored of bursts) {
      const { burstId, foundAt } = stored.burst
      connection.run(putBurst, tenant, burstId, foundAt, stored.pending ? 1 : 0, JSON.stringify(stored))
    }
  })
}

/** Mass events, the last found first. */
export function readBursts(
  connection: Connection,
  tenant: string,
  { burstIds, pending, after, limit }: BurstQuery,
): readonly StoredBurst[] {
  const conditions = ["tenant = ?"]
  const values: (string | number)[] = [tenant]
  if (burstIds !== undefined) {
    conditions.push("burst_id IN (SELECT value FROM json_each(?))")
    values.push(JSON.stringify(burstIds))
  }
  if (pending !== undefined) conditions.push(`pending = ${pending ? 1 : 0}`)
  if (after !== null) {
    conditions.push("(found_at < ? OR (found_at = ? AND burst_id > ?))")
    values.push(after.foundAt, after.foundAt, after.burstId)
  }
  const sql = `SELECT body FROM otklik_burst WHERE ${conditions.join(" AND ")} ORDER BY found_at DESC, burst_id LIMIT ${limit}`
  return connection.all(sql, ...values).map((row) => decodeRecord<StoredBurst>(textOf(row, "body"), "burst"))
}
