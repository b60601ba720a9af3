import type { Connection } from "../handle/connection.ts"
import { numberOf } from "../read/rows.ts"

/** The last number, position and token that were given. Changed only inside a write transaction. */
export interface Counter {
  number: number
  position: number
  token: number
}

const select = "SELECT number, position, token FROM otklik_counter WHERE tenant = ?"
const upsert = `INSERT INTO otklik_counter (tenant, number, position, token) VALUES (?, ?, ?, ?)
  ON CONFLICT (tenant) DO UPDATE SET number = excluded.number, position = excluded.position, token = excluded.token`

/** The state of a tenant. */
export function readCounter(connection: Connection, tenant: string): Counter {
  const row = connection.get(select, tenant)
  if (row === undefined) return { number: 0, position: 0, token: 0 }
  return { number: numberOf(row, "number"), position: numberOf(row, "position"), token: numberOf(row, "token") }
}

/** Notes what was given. */
export function advanceCounter(connection: Connection, tenant: string, counter: Counter): void {
  connection.run(upsert, tenant, counter.number, counter.position, counter.token)
}
